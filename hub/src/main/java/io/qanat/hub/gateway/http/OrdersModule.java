package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OrdersAnswerDecoder;
import io.qanat.codecs.fix.Bool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Orders: place, replace, cancel, cancel many, ask. */
public final class OrdersModule implements HttpModule {
  private static final String NAMES_WHAT = "must name the order if its number is given as 0";
  private static final Pattern SYMBOL = Pattern.compile("[!-~]{1,16}");
  private static final long SECURITY_ID_MAX = (1L << 53) - 1;

  private static final String ORDERS = "/v1/accounts/{account}/orders";
  private static final String ORDER = ORDERS + "/{orderId}";

  private final OrderMessages messages;

  /**
   * Orders.
   *
   * @param messages encodes what accounts are told
   */
  public OrdersModule(final OrderMessages messages) {
    this.messages = messages;
  }

  @Override
  public String documentation() {
    return "openapi/orders.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.partner("placeOrder", HttpMethods.POST, ORDERS, this::place),
        Operation.partner("listOrders", HttpMethods.GET, ORDERS, this::list),
        Operation.partnerCancel("cancelOrders", HttpMethods.DELETE, ORDERS, this::cancelMany),
        Operation.partner("getOrder", HttpMethods.GET, ORDER, this::get),
        Operation.partner("replaceOrder", HttpMethods.PUT, ORDER, this::replace),
        Operation.partnerCancel("cancelOrder", HttpMethods.DELETE, ORDER, this::cancel),
        Operation.partnerCancel(
            "cancelPartnerOrders", HttpMethods.DELETE, "/v1/orders", this::cancelAll));
  }

  private CompletionStage<HttpResponse> place(final PartnerScope scope, final Exchange exchange) {
    exchange.query().noOthers();
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                exchange.body().thenCompose(fields -> place(scope, account, exchange, fields)));
  }

  private CompletionStage<HttpResponse> place(
      final PartnerScope scope,
      final OwnedAccount account,
      final Exchange exchange,
      final BodyFields fields) {
    OrderFields.clOrdId(fields);
    final CompletionStage<Long> security = security(scope, fields);
    final OrderFields.NewOrder order = OrderFields.newOrder(fields);
    fields.noOthers();
    return security
        .thenCompose(
            securityId -> account.tell(exchange, messages.newOrder(account, securityId, order)))
        .thenApply(
            outcome ->
                OrderAnswers.of(
                    exchange, outcome, 201, OrderAnswers.askAt(account, order.clOrdId())));
  }

  /** By {@code securityId}, or by {@code symbol}. */
  private static CompletionStage<Long> security(final PartnerScope scope, final BodyFields fields) {
    final boolean byId = fields.has("securityId");
    if (byId == fields.has("symbol")) {
      throw BodyFields.refuse("securityId", "or /symbol must be there, and not both");
    }
    if (byId) {
      return CompletableFuture.completedFuture(fields.number("securityId", 1, SECURITY_ID_MAX));
    }
    final String symbol = fields.text("symbol", SYMBOL, "1 to 16 printable ASCII characters");
    return scope
        .instruments()
        .thenApply(
            instruments ->
                instruments.stream()
                    .filter(instrument -> instrument.symbol().equals(symbol))
                    .findFirst()
                    .map(EntitledInstrument::securityId)
                    .orElseThrow(
                        () -> BodyFields.refuse("symbol", "is none that your accounts may trade")));
  }

  private CompletionStage<HttpResponse> get(final PartnerScope scope, final Exchange exchange) {
    final long orderId = orderId(exchange, 1);
    exchange.query().noOthers();
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(account -> account.query(Queries.orderStatus(account, orderId, "")))
        .thenApply(answer -> exchange.answer(200, OrderAnswers.status(exchange, answer)));
  }

  private CompletionStage<HttpResponse> list(final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final String clOrdId = query.text("clOrdId").orElse("");
    final boolean liveOnly =
        query
            .word("status", Set.of("live", "all"), clOrdId.isEmpty() ? "live" : "all")
            .equals("live");
    final Paging.Request request = Paging.Request.of(query);
    query.noOthers();
    requireClOrdId("clOrdId", clOrdId, true);
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                Paging.answer(
                    exchange,
                    request,
                    clOrdId.isEmpty()
                        ? (cursor, count) -> page(exchange, account, cursor, count, liveOnly)
                        : (cursor, count) -> named(exchange, account, clOrdId)));
  }

  private static CompletionStage<Paging.Page> page(
      final Exchange exchange,
      final OwnedAccount account,
      final long cursor,
      final int count,
      final boolean liveOnly) {
    return account
        .query(Queries.orders(account, cursor, count, liveOnly))
        .thenApply(
            message -> {
              final OrdersAnswerDecoder answer =
                  new OrdersAnswerDecoder()
                      .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
              if (answer.known() != Bool.YES) {
                throw Problem.notFound();
              }
              final boolean more = answer.more() == Bool.YES;
              final List<ObjectNode> items = new ArrayList<>();
              long last = 0;
              for (final OrdersAnswerDecoder.OrdersDecoder entry : answer.orders()) {
                final byte[] body = new byte[entry.bodyLength()];
                entry.getBody(body, 0, body.length);
                final ObjectNode item = ReportJson.report(exchange.json(), body);
                items.add(item);
                last = item.get("orderId").asLong();
              }
              return new Paging.Page(items, more ? last : 0);
            });
  }

  private static CompletionStage<Paging.Page> named(
      final Exchange exchange, final OwnedAccount account, final String clOrdId) {
    return account
        .query(Queries.orderStatus(account, 0, clOrdId))
        .thenApply(
            (final DirectBuffer answer) ->
                new Paging.Page(
                    OrderAnswers.isReport(answer)
                        ? List.of(OrderAnswers.status(exchange, answer))
                        : List.of(),
                    0));
  }

  private CompletionStage<HttpResponse> replace(final PartnerScope scope, final Exchange exchange) {
    final long orderId = orderId(exchange, 0);
    exchange.query().noOthers();
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                exchange.body().thenCompose(fields -> replace(account, orderId, exchange, fields)));
  }

  private CompletionStage<HttpResponse> replace(
      final OwnedAccount account,
      final long orderId,
      final Exchange exchange,
      final BodyFields fields) {
    final OrderFields.Replace replace = OrderFields.replace(fields);
    fields.noOthers();
    if (orderId == 0 && replace.origClOrdId().isEmpty()) {
      throw BodyFields.refuse("origClOrdId", NAMES_WHAT);
    }
    return account
        .tell(exchange, messages.replace(account, orderId, replace))
        .thenApply(
            outcome ->
                OrderAnswers.of(
                    exchange, outcome, 200, askAt(account, orderId, replace.origClOrdId())));
  }

  private CompletionStage<HttpResponse> cancel(final PartnerScope scope, final Exchange exchange) {
    final long orderId = orderId(exchange, 0);
    final QueryFields query = exchange.query();
    final String origClOrdId = query.text("origClOrdId").orElse("");
    final String clOrdId =
        query.text("clOrdId").orElse(OrderMessages.cancelName(orderId, origClOrdId));
    query.noOthers();
    requireClOrdId("origClOrdId", origClOrdId, true);
    requireClOrdId("clOrdId", clOrdId, false);
    if (orderId == 0 && origClOrdId.isEmpty()) {
      throw Problem.field("origClOrdId", NAMES_WHAT);
    }
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                account
                    .tell(exchange, messages.cancel(account, orderId, clOrdId, origClOrdId))
                    .thenApply(
                        outcome ->
                            OrderAnswers.of(
                                exchange, outcome, 200, askAt(account, orderId, origClOrdId))));
  }

  /** By its number, or if that is 0 by its name. */
  private static String askAt(
      final OwnedAccount account, final long orderId, final String origClOrdId) {
    return orderId == 0
        ? OrderAnswers.askAt(account, origClOrdId)
        : OrderAnswers.address(account.number(), orderId);
  }

  private CompletionStage<HttpResponse> cancelMany(
      final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final String clOrdId = query.text("clOrdId").orElseGet(messages::massCancelName);
    final long securityId = query.number("securityId", 1, SECURITY_ID_MAX, 0);
    query.noOthers();
    requireClOrdId("clOrdId", clOrdId, false);
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                account
                    .tell(exchange, messages.massCancel(account, securityId, clOrdId))
                    .thenApply(
                        outcome ->
                            OrderAnswers.of(
                                exchange,
                                outcome,
                                200,
                                "/v1/accounts/" + account.number() + "/orders")));
  }

  private CompletionStage<HttpResponse> cancelAll(
      final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final String clOrdId = query.text("clOrdId").orElseGet(messages::massCancelName);
    query.noOthers();
    requireClOrdId("clOrdId", clOrdId, false);
    return scope
        .tellPartner(exchange, messages.partnerMassCancel(scope.partner(), clOrdId))
        .thenApply(outcome -> OrderAnswers.of(exchange, outcome, 200, "/v1/accounts"));
  }

  private static void requireClOrdId(
      final String name, final String clOrdId, final boolean mayBeEmpty) {
    if (!(mayBeEmpty && clOrdId.isEmpty()) && !OrderFields.CL_ORD_ID.matcher(clOrdId).matches()) {
      throw Problem.field(name, "must be " + OrderFields.CL_ORD_ID_WORDS);
    }
  }

  /** From the path; 0 stands for the order that {@code origClOrdId} names. */
  private static long orderId(final Exchange exchange, final long min) {
    try {
      return Numbers.parse("orderId", exchange.parameter("orderId"), min, Long.MAX_VALUE);
    } catch (final Problem e) {
      throw Problem.notFound();
    }
  }
}
