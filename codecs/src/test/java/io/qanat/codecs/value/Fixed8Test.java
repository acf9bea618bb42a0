package io.qanat.codecs.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Fixed8Test {
  private static final List<RoundingMode> MODES =
      List.copyOf(EnumSet.complementOf(EnumSet.of(RoundingMode.UNNECESSARY)));

  @ParameterizedTest
  @CsvSource({"0,0", "1,100000000", "-36.98,-3698000000", "0.00000001,1", "5e2,50000000000"})
  void readsDecimals(final String text, final long expected) {
    assertThat(Fixed8.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0.000000001", "92233720369", "NaN", "-92233720368.54775808"})
  void namesWhatItCannotRead(final String text) {
    assertThatThrownBy(() -> Fixed8.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-3698000000,-36.98", "1,0.00000001", "100000000000,1000"})
  void writesDecimals(final long value, final String expected) {
    assertThat(Fixed8.format(value)).isEqualTo(expected);
  }

  private static final long[] EDGES = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MAX_VALUE,
    -1,
    0,
    1,
    5,
    -Fixed8.ONE,
    Fixed8.ONE,
    Fixed8.ONE / 2,
    -Fixed8.ONE / 2,
    1L << 32,
    -(1L << 32),
    (1L << 32) - 1,
    92_233_720_368L
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void productsEqualThoseOfBigInteger(final long seed) {
    final Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      final long a = any(random);
      final long b = any(random);
      final long c = random.nextBoolean() ? Fixed8.ONE : any(random);
      assertProduct(a, b, c, MODES.get(i % MODES.size()), "seed=" + seed + " i=" + i);
    }
  }

  @Test
  void productsOfEdgesEqualThoseOfBigInteger() {
    for (final long a : EDGES) {
      for (final long b : EDGES) {
        for (final long c : EDGES) {
          for (final RoundingMode mode : MODES) {
            assertProduct(a, b, c, mode, "edge");
          }
        }
      }
    }
  }

  /** Half a step exactly, of both signs, where the directions differ: in 64, 128 and 192 bits. */
  @ParameterizedTest
  @ValueSource(longs = {3, 4, 1_000_000_000_001L, 1_000_000_000_002L})
  void halvesAreRoundedInTheStatedDirection(final long steps) {
    final long half = Fixed8.ONE / 2;
    for (final RoundingMode mode : MODES) {
      assertProduct(steps, half, Fixed8.ONE, mode, "two factors");
      assertProduct(-steps, half, Fixed8.ONE, mode, "two factors");
      assertProduct(steps * 1_000, half, Fixed8.ONE / 1_000, mode, "three factors");
      assertProduct(steps * 1_000, -half, Fixed8.ONE / 1_000, mode, "three factors");
      assertProduct(steps, half * 10, 10 * Fixed8.ONE, mode, "three factors");
    }
    assertThat(Fixed8.multiply(3, half, RoundingMode.HALF_EVEN)).isEqualTo(2);
    assertThat(Fixed8.multiply(-3, half, RoundingMode.FLOOR)).isEqualTo(-2);
    assertThat(Fixed8.multiply(-3, half, RoundingMode.CEILING)).isEqualTo(-1);
    assertThat(Fixed8.multiply(-3, half, RoundingMode.DOWN)).isEqualTo(-1);
  }

  @Test
  void aResultThatDoesNotFitIsAnError() {
    final long largest = Long.MAX_VALUE;
    assertThat(Fixed8.multiply(largest, Fixed8.ONE, RoundingMode.DOWN)).isEqualTo(largest);
    assertThatThrownBy(() -> Fixed8.multiply(largest, Fixed8.ONE + 1, RoundingMode.DOWN))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("product out of range");
    assertThatThrownBy(() -> Fixed8.multiply(largest, largest, largest, RoundingMode.DOWN))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("product out of range");
  }

  @Test
  void roundingThatWasRuledOutIsAnError() {
    assertThat(Fixed8.multiply(Fixed8.ONE << 20, 3L << 40, RoundingMode.UNNECESSARY))
        .isEqualTo(3L << 60);
    assertThatThrownBy(() -> Fixed8.multiply(1L << 50, 3L << 30, RoundingMode.UNNECESSARY))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void productsAllocateNothing() {
    final var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long sum = products(1_000);
    final long before = threads.getCurrentThreadAllocatedBytes();
    sum += products(100_000);
    final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sum).isNotZero();
    assertThat(allocated).as("bytes of 100,000 products").isLessThan(100_000);
  }

  /** Of a price and a quantity beyond 64 bits, and of a contract size that is not one. */
  private static long products(final int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum +=
          Fixed8.multiply(2_000 * Fixed8.ONE + i, 1_000_000 * Fixed8.ONE, RoundingMode.HALF_EVEN);
      sum +=
          Fixed8.multiply(
              -36 * Fixed8.ONE - i, 3 * Fixed8.ONE, 1_000 * Fixed8.ONE, RoundingMode.UP);
    }
    return sum;
  }

  private static long any(final Random random) {
    return random.nextInt(8) == 0
        ? EDGES[random.nextInt(EDGES.length)]
        : random.nextLong() >> random.nextInt(63);
  }

  private static void assertProduct(
      final long a, final long b, final long c, final RoundingMode mode, final String what) {
    final String at = what + " " + a + "*" + b + "*" + c + " " + mode;
    final BigInteger product =
        BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
    final BigInteger expected = new BigDecimal(product, 24).setScale(8, mode).unscaledValue();
    if (expected.bitLength() > 63) {
      assertThatThrownBy(() -> Fixed8.multiply(a, b, c, mode))
          .as(at)
          .isInstanceOf(ArithmeticException.class);
    } else if (Fixed8.multiply(a, b, c, mode) != expected.longValueExact()) {
      throw new AssertionError(
          at + ": " + Fixed8.multiply(a, b, c, mode) + " instead of " + expected);
    }
  }

  @Test
  void divisionByZeroIsAnError() {
    assertThatThrownBy(() -> Fixed8.multiplyDivide(1, 1, 0, RoundingMode.DOWN))
        .isInstanceOf(ArithmeticException.class);
  }
}
