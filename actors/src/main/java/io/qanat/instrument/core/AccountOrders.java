package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import java.util.List;

/**
 * What one account has here: its open orders, in two intrusive lists so that a mass cancel or the
 * end of a day touches nothing else, and its position by the trades of this instrument.
 */
final class AccountOrders {
  final long account;
  final long partner;

  /** Signed, Fixed8. */
  long position;

  /** Of the open orders, those that may only reduce the position. */
  int reduceOnlyOrders;

  private Order ofTheDay;
  private Order others;

  AccountOrders(final long account, final long partner) {
    this.account = account;
    this.partner = partner;
  }

  /** How much an order of this side may trade without increasing the position. */
  long reducible(final Side side) {
    return Math.max(0, side == Side.BUY ? -position : position);
  }

  /** A trade; accounts see to it that no position comes near the end of the range. */
  void traded(final Side side, final long quantity) {
    final long change = side == Side.BUY ? quantity : -quantity;
    final long sum = position + change;
    if (((position ^ sum) & (change ^ sum)) < 0) {
      position = change > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
    } else {
      position = sum;
    }
  }

  void add(final Order order) {
    final boolean day = endsWithTheDay(order.timeInForce);
    final Order head = day ? ofTheDay : others;
    order.ownerPrevious = null;
    order.ownerNext = head;
    if (head != null) {
      head.ownerPrevious = order;
    }
    if (day) {
      ofTheDay = order;
    } else {
      others = order;
    }
  }

  void remove(final Order order) {
    if (order.ownerPrevious != null) {
      order.ownerPrevious.ownerNext = order.ownerNext;
    } else if (endsWithTheDay(order.timeInForce)) {
      ofTheDay = order.ownerNext;
    } else {
      others = order.ownerNext;
    }
    if (order.ownerNext != null) {
      order.ownerNext.ownerPrevious = order.ownerPrevious;
    }
    order.ownerNext = null;
    order.ownerPrevious = null;
  }

  boolean isEmpty() {
    return ofTheDay == null && others == null;
  }

  /** Adds the open orders, in no order that means anything. */
  void collect(final List<Order> into) {
    collectOfTheDay(into);
    for (Order order = others; order != null; order = order.ownerNext) {
      into.add(order);
    }
  }

  /** Adds those that the end of the trading day ends. */
  void collectOfTheDay(final List<Order> into) {
    for (Order order = ofTheDay; order != null; order = order.ownerNext) {
      into.add(order);
    }
  }

  private static boolean endsWithTheDay(final TimeInForce timeInForce) {
    return switch (timeInForce) {
      case DAY, AT_THE_OPENING, AT_THE_CLOSE -> true;
      default -> false;
    };
  }
}
