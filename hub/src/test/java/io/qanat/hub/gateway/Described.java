package io.qanat.hub.gateway;

import io.qanat.codecs.entity.LogonDecoder;
import io.qanat.codecs.entity.OrderStatusQueryDecoder;
import io.qanat.codecs.entity.OwnsAccountQueryDecoder;
import io.qanat.codecs.entity.ReportsQueryDecoder;
import io.qanat.codecs.entity.SessionClaimDecoder;
import io.qanat.codecs.entity.SessionLostDecoder;
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
import io.qanat.codecs.orderentry.RetransmissionDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.entity.core.Input;
import org.agrona.DirectBuffer;

/** Messages in one line each, for comparing. */
final class Described {
  private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();
  private static final io.qanat.codecs.entity.MessageHeaderDecoder ENTITY_HEADER =
      new io.qanat.codecs.entity.MessageHeaderDecoder();

  private Described() {}

  /** A message of the hub to a client. */
  static String toClient(final DirectBuffer buffer, final int offset) {
    HEADER.wrap(buffer, offset);
    return switch (HEADER.templateId()) {
      case NegotiationResponseDecoder.TEMPLATE_ID -> {
        final var m = new NegotiationResponseDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "NegotiationResponse session=%d incarnation=%d rate=%d burst=%d"
            .formatted(m.session(), m.incarnation(), m.messagesPerSecondMax(), m.burstMax());
      }
      case NegotiationRejectDecoder.TEMPLATE_ID -> {
        final var m = new NegotiationRejectDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "NegotiationReject %s last=%d".formatted(m.code(), m.lastIncarnation());
      }
      case EstablishmentAckDecoder.TEMPLATE_ID -> {
        final var m = new EstablishmentAckDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "EstablishmentAck keepAlive=%d next=%d".formatted(m.keepAliveMillis(), m.nextSeqNo());
      }
      case EstablishmentRejectDecoder.TEMPLATE_ID -> {
        final var m = new EstablishmentRejectDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "EstablishmentReject " + m.code();
      }
      case SequenceDecoder.TEMPLATE_ID -> {
        final var m = new SequenceDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "Sequence next=" + m.nextSeqNo();
      }
      case NotAppliedDecoder.TEMPLATE_ID -> {
        final var m = new NotAppliedDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "NotApplied from=%d count=%d".formatted(m.fromSeqNo(), m.count());
      }
      case TerminateDecoder.TEMPLATE_ID -> {
        final var m = new TerminateDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "Terminate %s: %s".formatted(m.code(), m.text());
      }
      case RetransmissionDecoder.TEMPLATE_ID -> {
        final var m = new RetransmissionDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "Retransmission account=%d from=%d count=%d"
            .formatted(m.account(), m.fromReportNo(), m.count());
      }
      case RetransmitRejectDecoder.TEMPLATE_ID -> {
        final var m = new RetransmitRejectDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "RetransmitReject account=%d %s oldest=%d next=%d"
            .formatted(m.account(), m.code(), m.oldestReportNo(), m.nextReportNo());
      }
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> {
        final var m = new BusinessMessageRejectDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "BusinessMessageReject %s account=%d ref=%d/%d clOrdId=%s retryAfter=%d"
            .formatted(
                m.businessRejectReason(),
                m.account(),
                m.refTemplateId(),
                m.refSeqNum(),
                m.clOrdId(),
                m.retryAfterMillis());
      }
      case ExecutionReportDecoder.TEMPLATE_ID -> {
        final var m = new ExecutionReportDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "ExecutionReport account=%d report=%d possResend=%s"
            .formatted(m.account(), m.reportNo(), m.possResend());
      }
      case AccountSequenceDecoder.TEMPLATE_ID -> {
        final var m = new AccountSequenceDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "AccountSequence account=%d next=%d".formatted(m.account(), m.nextReportNo());
      }
      case AccountReleasedDecoder.TEMPLATE_ID -> {
        final var m = new AccountReleasedDecoder().wrapAndApplyHeader(buffer, offset, HEADER);
        yield "AccountReleased account=" + m.account();
      }
      default -> "template " + HEADER.templateId();
    };
  }

  /** A ClientInput. */
  static String input(final DirectBuffer buffer, final int offset, final int length) {
    final Input input = new Input().wrap(buffer, offset, length, 0);
    final String from =
        " from=%d/%d/%d seqNum=%d"
            .formatted(input.partner(), input.session(), input.incarnation(), input.seqNum());
    if (input.schemaId() == MessageHeaderDecoder.SCHEMA_ID) {
      return "template " + input.templateId() + from;
    }
    return switch (input.templateId()) {
      case LogonDecoder.TEMPLATE_ID -> {
        final var m =
            new LogonDecoder().wrapAndApplyHeader(input.body(), input.bodyOffset(), ENTITY_HEADER);
        yield "Logon key=%s request=%d".formatted(m.accessKeyId(), input.requestId()) + from;
      }
      case SessionClaimDecoder.TEMPLATE_ID -> {
        final var m =
            new SessionClaimDecoder()
                .wrapAndApplyHeader(input.body(), input.bodyOffset(), ENTITY_HEADER);
        yield "SessionClaim gateway=%d cancelOnDisconnect=%s"
                .formatted(m.gateway(), m.cancelOnDisconnect())
            + from;
      }
      case SessionLostDecoder.TEMPLATE_ID -> {
        final var m =
            new SessionLostDecoder()
                .wrapAndApplyHeader(input.body(), input.bodyOffset(), ENTITY_HEADER);
        yield "SessionLost gateway=" + m.gateway() + from;
      }
      default -> "entity template " + input.templateId() + from;
    };
  }

  /** A query. */
  static String query(final DirectBuffer buffer, final int offset) {
    ENTITY_HEADER.wrap(buffer, offset);
    return switch (ENTITY_HEADER.templateId()) {
      case OwnsAccountQueryDecoder.TEMPLATE_ID ->
          "OwnsAccountQuery account="
              + new OwnsAccountQueryDecoder()
                  .wrapAndApplyHeader(buffer, offset, ENTITY_HEADER)
                  .account();
      case ReportsQueryDecoder.TEMPLATE_ID -> {
        final var m = new ReportsQueryDecoder().wrapAndApplyHeader(buffer, offset, ENTITY_HEADER);
        yield "ReportsQuery partner=%d from=%d count=%d"
            .formatted(m.partner(), m.fromReportNo(), m.count());
      }
      case OrderStatusQueryDecoder.TEMPLATE_ID -> {
        final var m =
            new OrderStatusQueryDecoder().wrapAndApplyHeader(buffer, offset, ENTITY_HEADER);
        yield "OrderStatusQuery partner=%d clOrdId=%s seqNum=%d"
            .formatted(m.partner(), m.clOrdId(), m.seqNum());
      }
      default -> "template " + ENTITY_HEADER.templateId();
    };
  }
}
