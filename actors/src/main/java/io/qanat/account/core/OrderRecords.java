package io.qanat.account.core;

import io.qanat.account.core.OrderStore.Kind;
import io.qanat.account.core.OrderStore.Request;
import io.qanat.codecs.entity.AccountClOrdIdDecoder;
import io.qanat.codecs.entity.AccountClOrdIdEncoder;
import io.qanat.codecs.entity.AccountOrderDecoder;
import io.qanat.codecs.entity.AccountOrderEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes and reads orders and requests as AccountOrder and AccountClOrdId, with their headers. */
final class OrderRecords {
  private static final byte[] NO_ANSWER = {};

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final MessageHeaderDecoder head = new MessageHeaderDecoder();
  private final AccountOrderEncoder orderEncoder = new AccountOrderEncoder();
  private final AccountOrderDecoder orderDecoder = new AccountOrderDecoder();
  private final AccountClOrdIdEncoder requestEncoder = new AccountClOrdIdEncoder();
  private final AccountClOrdIdDecoder requestDecoder = new AccountClOrdIdDecoder();

  /** Writes an order at an offset and returns the length. */
  int encode(final Order order, final MutableDirectBuffer buffer, final int offset) {
    return MessageHeaderEncoder.ENCODED_LENGTH
        + orderEncoder
            .wrapAndApplyHeader(buffer, offset, header)
            .orderId(order.orderId)
            .session(order.session)
            .securityId(order.securityId)
            .price(order.price)
            .orderQty(order.orderQty)
            .leavesQty(order.leavesQty)
            .cumQty(order.cumQty)
            .mdOrderId(order.mdOrderId)
            .submittedAt(order.submittedAt)
            .cancelRequestNo(order.cancelRequestNo)
            .replaceRequestNo(order.replaceRequestNo)
            .replacePrice(order.replacePrice)
            .replaceQty(order.replaceQty)
            .clOrdId(order.clOrdId)
            .cancelClOrdId(order.cancelClOrdId)
            .replaceClOrdId(order.replaceClOrdId)
            .side(order.side)
            .ordType(order.ordType)
            .timeInForce(order.timeInForce)
            .ordStatus(order.status)
            .pendingReported(bool(order.pendingReported))
            .stopPx(order.stopPx)
            .displayQty(order.displayQty)
            .minQty(order.minQty)
            .expireTime(order.expireTime)
            .clOrdLinkId(order.clOrdLinkId)
            .execInst((short) order.execInst)
            .triggerPriceType(order.triggerPriceType)
            .selfMatchPreventionInstruction(order.selfMatch)
            .selfMatchPreventionScope(order.selfMatchScope)
            .triggered(bool(order.triggered))
            .replaceStopPx(order.replaceStopPx)
            .replaceDisplayQty(order.replaceDisplayQty)
            .replaceExpireTime(order.replaceExpireTime)
            .bustedQty(order.bustedQty)
            .encodedLength();
  }

  /** Writes a request at an offset and returns the length. */
  int encode(
      final String clOrdId,
      final Request request,
      final MutableDirectBuffer buffer,
      final int offset) {
    final byte[] answer = request.answer == null ? NO_ANSWER : request.answer;
    return MessageHeaderEncoder.ENCODED_LENGTH
        + requestEncoder
            .wrapAndApplyHeader(buffer, offset, header)
            .clOrdId(clOrdId)
            .orderId(request.orderId)
            .contentHash(request.contentHash)
            .kind((short) request.kind.code())
            .refused(bool(request.refused))
            .requestId(request.answer == null ? request.requestId : 0)
            .putAnswer(answer, 0, answer.length)
            .encodedLength();
  }

  long orderId(final DirectBuffer record, final int offset) {
    return orderDecoder.wrapAndApplyHeader(record, offset, head).orderId();
  }

  String clOrdId(final DirectBuffer record, final int offset) {
    return requestDecoder.wrapAndApplyHeader(record, offset, head).clOrdId();
  }

  Order order(final DirectBuffer record, final int offset) {
    final AccountOrderDecoder decoder = orderDecoder.wrapAndApplyHeader(record, offset, head);
    final Order order =
        new Order(
            decoder.orderId(),
            decoder.session(),
            decoder.securityId(),
            decoder.side(),
            decoder.ordType(),
            decoder.timeInForce(),
            decoder.submittedAt());
    order.price = decoder.price();
    order.orderQty = decoder.orderQty();
    order.leavesQty = decoder.leavesQty();
    order.cumQty = decoder.cumQty();
    order.mdOrderId = decoder.mdOrderId();
    order.cancelRequestNo = decoder.cancelRequestNo();
    order.replaceRequestNo = decoder.replaceRequestNo();
    order.replacePrice = decoder.replacePrice();
    order.replaceQty = decoder.replaceQty();
    order.clOrdId = decoder.clOrdId();
    order.cancelClOrdId = decoder.cancelClOrdId();
    order.replaceClOrdId = decoder.replaceClOrdId();
    order.status = decoder.ordStatus();
    order.pendingReported = decoder.pendingReported() == Bool.YES;
    order.stopPx = decoder.stopPx();
    order.displayQty = decoder.displayQty();
    order.minQty = decoder.minQty();
    order.expireTime = decoder.expireTime();
    order.clOrdLinkId = decoder.clOrdLinkId();
    order.execInst = decoder.execInst();
    order.triggerPriceType = decoder.triggerPriceType();
    order.selfMatch = decoder.selfMatchPreventionInstruction();
    order.selfMatchScope = decoder.selfMatchPreventionScope();
    order.triggered = decoder.triggered() == Bool.YES;
    order.replaceStopPx = decoder.replaceStopPx();
    order.replaceDisplayQty = decoder.replaceDisplayQty();
    order.replaceExpireTime = decoder.replaceExpireTime();
    order.bustedQty = decoder.bustedQty();
    return order;
  }

  Request request(final DirectBuffer record, final int offset) {
    final AccountClOrdIdDecoder decoder = requestDecoder.wrapAndApplyHeader(record, offset, head);
    final Request request =
        new Request(Kind.of(decoder.kind()), decoder.orderId(), decoder.contentHash());
    request.refused = decoder.refused() == Bool.YES;
    final byte[] answer = new byte[decoder.answerLength()];
    decoder.getAnswer(answer, 0, answer.length);
    request.answer = answer.length == 0 ? null : answer;
    // Written by version 0, it has no such field.
    request.requestId =
        decoder.requestId() == AccountClOrdIdDecoder.requestIdNullValue() ? 0 : decoder.requestId();
    return request;
  }

  private static Bool bool(final boolean value) {
    return value ? Bool.YES : Bool.NO;
  }
}
