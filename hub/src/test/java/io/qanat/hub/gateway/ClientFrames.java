package io.qanat.hub.gateway;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.MassQuoteEncoder;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.orderentry.AccountClaimEncoder;
import io.qanat.codecs.orderentry.EstablishEncoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.orderentry.OrderStatusRequestEncoder;
import io.qanat.codecs.orderentry.ReportAckEncoder;
import io.qanat.codecs.orderentry.RetransmitRequestEncoder;
import io.qanat.codecs.orderentry.SequenceEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateEncoder;
import io.qanat.codecs.value.OrderDefaults;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames of a client, as arrays of bytes. */
public final class ClientFrames {
  private static final MessageHeaderEncoder HEADER = new MessageHeaderEncoder();
  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

  private ClientFrames() {}

  public static byte[] negotiate(
      final long partner, final long session, final long incarnation, final String key) {
    final MutableDirectBuffer buffer = buffer();
    final NegotiateEncoder encoder =
        new NegotiateEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .partner(partner)
            .session(session)
            .incarnation(incarnation)
            .requestTimestamp(1_000)
            .accessKeyId(key);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] establish(
      final long session,
      final long incarnation,
      final long keepAliveMillis,
      final long nextSeqNo,
      final boolean cancelOnDisconnect) {
    final MutableDirectBuffer buffer = buffer();
    final EstablishEncoder encoder =
        new EstablishEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .session(session)
            .incarnation(incarnation)
            .requestTimestamp(2_000)
            .keepAliveMillis(keepAliveMillis)
            .nextSeqNo(nextSeqNo)
            .cancelOnDisconnect(cancelOnDisconnect ? Bool.YES : Bool.NO);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] sequence(final long incarnation, final long nextSeqNo) {
    final MutableDirectBuffer buffer = buffer();
    final SequenceEncoder encoder =
        new SequenceEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .incarnation(incarnation)
            .nextSeqNo(nextSeqNo);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] terminate(final long session, final long incarnation) {
    final MutableDirectBuffer buffer = buffer();
    final TerminateEncoder encoder =
        new TerminateEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .session(session)
            .incarnation(incarnation)
            .code(TerminateCode.FINISHED)
            .text("bye");
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] claim(final long seqNum, final long account) {
    final MutableDirectBuffer buffer = buffer();
    final AccountClaimEncoder encoder =
        new AccountClaimEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .seqNum(seqNum)
            .account(account);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] newOrder(final long seqNum, final long account, final String clOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final NewOrderSingleEncoder encoder =
        OrderDefaults.plain(new NewOrderSingleEncoder().wrapAndApplyHeader(buffer, 0, HEADER))
            .seqNum(seqNum)
            .account(account)
            .securityId(1)
            .price(100)
            .orderQty(5)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .side(Side.BUY)
            .ordType(OrdType.LIMIT)
            .timeInForce(TimeInForce.DAY);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] replace(final long seqNum, final long account, final String clOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final OrderCancelReplaceRequestEncoder encoder =
        OrderDefaults.plain(
                new OrderCancelReplaceRequestEncoder().wrapAndApplyHeader(buffer, 0, HEADER))
            .seqNum(seqNum)
            .account(account)
            .orderId(9)
            .price(100)
            .orderQty(5)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .origClOrdId("orig");
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] cancel(final long seqNum, final long account, final String clOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final OrderCancelRequestEncoder encoder =
        new OrderCancelRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .seqNum(seqNum)
            .account(account)
            .orderId(0)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .origClOrdId("orig");
    return bytes(buffer, encoder.encodedLength());
  }

  /** One quote of provider 1. */
  public static byte[] massQuote(final long seqNum, final long securityId) {
    final MutableDirectBuffer buffer = buffer();
    final MassQuoteEncoder encoder =
        new MassQuoteEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.liquidity.MessageHeaderEncoder())
            .seqNum(seqNum)
            .securityId(securityId)
            .quoteTime(0)
            .priceBase(0)
            .priceUnit(1)
            .sizeUnit(1)
            .quoteResponseLevel(QuoteResponseLevel.EACH);
    encoder
        .quoteEntriesCount(1)
        .next()
        .provider(1)
        .quoteEntryId((short) 0)
        .quoteTimeDelta(0)
        .bidPx(1)
        .offerPx(2)
        .bidSize(1)
        .offerSize(1);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] massAction(
      final long seqNum, final long account, final MassActionScope scope, final String clOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final OrderMassActionRequestEncoder encoder =
        new OrderMassActionRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .seqNum(seqNum)
            .account(account)
            .securityId(0)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .scope(scope);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] status(final long seqNum, final long account, final String clOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final OrderStatusRequestEncoder encoder =
        new OrderStatusRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .seqNum(seqNum)
            .account(account)
            .orderId(0)
            .clOrdId(clOrdId);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] reportAck(final long seqNum, final long account, final long through) {
    final MutableDirectBuffer buffer = buffer();
    final ReportAckEncoder encoder =
        new ReportAckEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .seqNum(seqNum)
            .account(account)
            .throughReportNo(through);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] retransmit(final long account, final long from, final long count) {
    final MutableDirectBuffer buffer = buffer();
    final RetransmitRequestEncoder encoder =
        new RetransmitRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .account(account)
            .fromReportNo(from)
            .count(count);
    return bytes(buffer, encoder.encodedLength());
  }

  private static MutableDirectBuffer buffer() {
    return new UnsafeBuffer(new byte[256]);
  }

  private static byte[] bytes(final MutableDirectBuffer buffer, final int bodyLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER_LENGTH + bodyLength);
  }
}
