package io.qanat.loadtest.lobster;

import io.qanat.codecs.fix.Side;

/**
 * An order of the replay: one recorded order, or the anonymous quantity that a level began with.
 */
final class ReplayOrder {
  private final String name;
  private final Side side;
  private final long price;
  private final boolean anonymous;
  private long orderQty;
  private long cumQty;

  ReplayOrder(
      final String name,
      final Side side,
      final long price,
      final long orderQty,
      final boolean anonymous) {
    this.name = name;
    this.side = side;
    this.price = price;
    this.orderQty = orderQty;
    this.anonymous = anonymous;
  }

  /** Its ClOrdID. */
  String name() {
    return name;
  }

  Side side() {
    return side;
  }

  long price() {
    return price;
  }

  boolean anonymous() {
    return anonymous;
  }

  long orderQty() {
    return orderQty;
  }

  long leavesQty() {
    return orderQty - cumQty;
  }

  void reduceTo(final long newOrderQty) {
    orderQty = newOrderQty;
  }

  void execute(final long qty) {
    cumQty += qty;
  }

  @Override
  public String toString() {
    return name + " " + side + " " + leavesQty() + "@" + price;
  }
}
