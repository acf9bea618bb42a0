package io.qanat.entity;

import io.qanat.log.LogEntry;
import org.agrona.DirectBuffer;

/**
 * Carries messages between runners of entities. It may lose, repeat, delay and reorder them: the
 * channels repair that.
 */
@FunctionalInterface
public interface PeerTransport {
  /**
   * The way to another entity, wherever it lives; valid for as long as this node.
   *
   * @param peer {@link io.qanat.entity.core.EntityKey}
   */
  Route to(long peer);

  /**
   * The way to one entity. Messages are encoded PeerInput, PeerAck or PeerNack and not changed
   * after they are given; a cause is the entry whose output a PeerInput is, OUTSIDE for the others,
   * and its time epoch nanoseconds, 0 for the others. No call blocks.
   */
  interface Route {
    /** Sends a message whose cause is committed. */
    void send(DirectBuffer message, LogEntry.Cause cause, long causeTimeNanos);

    /**
     * Hands a message whose cause is appended and not committed yet to a peer that appends through
     * the same session of the log, so that whatever follows from it is stored behind its cause or
     * not at all.
     *
     * @return false: the peer is not running on this node, nothing was sent
     */
    boolean handOver(DirectBuffer message, LogEntry.Cause cause, long causeTimeNanos);
  }
}
