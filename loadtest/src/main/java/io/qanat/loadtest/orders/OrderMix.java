package io.qanat.loadtest.orders;

/**
 * The mix of a load run: what message number {@code n} does, as a function of {@code n} alone.
 *
 * <p>Of ten messages five are resting limit orders, four are immediate-or-cancel orders that take
 * the resting order before them, and one cancels the last: the book stays small, and 40% of the
 * messages trade. Sides alternate and prices wander over twenty ticks.
 */
public final class OrderMix {
  private static final int CYCLE = 10;
  private static final int PRICES = 20;
  private static final int QUANTITIES = 9;

  private OrderMix() {}

  /** Whether it cancels the message before it. */
  public static boolean isCancel(final long n) {
    return n % CYCLE == CYCLE - 1;
  }

  /** Whether it takes the message before it, if it does not cancel it; else it rests. */
  public static boolean takes(final long n) {
    return n % 2 == 1;
  }

  /** Whether the order buys. */
  public static boolean isBuy(final long n) {
    return (resting(n) / 2 % 2 == 0) != takes(n);
  }

  /** Price in ticks above the lowest. */
  public static long ticks(final long n) {
    return resting(n) * 7 % PRICES;
  }

  /** Whole units. */
  public static long quantity(final long n) {
    return 1 + resting(n) % QUANTITIES;
  }

  private static long resting(final long n) {
    return takes(n) ? n - 1 : n;
  }
}
