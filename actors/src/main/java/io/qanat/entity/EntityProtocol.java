package io.qanat.entity;

import io.qanat.log.LogEntry;
import org.agrona.DirectBuffer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What an {@link EntityActor} is told. Buffers in messages are never changed after they are sent.
 */
public interface EntityProtocol {
  /** Everything an entity's actor takes. */
  sealed interface Message permits Addressed, Drain, EntityActor.Internal {}

  /** What sharding routes to an entity wherever it lives. */
  sealed interface Addressed extends Message permits Hot, Control {
    /** {@link io.qanat.entity.core.EntityKey} of the receiver. */
    long entity();
  }

  /** Carries bytes of the path of an order; between nodes as bytes, too. */
  sealed interface Hot extends Addressed permits ExternalInput, PeerMessage, Query {}

  /** An encoded ClientInput or AdminInput. */
  record ExternalInput(long entity, DirectBuffer input) implements Hot {}

  /**
   * An encoded PeerInput, PeerAck or PeerNack of another entity.
   *
   * @param cause the entry whose output it is
   * @param causeTimeNanos time of that entry, epoch nanoseconds
   */
  record PeerMessage(long entity, DirectBuffer message, LogEntry.Cause cause, long causeTimeNanos)
      implements Hot {}

  /** An encoded question to the core. */
  record Query(long entity, long requestId, DirectBuffer body) implements Hot {}

  /** Rare messages; between nodes by Kryo, each registered. */
  sealed interface Control extends Addressed permits Start, GetStatus {}

  /** Makes sure that the entity runs, because it has a timer or something unacknowledged. */
  record Start(long entity) implements Control {}

  /** Asks where the entity stands. */
  record GetStatus(long entity, ActorRef<StatusReply> replyTo) implements Control {}

  /** Where the entity stands. */
  record StatusReply(EntityStatus status) {}

  /** Sharding's stop message: settle what is under way, then stop. Never leaves the node. */
  enum Drain implements Message {
    INSTANCE
  }
}
