package io.qanat.hub.gateway;

import io.qanat.codecs.orderentry.BusinessMessageRejectEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckEncoder;
import io.qanat.codecs.orderentry.EstablishmentRejectCode;
import io.qanat.codecs.orderentry.EstablishmentRejectEncoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NegotiationRejectEncoder;
import io.qanat.codecs.orderentry.NegotiationResponseEncoder;
import io.qanat.codecs.orderentry.NotAppliedEncoder;
import io.qanat.codecs.orderentry.RetransmissionEncoder;
import io.qanat.codecs.orderentry.RetransmitRejectCode;
import io.qanat.codecs.orderentry.RetransmitRejectEncoder;
import io.qanat.codecs.orderentry.SequenceEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the gateway's own messages to a client. Each method overwrites {@link #buffer()} from 0
 * and returns the length. Shared by the sessions of one thread.
 */
final class SessionEncoder {
  private static final int CL_ORD_ID_LENGTH = BusinessMessageRejectEncoder.clOrdIdEncodingLength();

  private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(512);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final NegotiationResponseEncoder negotiationResponse = new NegotiationResponseEncoder();
  private final NegotiationRejectEncoder negotiationReject = new NegotiationRejectEncoder();
  private final EstablishmentAckEncoder establishmentAck = new EstablishmentAckEncoder();
  private final EstablishmentRejectEncoder establishmentReject = new EstablishmentRejectEncoder();
  private final SequenceEncoder sequence = new SequenceEncoder();
  private final NotAppliedEncoder notApplied = new NotAppliedEncoder();
  private final TerminateEncoder terminate = new TerminateEncoder();
  private final RetransmissionEncoder retransmission = new RetransmissionEncoder();
  private final RetransmitRejectEncoder retransmitReject = new RetransmitRejectEncoder();
  private final BusinessMessageRejectEncoder businessReject = new BusinessMessageRejectEncoder();

  DirectBuffer buffer() {
    return buffer;
  }

  int negotiationResponse(
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final long messagesPerSecondMax,
      final long burstMax) {
    negotiationResponse
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .incarnation(incarnation)
        .requestTimestamp(requestTimestamp)
        .messagesPerSecondMax(messagesPerSecondMax)
        .burstMax(burstMax);
    return MessageHeaderEncoder.ENCODED_LENGTH + negotiationResponse.encodedLength();
  }

  int negotiationReject(
      final NegotiateDecoder negotiate, final NegotiationRejectCode code, final String text) {
    return negotiationReject(
        negotiate.session(), negotiate.incarnation(), negotiate.requestTimestamp(), code, 0, text);
  }

  int negotiationReject(
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final NegotiationRejectCode code,
      final long lastIncarnation,
      final String text) {
    negotiationReject
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .incarnation(incarnation)
        .requestTimestamp(requestTimestamp)
        .code(code)
        .lastIncarnation(lastIncarnation)
        .text(text);
    return MessageHeaderEncoder.ENCODED_LENGTH + negotiationReject.encodedLength();
  }

  int establishmentAck(final EstablishDecoder establish, final long nextSeqNo) {
    establishmentAck
        .wrapAndApplyHeader(buffer, 0, header)
        .session(establish.session())
        .incarnation(establish.incarnation())
        .requestTimestamp(establish.requestTimestamp())
        .keepAliveMillis(establish.keepAliveMillis())
        .nextSeqNo(nextSeqNo);
    return MessageHeaderEncoder.ENCODED_LENGTH + establishmentAck.encodedLength();
  }

  int establishmentReject(
      final EstablishDecoder establish, final EstablishmentRejectCode code, final String text) {
    establishmentReject
        .wrapAndApplyHeader(buffer, 0, header)
        .session(establish.session())
        .incarnation(establish.incarnation())
        .requestTimestamp(establish.requestTimestamp())
        .code(code)
        .text(text);
    return MessageHeaderEncoder.ENCODED_LENGTH + establishmentReject.encodedLength();
  }

  int sequence(final long incarnation, final long nextSeqNo) {
    sequence.wrapAndApplyHeader(buffer, 0, header).incarnation(incarnation).nextSeqNo(nextSeqNo);
    return MessageHeaderEncoder.ENCODED_LENGTH + sequence.encodedLength();
  }

  int notApplied(final long incarnation, final long fromSeqNo, final long count) {
    notApplied
        .wrapAndApplyHeader(buffer, 0, header)
        .incarnation(incarnation)
        .fromSeqNo(fromSeqNo)
        .count(count);
    return MessageHeaderEncoder.ENCODED_LENGTH + notApplied.encodedLength();
  }

  int terminate(
      final long session, final long incarnation, final TerminateCode code, final String text) {
    terminate
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .incarnation(incarnation)
        .code(code)
        .text(text);
    return MessageHeaderEncoder.ENCODED_LENGTH + terminate.encodedLength();
  }

  int retransmission(final long account, final long fromReportNo, final long count) {
    retransmission
        .wrapAndApplyHeader(buffer, 0, header)
        .account(account)
        .fromReportNo(fromReportNo)
        .count(count);
    return MessageHeaderEncoder.ENCODED_LENGTH + retransmission.encodedLength();
  }

  int retransmitReject(
      final long account,
      final long fromReportNo,
      final RetransmitRejectCode code,
      final long oldestReportNo,
      final long nextReportNo) {
    retransmitReject
        .wrapAndApplyHeader(buffer, 0, header)
        .account(account)
        .fromReportNo(fromReportNo)
        .code(code)
        .oldestReportNo(oldestReportNo)
        .nextReportNo(nextReportNo);
    return MessageHeaderEncoder.ENCODED_LENGTH + retransmitReject.encodedLength();
  }

  /**
   * A BusinessMessageReject.
   *
   * @param ref what is rejected
   * @param retryAfterMillis 0: do not retry unchanged
   */
  int businessReject(
      final MessageRef ref,
      final BusinessRejectReason reason,
      final int retryAfterMillis,
      final String text) {
    businessReject
        .wrapAndApplyHeader(buffer, 0, header)
        .account(ref.account())
        .refSeqNum(ref.seqNum())
        .refTemplateId(ref.templateId())
        .businessRejectReason(reason)
        .retryAfterMillis(retryAfterMillis);
    final int clOrdIdAt =
        businessReject.offset() + BusinessMessageRejectEncoder.clOrdIdEncodingOffset();
    if (ref.hasClOrdId()) {
      buffer.putBytes(clOrdIdAt, ref.buffer(), ref.clOrdIdOffset(), CL_ORD_ID_LENGTH);
    } else {
      buffer.setMemory(clOrdIdAt, CL_ORD_ID_LENGTH, (byte) 0);
    }
    businessReject.text(text);
    return MessageHeaderEncoder.ENCODED_LENGTH + businessReject.encodedLength();
  }
}
