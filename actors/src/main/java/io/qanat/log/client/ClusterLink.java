package io.qanat.log.client;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.logbuffer.Header;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * The session with the cluster, of one thread: connects without blocking, tells when a session or a
 * leader is a new one, keeps the session alive.
 */
final class ClusterLink implements EgressListener, AutoCloseable {
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LogClientConfig config;
  private final Aeron aeron;
  private final Consumer<String> notices;
  private final int egressStreamId = ThreadLocalRandom.current().nextInt(10_000, Integer.MAX_VALUE);
  private LogTransport.Handler handler;
  private AeronCluster.AsyncConnect connecting;
  private AeronCluster cluster;
  private long keepAliveAtNanos;
  private long connectAtNanos;
  private String lastNotice;

  ClusterLink(
      final LogClientConfig config,
      final Aeron aeron,
      final Consumer<String> notices,
      final long nowNanos) {
    this.config = config;
    this.aeron = aeron;
    this.notices = notices;
    connectAtNanos = nowNanos;
  }

  boolean isConnected() {
    return cluster != null;
  }

  /** Polls what has come and whatever keeps the session up. */
  int poll(final LogTransport.Handler toHandler, final long nowNanos) {
    handler = toHandler;
    if (cluster == null) {
      return connect(nowNanos);
    }
    final int work = cluster.pollEgress();
    if (cluster.isClosed()) {
      disconnect("session closed", nowNanos);
      return work + 1;
    }
    if (nowNanos - keepAliveAtNanos >= 0) {
      keepAliveAtNanos = nowNanos + KEEP_ALIVE_NANOS;
      cluster.sendKeepAlive();
    }
    return work;
  }

  private int connect(final long nowNanos) {
    if (connecting == null) {
      if (nowNanos - connectAtNanos < 0) {
        return 0;
      }
      connecting = AeronCluster.asyncConnect(context());
    }
    try {
      cluster = connecting.poll();
    } catch (final RuntimeException e) {
      CloseHelper.quietClose(connecting);
      connecting = null;
      connectAtNanos = nowNanos + RECONNECT_NANOS;
      notice("log client: not connected, trying again: " + e.getMessage());
      return 1;
    }
    if (cluster == null) {
      return 0;
    }
    connecting = null;
    lastNotice = null;
    keepAliveAtNanos = nowNanos + KEEP_ALIVE_NANOS;
    handler.onConnected();
    return 1;
  }

  private AeronCluster.Context context() {
    return new AeronCluster.Context()
        .aeron(aeron)
        .ownsAeronClient(false)
        .ingressChannel(config.ingressChannel())
        .ingressEndpoints(config.ingressEndpoints())
        .egressChannel(config.egressChannel())
        .egressStreamId(egressStreamId)
        .egressListener(this)
        .messageTimeoutNs(TimeUnit.MILLISECONDS.toNanos(config.messageTimeoutMillis()));
  }

  /** Drops the session; a new one is tried for soon. */
  void disconnect(final String why, final long nowNanos) {
    notice("log client: connecting anew: " + why);
    CloseHelper.quietClose(cluster);
    cluster = null;
    connectAtNanos = nowNanos + RECONNECT_NANOS;
  }

  private void notice(final String line) {
    if (!line.equals(lastNotice)) {
      lastNotice = line;
      notices.accept(line);
    }
  }

  /**
   * Sends a message.
   *
   * @return false: not now
   */
  boolean offer(final DirectBuffer buffer, final int length) {
    if (cluster == null) {
      return false;
    }
    final long result = cluster.offer(buffer, 0, length);
    if (result == Publication.MAX_POSITION_EXCEEDED) {
      cluster.close();
    }
    return result > 0;
  }

  @Override
  public void onMessage(
      final long clusterSessionId,
      final long timestamp,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Header header) {
    handler.onMessage(buffer, offset);
  }

  @Override
  public void onSessionEvent(
      final long correlationId,
      final long clusterSessionId,
      final long leadershipTermId,
      final int leaderMemberId,
      final EventCode code,
      final String detail) {
    if (code != EventCode.OK && cluster != null) {
      notice("log client: session event " + code + " " + detail);
    }
  }

  @Override
  public void onNewLeader(
      final long clusterSessionId,
      final long leadershipTermId,
      final int leaderMemberId,
      final String ingressEndpoints) {
    handler.onConnected();
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(connecting, cluster);
  }
}
