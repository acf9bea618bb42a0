package io.qanat.clusterconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.config.ConfigException;
import io.qanat.hub.HubConfig;
import io.qanat.hub.config.ClusterConfig;
import io.qanat.log.node.LogMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration here is one that a node accepts, files for {@code apply} together too. */
class ConfigurationsTest {
  private static final Path INSTRUMENTS = Path.of("instruments.conf");
  private static final Path THREE_NODES = Path.of("three-nodes");

  static List<Path> configurations() throws IOException {
    return Stream.concat(
            configurations(Path.of(".")).stream(), configurations(THREE_NODES).stream())
        .filter(f -> !f.endsWith(INSTRUMENTS) && !f.endsWith("common.conf"))
        .toList();
  }

  private static List<Path> configurations(final Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".conf")).sorted().toList();
    }
  }

  private static ClusterConfig cluster(final String file, final String overrides) {
    return HubConfig.of(
            HubConfig.complete(
                ConfigFactory.parseString(overrides)
                    .withFallback(ConfigFactory.parseFile(THREE_NODES.resolve(file).toFile()))))
        .cluster();
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

  @Test
  void threeNodesAreThreeMembersOfOneLog() {
    final List<LogMember> members =
        List.of(
            LogMember.of(1, "127.0.0.1", 9420),
            LogMember.of(2, "127.0.0.2", 9420),
            LogMember.of(3, "127.0.0.3", 9420));
    for (int node = 1; node <= 3; node++) {
      assertThat(cluster(node + ".conf", ""))
          .isEqualTo(
              new ClusterConfig(
                  node,
                  EnumSet.allOf(ClusterConfig.Role.class),
                  "127.0.0." + node,
                  9410,
                  List.of("127.0.0.1:9410", "127.0.0.2:9410", "127.0.0.3:9410"),
                  members,
                  Optional.empty()));
    }
  }

  @Test
  void aNodeThatIsNoMemberTakesClientsOnly() {
    assertThat(cluster("1.conf", "qanat.cluster { node = 9, roles = [gateway] }").roles())
        .containsExactly(ClusterConfig.Role.GATEWAY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qanat.cluster.roles = [log, market] | qanat.cluster.roles | list of log, engine, gateway",
        "qanat.cluster.roles = [] | qanat.cluster.roles | at least one of",
        "qanat.cluster.roles = [engine] | qanat.cluster.roles | qanat.log.members names node 1",
        "qanat.cluster.node = 256 | qanat.cluster.node | 0 to 255",
        "qanat.cluster.port = 0 | qanat.cluster.port | 1 to 65535",
        "qanat.cluster.nodes = [somewhere] | qanat.cluster.nodes | a list of host:port",
        "qanat.cluster.nodes = [] | qanat.cluster.nodes | qanat.log.members has members",
        "qanat.log.members = [] | qanat.cluster.nodes | empty unless qanat.log.members",
        "qanat.log.leader-timeout = 1ms | qanat.log.leader-timeout | a duration from 300 ms",
        "qanat.cluster.tls.enabled = true | qanat.cluster.tls.certificate | is missing",
        "qanat.cluster.tls { enabled = true, certificate = nowhere } | tls.certificate | be read",
        "qanat.cluster.rolls = [log] | qanat.cluster.rolls | is not a key",
      })
  void aWrongNodeIsRefusedWithKeyAndWhatIsAllowed(
      final String given, final String key, final String allowed) {
    assertThatThrownBy(() -> cluster("1.conf", given))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(allowed);
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
