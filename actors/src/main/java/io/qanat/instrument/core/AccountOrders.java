package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import java.util.Arrays;
import java.util.List;

/**
 * What one account has here: its open orders, in two sets so that a mass cancel or the end of a day
 * touches nothing else, and its position by the trades of this instrument.
 */
final class AccountOrders {
  final long account;
  final long partner;

  /** Signed, Fixed8. */
  long position;

  /** Of the open orders, those that may only reduce the position. */
  int reduceOnlyOrders;

  private final Orders ofTheDay = new Orders();
  private final Orders others = new Orders();

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
    ordersLike(order).add(order);
  }

  void remove(final Order order) {
    ordersLike(order).remove(order);
  }

  boolean isEmpty() {
    return ofTheDay.count == 0 && others.count == 0;
  }

  /** Adds the open orders, in no order that means anything. */
  void collect(final List<Order> into) {
    ofTheDay.collect(into);
    others.collect(into);
  }

  /** Adds those that the end of the trading day ends. */
  void collectOfTheDay(final List<Order> into) {
    ofTheDay.collect(into);
  }

  private Orders ordersLike(final Order order) {
    return endsWithTheDay(order.timeInForce) ? ofTheDay : others;
  }

  private static boolean endsWithTheDay(final TimeInForce timeInForce) {
    return switch (timeInForce) {
      case DAY, AT_THE_OPENING, AT_THE_CLOSE -> true;
      default -> false;
    };
  }

  /**
   * A set of orders, each of which knows its place: the last one fills the place of one that is
   * removed. In a large book that touches one other order, the youngest, where links touch two old
   * ones.
   */
  private static final class Orders {
    private static final Order[] NONE = {};

    private Order[] places = NONE;
    private int count;

    void add(final Order order) {
      if (count == places.length) {
        places = Arrays.copyOf(places, Math.max(4, 2 * count));
      }
      order.ownerPlace = count;
      places[count++] = order;
    }

    void remove(final Order order) {
      final Order last = places[--count];
      places[order.ownerPlace] = last;
      last.ownerPlace = order.ownerPlace;
      places[count] = null;
    }

    void collect(final List<Order> into) {
      for (int i = 0; i < count; i++) {
        into.add(places[i]);
      }
    }
  }
}
