package io.qanat.execution.core;

import io.qanat.codecs.value.Fixed8;
import io.qanat.liquidity.core.WideSum;

/**
 * Somebody who holds a position because of what was traded with the hub: the house, a provider, or
 * all accounts of a partner. What one buys another sells, so positions of all sum to zero, and so
 * do their cash and deliveries.
 */
public final class Holder {
  static final int ORDERS = 0;
  static final int FILLS = 1;
  static final int REJECTS = 2;
  static final int TIMEOUTS = 3;
  static final int LATE = 4;
  static final int DUPLICATES = 5;
  static final int REFUSED = 6;
  static final int COUNTS = 7;

  private final WideSum cash = new WideSum();
  private final WideSum delivered = new WideSum();
  private final long[] counts = new long[COUNTS];
  private long position;
  private long expected;

  /** Takes part in a fill: above 0 it bought, below 0 it sold. */
  void fill(final long signedQty, final long signedNotional, final long delivery) {
    position = Math.addExact(position, signedQty);
    cash.add(signedNotional, -1);
    delivered.add(delivery, 1);
  }

  /** Something is or is no longer expected of it. */
  void expect(final long signedQty) {
    expected = Math.addExact(expected, signedQty);
  }

  void count(final int what) {
    counts[what]++;
  }

  /** What it holds, signed, Fixed8. */
  public long position() {
    return position;
  }

  /** Of a provider: as if everything it has not answered were filled. */
  public long expected() {
    return expected;
  }

  /** What it received and paid, in quote currency. */
  public WideSum cash() {
    return cash;
  }

  /** What it received and gave in base currency. */
  public WideSum delivered() {
    return delivered;
  }

  long counted(final int what) {
    return counts[what];
  }

  /**
   * Profit in quote currency: cash, and the position valued at a price.
   *
   * @param markPx {@link Fixed8#NULL}: unknown
   * @return {@link Fixed8#NULL} if the price is unknown, what can be represented at most otherwise
   */
  long profit(final long markPx, final Contract contract) {
    if (markPx == Fixed8.NULL) {
      return Fixed8.NULL;
    }
    if (!contract.hasNotional(markPx, position)) {
      return (markPx > 0) == (position > 0) ? Long.MAX_VALUE : -Long.MAX_VALUE;
    }
    return new WideSum()
        .set(cash.high(), cash.low())
        .add(contract.notional(markPx, position), 1)
        .saturated();
  }

  void restore(final long newPosition, final long newExpected) {
    position = newPosition;
    expected = newExpected;
  }

  void restoreCount(final int what, final long times) {
    counts[what] = times;
  }
}
