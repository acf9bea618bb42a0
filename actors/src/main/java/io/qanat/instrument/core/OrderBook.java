package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import java.util.function.Predicate;

/**
 * An order book with price-time priority. It matches; whether an order is acceptable (ticks, lots,
 * bands, duplicates, ownership, overflow) is decided before it gets here.
 *
 * <p>Orders and levels are pooled objects in intrusive chains: an order knows its level and its
 * neighbours, so a cancel is one look-up by id ({@link OrderIndex}) and constant work, the best
 * price is a field, and nothing is allocated once the pools have grown to the largest book so far.
 * Levels are found and ordered by {@link PriceLevels}. Outputs leave through the {@link
 * OrderBookListener}.
 *
 * <p>An arriving order first trades with everything it reaches and its {@link PriceCollar} allows,
 * so the book is crossed or locked only while a collar has stopped it: in a call, which ends with
 * {@link #cross} until it is no longer. Prices and quantities are {@link Fixed8}; a price may be
 * zero or negative.
 */
public final class OrderBook {
  private final OrderBookListener listener;
  private final PriceCollar collar;
  private final PriceLevels bids = new PriceLevels(Side.BUY);
  private final PriceLevels offers = new PriceLevels(Side.SELL);
  private final OrderIndex index = new OrderIndex();
  private Order freeOrders;
  private long lastMdOrderId;
  private long lastMdOrderPriority;
  private long lastTradeId;

  /** A book that matches at any price. */
  public OrderBook(final OrderBookListener listener) {
    this(listener, new PriceCollar());
  }

  OrderBook(final OrderBookListener listener, final PriceCollar collar) {
    this.listener = listener;
    this.collar = collar;
  }

  /**
   * A limit order arrives: it trades up to its price, then its rest waits or, of an immediate or
   * cancel order, ends. Fill or kill trades wholly or not at all.
   *
   * @param orderQty greater than 0
   * @throws IllegalStateException if an order of this id rests
   */
  public void submitLimit(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    final boolean mayRest =
        timeInForce != TimeInForce.IMMEDIATE_OR_CANCEL && timeInForce != TimeInForce.FILL_OR_KILL;
    submit(
        takeOrder(orderId, account, partner, side, timeInForce, price, orderQty), price, mayRest);
  }

  /**
   * A market order arrives: it trades down to the worst acceptable price, its rest ends. Fill or
   * kill trades wholly or not at all; any other time in force is like immediate or cancel.
   *
   * @param worstPrice it does not buy above or sell below this one
   * @param orderQty greater than 0
   */
  public void submitMarket(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long worstPrice,
      final long orderQty) {
    submit(
        takeOrder(orderId, account, partner, side, timeInForce, Fixed8.NULL, orderQty),
        worstPrice,
        false);
  }

  private void submit(final Order order, final long limitPrice, final boolean mayRest) {
    order.mdOrderId = ++lastMdOrderId;
    listener.onAccepted(order);
    if (order.timeInForce != TimeInForce.FILL_OR_KILL
        || isFillable(order.side, limitPrice, order.leavesQty)) {
      match(order, limitPrice);
    }
    if (order.leavesQty == 0) {
      release(order);
    } else if (mayRest) {
      index.add(order);
      rest(order);
    } else {
      listener.onUnfilled(order);
      release(order);
    }
  }

  /**
   * Gives a resting order another price or total quantity. It keeps its place only if its quantity
   * falls at the same price; otherwise it arrives anew, with its name and executed quantity.
   *
   * @param orderQty total quantity, greater than the executed one
   */
  public void replace(final Order order, final long price, final long orderQty) {
    final long leavesQty = orderQty - order.cumQty();
    if (price == order.price && orderQty < order.orderQty) {
      order.level.quantity -= order.leavesQty - leavesQty;
      order.orderQty = orderQty;
      order.leavesQty = leavesQty;
      listener.onReduced(order);
      return;
    }
    final long oldPrice = order.price;
    leaveLevel(order);
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = leavesQty;
    listener.onReplaced(order, oldPrice);
    match(order, price);
    if (order.leavesQty == 0) {
      index.remove(order.orderId);
      release(order);
    } else {
      rest(order);
    }
  }

