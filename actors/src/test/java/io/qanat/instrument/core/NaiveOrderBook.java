package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.instrument.core.SpecialTerms.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rules of {@link OrderBook} with nothing but lists. Every search goes through all orders;
 * nothing is pooled, nothing is indexed, nothing is summed up, and whether an order would execute
 * is found out by letting it arrive in a copy.
 */
final class NaiveOrderBook {
  private static final TriggerPriceType[] SOURCES = {
    TriggerPriceType.LAST_TRADE,
    TriggerPriceType.BEST_BID,
    TriggerPriceType.BEST_OFFER,
    TriggerPriceType.MARK
  };

  private final OrderBookListener listener;
  private final List<Order> resting = new ArrayList<>();
  private final List<Order> waiting = new ArrayList<>();
  private final ArrayDeque<Order> triggered = new ArrayDeque<>();
  private final Map<Long, AccountOrders> accounts = new HashMap<>();
  private final List<Long> tradePrices = new ArrayList<>();
  private long lastMdOrderId;
  private long lastMdOrderPriority;
  private long lastTradeId;

  /** In a call nothing matches; nor does anything, until the next event, once a band was hit. */
  private boolean matches = true;

  private boolean hit;
  private long low = Long.MIN_VALUE;
  private long high = Long.MAX_VALUE;

  NaiveOrderBook(final OrderBookListener listener) {
    this.listener = listener;
  }

  /** The orders of a side in the order in which they are served. */
  List<Order> side(final Side side) {
    final List<Order> found = new ArrayList<>(resting);
    found.removeIf(order -> order.side != side);
    found.sort(
        Comparator.<Order>comparingLong(order -> side == Side.BUY ? -order.price : order.price)
            .thenComparing(Order::isHidden)
            .thenComparing(Order::mdOrderPriority));
    return found;
  }

  List<Order> waiting() {
    return open(Order::isWaiting);
  }

  long position(final long account) {
    return accounts.containsKey(account) ? accounts.get(account).position : 0;
  }

  Order newOrder(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    final Order order = new Order();
    order.orderId = orderId;
    order.owner = accounts.computeIfAbsent(account, a -> new AccountOrders(a, partner));
    order.side = side;
    order.timeInForce = timeInForce;
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = orderQty;
    return order;
  }

  void submit(final Order order, final long limitPrice) {
    order.mdOrderId = ++lastMdOrderId;
    listener.onAccepted(order);
    if (order.special != null && order.special.linked != null) {
      order.special.linked.special.linked = order;
    }
    if (order.special != null && order.special.isStop()) {
      waitFor(order, Place.STOP);
    } else if (order.special != null && order.special.isForAuction()) {
      waitFor(order, order.special.place);
    } else {
      arrive(order, limitPrice);
    }
    endWhatWouldIncrease();
  }

  /** An event begins in which nothing matches. */
  void beginCall() {
    matches = false;
    hit = false;
  }

  /** An event begins in which everything matches from the one price to the other. */
  void open(final long newLow, final long newHigh) {
    matches = true;
    hit = false;
    low = newLow;
    high = newHigh;
  }

  boolean wasHit() {
    return hit;
  }

  void forgetTrades() {
    tradePrices.clear();
  }

  void waitFor(final Order order, final Place place) {
    order.special.place = place;
    waiting.add(order);
  }

  private void arrive(final Order order, final long limitPrice) {
    final ExecRestatementReason end = execute(order, limitPrice);
    if (order.leavesQty == 0) {
      dissolvePair(order);
      return;
    }
    final boolean mayRest =
        switch (order.timeInForce) {
          case DAY, GOOD_TILL_CANCEL, GOOD_TILL_DATE, AT_THE_OPENING, AT_THE_CLOSE ->
              order.price != Fixed8.NULL;
          default -> false;
        };
    if (end == null && mayRest) {
      rest(order);
    } else {
      dissolvePair(order);
      listener.onUnfilled(order, end == null ? ExecRestatementReason.UNFILLED : end);
    }
  }

