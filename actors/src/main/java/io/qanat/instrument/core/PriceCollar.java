package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;

/**
 * At which prices the book may match: nowhere in a call, within the bands in continuous trading.
 * The book asks before each level it would trade with and says when it was stopped; from then on
 * nothing matches until the next event.
 */
final class PriceCollar {
  private boolean open = true;
  private boolean hit;
  private long low = Long.MIN_VALUE;
  private long high = Long.MAX_VALUE;

  /** An event begins in which nothing matches. */
  void close() {
    open = false;
    hit = false;
  }

  /** An event begins in which everything may match. */
  void open() {
    open = true;
    hit = false;
    low = Long.MIN_VALUE;
    high = Long.MAX_VALUE;
  }

  /**
   * Narrows an open collar to {@code middle ± width}.
   *
   * @param middle {@link Fixed8#NULL}: nothing to narrow it to
   * @param width 0: no such band
   */
  void narrow(final long middle, final long width) {
    if (width > 0 && middle != Fixed8.NULL) {
      low = Math.max(low, minus(middle, width));
      high = Math.min(high, plus(middle, width));
    }
  }

  private static long plus(final long a, final long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static long minus(final long a, final long b) {
    return a < -Long.MAX_VALUE + b ? -Long.MAX_VALUE : a - b;
  }

  /** Whether anything may match. */
  boolean isOpen() {
    return open && !hit;
  }

  /** Whether a trade at this price is within the bands. */
  boolean contains(final long price) {
    return price >= low && price <= high;
  }

  /** The limit of an order of this side, or the end of the bands if it is nearer. */
  long inside(final Side side, final long limitPrice) {
    return side == Side.BUY ? Math.min(limitPrice, high) : Math.max(limitPrice, low);
  }

  /** The book was stopped: an order would have traded beyond the bands. */
  void hit() {
    hit = true;
  }

  boolean wasHit() {
    return hit;
  }
}
