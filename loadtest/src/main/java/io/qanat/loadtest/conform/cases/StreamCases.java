package io.qanat.loadtest.conform.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.StreamDoor;
import io.qanat.loadtest.conform.Trader;
import io.qanat.loadtest.hub.RawStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Streams over WebSocket, beside the other doors. */
final class StreamCases {
  private static final int RAW_BYTES = 4_096;
  private static final int REPORTS_TO_FILL = 40;
  private static final int TIMES_TO_FILL = 45;

  private StreamCases() {}

  static List<ConformCase> all() {
    return List.of(
        stream("WS-01", "A key that comes with the upgrade logs on", StreamCases::logon),
        stream("WS-02", "Without it the first message is a logon", StreamCases::logonByMessage),
        stream("WS-03", "Wrong credentials are told nothing, either way", StreamCases::wrongKey),
        stream(
            "WS-04",
            "Another partner's account looks like one that is not there",
            StreamCases::foreignAccount),
        stream("WS-05", "Prices follow the book, at the best and in depth", StreamCases::prices),
        stream("WS-06", "Trades are told with their numbers, and again", StreamCases::trades),
        stream(
            "WS-07",
            "An order's life is told, whichever door it came through",
            StreamCases::ownOrder),
        stream("WS-08", "Missed reports come once and in order", StreamCases::resumption),
        stream("WS-09", "Watching takes nothing from the session", StreamCases::sharedReports),
        stream("WS-10", "The hub is never silent for longer than it says", StreamCases::heartbeat),
        stream("WS-11", "A silent client is closed", StreamCases::silence),
        stream("WS-12", "A slow consumer is cut off", StreamCases::slowConsumer),
        stream("WS-13", "What is no request is refused, and named", StreamCases::badRequests));
  }

  private static ConformCase stream(
      final String id, final String title, final ConformCase.Script script) {
    return ConformCase.http(id, title, "openStream", script);
  }

  private static void logon(final Desk desk) {
    final JsonNode logon = desk.stream(desk.credentials()).next("logon");
    CaseFailure.unlessEqual("partner", desk.target().partner(), logon.path("partner").asLong());
    CaseFailure.unlessEqual("keyId", desk.target().accessKeyId(), logon.path("keyId").asText());
    CaseFailure.unless(
        logon.path("heartbeatMillis").asLong() > 0, "the hub does not say how often it beats");
  }

  private static void logonByMessage(final Desk desk) {
    final StreamDoor stream = desk.stream("");
    stream.say("{'type': 'logon', 'key': '" + desk.credentials() + "'}");
    CaseFailure.unlessEqual(
        "partner", desk.target().partner(), stream.next("logon").path("partner").asLong());
    desk.stream("").say("{'type': 'heartbeat'}").expectClose(4401);
  }

  private static void wrongKey(final Desk desk) {
    final String own = desk.target().partner() + "." + desk.target().accessKeyId() + ".";
    for (final String wrong :
        List.of(own + "no-such-secret-of-16", "2147483646.nobody.no-such-secret-of-16")) {
      CaseFailure.unlessEqual("the answer to the upgrade", 401, desk.streamRefusal(wrong));
      desk.stream("").say("{'type': 'logon', 'key': '" + wrong + "'}").expectClose(4401);
    }
  }

  private static void foreignAccount(final Desk desk) {
    final long foreign = Skips.account(desk.target().foreignAccount(), "--foreign-account");
    final StreamDoor stream = desk.stream();
    JsonNode first = null;
    for (final long account : List.of(foreign, 16777214L)) {
      stream.say("{'type': 'subscribe', 'channel': 'reports', 'account': " + account + "}");
      final JsonNode error = stream.next("error");
      CaseFailure.unlessEqual("error", "/problems/not-found", error.path("error").asText());
      first = first == null ? error : first;
      CaseFailure.unlessEqual("the answer about nothing", first, error);
    }
  }

  private static String symbol(final Desk desk) {
    return desk.instrument().symbol();
  }

