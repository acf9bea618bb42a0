package io.qanat.hub;

import io.qanat.account.core.LiveClaim;
import io.qanat.audit.CutAudit;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.sharding.ClusterNodes;
import io.qanat.sharding.NodeNumber;
import io.qanat.sharding.ShardedEntities;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when a node is gone: sessions of this node tell again what was on its way to the
 * lost one; and one of those that are left starts the entities that have something to do, and tells
 * accounts that the sessions of the lost node's gateway have ended.
 */
final class LostNodes implements ClusterNodes.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LostNodes.class);

  private final SessionQueue sessions;
  private final HubSetup setup;
  private final Supplier<CutAudit.Result> audit;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            final Thread thread = new Thread(task, "lost-nodes");
            thread.setDaemon(true);
            return thread;
          });
  private volatile ShardedEntities entities;

  LostNodes(
      final SessionQueue sessions, final HubSetup setup, final Supplier<CutAudit.Result> audit) {
    this.sessions = sessions;
    this.setup = setup;
    this.audit = audit;
  }

  /** From now on entities can be told. */
  void entities(final ShardedEntities started) {
    entities = started;
  }

  @Override
  public void onGone(final int node, final boolean left, final boolean isFirst) {
    LOG.warn("node gone node={} left={} first={}", node, left, isFirst);
    sessions.doubt();
    if (isFirst && entities != null) {
      entities.startWakeable();
      setup.instruments().forEach(i -> entities.start(EntityKey.instrument(i.id())));
      try {
        executor.execute(() -> announce(node));
      } catch (final RejectedExecutionException e) {
        LOG.info("this node stops too, losses are told when a node starts node={}", node);
      }
    }
  }

  private void announce(final int node) {
    try {
      new LostSessions(entities).announce(ofNode(node, audit.get().liveClaims()));
    } catch (final IllegalStateException e) {
      LOG.error("losses of sessions not told, the node tells them when it starts node={}", node, e);
    }
  }

  /** Those claims whose gateway was on a node. */
  static Map<Long, LiveClaim> ofNode(final int node, final Map<Long, LiveClaim> claims) {
    return claims.entrySet().stream()
        .filter(claim -> NodeNumber.of(claim.getValue().gateway()) == node)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
