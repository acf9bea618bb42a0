package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of order over HTTP: what is said of it comes back, what makes no sense is refused. */
@ExtendWith(HttpHub.Shared.class)
class HttpOrderTypesTest {
  private static final String ORDERS = "/v1/accounts/101/orders";

  private final HttpHub hub;

  HttpOrderTypesTest(final HttpHub hub) {
    this.hub = hub;
  }

  @AfterEach
  void cancelAll() {
    hub.delete(ONE, "/v1/orders");
  }

  /** An order for 10 to buy EURUSD, with more fields, in single quotes. */
  private HttpHub.Answer place(final String name, final String fields) {
    return hub.post(ONE, ORDERS, body(name, fields));
  }

  private static String body(final String name, final String fields) {
    return ("{'clOrdId':'" + name + "','symbol':'EURUSD','side':'BUY','orderQty':'10'," + fields)
            .replace('\'', '"')
        + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'ordType':'STOP','stopPx':'9.5','triggerPriceType':'LAST_TRADE','workingIndicator':false",
        "'ordType':'STOP','stopPx':'9.5','triggerPriceType':'BEST_OFFER','workingIndicator':false",
        "'ordType':'STOP_LIMIT','stopPx':'9.5','price':'9.6','triggerPriceType':'MARK',"
            + "'timeInForce':'GOOD_TILL_CANCEL','workingIndicator':false",
        "'ordType':'LIMIT','price':'0.17','displayQty':'4','workingIndicator':true",
        "'ordType':'LIMIT','price':'0.17','displayQty':'0','workingIndicator':true",
        "'ordType':'LIMIT','price':'0.17','execInst':['PARTICIPATE_DONT_INITIATE'],'workingIndicator':true",
        "'ordType':'LIMIT','price':'0.17','timeInForce':'GOOD_TILL_DATE',"
            + "'expireTime':'2099-12-31T23:59:59.123456789Z','workingIndicator':true",
        "'ordType':'LIMIT','price':'0.17','timeInForce':'AT_THE_OPENING','workingIndicator':false",
        "'ordType':'LIMIT','price':'0.17','timeInForce':'AT_THE_CLOSE','workingIndicator':false",
        "'ordType':'LIMIT','price':'0.17','selfMatchPreventionInstruction':'DECREMENT',"
            + "'selfMatchPreventionScope':'PARTNER','workingIndicator':true"
      })
  void whatIsSaidOfAnOrderIsAnsweredListedAndFound(final String fields) {
    final JsonNode asked = HttpHub.json("{" + fields.replace('\'', '"') + "}");
    final ObjectNode order = (ObjectNode) asked.deepCopy();
    order.remove("workingIndicator");
    order.put("clOrdId", name()).put("securityId", 1).put("side", "BUY").put("orderQty", "10");
    final HttpHub.Answer placed = hub.post(ONE, ORDERS, order.toString());
    assertThat(placed.status()).as(placed.body().toString()).isEqualTo(201);
    final JsonNode found = hub.get(ONE, placed.header("Location")).body();
    final JsonNode listed = hub.get(ONE, ORDERS).body().get("items").get(0);
    asked
        .properties()
        .forEach(
            field -> {
              assertThat(placed.body().get(field.getKey()))
                  .as("answered: " + field)
                  .isEqualTo(field.getValue());
              assertThat(found.get(field.getKey()))
                  .as("found: " + field)
                  .isEqualTo(field.getValue());
              assertThat(listed.get(field.getKey()))
                  .as("listed: " + field)
                  .isEqualTo(field.getValue());
            });
    final HttpHub.Answer again = hub.post(ONE, ORDERS, order.toString());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("orderId")).isEqualTo(placed.text("orderId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ordType':'LIMIT','price':'0.17','execInst':['ALL_OR_NONE']|UNSUPPORTED_ORDER_CHARACTERISTIC|11|all or none is taken with fill or kill only",
        "'ordType':'LIMIT','price':'0.17','stopPx':'9'|UNSUPPORTED_ORDER_CHARACTERISTIC|11|stopPx is for stop orders",
        "'ordType':'LIMIT','price':'0.17','minQty':'5'|UNSUPPORTED_ORDER_CHARACTERISTIC|11|minQty is taken with immediate or cancel only",
        "'ordType':'MARKET','displayQty':'5'|UNSUPPORTED_ORDER_CHARACTERISTIC|11|displayQty is for limit orders that may rest",
        "'ordType':'LIMIT','price':'0.17','expireTime':'2099-01-01T00:00:00Z'|UNSUPPORTED_ORDER_CHARACTERISTIC|11|expireTime belongs to good-till-date orders, and they need one",
        "'ordType':'LIMIT','price':'0.17','timeInForce':'GOOD_TILL_DATE','expireTime':'2001-01-01T00:00:00Z'|TOO_LATE_TO_ENTER|4|expireTime",
        "'ordType':'LIMIT','price':'0.17','displayQty':'11'|INCORRECT_QUANTITY|13|displayQty",
        "'ordType':'LIMIT','price':'0.17','timeInForce':'IMMEDIATE_OR_CANCEL','minQty':'11'|INCORRECT_QUANTITY|13|minQty",
        "'ordType':'STOP','stopPx':'9.50001'|INVALID_PRICE_INCREMENT|18|9.50001",
        "'ordType':'STOP','stopPx':'11'|PRICE_EXCEEDS_BAND|16|11",
        "'ordType':'LIMIT','price':'0.17','clOrdLinkId':'nobodys'|UNKNOWN_ORDER|5|clOrdLinkId names no open, unexecuted order of this instrument and side"
      })
  void whatMakesNoSenseIsRefusedForFixsReason(
      final String fields, final String reason, final int code, final String detail) {
    final HttpHub.Answer answer = place(name(), fields);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
    assertThat(answer.text("ordRejReason")).isEqualTo(reason);
    assertThat(answer.body().get("ordRejReasonCode").asInt()).isEqualTo(code);
    assertThat(answer.text("detail")).contains(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ordType':'ICEBERG'|/ordType must be one of [LIMIT, MARKET, MARKET_WITH_LEFT_OVER_AS_LIMIT, STOP, STOP_LIMIT]",
        "'ordType':'STOP'|stopPx of a stop order is absent",
        "'ordType':'STOP','stopPx':9.5|/stopPx must be a decimal as a string",
        "'ordType':'STOP','stopPx':'9.5','triggerPriceType':'ASK'|/triggerPriceType must be one of [BEST_BID, BEST_OFFER, LAST_TRADE, MARK]",
        "'ordType':'LIMIT','price':'1','displayQty':'-1'|displayQty must not be negative",
        "'ordType':'LIMIT','price':'1','minQty':'-1'|minQty must not be negative",
        "'ordType':'LIMIT','price':'1','timeInForce':'GOOD_TILL_DATE'|expireTime of a good-till-date order is absent",
        "'ordType':'LIMIT','price':'1','expireTime':'tomorrow'|/expireTime must be an instant such as",
        "'ordType':'LIMIT','price':'1','expireTime':'9999-01-01T00:00:00Z'|/expireTime must be an instant such as",
        "'ordType':'LIMIT','price':'1','expireTime':1764028800|/expireTime must be an instant such as",
        "'ordType':'LIMIT','price':'1','execInst':'ALL_OR_NONE'|/execInst must be a list",
        "'ordType':'LIMIT','price':'1','execInst':['HIDDEN']|/execInst must be a list of [PARTICIPATE_DONT_INITIATE, DO_NOT_INCREASE, ALL_OR_NONE], each at most once",
        "'ordType':'LIMIT','price':'1','execInst':['ALL_OR_NONE','ALL_OR_NONE']|each at most once",
        "'ordType':'LIMIT','price':'1','clOrdLinkId':'a b'|/clOrdLinkId must be 1 to 20 printable ASCII characters",
        "'ordType':'LIMIT','price':'1','selfMatchPreventionInstruction':'ALL'|/selfMatchPreventionInstruction must be one of",
        "'ordType':'LIMIT','price':'1','selfMatchPreventionScope':'HUB'|/selfMatchPreventionScope must be one of [ACCOUNT, PARTNER]"
      })
  void aBadFieldIsNamed(final String fields, final String detail) {
    final HttpHub.Answer answer = place(name(), fields);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    assertThat(answer.text("detail")).contains(detail);
  }

  @Test
  void aPostOnlyOrderThatWouldTradeIsRefused() {
    hub.place(ONE, 102, name(), "SELL", "10", "0.1801");
    final HttpHub.Answer refused =
        place(
            name(), "'ordType':'LIMIT','price':'0.1801','execInst':['PARTICIPATE_DONT_INITIATE']");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("ordRejReason")).isEqualTo("POST_ONLY_WOULD_TRADE");
    assertThat(refused.body().get("ordRejReasonCode").asInt()).isEqualTo(1010);
  }

  @Test
  void aStopOrderIsTriggeredByATradeAndSaysSo() {
    final HttpHub.Answer stop =
        place(name(), "'ordType':'STOP_LIMIT','stopPx':'0.1803','price':'0.1803'");
    assertThat(stop.body().get("workingIndicator").asBoolean()).isFalse();
    hub.place(ONE, 102, name(), "SELL", "10", "0.1803");
    hub.place(ONE, 102, name(), "BUY", "10", "0.1803");
    final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    JsonNode order = hub.get(ONE, stop.header("Location")).body();
    while (!order.get("workingIndicator").asBoolean() && System.nanoTime() < deadline) {
      order = hub.get(ONE, stop.header("Location")).body();
    }
    assertThat(order.get("workingIndicator").asBoolean()).as(order.toString()).isTrue();
    assertThat(order.get("ordType").asText()).isEqualTo("STOP_LIMIT");
  }

  @Test
  void aTradeOfOneEndsTheOtherOfThePair() {
    final String first = name();
    final HttpHub.Answer resting = hub.place(ONE, 101, first, "BUY", "10", "0.1805");
    final HttpHub.Answer other =
        place(name(), "'ordType':'STOP','stopPx':'9.5','clOrdLinkId':'" + first + "'");
    assertThat(other.status()).as(other.body().toString()).isEqualTo(201);
    assertThat(other.text("clOrdLinkId")).isEqualTo(first);
    hub.place(ONE, 102, name(), "SELL", "10", "0.1805");
    hub.await(ONE, resting.header("Location"), "FILLED");
    hub.await(ONE, other.header("Location"), "CANCELED");
    assertThat(hub.get(ONE, "/v1/accounts/101/reports?limit=100000").body().get("items"))
        .anySatisfy(
            report -> {
              assertThat(report.get("orderId")).isEqualTo(other.body().get("orderId"));
              assertThat(report.path("execRestatementReason").asText()).isEqualTo("LINKED_ORDER");
              assertThat(report.path("execRestatementReasonCode").asInt()).isEqualTo(1003);
            });
  }

  @Test
  void aReplaceChangesWhatItNamesAndNothingElse() {
    final String first = name();
    final String end = Instant.parse("2099-01-01T00:00:00Z").toString();
    final HttpHub.Answer placed =
        place(
            first,
            "'ordType':'LIMIT','price':'0.17','displayQty':'4','timeInForce':'GOOD_TILL_DATE',"
                + "'expireTime':'"
                + end
                + "'");
    final String second = name();
    final HttpHub.Answer shown =
        replace(placed.header("Location"), second, "'price':'0.17','displayQty':'5'");
    assertThat(shown.status()).as(shown.body().toString()).isEqualTo(200);
    assertThat(shown.text("displayQty")).isEqualTo("5");
    assertThat(shown.text("expireTime")).isEqualTo(end);
    final HttpHub.Answer later =
        replace(
            ORDERS + "/0",
            name(),
            "'origClOrdId':'" + second + "','price':'0.17','expireTime':'2099-06-01T00:00:00Z'");
    assertThat(later.status()).as(later.body().toString()).isEqualTo(200);
    assertThat(later.text("expireTime")).isEqualTo("2099-06-01T00:00:00Z");
    assertThat(later.text("displayQty")).isEqualTo("5");
    assertThat(later.text("origClOrdId")).isEqualTo(second);

    final HttpHub.Answer noStop =
        replace(placed.header("Location"), name(), "'price':'0.17','stopPx':'9'");
    assertThat(noStop.status()).isEqualTo(422);
    assertThat(noStop.text("cxlRejReason")).isEqualTo("OTHER");
    assertThat(noStop.text("detail")).isEqualTo("the order does not wait for a stopPx");
    final HttpHub.Answer noPrice = replace(placed.header("Location"), name(), "'displayQty':'6'");
    assertThat(noPrice.status()).isEqualTo(422);
    assertThat(noPrice.text("detail")).isEqualTo("price of a limit order is absent");
    assertThat(replace(ORDERS + "/0", name(), "'price':'0.17'").text("detail"))
        .isEqualTo("/origClOrdId must name the order if its number is given as 0");
    assertThat(replace(ORDERS + "/0", name(), "'origClOrdId':'none','price':'1'").status())
        .isEqualTo(404);
  }

  @Test
  void aStopOrderWithoutALimitIsReplacedWithoutAPrice() {
    final HttpHub.Answer stop = place(name(), "'ordType':'STOP','stopPx':'9.5'");
    final HttpHub.Answer moved = replace(stop.header("Location"), name(), "'stopPx':'9.4'");
    assertThat(moved.status()).as(moved.body().toString()).isEqualTo(200);
    assertThat(moved.text("stopPx")).isEqualTo("9.4");
    assertThat(moved.body().get("price").isNull()).isTrue();
  }

  @Test
  void anOrderIsCancelledByItsName() {
    final String name = name();
    final HttpHub.Answer placed = place(name, "'ordType':'LIMIT','price':'0.17'");
    final HttpHub.Answer cancelled = hub.delete(ONE, ORDERS + "/0?origClOrdId=" + name);
    assertThat(cancelled.status()).as(cancelled.body().toString()).isEqualTo(200);
    assertThat(cancelled.text("orderId")).isEqualTo(placed.text("orderId"));
    assertThat(hub.delete(ONE, ORDERS + "/0?origClOrdId=" + name).body().get("possResend"))
        .hasToString("true");
    assertThat(hub.delete(ONE, ORDERS + "/0").status()).isEqualTo(400);
    assertThat(hub.delete(ONE, ORDERS + "/0?origClOrdId=none").status()).isEqualTo(404);
  }

  private HttpHub.Answer replace(final String address, final String name, final String fields) {
    return hub.put(
        ONE,
        address,
        ("{'clOrdId':'" + name + "','orderQty':'9'," + fields + "}").replace('\'', '"'));
  }
}
