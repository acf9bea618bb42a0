package io.qanat.execution.core;

import io.qanat.codecs.liquidity.MessageHeaderEncoder;
import io.qanat.codecs.liquidity.ProviderOrderEncoder;
import io.qanat.codecs.liquidity.ProviderOrderStatusRequestEncoder;
import io.qanat.entity.core.Outputs;
import org.agrona.ExpandableArrayBuffer;

/** Writes what providers are told of orders. */
final class ProviderMessages {
  private final long instrumentId;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ProviderOrderEncoder newOrder = new ProviderOrderEncoder();
  private final ProviderOrderStatusRequestEncoder status = new ProviderOrderStatusRequestEncoder();

  ProviderMessages(final long instrumentId) {
    this.instrumentId = instrumentId;
  }

  void order(final ProviderOrder order, final Outputs outputs) {
    newOrder
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(instrumentId)
        .providerOrderId(order.providerOrderId)
        .provider(order.provider)
        .side(order.side)
        .timeInForce(order.timeInForce)
        .price(order.price)
        .orderQty(order.orderQty)
        .transactTime(order.sentAtNanos)
        .expireTime(order.askAtNanos);
    outputs.toSession(
        order.session,
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + ProviderOrderEncoder.BLOCK_LENGTH);
  }

  void statusRequest(
      final ProviderOrder order, final long session, final long nowNanos, final Outputs outputs) {
    status
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(instrumentId)
        .providerOrderId(order.providerOrderId)
        .provider(order.provider)
        .side(order.side)
        .transactTime(nowNanos);
    outputs.toSession(
        session,
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + ProviderOrderStatusRequestEncoder.BLOCK_LENGTH);
  }
}
