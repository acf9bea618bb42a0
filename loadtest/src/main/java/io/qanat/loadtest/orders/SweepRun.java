package io.qanat.loadtest.orders;

import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.CurvesPage;
import io.qanat.loadtest.report.IntervalLog;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One rate after the other on one hub, warmed up once, told as a table. */
public final class SweepRun {
  private final HubOptions options;
  private final List<Long> rates;
  private final Duration duration;
  private final Duration warmUp;
  private final Duration limit;

  /** A sweep that has not begun; see {@code sweep --help}. */
  public SweepRun(
      final HubOptions options,
      final List<Long> rates,
      final Duration duration,
      final Duration warmUp,
      final Duration limit) {
    this.options = options;
    this.rates = List.copyOf(rates);
    this.duration = duration;
    this.warmUp = warmUp;
    this.limit = limit;
  }

  /**
   * Makes it.
   *
   * @param json null: nowhere
   * @param html null: nowhere
   * @return whether every message was answered
   */
  public boolean run(final Path json, final Path html) throws IOException {
    final Path ackFile = Files.createTempFile("qanat-acks", null);
    final List<OrderLoad.Result> results = new ArrayList<>();
    boolean sound = true;
    try (HubConnection hub = options.open(Map.of());
        AcknowledgementFile acks = new AcknowledgementFile(ackFile, false);
        IntervalLog log = IntervalLog.to(null);
        OrderLoad load =
            new OrderLoad(
                hub,
                new OrderLoad.Plan(warmUp.toNanos(), false, options.account()),
                new OrderPlan(
                    Long.toString(System.currentTimeMillis(), 36),
                    options.account(),
                    options.securityId()),
                acks,
                log,
                () -> false)) {
      load.begin(rates.get(0));
      System.out.println("    rate/s     sent/s    p50 µs    p99 µs  p99.9 µs    max µs   refused");
      for (final long rate : rates) {
        final OrderLoad.Result result = load.measure(rate, duration.toNanos());
        results.add(result);
        System.out.println(line(result));
        if (result.lost() > 0) {
          System.out.println("LOST: " + result.lost() + " were never answered");
          sound = false;
          break;
        }
      }
      if (hub.node().isPresent()) {
        final var audit = hub.node().get().audit();
        System.out.println(audit.line());
        sound &= audit.isSound();
      }
    } finally {
      Files.deleteIfExists(ackFile);
    }
    final long knee = knee(results, limit.toNanos() / 1e3);
    System.out.println(
        knee == 0
            ? "no knee: the first rate is beyond it"
            : "knee: " + knee + "/s" + (knee == last(rates) ? " or beyond" : ""));
    if (sound) {
      System.out.println("nothing lost");
    }
    write(json, html, results, knee);
    return sound;
  }

  private static long last(final List<Long> rates) {
    return rates.get(rates.size() - 1);
  }

  /**
   * The last of the rates up to which each was good; 0 if the first is not.
   *
   * @param limitMicros what a good one's 99th percentile is below
   */
  static long knee(final List<OrderLoad.Result> results, final double limitMicros) {
    long knee = 0;
    for (final OrderLoad.Result result : results) {
      // A hub that does not keep pace shows in the percentile: it counts from when each was due.
      if (result.refused() > 0
          || result.lost() > 0
          || result.latencies().micros().get("p99") >= limitMicros) {
        break;
      }
      knee = result.rate();
    }
    return knee;
  }

  private static String line(final OrderLoad.Result result) {
    final Map<String, Double> micros = result.latencies().micros();
    return String.format(
        Locale.ROOT,
        "%10d %10.0f %9.0f %9.0f %9.0f %9.0f %9d",
        result.rate(),
        result.sent() / result.seconds(),
        micros.get("p50"),
        micros.get("p99"),
        micros.get("p999"),
        micros.get("max"),
        result.refused());
  }

  private void write(
      final Path json, final Path html, final List<OrderLoad.Result> results, final long knee)
      throws IOException {
    final Map<String, String> settings = new LinkedHashMap<>();
    settings.put("orders through", options.ipc() ? "shared memory" : "UDP");
    settings.put("mix", "of ten: five rest, four take the one before them, one cancels");
    settings.put("sessions", "1");
    settings.put("each rate for", duration.toSeconds() + " s");
    settings.put("warm-up", warmUp.toSeconds() + " s");
    settings.put("limit of p99", limit.toMillis() + " ms");
    settings.putAll(Machine.describe());
    final List<Map<String, Object>> points = new ArrayList<>();
    final CurvesPage page = new CurvesPage("Orders to answers, by rate", settings);
    for (final OrderLoad.Result result : results) {
      final Map<String, Object> figures = new LinkedHashMap<>();
      OrdersRun.put(figures, result);
      points.add(figures);
      page.add(result.rate(), result.latencies(), line(result).strip());
    }
    final Map<String, Object> report = new LinkedHashMap<>();
    report.put("settings", settings);
    report.put("knee", knee);
    report.put("rates", points);
    JsonReport.write(json, report);
    if (html != null) {
      Files.writeString(html, page.html());
    }
  }
}
