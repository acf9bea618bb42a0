package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.instrument.core.SpecialTerms.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call does to a {@link NaiveOrderBook}: who has waited for it takes part, what crosses
 * trades at one price, what is left of it ends. Every price is tried, and every queue is sorted
 * again for every trade.
 */
final class NaiveCall {
  private final NaiveOrderBook book;

  NaiveCall(final NaiveOrderBook book) {
    this.book = book;
  }

  private List<Order> waiting(final Place place) {
    final List<Order> found = new ArrayList<>(book.waiting());
    found.removeIf(order -> order.special.place != place);
    return found;
  }

  private List<Order> market(final Side side) {
    final List<Order> found = waiting(Place.AUCTION);
    found.removeIf(order -> order.side != side);
    return found;
  }

  void beginClose() {
    for (final Order order : waiting(Place.CLOSE)) {
      book.remove(order);
      if (order.price == Fixed8.NULL) {
        book.waitFor(order, Place.AUCTION);
      } else {
        book.rest(order);
      }
    }
  }

  void endClose() {
    waiting(Place.CLOSE).forEach(book::expire);
  }

  /** Trades what crosses; returns the reference that counts from then on. */
  long auction(final long reference, final long tick) {
    long now = reference;
    boolean again = true;
    while (again) {
      final List<BruteForceAuction.Limit> limits = new ArrayList<>();
      for (final Side side : List.of(Side.BUY, Side.SELL)) {
        book.side(side)
            .forEach(
                order ->
                    limits.add(new BruteForceAuction.Limit(side, order.price, order.leavesQty)));
      }
      final BruteForceAuction auction =
          new BruteForceAuction(limits, marketQty(Side.BUY), marketQty(Side.SELL), tick);
      final Long price = auction.price(now);
      again = price != null;
      if (again) {
        now = price;
        again = !trade(price, auction.volume(price));
        book.endWhatWouldIncrease();
      }
    }
    return now;
  }

  private long marketQty(final Side side) {
    return market(side).stream().mapToLong(order -> order.leavesQty).sum();
  }

  /** Whether the whole volume was traded. */
  private boolean trade(final long price, final long volume) {
    long left = volume;
    while (left > 0) {
      final Order buy = first(Side.BUY);
      final Order sell = first(Side.SELL);
      if (buy == null
          || sell == null
          || (buy.price != Fixed8.NULL && buy.price < price)
          || (sell.price != Fixed8.NULL && sell.price > price)) {
        return false;
      }
      left -= cross(buy, sell, price, left);
    }
    return true;
  }

  private Order first(final Side side) {
    final List<Order> queue = market(side);
    queue.addAll(book.side(side));
    return queue.isEmpty() ? null : queue.get(0);
  }

  private long cross(final Order buy, final Order sell, final long price, final long most) {
    boolean ends = false;
    for (final Order order : List.of(buy, sell)) {
      if (NaiveOrderBook.most(order) == 0) {
        book.end(order, ExecRestatementReason.WOULD_INCREASE_POSITION);
        ends = true;
      }
    }
    if (ends) {
      return 0;
    }
    final long quantity = Math.min(most, Math.min(partOf(buy), partOf(sell)));
    book.crossed(buy, sell, price, quantity);
    return quantity;
  }

  private static long partOf(final Order order) {
    final long most = NaiveOrderBook.most(order);
    return order.special != null && order.special.isIceberg() && !order.isWaiting()
        ? Math.min(most, order.special.shownQty)
        : most;
  }

  /** The call is over. */
  void end(final boolean closing) {
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      for (final Order order : market(side)) {
        if (AuctionOrders.isFor(order.timeInForce)) {
          book.expire(order);
        } else {
          book.end(order, ExecRestatementReason.UNFILLED);
        }
      }
    }
    book.expireAll(TimeInForce.AT_THE_OPENING);
    if (closing) {
      book.expireAll(TimeInForce.AT_THE_CLOSE);
    }
  }
}
