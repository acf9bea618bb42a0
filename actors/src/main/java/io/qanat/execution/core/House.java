package io.qanat.execution.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.pricing.core.HouseTerms;
import io.qanat.pricing.core.Pricing;

/**
 * Keeps the house's own risk within its limits.
 *
 * <pre>
 *   |position| above widenPosition     its prices are wider       (PriceFormation)
 *   beyond internalizeMax              the order goes to providers
 *   beyond positionMax                 the order is refused
 *   |position| above hedgePosition     it is covered with providers, down to hedgeTo
 *   loss above lossMax                 the house stops: everything is refused until an operator
 *                                      lets it trade again
 * </pre>
 *
 * <p>One cover is under way at a time, and the next comes {@value #PAUSE_NANOS} ns later at the
 * earliest, so that providers that reject everything are not asked for ever and ever. What is
 * UNKNOWN of a cover counts as not filled.
 */
final class House {
  static final long PAUSE_NANOS = 100_000_000L;

  private final Pricing pricing;
  private final Exposures exposures;
  private final Covering covering;
  private final ProviderOrders orders;
  private final Contract contract;
  private boolean on = true;
  private long lastHedgeAtNanos;

  House(
      final Pricing pricing,
      final Exposures exposures,
      final Covering covering,
      final ProviderOrders orders,
      final Contract contract) {
    this.pricing = pricing;
    this.exposures = exposures;
    this.covering = covering;
    this.orders = orders;
    this.contract = contract;
  }

  boolean isOn() {
    return on;
  }

  void set(final boolean newOn) {
    on = newOn;
  }

  long lastHedgeAtNanos() {
    return lastHedgeAtNanos;
  }

  void restore(final boolean newOn, final long newLastHedgeAtNanos) {
    on = newOn;
    lastHedgeAtNanos = newLastHedgeAtNanos;
  }

  /** Whether taking the other side of an order brings the position beyond a limit; 0: none. */
  boolean exceeds(final Side clientSide, final long qty, final long limit) {
    final long before = exposures.house().position();
    final long after = before - Exposures.signed(clientSide, qty);
    return limit != 0 && Math.abs(after) > limit && Math.abs(after) > Math.abs(before);
  }

  /** Whether the house has lost too much, by the prices there are. */
  boolean lostTooMuch() {
    final long lossMax = pricing.house().lossMax();
    final long profit = exposures.house().profit(pricing.markPx(), contract);
    return lossMax != 0 && profit != Fixed8.NULL && profit < -lossMax;
  }

  /** An input has been applied. */
  void afterInput(final long nowNanos) {
    if (on && lostTooMuch()) {
      on = false;
    }
    final HouseTerms terms = pricing.house();
    final long position = exposures.house().position();
    if (!on
        || terms.hedgePosition() == 0
        || Math.abs(position) <= terms.hedgePosition()
        || nowNanos < lastHedgeAtNanos + PAUSE_NANOS
        || isHedging()) {
      return;
    }
    final long wanted = Math.abs(position) - terms.hedgeTo();
    final long qty = wanted - wanted % contract.lotSize();
    final Side side = position > 0 ? Side.SELL : Side.BUY;
    if (qty > 0
        && covering.send(
                null,
                terms.pool(),
                side,
                qty,
                Fixed8.NULL,
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                provider -> false)
            > 0) {
      lastHedgeAtNanos = nowNanos;
    }
  }

  private boolean isHedging() {
    for (final ProviderOrder order : orders.open()) {
      if (order.orderId == 0 && order.isInFlight()) {
        return true;
      }
    }
    return false;
  }
}
