package io.qanat.hub.gateway;

import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.liquidity.MassQuoteDecoder;
import io.qanat.codecs.liquidity.PriceRequestDecoder;
import io.qanat.codecs.liquidity.ProviderReportDecoder;
import io.qanat.codecs.orderentry.AccountClaimDecoder;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.orderentry.OrderStatusRequestDecoder;
import io.qanat.codecs.orderentry.ReportAckDecoder;
import io.qanat.codecs.orderentry.RetransmitRequestDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** A client's frame, read only after its bounds have been checked. A flyweight. */
final class ClientFrame {
  /** Where every numbered message keeps its number, and its account or instrument behind it. */
  private static final int SEQ_NUM = AccountClaimDecoder.seqNumEncodingOffset();

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private DirectBuffer buffer;
  private int offset;
  private int length;
  private boolean unknownValue;
  private String faultText = "";

  /**
   * Checks a frame and reads its header.
   *
   * @return why the sender must be cut off, or null if the frame may be read
   */
  TerminateCode wrap(
      final DirectBuffer buffer, final int offset, final int length, final int bytesMax) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
    if (length > bytesMax) {
      return fault(
          TerminateCode.FRAME_TOO_LARGE, "frame longer than " + bytesMax + " bytes: " + length);
    }
    final FrameCheck check = check(buffer, offset, length);
    unknownValue = check == FrameCheck.UNKNOWN_VALUE;
    if (check == FrameCheck.TOO_SHORT) {
      return fault(
          TerminateCode.DECODING_ERROR, "frame of " + length + " bytes is shorter than its header");
    }
    header.wrap(buffer, offset);
    return switch (check) {
      case UNKNOWN_SCHEMA ->
          fault(
              TerminateCode.UNSUPPORTED_SCHEMA,
              "schema " + header.schemaId() + ", expected " + MessageHeaderDecoder.SCHEMA_ID);
      case UNKNOWN_TEMPLATE -> unknownTemplate();
      case OK, UNKNOWN_VALUE -> isOfClients(header.templateId()) ? null : unknownTemplate();
      case TOO_SHORT, BLOCK_TOO_SHORT, TRUNCATED, TRAILING_BYTES ->
          fault(
              TerminateCode.DECODING_ERROR,
              "template "
                  + header.templateId()
                  + ", block length "
                  + header.blockLength()
                  + ", version "
                  + header.version()
                  + ", "
                  + length
                  + " bytes: "
                  + check);
    };
  }

  private static FrameCheck check(final DirectBuffer buffer, final int offset, final int length) {
    final FrameCheck check = FrameChecker.ORDER_ENTRY.check(buffer, offset, length);
    return check == FrameCheck.UNKNOWN_SCHEMA
        ? FrameChecker.LIQUIDITY.check(buffer, offset, length)
        : check;
  }

  private TerminateCode unknownTemplate() {
    return fault(
        TerminateCode.UNKNOWN_TEMPLATE,
        "template " + header.templateId() + " is not a message of clients");
  }

  private TerminateCode fault(final TerminateCode code, final String text) {
    faultText = text;
    return code;
  }

  /** What was wrong with the frame that {@link #wrap} last refused. */
  String faultText() {
    return faultText;
  }

  /** Whether a code set carries a value it does not have; everything else may be read. */
  boolean hasUnknownValue() {
    return unknownValue;
  }

  DirectBuffer buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  int templateId() {
    return header.templateId();
  }

  int blockOffset() {
    return offset + MessageHeaderDecoder.ENCODED_LENGTH;
  }

  int blockLength() {
    return header.blockLength();
  }

  int version() {
    return header.version();
  }

  /** Whether the message counts in the client's flow. */
  boolean isNumbered() {
    return switch (templateId()) {
      case AccountClaimDecoder.TEMPLATE_ID,
          ReportAckDecoder.TEMPLATE_ID,
          NewOrderSingleDecoder.TEMPLATE_ID,
          OrderCancelRequestDecoder.TEMPLATE_ID,
          OrderCancelReplaceRequestDecoder.TEMPLATE_ID,
          OrderMassActionRequestDecoder.TEMPLATE_ID,
          OrderStatusRequestDecoder.TEMPLATE_ID,
          MassQuoteDecoder.TEMPLATE_ID,
          PriceRequestDecoder.TEMPLATE_ID,
          ProviderReportDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }

  /** The client's number; 0 if the message has none. */
  long seqNum() {
    return isNumbered() ? blockLong(SEQ_NUM) : 0;
  }

  /** Whether an instrument itself takes it, not an account. */
  boolean isOfInstruments() {
    return switch (templateId()) {
      case MassQuoteDecoder.TEMPLATE_ID,
          PriceRequestDecoder.TEMPLATE_ID,
          ProviderReportDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }

  /** The instrument that a message to instruments is about; all have it at the same place. */
  long securityId() {
    return blockLong(MassQuoteDecoder.securityIdEncodingOffset());
  }

  /** The account that an application message is about; 0: none. */
  long account() {
    if (isOfInstruments()) {
      return 0;
    }
    return blockLong(
        templateId() == RetransmitRequestDecoder.TEMPLATE_ID
            ? RetransmitRequestDecoder.accountEncodingOffset()
            : AccountClaimDecoder.accountEncodingOffset());
  }

  /** A byte of the root block. */
  byte blockByte(final int at) {
    return buffer.getByte(blockOffset() + at);
  }

  private long blockLong(final int at) {
    return buffer.getLong(blockOffset() + at, ByteOrder.LITTLE_ENDIAN);
  }

  /** Where a message of clients keeps its ClOrdID within its block, or -1 if it has none. */
  static int clOrdIdOffset(final int templateId) {
    return switch (templateId) {
      case NewOrderSingleDecoder.TEMPLATE_ID -> NewOrderSingleDecoder.clOrdIdEncodingOffset();
      case OrderCancelRequestDecoder.TEMPLATE_ID ->
          OrderCancelRequestDecoder.clOrdIdEncodingOffset();
      case OrderCancelReplaceRequestDecoder.TEMPLATE_ID ->
          OrderCancelReplaceRequestDecoder.clOrdIdEncodingOffset();
      case OrderMassActionRequestDecoder.TEMPLATE_ID ->
          OrderMassActionRequestDecoder.clOrdIdEncodingOffset();
      case OrderStatusRequestDecoder.TEMPLATE_ID ->
          OrderStatusRequestDecoder.clOrdIdEncodingOffset();
      default -> -1;
    };
  }

  private static boolean isOfClients(final int templateId) {
    return switch (templateId) {
      case NegotiateDecoder.TEMPLATE_ID,
          EstablishDecoder.TEMPLATE_ID,
          SequenceDecoder.TEMPLATE_ID,
          TerminateDecoder.TEMPLATE_ID,
          AccountClaimDecoder.TEMPLATE_ID,
          RetransmitRequestDecoder.TEMPLATE_ID,
          ReportAckDecoder.TEMPLATE_ID,
          NewOrderSingleDecoder.TEMPLATE_ID,
          OrderCancelRequestDecoder.TEMPLATE_ID,
          OrderCancelReplaceRequestDecoder.TEMPLATE_ID,
          OrderMassActionRequestDecoder.TEMPLATE_ID,
          OrderStatusRequestDecoder.TEMPLATE_ID,
          MassQuoteDecoder.TEMPLATE_ID,
          PriceRequestDecoder.TEMPLATE_ID,
          ProviderReportDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }
}
