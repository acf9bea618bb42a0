package io.qanat.hub;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.config.Settings;
import io.qanat.entity.EntityConfig;
import io.qanat.hub.config.ClusterConfig;
import io.qanat.hub.gateway.aeron.AeronGatewayConfig;
import io.qanat.hub.gateway.http.HttpConfig;
import io.qanat.hub.marketdata.MarketDataConfig;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.log.IdleStrategies;
import io.qanat.log.node.LogConfig;
import io.qanat.sharding.ShardedEntities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Everything one node is told; {@code reference.conf} explains each key.
 *
 * @param cluster what this node is among others
 * @param provisionTimeout for the whole setup to be applied at start
 * @param stopTimeout for entities to settle at stop
 * @param edgeQueueBytes room for what leaves entities and waits for the gateway and the publisher
 * @param requestsMax queries and administrative acts under way at once
 */
public record HubConfig(
    ClusterConfig cluster,
    LogConfig log,
    EntityConfig entities,
    AeronGatewayConfig gateway,
    MarketDataConfig marketData,
    HttpConfig http,
    HubSetup setup,
    Duration provisionTimeout,
    Duration stopTimeout,
    int edgeQueueBytes,
    int requestsMax,
    Config root) {

  private static final int MIB = 1 << 20;

  /**
   * Reads and checks the whole configuration.
   *
   * @throws io.qanat.config.ConfigException naming key, value and what is allowed
   */
  public static HubConfig of(final Config root) {
    final Settings s = Settings.of(root, "qanat.node");
    final ClusterConfig cluster = ClusterConfig.of(root);
    final HubConfig config =
        new HubConfig(
            cluster,
            log(root, cluster),
            EntityConfig.of(root),
            cluster.isAlone() ? AeronGatewayConfig.of(root).alone() : AeronGatewayConfig.of(root),
            MarketDataConfig.of(root),
            HttpConfig.of(root),
            HubSetup.of(root),
            s.durationBetween("provision-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
            s.durationBetween("stop-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
            Integer.highestOneBit((int) s.bytesBetween("edge-queue", MIB, 512 * MIB)),
            s.intBetween("requests-max", 16, 1 << 20),
            cluster.over(root));
    s.noOtherKeys();
    return config;
  }

  /** What is given, over the defaults of a node and its actor system, under system properties. */
  public static Config complete(final Config given) {
    return ShardedEntities.systemConfig(ConfigFactory.defaultOverrides().withFallback(given));
  }

  private static LogConfig log(final Config root, final ClusterConfig cluster) {
    final Settings s = Settings.of(root, "qanat.log");
    final Path directory = s.file("data-directory");
    final int segment = s.bytesPowerOfTwo("segment-length", 16 * MIB, 1024 * MIB);
    final LogConfig config =
        new LogConfig(
            directory,
            cluster.members().isEmpty() ? 0 : cluster.memberId(),
            cluster.members(),
            s.intBetween("file-sync-level", 0, 2),
            s.text(
                "idle",
                Pattern.compile(String.join("|", IdleStrategies.NAMES)),
                "one of " + IdleStrategies.NAMES),
            segment,
            s.bytesPowerOfTwo("term-length", 4 * MIB, segment),
            s.bytesBetween("retention", 0, Long.MAX_VALUE),
            s.bytesBetween("snapshot-after", 0, Long.MAX_VALUE),
            s.bytesBetween("free-space-min", 0, Long.MAX_VALUE),
            s.durationBetween("start-timeout", Duration.ofSeconds(1), Duration.ofHours(6))
                .toMillis(),
            s.durationBetween("snapshot-timeout", Duration.ofSeconds(1), Duration.ofHours(1))
                .toMillis(),
            s.durationBetween("leader-timeout", Duration.ofMillis(300), Duration.ofMinutes(1))
                .toMillis());
    s.has("members"); // Read by the cluster's part.
    s.noOtherKeys();
    return config;
  }
}
