package io.qanat.loadtest.http;

import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One load run over HTTP from options to verdict, told on the terminal. */
public final class HttpRun {
  private final HubOptions options;
  private final URI uri;
  private final int connections;

  /**
   * A run that has not begun.
   *
   * @param uri of the hub's HTTP; null: that of the embedded hub
   */
  public HttpRun(final HubOptions options, final URI uri, final int connections) {
    this.options = options;
    this.uri = uri;
    this.connections = connections;
  }

  /**
   * Makes it.
   *
   * @param rate requests a second
   * @param warmUp before that, at the same rate, not measured
   * @param json null: nowhere
   * @return whether every request was answered
   */
  public boolean run(
      final long rate,
      final Duration duration,
      final Duration warmUp,
      final Path json,
      final BooleanSupplier stopped)
      throws IOException, InterruptedException {
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("command", "http-orders");
    figures.put("machine", Machine.describe());
    final HttpLoad.Result result;
    try (HubConnection hub = options.open(Map.of())) {
      final HttpLoad load =
          new HttpLoad(
              new HttpLoad.Plan(
                  uri == null ? URI.create(hub.httpUri().orElseThrow()) : uri,
                  options.partner() + "." + options.accessKeyId() + "." + options.secretText(),
                  options.account(),
                  options.securityId(),
                  Long.toString(System.currentTimeMillis(), Character.MAX_RADIX),
                  connections));
      if (!warmUp.isZero()) {
        load.run(rate, warmUp.toNanos(), stopped);
      }
      result = load.run(rate, duration.toNanos(), stopped);
      load.cancelRest();
      hub.node()
          .ifPresent(
              node -> {
                final var audit = node.audit();
                figures.put("ledgerBalances", audit.isSound());
                System.out.println(audit.line());
              });
    }
    put(figures, rate, result);
    System.out.printf(
        Locale.ROOT,
        "sent %d over %d connections in %.1f s (%.0f/s), done %d (%d of them to be asked for),"
            + " refused for load %d, rejected %d%n",
        result.sent(),
        connections,
        result.seconds(),
        result.sent() / result.seconds(),
        result.answered(),
        result.pending(),
        result.refused(),
        result.rejected());
    System.out.println("latency from the intended send time: " + result.latencies());
    JsonReport.write(json, figures);
    System.out.println(
        result.lost() == 0 ? "nothing lost" : "LOST: " + result.lost() + " were never answered");
    return result.lost() == 0
        && result.answered() > 0
        && !Boolean.FALSE.equals(figures.get("ledgerBalances"));
  }

  private void put(
      final Map<String, Object> figures, final long rate, final HttpLoad.Result result) {
    figures.put("rate", rate);
    figures.put("connections", connections);
    figures.put("sent", result.sent());
    figures.put("answered", result.answered());
    figures.put("pending", result.pending());
    figures.put("refused", result.refused());
    figures.put("rejected", result.rejected());
    figures.put("lost", result.lost());
    figures.put("seconds", result.seconds());
    figures.put("requestsPerSecond", result.sent() / result.seconds());
    figures.put("latencyMicros", result.latencies().micros());
  }
}
