package io.qanat.account.core;

import io.qanat.codecs.value.Fixed8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Fixed8 amounts of more than 64 bits. Single amounts are {@code long}s; sums of them are held
 * exactly, so that no settlement can overflow: 2^63 postings would be needed to leave 128 bits.
 */
final class Exact {
  private static final BigInteger ONE = BigInteger.valueOf(Fixed8.ONE);
  private static final BigInteger ONE_SQUARED = ONE.multiply(ONE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Exact() {}

  /** {@code a × b} of Fixed8s, rounded once. */
  static BigInteger product(final BigInteger a, final long b, final RoundingMode rounding) {
    if (a.bitLength() < Long.SIZE) {
      try {
        return BigInteger.valueOf(Fixed8.multiply(a.longValue(), b, rounding));
      } catch (final ArithmeticException beyondLong) {
        // Rare, and what the long way is for.
      }
    }
    return divide(a.multiply(BigInteger.valueOf(b)), ONE, rounding);
  }

  /** {@code a × b × c} of Fixed8s, rounded once. */
  static BigInteger product(final long a, final long b, final long c, final RoundingMode rounding) {
    try {
      return BigInteger.valueOf(Fixed8.multiply(a, b, c, rounding));
    } catch (final ArithmeticException beyondLong) {
      // Rare, and what the long way is for.
    }
    final BigInteger product =
        BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
    return divide(product, ONE_SQUARED, rounding);
  }

  /** {@code amount × part ÷ whole}, rounded once. */
  static BigInteger share(
      final BigInteger amount, final long part, final long whole, final RoundingMode rounding) {
    return divide(amount.multiply(BigInteger.valueOf(part)), BigInteger.valueOf(whole), rounding);
  }

  /** {@code a × 10^16 ÷ (b × c)}: the Fixed8 quotient of a Fixed8 by a product of two. */
  static BigInteger quotient(
      final BigInteger a, final long b, final long c, final RoundingMode rounding) {
    return divide(
        a.multiply(ONE_SQUARED), BigInteger.valueOf(b).multiply(BigInteger.valueOf(c)), rounding);
  }

  /** For fields of the wire that only inform: the nearest value that fits. */
  static long saturated(final BigInteger value) {
    return fits(value) ? value.longValue() : value.signum() * Long.MAX_VALUE;
  }

  static boolean fits(final BigInteger value) {
    return value.abs().compareTo(LONG_MAX) <= 0;
  }

  static long high(final BigInteger value) {
    return value.shiftRight(Long.SIZE).longValueExact();
  }

  static long low(final BigInteger value) {
    return value.longValue();
  }

  static BigInteger of(final long high, final long low) {
    final BigInteger unsignedLow =
        BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).or(unsignedLow);
  }

  private static BigInteger divide(
      final BigInteger dividend, final BigInteger divisor, final RoundingMode rounding) {
    return new BigDecimal(dividend)
        .divide(new BigDecimal(divisor), 0, rounding)
        .toBigIntegerExact();
  }
}