  void rest(final Order order) {
    if (order.special != null) {
      order.special.place = Place.BOOK;
      order.special.shownQty =
          order.special.isIceberg() ? Math.min(order.special.displayQty, order.leavesQty) : 0;
    }
    order.mdOrderPriority = ++lastMdOrderPriority;
    resting.add(order);
    listener.onRested(order);
  }

  private ExecRestatementReason execute(final Order order, final long limitPrice) {
    long limit = limitPrice;
    final boolean takesLimit =
        order.special != null
            && order.special.ordType == OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT
            && order.price == Fixed8.NULL;
    if (takesLimit) {
      final List<Order> opposite = side(opposite(order.side));
      if (opposite.isEmpty() || !reaches(order.side, limitPrice, opposite.get(0).price)) {
        return ExecRestatementReason.UNFILLED;
      }
      limit = opposite.get(0).price;
    }
    final boolean whole = order.timeInForce == TimeInForce.FILL_OR_KILL;
    final long needed = whole ? order.leavesQty : order.special == null ? 0 : order.special.minQty;
    if (needed > 0 && copy().executedOf(order, limit) < needed) {
      // Whatever there is beyond the bands, it was the bands that kept the order from it.
      final long reached = limit;
      hit |=
          matches
              && side(opposite(order.side)).stream()
                  .anyMatch(o -> reaches(order.side, reached, o.price) && !isInside(o.price));
      return whole ? ExecRestatementReason.UNFILLED : ExecRestatementReason.MIN_QTY;
    }
    final ExecRestatementReason end = match(order, limit);
    if (takesLimit
        && end == null
        && order.leavesQty > 0
        && !whole
        && order.timeInForce != TimeInForce.IMMEDIATE_OR_CANCEL) {
      order.price = limit;
      listener.onRestated(order, ExecRestatementReason.REPRICING, 0);
    }
    return end;
  }

  /** How much of an order trades here. Self-match prevention may make the order smaller. */
  private long executedOf(final Order original, final long limitPrice) {
    final Order order = copyOf(original);
    match(order, limitPrice);
    return order.cumQty() - original.cumQty();
  }

  private NaiveOrderBook copy() {
    final NaiveOrderBook copy = new NaiveOrderBook(new BookEvent.Recorder());
    accounts.forEach(
        (number, owner) -> {
          final AccountOrders twin = new AccountOrders(owner.account, owner.partner);
          twin.position = owner.position;
          copy.accounts.put(number, twin);
        });
    copy.lastMdOrderPriority = lastMdOrderPriority;
    copy.matches = matches;
    copy.hit = hit;
    copy.low = low;
    copy.high = high;
    final Map<Order, Order> twins = new HashMap<>();
    for (final Order order : resting) {
      twins.put(order, copy.copyOf(order));
      copy.resting.add(twins.get(order));
    }
    for (final Order order : waiting) {
      twins.put(order, copy.copyOf(order));
      copy.waiting.add(twins.get(order));
    }
    for (final Order order : triggered) {
      twins.put(order, copy.copyOf(order));
      copy.triggered.add(twins.get(order));
    }
    twins.forEach(
        (order, twin) -> {
          if (order.special != null && order.special.linked != null) {
            twin.special.linked = twins.get(order.special.linked);
          }
        });
    return copy;
  }

  private Order copyOf(final Order order) {
    final Order copy =
        newOrder(
            order.orderId,
            order.account(),
            order.partner(),
            order.side,
            order.timeInForce,
            order.price,
            order.orderQty);
    copy.mdOrderId = order.mdOrderId;
    copy.mdOrderPriority = order.mdOrderPriority;
    copy.leavesQty = order.leavesQty;
    if (order.special != null) {
      final SpecialTerms from = order.special;
      final SpecialTerms to = new SpecialTerms();
      to.ordType = from.ordType;
      to.stopPx = from.stopPx;
      to.triggerPriceType = from.triggerPriceType;
      to.displayQty = from.displayQty;
      to.expireTime = from.expireTime;
      to.execInst = from.execInst;
      to.selfMatch = from.selfMatch;
      to.selfMatchScope = from.selfMatchScope;
      to.place = from.place;
      to.shownQty = from.shownQty;
      copy.special = to;
    }
    return copy;
  }

