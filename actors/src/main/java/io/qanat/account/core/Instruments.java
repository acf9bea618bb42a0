package io.qanat.account.core;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelEncoder;
import io.qanat.codecs.entity.OrderReplaceEncoder;
import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.entity.core.EntityKey;
import org.agrona.ExpandableArrayBuffer;

/** What the account asks of instruments. */
final class Instruments {
  private final AccountState state;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final OrderSubmitEncoder submit = new OrderSubmitEncoder();
  private final OrderCancelEncoder cancel = new OrderCancelEncoder();
  private final OrderReplaceEncoder replace = new OrderReplaceEncoder();

  Instruments(final AccountState state) {
    this.state = state;
  }

  /**
   * Hands an order over.
   *
   * @param linkOrderId the other order of its pair; 0: none
   */
  void submit(final Order order, final long linkOrderId) {
    submit
        .wrapAndApplyHeader(buffer, 0, header)
        .orderId(order.orderId)
        .account(state.account)
        .partner(state.terms.partner())
        .price(order.price)
        .orderQty(order.orderQty)
        .side(order.side)
        .ordType(order.ordType)
        .timeInForce(order.timeInForce)
        .stopPx(order.stopPx)
        .displayQty(order.displayQty)
        .minQty(order.minQty)
        .expireTime(order.expireTime)
        .linkOrderId(linkOrderId)
        .execInst((short) order.execInst)
        .triggerPriceType(order.triggerPriceType)
        .selfMatchPreventionInstruction(order.selfMatch)
        .selfMatchPreventionScope(order.selfMatchScope);
    send(order, submit.encodedLength());
  }

  /** Asks for the cancel of an order and notes that it is under way. */
  void cancel(final Order order) {
    order.cancelRequestNo = ++state.lastRequestNo;
    cancel
        .wrapAndApplyHeader(buffer, 0, header)
        .orderId(order.orderId)
        .requestNo(order.cancelRequestNo);
    send(order, cancel.encodedLength());
  }

  /** Asks for the replace that the order notes as being under way. */
  void replace(final Order order) {
    replace
        .wrapAndApplyHeader(buffer, 0, header)
        .orderId(order.orderId)
        .requestNo(order.replaceRequestNo)
        .price(order.replacePrice)
        .orderQty(order.replaceQty)
        .stopPx(order.replaceStopPx)
        .displayQty(order.replaceDisplayQty)
        .expireTime(order.replaceExpireTime);
    send(order, replace.encodedLength());
  }

  private void send(final Order order, final int encodedLength) {
    state.outputs.toPeer(
        EntityKey.instrument(order.securityId),
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
