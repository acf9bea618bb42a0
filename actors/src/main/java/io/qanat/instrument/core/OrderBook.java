package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;

/**
 * An order book with price-time priority; at one price what is shown goes before what is hidden. It
 * matches; whether an order is acceptable (ticks, lots, bands, duplicates, ownership, overflow) is
 * decided before it gets here. {@link OpenOrders} knows where each order is, {@link Matcher} lets
 * orders arrive, {@link Triggers} and {@link Uncrossing} what has waited.
 *
 * <p>Orders and levels are pooled objects in intrusive chains: an order knows its level and its
 * neighbours, so a cancel is one look-up by id ({@link OrderIndex}) and constant work, the best
 * price is a field, and nothing is allocated once the pools have grown to the largest book so far.
 * Levels are found and ordered by {@link PriceLevels}. What sets an order apart from a plain one is
 * in its {@link SpecialTerms}; plain orders pay one comparison for it. Outputs leave through the
 * {@link OrderBookListener}.
 *
 * <p>An arriving order first trades with everything it reaches and its {@link PriceCollar} allows,
 * so the book is crossed or locked only while a collar has stopped it: in a call, which ends with
 * an {@link Uncrossing} after which it is no longer. Prices and quantities are {@link Fixed8}; a
 * price may be zero or negative.
 */
public final class OrderBook {
  private final OrderBookListener listener;
  private final OpenOrders orders;
  private final Matcher matcher;
  private final Triggers triggers;
  private final Uncrossing uncrossing;

  /** A book that matches at any price. */
  public OrderBook(final OrderBookListener listener) {
    this(listener, new PriceCollar());
  }

  OrderBook(final OrderBookListener listener, final PriceCollar collar) {
    this.listener = listener;
    orders = new OpenOrders(listener);
    matcher = new Matcher(orders, listener, collar);
    triggers = new Triggers(orders, matcher, listener);
    uncrossing = new Uncrossing(orders, listener);
  }

  /**
   * A limit order arrives: it trades up to its price, then its rest waits (day, good till cancel)
   * or ends (immediate or cancel). Fill or kill trades wholly or not at all.
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
    submit(newOrder(orderId, account, partner, side, timeInForce, price, orderQty), price);
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
        newOrder(orderId, account, partner, side, timeInForce, Fixed8.NULL, orderQty), worstPrice);
  }

  /** An order from the pool, to be given special terms or not, then submitted. */
  Order newOrder(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    return orders.newOrder(orderId, account, partner, side, timeInForce, price, orderQty);
  }

  /**
   * An order of {@link #newOrder} arrives, or waits if it has something to wait for.
   *
   * @param limitPrice it does not buy above or sell below this one: its price if it has one
   */
  void submit(final Order order, final long limitPrice) {
    order.mdOrderId = ++orders.lastMdOrderId;
    listener.onAccepted(order);
    if (order.special == null) {
      matcher.arrive(order, limitPrice);
    } else {
      submitSpecial(order, limitPrice);
    }
    orders.endWhatWouldIncrease();
  }

  private void submitSpecial(final Order order, final long limitPrice) {
    if (order.special.linked != null) {
      order.special.linked.special.linked = order;
      orders.pairs++;
    }
    if (order.special.isStop()) {
      orders.open(order);
      orders.stops.add(order);
    } else if (order.special.isForAuction()) {
      orders.open(order);
      orders.auctions.add(order);
    } else {
      matcher.arrive(order, limitPrice);
    }
  }

  /**
   * Gives an order another price or total quantity. It keeps its place only if its quantity falls
   * at the same price; otherwise it arrives anew, with its name and executed quantity.
   *
   * @param orderQty total quantity, greater than the executed one
   */
  public void replace(final Order order, final long price, final long orderQty) {
    replace(order, price, orderQty, Fixed8.NULL, Fixed8.NULL, 0);
  }