  private ExecRestatementReason match(final Order incoming, final long limitPrice) {
    while (incoming.leavesQty > 0 && matches && !hit) {
      final List<Order> opposite = side(opposite(incoming.side));
      if (opposite.isEmpty() || !reaches(incoming.side, limitPrice, opposite.get(0).price)) {
        break;
      }
      final Order other = opposite.get(0);
      if (!isInside(other.price)) {
        hit = true;
        break;
      }
      if (isOwn(incoming, other)) {
        if (keepApart(incoming, other)) {
          return ExecRestatementReason.SELF_MATCH_PREVENTION;
        }
      } else if (most(incoming) == 0) {
        break;
      } else {
        trade(incoming, other);
      }
    }
    return incoming.leavesQty > 0 && most(incoming) == 0
        ? ExecRestatementReason.WOULD_INCREASE_POSITION
        : null;
  }

  private boolean isInside(final long price) {
    return price >= low && price <= high;
  }

  private static boolean isOwn(final Order incoming, final Order other) {
    if (incoming.special == null
        || incoming.special.selfMatch == SelfMatchPreventionInstruction.NONE) {
      return false;
    }
    return incoming.account() == other.account()
        || (incoming.special.selfMatchScope == SelfMatchPreventionScope.PARTNER
            && incoming.partner() == other.partner());
  }

  private boolean keepApart(final Order incoming, final Order other) {
    final ExecRestatementReason reason = ExecRestatementReason.SELF_MATCH_PREVENTION;
    final SelfMatchPreventionInstruction instruction = incoming.special.selfMatch;
    if (instruction == SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE) {
      return true;
    }
    if (instruction != SelfMatchPreventionInstruction.DECREMENT) {
      end(other, reason);
      return instruction != SelfMatchPreventionInstruction.CANCEL_PASSIVE;
    }
    final long incomingWas = incoming.leavesQty;
    final long otherWas = other.leavesQty;
    if (otherWas <= incomingWas) {
      end(other, reason);
    } else {
      final long shown = other.shownQty();
      other.leavesQty -= incomingWas;
      other.orderQty -= incomingWas;
      if (other.special != null) {
        other.special.shownQty = Math.min(other.special.shownQty, other.leavesQty);
      }
      listener.onRestated(other, reason, shown);
    }
    if (incomingWas <= otherWas) {
      return true;
    }
    incoming.leavesQty -= otherWas;
    incoming.orderQty -= otherWas;
    listener.onRestated(incoming, reason, 0);
    return false;
  }

  static long most(final Order order) {
    if (order.special == null || !order.special.isReduceOnly()) {
      return order.leavesQty;
    }
    final long position = order.owner.position;
    return Math.min(order.leavesQty, Math.max(0, order.side == Side.SELL ? position : -position));
  }

  /** Two orders trade in an auction. */
  void crossed(final Order buy, final Order sell, final long price, final long quantity) {
    for (final Order order : List.of(buy, sell)) {
      order.leavesQty -= quantity;
      order.owner.position += order.side == Side.BUY ? quantity : -quantity;
      if (order.special != null && order.special.isIceberg()) {
        order.special.shownQty -= quantity;
      }
      if (order.leavesQty == 0) {
        remove(order);
      }
    }
    tradePrices.add(price);
    listener.onCrossed(++lastTradeId, buy, sell, price, quantity);
    for (final Order order : List.of(buy, sell)) {
      endOtherOfPair(order);
      if (order.leavesQty > 0
          && order.special != null
          && order.special.isIceberg()
          && order.special.shownQty == 0) {
        showNext(order);
      }
    }
  }

