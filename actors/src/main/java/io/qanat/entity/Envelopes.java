package io.qanat.entity;

import io.qanat.codecs.entity.AdminInputDecoder;
import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PeerAckDecoder;
import io.qanat.codecs.entity.PeerAckEncoder;
import io.qanat.codecs.entity.PeerInputDecoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.codecs.entity.PeerNackDecoder;
import io.qanat.codecs.entity.PeerNackEncoder;
import io.qanat.codecs.entity.SessionInputDecoder;
import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.entity.WakeInputEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.orderentry.ReportAckDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads and writes the envelopes around inputs; every buffer made here is fresh. */
final class Envelopes {
  /** What {@link #template} says of bytes that are no message of the entity schema. */
  static final int NOT_AN_ENVELOPE = -1;

  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int BLOCK_LENGTH_OFFSET = 0;
  private static final int TEMPLATE_ID_OFFSET = 2;
  private static final int SCHEMA_ID_OFFSET = 4;

  private Envelopes() {}

  /** Template of a message of the entity schema that is long enough for its block, or -1. */
  static int template(final DirectBuffer buffer) {
    if (buffer.capacity() < HEADER
        || schemaAt(buffer, 0) != MessageHeaderDecoder.SCHEMA_ID
        || buffer.capacity() < HEADER + uint16(buffer, BLOCK_LENGTH_OFFSET)) {
      return NOT_AN_ENVELOPE;
    }
    return templateAt(buffer, 0);
  }

  private static int schemaAt(final DirectBuffer buffer, final int offset) {
    return uint16(buffer, offset + SCHEMA_ID_OFFSET);
  }

  private static int templateAt(final DirectBuffer buffer, final int offset) {
    return uint16(buffer, offset + TEMPLATE_ID_OFFSET);
  }

  private static int uint16(final DirectBuffer buffer, final int offset) {
    return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }

  /** Whether these bytes claim to be an input from outside the entities. */
  static boolean isExternal(final DirectBuffer input) {
    final int template = template(input);
    return isOfClient(template) || template == AdminInputDecoder.TEMPLATE_ID;
  }

  private static boolean isOfClient(final int template) {
    return template == ClientInputDecoder.TEMPLATE_ID
        || template == SessionInputDecoder.TEMPLATE_ID;
  }

  /** The request that a refusal of this input is to name; 0: none. */
  static long requestId(final DirectBuffer input) {
    return switch (template(input)) {
      case ClientInputDecoder.TEMPLATE_ID ->
          longField(input, ClientInputDecoder.requestIdEncodingOffset());
      case SessionInputDecoder.TEMPLATE_ID ->
          longField(input, SessionInputDecoder.requestIdEncodingOffset());
      case AdminInputDecoder.TEMPLATE_ID ->
          longField(input, AdminInputDecoder.requestIdEncodingOffset());
      default -> 0;
    };
  }

  private static long longField(final DirectBuffer input, final int fieldOffset) {
    final int at = HEADER + fieldOffset;
    return input.capacity() < at + Long.BYTES ? 0 : input.getLong(at, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Whether an input must not be refused for load: an operator's act, and whatever takes risk or
   * memory away (cancels, lost sessions, acknowledged reports).
   */
  static boolean isUrgent(final DirectBuffer input) {
    final int template = template(input);
    if (template == AdminInputDecoder.TEMPLATE_ID) {
      return true;
    }
    final int body = HEADER + uint16(input, BLOCK_LENGTH_OFFSET) + Integer.BYTES;
    if (!isOfClient(template) || input.capacity() < body + HEADER) {
      return false;
    }
    final int bodyTemplate = templateAt(input, body);
    return switch (schemaAt(input, body)) {
      case io.qanat.codecs.orderentry.MessageHeaderDecoder.SCHEMA_ID ->
          bodyTemplate == OrderCancelRequestDecoder.TEMPLATE_ID
              || bodyTemplate == OrderMassActionRequestDecoder.TEMPLATE_ID
              || bodyTemplate == ReportAckDecoder.TEMPLATE_ID;
      case MessageHeaderDecoder.SCHEMA_ID -> bodyTemplate == SessionLostDecoder.TEMPLATE_ID;
      default -> false;
    };
  }

  static DirectBuffer wake(final long dueAtNanos) {
    final UnsafeBuffer buffer = fresh(HEADER + WakeInputEncoder.BLOCK_LENGTH);
    new WakeInputEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .dueAt(dueAtNanos);
    return buffer;
  }

  static DirectBuffer peerInput(
      final long sender, final long channelSeq, final long ackThrough, final DirectBuffer body) {
    final int length =
        HEADER
            + PeerInputEncoder.BLOCK_LENGTH
            + PeerInputEncoder.bodyHeaderLength()
            + body.capacity();
    final UnsafeBuffer buffer = fresh(length);
    new PeerInputEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .sender(sender)
        .channelSeq(channelSeq)
        .ackThrough(ackThrough)
        .putBody(body, 0, body.capacity());
    return buffer;
  }

  static DirectBuffer peerAck(final long sender, final long ackThrough) {
    final UnsafeBuffer buffer = fresh(HEADER + PeerAckEncoder.BLOCK_LENGTH);
    new PeerAckEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .sender(sender)
        .ackThrough(ackThrough);
    return buffer;
  }

  static DirectBuffer peerNack(final long sender, final long expectedSeq) {
    final UnsafeBuffer buffer = fresh(HEADER + PeerNackEncoder.BLOCK_LENGTH);
    new PeerNackEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .sender(sender)
        .expectedSeq(expectedSeq);
    return buffer;
  }

  static PeerInputDecoder readPeerInput(final DirectBuffer message) {
    return new PeerInputDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
  }

  static PeerAckDecoder readPeerAck(final DirectBuffer message) {
    return new PeerAckDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
  }

  static PeerNackDecoder readPeerNack(final DirectBuffer message) {
    return new PeerNackDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
  }

  private static UnsafeBuffer fresh(final int length) {
    return new UnsafeBuffer(new byte[length]);
  }
}
