package io.qanat.loadtest.subscribers;

import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.hub.RawStream;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;

/** A run of many subscribers from options to verdict, told on the terminal. */
public final class SubscribersRun implements AutoCloseable {
  /**
   * How it is done.
   *
   * @param clients all of them
   * @param stalled of these take nothing
   * @param rate orders a second that move the market
   * @param onTime for 99 of 100 messages to healthy clients
   * @param http a running hub's address; null: the embedded one's
   */
  public record Plan(
      int clients, int stalled, int rate, Duration duration, Duration onTime, String http) {}

  private static final long SETUP_SECONDS = 120;
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int REPORTS_EVERY = 10;
  private static final int STALLED_RECEIVE_BYTES = 4_096;
  private static final int CONNECTS_AT_ONCE = 20;
  private static final double MIB = 1 << 20;

  private final HubOptions options;
  private final Plan plan;
  private final Figures figures = new Figures();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final List<Subscriber> healthy = new ArrayList<>();
  private final List<WebSocket> sockets = new ArrayList<>();
  private final List<RawStream> stalled = new ArrayList<>();
  private double heapMax;
  private double queuedMax;

  private SubscribersRun(final HubOptions options, final Plan plan) {
    this.options = options;
    this.plan = plan;
  }

  /**
   * Runs it.
   *
   * @param json null: nowhere
   * @return whether the healthy were on time and complete, and all that stalled were bounded
   */
  public static boolean run(final HubOptions options, final Plan plan, final Path json)
      throws IOException, InterruptedException {
    final Map<String, Object> overrides =
        Map.of(
            "qanat.http.connections-max",
            plan.clients() + 100,
            "qanat.http.stream.streams-per-partner-max",
            plan.clients(),
            // The tape and the settings of a node are its defaults otherwise.
            "qanat.http.access-log",
            false);
    try (HubConnection hub = options.open(overrides);
        SubscribersRun run = new SubscribersRun(options, plan)) {
      final String uri = plan.http() == null ? hub.httpUri().orElse("") : plan.http();
      if (uri.isEmpty()) {
        throw new RunException("no hub over HTTP: --http or --embedded");
      }
      return run.run(URI.create(uri), json);
    }
  }

  private boolean run(final URI hub, final Path json) throws IOException, InterruptedException {
    final String key = options.partner() + "." + options.accessKeyId() + "." + options.secretText();
    final HubMetrics metrics = new HubMetrics(http, hub);
    final QuoteDriver driver =
        new QuoteDriver(
            http,
            hub,
            key,
            options.account(),
            options.securityId(),
            Long.toString(System.currentTimeMillis(), 36),
            figures);
    connect(hub, key);
    final Map<String, Double> before = metrics.read();
    System.out.println(
        healthy.size() + " clients are subscribed, and " + stalled.size() + " that take nothing");
    drive(driver, metrics);
    final long lastTradeId = settle();
    final Map<String, Double> after = metrics.read();
    final Map<String, Object> told = figures(driver, before, after);
    told.put("lastTradeId", lastTradeId);
    final boolean good = verdict(before, after);
    told.put("good", good);
    JsonReport.write(json, told);
    return good;
  }

  private void connect(final URI hub, final String key) throws IOException, InterruptedException {
    final CountDownLatch subscribed = new CountDownLatch(plan.clients() - plan.stalled());
    final URI stream = URI.create("ws://" + hub.getAuthority() + "/v1/stream");
    final String prices =
        "{\"type\":\"subscribe\",\"channel\":\"prices\",\"symbol\":\"%d\",\"depth\":5}"
            .formatted(options.securityId());
    final String trades =
        "{\"type\":\"subscribe\",\"channel\":\"trades\",\"symbol\":\"%d\"}"
            .formatted(options.securityId());
    final String reports =
        "{\"type\":\"subscribe\",\"channel\":\"reports\",\"account\":%d}"
            .formatted(options.account());
    final List<java.util.concurrent.CompletableFuture<WebSocket>> opening = new ArrayList<>();
    for (int i = 0; i < plan.clients() - plan.stalled(); i++) {
      final Subscriber subscriber =
          new Subscriber(
              i % REPORTS_EVERY == 0 ? List.of(prices, trades, reports) : List.of(prices, trades),
              figures,
              subscribed);
      healthy.add(subscriber);
      opening.add(
          http.newWebSocketBuilder()
              .header("Authorization", "Bearer " + key)
              .buildAsync(stream, subscriber));
      // The first alone: once it has proven the key, the others are not held to a rate of attempts.
      if (i == 0 || opening.size() == CONNECTS_AT_ONCE) {
        opening.forEach(socket -> sockets.add(socket.join()));
        opening.clear();
      }
    }
    opening.forEach(socket -> sockets.add(socket.join()));
    if (!subscribed.await(SETUP_SECONDS, TimeUnit.SECONDS)) {
      throw new RunException(
          subscribed.getCount()
              + " of the clients were not subscribed in time: "
              + figures.failures());
    }
    for (int i = 0; i < plan.stalled(); i++) {
      final RawStream client = new RawStream(hub, key, STALLED_RECEIVE_BYTES);
      stalled.add(client);
      client.text(prices);
      client.text(trades);
      client.text(reports);
    }
  }

