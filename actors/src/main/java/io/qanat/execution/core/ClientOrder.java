package io.qanat.execution.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;

/** A client's order that providers cover. Prices and quantities are Fixed8. */
final class ClientOrder {
  final long orderId;
  final long account;
  final long partner;
  final Side side;
  final TimeInForce timeInForce;

  /** {@link Fixed8#NULL}: a market order. */
  final long price;

  final long orderQty;

  /** Per unit, what the client's price is worse than the provider's. */
  final long charge;

  /** Why its fills come about as they do; see {@link Explanations}. */
  final byte[] circumstances;

  /** Its orders to providers, in the order of their sending. */
  final List<ProviderOrder> routes = new ArrayList<>();

  long cumQty;

  /** Somebody wants it to end; what is in flight is awaited. */
  boolean canceling;

  /** Of the request to cancel it; 0: nobody asked. */
  long cancelRequestNo;

  ClientOrder(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final long charge,
      final byte[] circumstances) {
    this.orderId = orderId;
    this.account = account;
    this.partner = partner;
    this.side = side;
    this.timeInForce = timeInForce;
    this.price = price;
    this.orderQty = orderQty;
    this.charge = charge;
    this.circumstances = circumstances;
  }

  long leavesQty() {
    return orderQty - cumQty;
  }

  /** Of a snapshot, in which open ones come before those that have ended. */
  void addRoute(final ProviderOrder route) {
    int at = routes.size();
    while (at > 0 && routes.get(at - 1).providerOrderId > route.providerOrderId) {
      at--;
    }
    routes.add(at, route);
  }

  /** What its orders in flight may still fill. */
  long coveredQty() {
    long covered = 0;
    for (final ProviderOrder route : routes) {
      covered += route.isInFlight() ? route.leavesQty() : 0;
    }
    return covered;
  }

  /** Whether a provider has been asked for it already. */
  boolean wasAt(final int provider) {
    for (final ProviderOrder route : routes) {
      if (route.provider == provider) {
        return true;
      }
    }
    return false;
  }

  /**
   * What providers are asked for at most, {@link Fixed8#NULL}: anything.
   *
   * @param increment it is a multiple of this, within the client's limit
   */
  long providerLimit(final long increment) {
    if (price == Fixed8.NULL) {
      return Fixed8.NULL;
    }
    final long limit = side == Side.BUY ? price - charge : price + charge;
    return side == Side.BUY
        ? limit - Math.floorMod(limit, increment)
        : limit + Math.floorMod(-limit, increment);
  }

  /** What the client gets or pays for a provider's fill: every improvement and no more. */
  long clientPx(final long providerPx) {
    return side == Side.BUY ? providerPx + charge : providerPx - charge;
  }
}
