package io.qanat.loadtest.conform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** A client of the HTTP interface, with one key. */
public final class HttpDoor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final String uri;
  private final String credentials;
  private final IntSupplier meanwhile;

  /**
   * A door.
   *
   * @param meanwhile done again and again until an answer is there: sessions want to be kept alive;
   *     returns 0 if there was nothing to do
   */
  HttpDoor(final String uri, final String credentials, final IntSupplier meanwhile) {
    this.uri = uri;
    this.credentials = credentials;
    this.meanwhile = meanwhile;
  }

  /**
   * An answer.
   *
   * @param body missing where there is no JSON
   */
  public record Answer(int status, HttpResponse<String> raw, JsonNode body) {
    /** A header, empty if it is not there. */
    public String header(final String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    /** Holds it to a status. */
    public Answer expect(final int expected) {
      CaseFailure.unless(
          status == expected,
          raw.request().method()
              + " "
              + raw.request().uri().getPath()
              + " was answered "
              + status
              + ", expected "
              + expected
              + ": "
              + raw.body());
      return this;
    }

    /** Holds it to be problem+json of a status. */
    public Answer expectProblem(final int expected) {
      expect(expected);
      CaseFailure.unless(
          header("content-type").startsWith("application/problem+json"),
          "a refusal is " + header("content-type") + ", expected application/problem+json");
      CaseFailure.unlessEqual("status of the problem", expected, body.path("status").asInt());
      CaseFailure.unless(!body.path("type").asText().isEmpty(), "the problem has no type");
      return this;
    }

    /** Holds a text or number of the body to a value. */
    public Answer expect(final String field, final String value) {
      CaseFailure.unlessEqual(field, value, body.path(field).asText());
      return this;
    }
  }

  /** The same door with other credentials; empty: none. */
  public HttpDoor withCredentials(final String others) {
    return new HttpDoor(uri, others, meanwhile);
  }

  public Answer get(final String path) {
    return send("GET", path, null, "application/json");
  }

  public Answer delete(final String path) {
    return send("DELETE", path, null, "application/json");
  }

  public Answer post(final String path, final String json) {
    return send("POST", path, json, "application/json");
  }

  public Answer put(final String path, final String json) {
    return send("PUT", path, json, "application/json");
  }

  /** Any request; {@code body} null: none. */
  public Answer send(
      final String method, final String path, final String body, final String mediaType) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri + path))
            .timeout(TIMEOUT)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", mediaType);
    }
    if (!credentials.isEmpty()) {
      request.header("Authorization", "Bearer " + credentials);
    }
    final HttpResponse<String> response =
        await(
            CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()),
            method + " " + path);
    return new Answer(response.statusCode(), response, json(response));
  }

  private HttpResponse<String> await(
      final CompletableFuture<HttpResponse<String>> answer, final String request) {
    while (!answer.isDone()) {
      if (meanwhile.getAsInt() == 0) {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
    try {
      return answer.join();
    } catch (final CompletionException e) {
      throw new CaseFailure(request + ": " + e.getCause());
    }
  }

  private static JsonNode json(final HttpResponse<String> response) {
    final String type = response.headers().firstValue("content-type").orElse("");
    if (!type.contains("json") || response.body().isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(response.body());
    } catch (final JsonProcessingException e) {
      throw new CaseFailure("an answer is no JSON: " + e.getOriginalMessage());
    }
  }
}
