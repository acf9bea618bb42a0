package io.qanat.loadtest.ticks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.loadtest.RunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** An instrument's liquidity by the operators' HTTP interface. */
final class LiquidityDoor {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String KEY = "operator.feed.feed-secret-for-sandboxes-only";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI uri;
  private final URI metrics;

  LiquidityDoor(final String hub, final long securityId) {
    metrics = URI.create(hub + "/metrics");
    uri = URI.create(hub + "/v1/admin/instruments/" + securityId + "/liquidity");
  }

  void define(final ObjectNode definition) {
    final JsonNode answer =
        send(
            HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(definition.toString())));
    if (!answer.path("status").asText().equals("APPLIED")) {
      throw new RunException("the hub did not take providers and pools: " + answer);
    }
  }

  JsonNode read() {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  /** Bytes that the hub has appended to its log so far. */
  double appendedBytes() {
    return ask(HttpRequest.newBuilder(metrics).GET())
        .lines()
        .filter(line -> line.startsWith("qanat_log_appended_bytes_total "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow(() -> new RunException("the hub does not count the bytes of its log"));
  }

  private JsonNode send(final HttpRequest.Builder request) {
    try {
      return json.readTree(ask(request));
    } catch (final JsonProcessingException e) {
      throw new RunException(uri + " did not answer in JSON: " + e.getMessage());
    }
  }

  private String ask(final HttpRequest.Builder request) {
    try {
      final HttpResponse<String> answer =
          http.send(
              request.header("authorization", "Bearer " + KEY).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RunException(uri + " answered " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (final IOException e) {
      throw new RunException(uri + " cannot be reached: " + e.getMessage());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    }
  }
}