  private static void prices(final Desk desk) {
    final Trader trader = desk.trader();
    desk.requireEmptyBook();
    final StreamDoor top = desk.stream();
    final StreamDoor depth = desk.stream();
    top.say("{'type': 'subscribe', 'channel': 'prices', 'symbol': '" + symbol(desk) + "'}");
    depth.say(
        "{'type': 'subscribe', 'channel': 'prices', 'depth': 2, 'symbol': '" + symbol(desk) + "'}");
    top.next("prices");
    depth.next("prices");
    final OrderRequest best = trader.buy("a", 3, -5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 3@-5 leaves 3 cum 0");
    final OrderRequest second = trader.buy("b", 1, -6, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-6 leaves 1 cum 0");
    final String bid = level(best);
    top.next("the best bid", message -> bids(message).equals(bid));
    depth.next("both bids", message -> bids(message).equals(bid + level(second)));
    trader.cancel("x", best);
    trader.expect("x", "CANCELED CANCELED 3@-5 leaves 0 cum 0 of a");
    top.next("the second bid", message -> bids(message).equals(level(second)));
    depth.next("the second bid", message -> bids(message).equals(level(second)));
  }

  private static String level(final OrderRequest order) {
    return Fixed8.format(order.orderQty()) + "@" + Fixed8.format(order.price()) + " ";
  }

  private static String bids(final JsonNode prices) {
    final StringBuilder bids = new StringBuilder();
    for (final JsonNode level : prices.path("bids")) {
      bids.append(level.path("size").asText() + "@" + level.path("price").asText() + " ");
    }
    return bids.toString();
  }

  private static void trades(final Desk desk) {
    final Trader trader = desk.trader();
    final StreamDoor stream = desk.stream();
    stream.say("{'type': 'subscribe', 'channel': 'trades', 'symbol': '" + symbol(desk) + "'}");
    final long next = stream.next("subscribed").path("nextTradeId").asLong();
    trader.sell("s", 2, 0, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 2@0 leaves 2 cum 0");
    trader.buy("b", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
    trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    final JsonNode told = stream.next("trade");
    CaseFailure.unlessEqual("tradeId", next, told.path("tradeId").asLong());
    CaseFailure.unlessEqual("price", Fixed8.format(desk.ticks(0)), told.path("price").asText());
    CaseFailure.unlessEqual("size", Fixed8.format(desk.units(1)), told.path("size").asText());
    CaseFailure.unlessEqual("aggressorSide", "BUY", told.path("aggressorSide").asText());
    final StreamDoor again = desk.stream();
    again.say(
        "{'type': 'subscribe', 'channel': 'trades', 'symbol': '%s', 'afterTradeId': '%d'}"
            .formatted(symbol(desk), next - 1));
    CaseFailure.unlessEqual("the trade told again", told, again.next("trade"));
  }

  private static String subscribeReports(final Desk desk, final String more) {
    return "{'type': 'subscribe', 'channel': 'reports', 'account': " + desk.buyer() + more + "}";
  }

  private static void expectReport(
      final StreamDoor stream, final long reportNo, final String clOrdId, final String execType) {
    final JsonNode report = stream.next("report");
    CaseFailure.unlessEqual("reportNo", reportNo, report.path("reportNo").asLong());
    CaseFailure.unlessEqual("clOrdId", clOrdId, report.at("/report/clOrdId").asText());
    CaseFailure.unlessEqual("execType", execType, report.at("/report/execType").asText());
  }

  private static void ownOrder(final Desk desk) {
    final Trader trader = desk.trader();
    final StreamDoor stream = desk.stream();
    stream.say(subscribeReports(desk, ""));
    final long next = stream.next("subscribed").path("nextReportNo").asLong();
    final OrderRequest order = desk.limit("a", Side.BUY, 2, -5, TimeInForce.DAY);
    desk.http().post(HttpCases.orders(desk), HttpCases.json(order)).expect(201);
    expectReport(stream, next, order.clOrdId(), "NEW");
    trader.expectRefused("a", "NEW NEW 2@-5 leaves 2 cum 0");
    trader.cancel("x", order);
    trader.expectRefused("x", "CANCELED CANCELED 2@-5 leaves 0 cum 0 of a");
    expectReport(stream, next + 1, desk.clOrdIdOf("x"), "CANCELED");
  }

  private static void resumption(final Desk desk) {
    final Trader trader = desk.trader();
    final long next;
    try (StreamDoor before = desk.stream()) {
      before.say(subscribeReports(desk, ""));
      next = before.next("subscribed").path("nextReportNo").asLong();
    }
    final OrderRequest order = trader.buy("a", 2, -5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
    trader.cancel("x", order);
    trader.expect("x", "CANCELED CANCELED 2@-5 leaves 0 cum 0 of a");
    // Even what the session has acknowledged is still held for those who watch.
    trader.acknowledgeAll(desk.buyer());
    final StreamDoor after = desk.stream();
    after.say(subscribeReports(desk, ", 'afterReport': " + (next - 1)));
    CaseFailure.unlessEqual(
        "nextReportNo", next + 2, after.next("subscribed").path("nextReportNo").asLong());
    expectReport(after, next, order.clOrdId(), "NEW");
    expectReport(after, next + 1, desk.clOrdIdOf("x"), "CANCELED");
    trader.buy("b", 1, -5, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
    expectReport(after, next + 2, desk.clOrdIdOf("b"), "NEW");
  }

  private static void sharedReports(final Desk desk) {
    final Trader trader = desk.trader();
    final StreamDoor one = desk.stream();
    final StreamDoor other = desk.stream();
    one.say(subscribeReports(desk, ""));
    other.say(subscribeReports(desk, ""));
    final long next = one.next("subscribed").path("nextReportNo").asLong();
    other.next("subscribed");
    trader.buy("a", 2, -5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
    expectReport(one, next, desk.clOrdIdOf("a"), "NEW");
    expectReport(other, next, desk.clOrdIdOf("a"), "NEW");
    trader.expectNothingElse();
  }

  private static void heartbeat(final Desk desk) {
    final StreamDoor stream = desk.stream(desk.credentials());
    final long millis = stream.next("logon").path("heartbeatMillis").asLong();
    stream.next(
        "heartbeat",
        message -> message.path("type").asText().equals("heartbeat"),
        TimeUnit.MILLISECONDS.toNanos(millis) + desk.target().patienceNanos());
    stream.say("{'type': 'heartbeat'}");
    stream.next("heartbeat");
  }

  private static RawStream raw(final Desk desk) throws IOException {
    return new RawStream(URI.create(desk.target().httpUri()), desk.credentials(), RAW_BYTES);
  }

  private static Duration heartbeats(final RawStream stream, final double heartbeats)
      throws IOException {
    RawStream.Frame logon = stream.read(Duration.ofSeconds(10));
    while (!logon.text().contains("heartbeatMillis")) {
      logon = stream.read(Duration.ofSeconds(10));
    }
    final String text = logon.text().replaceAll(".*\"heartbeatMillis\":([0-9]+).*", "$1");
    return Duration.ofMillis((long) (Long.parseLong(text) * heartbeats));
  }

  private static void silence(final Desk desk) {
    desk.http();
    try (RawStream stream = raw(desk)) {
      final Duration most = heartbeats(stream, 5);
      CaseFailure.unlessEqual("the close code", 4408, stream.readToEnd(most));
    } catch (final IOException e) {
      throw new CaseFailure("a silent client is not closed: " + e);
    }
  }

  private static void slowConsumer(final Desk desk) {
    desk.http();
    for (int i = 0; i < REPORTS_TO_FILL; i++) {
      final OrderRequest refused =
          desk.limit("f" + i, Side.BUY, 1, -5, TimeInForce.DAY)
              .withPrice(desk.instrument().highestPrice() + desk.instrument().tickSize());
      desk.http().post(HttpCases.orders(desk), HttpCases.json(refused)).expect(422);
    }
    try (RawStream stream = raw(desk)) {
      final long endNanos = System.nanoTime() + heartbeats(stream, 3.5).toNanos();
      for (int i = 0; i < TIMES_TO_FILL; i++) {
        stream.text(subscribeReports(desk, ", 'afterReport': 0").replace('\'', '"'));
        desk.pause(TimeUnit.MILLISECONDS.toNanos(25));
        stream.text(
            "{\"type\":\"unsubscribe\",\"channel\":\"reports\",\"account\":" + desk.buyer() + "}");
      }
      while (System.nanoTime() - endNanos < 0) {
        stream.ping();
        desk.pause(TimeUnit.MILLISECONDS.toNanos(200));
      }
      final int code = stream.readToEnd(Duration.ofSeconds(10));
      // Whoever does not even take the close frame in time loses the connection without it.
      CaseFailure.unless(code == 4409 || code == 0, "the close code is " + code);
    } catch (final java.net.SocketTimeoutException e) {
      throw new CaseFailure("a client that takes nothing is not cut off");
    } catch (final IOException e) {
      // It has been cut off while it was sending.
      return;
    }
  }

  private static void badRequests(final Desk desk) {
    final StreamDoor stream = desk.stream();
    for (final String wrong :
        List.of(
            "[]",
            "{",
            "{'type': 'nothing'}",
            "{'type': 'subscribe', 'channel': 'prices'}",
            "{'type': 'subscribe', 'channel': 'prices', 'symbol': 'NO-SUCH'}",
            "{'type': 'subscribe', 'channel': 'reports', 'account': -1}",
            "{'type': 'unsubscribe', 'channel': 'status', 'symbol': 'NO-SUCH'}",
            "{'type': 'heartbeat', 'unknown': 1}")) {
      stream.say(wrong);
      final JsonNode error = stream.next("error");
      CaseFailure.unless(
          error.path("error").asText().startsWith("/problems/")
              && !error.path("detail").asText().isEmpty()
              && error.path("businessRejectReasonCode").isInt(),
          wrong + " is answered " + error);
    }
    stream.say("{'type': 'heartbeat', 'requestId': 'still there'}");
    stream.next("heartbeat");
  }
}
