package io.qanat.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.value.Fixed8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactTest {
  private static final BigDecimal ONE = BigDecimal.valueOf(Fixed8.ONE);

  private static BigInteger rounded(
      final BigInteger dividend, final BigDecimal divisor, final RoundingMode rounding) {
    return new BigDecimal(dividend).divide(divisor, 0, rounding).toBigIntegerExact();
  }

  /** Any magnitude, so that results on both sides of 64 bits occur. */
  private static long any(final SplittableRandom random) {
    return random.nextLong() >> random.nextInt(Long.SIZE);
  }

  @ParameterizedTest
  @EnumSource(names = {"UP", "DOWN", "HALF_UP", "HALF_EVEN", "CEILING", "FLOOR"})
  void productsAreThoseOfTheWholeNumbers(final RoundingMode rounding) {
    final long seed = 42;
    final SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      final long a = any(random);
      final long b = any(random);
      final long c = any(random);
      final BigInteger wide = BigInteger.valueOf(a).multiply(BigInteger.valueOf(any(random)));
      assertThat(Exact.product(BigInteger.valueOf(a), b, rounding))
          .as("seed=%d %d x %d", seed, a, b)
          .isEqualTo(rounded(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)), ONE, rounding));
      assertThat(Exact.product(wide, b, rounding))
          .as("seed=%d %s x %d", seed, wide, b)
          .isEqualTo(rounded(wide.multiply(BigInteger.valueOf(b)), ONE, rounding));
      assertThat(Exact.product(a, b, c, rounding))
          .as("seed=%d %d x %d x %d", seed, a, b, c)
          .isEqualTo(
              rounded(
                  BigInteger.valueOf(a)
                      .multiply(BigInteger.valueOf(b))
                      .multiply(BigInteger.valueOf(c)),
                  ONE.multiply(ONE),
                  rounding));
    }
  }

  @Test
  void halvesKeepEveryBit() {
    final long seed = 7;
    final SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      final BigInteger value =
          BigInteger.valueOf(any(random)).multiply(BigInteger.valueOf(any(random)));
      assertThat(Exact.of(Exact.high(value), Exact.low(value))).isEqualTo(value);
    }
  }
}
