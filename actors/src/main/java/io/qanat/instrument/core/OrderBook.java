package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;

/**
 * An order book with price-time priority; at one price what is shown goes before what is hidden. It
 * matches; whether an order is acceptable (ticks, lots, bands, duplicates, ownership, overflow) is
 * decided before it gets here.
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
 * {@link #cross} until it is no longer. Prices and quantities are {@link Fixed8}; a price may be
 * zero or negative.
 */
public final class OrderBook {
  private final OrderBookListener listener;
  private final PriceCollar collar;
  private final PriceLevels bids = new PriceLevels(Side.BUY);
  private final PriceLevels offers = new PriceLevels(Side.SELL);
  private final OrderIndex index = new OrderIndex();
  private final Accounts accounts = new Accounts();
  private final StopOrders stops = new StopOrders();
  private final AuctionOrders auctions = new AuctionOrders();
  private final Expiries expiries = new Expiries();

  /** Accounts with orders that only reduce, whose position changed since they were looked at. */
  private final List<AccountOrders> moved = new ArrayList<>();

  private Order freeOrders;
  private int hiddenOrders;
  private int pairs;
  private int reduceOnlyOrders;
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
    Order order = freeOrders;
    if (order == null) {
      order = new Order();
    } else {
      freeOrders = order.next;
      order.next = null;
    }
    order.orderId = orderId;
    order.mdOrderPriority = 0;
    order.owner = accounts.of(account, partner);
    order.side = side;
    order.timeInForce = timeInForce;
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = orderQty;
    return order;
  }

  /**
   * An order of {@link #newOrder} arrives, or waits if it has something to wait for.
   *
   * @param limitPrice it does not buy above or sell below this one: its price if it has one
   */
  void submit(final Order order, final long limitPrice) {
    order.mdOrderId = ++lastMdOrderId;
    listener.onAccepted(order);
    if (order.special == null) {
      arrive(order, limitPrice);
    } else {
      submitSpecial(order, limitPrice);
    }
    endWhatWouldIncrease();
  }

  private void submitSpecial(final Order order, final long limitPrice) {
    if (order.special.linked != null) {
      order.special.linked.special.linked = order;
      pairs++;
    }
    if (order.special.isStop()) {
      open(order);
      stops.add(order);
    } else if (order.special.isForAuction()) {
      open(order);
      auctions.add(order);
    } else {
      arrive(order, limitPrice);
    }
  }

  private void arrive(final Order order, final long limitPrice) {
    ExecRestatementReason end = null;
    if (order.special != null) {
      end = tradeSpecial(order, limitPrice);
    } else if (order.timeInForce != TimeInForce.FILL_OR_KILL
        || canExecute(order, limitPrice, order.leavesQty)) {
      match(order, limitPrice);
    }
    if (order.leavesQty == 0) {
      close(order);
      release(order);
    } else if (end == null && mayRest(order)) {
      rest(order);
    } else {
      close(order);
      listener.onUnfilled(order, end == null ? ExecRestatementReason.UNFILLED : end);
      release(order);
    }
  }

  private static boolean mayRest(final Order order) {
    return order.price != Fixed8.NULL && !isImmediate(order.timeInForce);
  }

  /** Trades what its terms allow; returns why the order must end, null if nothing says so. */
  private ExecRestatementReason tradeSpecial(final Order order, final long limitPrice) {
    final SpecialTerms special = order.special;
    long limit = limitPrice;
    final boolean takesLimit =
        special.ordType == OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT && order.price == Fixed8.NULL;
    if (takesLimit) {
      final PriceLevel best = opposite(order.side).best();
      if (best == null || !opposite(order.side).isReachedBy(limitPrice, best)) {
        return ExecRestatementReason.UNFILLED;
      }
      limit = best.price;
    }
    final boolean whole = order.timeInForce == TimeInForce.FILL_OR_KILL;
    final long needed = whole ? order.leavesQty : special.minQty;
    if (needed > 0 && !canExecute(order, limit, needed)) {
      return whole ? ExecRestatementReason.UNFILLED : ExecRestatementReason.MIN_QTY;
    }
    final ExecRestatementReason end = matchSpecial(order, limit);
    if (takesLimit && end == null && order.leavesQty > 0 && !isImmediate(order.timeInForce)) {
      order.price = limit;
      listener.onRestated(order, ExecRestatementReason.REPRICING, 0);
    }
    return end;
  }

  private static boolean isImmediate(final TimeInForce timeInForce) {
    return timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL
        || timeInForce == TimeInForce.FILL_OR_KILL;
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
      expiries.remove(order);
      order.special.expireTime = expireTime;
      expiries.add(order);
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
    leavePlace(order);
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
      stops.add(order);
    } else if (isForAuction) {
      auctions.add(order);
    } else {
      arrive(order, price);
    }
    endWhatWouldIncrease();
  }

  /** Cancels an open order, because somebody asks for it. */
  public void cancel(final Order order) {
    end(order, null);
  }

  /** Cancels an account's open orders by arrival. */
  public void cancelAccount(final long account) {
    accounts.ordersOf(account).forEach(order -> end(order, null));
  }

  /** Cancels the open orders of a partner's accounts by arrival; partner 0: everybody's. */
  public void cancelPartner(final long partner) {
    accounts.ordersOfPartner(partner).forEach(order -> end(order, null));
  }

  /** Expires the open orders that the end of the trading day ends, by arrival. */
  public void expireDay() {
    accounts.ordersOfTheDay().forEach(this::expire);
  }

  /** Expires the open orders of a time in force that ends with the day, by arrival. */
  void expireAll(final TimeInForce timeInForce) {
    for (final Order order : accounts.ordersOfTheDay()) {
      if (order.timeInForce == timeInForce) {
        expire(order);
      }
    }
  }

  /** Expires the good-till-date orders whose time is over, by that time, then by arrival. */
  public void expireDue(final long nowNanos) {
    for (Order order = expiries.due(nowNanos); order != null; order = expiries.due(nowNanos)) {
      expire(order);
    }
  }

  /** When the next good-till-date order ends; {@link Long#MAX_VALUE} if none does. */
  public long nextExpiryNanos() {
    return expiries.nextNanos();
  }

  private void expire(final Order order) {
    leavePlace(order);
    close(order);
    listener.onExpired(order);
    release(order);
  }

  private void end(final Order order, final ExecRestatementReason reason) {
    leavePlace(order);
    close(order);
    listener.onCanceled(order, reason);
    release(order);
  }

  private void leavePlace(final Order order) {
    if (order.level != null) {
      leaveLevel(order);
    } else if (order.special != null && order.special.isWaiting()) {
      if (order.special.isForAuction()) {
        auctions.remove(order);
      } else {
        stops.remove(order);
      }
    }
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
    if (stops.size() == 0) {
      stops.forgetTrades();
      return;
    }
    look(lastPx, markPx);
    for (Order order = stops.next(); order != null; order = stops.next()) {
      listener.onTriggered(order);
      final Order linked = order.special.linked;
      if (linked != null) {
        unlink(order);
        end(linked, ExecRestatementReason.LINKED_ORDER);
      }
      if (order.price != Fixed8.NULL) {
        arrive(order, order.price);
      } else {
        arrive(order, order.side == Side.BUY ? highLimitPrice : lowLimitPrice);
      }
      endWhatWouldIncrease();
      look(Fixed8.NULL, markPx);
    }
  }

  private void look(final long lastPx, final long markPx) {
    final PriceLevel bid = bestShown(Side.BUY);
    final PriceLevel offer = bestShown(Side.SELL);
    stops.look(
        lastPx,
        bid == null ? Fixed8.NULL : bid.price,
        offer == null ? Fixed8.NULL : offer.price,
        markPx);
  }

  /** Forgets what traded since the last look for triggers, because none may fire now. */
  void forgetTrades() {
    stops.forgetTrades();
  }

  /** The orders that wait for an auction. */
  AuctionOrders auctions() {
    return auctions;
  }

  /** The closing auction begins: what waited for it takes part, by arrival. */
  void beginClose() {
    for (final Order order : auctions.takeForClose()) {
      if (order.price == Fixed8.NULL) {
        order.special.place = SpecialTerms.Place.AUCTION;
        auctions.add(order);
      } else {
        rest(order);
      }
    }
  }

  /** There will be no closing auction: what waited for it expires, by arrival. */
  void endClose() {
    auctions.forClose().forEach(this::expire);
  }

  /** A call is over: what is left of market orders ends, buys before sales, by arrival. */
  void endMarketOrders() {
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      for (final Order order : auctions.market(side)) {
        if (AuctionOrders.isFor(order.timeInForce)) {
          expire(order);
        } else {
          end(order, ExecRestatementReason.UNFILLED);
        }
      }
    }
  }

  /**
   * The two orders that are served first trade at an auction's price, as far as their terms allow.
   * Orders of one account trade with each other too: prevention is for arriving orders.
   *
   * @param most the auction trades no more than this
   * @return how much was traded; 0: an order that only reduces had to end
   */
  long cross(final Order buy, final Order sell, final long price, final long most) {
    final boolean buyEnds = mostOf(buy) == 0;
    final boolean sellEnds = mostOf(sell) == 0;
    if (buyEnds) {
      end(buy, ExecRestatementReason.WOULD_INCREASE_POSITION);
    }
    if (sellEnds) {
      end(sell, ExecRestatementReason.WOULD_INCREASE_POSITION);
    }
    if (buyEnds || sellEnds) {
      return 0;
    }
    final long lastQty = Math.min(most, Math.min(crossableOf(buy), crossableOf(sell)));
    count(buy, sell, price, lastQty);
    final Order linkedToBuy = linkedTo(buy);
    final Order linkedToSell = linkedTo(sell);
    execute(buy, lastQty);
    execute(sell, lastQty);
    listener.onCrossed(lastTradeId, buy, sell, price, lastQty);
    afterCross(buy, linkedToBuy);
    afterCross(sell, linkedToSell);
    return lastQty;
  }

  private static long crossableOf(final Order order) {
    final long most = mostOf(order);
    return order.special == null || order.level == null
        ? most
        : Math.min(most, order.special.tradableOf(order.leavesQty));
  }

  private static Order linkedTo(final Order order) {
    return order.special == null ? null : order.special.linked;
  }

  private void execute(final Order order, final long lastQty) {
    if (lastQty == order.leavesQty) {
      leavePlace(order);
      close(order);
      order.leavesQty = 0;
    } else if (order.level == null) {
      auctions.reduce(order, lastQty);
    } else {
      order.level.reduce(order, lastQty);
    }
  }

  private void afterCross(final Order order, final Order linked) {
    if (linked != null) {
      unlink(order);
      end(linked, ExecRestatementReason.LINKED_ORDER);
    }
    if (order.leavesQty == 0) {
      release(order);
    } else if (order.level != null && order.special != null) {
      if (order.special.isIceberg() && order.special.shownQty == 0) {
        replenish(order);
      }
    }
  }

  /**
   * An auction is over: ends, by arrival, the orders that only reduce and whose position is gone.
   */
  void endAuction() {
    endWhatWouldIncrease();
  }

  /** An operator takes back so much that an account traded, or of a correction part of it. */
  void takeBack(final long account, final long partner, final Side side, final long quantity) {
    final AccountOrders owner = accounts.of(account, partner);
    owner.traded(side == Side.BUY ? Side.SELL : Side.BUY, quantity);
    noteMove(owner);
  }

  /** Trades have been taken back from every side: ends what now would increase a position. */
  void endTakeBack() {
    endWhatWouldIncrease();
  }

  /** Waiting orders by arrival: those for a trigger and those for an auction. */
  List<Order> waitingOrders() {
    final List<Order> found = new ArrayList<>();
    stops.collect(found);
    auctions.collect(found);
    return Accounts.sorted(found);
  }

  /** The open order of this id, resting or waiting; null if there is none. */
  public Order find(final long orderId) {
    return index.get(orderId);
  }

  /** The level at a price; null if nothing rests there. */
  public PriceLevel level(final Side side, final long price) {
    return levels(side).find(price);
  }

  /** The level nearest to the touch, hidden orders included; null if the side is empty. */
  public PriceLevel best(final Side side) {
    return levels(side).best();
  }

  /** The level nearest to the touch that the public sees; null if there is none. */
  public PriceLevel bestShown(final Side side) {
    PriceLevel level = levels(side).best();
    while (level != null && level.orderCount == 0) {
      level = level.worse;
    }
    return level;
  }

  /** Whether an order of this side and price would trade at once. */
  boolean wouldTrade(final Side side, final long price) {
    final PriceLevel best = opposite(side).best();
    return best != null && opposite(side).isReachedBy(price, best);
  }

  /** Open orders, resting and waiting. */
  public int orderCount() {
    return index.size();
  }

  /** Orders in the book that the public sees, wholly or in part. */
  int shownOrderCount() {
    return restingOrderCount() - hiddenOrders;
  }

  /** Orders in the book, hidden ones included. */
  int restingOrderCount() {
    return index.size() - stops.size() - auctions.size();
  }

  Accounts accounts() {
    return accounts;
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
   * Puts back an order of {@link #newOrder} that was read from a snapshot with its names and
   * quantities, behind those of its price put back before. The listener is not told.
   *
   * @param linkOrderId the other order of its pair, put back before or later; 0: none
   */
  void restore(final Order order, final long linkOrderId) {
    open(order);
    final SpecialTerms special = order.special;
    final Order linked = linkOrderId == 0 ? null : index.get(linkOrderId);
    if (linked != null) {
      special.linked = linked;
      linked.special.linked = order;
      pairs++;
    }
    if (special == null || special.place == SpecialTerms.Place.BOOK) {
      levels(order.side).findOrAdd(order.price).append(order);
      hiddenOrders += order.isHidden() ? 1 : 0;
    } else if (special.isForAuction()) {
      auctions.add(order);
    } else {
      stops.add(order);
    }
  }

  private boolean canExecute(final Order order, final long limitPrice, final long needed) {
    if (!collar.isOpen()) {
      return false;
    }
    final PriceLevels opposite = opposite(order.side);
    final PriceLevel best = opposite.best();
    if (best == null || !opposite.isReachedBy(limitPrice, best)) {
      return false;
    }
    if (!collar.contains(best.price)) {
      collar.hit();
      return false;
    }
    final long inside = collar.inside(order.side, limitPrice);
    if (isFeasible(order, inside, needed)) {
      return true;
    }
    if (inside != limitPrice && reachesBeyond(opposite, limitPrice, inside)) {
      collar.hit();
    }
    return false;
  }

  /** Whether there is something at a price that the limit reaches and the collar keeps it from. */
  private static boolean reachesBeyond(
      final PriceLevels opposite, final long limitPrice, final long inside) {
    PriceLevel level = opposite.best();
    while (level != null && opposite.isReachedBy(inside, level)) {
      level = level.worse;
    }
    return level != null && opposite.isReachedBy(limitPrice, level);
  }

  private boolean isFeasible(final Order order, final long limitPrice, final long needed) {
    final PriceLevels opposite = opposite(order.side);
    if (pairs > 0 || reduceOnlyOrders > 0 || Feasibility.needsRehearsal(order)) {
      return Feasibility.byRehearsal(opposite, order, limitPrice, needed);
    }
    return Feasibility.bySums(opposite, limitPrice, needed);
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
      final Order resting = level.first;
      if (resting.special == null) {
        trade(incoming, resting, Math.min(incoming.leavesQty, resting.leavesQty));
      } else {
        tradeWithSpecial(incoming, resting, incoming.leavesQty);
      }
      level = opposite.best();
    }
  }

  /** As {@link #match} for an order with special terms; returns why it must end, null if not. */
  private ExecRestatementReason matchSpecial(final Order incoming, final long limitPrice) {
    final PriceLevels opposite = opposite(incoming.side);
    PriceLevel level = opposite.best();
    while (incoming.leavesQty > 0
        && level != null
        && opposite.isReachedBy(limitPrice, level)
        && collar.isOpen()) {
      if (!collar.contains(level.price)) {
        collar.hit();
        break;
      }
      final Order resting = level.first;
      if (SelfMatch.isPrevented(incoming, resting)) {
        if (preventSelfMatch(incoming, resting)) {
          return ExecRestatementReason.SELF_MATCH_PREVENTION;
        }
      } else {
        final long most = mostOf(incoming);
        if (most == 0) {
          break;
        }
        if (resting.special == null) {
          trade(incoming, resting, Math.min(most, resting.leavesQty));
        } else {
          tradeWithSpecial(incoming, resting, most);
        }
        endLinkedOf(incoming);
      }
      level = opposite.best();
    }
    return incoming.leavesQty > 0 && mostOf(incoming) == 0
        ? ExecRestatementReason.WOULD_INCREASE_POSITION
        : null;
  }

  /** How much of the order may trade now. */
  private static long mostOf(final Order order) {
    return order.special != null && order.special.isReduceOnly()
        ? Math.min(order.leavesQty, order.owner.reducible(order.side))
        : order.leavesQty;
  }

  /** Keeps two orders of one owner apart; returns whether the arriving one must end. */
  private boolean preventSelfMatch(final Order incoming, final Order resting) {
    final ExecRestatementReason reason = ExecRestatementReason.SELF_MATCH_PREVENTION;
    switch (incoming.special.selfMatch) {
      case CANCEL_AGGRESSIVE -> {
        return true;
      }
      case CANCEL_PASSIVE -> {
        end(resting, reason);
        return false;
      }
      case DECREMENT -> {
        final long both = Math.min(incoming.leavesQty, resting.leavesQty);
        final boolean incomingEnds = both == incoming.leavesQty;
        if (both == resting.leavesQty) {
          end(resting, reason);
        } else {
          final long shownBefore = resting.shownQty();
          resting.level.reduceHiddenFirst(resting, both);
          resting.orderQty -= both;
          listener.onRestated(resting, reason, shownBefore);
        }
        if (!incomingEnds) {
          incoming.leavesQty -= both;
          incoming.orderQty -= both;
          listener.onRestated(incoming, reason, 0);
        }
        return incomingEnds;
      }
      default -> {
        end(resting, reason);
        return true;
      }
    }
  }

  private void trade(final Order incoming, final Order resting, final long lastQty) {
    settle(incoming, resting, lastQty);
    if (lastQty < resting.leavesQty) {
      resting.leavesQty -= lastQty;
      resting.level.quantity -= lastQty;
      listener.onTrade(lastTradeId, resting, incoming, lastQty);
    } else {
      tradeWhole(incoming, resting, lastQty);
    }
  }

  private void settle(final Order incoming, final Order resting, final long lastQty) {
    incoming.leavesQty -= lastQty;
    count(incoming, resting, resting.price, lastQty);
  }

  private void count(final Order one, final Order other, final long price, final long lastQty) {
    lastTradeId++;
    one.owner.traded(one.side, lastQty);
    other.owner.traded(other.side, lastQty);
    if (stops.size() > 0) {
      stops.onTrade(price);
    }
    if (reduceOnlyOrders > 0) {
      noteMove(one.owner);
      noteMove(other.owner);
    }
  }

  private void tradeWhole(final Order incoming, final Order resting, final long lastQty) {
    leaveLevel(resting);
    close(resting);
    resting.leavesQty = 0;
    listener.onTrade(lastTradeId, resting, incoming, lastQty);
    release(resting);
  }

  private void tradeWithSpecial(final Order incoming, final Order resting, final long most) {
    final SpecialTerms special = resting.special;
    final long restingMost = Math.min(special.tradableOf(resting.leavesQty), mostOf(resting));
    if (restingMost == 0) {
      end(resting, ExecRestatementReason.WOULD_INCREASE_POSITION);
      return;
    }
    final long lastQty = Math.min(most, restingMost);
    final Order linked = special.linked;
    settle(incoming, resting, lastQty);
    if (lastQty == resting.leavesQty) {
      tradeWhole(incoming, resting, lastQty);
      if (linked != null) {
        end(linked, ExecRestatementReason.LINKED_ORDER);
      }
      return;
    }
    resting.level.reduce(resting, lastQty);
    listener.onTrade(lastTradeId, resting, incoming, lastQty);
    endLinkedOf(resting);
    if (mostOf(resting) == 0) {
      end(resting, ExecRestatementReason.WOULD_INCREASE_POSITION);
    } else if (special.isIceberg() && special.shownQty == 0) {
      replenish(resting);
    }
  }

  private void replenish(final Order order) {
    final PriceLevel level = order.level;
    level.unlink(order);
    order.special.show(order.leavesQty);
    order.mdOrderPriority = ++lastMdOrderPriority;
    level.append(order);
    listener.onReplenished(order);
  }

  private void endLinkedOf(final Order order) {
    final Order linked = order.special.linked;
    if (linked != null) {
      unlink(order);
      end(linked, ExecRestatementReason.LINKED_ORDER);
    }
  }

  private void unlink(final Order order) {
    final Order linked = order.special.linked;
    if (linked != null) {
      linked.special.linked = null;
      order.special.linked = null;
      pairs--;
    }
  }

  private void noteMove(final AccountOrders owner) {
    if (owner.reduceOnlyOrders > 0) {
      moved.add(owner);
    }
  }

  /** Ends, by arrival, the orders that only reduce and whose position is gone. */
  private void endWhatWouldIncrease() {
    if (moved.isEmpty()) {
      return;
    }
    for (final AccountOrders owner : moved) {
      if (owner.reduceOnlyOrders > 0) {
        for (final Order order : accounts.ordersOf(owner.account)) {
          if (mostOf(order) == 0) {
            end(order, ExecRestatementReason.WOULD_INCREASE_POSITION);
          }
        }
      }
    }
    moved.clear();
  }

  private void rest(final Order order) {
    if (!order.isOpen) {
      open(order);
    }
    if (order.special != null) {
      order.special.show(order.leavesQty);
      hiddenOrders += order.special.isHidden() ? 1 : 0;
    }
    order.mdOrderPriority = ++lastMdOrderPriority;
    levels(order.side).findOrAdd(order.price).append(order);
    listener.onRested(order);
  }

  /** From now on the order can be found. */
  private void open(final Order order) {
    index.add(order);
    order.owner.add(order);
    order.isOpen = true;
    if (order.special != null) {
      if (order.special.expireTime != 0) {
        expiries.add(order);
      }
      if (order.special.isReduceOnly()) {
        reduceOnlyOrders++;
        order.owner.reduceOnlyOrders++;
      }
    }
  }

  /** From now on it cannot, and its pair, if it had one, is none any more. */
  private void close(final Order order) {
    if (order.special != null) {
      unlink(order);
    }
    if (!order.isOpen) {
      return;
    }
    order.isOpen = false;
    index.remove(order.orderId);
    order.owner.remove(order);
    if (order.special != null) {
      if (order.special.expireTime != 0) {
        expiries.remove(order);
      }
      if (order.special.isReduceOnly()) {
        reduceOnlyOrders--;
        order.owner.reduceOnlyOrders--;
      }
    }
  }

  private void leaveLevel(final Order order) {
    final PriceLevel level = order.level;
    hiddenOrders -= order.isHidden() ? 1 : 0;
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

  private void release(final Order order) {
    order.owner = null;
    order.special = null;
    order.next = freeOrders;
    freeOrders = order;
  }
}
