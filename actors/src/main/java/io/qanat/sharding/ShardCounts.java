package io.qanat.sharding;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.ClusterShardingStats;
import org.apache.pekko.cluster.sharding.ShardRegion.ShardRegionStats;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** How shards and entities are spread over the nodes of a cluster. */
public final class ShardCounts {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /**
   * What one node has, by kind of entity: how many shards, and how many entities that run.
   *
   * @param shards by the name of the kind
   * @param entities by the name of the kind
   */
  public record OfNode(Map<String, Integer> shards, Map<String, Integer> entities) {}

  private ShardCounts() {}

  /** Asks all nodes, by their address; fails if one does not answer within seconds. */
  static CompletionStage<Map<Address, OfNode>> ask(
      final ActorSystem<?> system, final List<? extends EntityTypeKey<?>> kinds) {
    final Map<Address, OfNode> nodes = new HashMap<>();
    CompletionStage<Void> all = CompletableFuture.completedFuture(null);
    for (final EntityTypeKey<?> kind : kinds) {
      final CompletionStage<ClusterShardingStats> stats =
          AskPattern.ask(
              ClusterSharding.get(system).shardState(),
              replyTo -> new GetClusterShardingStats(kind, TIMEOUT, replyTo),
              TIMEOUT.plusSeconds(1),
              system.scheduler());
      all =
          all.thenCombine(
              stats,
              (none, answer) -> {
                answer
                    .getRegions()
                    .forEach((address, region) -> add(nodes, address, kind.name(), region));
                return null;
              });
    }
    return all.thenApply(none -> nodes);
  }

  private static void add(
      final Map<Address, OfNode> nodes,
      final Address address,
      final String kind,
      final ShardRegionStats region) {
    final OfNode node =
        nodes.computeIfAbsent(address, a -> new OfNode(new TreeMap<>(), new TreeMap<>()));
    int running = 0;
    for (final Object count : region.getStats().values()) {
      running += ((Number) count).intValue();
    }
    node.shards().put(kind, region.getStats().size());
    node.entities().put(kind, running);
  }
}
