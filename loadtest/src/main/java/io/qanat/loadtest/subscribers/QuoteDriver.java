package io.qanat.loadtest.subscribers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves the market at a fixed rate over HTTP: a bid that rests and changes the price, then a sale
 * that trades with it, and so on.
 */
final class QuoteDriver {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int PRICES = 50;
  private static final int GOOD = 2;

  private final HttpClient http;
  private final URI orders;
  private final String key;
  private final long securityId;
  private final String runId;
  private final Figures figures;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong answered = new AtomicLong();
  private long sent;

  QuoteDriver(
      final HttpClient http,
      final URI hub,
      final String key,
      final long account,
      final long securityId,
      final String runId,
      final Figures figures) {
    this.http = http;
    this.orders = hub.resolve("/v1/accounts/" + account + "/orders");
    this.key = key;
    this.securityId = securityId;
    this.runId = runId;
    this.figures = figures;
  }

  /** Sends the next order; its answer comes later. */
  void next() {
    final long price = 1 + sent / 2 % PRICES;
    final boolean rests = sent % 2 == 0;
    final String order =
        """
        {"clOrdId": "%s-%d", "securityId": %d, "side": "%s", "ordType": "LIMIT", "timeInForce": "%s", "price": "%d", "orderQty": "1"}"""
            .formatted(
                runId,
                sent,
                securityId,
                rests ? "BUY" : "SELL",
                rests ? "DAY" : "IMMEDIATE_OR_CANCEL",
                price);
    sent++;
    underWay.incrementAndGet();
    final var unused =
        http.sendAsync(
                HttpRequest.newBuilder(orders)
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(order))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .whenComplete(
                (response, e) -> {
                  underWay.decrementAndGet();
                  if (e != null || response.statusCode() / 100 != GOOD) {
                    figures.failed("an order was answered " + (e == null ? response.body() : e));
                  } else {
                    answered.incrementAndGet();
                  }
                });
  }

  /** Orders that await their answer. */
  int underWay() {
    return underWay.get();
  }

  /** Orders that were answered well. */
  long answered() {
    return answered.get();
  }
}
