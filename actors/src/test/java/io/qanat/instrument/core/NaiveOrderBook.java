package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rules of {@link OrderBook} with nothing but two sorted lists, each best first. Every search
 * is a walk from the front; nothing is pooled, nothing is indexed, nothing is summed up.
 */
final class NaiveOrderBook {
  private final OrderBookListener listener;
  private final List<Order> bids = new ArrayList<>();
  private final List<Order> offers = new ArrayList<>();
  private long lastMdOrderId;
  private long lastMdOrderPriority;
  private long lastTradeId;

  NaiveOrderBook(final OrderBookListener listener) {
    this.listener = listener;
  }

  List<Order> side(final Side side) {
    return side == Side.BUY ? bids : offers;
  }

  void submitLimit(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    final Order order = order(orderId, account, partner, side, timeInForce, price, orderQty);
    listener.onAccepted(order);
    if (timeInForce == TimeInForce.FILL_OR_KILL && available(side, price) < orderQty) {
      listener.onUnfilled(order);
      return;
    }
    match(order, price);
    if (order.leavesQty == 0) {
      return;
    }
    switch (timeInForce) {
      case DAY, GOOD_TILL_CANCEL -> rest(order);
      default -> listener.onUnfilled(order);
    }
  }

  void submitMarket(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long worstPrice,
      final long orderQty) {
    final Order order = order(orderId, account, partner, side, timeInForce, Fixed8.NULL, orderQty);
    listener.onAccepted(order);
    if (timeInForce != TimeInForce.FILL_OR_KILL || available(side, worstPrice) >= orderQty) {
      match(order, worstPrice);
    }
    if (order.leavesQty > 0) {
      listener.onUnfilled(order);
    }
  }

  void replace(final Order order, final long price, final long orderQty) {
    final long oldPrice = order.price;
    final boolean keepsPlace = price == oldPrice && orderQty < order.orderQty;
    order.leavesQty = orderQty - order.cumQty();
    order.orderQty = orderQty;
    order.price = price;
    if (keepsPlace) {
      listener.onReduced(order);
      return;
    }
    side(order.side).remove(order);
    listener.onReplaced(order, oldPrice);
    match(order, price);
    if (order.leavesQty > 0) {
      rest(order);
    }
  }

  void cancel(final Order order) {
    side(order.side).remove(order);
    listener.onCanceled(order);
  }

  void cancelIf(final Predicate<Order> chosen) {
    for (final Order order : chosen(chosen)) {
      cancel(order);
    }
  }

  void expireIf(final Predicate<Order> chosen) {
    for (final Order order : chosen(chosen)) {
      side(order.side).remove(order);
      listener.onExpired(order);
    }
  }

  Order find(final long orderId) {
    final List<Order> found = chosen(order -> order.orderId == orderId);
    return found.isEmpty() ? null : found.get(0);
  }

  private List<Order> chosen(final Predicate<Order> chosen) {
    final List<Order> result = new ArrayList<>();
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      for (final Order order : side(side)) {
        if (chosen.test(order)) {
          result.add(order);
        }
      }
    }
    return result;
  }

  private long available(final Side side, final long limitPrice) {
    long sum = 0;
    for (final Order order : side(opposite(side))) {
      if (reaches(side, limitPrice, order.price)) {
        sum += order.leavesQty;
      }
    }
    return sum;
  }

  private void match(final Order incoming, final long limitPrice) {
    final List<Order> opposite = side(opposite(incoming.side));
    while (incoming.leavesQty > 0
        && !opposite.isEmpty()
        && reaches(incoming.side, limitPrice, opposite.get(0).price)) {
      final Order resting = opposite.get(0);
      final long lastQty = Math.min(resting.leavesQty, incoming.leavesQty);
      resting.leavesQty -= lastQty;
      incoming.leavesQty -= lastQty;
      if (resting.leavesQty == 0) {
        opposite.remove(0);
      }
      listener.onTrade(++lastTradeId, resting, incoming, lastQty);
    }
  }

  private void rest(final Order order) {
    order.mdOrderPriority = ++lastMdOrderPriority;
    final List<Order> side = side(order.side);
    int place = 0;
    while (place < side.size() && !isBetter(order, side.get(place))) {
      place++;
    }
    side.add(place, order);
    listener.onRested(order);
  }

  private static boolean isBetter(final Order a, final Order b) {
    return a.side == Side.BUY ? a.price > b.price : a.price < b.price;
  }

  private static boolean reaches(final Side side, final long limitPrice, final long price) {
    return side == Side.BUY ? price <= limitPrice : price >= limitPrice;
  }

  private static Side opposite(final Side side) {
    return side == Side.BUY ? Side.SELL : Side.BUY;
  }

  private Order order(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    final Order order = new Order();
    order.orderId = orderId;
    order.mdOrderId = ++lastMdOrderId;
    order.account = account;
    order.partner = partner;
    order.side = side;
    order.timeInForce = timeInForce;
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = orderQty;
    return order;
  }
}
