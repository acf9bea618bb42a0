package io.qanat.hub.gateway;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.LogonEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderStatusQueryEncoder;
import io.qanat.codecs.entity.OwnsAccountQueryEncoder;
import io.qanat.codecs.entity.ReportsQueryEncoder;
import io.qanat.codecs.entity.SessionClaimEncoder;
import io.qanat.codecs.entity.SessionInputEncoder;
import io.qanat.codecs.entity.SessionLostEncoder;
import io.qanat.codecs.entity.SessionProgressQueryEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.OrderStatusRequestDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what a gateway tells and asks entities. Each method overwrites {@link #buffer()} from 0
 * and returns the length. Shared by the sessions of one thread.
 */
final class InputEncoder {
  /** In place of a predecessor's number: the input does not say what it follows. */
  static final long NOT_NAMED = -1;

  private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(2048);
  private final MutableDirectBuffer body = new UnsafeBuffer(new byte[256]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ClientInputEncoder clientInput = new ClientInputEncoder();
  private final SessionInputEncoder sessionInput = new SessionInputEncoder();
  private final SessionProgressQueryEncoder sessionProgressQuery =
      new SessionProgressQueryEncoder();
  private final LogonEncoder logon = new LogonEncoder();
  private final SessionClaimEncoder sessionClaim = new SessionClaimEncoder();
  private final SessionLostEncoder sessionLost = new SessionLostEncoder();
  private final OwnsAccountQueryEncoder ownsAccountQuery = new OwnsAccountQueryEncoder();
  private final ReportsQueryEncoder reportsQuery = new ReportsQueryEncoder();
  private final OrderStatusQueryEncoder orderStatusQuery = new OrderStatusQueryEncoder();

  DirectBuffer buffer() {
    return buffer;
  }

  /**
   * The frame as it came, in its envelope.
   *
   * @param prevSeqNum of the message that it follows, or {@link #NOT_NAMED}
   */
  int application(
      final long partner,
      final long session,
      final long incarnation,
      final long prevSeqNum,
      final ClientFrame frame) {
    return envelope(
        partner,
        session,
        incarnation,
        frame.seqNum(),
        prevSeqNum,
        frame.buffer(),
        frame.offset(),
        frame.length());
  }

  int logon(final NegotiateDecoder negotiate, final byte[] sourceAddress, final long requestId) {
    logon
        .wrapAndApplyHeader(body, 0, header)
        .session(negotiate.session())
        .incarnation(negotiate.incarnation())
        .requestTimestamp(negotiate.requestTimestamp())
        .putSourceAddress(sourceAddress, 0, sourceAddress.length);
    body.putBytes(
        logon.offset() + LogonEncoder.accessKeyIdEncodingOffset(),
        negotiate.buffer(),
        negotiate.offset() + NegotiateDecoder.accessKeyIdEncodingOffset(),
        LogonEncoder.accessKeyIdEncodingLength());
    body.putBytes(
        logon.offset() + LogonEncoder.proofEncodingOffset(),
        negotiate.buffer(),
        negotiate.offset() + NegotiateDecoder.proofEncodingOffset(),
        LogonEncoder.proofEncodingLength());
    return request(
        negotiate.partner(),
        negotiate.session(),
        negotiate.incarnation(),
        0,
        requestId,
        body,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + logon.encodedLength());
  }

  int sessionClaim(
      final long partner,
      final long session,
      final long incarnation,
      final long seqNum,
      final long prevSeqNum,
      final long gateway,
      final boolean cancelOnDisconnect) {
    sessionClaim
        .wrapAndApplyHeader(body, 0, header)
        .gateway(gateway)
        .cancelOnDisconnect(cancelOnDisconnect ? Bool.YES : Bool.NO);
    return envelope(
        partner,
        session,
        incarnation,
        seqNum,
        prevSeqNum,
        body,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + sessionClaim.encodedLength());
  }

  int sessionLost(
      final long partner, final long session, final long incarnation, final long gateway) {
    sessionLost.wrapAndApplyHeader(body, 0, header).gateway(gateway);
    return envelope(
        partner,
        session,
        incarnation,
        0,
        NOT_NAMED,
        body,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + sessionLost.encodedLength());
  }

  int ownsAccountQuery(final long account) {
    ownsAccountQuery.wrapAndApplyHeader(buffer, 0, header).account(account);
    return MessageHeaderEncoder.ENCODED_LENGTH + ownsAccountQuery.encodedLength();
  }

  int reportsQuery(final long partner, final long fromReportNo, final long count) {
    reportsQuery
        .wrapAndApplyHeader(buffer, 0, header)
        .partner(partner)
        .fromReportNo(fromReportNo)
        .count(count);
    return MessageHeaderEncoder.ENCODED_LENGTH + reportsQuery.encodedLength();
  }

  int orderStatusQuery(final long partner, final OrderStatusRequestDecoder request) {
    orderStatusQuery
        .wrapAndApplyHeader(buffer, 0, header)
        .partner(partner)
        .orderId(request.orderId())
        .seqNum(request.seqNum());
    buffer.putBytes(
        orderStatusQuery.offset() + OrderStatusQueryEncoder.clOrdIdEncodingOffset(),
        request.buffer(),
        request.offset() + OrderStatusRequestDecoder.clOrdIdEncodingOffset(),
        OrderStatusQueryEncoder.clOrdIdEncodingLength());
    return MessageHeaderEncoder.ENCODED_LENGTH + orderStatusQuery.encodedLength();
  }

  int sessionProgressQuery(final long partner, final long session) {
    sessionProgressQuery.wrapAndApplyHeader(buffer, 0, header).partner(partner).session(session);
    return MessageHeaderEncoder.ENCODED_LENGTH + sessionProgressQuery.encodedLength();
  }

  private int envelope(
      final long partner,
      final long session,
      final long incarnation,
      final long seqNum,
      final long prevSeqNum,
      final DirectBuffer body,
      final int offset,
      final int length) {
    if (prevSeqNum == NOT_NAMED) {
      return request(partner, session, incarnation, seqNum, 0, body, offset, length);
    }
    sessionInput
        .wrapAndApplyHeader(buffer, 0, header)
        .partner(partner)
        .session(session)
        .incarnation(incarnation)
        .seqNum(seqNum)
        .requestId(0)
        .prevSeqNum(prevSeqNum)
        .putBody(body, offset, length);
    return MessageHeaderEncoder.ENCODED_LENGTH + sessionInput.encodedLength();
  }

  private int request(
      final long partner,
      final long session,
      final long incarnation,
      final long seqNum,
      final long requestId,
      final DirectBuffer body,
      final int offset,
      final int length) {
    clientInput
        .wrapAndApplyHeader(buffer, 0, header)
        .partner(partner)
        .session(session)
        .incarnation(incarnation)
        .seqNum(seqNum)
        .requestId(requestId)
        .putBody(body, offset, length);
    return MessageHeaderEncoder.ENCODED_LENGTH + clientInput.encodedLength();
  }
}
