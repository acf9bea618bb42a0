package io.qanat.entity;

import io.qanat.codecs.entity.PeerAckDecoder;
import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Input;
import org.agrona.DirectBuffer;

/**
 * Core and channels together: what one input does to an entity, the same when it is new and when it
 * is replayed. Whatever can fail is checked before the channels change, so they stay good when the
 * core throws.
 */
final class EntityState {
  private final Channels channels = new Channels();
  private final Core core;
  private final Input input = new Input();

  EntityState(final Core core) {
    this.core = core;
  }

  Channels channels() {
    return channels;
  }

  Core core() {
    return core;
  }

  /**
   * Applies one input as the log keeps it.
   *
   * @param bytes a PeerInput that is next in its channel, PeerAck, ClientInput, AdminInput or
   *     WakeInput
   * @param outputs filled; peer messages among them are numbered
   * @throws InvalidInputException if it cannot be read: nothing has changed
   * @throws RuntimeException of the core: this state must be discarded
   */
  void apply(
      final DirectBuffer bytes,
      final long timeNanos,
      final long epoch,
      final long seqNr,
      final OutputBatch outputs) {
    if (Envelopes.template(bytes) == PeerAckDecoder.TEMPLATE_ID) {
      final PeerAckDecoder ack = Envelopes.readPeerAck(bytes);
      requireSent(ack.sender(), ack.ackThrough());
      channels.acknowledge(ack.sender(), ack.ackThrough());
      return;
    }
    read(bytes, timeNanos);
    core.apply(input, outputs);
    if (input.source() == Input.Source.PEER) {
      channels.acknowledge(input.sender(), input.ackThrough());
      channels.accept(input.sender(), input.channelSeq());
    }
    for (int i = 0; i < outputs.count(); i++) {
      if (outputs.kind(i) == OutputBatch.Kind.PEER) {
        final Channels.Origin origin = new Channels.Origin(timeNanos, epoch, seqNr, i);
        outputs.channelSeq(
            i,
            channels.send(
                outputs.address(i),
                origin,
                outputs.buffer(),
                outputs.offset(i),
                outputs.length(i)));
      }
    }
  }

  /** Computes the answers to a question; the state stays as it is. */
  void query(
      final DirectBuffer body,
      final long requestId,
      final long timeNanos,
      final OutputBatch answers) {
    try {
      input.wrapQuery(body, 0, body.capacity(), requestId, timeNanos);
    } catch (final RuntimeException e) {
      throw new InvalidInputException(e);
    }
    core.query(input, answers);
  }

  private void read(final DirectBuffer bytes, final long timeNanos) {
    try {
      input.wrap(bytes, 0, bytes.capacity(), timeNanos);
    } catch (final RuntimeException e) {
      throw new InvalidInputException(e);
    }
    if (input.source() == Input.Source.PEER) {
      requireSent(input.sender(), input.ackThrough());
      if (channels.judge(input.sender(), input.channelSeq()) != Channels.Verdict.APPLY) {
        throw new InvalidInputException(
            new IllegalArgumentException(
                "message "
                    + input.channelSeq()
                    + " is not the next one after "
                    + channels.receivedThrough(input.sender())));
      }
    }
  }

  private void requireSent(final long peer, final long through) {
    try {
      channels.requireSent(peer, through);
    } catch (final IllegalArgumentException e) {
      throw new InvalidInputException(e);
    }
  }

  /** When the entity must be started: for its core, or now for what is not acknowledged. */
  long wakeAtNanos(final long timeNanos) {
    return channels.unacknowledgedCount() > 0 ? timeNanos : core.wakeAtNanos();
  }

  /** The bytes are not an input of this entity; nothing has changed. */
  static final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidInputException(final RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
