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
   * Sends a message to another entity, wherever it lives; never blocks.
   *
   * @param to {@link io.qanat.entity.core.EntityKey} of the receiver
   * @param message an encoded PeerInput, PeerAck or PeerNack, not changed after it is given
   * @param cause the entry whose output a PeerInput is; OUTSIDE for the others
   * @param causeTimeNanos time of that entry, epoch nanoseconds; 0 for the others
   */
  void send(long to, DirectBuffer message, LogEntry.Cause cause, long causeTimeNanos);
}
