package io.qanat.instrument.core;

import java.util.Comparator;
import java.util.TreeSet;

/** Open good-till-date orders by the end of their time, then by arrival. */
final class Expiries {
  private final TreeSet<Order> orders =
      new TreeSet<>(
          Comparator.<Order>comparingLong(order -> order.special.expireTime)
              .thenComparingLong(Order::mdOrderId));

  void add(final Order order) {
    orders.add(order);
  }

  void remove(final Order order) {
    orders.remove(order);
  }

  /** When the next order ends, epoch nanoseconds; {@link Long#MAX_VALUE} if none does. */
  long nextNanos() {
    return orders.isEmpty() ? Long.MAX_VALUE : orders.first().special.expireTime;
  }

  /** The order that ends next and no later than this; null if there is none. */
  Order due(final long nowNanos) {
    return nextNanos() <= nowNanos ? orders.first() : null;
  }
}
