package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.http;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.HttpDoor;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** The same trading through the HTTP door, watched through the other one. */
final class HttpCases {
  private HttpCases() {}

  static List<ConformCase> all() {
    return List.of(
        http(
            "HTTP-01",
            "The hub says that it is ready, and serves its document to anybody",
            "getOpenApi",
            desk -> {
              final HttpDoor anybody = desk.http().withCredentials("");
              anybody.get("/health/live").expect(200);
              anybody.get("/health/ready").expect(200);
              CaseFailure.unless(
                  anybody.get("/openapi.json").expect(200).body().path("paths").size() > 0,
                  "the document has no paths");
            }),
        http(
            "HTTP-02",
            "Without credentials, and with wrong ones of any kind, nothing is told",
            "listAccounts",
            HttpCases::credentials),
        http(
            "HTTP-03",
            "An order placed over HTTP is told over Aeron, and cancelled there",
            "placeOrder",
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = desk.limit("a", Side.BUY, 2, -5, TimeInForce.DAY);
              final HttpDoor.Answer placed =
                  desk.http()
                      .post(orders(desk), json(order))
                      .expect(201)
                      .expect("ordStatus", "NEW")
                      .expect("clOrdId", order.clOrdId());
              trader.expectRefused("a", "NEW NEW 2@-5 leaves 2 cum 0");
              desk.http()
                  .get(placed.header("location"))
                  .expect(200)
                  .expect("orderId", placed.body().path("orderId").asText());
              trader.cancel("x", order);
              trader.expectRefused("x", "CANCELED CANCELED 2@-5 leaves 0 cum 0 of a");
            }),
        http(
            "HTTP-04",
            "A POST sent again never trades twice; other content under its name is a conflict",
            "placeOrder",
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY);
              final String orderId =
                  desk.http()
                      .post(orders(desk), json(order))
                      .expect(201)
                      .body()
                      .path("orderId")
                      .asText();
              desk.http()
                  .post(orders(desk), json(order))
                  .expect(200)
                  .expect("orderId", orderId)
                  .expect("possResend", "true");
              desk.http()
                  .post(orders(desk), json(order.withPrice(desk.ticks(-6))))
                  .expectProblem(409);
              trader.expectRefused("a", "NEW NEW 1@-5 leaves 1 cum 0");
            }),
        http(
            "HTTP-05",
            "An order is replaced and cancelled; what is finished cannot be cancelled again",
            "replaceOrder",
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = desk.limit("a", Side.BUY, 2, -5, TimeInForce.DAY);
              final String at =
                  desk.http().post(orders(desk), json(order)).expect(201).header("location");
              desk.http()
                  .put(
                      at,
                      "{\"clOrdId\":\"%s\",\"price\":\"%s\",\"orderQty\":\"%s\"}"
                          .formatted(
                              desk.clOrdIdOf("r"),
                              Fixed8.format(desk.ticks(-6)),
                              Fixed8.format(desk.units(1))))
                  .expect(200)
                  .expect("execType", "REPLACED");
              desk.http().delete(at).expect(200).expect("execType", "CANCELED");
              desk.http().delete(at + "?clOrdId=" + desk.clOrdIdOf("y")).expectProblem(409);
              trader.expectRefused("a", "NEW NEW 2@-5 leaves 2 cum 0");
              trader.expectRefused("r", "REPLACED NEW 1@-6 leaves 1 cum 0 of a");
            }),
        http(
            "HTTP-06",
            "A refused order is 422 with FIX's reason",
            "placeOrder",
            desk -> {
              final Trader trader = desk.trader();
              desk.http()
                  .post(
                      orders(desk),
                      json(
                          desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY)
                              .withPrice(
                                  desk.instrument().highestPrice() + desk.instrument().tickSize())))
                  .expectProblem(422)
                  .expect("ordRejReason", "PRICE_EXCEEDS_BAND");
              trader.expectRefused("a", "REJECTED REJECTED PRICE_EXCEEDS_BAND");
            }),
        http(
            "HTTP-07",
            "A body that is not what it should be is refused, and named",
            "placeOrder",
            desk -> {
              final HttpDoor door = desk.http();
              door.post(orders(desk), "{\"clOrdId\":").expectProblem(400);
              door.post(orders(desk), "[]").expectProblem(400);
              door.post(orders(desk), "{\"clOrdId\":\"x\",\"side\":7}").expectProblem(400);
              door.send("POST", orders(desk), "clOrdId=x", "text/plain").expectProblem(415);
              door.post("/v1/nothing", "{}").expectProblem(404);
            }),
        http(
            "HTTP-08",
            "Another partner's account looks like one that is not there",
            "getAccount",
            desk -> {
              final long foreign =
                  Skips.account(desk.target().foreignAccount(), "--foreign-account");
              for (final String of : List.of("", "/orders", "/balances", "/positions")) {
                final String others = refusal(desk, "/v1/accounts/" + foreign + of);
                final String none = refusal(desk, "/v1/accounts/16777214" + of);
                CaseFailure.unlessEqual("the answer about nothing", others, none);
              }
            }),
        http(
            "HTTP-09",
            "Many orders are cancelled, and counted",
            "cancelOrders",
            desk -> {
              final Trader trader = desk.trader();
              for (final String name : List.of("a", "b")) {
                desk.http()
                    .post(orders(desk), json(desk.limit(name, Side.BUY, 1, -5, TimeInForce.DAY)))
                    .expect(201);
              }
              desk.http().delete(orders(desk)).expect(200).expect("totalAffectedOrders", "2");
              for (final String name : List.of("a", "b")) {
                trader.expectRefused(name, "NEW NEW 1@-5 leaves 1 cum 0");
                trader.expectRefused(name, "CANCELED CANCELED 1@-5 leaves 0 cum 0");
              }
            }),
        http(
            "HTTP-10",
            "The budget of requests is told",
            "listAccounts",
            desk -> {
              final HttpDoor.Answer answer = desk.http().get("/v1/accounts").expect(200);
              for (final String name :
                  List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")) {
                CaseFailure.unless(
                    answer.header(name).matches("[0-9]+"),
                    name + " is \"" + answer.header(name) + '"');
              }
              CaseFailure.unless(
                  !answer.header("X-Request-Id").isEmpty(), "X-Request-Id is missing");
            }));
  }

  private static String orders(final Desk desk) {
    return HttpOrders.at(desk.buyer());
  }

  private static String json(final OrderRequest order) {
    return HttpOrders.json(order, special -> {}).toString();
  }

  private static void credentials(final Desk desk) {
    final String own = desk.target().partner() + "." + desk.target().accessKeyId() + ".";
    String first = null;
    for (final String wrong :
        List.of(
            own + "no-such-secret-of-16",
            desk.target().partner() + ".nobody.no-such-secret-of-16",
            "2147483646.nobody.no-such-secret-of-16")) {
      final HttpDoor.Answer answer =
          desk.http().withCredentials(wrong).get("/v1/accounts").expectProblem(401);
      final String told = answer.body().path("detail").asText();
      first = first == null ? told : first;
      CaseFailure.unlessEqual("what is told about wrong credentials", first, told);
    }
    desk.http().withCredentials("").get("/v1/accounts").expectProblem(401);
  }

  private static String refusal(final Desk desk, final String path) {
    final HttpDoor.Answer answer = desk.http().get(path).expectProblem(404);
    return answer.body().path("type").asText() + " " + answer.body().path("detail").asText();
  }
}
