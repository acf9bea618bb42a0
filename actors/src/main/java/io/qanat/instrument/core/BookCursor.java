package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;

/**
 * Walks a book that does not change meanwhile: bids before offers, each from best to worst, orders
 * in priority order. Use it for levels or for orders, not for both.
 */
final class BookCursor {
  private final OrderBook book;
  private PriceLevel level;
  private Order order;
  private boolean inOffers;

  BookCursor(final OrderBook book) {
    this.book = book;
    this.level = book.best(Side.BUY);
  }

  /** Levels of both sides of the book that the public sees. */
  static int shownLevelCount(final OrderBook book) {
    final BookCursor cursor = new BookCursor(book);
    int count = 0;
    while (cursor.nextShownLevel() != null) {
      count++;
    }
    return count;
  }

  /** The next level that the public sees; null at the end. */
  PriceLevel nextShownLevel() {
    PriceLevel next = nextLevel();
    while (next != null && next.orderCount() == 0) {
      next = nextLevel();
    }
    return next;
  }

  /** The next order that the public sees; null at the end. */
  Order nextShownOrder() {
    Order next = nextOrder();
    while (next != null && next.shownQty() == 0) {
      next = nextOrder();
    }
    return next;
  }

  /** Null at the end. */
  PriceLevel nextLevel() {
    if (level == null && !inOffers) {
      inOffers = true;
      level = book.best(Side.SELL);
    }
    final PriceLevel current = level;
    if (current != null) {
      level = current.worse();
    }
    return current;
  }

  /** Null at the end. */
  Order nextOrder() {
    if (order != null) {
      order = order.next();
    }
    if (order == null) {
      final PriceLevel next = nextLevel();
      order = next == null ? null : next.first();
    }
    return order;
  }
}
