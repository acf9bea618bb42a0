package io.qanat.execution.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.liquidity.core.WideSum;

/** An order of the hub to a provider. Prices and quantities are Fixed8. */
final class ProviderOrder {
  final long providerOrderId;
  final int provider;
  final Side side;
  final TimeInForce timeInForce;
  final long price;
  final long orderQty;
  final long sentAtNanos;

  /** Session and incarnation that it was sent to. */
  final long session;

  final long incarnation;

  /** Of the client's order that it covers; 0: the house covers. */
  final long orderId;

  ProviderOrdStatus status = ProviderOrdStatus.NEW;
  long cumQty;

  /** Sum of price × quantity of its fills. */
  final WideSum value = new WideSum();

  /** When it was answered last, 0: never. */
  long answeredAtNanos;

  /** When it becomes UNKNOWN, or is asked for again. */
  long askAtNanos;

  /** The order that it covers, null: the house covers, or that order has ended. */
  ClientOrder client;

  ProviderOrder(
      final long providerOrderId,
      final int provider,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final long sentAtNanos,
      final long session,
      final long incarnation,
      final long orderId) {
    this.providerOrderId = providerOrderId;
    this.provider = provider;
    this.side = side;
    this.timeInForce = timeInForce;
    this.price = price;
    this.orderQty = orderQty;
    this.sentAtNanos = sentAtNanos;
    this.session = session;
    this.incarnation = incarnation;
    this.orderId = orderId;
  }

  /** Whether an answer is awaited in time. */
  boolean isInFlight() {
    return status == ProviderOrdStatus.NEW || status == ProviderOrdStatus.PARTIALLY_FILLED;
  }

  boolean isUnknown() {
    return status == ProviderOrdStatus.UNKNOWN;
  }

  boolean isOpen() {
    return isInFlight() || isUnknown();
  }

  long leavesQty() {
    return orderQty - cumQty;
  }

  /** What the hub still gets if all of it is filled: above 0 it buys. */
  long signedLeaves() {
    return Exposures.signed(side, leavesQty());
  }

  /** Whether a fill at this price is within the limit. */
  boolean allows(final long px) {
    return side == Side.BUY ? px <= price : px >= price;
  }
}