  private void showNext(final Order iceberg) {
    iceberg.special.shownQty = Math.min(iceberg.special.displayQty, iceberg.leavesQty);
    iceberg.mdOrderPriority = ++lastMdOrderPriority;
    listener.onReplenished(iceberg);
  }

  private void trade(final Order incoming, final Order other) {
    long lastQty = Math.min(most(incoming), most(other));
    if (lastQty == 0) {
      end(other, ExecRestatementReason.WOULD_INCREASE_POSITION);
      return;
    }
    final boolean iceberg = other.special != null && other.special.isIceberg();
    if (iceberg) {
      lastQty = Math.min(lastQty, other.special.shownQty);
      other.special.shownQty -= lastQty;
    }
    incoming.leavesQty -= lastQty;
    other.leavesQty -= lastQty;
    incoming.owner.position += incoming.side == Side.BUY ? lastQty : -lastQty;
    other.owner.position += other.side == Side.BUY ? lastQty : -lastQty;
    tradePrices.add(other.price);
    if (other.leavesQty == 0) {
      resting.remove(other);
    }
    listener.onTrade(++lastTradeId, other, incoming, lastQty);
    endOtherOfPair(other);
    if (other.leavesQty > 0) {
      if (most(other) == 0) {
        end(other, ExecRestatementReason.WOULD_INCREASE_POSITION);
      } else if (iceberg && other.special.shownQty == 0) {
        showNext(other);
      }
    }
    endOtherOfPair(incoming);
  }

  private void endOtherOfPair(final Order order) {
    if (order.special != null && order.special.linked != null) {
      final Order other = order.special.linked;
      dissolvePair(order);
      end(other, ExecRestatementReason.LINKED_ORDER);
    }
  }

  private static void dissolvePair(final Order order) {
    if (order.special != null && order.special.linked != null) {
      order.special.linked.special.linked = null;
      order.special.linked = null;
    }
  }

  void end(final Order order, final ExecRestatementReason reason) {
    remove(order);
    dissolvePair(order);
    listener.onCanceled(order, reason);
  }

  void remove(final Order order) {
    resting.remove(order);
    waiting.remove(order);
    triggered.remove(order);
  }

  void endWhatWouldIncrease() {
    for (final Order order : open(order -> true)) {
      if (most(order) == 0) {
        end(order, ExecRestatementReason.WOULD_INCREASE_POSITION);
      }
    }
  }

  void replace(
      final Order order,
      final long price,
      final long orderQty,
      final long stopPx,
      final long displayQty,
      final long expireTime) {
    final long oldPrice = order.price;
    final long shown = order.isWaiting() ? 0 : order.shownQty();
    final boolean sameDisplay = displayQty == Fixed8.NULL || displayQty == order.displayQty();
    final boolean keepsPlace =
        !order.isWaiting()
            && price == oldPrice
            && sameDisplay
            && (orderQty < order.orderQty || (orderQty == order.orderQty && expireTime != 0));
    order.leavesQty = orderQty - order.cumQty();
    order.orderQty = orderQty;
    order.price = price;
    if (expireTime != 0) {
      order.special.expireTime = expireTime;
    }
    if (keepsPlace) {
      if (order.special != null) {
        order.special.shownQty = Math.min(order.special.shownQty, order.leavesQty);
      }
      listener.onReduced(order, shown);
      return;
    }
    final boolean waited = order.isWaiting();
    final Place place = order.special == null ? Place.BOOK : order.special.place;
    remove(order);
    if (!sameDisplay && order.special == null) {
      order.special = new SpecialTerms();
    }
    if (order.special != null) {
      order.special.place = Place.NOWHERE;
      order.special.stopPx = stopPx == Fixed8.NULL ? order.special.stopPx : stopPx;
      order.special.displayQty = sameDisplay ? order.special.displayQty : displayQty;
    }
    listener.onReplaced(order, oldPrice, shown > 0);
    if (waited) {
      waitFor(order, place);
    } else {
      arrive(order, price);
    }
    endWhatWouldIncrease();
  }

