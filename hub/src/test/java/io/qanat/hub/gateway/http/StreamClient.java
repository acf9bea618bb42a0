package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of streams that keeps what it hears. */
public final class StreamClient implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final long WAIT_SECONDS = 20;

  private final LinkedBlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();

  /** Everything that was heard, for whoever holds it against the document. */
  private final List<JsonNode> all = new java.util.concurrent.CopyOnWriteArrayList<>();

  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;
  private volatile String closed;

  /** Opens a stream; {@code key} null: without credentials. */
  public StreamClient(final int port, final String key) {
    final WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    if (key != null) {
      builder.header("Authorization", "Bearer " + key);
    }
    socket =
        builder
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/stream"), this)
            .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  @Override
  public CompletionStage<?> onText(
      final WebSocket webSocket, final CharSequence data, final boolean last) {
    part.append(data);
    if (last) {
      try {
        final JsonNode message = MAPPER.readTree(part.toString());
        all.add(message);
        heard.add(message);
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(
      final WebSocket webSocket, final int statusCode, final String reason) {
    closed = statusCode + " " + reason;
    heard.add(MAPPER.createObjectNode().put("type", "closed").put("code", statusCode));
    return null;
  }

  @Override
  public void onError(final WebSocket webSocket, final Throwable error) {
    closed = "error " + error;
    heard.add(MAPPER.createObjectNode().put("type", "closed").put("code", 0));
  }

  public StreamClient say(final String json) {
    socket.sendText(json.replace('\'', '"'), true).orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    return this;
  }

  /** Every message of the hub so far. */
  public List<JsonNode> all() {
    return all;
  }

  WebSocket socket() {
    return socket;
  }

  /** The next message of this type; those of others before it are dropped. */
  public JsonNode next(final String type) {
    return next(message -> message.get("type").asText().equals(type), type);
  }

  /** The next message that is so; those before it are dropped. */
  public JsonNode next(final Predicate<JsonNode> wanted, final String what) {
    final List<JsonNode> others = new ArrayList<>();
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (true) {
      try {
        final JsonNode message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) {
          throw new AssertionError("no " + what + ", but " + others + " and end " + closed);
        }
        if (wanted.test(message)) {
          return message;
        }
        others.add(message);
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** The code with which the hub ends it. */
  int closeCode() {
    return next("closed").get("code").asInt();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
