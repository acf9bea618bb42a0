package io.qanat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.value.Fixed8;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void readsWhatIsAllowed() {
    final Settings s =
        settings(
            "n = 5, d = 200ms, b = 2MiB, p = -36.98, t = cfd, on = true, l = [{x = 1}, {x = 2}]");
    assertThat(s.longBetween("n", 1, 5)).isEqualTo(5);
    assertThat(s.durationBetween("d", Duration.ZERO, Duration.ofSeconds(1)))
        .isEqualTo(Duration.ofMillis(200));
    assertThat(s.bytesBetween("b", 1, 4 << 20)).isEqualTo(2 << 20);
    assertThat(s.fixed8Between("p", -100 * Fixed8.ONE, 0)).isEqualTo(-3_698_000_000L);
    assertThat(s.oneOf("t", ContractType.class)).isEqualTo(ContractType.CFD);
    assertThat(s.bool("on")).isTrue();
    assertThat(s.sections("l")).extracting(x -> x.longBetween("x", 1, 2)).containsExactly(1L, 2L);
    s.noOtherKeys();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n = 6 | qanat.test.n = 6: must be a whole number from 1 to 5",
        "n = x | qanat.test.n = \"x\": must be a whole number from 1 to 5",
        "n = 1.5 | qanat.test.n = 1.5: must be a whole number from 1 to 5",
        "m = 1 | qanat.test.n is missing",
      })
  void namesKeyValueAndWhatIsAllowed(final String text, final String message) {
    assertThatThrownBy(() -> settings(text).longBetween("n", 1, 5))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k = 2h | qanat.test.k = \"2h\": must be a duration from 50 ms to 90 s",
        "k = soon | qanat.test.k = \"soon\": must be a duration from 50 ms to 90 s",
      })
  void namesTheDurationsAllowed(final String text, final String message) {
    assertThatThrownBy(
            () ->
                settings(text).durationBetween("k", Duration.ofMillis(50), Duration.ofSeconds(90)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsPowersOfTwoAndLists() {
    final Settings s =
        settings("b = 64KiB, c = 100KiB, t = host, e = \" \", l = [a, b], m = [a, 1]");
    assertThat(s.bytesPowerOfTwo("b", 1024, 1 << 20)).isEqualTo(64 << 10);
    assertThat(s.text("t")).isEqualTo("host");
    assertThat(s.texts("l", Pattern.compile("[a-z]"), "letters")).containsExactly("a", "b");
    assertThatThrownBy(() -> s.bytesPowerOfTwo("c", 1024, 1 << 20))
        .hasMessageContaining(
            "qanat.test.c = \"100KiB\": must be a power of two from 1024 to 1048576 bytes");
    assertThatThrownBy(() -> s.text("e"))
        .hasMessageContaining("qanat.test.e = \" \": must be a text that is not empty");
    assertThatThrownBy(() -> s.texts("m", Pattern.compile("[a-z]"), "letters"))
        .hasMessageContaining("qanat.test.m = [\"a\",1]: must be letters");
    assertThatThrownBy(() -> s.texts("t", Pattern.compile("[a-z]"), "letters"))
        .hasMessageContaining("qanat.test.t = \"host\": must be letters");
  }

  @Test
  void namesTheChoices() {
    assertThatThrownBy(() -> settings("t = spot").oneOf("t", ContractType.class))
        .hasMessageContaining("qanat.test.t = \"spot\": must be one of [cfd, delivered]");
  }

  @Test
  void refusesKeysThatNobodyRead() {
    final Settings s = settings("n = 1, windw = 2");
    s.longBetween("n", 1, 5);
    assertThatThrownBy(s::noOtherKeys).hasMessageContaining("qanat.test.windw is not a key");
  }

  private static Settings settings(final String text) {
    return Settings.of(ConfigFactory.parseString("qanat.test {" + text + "}"), "qanat.test");
  }
}
