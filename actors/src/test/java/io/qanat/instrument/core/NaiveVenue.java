package io.qanat.instrument.core;

import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the phases with nothing but lists that are sorted again for every question. Says
 * what it does in the words of {@link PhasesDifferentialTest}.
 */
final class NaiveVenue {
  /** An order, wherever it waits. */
  static final class Waiting {
    long orderId;
    long mdOrderId;
    long priority;
    Side side;
    TimeInForce timeInForce;
    long price;
    long orderQty;
    long leavesQty;

    boolean isMarket() {
      return price == Fixed8.NULL;
    }

    long cumQty() {
      return orderQty - leavesQty;
    }
  }

  final List<Waiting> resting = new ArrayList<>();
  private final List<Waiting> market = new ArrayList<>();
  private final List<Waiting> forClose = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final TradingRules rules;
  private final long tick;

  TradingPhase phase = TradingPhase.CONTINUOUS;
  private long endsAt;
  private long lastPx = Fixed8.NULL;
  private long referencePx;
  private long mdOrders;
  private long priorities;
  private long trades;
  private boolean hit;
  private long low;
  private long high;

  NaiveVenue(final TradingRules rules, final long tick) {
    this.rules = rules;
    this.tick = tick;
    this.referencePx = rules.referencePrice();
  }

