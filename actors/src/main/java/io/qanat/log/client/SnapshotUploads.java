package io.qanat.log.client;

import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.SnapshotPartAckDecoder;
import io.qanat.codecs.log.SnapshotPartEncoder;
import io.qanat.log.EntitySnapshot;
import java.util.ArrayDeque;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Snapshots on their way to the log, one at a time and in parts, so that entries go between them.
 *
 * <p>One starts when the entries taken before it are settled, and a part is sent when few enough
 * are unacknowledged. After a change of session it starts again.
 */
final class SnapshotUploads {
  /** A snapshot, and how many entries the client had taken before it. */
  private record Waiting(EntitySnapshot snapshot, long entriesBefore) {}

  private static final int PART_LENGTH = 32 * 1024;
  private static final int UNACKNOWLEDGED_MAX = 4 * PART_LENGTH;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(PART_LENGTH + 256);
  private final UnsafeBuffer part = new UnsafeBuffer(new byte[PART_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SnapshotPartEncoder encoder = new SnapshotPartEncoder();
  private EntitySnapshot current;
  private int sentLength;
  private int acknowledgedLength;
  private boolean isWholeSent;

  void add(final EntitySnapshot snapshot, final long entriesBefore) {
    waiting.add(new Waiting(snapshot, entriesBefore));
  }

  /** Whether an acknowledgement is due. */
  boolean isAwaitingAck() {
    return current != null && (isWholeSent || sentLength > acknowledgedLength);
  }

  /** Sends from the beginning again: the session changed. */
  void restart() {
    sentLength = 0;
    acknowledgedLength = 0;
    isWholeSent = false;
  }

  /**
   * Sends what may be sent.
   *
   * @param entriesSettled of those that the client has taken, in order
   * @return how many parts were sent
   */
  int send(final LogTransport transport, final long entriesSettled) {
    if (current == null && !waiting.isEmpty() && waiting.peek().entriesBefore() <= entriesSettled) {
      current = waiting.poll().snapshot();
      restart();
    }
    int parts = 0;
    while (current != null
        && !isWholeSent
        && sentLength - acknowledgedLength < UNACKNOWLEDGED_MAX) {
      final int totalLength = current.state().length();
      final int length = Math.min(PART_LENGTH, totalLength - sentLength);
      current.state().getBytes(sentLength, part, 0, length);
      encoder
          .wrapAndApplyHeader(message, 0, header)
          .entity(current.entity())
          .epoch(current.epoch())
          .seqNr(current.seqNr())
          .stateHash(current.stateHash())
          .wakeAt(current.wakeAtNanos())
          .time(current.timeNanos())
          .totalLength(totalLength)
          .partOffset(sentLength)
          .coreVersion(current.coreVersion())
          .putState(part, 0, length);
      if (!transport.offer(
          message, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength())) {
        break;
      }
      sentLength += length;
      isWholeSent = sentLength == totalLength;
      parts++;
    }
    return parts;
  }

  /**
   * Takes an acknowledgement.
   *
   * @return the snapshot that has come to an end with it, stored or too late; null: goes on
   */
  EntitySnapshot onAck(final SnapshotPartAckDecoder ack) {
    if (current == null
        || ack.entity() != current.entity()
        || ack.epoch() != current.epoch()
        || ack.seqNr() != current.seqNr()) {
      return null;
    }
    switch (ack.result()) {
      case RECEIVED -> acknowledgedLength = Math.max(acknowledgedLength, ack.receivedLength());
      case OUT_OF_ORDER -> {
        sentLength = ack.receivedLength();
        acknowledgedLength = ack.receivedLength();
        isWholeSent = false;
      }
      default -> {
        final EntitySnapshot ended = current;
        current = null;
        return ended;
      }
    }
    return null;
  }
}
