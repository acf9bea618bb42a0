package io.qanat.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.qanat.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityConfigTest {
  @Test
  void defaultsAreValid() {
    final EntityConfig config = EntityConfig.defaults();
    assertThat(config.windowEntries()).isEqualTo(16_384);
    assertThat(config.ackDelayNanos()).isEqualTo(200_000_000L);
    assertThat(config.overrideHashMismatchOf()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window-entries = 0 | qanat.entity.window-entries = 0: must be a whole number from 1 to 1048576",
        "window-entries = many | qanat.entity.window-entries = \"many\": must be a whole number from 1 to 1048576",
        "queue-bytes = 3 | qanat.entity.queue-bytes = 3: must be a size from 1024 to 1073741824 bytes",
        "ack-delay = 2 h | qanat.entity.ack-delay = \"2 h\": must be a duration from 1 ms to 1 h",
        "resend-after = null | qanat.entity.resend-after is missing",
        "windw-entries = 5 | qanat.entity.windw-entries is not a key",
        "override-hash-mismatch-of = [\"x\"] | qanat.entity.override-hash-mismatch-of = [\"x\"]: must be a list of entities such as [\"account-17\"]",
      })
  void aBadValueNamesKeyValueAndWhatIsAllowed(final String override, final String message) {
    assertThatThrownBy(
            () ->
                EntityConfig.of(
                    ConfigFactory.parseString("qanat.entity { " + override + " }")
                        .withFallback(ConfigFactory.defaultReference())))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }
}