  List<String> take() {
    final List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private void say(final ReportType type, final long orderId, final Object... more) {
    final StringBuilder text = new StringBuilder(type + " " + orderId);
    for (final Object part : more) {
      text.append(' ').append(part);
    }
    events.add(text.toString());
  }

  private void ended(final ReportType type, final Waiting order) {
    say(type, order.orderId, 0, order.cumQty());
  }

  private boolean isCall() {
    return phase == TradingPhase.PRE_OPEN
        || phase == TradingPhase.OPENING_AUCTION
        || phase == TradingPhase.CLOSING_AUCTION
        || phase == TradingPhase.VOLATILITY_AUCTION;
  }

  private boolean isClosed() {
    return phase == TradingPhase.CLOSED || phase == TradingPhase.HALT;
  }

  /** Time passes: an auction may be over. */
  void tick(final long nowNanos) {
    if (endsAt != 0 && nowNanos >= endsAt) {
      enter(
          phase == TradingPhase.CLOSING_AUCTION ? TradingPhase.CLOSED : TradingPhase.CONTINUOUS, 0);
    }
  }

  private void begin() {
    hit = false;
    low = Long.MIN_VALUE;
    high = Long.MAX_VALUE;
    if (rules.staticBand() > 0 && referencePx != Fixed8.NULL) {
      low = Math.max(low, referencePx - rules.staticBand());
      high = Math.min(high, referencePx + rules.staticBand());
    }
    final long last = lastPx == Fixed8.NULL ? referencePx : lastPx;
    if (rules.dynamicBand() > 0 && last != Fixed8.NULL) {
      low = Math.max(low, last - rules.dynamicBand());
      high = Math.min(high, last + rules.dynamicBand());
    }
  }

  private void end(final long nowNanos) {
    if (hit) {
      enter(TradingPhase.VOLATILITY_AUCTION, nowNanos + rules.volatilityAuctionNanos());
    }
  }

  void submit(
      final long nowNanos,
      final long orderId,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long worstPrice,
      final long orderQty) {
    if (isClosed()) {
      say(ReportType.REJECTED, orderId, OrdRejReason.EXCHANGE_CLOSED);
      return;
    }
    final boolean atOnce =
        timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL || timeInForce == TimeInForce.FILL_OR_KILL;
    final boolean opens = phase == TradingPhase.PRE_OPEN || phase == TradingPhase.OPENING_AUCTION;
    if ((atOnce && isCall()) || (timeInForce == TimeInForce.AT_THE_OPENING && !opens)) {
      say(ReportType.REJECTED, orderId, OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC);
      return;
    }
    final Waiting order = new Waiting();
    order.orderId = orderId;
    order.mdOrderId = ++mdOrders;
    order.side = side;
    order.timeInForce = timeInForce;
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = orderQty;
    say(ReportType.ACCEPTED, orderId, orderQty, 0);
    if (timeInForce == TimeInForce.AT_THE_CLOSE && phase != TradingPhase.CLOSING_AUCTION) {
      forClose.add(order);
    } else if (order.isMarket() && isCall()) {
      market.add(order);
    } else if (isCall()) {
      rest(order);
    } else {
      begin();
      final long limit = order.isMarket() ? worstPrice : price;
      if (timeInForce != TimeInForce.FILL_OR_KILL || canFill(order, limit)) {
        match(order, limit);
      }
      if (order.leavesQty > 0) {
        if (order.isMarket() || atOnce) {
          ended(ReportType.CANCELED, order);
        } else {
          rest(order);
        }
      }
      end(nowNanos);
    }
  }

  private void rest(final Waiting order) {
    order.priority = ++priorities;
    resting.add(order);
  }

  /** Orders of a side in the order in which they are served. */
  List<Waiting> side(final Side side) {
    final Comparator<Waiting> byPrice = Comparator.comparingLong(order -> order.price);
    return resting.stream()
        .filter(order -> order.side == side)
        .sorted(
            (side == Side.BUY ? byPrice.reversed() : byPrice)
                .thenComparingLong(order -> order.priority))
        .toList();
  }

  private List<Waiting> reached(final Waiting order, final long limit) {
    return side(order.side == Side.BUY ? Side.SELL : Side.BUY).stream()
        .filter(other -> order.side == Side.BUY ? other.price <= limit : other.price >= limit)
        .toList();
  }

  private boolean canFill(final Waiting order, final long limit) {
    long missing = order.leavesQty;
    for (final Waiting other : reached(order, limit)) {
      if (other.price < low || other.price > high) {
        hit = true;
        return false;
      }
      missing -= other.leavesQty;
      if (missing <= 0) {
        return true;
      }
    }
    return false;
  }

  private void match(final Waiting order, final long limit) {
    for (final Waiting other : reached(order, limit)) {
      if (order.leavesQty == 0) {
        return;
      }
      if (other.price < low || other.price > high) {
        hit = true;
        return;
      }
      trade(
          other,
          order,
          other.price,
          Math.min(order.leavesQty, other.leavesQty),
          LiquidityInd.ADDED,
          LiquidityInd.REMOVED);
    }
  }

  private void trade(
      final Waiting one,
      final Waiting other,
      final long price,
      final long quantity,
      final LiquidityInd ofOne,
      final LiquidityInd ofOther) {
    trades++;
    one.leavesQty -= quantity;
    other.leavesQty -= quantity;
    lastPx = price;
    say(
        ReportType.TRADED,
        one.orderId,
        one.leavesQty,
        one.cumQty(),
        quantity,
        price,
        trades,
        other.mdOrderId,
        ofOne);
    say(
        ReportType.TRADED,
        other.orderId,
        other.leavesQty,
        other.cumQty(),
        quantity,
        price,
        trades,
        one.mdOrderId,
        ofOther);
    Stream.of(resting, market).forEach(list -> list.removeIf(order -> order.leavesQty == 0));
  }

  void cancel(final long orderId) {
    final Waiting order = find(orderId);
    if (order == null) {
      say(ReportType.CANCEL_REJECTED, orderId, CxlRejReason.UNKNOWN_ORDER);
      return;
    }
    Stream.of(resting, market, forClose).forEach(list -> list.remove(order));
    ended(ReportType.CANCELED, order);
  }

  void replace(final long nowNanos, final long orderId, final long price, final long orderQty) {
    final Waiting order = find(orderId);
    CxlRejReason refusal = null;
    if (order == null) {
      refusal = CxlRejReason.UNKNOWN_ORDER;
    } else if (orderQty <= order.cumQty()) {
      refusal = CxlRejReason.BELOW_CUM_QTY;
    } else if (order.isMarket()
        || (isClosed() && !(price == order.price && orderQty < order.orderQty))) {
      refusal = CxlRejReason.OTHER;
    }
    if (refusal != null) {
      say(ReportType.REPLACE_REJECTED, orderId, refusal);
      return;
    }
    final boolean keepsPlace = price == order.price && orderQty < order.orderQty;
    order.leavesQty = orderQty - order.cumQty();
    order.orderQty = orderQty;
    order.price = price;
    say(ReportType.REPLACED, orderId, order.leavesQty, order.cumQty());
    if (!forClose.contains(order) && !keepsPlace) {
      resting.remove(order);
      if (phase == TradingPhase.CONTINUOUS) {
        begin();
        match(order, price);
        if (order.leavesQty > 0) {
          rest(order);
        }
        end(nowNanos);
      } else {
        rest(order);
      }
    }
  }

  private Waiting find(final long orderId) {
    return Stream.of(resting, market, forClose)
        .flatMap(List::stream)
        .filter(order -> order.orderId == orderId)
        .findFirst()
        .orElse(null);
  }

  void enter(final TradingPhase next, final long newEndsAt) {
    endsAt = newEndsAt;
    if (next == phase) {
      return;
    }
    if (next == TradingPhase.CONTINUOUS || next == TradingPhase.CLOSED) {
      auction();
    }
    phase = next;
    if (next == TradingPhase.CLOSING_AUCTION) {
      for (final Waiting order : forClose) {
        if (order.isMarket()) {
          market.add(order);
        } else {
          rest(order);
        }
      }
      forClose.clear();
      market.sort(Comparator.comparingLong(order -> order.mdOrderId));
    } else if (next == TradingPhase.CLOSED) {
      forClose.forEach(order -> ended(ReportType.EXPIRED, order));
      forClose.clear();
    }
  }

  private void auction() {
    final List<BruteForceAuction.Limit> limits =
        resting.stream()
            .map(o -> new BruteForceAuction.Limit(o.side, o.price, o.leavesQty))
            .toList();
    final BruteForceAuction auction =
        new BruteForceAuction(limits, marketQty(Side.BUY), marketQty(Side.SELL), tick);
    final Long price = auction.price(referencePx);
    if (price != null) {
      referencePx = price;
      long left = auction.volume(price);
      while (left > 0) {
        final Waiting buy = first(Side.BUY);
        final Waiting sell = first(Side.SELL);
        final long quantity = Math.min(left, Math.min(buy.leavesQty, sell.leavesQty));
        trade(buy, sell, price, quantity, LiquidityInd.AUCTION, LiquidityInd.AUCTION);
        left -= quantity;
      }
    }
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      market.stream()
          .filter(order -> order.side == side)
          .forEach(
              order ->
                  ended(isForAuction(order) ? ReportType.EXPIRED : ReportType.CANCELED, order));
    }
    market.clear();
    expire(TimeInForce.AT_THE_OPENING);
    if (phase == TradingPhase.CLOSING_AUCTION) {
      expire(TimeInForce.AT_THE_CLOSE);
    }
  }

  private void expire(final TimeInForce timeInForce) {
    final List<Waiting> ended =
        resting.stream()
            .filter(order -> order.timeInForce == timeInForce)
            .sorted(Comparator.comparingLong(order -> order.mdOrderId))
            .toList();
    resting.removeAll(ended);
    ended.forEach(order -> ended(ReportType.EXPIRED, order));
  }

  private static boolean isForAuction(final Waiting order) {
    return order.timeInForce == TimeInForce.AT_THE_OPENING
        || order.timeInForce == TimeInForce.AT_THE_CLOSE;
  }

  private Waiting first(final Side side) {
    return Stream.concat(market.stream().filter(order -> order.side == side), side(side).stream())
        .findFirst()
        .orElseThrow();
  }

  private long marketQty(final Side side) {
    return market.stream()
        .filter(order -> order.side == side)
        .mapToLong(order -> order.leavesQty)
        .sum();
  }
}
