package io.qanat.hub.gateway.http;

import io.qanat.codecs.entity.OrderStatusQueryEncoder;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.value.Fixed8;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Orders: place, ask, cancel. */
public final class OrdersModule implements HttpModule {
  static final Pattern CL_ORD_ID = Pattern.compile("[!-~]{1,20}");
  static final String CL_ORD_ID_WORDS = "1 to 20 printable ASCII characters without blanks";

  private static final String ORDERS = "/v1/accounts/{account}/orders";
  private static final String ORDER = ORDERS + "/{orderId}";

  private final EpochNanoClock clock;

  public OrdersModule(final EpochNanoClock clock) {
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.partner("placeOrder", HttpMethods.POST, ORDERS, this::place),
        Operation.partner("getOrder", HttpMethods.GET, ORDER, this::get),
        Operation.partnerCancel("cancelOrder", HttpMethods.DELETE, ORDER, this::cancel));
  }

  private CompletionStage<HttpResponse> place(final PartnerScope scope, final Exchange exchange) {
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account -> exchange.body().thenCompose(fields -> place(account, exchange, fields)));
  }

  private CompletionStage<HttpResponse> place(
      final OwnedAccount account, final Exchange exchange, final BodyFields fields) {
    final String clOrdId = fields.text("clOrdId", CL_ORD_ID, CL_ORD_ID_WORDS);
    final long securityId = fields.number("securityId", 1, (1L << 53) - 1);
    final Side side = fields.code("side", Side.class);
    final OrdType ordType = fields.code("ordType", OrdType.class);
    final TimeInForce timeInForce = fields.code("timeInForce", TimeInForce.class, TimeInForce.DAY);
    final long price = fields.optionalDecimal("price").orElse(Fixed8.NULL);
    final long orderQty = fields.decimal("orderQty");
    fields.noOthers();
    final LongFunction<DirectBuffer> input =
        ClientInputs.of(
            account.partner(),
            buffer ->
                MessageHeaderEncoder.ENCODED_LENGTH
                    + new NewOrderSingleEncoder()
                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                        .seqNum(0)
                        .account(account.number())
                        .securityId(securityId)
                        .price(price)
                        .orderQty(orderQty)
                        .sendingTime(clock.nanoTime())
                        .clOrdId(clOrdId)
                        .side(side)
                        .ordType(ordType)
                        .timeInForce(timeInForce)
                        .encodedLength());
    return account
        .tell(exchange, input)
        .thenApply(
            outcome ->
                OrderAnswers.of(
                    exchange,
                    outcome,
                    201,
                    "/v1/accounts/" + account.number() + "/orders?clOrdId=" + clOrdId));
  }

  private CompletionStage<HttpResponse> get(final PartnerScope scope, final Exchange exchange) {
    final long orderId = orderId(exchange);
    exchange.query().noOthers();
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(account -> account.query(orderStatus(account, orderId, "")))
        .thenApply(answer -> OrderAnswers.status(exchange, answer));
  }

  private CompletionStage<HttpResponse> cancel(final PartnerScope scope, final Exchange exchange) {
    final long orderId = orderId(exchange);
    final QueryFields query = exchange.query();
    final String clOrdId = query.text("clOrdId").orElse(cancelName(orderId));
    query.noOthers();
    if (!CL_ORD_ID.matcher(clOrdId).matches()) {
      throw Problem.field("clOrdId", "must be " + CL_ORD_ID_WORDS);
    }
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                account
                    .tell(
                        exchange,
                        ClientInputs.of(
                            account.partner(),
                            buffer ->
                                MessageHeaderEncoder.ENCODED_LENGTH
                                    + new OrderCancelRequestEncoder()
                                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                                        .seqNum(0)
                                        .account(account.number())
                                        .orderId(orderId)
                                        .sendingTime(clock.nanoTime())
                                        .clOrdId(clOrdId)
                                        .origClOrdId("")
                                        .encodedLength()))
                    .thenApply(
                        outcome ->
                            OrderAnswers.of(
                                exchange,
                                outcome,
                                200,
                                OrderAnswers.address(account.number(), orderId))));
  }

  /** The ClOrdID of a cancel that brings none: the same for each try, so a retry is one. */
  private static String cancelName(final long orderId) {
    return "~cancel" + Long.toString(orderId, Character.MAX_RADIX);
  }

  private static long orderId(final Exchange exchange) {
    try {
      return Numbers.parse("orderId", exchange.parameter("orderId"), 1, Long.MAX_VALUE);
    } catch (final Problem e) {
      throw Problem.notFound();
    }
  }

  private static DirectBuffer orderStatus(
      final OwnedAccount account, final long orderId, final String clOrdId) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + OrderStatusQueryEncoder.BLOCK_LENGTH]);
    new OrderStatusQueryEncoder()
        .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.entity.MessageHeaderEncoder())
        .partner(account.partner())
        .orderId(orderId)
        .seqNum(0)
        .clOrdId(clOrdId);
    return buffer;
  }
}
