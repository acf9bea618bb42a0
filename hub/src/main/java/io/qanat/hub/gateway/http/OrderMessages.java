package io.qanat.hub.gateway.http;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.value.OrderDefaults;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;

/** Encodes requests about orders as messages of order entry, each in its envelope. Thread-safe. */
public final class OrderMessages {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  /** A new order; {@code price} Fixed8 or null, {@code orderQty} Fixed8. */
  record NewOrder(
      String clOrdId,
      Side side,
      OrdType ordType,
      TimeInForce timeInForce,
      long price,
      long orderQty) {}

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
      final OwnedAccount account, final long securityId, final NewOrder order) {
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
                    .sendingTime(clock.nanoTime())
                    .clOrdId(order.clOrdId())
                    .side(order.side())
                    .ordType(order.ordType())
                    .timeInForce(order.timeInForce())
                    .encodedLength());
  }

  LongFunction<DirectBuffer> replace(
      final OwnedAccount account,
      final long orderId,
      final String clOrdId,
      final long price,
      final long orderQty) {
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
                    .price(price)
                    .orderQty(orderQty)
                    .sendingTime(clock.nanoTime())
                    .clOrdId(clOrdId)
                    .origClOrdId("")
                    .encodedLength());
  }

  LongFunction<DirectBuffer> cancel(
      final OwnedAccount account, final long orderId, final String clOrdId) {
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
                    .origClOrdId("")
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

  /** The ClOrdID of a cancel that brings none: the same for each try, so a retry is one. */
  static String cancelName(final long orderId) {
    return "~cancel" + Long.toString(orderId, Character.MAX_RADIX);
  }

  /** The ClOrdID of a mass cancel that brings none: each cancels what is there by then. */
  String massCancelName() {
    final long name = lastName.updateAndGet(last -> Math.max(last + 1, clock.nanoTime()));
    return "~mass" + Long.toString(name, Character.MAX_RADIX);
  }
}
