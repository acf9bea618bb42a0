package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import java.util.List;

/**
 * What a book does at the end of a call and at the beginning of the close, once {@link
 * AuctionPrice} has found the price.
 */
final class Uncrossing {
  private final OpenOrders orders;
  private final OrderBookListener listener;

  Uncrossing(final OpenOrders orders, final OrderBookListener listener) {
    this.orders = orders;
    this.listener = listener;
  }

  /** The closing auction begins: what waited for it takes part, by arrival. */
  void beginClose() {
    for (final Order order : orders.auctions.takeForClose()) {
      if (order.price == Fixed8.NULL) {
        order.special.place = SpecialTerms.Place.AUCTION;
        orders.auctions.add(order);
      } else {
        orders.rest(order);
      }
    }
  }

  /** There will be no closing auction: what waited for it expires, by arrival. */
  void endClose() {
    orders.auctions.forClose().forEach(orders::expire);
  }

  /** A call is over: what is left of market orders ends, buys before sales, by arrival. */
  void endMarketOrders() {
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      for (final Order order : orders.auctions.market(side)) {
        if (AuctionOrders.isFor(order.timeInForce)) {
          orders.expire(order);
        } else {
          orders.end(order, ExecRestatementReason.UNFILLED);
        }
      }
    }
  }

  /**
   * Trades what crosses at an auction's price: market orders first, then by price, then by time.
   *
   * @param volume what the price counted on
   * @return whether so much was traded; if not, orders fell away that the price counted on
   */
  boolean trade(final long price, final long volume) {
    long left = volume;
    boolean meets = true;
    while (left > 0 && meets) {
      final Order buy = first(Side.BUY);
      final Order sell = first(Side.SELL);
      meets =
          buy != null
              && sell != null
              && (buy.price == Fixed8.NULL || buy.price >= price)
              && (sell.price == Fixed8.NULL || sell.price <= price);
      if (meets) {
        left -= cross(buy, sell, price, left);
      }
    }
    orders.endWhatWouldIncrease();
    return left == 0;
  }

  private Order first(final Side side) {
    final Order market = orders.auctions.firstMarket(side);
    if (market != null) {
      return market;
    }
    final PriceLevel best = orders.levels(side).best();
    return best == null ? null : best.first;
  }

  /**
   * The two orders that are served first trade at an auction's price, as far as their terms allow.
   * Orders of one account trade with each other too: prevention is for arriving orders.
   *
   * @param most the auction trades no more than this
   * @return how much was traded; 0: an order that only reduces had to end
   */
  private long cross(final Order buy, final Order sell, final long price, final long most) {
    final boolean buyEnds = OpenOrders.mostOf(buy) == 0;
    final boolean sellEnds = OpenOrders.mostOf(sell) == 0;
    if (buyEnds) {
      orders.end(buy, ExecRestatementReason.WOULD_INCREASE_POSITION);
    }
    if (sellEnds) {
      orders.end(sell, ExecRestatementReason.WOULD_INCREASE_POSITION);
    }
    if (buyEnds || sellEnds) {
      return 0;
    }
    final long lastQty = Math.min(most, Math.min(crossableOf(buy), crossableOf(sell)));
    orders.count(buy, sell, price, lastQty);
    final Order linkedToBuy = linkedTo(buy);
    final Order linkedToSell = linkedTo(sell);
    execute(buy, lastQty);
    execute(sell, lastQty);
    listener.onCrossed(orders.lastTradeId, buy, sell, price, lastQty);
    afterCross(buy, linkedToBuy);
    afterCross(sell, linkedToSell);
    return lastQty;
  }

  private static long crossableOf(final Order order) {
    final long most = OpenOrders.mostOf(order);
    return order.special == null || order.level == null
        ? most
        : Math.min(most, order.special.tradableOf(order.leavesQty));
  }

  private static Order linkedTo(final Order order) {
    return order.special == null ? null : order.special.linked;
  }

  private void execute(final Order order, final long lastQty) {
    if (lastQty == order.leavesQty) {
      orders.leavePlace(order);
      orders.close(order);
      order.leavesQty = 0;
    } else if (order.level == null) {
      orders.auctions.reduce(order, lastQty);
    } else {
      order.level.reduce(order, lastQty);
    }
  }

  private void afterCross(final Order order, final Order linked) {
    if (linked != null) {
      orders.unlink(order);
      orders.end(linked, ExecRestatementReason.LINKED_ORDER);
    }
    if (order.leavesQty == 0) {
      orders.release(order);
    } else if (order.level != null && order.special != null) {
      if (order.special.isIceberg() && order.special.shownQty == 0) {
        orders.replenish(order);
      }
    }
  }
}