  /** Cancels a resting order. */
  public void cancel(final Order order) {
    leaveBook(order);
    listener.onCanceled(order);
    release(order);
  }

  /**
   * Cancels the resting orders that are chosen, bids before offers, each side in its priority. Its
   * work is proportional to the whole book.
   */
  public void cancelIf(final Predicate<Order> chosen) {
    removeIf(bids, chosen, false);
    removeIf(offers, chosen, false);
  }

  /** Expires the resting orders that are chosen; otherwise like {@link #cancelIf}. */
  public void expireIf(final Predicate<Order> chosen) {
    removeIf(bids, chosen, true);
    removeIf(offers, chosen, true);
  }

  private void removeIf(
      final PriceLevels levels, final Predicate<Order> chosen, final boolean expired) {
    PriceLevel worse;
    for (PriceLevel level = levels.best(); level != null; level = worse) {
      worse = level.worse;
      Order next;
      for (Order order = level.first; order != null; order = next) {
        next = order.next;
        if (chosen.test(order)) {
          leaveBook(order);
          if (expired) {
            listener.onExpired(order);
          } else {
            listener.onCanceled(order);
          }
          release(order);
        }
      }
    }
  }

  /** The resting order of this id; null if there is none. */
  public Order find(final long orderId) {
    return index.get(orderId);
  }

  /** The level at a price; null if nothing rests there. */
  public PriceLevel level(final Side side, final long price) {
    return levels(side).find(price);
  }

  /** The level nearest to the touch; null if the side is empty. */
  public PriceLevel best(final Side side) {
    return levels(side).best();
  }

  /** Resting orders of both sides. */
  public int orderCount() {
    return index.size();
  }

  /** The last one given; they count from 1. */
  public long lastMdOrderId() {
    return lastMdOrderId;
  }

  /** The last one given; they count from 1. */
  public long lastMdOrderPriority() {
    return lastMdOrderPriority;
  }

  /** The last one given; they count from 1. */
  public long lastTradeId() {
    return lastTradeId;
  }

  /** Sets the counters of an empty book that is being read from a snapshot. */
  void restoreCounters(
      final long lastMdOrderId, final long lastMdOrderPriority, final long lastTradeId) {
    this.lastMdOrderId = lastMdOrderId;
    this.lastMdOrderPriority = lastMdOrderPriority;
    this.lastTradeId = lastTradeId;
  }

  /**
   * Puts back an order read from a snapshot, behind those of its price put back before. The
   * listener is not told.
   */
  void restore(
      final long orderId,
      final long mdOrderId,
      final long mdOrderPriority,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final long leavesQty) {
    final Order order = takeOrder(orderId, account, partner, side, timeInForce, price, orderQty);
    order.mdOrderId = mdOrderId;
    order.mdOrderPriority = mdOrderPriority;
    order.leavesQty = leavesQty;
    index.add(order);
    levels(side).findOrAdd(price).append(order);
  }

  /**
   * An order arrives that is to wait outside the levels. It is named and accepted; its owner gives
   * it back by {@link #enter} or {@link #dismiss}.
   */
  Order arrive(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    final Order order = takeOrder(orderId, account, partner, side, timeInForce, price, orderQty);
    order.mdOrderId = ++lastMdOrderId;
    listener.onAccepted(order);
    return order;
  }

  /** An order that waited outside the levels comes to rest at its price, without trading. */
  void enter(final Order order) {
    index.add(order);
    rest(order);
  }

  /** Gives an order that waits outside the levels other terms. */
  void replaceOutside(final Order order, final long price, final long orderQty) {
    order.leavesQty = orderQty - order.cumQty();
    order.orderQty = orderQty;
    order.price = price;
  }

  /** An order that waited outside the levels is at its end. */
  void dismiss(final Order order) {
    release(order);
  }

