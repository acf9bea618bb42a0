package io.qanat.clusterconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.qanat.hub.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration here is one that a node accepts. */
class ConfigurationsTest {
  static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("."))) {
      return files.filter(f -> f.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(configurations())
        .extracting(f -> f.getFileName().toString())
        .contains("one-node.conf", "trading-day.conf", "load-test.conf");
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void isAccepted(final Path file) {
    final HubConfig config =
        HubConfig.of(HubConfig.complete(ConfigFactory.parseFile(file.toFile())));
    assertThat(config.setup().instruments()).isNotEmpty();
    assertThat(config.setup().partners()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "qanat.log.file-sync-level, 3",
    "qanat.log.idle, spin",
    "qanat.log.segment-length, 65MiB",
    "qanat.entity.window-entries, 0",
    "qanat.gateway.aeron.port, 70000",
    "qanat.market-data.refresh-changed, soon",
    "qanat.node.requests-max, many"
  })
  void aWrongValueIsNamedWithItsKey(final String key, final String value) {
    assertThatThrownBy(
            () ->
                HubConfig.of(
                    HubConfig.complete(
                        ConfigFactory.parseMap(java.util.Map.of(key, value))
                            .withFallback(
                                ConfigFactory.parseFile(Path.of("one-node.conf").toFile())))))
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }
}
