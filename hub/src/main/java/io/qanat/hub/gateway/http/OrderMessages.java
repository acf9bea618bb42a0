package io.qanat.hub.gateway.http;

import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.Hash64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;

/** Encodes requests about orders as messages of order entry, each in its envelope. Thread-safe. */
public final class OrderMessages {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  private final EpochNanoClock clock;
  private final AtomicLong lastName;

  /**
   * Messages.
   *
   * @param clock their sending time, and what names that nobody gave are made from
   */
  public OrderMessages(final EpochNanoClock clock) {
    this.clock = clock;
    lastName = new AtomicLong(clock.nanoTime());
  }

  LongFunction<DirectBuffer> newOrder(
      final OwnedAccount account, final long securityId, final OrderFields.NewOrder order) {
    return ClientInputs.of(
        account.partner(),
        buffer ->
            HEADER
                + OrderDefaults.plain(
                        new NewOrderSingleEncoder()
                            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()))
                    .seqNum(0)
                    .account(account.number())
                    .securityId(securityId)
                    .price(order.price())
                    .orderQty(order.orderQty())
                    .sendingTime(sendingTime(order.sendingTime()))
                    .clOrdId(order.clOrdId())
                    .side(order.side())
                    .ordType(order.ordType())
                    .timeInForce(order.timeInForce())
                    .stopPx(order.stopPx())
                    .displayQty(order.displayQty())
                    .minQty(order.minQty())
                    .expireTime(order.expireTime())
                    .clOrdLinkId(order.clOrdLinkId())
                    .execInst((short) order.execInst())
                    .triggerPriceType(order.triggerPriceType())
                    .selfMatchPreventionInstruction(order.selfMatchPreventionInstruction())
                    .selfMatchPreventionScope(order.selfMatchPreventionScope())
                    .encodedLength());
  }

  private long sendingTime(final long given) {
    return given == 0 ? clock.nanoTime() : given;
  }

  LongFunction<DirectBuffer> replace(
      final OwnedAccount account, final long orderId, final OrderFields.Replace replace) {
    return ClientInputs.of(
        account.partner(),
        buffer ->
            HEADER
                + OrderDefaults.plain(
                        new OrderCancelReplaceRequestEncoder()
                            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()))
                    .seqNum(0)
                    .account(account.number())
                    .orderId(orderId)
                    .price(replace.price())
                    .orderQty(replace.orderQty())
                    .sendingTime(sendingTime(replace.sendingTime()))
                    .clOrdId(replace.clOrdId())
                    .origClOrdId(replace.origClOrdId())
                    .stopPx(replace.stopPx())
                    .displayQty(replace.displayQty())
                    .expireTime(replace.expireTime())
                    .encodedLength());
  }

  LongFunction<DirectBuffer> cancel(
      final OwnedAccount account,
      final long orderId,
      final String clOrdId,
      final String origClOrdId) {
    return ClientInputs.of(
        account.partner(),
        buffer ->
            HEADER
                + new OrderCancelRequestEncoder()
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                    .seqNum(0)
                    .account(account.number())
                    .orderId(orderId)
                    .sendingTime(clock.nanoTime())
                    .clOrdId(clOrdId)
                    .origClOrdId(origClOrdId)
                    .encodedLength());
  }

  /** Of one instrument, or with {@code securityId} 0 of all. */
  LongFunction<DirectBuffer> massCancel(
      final OwnedAccount account, final long securityId, final String clOrdId) {
    return massCancel(
        account.partner(),
        account.number(),
        securityId,
        clOrdId,
        securityId == 0 ? MassActionScope.ALL_SECURITIES : MassActionScope.SECURITY);
  }

  LongFunction<DirectBuffer> partnerMassCancel(final long partner, final String clOrdId) {
    return massCancel(partner, 0, 0, clOrdId, MassActionScope.PARTNER);
  }

  private LongFunction<DirectBuffer> massCancel(
      final long partner,
      final long account,
      final long securityId,
      final String clOrdId,
      final MassActionScope scope) {
    return ClientInputs.of(
        partner,
        buffer ->
            HEADER
                + new OrderMassActionRequestEncoder()
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                    .seqNum(0)
                    .account(account)
                    .securityId(securityId)
                    .sendingTime(clock.nanoTime())
                    .clOrdId(clOrdId)
                    .scope(scope)
                    .encodedLength());
  }

  /**
   * The ClOrdID of a cancel that brings none: the same for each try, so a retry is one.
   *
   * @param orderId 0: found by {@code origClOrdId}
   */
  static String cancelName(final long orderId, final String origClOrdId) {
    if (orderId != 0) {
      return "~cancel" + Long.toString(orderId, Character.MAX_RADIX);
    }
    long hash = Hash64.SEED;
    for (int i = 0; i < origClOrdId.length(); i++) {
      hash = Hash64.mix(hash, origClOrdId.charAt(i));
    }
    return "~named" + Long.toUnsignedString(hash, Character.MAX_RADIX);
  }

  /** The ClOrdID of a mass cancel that brings none: each cancels what is there by then. */
  String massCancelName() {
    final long name = lastName.updateAndGet(last -> Math.max(last + 1, clock.nanoTime()));
    return "~mass" + Long.toString(name, Character.MAX_RADIX);
  }
}
