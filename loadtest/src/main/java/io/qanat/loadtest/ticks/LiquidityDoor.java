package io.qanat.loadtest.ticks;

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

  LiquidityDoor(final String hub, final long securityId) {
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

  private JsonNode send(final HttpRequest.Builder request) {
    try {
      final HttpResponse<String> answer =
          http.send(
              request.header("authorization", "Bearer " + KEY).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RunException(uri + " answered " + answer.statusCode() + " " + answer.body());
      }
      return json.readTree(answer.body());
    } catch (final IOException e) {
      throw new RunException(uri + " cannot be reached: " + e.getMessage());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    }
  }
}
