package io.qanat.hub;

import io.qanat.hub.config.ClusterConfig;
import io.qanat.hub.operations.NodeOperations;
import io.qanat.log.node.LogNode;
import io.qanat.sharding.ClusterNodes;
import io.qanat.sharding.ShardCounts;
import io.qanat.sharding.ShardedEntities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator may ask of this node and have it do. */
final class NodeControl implements NodeOperations {
  private static final Logger LOG = LoggerFactory.getLogger(NodeControl.class);

  /**
   * What of the node is needed.
   *
   * @param member of the log; empty: the node holds none
   * @param ready whether partners can trade on it
   * @param sessions established on it
   * @param stopTrading takes no clients any more, and tells those there are
   */
  record Parts(
      ActorSystem<?> system,
      ClusterConfig cluster,
      ShardedEntities entities,
      Optional<LogNode> member,
      Duration stopTimeout,
      BooleanSupplier ready,
      LongSupplier sessions,
      Runnable stopTrading) {}

  private final Parts parts;
  private CompletableFuture<Void> drained;

  NodeControl(final Parts parts) {
    this.parts = parts;
  }

  @Override
  public CompletionStage<Status> status() {
    if (isDraining()) {
      // Its regions have stopped and know of nobody any more.
      return CompletableFuture.completedFuture(status(Map.of()));
    }
    return parts.entities().counts().thenApply(this::status);
  }

  private Status status(final Map<Address, ShardCounts.OfNode> counts) {
    final List<Member> members = new ArrayList<>();
    for (final ClusterNodes.Seen seen : ClusterNodes.seen(parts.system())) {
      final ShardCounts.OfNode has =
          counts.getOrDefault(seen.address(), new ShardCounts.OfNode(Map.of(), Map.of()));
      members.add(
          new Member(
              seen.node(),
              seen.address().hostPort().replaceFirst(".*@", ""),
              seen.status(),
              seen.reachable(),
              seen.roles(),
              has.shards(),
              has.entities()));
    }
    return new Status(
        parts.cluster().node(),
        parts.ready().getAsBoolean(),
        isDraining(),
        parts.sessions().getAsLong(),
        parts.entities().running(),
        members,
        parts.member().map(this::log).orElse(null));
  }

  private LogStatus log(final LogNode member) {
    return new LogStatus(
        parts.cluster().isAlone() ? parts.cluster().node() : parts.cluster().memberId(),
        member.isLeader(),
        member.leadershipTermId(),
        member.logPosition(),
        member.snapshotPosition());
  }

  private synchronized boolean isDraining() {
    return drained != null;
  }

  @Override
  public boolean isAlone() {
    return ClusterNodes.membersUp(parts.system()) < 2;
  }

  @Override
  public synchronized CompletionStage<Void> drain(final String who, final String why) {
    if (drained == null) {
      LOG.warn("node is drained who={} why=\"{}\"", who, why);
      drained =
          CompletableFuture.runAsync(parts.stopTrading())
              .thenCompose(none -> parts.entities().stop(parts.stopTimeout()))
              .orTimeout(2 * parts.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
    return drained;
  }

  @Override
  public long snapshot(final String who, final String why) {
    final LogNode member =
        parts
            .member()
            .orElseThrow(() -> new IllegalStateException("this node holds no member of the log"));
    LOG.info("snapshot of the log who={} why=\"{}\"", who, why);
    return member.takeSnapshot();
  }
}
