package io.qanat.session;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.PeerAckEncoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.entity.ReplayedEntity;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Recorded messages of entities that a session leaves out: their bodies as they were, their numbers
 * such that the receiver, whose own messages may be fewer now, takes them.
 */
final class ForeignMessages {
  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

  private ForeignMessages() {}

  /** A PeerInput as the next one of its channel; fresh. */
  static DirectBuffer next(
      final ReplayedEntity receiver, final long sender, final DirectBuffer recorded) {
    final UnsafeBuffer input = copy(recorded);
    put(
        input,
        PeerInputEncoder.channelSeqEncodingOffset(),
        receiver.channels().receivedThrough(sender) + 1);
    limit(input, PeerInputEncoder.ackThroughEncodingOffset(), receiver, sender);
    return input;
  }

  /** A PeerAck of no more than was sent; fresh. */
  static DirectBuffer acknowledgement(
      final ReplayedEntity receiver, final long sender, final DirectBuffer recorded) {
    final UnsafeBuffer ack = copy(recorded);
    limit(ack, PeerAckEncoder.ackThroughEncodingOffset(), receiver, sender);
    return ack;
  }

  private static void limit(
      final UnsafeBuffer message,
      final int fieldOffset,
      final ReplayedEntity receiver,
      final long sender) {
    final long through = message.getLong(HEADER + fieldOffset, ByteOrder.LITTLE_ENDIAN);
    put(message, fieldOffset, Math.min(through, receiver.channels().sentThrough(sender)));
  }

  private static void put(final UnsafeBuffer message, final int fieldOffset, final long value) {
    message.putLong(HEADER + fieldOffset, value, ByteOrder.LITTLE_ENDIAN);
  }

  private static UnsafeBuffer copy(final DirectBuffer recorded) {
    final byte[] bytes = new byte[recorded.capacity()];
    recorded.getBytes(0, bytes);
    return new UnsafeBuffer(bytes);
  }
}
