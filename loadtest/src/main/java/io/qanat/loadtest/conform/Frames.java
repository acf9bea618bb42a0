package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.liquidity.MassQuoteEncoder;
import io.qanat.codecs.liquidity.PriceRequestEncoder;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.liquidity.ProviderReportEncoder;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
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
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The messages of clients as bytes, SBE header first. */
public final class Frames {
  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int LENGTH_MAX = 512;

  private Frames() {}

  /** A Negotiate; {@code proof} has 32 bytes. */
  public static byte[] negotiate(
      final long partner,
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final String accessKeyId,
      final byte[] proof) {
    final MutableDirectBuffer buffer = buffer();
    final NegotiateEncoder encoder =
        new NegotiateEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .partner(partner)
            .session(session)
            .incarnation(incarnation)
            .requestTimestamp(requestTimestamp)
            .accessKeyId(accessKeyId)
            .putProof(proof, 0, proof.length);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] establish(
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final long keepAliveMillis,
      final long nextSeqNo,
      final boolean cancelOnDisconnect) {
    final MutableDirectBuffer buffer = buffer();
    final EstablishEncoder encoder =
        new EstablishEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .session(session)
            .incarnation(incarnation)
            .requestTimestamp(requestTimestamp)
            .keepAliveMillis(keepAliveMillis)
            .nextSeqNo(nextSeqNo)
            .cancelOnDisconnect(cancelOnDisconnect ? Bool.YES : Bool.NO);
    return bytes(buffer, encoder.encodedLength());
  }

  /** A Sequence. */
  public static byte[] sequence(final long incarnation, final long nextSeqNo) {
    final MutableDirectBuffer buffer = buffer();
    final SequenceEncoder encoder =
        new SequenceEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .incarnation(incarnation)
            .nextSeqNo(nextSeqNo);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] terminate(final long session, final long incarnation) {
    final MutableDirectBuffer buffer = buffer();
    final TerminateEncoder encoder =
        new TerminateEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .session(session)
            .incarnation(incarnation)
            .code(TerminateCode.FINISHED)
            .text("");
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] claim(final long seqNum, final long account) {
    final MutableDirectBuffer buffer = buffer();
    final AccountClaimEncoder encoder =
        new AccountClaimEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .seqNum(seqNum)
            .account(account);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] newOrder(final long seqNum, final OrderRequest order, final long sendingTime) {
    final MutableDirectBuffer buffer = buffer();
    return ofVersion0(
        buffer,
        newOrder(buffer, seqNum, order, sendingTime).encodedLength(),
        NewOrderSingleEncoder.stopPxEncodingOffset());
  }

  /** An order with what sets it apart, in the newest version. */
  static byte[] newOrder(
      final long seqNum,
      final OrderRequest order,
      final long sendingTime,
      final Consumer<NewOrderSingleEncoder> special) {
    final MutableDirectBuffer buffer = buffer();
    final NewOrderSingleEncoder encoder = newOrder(buffer, seqNum, order, sendingTime);
    special.accept(encoder);
    return bytes(buffer, encoder.encodedLength());
  }

  private static NewOrderSingleEncoder newOrder(
      final MutableDirectBuffer buffer,
      final long seqNum,
      final OrderRequest order,
      final long sendingTime) {
    return OrderDefaults.plain(new NewOrderSingleEncoder().wrapAndApplyHeader(buffer, 0, header()))
        .seqNum(seqNum)
        .account(order.account())
        .securityId(order.securityId())
        .price(order.price())
        .orderQty(order.orderQty())
        .sendingTime(sendingTime)
        .clOrdId(order.clOrdId())
        .side(order.side())
        .ordType(order.ordType())
        .timeInForce(order.timeInForce());
  }

  static byte[] cancel(
      final long seqNum,
      final long account,
      final long orderId,
      final long sendingTime,
      final String clOrdId,
      final String origClOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final OrderCancelRequestEncoder encoder =
        new OrderCancelRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .seqNum(seqNum)
            .account(account)
            .orderId(orderId)
            .sendingTime(sendingTime)
            .clOrdId(clOrdId)
            .origClOrdId(origClOrdId);
    return bytes(buffer, encoder.encodedLength());
  }