  private void drive(final QuoteDriver driver, final HubMetrics metrics)
      throws IOException, InterruptedException {
    final long intervalNanos = TimeUnit.SECONDS.toNanos(1) / plan.rate();
    final long start = System.nanoTime();
    final long end = start + plan.duration().toNanos();
    long next = start;
    long nextPing = start + PING_NANOS;
    long nextSample = start;
    figures.begin();
    while (System.nanoTime() < end) {
      driver.next();
      next += intervalNanos;
      final long now = System.nanoTime();
      if (now >= nextPing) {
        stalled.forEach(SubscribersRun::ping);
        nextPing = now + PING_NANOS;
      }
      if (now >= nextSample) {
        sample(metrics.read());
        nextSample = now + SAMPLE_NANOS;
      }
      while (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETUP_SECONDS);
    while (driver.underWay() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** The worst kind of client says that it lives and takes nothing. */
  private static void ping(final RawStream client) {
    try {
      client.ping();
    } catch (final IOException e) {
      // It has been cut off, which the hub counts.
    }
  }

  private void sample(final Map<String, Double> metrics) {
    heapMax = Math.max(heapMax, metrics.getOrDefault("jvm_memory_used_bytes", 0.0));
    queuedMax = Math.max(queuedMax, metrics.getOrDefault("qanat_stream_queued_bytes", 0.0));
  }

  /** Waits until all healthy clients have the same last trade; returns it. */
  private long settle() {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETUP_SECONDS);
    while (true) {
      final long most = healthy.stream().mapToLong(Subscriber::lastTradeId).max().orElse(0);
      final boolean together = healthy.stream().allMatch(s -> s.lastTradeId() == most);
      if (together && most > 0) {
        figures.end();
        return most;
      }
      if (System.nanoTime() > deadline) {
        figures.failed("not every client has trade " + most);
        return most;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static double grown(
      final Map<String, Double> before, final Map<String, Double> after, final String name) {
    return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
  }

  private Map<String, Object> figures(
      final QuoteDriver driver, final Map<String, Double> before, final Map<String, Double> after) {
    final Map<String, Object> told = new LinkedHashMap<>();
    told.put("machine", Machine.describe());
    told.put("clients", plan.clients());
    told.put("stalled", plan.stalled());
    told.put("ordersPerSecond", plan.rate());
    told.put("seconds", plan.duration().toMillis() / 1e3);
    told.put("orders", driver.answered());
    told.putAll(figures.figures());
    told.put("messagesOut", grown(before, after, "qanat_stream_messages_out_total"));
    told.put("conflated", grown(before, after, "qanat_stream_conflated_total"));
    told.put("cutOffSlow", grown(before, after, "qanat_stream_cut_off_slow_total"));
    told.put("cutOffSilent", grown(before, after, "qanat_stream_cut_off_silent_total"));
    told.put("queuedMaxMiB", queuedMax / MIB);
    told.put("heapMaxMiB", heapMax / MIB);
    told.put("failures", figures.failures());
    System.out.println("delays of the healthy, from the event in the hub: " + figures.line());
    System.out.printf(
        Locale.ROOT,
        "messages %.0f, conflated %.0f, cut off slow %.0f, silent %.0f; waiting at most %.2f MiB,"
            + " heap at most %.0f MiB%n",
        grown(before, after, "qanat_stream_messages_out_total"),
        grown(before, after, "qanat_stream_conflated_total"),
        grown(before, after, "qanat_stream_cut_off_slow_total"),
        grown(before, after, "qanat_stream_cut_off_silent_total"),
        queuedMax / MIB,
        heapMax / MIB);
    return told;
  }

  private boolean verdict(final Map<String, Double> before, final Map<String, Double> after) {
    boolean good = true;
    for (final String failure : figures.failures()) {
      System.out.println("FAILED: " + failure);
      good = false;
    }
    if (!figures.isOnTime(plan.onTime().toNanos())) {
      System.out.println(
          "LATE: 99 of 100 messages must come within " + plan.onTime().toMillis() + " ms");
      good = false;
    }
    final double cutOff =
        grown(before, after, "qanat_stream_cut_off_slow_total")
            + grown(before, after, "qanat_stream_cut_off_silent_total");
    if (cutOff > plan.stalled()) {
      System.out.println("FAILED: " + cutOff + " clients were cut off, more than stalled");
      good = false;
    }
    System.out.println(
        good ? "the healthy were on time and missed nothing" : "NOT as it should be");
    return good;
  }

  @Override
  public void close() {
    healthy.forEach(Subscriber::done);
    sockets.forEach(WebSocket::abort);
    CloseHelper.quietCloseAll(stalled);
  }
}
