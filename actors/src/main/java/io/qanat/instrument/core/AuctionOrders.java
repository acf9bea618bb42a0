package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Orders that wait at no level of the book, by arrival: market orders that take part in a call, and
 * orders for the close until the closing auction begins. Nobody sees them: they are in no depth of
 * the market data, only in the price and volume that an auction would have.
 */
final class AuctionOrders {
  private static final Comparator<Order> BY_ARRIVAL = Comparator.comparingLong(Order::mdOrderId);

  /** The market orders of one side. */
  private static final class Queue {
    private final TreeSet<Order> orders = new TreeSet<>(BY_ARRIVAL);
    private long quantity;

    /** Of this side's orders for the close. */
    private long closeQty;
  }

  private final Queue buys = new Queue();
  private final Queue sells = new Queue();
  private final TreeSet<Order> forClose = new TreeSet<>(BY_ARRIVAL);

  static boolean isFor(final TimeInForce timeInForce) {
    return timeInForce == TimeInForce.AT_THE_OPENING || timeInForce == TimeInForce.AT_THE_CLOSE;
  }

  private Queue queue(final Side side) {
    return side == Side.BUY ? buys : sells;
  }

  /** Takes in an order whose terms say what it waits for. */
  void add(final Order order) {
    if (order.special.place == SpecialTerms.Place.CLOSE) {
      forClose.add(order);
      queue(order.side).closeQty += order.leavesQty;
    } else {
      final Queue queue = queue(order.side);
      queue.orders.add(order);
      queue.quantity += order.leavesQty;
    }
  }

  void remove(final Order order) {
    if (order.special.place == SpecialTerms.Place.CLOSE) {
      forClose.remove(order);
      queue(order.side).closeQty -= order.leavesQty;
    } else {
      final Queue queue = queue(order.side);
      queue.orders.remove(order);
      queue.quantity -= order.leavesQty;
    }
  }

  /** A market order trades so much, and not all that it has open. */
  void reduce(final Order order, final long by) {
    order.leavesQty -= by;
    queue(order.side).quantity -= by;
  }

  /** Those for the close. */
  List<Order> forClose() {
    return new ArrayList<>(forClose);
  }

  /** Takes out those for the close. */
  List<Order> takeForClose() {
    final List<Order> taken = forClose();
    forClose.clear();
    buys.closeQty = 0;
    sells.closeQty = 0;
    return taken;
  }

  /** The market orders of a side. */
  List<Order> market(final Side side) {
    return new ArrayList<>(queue(side).orders);
  }

  /** What the market orders of a side have open. */
  long marketQty(final Side side) {
    return queue(side).quantity;
  }

  /** The market order of a side that is served first; null if there is none. */
  Order firstMarket(final Side side) {
    final Queue queue = queue(side);
    return queue.orders.isEmpty() ? null : queue.orders.first();
  }

  /** What a side's orders for the close have open. */
  long closeQty(final Side side) {
    return queue(side).closeQty;
  }

  int size() {
    return buys.orders.size() + sells.orders.size() + forClose.size();
  }

  void collect(final List<Order> into) {
    into.addAll(buys.orders);
    into.addAll(sells.orders);
    into.addAll(forClose);
  }
}