  /**
   * As {@link #replace(Order, long, long)}, with other special terms.
   *
   * @param stopPx {@link Fixed8#NULL}: as it is
   * @param displayQty {@link Fixed8#NULL}: as it is; another one costs the order its place
   * @param expireTime epoch nanoseconds, 0: as it is
   */
  void replace(
      final Order order,
      final long price,
      final long orderQty,
      final long stopPx,
      final long displayQty,
      final long expireTime) {
    final long leavesQty = orderQty - order.cumQty();
    final boolean newDisplay = displayQty != Fixed8.NULL && displayQty != order.displayQty();
    final boolean stays =
        price == order.price
            && !newDisplay
            && (orderQty < order.orderQty || (orderQty == order.orderQty && expireTime != 0));
    if (expireTime != 0 && order.special != null) {
      orders.expiries.remove(order);
      order.special.expireTime = expireTime;
      orders.expiries.add(order);
    }
    if (stays && order.level != null) {
      final long shownBefore = order.shownQty();
      order.level.reduceHiddenFirst(order, order.leavesQty - leavesQty);
      order.orderQty = orderQty;
      listener.onReduced(order, shownBefore);
      return;
    }
    final long oldPrice = order.price;
    final boolean wasShown = order.shownQty() > 0;
    final boolean isStop = order.isWaiting() && order.special.isStop();
    final boolean isForAuction = order.isWaiting() && !isStop;
    orders.leavePlace(order);
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = leavesQty;
    if (order.special != null) {
      order.special.place = isForAuction ? order.special.place : SpecialTerms.Place.NOWHERE;
      order.special.stopPx = stopPx == Fixed8.NULL ? order.special.stopPx : stopPx;
    }
    if (newDisplay) {
      order.special = order.special == null ? new SpecialTerms() : order.special;
      order.special.displayQty = displayQty;
    }
    listener.onReplaced(order, oldPrice, wasShown);
    if (isStop) {
      orders.stops.add(order);
    } else if (isForAuction) {
      orders.auctions.add(order);
    } else {
      matcher.arrive(order, price);
    }
    orders.endWhatWouldIncrease();
  }

  /** Cancels an open order, because somebody asks for it. */
  public void cancel(final Order order) {
    orders.end(order, null);
  }

  /** Cancels an account's open orders by arrival. */
  public void cancelAccount(final long account) {
    orders.accounts.ordersOf(account).forEach(order -> orders.end(order, null));
  }

  /** Cancels the open orders of a partner's orders.accounts by arrival; partner 0: everybody's. */
  public void cancelPartner(final long partner) {
    orders.accounts.ordersOfPartner(partner).forEach(order -> orders.end(order, null));
  }

  /** Expires the open orders that the end of the trading day ends, by arrival. */
  public void expireDay() {
    orders.accounts.ordersOfTheDay().forEach(orders::expire);
  }

  /** Expires the open orders of a time in force that ends with the day, by arrival. */
  void expireAll(final TimeInForce timeInForce) {
    for (final Order order : orders.accounts.ordersOfTheDay()) {
      if (order.timeInForce == timeInForce) {
        orders.expire(order);
      }
    }
  }

  /** Expires the good-till-date orders whose time is over, by that time, then by arrival. */
  public void expireDue(final long nowNanos) {
    for (Order order = orders.expiries.due(nowNanos);
        order != null;
        order = orders.expiries.due(nowNanos)) {
      orders.expire(order);
    }
  }

  /** When the next good-till-date order ends; {@link Long#MAX_VALUE} if none does. */
  public long nextExpiryNanos() {
    return orders.expiries.nextNanos();
  }

  /**
   * Lets every stop order arrive whose price is reached, and those that this triggers, until none
   * is left; {@link StopOrders} says in which order.
   *
   * @param lastPx last trade, {@link Fixed8#NULL} if there is none
   * @param markPx mark price, {@link Fixed8#NULL} if there is none
   * @param lowLimitPrice where triggered sales without a limit end
   * @param highLimitPrice where triggered buys without a limit end
   */
  void trigger(
      final long lastPx, final long markPx, final long lowLimitPrice, final long highLimitPrice) {
    triggers.trigger(lastPx, markPx, lowLimitPrice, highLimitPrice);
  }

