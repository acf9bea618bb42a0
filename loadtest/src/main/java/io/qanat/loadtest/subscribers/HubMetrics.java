package io.qanat.loadtest.subscribers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the hub says of itself at /metrics. */
final class HubMetrics {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http;
  private final URI metrics;

  HubMetrics(final HttpClient http, final URI hub) {
    this.http = http;
    this.metrics = hub.resolve("/metrics");
  }

  /** Sums by name, over all labels; empty if it tells nothing to us. */
  Map<String, Double> read() throws IOException, InterruptedException {
    final HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(metrics).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
    final Map<String, Double> values = new HashMap<>();
    if (response.statusCode() != 200) {
      return values;
    }
    response
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .filter(line -> !line.startsWith("jvm_memory_used_bytes") || line.contains("area=\"heap\""))
        .forEach(
            line -> {
              final int brace = line.indexOf('{');
              final int blank = line.lastIndexOf(' ');
              final String name = line.substring(0, brace < 0 ? blank : brace);
              values.merge(name, Double.parseDouble(line.substring(blank + 1)), Double::sum);
            });
    return values;
  }
}
