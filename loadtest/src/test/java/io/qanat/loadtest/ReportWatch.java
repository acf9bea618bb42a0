package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.hub.watch.Follow;
import io.qanat.hub.watch.StreamWatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches an account's reports over WebSocket, whatever happens to the hub: each comes once and in
 * order, and what is no longer held is named.
 */
final class ReportWatch implements AutoCloseable, StreamWatcher.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI hub;
  private final String key;
  private final long account;
  private final Thread thread;
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile long next = 1;

  ReportWatch(final URI hub, final String key, final long account) {
    this.hub = hub;
    this.key = key;
    this.account = account;
    final StreamWatcher watcher =
        new StreamWatcher(hub, key, List.of(Follow.reports(account, 0)), this);
    thread =
        new Thread(
            () -> {
              try {
                final String end = watcher.run(Duration.ofHours(1));
                wrong.add("it ended: " + end);
              } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "report-watch");
    thread.start();
  }

  @Override
  public void onMessage(final String json) {
    final JsonNode message;
    try {
      message = JSON.readTree(json);
    } catch (final JsonProcessingException e) {
      wrong.add("no JSON: " + json);
      return;
    }
    switch (message.path("type").asText()) {
      case "logon" -> connections.incrementAndGet();
      case "gap" ->
          advance(
              "gap", message.get("fromReportNo").asLong(), message.get("throughReportNo").asLong());
      case "report" ->
          advance("report", message.get("reportNo").asLong(), message.get("reportNo").asLong());
      case "error" -> wrong.add(json);
      default -> {
        // Neither confirmations nor heartbeats are counted.
      }
    }
  }

  private void advance(final String what, final long from, final long through) {
    if (from != next) {
      wrong.add(what + " " + from + ", expected " + next);
    }
    next = through + 1;
  }

  @Override
  public void onInterrupted(final String why) {
    // It connects again by itself.
  }

  /** How often it has logged on. */
  int connections() {
    return connections.get();
  }

  /** Waits until every report that the account has made is here. */
  void awaitAll(final Duration timeout) throws IOException, InterruptedException {
    final long last = lastReportNo();
    final long deadline = System.nanoTime() + timeout.toNanos();
    while (next <= last && wrong.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(wrong).isEmpty();
    assertThat(next).as("next report").isGreaterThan(last);
  }

  private long lastReportNo() throws IOException, InterruptedException {
    final HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        hub.resolve("/v1/accounts/" + account + "/reports?limit=10000"))
                    .header("Authorization", "Bearer " + key)
                    .timeout(Duration.ofMinutes(1))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    final JsonNode items = JSON.readTree(response.body()).get("items");
    return items.get(items.size() - 1).get("reportNo").asLong();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