  /** Forgets what traded since the last look for triggers, because none may fire now. */
  void forgetTrades() {
    orders.stops.forgetTrades();
  }

  /** The orders that wait for an auction. */
  AuctionOrders auctions() {
    return orders.auctions;
  }

  /** What is done at the end of a call, and at the beginning of the close. */
  Uncrossing uncrossing() {
    return uncrossing;
  }

  /** An operator takes back so much that an account traded, or of a correction part of it. */
  void takeBack(final long account, final long partner, final Side side, final long quantity) {
    orders.takeBack(account, partner, side, quantity);
  }

  /** Trades have been taken back from every side: ends what now would increase a position. */
  void endTakeBack() {
    orders.endWhatWouldIncrease();
  }

  /** Waiting orders by arrival: those for a trigger and those for an auction. */
  List<Order> waitingOrders() {
    final List<Order> found = new ArrayList<>();
    orders.stops.collect(found);
    orders.auctions.collect(found);
    return Accounts.sorted(found);
  }

  /** The open order of this id, resting or waiting; null if there is none. */
  public Order find(final long orderId) {
    return orders.index.get(orderId);
  }

  /** The level at a price; null if nothing rests there. */
  public PriceLevel level(final Side side, final long price) {
    return orders.levels(side).find(price);
  }

  /** The level nearest to the touch, hidden orders included; null if the side is empty. */
  public PriceLevel best(final Side side) {
    return orders.levels(side).best();
  }

  /** The level nearest to the touch that the public sees; null if there is none. */
  public PriceLevel bestShown(final Side side) {
    return orders.levels(side).bestShown();
  }

  /** Whether an order of this side and price would trade at once. */
  boolean wouldTrade(final Side side, final long price) {
    final PriceLevel best = orders.opposite(side).best();
    return best != null && orders.opposite(side).isReachedBy(price, best);
  }

  /** Open orders, resting and waiting. */
  public int orderCount() {
    return orders.index.size();
  }

  /** Orders in the book that the public sees, wholly or in part. */
  int shownOrderCount() {
    return restingOrderCount() - orders.hiddenOrders;
  }

  /** Orders in the book, hidden ones included. */
  int restingOrderCount() {
    return orders.index.size() - orders.stops.size() - orders.auctions.size();
  }

  /** What a side's orders have open that wait for a trigger or for the close. */
  long waitingQty(final Side side) {
    return orders.stops.quantity(side) + orders.auctions.closeQty(side);
  }

  Accounts accounts() {
    return orders.accounts;
  }

  /** The last one given; they count from 1. */
  public long lastMdOrderId() {
    return orders.lastMdOrderId;
  }

  /** The last one given; they count from 1. */
  public long lastMdOrderPriority() {
    return orders.lastMdOrderPriority;
  }

  /** The last one given; they count from 1. */
  public long lastTradeId() {
    return orders.lastTradeId;
  }

  /** A trade happens that is not one of the book: takes its number. */
  long nextTradeId() {
    return ++orders.lastTradeId;
  }

  /** Sets the counters of an empty book that is being read from a snapshot. */
  void restoreCounters(
      final long lastMdOrderId, final long lastMdOrderPriority, final long lastTradeId) {
    orders.restoreCounters(lastMdOrderId, lastMdOrderPriority, lastTradeId);
  }

  /**
   * Puts back an order of {@link #newOrder} that was read from a snapshot with its names and
   * quantities, behind those of its price put back before. The listener is not told.
   *
   * @param linkOrderId the other order of its pair, put back before or later; 0: none
   */
  void restore(final Order order, final long linkOrderId) {
    orders.restore(order, linkOrderId);
  }
}
