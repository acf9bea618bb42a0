package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.OPERATOR;
import static io.qanat.hub.gateway.http.HttpHub.TWO;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Streams of a whole hub, as a partner's client meets them. Every message that is heard is held
 * against its schema in the document.
 */
@ExtendWith(HttpHub.Shared.class)
class StreamTest {
  private static final String OIL_ORDER =
      """
      {"clOrdId": "%s", "symbol": "OIL", "side": "%s", "ordType": "LIMIT", "timeInForce": "%s", "price": "%s", "orderQty": "%s"}\
      """;

  private static final String OIL_ENTITLEMENT =
      """
      {"contractSize": "1", "tickSize": "0.01", "lotSize": "1", "minQty": "1", "maxQty": "1000",
       "lowLimitPrice": "-100", "highLimitPrice": "500", "marginRate": "0.1", "makerFeeRate": "0",
       "takerFeeRate": "0", "symbol": "OIL", "baseCurrency": "OIL", "quoteCurrency": "USD",
       "contractType": "CFD", "nonPositivePricesAllowed": true, "why": "to try it"}\
      """;

  private final HttpHub hub;
  private final List<StreamClient> clients = new ArrayList<>();

  StreamTest(final HttpHub hub) {
    this.hub = hub;
  }

  private StreamClient open(final String key) {
    final StreamClient client = new StreamClient(hub.port(), key);
    clients.add(client);
    return client;
  }

  private StreamClient loggedOn(final String key) {
    final StreamClient client = open(key);
    client.next("logon");
    return client;
  }

  @AfterEach
  void everyMessageIsAsTheDocumentSays() {
    clients.forEach(StreamClient::close);
    final JsonNode document = hub.get(null, "/openapi.json").body();
    final ObjectNode root =
        (ObjectNode) document.at("/components/schemas/StreamMessage").deepCopy();
    root.set("components", document.get("components"));
    final JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    for (final StreamClient client : clients) {
      for (final JsonNode message : client.all()) {
        assertThat(schema.validate(message)).as(message.toString()).isEmpty();
      }
    }
  }

  private void oil(final String side, final String price, final String qty, final String lasting) {
    assertThat(
            hub.post(
                    ONE,
                    "/v1/accounts/102/orders",
                    OIL_ORDER.formatted(name(), side, lasting, price, qty))
                .status())
        .isEqualTo(201);
  }

  private static void subscribe(final StreamClient client, final String fields) {
    client.say("{'type': 'subscribe', " + fields + "}");
  }

  @Test
  void aKeyInTheHeaderLogsOn() {
    final JsonNode logon = open(ONE).next("logon");
    assertThat(logon.get("partner").asLong()).isEqualTo(1);
    assertThat(logon.get("keyId").asText()).isEqualTo("one");
    assertThat(logon.get("heartbeatMillis").asLong()).isEqualTo(10_000);
  }

  @Test
  void aKeyInTheFirstMessageLogsOn() {
    final StreamClient client = open(null);
    client.say("{'type': 'logon', 'key': '" + TWO + "'}");
    // Nobody has to wait for the answer.
    subscribe(client, "'channel': 'status', 'symbol': 'EURUSD'");
    assertThat(client.next("logon").get("partner").asLong()).isEqualTo(2);
    client.next("subscribed");
    client.say("{'type': 'logon', 'key': '" + TWO + "'}");
    assertThat(client.next("error").get("error").asText()).isEqualTo("/problems/conflict");
  }

  @Test
  void whoDoesNotProveWhoItIsIsNotLetIn() {
    final String wrong = "1.one.not-the-secret-of-partner-one";
    assertThat(refusal(wrong)).isEqualTo(401);
    assertThat(refusal("nonsense")).isEqualTo(401);
    assertThat(open(null).say("{'type': 'logon', 'key': '" + wrong + "'}").closeCode())
        .isEqualTo(4401);
    assertThat(open(null).say("{'type': 'logon', 'key': 'nonsense'}").closeCode()).isEqualTo(4401);
    assertThat(open(null).say("{'type': 'heartbeat'}").closeCode()).isEqualTo(4401);
    assertThat(open(null).closeCode()).as("no logon in time").isEqualTo(4401);
  }

