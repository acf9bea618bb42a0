package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;

/**
 * The orders resting at one price, in order of arrival: an intrusive doubly linked queue. Levels
 * are pooled like orders, under the same rule.
 */
public final class PriceLevel {
  final Side side;
  long price;
  long quantity;
  int orderCount;
  Order first;
  Order last;

  /** The next level towards the touch; in the pool: the next free one. */
  PriceLevel better;

  /** The next level away from the touch. */
  PriceLevel worse;

  PriceLevel(final Side side) {
    this.side = side;
  }

  public Side side() {
    return side;
  }

  public long price() {
    return price;
  }

  /** Sum of the open quantities. */
  public long quantity() {
    return quantity;
  }

  public int orderCount() {
    return orderCount;
  }

  /** The order that is served first. */
  public Order first() {
    return first;
  }

  /** The next level away from the touch; null if this is the last. */
  public PriceLevel worse() {
    return worse;
  }

  void append(final Order order) {
    order.level = this;
    order.previous = last;
    order.next = null;
    if (last == null) {
      first = order;
    } else {
      last.next = order;
    }
    last = order;
    quantity += order.leavesQty;
    orderCount++;
  }

  /** Takes an order out; its open quantity must still be the one that is counted here. */
  void unlink(final Order order) {
    if (order.previous == null) {
      first = order.next;
    } else {
      order.previous.next = order.next;
    }
    if (order.next == null) {
      last = order.previous;
    } else {
      order.next.previous = order.previous;
    }
    order.level = null;
    order.next = null;
    order.previous = null;
    quantity -= order.leavesQty;
    orderCount--;
  }
}
