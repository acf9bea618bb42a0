package io.qanat.hub.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Speaks to a hub's administration. The key stands in a header only. */
final class AdminClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ATTEMPTS_MAX = 20;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int BUSY = 503;

  /** What the hub answered. */
  record Answer(int status, JsonNode body) {
    boolean isGood() {
      return status / 100 == 2;
    }

    /** The problem's words, or the status. */
    String words() {
      return body.hasNonNull("detail") ? body.get("detail").asText() : "status " + status;
    }
  }

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI hub;
  private final String key;

  /**
   * A client of one hub.
   *
   * @param key KEYID.SECRET of an operator
   */
  AdminClient(final URI hub, final String key) {
    this.hub = hub;
    this.key = key;
  }

  /**
   * Reads something; null if it is not there.
   *
   * @throws ApplyException if the hub refuses or cannot be reached
   */
  CompletableFuture<JsonNode> get(final String path) {
    return send("GET", path, null, 0)
        .thenApply(
            answer -> {
              if (answer.status == NOT_FOUND) {
                return null;
              }
              if (answer.status != OK) {
                throw new ApplyException("GET " + path + ": " + answer.words());
              }
              return answer.body;
            });
  }

  /** Sends an act; whatever the hub says of it is an answer. */
  CompletableFuture<Answer> act(final String method, final String path, final ObjectNode body) {
    return send(method, path, body, 0);
  }

  private CompletableFuture<Answer> send(
      final String method, final String path, final ObjectNode body, final int attempt) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer operator." + key);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        .handle(
            (response, e) -> {
              if (e != null) {
                final Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new ApplyException("the hub at " + hub + " does not answer: " + cause, cause);
              }
              return new Answer(response.statusCode(), read(response.body()));
            })
        .thenCompose(
            answer ->
                (answer.status == BUSY || answer.status == TOO_MANY) && attempt < ATTEMPTS_MAX
                    ? later(answer).thenCompose(v -> send(method, path, body, attempt + 1))
                    : CompletableFuture.completedFuture(answer));
  }

  private static CompletableFuture<Void> later(final Answer answer) {
    final int millis = answer.body.path("retryAfterMillis").asInt(200);
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(
            Math.max(20, Math.min(millis, 2_000)), TimeUnit.MILLISECONDS));
  }

  private JsonNode read(final byte[] body) {
    try {
      return body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
    } catch (final com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new ApplyException("the hub at " + hub + " does not answer in JSON", e);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
