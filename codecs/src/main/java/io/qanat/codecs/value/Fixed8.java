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
   * {@code a × b} of two scaled values, as a scaled value. Allocates nothing.
   *
   * @throws ArithmeticException if the result does not fit
   */
  public static long multiply(final long a, final long b, final RoundingMode rounding) {
    final long low = a * b;
    if (Math.multiplyHigh(a, b) == low >> 63) {
      return divideRounded(low, ONE, rounding);
    }
    final boolean negative = (a ^ b) < 0;
    final long magnitudeHigh = unsignedMultiplyHigh(Math.abs(a), Math.abs(b));
    final long magnitudeLow = negative ? -low : low;
    final long quotientHigh = Long.divideUnsigned(magnitudeHigh, ONE);
    final long remainderHigh = magnitudeHigh - quotientHigh * ONE;
    final long quotient = divideByOne(remainderHigh, magnitudeLow);
    final long remainder = magnitudeLow - quotient * ONE;
    if (quotientHigh != 0) {
      throw overflow();
    }
    return rounded(negative, quotient, remainder, ONE, rounding);
  }

  /**
   * {@code a × b × c} of three scaled values, as a scaled value, rounded once. Allocates nothing.
   *
   * @throws ArithmeticException if the result does not fit
   */
  public static long multiply(
      final long a, final long b, final long c, final RoundingMode rounding) {
    if (c == ONE) {
      return multiply(a, b, rounding);
    }
    // The product's magnitude: 189 bits at most, in three words.
    final long absC = Math.abs(c);
    final long high = unsignedMultiplyHigh(Math.abs(a), Math.abs(b));
    final long low = Math.abs(a) * Math.abs(b);
    final long word0 = low * absC;
    final long carried = unsignedMultiplyHigh(low, absC);
    final long word1 = carried + high * absC;
    final long word2 =
        unsignedMultiplyHigh(high, absC) + (Long.compareUnsigned(word1, carried) < 0 ? 1 : 0);
    // Divided by 10^8 twice, because 10^16 does not fit half a word.
    final long once2 = Long.divideUnsigned(word2, ONE);
    final long once1 = divideByOne(word2 - once2 * ONE, word1);
    final long once0 = divideByOne(word1 - once1 * ONE, word0);
    final long remainder0 = word0 - once0 * ONE;
    final long twice2 = Long.divideUnsigned(once2, ONE);
    final long twice1 = divideByOne(once2 - twice2 * ONE, once1);
    final long twice0 = divideByOne(once1 - twice1 * ONE, once0);
    final long remainder1 = once0 - twice0 * ONE;
    if ((twice2 | twice1) != 0) {
      throw overflow();
    }
    return rounded((a ^ b ^ c) < 0, twice0, remainder1 * ONE + remainder0, ONE * ONE, rounding);
  }

  /**
   * {@code a × b ÷ c} of scaled values, as a scaled value, rounded once. Allocates.
   *
   * @throws ArithmeticException if {@code c} is zero or the result does not fit
   */
  public static long multiplyDivide(
      final long a, final long b, final long c, final RoundingMode rounding) {
    return new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
        .divide(BigDecimal.valueOf(c), 0, rounding)
        .toBigIntegerExact()
        .longValueExact();
  }

  /** The upper word of the product of two unsigned words. */
  private static long unsignedMultiplyHigh(final long a, final long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  /**
   * The lower word of {@code (remainder × 2^64 + word) ÷ 10^8}, unsigned, half a word at a time.
   *
   * @param remainder of the word above, less than 10^8, which leaves room in a signed word
   */
  private static long divideByOne(final long remainder, final long word) {
    final long upper = remainder << 32 | word >>> 32;
    final long upperQuotient = upper / ONE;
    final long lower = (upper - upperQuotient * ONE) << 32 | (word & 0xFFFF_FFFFL);
    return upperQuotient << 32 | lower / ONE;
  }

  private static long divideRounded(
      final long dividend, final long divisor, final RoundingMode rounding) {
    final long quotient = dividend / divisor;
    final long remainder = Math.abs(dividend - quotient * divisor);
    final boolean negative = dividend < 0;
    return isRoundedAway(negative, quotient, remainder, divisor, rounding)
        ? quotient + (negative ? -1 : 1)
        : quotient;
  }

  /** A result from its sign and magnitude, the quotient being unsigned. */
  private static long rounded(
      final boolean negative,
      final long quotient,
      final long remainder,
      final long divisor,
      final RoundingMode rounding) {
    final boolean away = isRoundedAway(negative, quotient, remainder, divisor, rounding);
    if (quotient < 0 && (quotient != Long.MIN_VALUE || away)) {
      throw overflow();
    }
    final long magnitude = away ? quotient + 1 : quotient;
    if (magnitude < 0 && !negative) {
      throw overflow();
    }
    return negative ? -magnitude : magnitude;
  }

  private static boolean isRoundedAway(
      final boolean negative,
      final long quotient,
      final long remainder,
      final long divisor,
      final RoundingMode rounding) {
    if (remainder == 0) {
      return false;
    }
    final long twice = 2 * remainder;
    return switch (rounding) {
      case UP -> true;
      case DOWN -> false;
      case CEILING -> !negative;
      case FLOOR -> negative;
      case HALF_UP -> twice >= divisor;
      case HALF_DOWN -> twice > divisor;
      case HALF_EVEN -> twice > divisor || (twice == divisor && (quotient & 1) != 0);
      case UNNECESSARY -> throw new ArithmeticException("rounding necessary");
    };
  }

  private static ArithmeticException overflow() {
    return new ArithmeticException("product out of range");
  }
}
