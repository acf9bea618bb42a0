package io.qanat.liquidity.core;

import java.math.RoundingMode;

/** A sum of products of longs, exact in 128 bits, and its quotient. Reusable; allocates nothing. */
public final class WideSum {
  private long high;
  private long low;

  /** Is 0 from now on. */
  public WideSum clear() {
    high = 0;
    low = 0;
    return this;
  }

  /** From what {@link #high} and {@link #low} said. */
  public WideSum set(final long newHigh, final long newLow) {
    high = newHigh;
    low = newLow;
    return this;
  }

  /** The upper 64 bits. */
  public long high() {
    return high;
  }

  /** The lower 64 bits. */
  public long low() {
    return low;
  }

  /** As a long; what does not fit is the nearest that does. */
  public long saturated() {
    return high == low >> 63 ? low : high < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
  }

  /** Adds {@code a × b}. */
  public WideSum add(final long a, final long b) {
    final long productLow = a * b;
    final long sumLow = low + productLow;
    final int carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    high = Math.addExact(high, Math.multiplyHigh(a, b)) + carry;
    low = sumLow;
    return this;
  }

  /** Takes another sum away. */
  public WideSum subtract(final WideSum other) {
    final int borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    high = Math.subtractExact(Math.subtractExact(high, other.high), borrow);
    low -= other.low;
    return this;
  }

  /**
   * The sum divided by {@code divisor}, which is above 0.
   *
   * @param rounding FLOOR, CEILING or HALF_EVEN
   * @throws ArithmeticException if the result does not fit
   */
  public long divide(final long divisor, final RoundingMode rounding) {
    if (high == low >> 63) {
      final long floor = Math.floorDiv(low, divisor);
      return isUp(rounding, floor, low - floor * divisor, divisor) ? floor + 1 : floor;
    }
    final boolean negative = high < 0;
    long restHigh = negative ? ~high + (low == 0 ? 1 : 0) : high;
    final long restLow = negative ? -low : low;
    if (Long.compareUnsigned(restHigh, divisor) >= 0) {
      throw new ArithmeticException("quotient out of range");
    }
    // Long division, bit by bit: the rest stays below the divisor, which has 63 bits.
    long quotient = 0;
    for (int bit = 63; bit >= 0; bit--) {
      restHigh = (restHigh << 1) | ((restLow >>> bit) & 1);
      quotient <<= 1;
      if (Long.compareUnsigned(restHigh, divisor) >= 0) {
        restHigh -= divisor;
        quotient |= 1;
      }
    }
    if (quotient < 0) {
      throw new ArithmeticException("quotient out of range");
    }
    final boolean away =
        rounding == RoundingMode.HALF_EVEN
            ? isUp(rounding, quotient, restHigh, divisor)
            : restHigh != 0 && (rounding == RoundingMode.CEILING ? !negative : negative);
    final long magnitude = away ? Math.addExact(quotient, 1) : quotient;
    return negative ? -magnitude : magnitude;
  }

  /** Whether a quotient that was rounded down is one too small; the rest is below the divisor. */
  private static boolean isUp(
      final RoundingMode rounding, final long quotient, final long rest, final long divisor) {
    return switch (rounding) {
      case CEILING -> rest != 0;
      case HALF_EVEN ->
          Long.compareUnsigned(2 * rest, divisor) > 0
              || (2 * rest == divisor && (quotient & 1) != 0);
      default -> false;
    };
  }
}
