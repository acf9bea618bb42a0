package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Orders that wait at no level of the book, in order of arrival: market orders that take part in a
 * call, and orders for the close until the closing auction begins. Nobody sees them: they are in no
 * depth of the market data, only in the price and volume that an auction would have.
 */
final class WaitingOrders {
  /** The market orders of one side, in order of arrival. */
  private static final class Queue {
    final LinkedHashMap<Long, Order> orders = new LinkedHashMap<>();
    long quantity;

    void add(final Order order) {
      orders.put(order.orderId(), order);
      quantity += order.leavesQty();
    }

    boolean remove(final Order order) {
      final boolean here = orders.remove(order.orderId(), order);
      if (here) {
        quantity -= order.leavesQty();
      }
      return here;
    }
  }

  private final Queue buys = new Queue();
  private final Queue sells = new Queue();
  private final LinkedHashMap<Long, Order> forClose = new LinkedHashMap<>();

  private Queue queue(final Side side) {
    return side == Side.BUY ? buys : sells;
  }

  /** A market order takes part in the call. */
  void addMarket(final Order order) {
    queue(order.side()).add(order);
  }

  /** An order for the close waits for its auction. */
  void addForClose(final Order order) {
    forClose.put(order.orderId(), order);
  }

  Order find(final long orderId) {
    Order order = buys.orders.get(orderId);
    if (order == null) {
      order = sells.orders.get(orderId);
    }
    return order == null ? forClose.get(orderId) : order;
  }

  /** Takes an order out; false if it is not here. */
  boolean remove(final Order order) {
    return queue(order.side()).remove(order) || forClose.remove(order.orderId(), order);
  }

  /** Takes out what is chosen and shows it: buys, sells, then what waits for the close. */
  void removeIf(final Predicate<Order> chosen, final Consumer<Order> removed) {
    if (size() == 0) {
      return;
    }
    for (final Order order : all()) {
      if (chosen.test(order)) {
        remove(order);
        removed.accept(order);
      }
    }
  }

  /** The closing auction begins: market orders take part, the others are shown, to be rested. */
  void beginClose(final Consumer<Order> limitOrder) {
    for (final Order order : forClose.values()) {
      if (order.price() == Fixed8.NULL) {
        addMarket(order);
      } else {
        limitOrder.accept(order);
      }
    }
    forClose.clear();
  }

  /** The call is over: takes out the market orders and shows them, buys first. */
  void endCall(final Consumer<Order> ended) {
    for (final Queue queue : new Queue[] {buys, sells}) {
      queue.orders.values().forEach(ended);
      queue.orders.clear();
      queue.quantity = 0;
    }
  }

  /** The first market order of its side traded this much. */
  void traded(final Order order, final long lastQty) {
    final Queue queue = queue(order.side());
    queue.quantity -= lastQty;
    if (order.leavesQty() == 0) {
      queue.orders.remove(order.orderId());
    }
  }

  /** What the market orders of a side have open. */
  long marketQty(final Side side) {
    return queue(side).quantity;
  }

  /** The market order of a side that is served first; null if there is none. */
  Order firstMarket(final Side side) {
    final Queue queue = queue(side);
    return queue.orders.isEmpty() ? null : queue.orders.values().iterator().next();
  }

  /** Whether one more market order leaves the sum of its side representable. */
  boolean takes(final Side side, final long quantity) {
    return marketQty(side) <= Long.MAX_VALUE - quantity;
  }

  /** Whether an order here waits for the closing auction to begin. */
  boolean isForClose(final Order order) {
    return forClose.containsKey(order.orderId());
  }

  int size() {
    return buys.orders.size() + sells.orders.size() + forClose.size();
  }

  /** Every order: buys, sells, then what waits for the close, each in order of arrival. */
  List<Order> all() {
    final List<Order> all = new ArrayList<>(size());
    all.addAll(buys.orders.values());
    all.addAll(sells.orders.values());
    all.addAll(forClose.values());
    return all;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(Hash64.mix(seed, size()), forClose.size());
    for (final Order order : all()) {
      hash = Hash64.mix(hash, order.orderId());
      hash = Hash64.mix(hash, order.mdOrderId());
      hash = Hash64.mix(hash, order.price());
      hash = Hash64.mix(hash, order.orderQty());
      hash = Hash64.mix(hash, order.leavesQty());
      hash = Hash64.mix(hash, order.side().value());
      hash = Hash64.mix(hash, order.timeInForce().value());
    }
    return hash;
  }
}
