package io.qanat.loadtest.conform;

import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.orderentry.NotAppliedDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.RetransmissionDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** One whole frame of the hub, and when it came. Each decoder returned is fresh. */
public final class Heard {
  private static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;

  private final UnsafeBuffer frame;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final long nanos;

  Heard(final byte[] bytes, final long nanos) {
    frame = new UnsafeBuffer(bytes);
    header.wrap(frame, 0);
    this.nanos = nanos;
  }

  /** Monotonic clock when it was read. */
  public long nanos() {
    return nanos;
  }

  /** Which message it is. */
  public int templateId() {
    return header.templateId();
  }

  /** The bytes, header included. */
  public byte[] bytes() {
    return frame.byteArray().clone();
  }

  /**
   * Whether it is one of an account's numbered reports (or an unnumbered answer in their shape).
   */
  boolean isReport() {
    return switch (templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID,
          OrderCancelRejectDecoder.TEMPLATE_ID,
          OrderMassActionReportDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }

  /** Of a report: its account. */
  long account() {
    return frame.getLong(
        BLOCK + ExecutionReportDecoder.accountEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
  }

  /** Of a report: its number, 0 if it has none. */
  public long reportNo() {
    return frame.getLong(
        BLOCK + ExecutionReportDecoder.reportNoEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
  }

  /** The request that it names, empty if it names none. */
  String clOrdId() {
    return switch (templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID -> execution().clOrdId();
      case OrderCancelRejectDecoder.TEMPLATE_ID -> cancelReject().clOrdId();
      case OrderMassActionReportDecoder.TEMPLATE_ID -> massAction().clOrdId();
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> businessReject().clOrdId();
      default -> "";
    };
  }

  public NegotiationResponseDecoder negotiationResponse() {
    return new NegotiationResponseDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public NegotiationRejectDecoder negotiationReject() {
    return new NegotiationRejectDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public EstablishmentAckDecoder establishmentAck() {
    return new EstablishmentAckDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public EstablishmentRejectDecoder establishmentReject() {
    return new EstablishmentRejectDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public SequenceDecoder sequence() {
    return new SequenceDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public NotAppliedDecoder notApplied() {
    return new NotAppliedDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public TerminateDecoder terminate() {
    return new TerminateDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public AccountSequenceDecoder accountSequence() {
    return new AccountSequenceDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public AccountReleasedDecoder accountReleased() {
    return new AccountReleasedDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public RetransmissionDecoder retransmission() {
    return new RetransmissionDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public RetransmitRejectDecoder retransmitReject() {
    return new RetransmitRejectDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public ExecutionReportDecoder execution() {
    return new ExecutionReportDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public OrderCancelRejectDecoder cancelReject() {
    return new OrderCancelRejectDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public OrderMassActionReportDecoder massAction() {
    return new OrderMassActionReportDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  public BusinessMessageRejectDecoder businessReject() {
    return new BusinessMessageRejectDecoder().wrapAndApplyHeader(frame, 0, header);
  }

  /** The message in words, as SBE's decoders tell it. */
  @Override
  public String toString() {
    return switch (templateId()) {
      case NegotiationResponseDecoder.TEMPLATE_ID -> negotiationResponse().toString();
      case NegotiationRejectDecoder.TEMPLATE_ID -> negotiationReject().toString();
      case EstablishmentAckDecoder.TEMPLATE_ID -> establishmentAck().toString();
      case EstablishmentRejectDecoder.TEMPLATE_ID -> establishmentReject().toString();
      case SequenceDecoder.TEMPLATE_ID -> sequence().toString();
      case NotAppliedDecoder.TEMPLATE_ID -> notApplied().toString();
      case TerminateDecoder.TEMPLATE_ID -> terminate().toString();
      case AccountSequenceDecoder.TEMPLATE_ID -> accountSequence().toString();
      case AccountReleasedDecoder.TEMPLATE_ID -> accountReleased().toString();
      case RetransmissionDecoder.TEMPLATE_ID -> retransmission().toString();
      case RetransmitRejectDecoder.TEMPLATE_ID -> retransmitReject().toString();
      case ExecutionReportDecoder.TEMPLATE_ID -> execution().toString();
      case OrderCancelRejectDecoder.TEMPLATE_ID -> cancelReject().toString();
      case OrderMassActionReportDecoder.TEMPLATE_ID -> massAction().toString();
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> businessReject().toString();
      default -> "template " + templateId();
    };
  }
}
