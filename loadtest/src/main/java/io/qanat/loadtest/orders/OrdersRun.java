package io.qanat.loadtest.orders;

import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.IntervalLog;
import io.qanat.loadtest.report.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One load run from options to verdict, told on the terminal. */
public final class OrdersRun {
  private final HubOptions options;
  private final long rate;
  private final Duration duration;
  private final Duration warmUp;
  private final boolean reconnect;

  /** A run that has not begun; see {@code orders --help}. */
  public OrdersRun(
      final HubOptions options,
      final long rate,
      final Duration duration,
      final Duration warmUp,
      final boolean reconnect) {
    this.options = options;
    this.rate = rate;
    this.duration = duration;
    this.warmUp = warmUp;
    this.reconnect = reconnect;
  }

  /**
   * Makes it.
   *
   * @param acks null: acknowledgements are not kept
   * @param json null: nowhere
   * @param hdr a log of histograms, one a second; null: nowhere
   * @param stopped asked all the time; nothing is sent any more once it says so
   * @return whether every message was answered
   */
  public boolean run(
      final Path acks, final Path json, final Path hdr, final BooleanSupplier stopped)
      throws IOException {
    final String runId = Long.toString(System.currentTimeMillis(), 36);
    final Path ackFile = acks == null ? Files.createTempFile("qanat-acks", null) : acks;
    final Map<String, Object> figures = new LinkedHashMap<>();
    final OrderLoad.Result result;
    try (HubConnection hub = options.open(Map.of());
        AcknowledgementFile file = new AcknowledgementFile(ackFile, acks != null);
        IntervalLog log = IntervalLog.to(hdr)) {
      try (OrderLoad load =
          new OrderLoad(
              hub,
              new OrderLoad.Plan(warmUp.toNanos(), reconnect, options.account()),
              new OrderPlan(runId, options.account(), options.securityId()),
              file,
              log,
              stopped)) {
        load.begin(rate);
        result = load.measure(rate, duration.toNanos());
      }
      put(figures, result);
      hub.node()
          .ifPresent(
              node -> {
                final var audit = node.audit();
                figures.put("appendsPerOrder", (double) audit.entries() / result.sent());
                figures.put("ledgerBalances", audit.isSound());
                System.out.println(audit.line());
              });
    } finally {
      if (acks == null) {
        Files.deleteIfExists(ackFile);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "sent %d in %.1f s (%.0f/s), answered %d, trades %d, rejects %d, refused for load %d,"
            + " reconnections %d%n",
        result.sent(),
        result.seconds(),
        result.sent() / result.seconds(),
        result.answered(),
        result.trades(),
        result.rejects(),
        result.refused(),
        result.reconnections());
    System.out.println("latency from the intended send time: " + result.latencies());
    System.out.printf(
        Locale.ROOT, "longest time between two answers: %.0f ms%n", result.pauseNanos() / 1e6);
    JsonReport.write(json, figures);
    System.out.println(
        result.lost() == 0 ? "nothing lost" : "LOST: " + result.lost() + " were never answered");
    return result.lost() == 0 && !Boolean.FALSE.equals(figures.get("ledgerBalances"));
  }

  static void put(final Map<String, Object> figures, final OrderLoad.Result r) {
    figures.put("rate", r.rate());
    figures.put("orders", r.sent());
    figures.put("answered", r.answered());
    figures.put("trades", r.trades());
    figures.put("rejects", r.rejects());
    figures.put("refused", r.refused());
    figures.put("lost", r.lost());
    figures.put("reconnections", r.reconnections());
    figures.put("longestPauseMillis", r.pauseNanos() / 1e6);
    figures.put("seconds", r.seconds());
    figures.put("ordersPerSecond", r.sent() / r.seconds());
    figures.put("latencyMicros", r.latencies().micros());
    figures.put("timeline", r.timeline());
  }
}
