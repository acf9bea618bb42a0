package io.qanat.codecs.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Arithmetic of {@code Fixed8}: a decimal held as a {@code long} scaled by 10^8, for prices,
 * quantities, money and rates alike. The range is about ±92 billion in steps of 0.00000001.
 *
 * <p>Products are exact in 128 bits and rounded once, in the stated direction. A result that does
 * not fit is an {@link ArithmeticException}, never a wrap.
 */
public final class Fixed8 {
  /** One, scaled. */
  public static final long ONE = 100_000_000L;

  /** Digits after the decimal point. */
  public static final int DIGITS = 8;

  /** The absent value of {@code Fixed8Null} fields. */
  public static final long NULL = Long.MIN_VALUE;

  private static final BigInteger ONE_BIG = BigInteger.valueOf(ONE);

  private Fixed8() {}

  /**
   * Parses a plain decimal such as {@code -36.98}.
   *
   * @throws IllegalArgumentException naming the text, if it is not a decimal, has more than eight
   *     digits after the point, or is out of range
   */
  public static long parse(final CharSequence text) {
    try {
      final long value = new BigDecimal(text.toString()).movePointRight(DIGITS).longValueExact();
      if (value == NULL) {
        throw new ArithmeticException("out of range");
      }
      return value;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "not a decimal of at most " + DIGITS + " decimal places within ±92 billion: " + text, e);
    }
  }

  /** Formats without trailing zeros: {@code 1.5}, {@code -36.98}, {@code 0}. */
  public static String format(final long value) {
    if (value == 0) {
      return "0";
    }
    return BigDecimal.valueOf(value, DIGITS).stripTrailingZeros().toPlainString();
  }

  /** Whole units, scaled. */
  public static long ofUnits(final long units) {
    return Math.multiplyExact(units, ONE);
  }

  /**
   * {@code a × b} of two scaled values, as a scaled value.
   *
   * @throws ArithmeticException if the result does not fit
   */
  public static long multiply(final long a, final long b, final RoundingMode rounding) {
    final long high = Math.multiplyHigh(a, b);
    final long low = a * b;
    if (high == low >> 63) {
      return divideRounded(low, ONE, rounding);
    }
    return divideRounded(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)), ONE_BIG, rounding);
  }

  /**
   * {@code a × b × c} of three scaled values, as a scaled value, rounded once.
   *
   * @throws ArithmeticException if the result does not fit
   */
  public static long multiply(
      final long a, final long b, final long c, final RoundingMode rounding) {
    if (c == ONE) {
      return multiply(a, b, rounding);
    }
    final BigInteger product =
        BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
    return divideRounded(product, ONE_BIG.multiply(ONE_BIG), rounding);
  }

  /**
   * {@code a × b ÷ c} of scaled values, as a scaled value, rounded once.
   *
   * @throws ArithmeticException if {@code c} is zero or the result does not fit
   */
  public static long multiplyDivide(
      final long a, final long b, final long c, final RoundingMode rounding) {
    return divideRounded(
        BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)), BigInteger.valueOf(c), rounding);
  }

  private static long divideRounded(
      final long dividend, final long divisor, final RoundingMode rounding) {
    final long quotient = dividend / divisor;
    final long remainder = dividend - quotient * divisor;
    if (remainder == 0) {
      return quotient;
    }
    final long sign = (dividend ^ divisor) < 0 ? -1 : 1;
    final long twice = Math.abs(remainder) * 2;
    final boolean away =
        switch (rounding) {
          case UP -> true;
          case DOWN -> false;
          case CEILING -> sign > 0;
          case FLOOR -> sign < 0;
          case HALF_UP -> twice >= divisor;
          case HALF_DOWN -> twice > divisor;
          case HALF_EVEN -> twice > divisor || (twice == divisor && (quotient & 1) != 0);
          case UNNECESSARY -> throw new ArithmeticException("rounding necessary");
        };
    return away ? quotient + sign : quotient;
  }

  private static long divideRounded(
      final BigInteger dividend, final BigInteger divisor, final RoundingMode rounding) {
    return new BigDecimal(dividend)
        .divide(new BigDecimal(divisor), 0, rounding)
        .toBigIntegerExact()
        .longValueExact();
  }
}