  /**
   * A replace.
   *
   * @param special what else changes, said in the newest version; null: nothing, said in version 0
   */
  static byte[] replace(
      final long seqNum,
      final long account,
      final long price,
      final long orderQty,
      final long sendingTime,
      final String clOrdId,
      final String origClOrdId,
      final Consumer<OrderCancelReplaceRequestEncoder> special) {
    final MutableDirectBuffer buffer = buffer();
    final OrderCancelReplaceRequestEncoder encoder =
        OrderDefaults.plain(
                new OrderCancelReplaceRequestEncoder().wrapAndApplyHeader(buffer, 0, header()))
            .seqNum(seqNum)
            .account(account)
            .orderId(0)
            .price(price)
            .orderQty(orderQty)
            .sendingTime(sendingTime)
            .clOrdId(clOrdId)
            .origClOrdId(origClOrdId);
    if (special == null) {
      return ofVersion0(
          buffer, encoder.encodedLength(), OrderCancelReplaceRequestEncoder.stopPxEncodingOffset());
    }
    special.accept(encoder);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] massAction(
      final long seqNum,
      final long account,
      final long securityId,
      final long sendingTime,
      final String clOrdId,
      final MassActionScope scope) {
    final MutableDirectBuffer buffer = buffer();
    final OrderMassActionRequestEncoder encoder =
        new OrderMassActionRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .seqNum(seqNum)
            .account(account)
            .securityId(securityId)
            .sendingTime(sendingTime)
            .clOrdId(clOrdId)
            .scope(scope);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] status(
      final long seqNum, final long account, final long orderId, final String clOrdId) {
    final MutableDirectBuffer buffer = buffer();
    final OrderStatusRequestEncoder encoder =
        new OrderStatusRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .seqNum(seqNum)
            .account(account)
            .orderId(orderId)
            .clOrdId(clOrdId);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] reportAck(final long seqNum, final long account, final long through) {
    final MutableDirectBuffer buffer = buffer();
    final ReportAckEncoder encoder =
        new ReportAckEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .seqNum(seqNum)
            .account(account)
            .throughReportNo(through);
    return bytes(buffer, encoder.encodedLength());
  }

  static byte[] retransmit(final long account, final long fromReportNo, final long count) {
    final MutableDirectBuffer buffer = buffer();
    final RetransmitRequestEncoder encoder =
        new RetransmitRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, header())
            .account(account)
            .fromReportNo(fromReportNo)
            .count(count);
    return bytes(buffer, encoder.encodedLength());
  }

  /** The prices that the hub makes for an account, once. */
  static byte[] priceRequest(final long seqNum, final long securityId, final long account) {
    final MutableDirectBuffer buffer = buffer();
    final PriceRequestEncoder encoder =
        new PriceRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.liquidity.MessageHeaderEncoder())
            .seqNum(seqNum)
            .securityId(securityId)
            .account(account)
            .subscriptionRequestType(SubscriptionRequestType.SNAPSHOT);
    return bytes(buffer, encoder.encodedLength());
  }

  /** A provider says that it has filled one of an order at zero. */
  static byte[] providerReport(
      final long seqNum, final long securityId, final long providerOrderId) {
    final MutableDirectBuffer buffer = buffer();
    final ProviderReportEncoder encoder =
        new ProviderReportEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.liquidity.MessageHeaderEncoder())
            .seqNum(seqNum)
            .securityId(securityId)
            .providerOrderId(providerOrderId)
            .provider(1)
            .ordStatus(ProviderOrdStatus.FILLED)
            .lastPx(0)
            .lastQty(Fixed8.ONE)
            .cumQty(Fixed8.ONE)
            .avgPx(0)
            .transactTime(1);
    return bytes(buffer, encoder.encodedLength());
  }

  /** A provider's bid and offer around zero, each of one. */
  static byte[] massQuote(final long seqNum, final long securityId) {
    final MutableDirectBuffer buffer = buffer();
    final MassQuoteEncoder encoder =
        new MassQuoteEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.liquidity.MessageHeaderEncoder())
            .seqNum(seqNum)
            .securityId(securityId)
            .quoteTime(1)
            .priceBase(0)
            .priceUnit(1)
            .sizeUnit(Fixed8.ONE)
            .quoteResponseLevel(QuoteResponseLevel.EACH);
    encoder
        .quoteEntriesCount(1)
        .next()
        .provider(1)
        .quoteEntryId((short) 0)
        .quoteTimeDelta(0)
        .bidPx(-1)
        .offerPx(1)
        .bidSize(1)
        .offerSize(1)
        .flags()
        .clear()
        .rEPLACE_ALL(true)
        .eND_OF_EVENT(true);
    return bytes(buffer, encoder.encodedLength());
  }

  /** As a client of version 0 says it: without what was added at the end since. */
  private static byte[] ofVersion0(
      final MutableDirectBuffer buffer, final int encodedLength, final int blockLength) {
    header().wrap(buffer, 0).blockLength(blockLength).version(0);
    return bytes(buffer, Math.min(encodedLength, blockLength));
  }

  private static MutableDirectBuffer buffer() {
    return new UnsafeBuffer(new byte[LENGTH_MAX]);
  }

  private static MessageHeaderEncoder header() {
    return new MessageHeaderEncoder();
  }

  private static byte[] bytes(final MutableDirectBuffer buffer, final int bodyLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER_LENGTH + bodyLength);
  }
}
