package io.qanat.loadtest.conform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of streams over WebSocket, with one key. */
public final class StreamDoor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private static final int SHOWN_MAX = 5;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final LinkedBlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private final long patienceNanos;
  private final WebSocket socket;

  private StreamDoor(final String httpUri, final String credentials, final long patienceNanos) {
    this.patienceNanos = patienceNanos;
    final WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    if (!credentials.isEmpty()) {
      builder.header("Authorization", "Bearer " + credentials);
    }
    socket =
        builder
            .buildAsync(
                URI.create(httpUri.replaceFirst("^http", "ws") + "/v1/stream"), new Listener())
            .orTimeout(patienceNanos, TimeUnit.NANOSECONDS)
            .join();
  }

  /**
   * Opens a stream.
   *
   * @param credentials PARTNER.KEYID.SECRET; empty: none
   */
  static StreamDoor open(final String httpUri, final String credentials, final long patienceNanos) {
    try {
      return new StreamDoor(httpUri, credentials, patienceNanos);
    } catch (final CompletionException e) {
      throw new CaseFailure("no stream: " + e.getCause());
    }
  }

  /** The status with which an upgrade is refused; 101 if it is not. */
  static int refusal(final String httpUri, final String credentials, final long patienceNanos) {
    try {
      new StreamDoor(httpUri, credentials, patienceNanos).close();
      return SWITCHING_PROTOCOLS;
    } catch (final CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw new CaseFailure("no answer to an upgrade: " + e.getCause());
    }
  }

  /** Sends a message; its single quotes stand for double ones. */
  public StreamDoor say(final String json) {
    socket
        .sendText(json.replace('\'', '"'), true)
        .orTimeout(patienceNanos, TimeUnit.NANOSECONDS)
        .join();
    return this;
  }

  /** The next message of this type; others before it are dropped. */
  public JsonNode next(final String type) {
    return next(type, message -> message.path("type").asText().equals(type));
  }

  /** The next message that is so; others before it are dropped. */
  public JsonNode next(final String what, final Predicate<JsonNode> wanted) {
    return next(what, wanted, patienceNanos);
  }

  /** The same within another time. */
  public JsonNode next(
      final String what, final Predicate<JsonNode> wanted, final long withinNanos) {
    final List<JsonNode> others = new ArrayList<>();
    final long deadline = System.nanoTime() + withinNanos;
    try {
      while (true) {
        final JsonNode message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) {
          throw new CaseFailure("no " + what + "; came: " + others);
        }
        if (wanted.test(message)) {
          return message;
        }
        CaseFailure.unless(
            !message.path("type").asText().equals("closed"),
            "no " + what + ", but the end: " + message);
        if (others.size() < SHOWN_MAX) {
          others.add(message);
        }
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CaseFailure("interrupted");
    }
  }

  /** Holds the end of the stream to a code. */
  public void expectClose(final int code) {
    CaseFailure.unlessEqual(
        "the close code",
        code,
        next("end", message -> message.path("type").asText().equals("closed"))
            .path("code")
            .asInt());
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Puts texts together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(
        final WebSocket webSocket, final CharSequence data, final boolean last) {
      text.append(data);
      if (last) {
        heard.add(read(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    private JsonNode read(final String message) {
      try {
        return JSON.readTree(message);
      } catch (final JsonProcessingException e) {
        return JSON.createObjectNode().put("type", "no JSON").put("text", message);
      }
    }

    @Override
    public CompletionStage<?> onClose(
        final WebSocket webSocket, final int statusCode, final String reason) {
      heard.add(JSON.createObjectNode().put("type", "closed").put("code", statusCode));
      return null;
    }

    @Override
    public void onError(final WebSocket webSocket, final Throwable error) {
      heard.add(JSON.createObjectNode().put("type", "closed").put("code", 0));
    }
  }
}
