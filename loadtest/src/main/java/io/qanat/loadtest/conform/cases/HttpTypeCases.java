package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.HttpDoor;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every kind of order through the HTTP door: said in JSON, told over Aeron, refused alike. */
final class HttpTypeCases {
  /** In the year 2100. */
  private static final long LATE = 4_102_444_800_000_000_000L;

  private HttpTypeCases() {}

  static List<ConformCase> all() {
    return List.of(
        taken(
            "HTTP-11",
            "A stop order",
            "NEW NEW 1@market leaves 1 cum 0 waiting",
            desk -> desk.unpriced("a", Side.BUY, OrdType.STOP, 1),
            desk ->
                order -> order.stopPx(desk.ticks(9)).triggerPriceType(TriggerPriceType.BEST_OFFER)),
        taken(
            "HTTP-12",
            "A stop-limit order on the mark price",
            "NEW NEW 1@5 leaves 1 cum 0 waiting",
            desk -> desk.stopLimit("a", Side.BUY, 1, 5),
            desk -> order -> order.stopPx(desk.ticks(9)).triggerPriceType(TriggerPriceType.MARK)),
        taken(
            "HTTP-13",
            "An iceberg",
            "NEW NEW 3@-5 leaves 3 cum 0",
            desk -> desk.limit("a", Side.BUY, 3, -5, TimeInForce.DAY),
            desk -> order -> order.displayQty(desk.units(1))),
        taken(
            "HTTP-14",
            "A hidden, post-only order",
            "NEW NEW 1@-5 leaves 1 cum 0",
            desk -> desk.limit("a", Side.BUY, 1, -5, TimeInForce.GOOD_TILL_CANCEL),
            desk ->
                order -> order.displayQty(0).execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE)),
        taken(
            "HTTP-15",
            "A good-till-date order",
            "NEW NEW 1@-5 leaves 1 cum 0",
            desk -> desk.limit("a", Side.BUY, 1, -5, TimeInForce.GOOD_TILL_DATE),
            desk -> order -> order.expireTime(LATE)),
        taken(
            "HTTP-16",
            "An order for the closing auction",
            "NEW NEW 1@-5 leaves 1 cum 0 waiting",
            desk -> desk.limit("a", Side.BUY, 1, -5, TimeInForce.AT_THE_CLOSE),
            desk -> order -> {}),
        taken(
            "HTTP-17",
            "An order that prevents self-matches",
            "NEW NEW 1@-5 leaves 1 cum 0",
            desk -> desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY),
            desk ->
                order ->
                    order
                        .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.DECREMENT)
                        .selfMatchPreventionScope(SelfMatchPreventionScope.PARTNER)),
        http(
            "HTTP-18",
            "Orders that must trade at once say what became of them",
            "placeOrder",
            HttpTypeCases::atOnce),
        http("HTTP-19", "An OCO pair", "placeOrder", HttpTypeCases::pair),
        http(
            "HTTP-20",
            "A replace changes display quantity and expiry, by number and by name",
            "replaceOrder",
            HttpTypeCases::replaced),
        http(
            "HTTP-21",
            "What order entry refuses is refused here, for the same reason",
            "placeOrder",
            HttpTypeCases::refused));
  }

  /** Placed, answered, found and told with all that was said of it. */
  private static ConformCase taken(
      final String id,
      final String title,
      final String line,
      final Function<Desk, OrderRequest> plain,
      final Function<Desk, Consumer<NewOrderSingleEncoder>> special) {
    return http(
        id,
        title + " is placed, found and told",
        "placeOrder",
        desk -> {
          final Trader trader = desk.trader();
          final OrderRequest order = plain.apply(desk);
          final Consumer<NewOrderSingleEncoder> apart = special.apply(desk);
          final HttpDoor.Answer placed = HttpOrders.place(desk, order, apart).expect(201);
          final JsonNode found = desk.http().get(placed.header("location")).expect(200).body();
          HttpOrders.json(order, apart)
              .properties()
              .forEach(
                  field -> {
                    CaseFailure.unlessEqual(
                        field.getKey(),
                        field.getValue().toString(),
                        placed.body().path(field.getKey()).toString());
                    CaseFailure.unlessEqual(
                        field.getKey() + " when asked for",
                        field.getValue().toString(),
                        found.path(field.getKey()).toString());
                  });
          trader.expectRefused("a", line);
        });
  }

  private static void atOnce(final Desk desk) {
    desk.requireEmptyBook();
    final Trader trader = desk.trader();
    HttpOrders.place(
            desk,
            desk.unpriced("m", Side.BUY, OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT, 1),
            order -> {})
        .expect(201);
    trader.expectRefused("m", "NEW NEW 1@market leaves 1 cum 0");
    trader.expectRefused("m", "CANCELED CANCELED 1@market leaves 0 cum 0");
    final String at =
        HttpOrders.place(
                desk,
                desk.limit("q", Side.BUY, 2, -5, TimeInForce.IMMEDIATE_OR_CANCEL),
                order -> order.minQty(desk.units(1)))
            .expect(201)
            .expect("minQty", Fixed8.format(desk.units(1)))
            .header("location");
    trader.expectRefused("q", "NEW NEW 2@-5 leaves 2 cum 0");
    trader.expectRefused("q", "CANCELED CANCELED 2@-5 leaves 0 cum 0");
    desk.http().get(at).expect(200).expect("ordStatus", "CANCELED");
    HttpOrders.place(
            desk,
            desk.limit("n", Side.BUY, 2, -5, TimeInForce.FILL_OR_KILL),
            order -> order.execInst((short) ExecInst.ALL_OR_NONE))
        .expect(201);
    trader.expectRefused("n", "NEW NEW 2@-5 leaves 2 cum 0");
    trader.expectRefused("n", "CANCELED CANCELED 2@-5 leaves 0 cum 0");
  }

  private static void pair(final Desk desk) {
    final Trader trader = desk.trader();
    HttpOrders.place(desk, desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY), order -> {})
        .expect(201);
    trader.expectRefused("a", "NEW NEW 1@-5 leaves 1 cum 0");
    HttpOrders.place(
            desk,
            desk.limit("b", Side.BUY, 1, -6, TimeInForce.DAY),
            order -> order.clOrdLinkId(desk.clOrdIdOf("a")))
        .expect(201)
        .expect("clOrdLinkId", desk.clOrdIdOf("a"));
    trader.expectRefused("b", "NEW NEW 1@-6 leaves 1 cum 0");
    HttpOrders.place(
            desk,
            desk.limit("c", Side.BUY, 1, -6, TimeInForce.DAY),
            order -> order.clOrdLinkId(desk.clOrdIdOf("nobody")))
        .expectProblem(422)
        .expect("ordRejReason", "UNKNOWN_ORDER");
    trader.expectRefused("c", "REJECTED REJECTED UNKNOWN_ORDER");
  }

  private static void replaced(final Desk desk) {
    final Trader trader = desk.trader();
    final String at =
        HttpOrders.place(
                desk,
                desk.limit("a", Side.BUY, 3, -5, TimeInForce.GOOD_TILL_DATE),
                order -> order.expireTime(LATE).displayQty(desk.units(1)))
            .expect(201)
            .header("location");
    trader.expectRefused("a", "NEW NEW 3@-5 leaves 3 cum 0");
    desk.http()
        .put(at, replace(desk, "r", "\"displayQty\":\"" + Fixed8.format(desk.units(2)) + '"'))
        .expect(200)
        .expect("displayQty", Fixed8.format(desk.units(2)));
    trader.expectRefused("r", "REPLACED NEW 3@-5 leaves 3 cum 0 of a");
    desk.http()
        .put(
            HttpOrders.at(desk.buyer()) + "/0",
            replace(
                desk,
                "t",
                "\"origClOrdId\":\""
                    + desk.clOrdIdOf("a")
                    + "\",\"expireTime\":\"2100-01-01T00:00:01Z\""))
        .expect(200)
        .expect("expireTime", "2100-01-01T00:00:01Z")
        .expect("displayQty", Fixed8.format(desk.units(2)));
    trader.takeAbout("t");
    desk.http()
        .put(at, replace(desk, "u", "\"stopPx\":\"" + Fixed8.format(desk.ticks(1)) + '"'))
        .expectProblem(422)
        .expect("cxlRejReason", "OTHER");
    trader.takeAbout("u");
  }

  private static String replace(final Desk desk, final String name, final String fields) {
    return "{\"clOrdId\":\"%s\",\"price\":\"%s\",\"orderQty\":\"%s\",%s}"
        .formatted(
            desk.clOrdIdOf(name),
            Fixed8.format(desk.ticks(-5)),
            Fixed8.format(desk.units(3)),
            fields);
  }

  private static void refused(final Desk desk) {
    final Trader trader = desk.trader();
    trader.sell("s", 1, 0, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
    refused(
        desk,
        trader,
        desk.limit("a", Side.BUY, 1, 0, TimeInForce.DAY),
        order -> order.execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE),
        "POST_ONLY_WOULD_TRADE");
    refused(
        desk,
        trader,
        desk.limit("b", Side.BUY, 1, -5, TimeInForce.DAY),
        order -> order.execInst((short) ExecInst.ALL_OR_NONE),
        "UNSUPPORTED_ORDER_CHARACTERISTIC");
    refused(
        desk,
        trader,
        desk.limit("c", Side.BUY, 1, -5, TimeInForce.GOOD_TILL_DATE),
        order -> order.expireTime(1),
        "TOO_LATE_TO_ENTER");
    refused(
        desk,
        trader,
        desk.limit("d", Side.BUY, 1, -5, TimeInForce.DAY),
        order -> order.displayQty(desk.units(2)),
        "INCORRECT_QUANTITY");
    refused(
        desk,
        trader,
        desk.unpriced("e", Side.BUY, OrdType.STOP, 1),
        order -> order.stopPx(desk.instrument().highestPrice() + desk.instrument().tickSize()),
        "PRICE_EXCEEDS_BAND");
    HttpOrders.place(desk, desk.unpriced("f", Side.BUY, OrdType.STOP, 1), order -> {})
        .expectProblem(400);
    trader.expectNothingElse();
  }

  private static void refused(
      final Desk desk,
      final Trader trader,
      final OrderRequest order,
      final Consumer<NewOrderSingleEncoder> special,
      final String reason) {
    HttpOrders.place(desk, order, special).expectProblem(422).expect("ordRejReason", reason);
    trader.expectRefused(desk.nameOf(order.clOrdId()), "REJECTED REJECTED " + reason);
  }
}