  void cancel(final Order order) {
    end(order, null);
  }

  void cancelIf(final Predicate<Order> chosen) {
    open(chosen).forEach(order -> end(order, null));
  }

  void expireDay() {
    for (final Order order : open(order -> true)) {
      switch (order.timeInForce) {
        case DAY, AT_THE_OPENING, AT_THE_CLOSE -> expire(order);
        default -> {
          // It stays.
        }
      }
    }
  }

  void expireDue(final long nowNanos) {
    final List<Order> due =
        open(order -> order.expireTime() != 0 && order.expireTime() <= nowNanos);
    due.sort(Comparator.comparingLong(Order::expireTime));
    due.forEach(this::expire);
  }

  void expireAll(final TimeInForce timeInForce) {
    open(order -> order.timeInForce == timeInForce).forEach(this::expire);
  }

  void expire(final Order order) {
    remove(order);
    dissolvePair(order);
    listener.onExpired(order);
  }

  void trigger(
      final long lastPx, final long markPx, final long lowLimitPrice, final long highLimitPrice) {
    look(lastPx, markPx);
    while (!triggered.isEmpty()) {
      final Order order = triggered.poll();
      order.special.place = Place.NOWHERE;
      listener.onTriggered(order);
      endOtherOfPair(order);
      if (order.price == Fixed8.NULL) {
        arrive(order, order.side == Side.BUY ? highLimitPrice : lowLimitPrice);
      } else {
        arrive(order, order.price);
      }
      endWhatWouldIncrease();
      look(Fixed8.NULL, markPx);
    }
  }

  private void look(final long lastPx, final long markPx) {
    if (tradePrices.isEmpty() && lastPx != Fixed8.NULL) {
      tradePrices.add(lastPx);
    }
    for (final TriggerPriceType source : SOURCES) {
      final List<Long> prices = prices(source, markPx);
      for (final Side side : List.of(Side.BUY, Side.SELL)) {
        final List<Order> reached = new ArrayList<>();
        for (final Order order : waiting()) {
          if (order.special.place == Place.STOP
              && order.special.triggerPriceType == source
              && order.side == side
              && prices.stream().anyMatch(p -> reaches(side, p, order.special.stopPx))) {
            reached.add(order);
          }
        }
        reached.sort(
            Comparator.comparingLong(
                order -> side == Side.BUY ? order.special.stopPx : -order.special.stopPx));
        for (final Order order : reached) {
          waiting.remove(order);
          order.special.place = Place.TRIGGERED;
          triggered.add(order);
        }
      }
    }
    tradePrices.clear();
  }

  private List<Long> prices(final TriggerPriceType source, final long markPx) {
    return switch (source) {
      case LAST_TRADE -> tradePrices;
      case BEST_BID -> best(Side.BUY);
      case BEST_OFFER -> best(Side.SELL);
      default -> markPx == Fixed8.NULL ? List.of() : List.of(markPx);
    };
  }

  private List<Long> best(final Side side) {
    return side(side).stream()
        .filter(order -> !order.isHidden())
        .map(Order::price)
        .limit(1)
        .toList();
  }

  boolean wouldTrade(final Side side, final long price) {
    return side(opposite(side)).stream().anyMatch(order -> reaches(side, price, order.price));
  }

  Order find(final long orderId) {
    final List<Order> found = open(order -> order.orderId == orderId);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Open orders by arrival. */
  private List<Order> open(final Predicate<Order> chosen) {
    final List<Order> result = new ArrayList<>(resting);
    result.addAll(waiting);
    result.addAll(triggered);
    result.removeIf(chosen.negate());
    result.sort(Comparator.comparingLong(Order::mdOrderId));
    return result;
  }

  private static boolean reaches(final Side side, final long limitPrice, final long price) {
    return side == Side.BUY ? price <= limitPrice : price >= limitPrice;
  }

  private static Side opposite(final Side side) {
    return side == Side.BUY ? Side.SELL : Side.BUY;
  }
}
