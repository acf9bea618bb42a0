package io.qanat.liquidity.core;

import java.math.RoundingMode;

/** A sum of products of longs, exact in 128 bits, and its quotient. Reusable; allocates nothing. */
final class WideSum {
  private long high;
  private long low;

  WideSum clear() {
    high = 0;
    low = 0;
    return this;
  }

  /** Adds {@code a × b}. */
  WideSum add(final long a, final long b) {
    final long productLow = a * b;
    final long sumLow = low + productLow;
    final int carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    high = Math.addExact(high, Math.multiplyHigh(a, b)) + carry;
    low = sumLow;
    return this;
  }

  /**
   * The sum divided by {@code divisor}, which is above 0.
   *
   * @param rounding FLOOR or CEILING
   * @throws ArithmeticException if the result does not fit
   */
  long divide(final long divisor, final RoundingMode rounding) {
    if (high == low >> 63) {
      final long floor = Math.floorDiv(low, divisor);
      return rounding == RoundingMode.CEILING && floor * divisor != low ? floor + 1 : floor;
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
    final boolean away = restHigh != 0 && (rounding == RoundingMode.CEILING ? !negative : negative);
    final long magnitude = away ? Math.addExact(quotient, 1) : quotient;
    return negative ? -magnitude : magnitude;
  }
}
