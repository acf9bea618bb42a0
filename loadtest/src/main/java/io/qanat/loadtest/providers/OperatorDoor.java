package io.qanat.loadtest.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.loadtest.RunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The HTTP interface of a hub: acts that one operator proposes and another approves, questions. */
final class OperatorDoor {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String hub;
  private final String proposer;
  private final String approver;

  /** Keys as behind Bearer. */
  OperatorDoor(final String hub, final String proposer, final String approver) {
    this.hub = hub;
    this.proposer = proposer;
    this.approver = approver;
  }

  /** Does an act, by two persons where it takes two. */
  void act(final String method, final String path, final JsonNode body) {
    final JsonNode answer = send(method, path, proposer, body);
    if (answer.path("status").asText().equals("PROPOSED")) {
      final JsonNode decided =
          send(
              "POST",
              "/v1/admin/proposals/" + answer.path("proposal").asLong() + "/approval",
              approver,
              json.createObjectNode().put("why", "looked at"));
      requireApplied(path, decided);
    } else {
      requireApplied(path, answer);
    }
  }

  private static void requireApplied(final String path, final JsonNode answer) {
    final String status = answer.path("status").asText();
    if (!status.equals("APPLIED") && !status.equals("APPROVED")) {
      throw new RunException("the hub did not take " + path + ": " + answer);
    }
  }

  JsonNode get(final String path) {
    return send("GET", path, proposer, null);
  }

  /** As whoever has this key. */
  JsonNode get(final String path, final String bearer) {
    return send("GET", path, bearer, null);
  }

  private JsonNode send(
      final String method, final String path, final String bearer, final JsonNode body) {
    try {
      final HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(hub + path))
                  .timeout(TIMEOUT)
                  .header("authorization", "Bearer " + bearer)
                  .header("content-type", "application/json")
                  .method(
                      method,
                      body == null
                          ? HttpRequest.BodyPublishers.noBody()
                          : HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new RunException(path + " answered " + answer.statusCode() + " " + answer.body());
      }
      return json.readTree(answer.body());
    } catch (final IOException e) {
      throw new RunException(path + " cannot be reached: " + e.getMessage());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    }
  }
}
