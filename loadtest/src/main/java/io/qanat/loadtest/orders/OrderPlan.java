package io.qanat.loadtest.orders;

import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;

/**
 * What message number {@code n} of a run says, as a function of {@code n} alone, so that it can be
 * said again word by word after a reconnection. The mix is that of {@link OrderMix}.
 */
final class OrderPlan {
  private static final long TICK = Fixed8.ONE / 10_000;
  private static final long BASE_PRICE = Fixed8.ofUnits(100);

  private final String runId;
  private final long account;
  private final long securityId;

  /**
   * A plan.
   *
   * @param runId at most 8 characters, different for each run on the same trading day
   */
  OrderPlan(final String runId, final long account, final long securityId) {
    if (runId.length() > 8) {
      throw new IllegalArgumentException("run id longer than 8: " + runId);
    }
    this.runId = runId;
    this.account = account;
    this.securityId = securityId;
  }

  String clOrdId(final long n) {
    return runId + "-" + Long.toString(n, 36);
  }

  /** The number behind a ClOrdID of this run, or -1. */
  long number(final String clOrdId) {
    if (!clOrdId.startsWith(runId) || clOrdId.length() < runId.length() + 2) {
      return -1;
    }
    return Long.parseLong(clOrdId, runId.length() + 1, clOrdId.length(), 36);
  }

  Offer send(final OrderEntryClient client, final long n) {
    if (OrderMix.isCancel(n)) {
      return client.cancel(account, 0, clOrdId(n), clOrdId(n - 1));
    }
    return client.newOrder(
        account,
        securityId,
        clOrdId(n),
        OrderMix.isBuy(n) ? Side.BUY : Side.SELL,
        OrdType.LIMIT,
        OrderMix.takes(n) ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.GOOD_TILL_CANCEL,
        BASE_PRICE + OrderMix.ticks(n) * TICK,
        Fixed8.ofUnits(OrderMix.quantity(n)));
  }
}
