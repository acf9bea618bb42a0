package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;

/**
 * Lets an order arrive: it trades with everything it reaches and the {@link PriceCollar} allows, by
 * price, what is shown before what is hidden, then time; what is left of it rests or ends. Plain
 * orders take the short way; the other one knows {@link SpecialTerms}.
 */
final class Matcher {
  private final OpenOrders orders;
  private final OrderBookListener listener;
  private final PriceCollar collar;

  Matcher(final OpenOrders orders, final OrderBookListener listener, final PriceCollar collar) {
    this.orders = orders;
    this.listener = listener;
    this.collar = collar;
  }

  void arrive(final Order order, final long limitPrice) {
    ExecRestatementReason end = null;
    if (order.special != null) {
      end = tradeSpecial(order, limitPrice);
    } else if (order.timeInForce != TimeInForce.FILL_OR_KILL
        || canExecute(order, limitPrice, order.leavesQty)) {
      match(order, limitPrice);
    }
    if (order.leavesQty == 0) {
      orders.close(order);
      orders.release(order);
    } else if (end == null && mayRest(order)) {
      orders.rest(order);
    } else {
      orders.close(order);
      listener.onUnfilled(order, end == null ? ExecRestatementReason.UNFILLED : end);
      orders.release(order);
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
      final PriceLevel best = orders.opposite(order.side).best();
      if (best == null || !orders.opposite(order.side).isReachedBy(limitPrice, best)) {
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

  private boolean canExecute(final Order order, final long limitPrice, final long needed) {
    if (!collar.isOpen()) {
      return false;
    }
    final PriceLevels opposite = orders.opposite(order.side);
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
    final PriceLevels opposite = orders.opposite(order.side);
    if (orders.pairs > 0 || orders.reduceOnlyOrders > 0 || Feasibility.needsRehearsal(order)) {
      return Feasibility.byRehearsal(opposite, order, limitPrice, needed);
    }
    return Feasibility.bySums(opposite, limitPrice, needed);
  }

  private void match(final Order incoming, final long limitPrice) {
    final PriceLevels opposite = orders.opposite(incoming.side);
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
    final PriceLevels opposite = orders.opposite(incoming.side);
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
        final long most = OpenOrders.mostOf(incoming);
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
    return incoming.leavesQty > 0 && OpenOrders.mostOf(incoming) == 0
        ? ExecRestatementReason.WOULD_INCREASE_POSITION
        : null;
  }

  /** Keeps two orders of one owner apart; returns whether the arriving one must end. */
  private boolean preventSelfMatch(final Order incoming, final Order resting) {
    final ExecRestatementReason reason = ExecRestatementReason.SELF_MATCH_PREVENTION;
    switch (incoming.special.selfMatch) {
      case CANCEL_AGGRESSIVE -> {
        return true;
      }
      case CANCEL_PASSIVE -> {
        orders.end(resting, reason);
        return false;
      }
      case DECREMENT -> {
        final long both = Math.min(incoming.leavesQty, resting.leavesQty);
        final boolean incomingEnds = both == incoming.leavesQty;
        if (both == resting.leavesQty) {
          orders.end(resting, reason);
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
        orders.end(resting, reason);
        return true;
      }
    }
  }

  private void trade(final Order incoming, final Order resting, final long lastQty) {
    settle(incoming, resting, lastQty);
    if (lastQty < resting.leavesQty) {
      resting.leavesQty -= lastQty;
      resting.level.quantity -= lastQty;
      listener.onTrade(orders.lastTradeId, resting, incoming, lastQty);
    } else {
      tradeWhole(incoming, resting, lastQty);
    }
  }

  private void settle(final Order incoming, final Order resting, final long lastQty) {
    incoming.leavesQty -= lastQty;
    orders.count(incoming, resting, resting.price, lastQty);
  }

  private void tradeWhole(final Order incoming, final Order resting, final long lastQty) {
    orders.leaveLevel(resting);
    orders.close(resting);
    resting.leavesQty = 0;
    listener.onTrade(orders.lastTradeId, resting, incoming, lastQty);
    orders.release(resting);
  }

  private void tradeWithSpecial(final Order incoming, final Order resting, final long most) {
    final SpecialTerms special = resting.special;
    final long restingMost =
        Math.min(special.tradableOf(resting.leavesQty), OpenOrders.mostOf(resting));
    if (restingMost == 0) {
      orders.end(resting, ExecRestatementReason.WOULD_INCREASE_POSITION);
      return;
    }
    final long lastQty = Math.min(most, restingMost);
    final Order linked = special.linked;
    settle(incoming, resting, lastQty);
    if (lastQty == resting.leavesQty) {
      tradeWhole(incoming, resting, lastQty);
      if (linked != null) {
        orders.end(linked, ExecRestatementReason.LINKED_ORDER);
      }
      return;
    }
    resting.level.reduce(resting, lastQty);
    listener.onTrade(orders.lastTradeId, resting, incoming, lastQty);
    endLinkedOf(resting);
    if (OpenOrders.mostOf(resting) == 0) {
      orders.end(resting, ExecRestatementReason.WOULD_INCREASE_POSITION);
    } else if (special.isIceberg() && special.shownQty == 0) {
      orders.replenish(resting);
    }
  }

  private void endLinkedOf(final Order order) {
    final Order linked = order.special.linked;
    if (linked != null) {
      orders.unlink(order);
      orders.end(linked, ExecRestatementReason.LINKED_ORDER);
    }
  }
}
