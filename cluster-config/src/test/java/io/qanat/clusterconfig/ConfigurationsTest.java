package io.qanat.clusterconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
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

/** Every configuration here is one that a node accepts, files for {@code apply} together too. */
class ConfigurationsTest {
  private static final Path INSTRUMENTS = Path.of("instruments.conf");

  static List<Path> configurations() throws IOException {
    return configurations(Path.of(".")).stream()
        .filter(f -> !f.getFileName().equals(INSTRUMENTS))
        .toList();
  }

  private static List<Path> configurations(final Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
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
    assertSetsUp(ConfigFactory.parseFile(file.toFile()));
  }

  @Test
  void whatIsAppliedIsAccepted() throws IOException {
    final List<Path> partners = configurations(Path.of("partners"));
    assertThat(partners).isNotEmpty();
    for (final Path file : partners) {
      assertSetsUp(
          ConfigFactory.parseFile(file.toFile())
              .withFallback(ConfigFactory.parseFile(INSTRUMENTS.toFile())));
    }
  }

  private static void assertSetsUp(final Config configuration) {
    final HubConfig config = HubConfig.of(HubConfig.complete(configuration));
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