  /**
   * Two waiting orders trade at an auction's price. What then has nothing left leaves the book; an
   * order that waits outside the levels stays its owner's.
   */
  void cross(final Order buy, final Order sell, final long price, final long lastQty) {
    lastTradeId++;
    final boolean buyLeaves = execute(buy, lastQty);
    final boolean sellLeaves = execute(sell, lastQty);
    listener.onCrossed(lastTradeId, buy, sell, price, lastQty);
    if (buyLeaves) {
      release(buy);
    }
    if (sellLeaves) {
      release(sell);
    }
  }

  /** Whether the order has left the book. */
  private boolean execute(final Order order, final long lastQty) {
    final PriceLevel level = order.level;
    if (level != null && order.leavesQty == lastQty) {
      leaveBook(order);
      order.leavesQty = 0;
      return true;
    }
    order.leavesQty -= lastQty;
    if (level != null) {
      level.quantity -= lastQty;
    }
    return false;
  }

  /** An order read from a snapshot that waits outside the levels. */
  Order restoreOutside(
      final long orderId,
      final long mdOrderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final long leavesQty) {
    final Order order = takeOrder(orderId, account, partner, side, timeInForce, price, orderQty);
    order.mdOrderId = mdOrderId;
    order.leavesQty = leavesQty;
    return order;
  }

  private boolean isFillable(final Side side, final long limitPrice, final long quantity) {
    final PriceLevels opposite = opposite(side);
    long missing = quantity;
    for (PriceLevel level = opposite.best();
        level != null && opposite.isReachedBy(limitPrice, level);
        level = level.worse) {
      if (!collar.contains(level.price)) {
        collar.hit();
        return false;
      }
      missing -= level.quantity;
      if (missing <= 0) {
        return true;
      }
    }
    return false;
  }

  private void match(final Order incoming, final long limitPrice) {
    final PriceLevels opposite = opposite(incoming.side);
    PriceLevel level = opposite.best();
    while (incoming.leavesQty > 0
        && level != null
        && opposite.isReachedBy(limitPrice, level)
        && collar.isOpen()) {
      if (!collar.contains(level.price)) {
        collar.hit();
        return;
      }
      trade(incoming, level.first);
      level = opposite.best();
    }
  }

  private void trade(final Order incoming, final Order resting) {
    final long lastQty = Math.min(incoming.leavesQty, resting.leavesQty);
    incoming.leavesQty -= lastQty;
    lastTradeId++;
    if (lastQty < resting.leavesQty) {
      resting.leavesQty -= lastQty;
      resting.level.quantity -= lastQty;
      listener.onTrade(lastTradeId, resting, incoming, lastQty);
    } else {
      leaveBook(resting);
      resting.leavesQty = 0;
      listener.onTrade(lastTradeId, resting, incoming, lastQty);
      release(resting);
    }
  }

  private void rest(final Order order) {
    order.mdOrderPriority = ++lastMdOrderPriority;
    levels(order.side).findOrAdd(order.price).append(order);
    listener.onRested(order);
  }

  private void leaveBook(final Order order) {
    leaveLevel(order);
    index.remove(order.orderId);
  }

  private void leaveLevel(final Order order) {
    final PriceLevel level = order.level;
    level.unlink(order);
    if (level.first == null) {
      levels(order.side).remove(level);
    }
  }

  private PriceLevels levels(final Side side) {
    return side == Side.BUY ? bids : offers;
  }

  private PriceLevels opposite(final Side side) {
    return side == Side.BUY ? offers : bids;
  }

  private Order takeOrder(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    Order order = freeOrders;
    if (order == null) {
      order = new Order();
    } else {
      freeOrders = order.next;
      order.next = null;
    }
    order.orderId = orderId;
    order.mdOrderPriority = 0;
    order.account = account;
    order.partner = partner;
    order.side = side;
    order.timeInForce = timeInForce;
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = orderQty;
    return order;
  }

  private void release(final Order order) {
    order.next = freeOrders;
    freeOrders = order;
  }
}