  private int refusal(final String key) {
    try {
      open(key);
      return 101;
    } catch (final CompletionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void thereIsNoPlaceForEverybody() {
    final List<StreamClient> anonymous = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      anonymous.add(open(null));
    }
    assertThat(anonymous).extracting(StreamClient::closeCode).contains(1013, 4401);
    final List<StreamClient> ofOnePartner = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      ofOnePartner.add(open(TWO));
    }
    assertThat(ofOnePartner)
        .extracting(client -> client.next(message -> true, "message").path("code").asInt())
        .contains(0, 1013);
    loggedOn(ONE);
  }

  @Test
  void whatIsNoUpgradeIsTold() {
    final HttpHub.Answer answer = hub.get(ONE, "/v1/stream");
    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.header("Upgrade")).isEqualTo("websocket");
    assertThat(answer.text("type")).isEqualTo("/problems/upgrade-required");
    assertThat(hub.get(ONE, "/v1/stream?key=" + ONE).text("field")).isEqualTo("'key'");
  }

  @Test
  void anOrderIsWatchedFromItsBeginningToItsEnd() {
    final StreamClient client = loggedOn(ONE);
    subscribe(client, "'channel': 'reports', 'account': 102, 'requestId': 'mine'");
    final JsonNode subscribed = client.next("subscribed");
    assertThat(subscribed.get("requestId").asText()).isEqualTo("mine");
    final long first = subscribed.get("nextReportNo").asLong();
    final String clOrdId = name();
    final String orderId = hub.place(ONE, 102, clOrdId, "BUY", "100", "0.2").text("orderId");
    final JsonNode accepted = client.next("report");
    assertThat(accepted.at("/report/clOrdId").asText()).isEqualTo(clOrdId);
    assertThat(accepted.at("/report/execType").asText()).isEqualTo("NEW");
    assertThat(accepted.get("reportNo").asLong()).isEqualTo(first);
    hub.delete(ONE, "/v1/accounts/102/orders/" + orderId);
    final JsonNode cancelled = client.next("report");
    assertThat(cancelled.at("/report/execType").asText()).isEqualTo("CANCELED");
    assertThat(cancelled.get("reportNo").asLong()).isEqualTo(first + 1);
    client.say("{'type': 'unsubscribe', 'channel': 'reports', 'account': 102}");
    assertThat(client.next("unsubscribed").get("reason").asText()).isEqualTo("REQUESTED");
  }

  @Test
  void reportsMissedWhileAwayComeOnceAndInOrderAndWhatIsGoneIsNamed() {
    final StreamClient before = loggedOn(ONE);
    subscribe(before, "'channel': 'reports', 'account': 102");
    final long next = before.next("subscribed").get("nextReportNo").asLong();
    before.close();
    for (int i = 0; i < 300; i++) {
      hub.place(ONE, 102, name(), "BUY", "100", "11");
    }
    final StreamClient after = loggedOn(ONE);
    subscribe(after, "'channel': 'reports', 'account': 102, 'afterReport': " + (next - 1));
    assertThat(after.next("subscribed").get("nextReportNo").asLong()).isEqualTo(next + 300);
    final JsonNode gap = after.next("gap");
    assertThat(gap.get("fromReportNo").asLong()).isEqualTo(next);
    assertThat(gap.get("throughReportNo").asLong()).isEqualTo(next + 43);
    for (long reportNo = next + 44; reportNo < next + 300; reportNo++) {
      final JsonNode report = after.next("report");
      assertThat(report.get("reportNo").asLong()).isEqualTo(reportNo);
      assertThat(report.at("/report/ordRejReason").asText()).isEqualTo("PRICE_EXCEEDS_BAND");
    }
    hub.place(ONE, 102, name(), "BUY", "100", "11");
    assertThat(after.next("report").get("reportNo").asLong()).isEqualTo(next + 300);
    subscribe(loggedOnWith(after), "'channel': 'reports', 'account': 102, 'afterReport': 9999999");
    assertThat(after.next("error").get("detail").asText()).startsWith("/afterReport is beyond");
  }

  /** The same without its subscription. */
  private static StreamClient loggedOnWith(final StreamClient client) {
    client.say("{'type': 'unsubscribe', 'channel': 'reports', 'account': 102}");
    client.next("unsubscribed");
    return client;
  }

  @Test
  void pricesFollowTheBook() {
    final StreamClient top = loggedOn(ONE);
    final StreamClient depth = loggedOn(ONE);
    subscribe(top, "'channel': 'prices', 'symbol': 'OIL'");
    subscribe(depth, "'channel': 'prices', 'symbol': '2', 'depth': 2");
    assertThat(top.next("subscribed").get("depth").asInt()).isEqualTo(1);
    assertThat(depth.next("subscribed").get("symbol").asText()).isEqualTo("OIL");
    top.next("prices");
    depth.next("prices");
    oil("BUY", "-12.34", "7", "DAY");
    oil("BUY", "-12.36", "1", "DAY");
    oil("BUY", "-12.35", "2", "DAY");
    top.next(m -> m.at("/bids/0/price").asText().equals("-12.34"), "the best bid");
    final JsonNode both =
        depth.next(m -> m.at("/bids/1/price").asText().equals("-12.35"), "two bids");
    assertThat(both.get("bids")).hasSize(2);
    assertThat(both.at("/bids/0/size").asText()).isEqualTo("7");
    assertThat(both.at("/bids/0/numberOfOrders").asInt()).isEqualTo(1);
    assertThat(both.get("live").asBoolean()).isTrue();
    oil("SELL", "-12.34", "7", "IMMEDIATE_OR_CANCEL");
    final JsonNode traded =
        top.next(m -> m.at("/bids/0/price").asText().equals("-12.35"), "the next bid");
    assertThat(traded.get("lastPx").asText()).isEqualTo("-12.34");
    assertThat(traded.get("lastQty").asText()).isEqualTo("7");
    hub.delete(ONE, "/v1/accounts/102/orders");
    top.next(m -> m.path("bids").isEmpty() && m.has("bids"), "an empty book");
    subscribe(top, "'channel': 'prices', 'symbol': '2'");
    assertThat(top.next("error").get("mdReqRejReason").asText()).isEqualTo("DUPLICATE_MD_REQ_ID");
  }

  @Test
  void tradesAreNumberedAndResumed() {
    final StreamClient client = loggedOn(ONE);
    subscribe(client, "'channel': 'trades', 'symbol': 'OIL'");
    final long next = client.next("subscribed").get("nextTradeId").asLong();
    for (int i = 0; i < 3; i++) {
      oil("SELL", "20", "1", "DAY");
      oil("BUY", "20", "1", "IMMEDIATE_OR_CANCEL");
    }
    final List<JsonNode> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      told.add(client.next("trade"));
      assertThat(told.get(i).get("tradeId").asLong()).isEqualTo(next + i);
    }
    assertThat(told.get(0).get("aggressorSide").asText()).isEqualTo("BUY");
    final StreamClient resumed = loggedOn(ONE);
    subscribe(resumed, "'channel': 'trades', 'symbol': 'OIL', 'afterTradeId': '" + next + "'");
    assertThat(resumed.next("trade")).isEqualTo(told.get(1));
    assertThat(resumed.next("trade")).isEqualTo(told.get(2));
    final StreamClient recent = loggedOn(ONE);
    subscribe(recent, "'channel': 'trades', 'symbol': 'OIL', 'recent': 1");
    assertThat(recent.next("trade")).isEqualTo(told.get(2));
  }

  @Test
  void theStatusIsTold() {
    final StreamClient client = loggedOn(ONE);
    subscribe(client, "'channel': 'status', 'symbol': 'EURUSD'");
    assertThat(client.next("status").get("securityTradingStatus").asText())
        .isEqualTo("READY_TO_TRADE");
  }

  @Test
  void whatIsAnothersLooksLikeNothing() {
    final StreamClient client = loggedOn(TWO);
    for (final List<String> alike :
        List.of(
            List.of("'channel': 'reports', 'account': 101", "'channel': 'reports', 'account': 99"),
            List.of("'channel': 'prices', 'symbol': 'OIL'", "'channel': 'prices', 'symbol': 'X'"),
            List.of("'channel': 'trades', 'symbol': '2'", "'channel': 'trades', 'symbol': '3'"),
            List.of(
                "'channel': 'status', 'symbol': 'OIL'", "'channel': 'status', 'symbol': 'X'"))) {
      subscribe(client, alike.get(0));
      final JsonNode others = client.next("error");
      subscribe(client, alike.get(1));
      assertThat(client.next("error")).isEqualTo(others);
      assertThat(others.get("error").asText()).isEqualTo("/problems/not-found");
      assertThat(others.get("businessRejectReasonCode").asInt()).isEqualTo(1);
    }
  }

  @Test
  void onesOwnReportsAreNobodyElses() {
    final StreamClient two = loggedOn(TWO);
    subscribe(two, "'channel': 'reports', 'account': 201");
    two.next("subscribed");
    hub.place(ONE, 101, name(), "BUY", "100", "11");
    hub.place(TWO, 201, name(), "BUY", "100", "11");
    assertThat(two.next("report").get("account").asLong()).isEqualTo(201);
    assertThat(two.all().toString()).doesNotContain("\"account\":101");
  }

  @Test
  void whatIsNoRequestIsNamed() {
    final StreamClient client = loggedOn(ONE);
    assertRefused(client, "[]", "a message is a JSON object");
    assertRefused(client, "{'type': 'shout'}", "/type must be one of");
    assertRefused(client, "{'type': 'heartbeat', 'more': 1}", "'more' is not a field");
    assertRefused(client, "{'type': 'subscribe', 'channel': 'prices'}", "/symbol is missing");
    final JsonNode depth =
        assertRefused(
            client,
            "{'type': 'subscribe', 'channel': 'prices', 'symbol': 'OIL', 'depth': 51,"
                + " 'requestId': 'deep'}",
            "/depth must be a whole number from 1 to 50");
    assertThat(depth.get("requestId").asText()).isEqualTo("deep");
    assertThat(depth.get("mdReqRejReason").asText()).isEqualTo("UNSUPPORTED_MARKET_DEPTH");
    assertRefused(
        client,
        "{'type': 'unsubscribe', 'channel': 'status', 'symbol': 'OIL'}",
        "this stream is not subscribed");
    for (int i = 0; i < 8; i++) {
      subscribe(client, "'channel': 'reports', 'account': " + (1_000 + i));
    }
    client.say("{'type': 'heartbeat'}");
    client.next("heartbeat");
  }

  @Test
  void aStreamHasSoManySubscriptions() {
    final StreamClient client = loggedOn(ONE);
    for (final String channel : List.of("prices", "trades", "status")) {
      for (final String symbol : List.of("OIL", "EURUSD")) {
        subscribe(client, "'channel': '" + channel + "', 'symbol': '" + symbol + "'");
        client.next("subscribed");
      }
    }
    for (final int account : new int[] {101, 102}) {
      subscribe(client, "'channel': 'reports', 'account': " + account);
      client.next("subscribed");
    }
    subscribe(client, "'channel': 'reports', 'account': 103");
    assertThat(client.next("error").get("detail").asText())
        .isEqualTo("a stream has at most 8 subscriptions");
  }

  private static JsonNode assertRefused(
      final StreamClient client, final String message, final String detail) {
    final JsonNode error = client.say(message).next("error");
    assertThat(error.get("detail").asText()).contains(detail);
    return error;
  }

  @Test
  void moreMessagesThanTheRateAreRefusedAndAFloodIsClosed() {
    final StreamClient client = loggedOn(ONE);
    for (int i = 0; i < 250; i++) {
      client.say("{'type': 'heartbeat'}");
    }
    final JsonNode error = client.next("error");
    assertThat(error.get("error").asText()).isEqualTo("/problems/rate-limited");
    assertThat(error.get("businessRejectReason").asText()).isEqualTo("THROTTLE_LIMIT_EXCEEDED");
    assertThat(error.get("retryAfterMillis").asInt()).isPositive();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                client.say("{'type': 'heartbeat'}");
              }
            })
        .isInstanceOf(CompletionException.class);
    assertThat(client.closeCode()).isEqualTo(4429);
  }

  @Test
  void streamsAreCounted() {
    final StreamClient client = loggedOn(ONE);
    subscribe(client, "'channel': 'status', 'symbol': 'OIL'");
    client.next("subscribed");
    final String metrics = HttpHub.utf8(hub.get(null, "/metrics").response());
    assertThat(metrics)
        .contains(
            "qanat_stream_open ",
            "qanat_stream_subscriptions ",
            "qanat_stream_messages_out_total ",
            "qanat_stream_conflated_total ",
            "qanat_stream_cut_off_slow_total ");
  }

  /** Partner 2 may trade OIL for a while. */
  @Test
  void whatThePartnerMayNoLongerTradeEndsAndTheRestGoesOn() {
    final String entitlement = "/v1/admin/partners/2/entitlements/2";
    assertThat(hub.put(OPERATOR, entitlement, OIL_ENTITLEMENT).status()).isEqualTo(200);
    final StreamClient client = loggedOn(TWO);
    final List<String> channels = List.of("prices", "trades", "status");
    for (final String channel : channels) {
      subscribe(client, "'channel': '%s', 'symbol': 'OIL', 'requestId': 'oil'".formatted(channel));
      client.next("subscribed");
    }
    subscribe(client, "'channel': 'prices', 'symbol': 'EURUSD'");
    subscribe(client, "'channel': 'reports', 'account': 201, 'afterReport': 0");
    client.next("subscribed");

    assertThat(hub.delete(OPERATOR, entitlement + "?why=tried").status()).isEqualTo(200);
    final List<String> ended = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      final JsonNode end = client.next("unsubscribed");
      assertThat(end.get("reason").asText()).isEqualTo("NOT_ENTITLED");
      assertThat(end.get("requestId").asText()).isEqualTo("oil");
      assertThat(end.get("securityId").asLong()).isEqualTo(2);
      ended.add(end.get("channel").asText());
    }
    assertThat(ended).containsExactlyInAnyOrderElementsOf(channels);

    assertRefused(
        client,
        "{'type': 'subscribe', 'channel': 'trades', 'symbol': 'OIL'}",
        "nothing is found under this address");
    final int heard = client.all().size();
    oil("SELL", "71.5", "1", "DAY");
    final String order = name();
    assertThat(hub.place(TWO, 201, order, "BUY", "1", "0.9").status()).isEqualTo(201);
    boolean reported = false;
    boolean priced = false;
    while (!reported || !priced) {
      final JsonNode message = client.next(m -> true, "report and price, in either order");
      reported |= message.at("/report/clOrdId").asText().equals(order);
      priced |= message.path("symbol").asText().equals("EURUSD");
    }
    assertThat(client.all().subList(heard, client.all().size()))
        .noneMatch(m -> m.path("symbol").asText().equals("OIL"));
    assertThat(hub.delete(ONE, "/v1/accounts/102/orders").status()).isEqualTo(200);
    assertThat(hub.delete(TWO, "/v1/accounts/201/orders").status()).isEqualTo(200);
  }
}
