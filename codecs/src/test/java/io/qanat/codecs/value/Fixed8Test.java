package io.qanat.codecs.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
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

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void productsEqualThoseOfBigDecimal(final long seed) {
    final Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      final long a = random.nextLong() >> random.nextInt(63);
      final long b = random.nextLong() >> random.nextInt(63);
      final long c = random.nextBoolean() ? Fixed8.ONE : random.nextLong() >> random.nextInt(63);
      final RoundingMode mode = MODES.get(random.nextInt(MODES.size()));
      final String at = "seed=" + seed + " i=" + i + " " + a + "*" + b + "*" + c + " " + mode;
      final BigDecimal exact =
          BigDecimal.valueOf(a, 8)
              .multiply(BigDecimal.valueOf(b, 8))
              .multiply(BigDecimal.valueOf(c, 8));
      final BigDecimal expected = exact.setScale(8, mode);
      if (expected.unscaledValue().bitLength() > 63) {
        assertThatThrownBy(() -> Fixed8.multiply(a, b, c, mode))
            .as(at)
            .isInstanceOf(ArithmeticException.class);
      } else {
        assertThat(Fixed8.multiply(a, b, c, mode))
            .as(at)
            .isEqualTo(expected.unscaledValue().longValueExact());
      }
    }
  }

  @Test
  void divisionByZeroIsAnError() {
    assertThatThrownBy(() -> Fixed8.multiplyDivide(1, 1, 0, RoundingMode.DOWN))
        .isInstanceOf(ArithmeticException.class);
  }
}
