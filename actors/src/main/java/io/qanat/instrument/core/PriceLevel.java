package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;

/**
 * The orders resting at one price in the order in which they are served, an intrusive doubly linked
 * queue: those that are shown by arrival, then the hidden ones by arrival. Levels are pooled like
 * orders, under the same rule.
 */
public final class PriceLevel {
  final Side side;
  long price;
  long quantity;
  long hiddenQuantity;
  int orderCount;
  Order first;

  /** Of the hidden orders, the one that is served first; null if there is none. */
  Order firstHidden;

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

  /** Sum of the open quantities that are shown. */
  public long quantity() {
    return quantity;
  }

  /** Sum of the open quantities that are not shown. */
  public long hiddenQuantity() {
    return hiddenQuantity;
  }

  /** Orders that are shown, wholly or in part. */
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
    if (order.special != null || firstHidden != null) {
      appendAmongHidden(order);
      return;
    }
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

  private void appendAmongHidden(final Order order) {
    final boolean hidden = order.special != null && order.special.isHidden();
    final Order behind = hidden ? null : firstHidden;
    final Order ahead = behind == null ? last : behind.previous;
    order.level = this;
    order.previous = ahead;
    order.next = behind;
    if (ahead == null) {
      first = order;
    } else {
      ahead.next = order;
    }
    if (behind == null) {
      last = order;
    } else {
      behind.previous = order;
    }
    if (hidden && firstHidden == null) {
      firstHidden = order;
    }
    final long shown = order.shownQty();
    quantity = Math.addExact(quantity, shown);
    hiddenQuantity = Math.addExact(hiddenQuantity, order.leavesQty - shown);
    if (!hidden) {
      orderCount++;
    }
  }

  /** An order that stays trades or shrinks by so much, first from what it shows. */
  void reduce(final Order order, final long by) {
    final long shownBefore = order.shownQty();
    order.leavesQty -= by;
    if (order.special != null) {
      order.special.shownQty = Math.max(0, order.special.shownQty - by);
    }
    takeOut(by, shownBefore, order.shownQty());
  }

  /** An order that stays shrinks by so much, first from what it does not show. */
  void reduceHiddenFirst(final Order order, final long by) {
    final long shownBefore = order.shownQty();
    order.leavesQty -= by;
    if (order.special != null) {
      order.special.shownQty = Math.min(order.special.shownQty, order.leavesQty);
    }
    takeOut(by, shownBefore, order.shownQty());
  }

  private void takeOut(final long by, final long shownBefore, final long shownAfter) {
    final long shown = shownBefore - shownAfter;
    quantity -= shown;
    hiddenQuantity -= by - shown;
  }

  /** Takes an order out; its open quantity must still be the one that is counted here. */
  void unlink(final Order order) {
    if (order == firstHidden) {
      firstHidden = order.next;
    }
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
    final SpecialTerms special = order.special;
    if (special == null) {
      quantity -= order.leavesQty;
      orderCount--;
      return;
    }
    final long shown = order.shownQty();
    quantity -= shown;
    hiddenQuantity -= order.leavesQty - shown;
    if (!special.isHidden()) {
      orderCount--;
    }
  }
}
