package io.qanat.hub.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Opens a stream, follows what is wanted, and after each interruption goes on where it was: reports
 * and trades come once and in order. The key stands in a header only.
 */
public final class StreamWatcher {
  /** Hears what happens, on the thread that {@link #run}s. */
  public interface Listener {
    /** A message of the hub, as it came. */
    void onMessage(String json);

    /** The connection ended or could not be had, and is tried again. */
    void onInterrupted(String why);
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 500;
  private static final int UNAUTHENTICATED = 4401;
  private static final int FORBIDDEN = 4403;
  private static final int OWN_ERRORS = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  /** What the socket said. */
  private sealed interface Event permits Text, Ended {}

  private record Text(String json) implements Event {}

  private record Ended(String why, boolean forGood) implements Event {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final URI stream;
  private final String key;
  private final List<Follow> follows;
  private final Listener listener;

  /**
   * A watcher that is not connected yet.
   *
   * @param hub the hub's HTTP address
   * @param key PARTNER.KEYID.SECRET
   */
  public StreamWatcher(
      final URI hub, final String key, final List<Follow> follows, final Listener listener) {
    final String scheme = "https".equals(hub.getScheme()) ? "wss" : "ws";
    this.stream = URI.create(scheme + "://" + hub.getRawAuthority() + "/v1/stream");
    this.key = key;
    this.follows = List.copyOf(follows);
    this.listener = listener;
  }

  /**
   * Watches for this long.
   *
   * @return empty, or why it cannot be watched
   */
  public String run(final Duration duration) throws InterruptedException {
    final long endNanos = System.nanoTime() + duration.toNanos();
    while (endNanos - System.nanoTime() > 0) {
      final Ended ended = watch(endNanos);
      if (ended == null) {
        return "";
      }
      if (ended.forGood()) {
        return ended.why();
      }
      listener.onInterrupted(ended.why());
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
    return "";
  }

  /** One connection; null when the time is over. */
  private Ended watch(final long endNanos) throws InterruptedException {
    final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final WebSocket socket;
    try {
      socket =
          http.newWebSocketBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .header("Authorization", "Bearer " + key)
              .buildAsync(stream, new Socket(events::add))
              .join();
    } catch (final CompletionException e) {
      return refused(e.getCause());
    }
    try {
      while (true) {
        final Event event = events.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          // The hub may be gone: it is not waited for.
          socket
              .sendClose(WebSocket.NORMAL_CLOSURE, "")
              .orTimeout(1, TimeUnit.SECONDS)
              .exceptionally(e -> socket)
              .join();
          return null;
        }
        if (event instanceof Ended ended) {
          return ended;
        }
        on(((Text) event).json(), socket);
        // The next one comes when this one is done with.
        socket.request(1);
      }
    } finally {
      socket.abort();
    }
  }

  private Ended refused(final Throwable e) {
    if (e instanceof WebSocketHandshakeException handshake) {
      final int status = handshake.getResponse().statusCode();
      return new Ended(
          "the hub at " + stream + " answers " + status,
          status < OWN_ERRORS && status != TOO_MANY_REQUESTS);
    }
    return new Ended("no connection to " + stream + ": " + e, false);
  }

  private void on(final String json, final WebSocket socket) {
    final JsonNode message;
    try {
      message = MAPPER.readTree(json);
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("the hub at " + stream + " does not speak JSON", e);
    }
    if (message.path("type").asText().equals("logon")) {
      for (final Follow follow : follows) {
        socket.sendText(follow.subscribe().toString(), true).join();
      }
    }
    follows.forEach(follow -> follow.on(message));
    listener.onMessage(json);
  }

  /** Puts texts together. */
  private static final class Socket implements WebSocket.Listener {
    private final Consumer<Event> events;
    private final StringBuilder text = new StringBuilder();

    Socket(final Consumer<Event> events) {
      this.events = events;
    }

    @Override
    public CompletionStage<?> onText(
        final WebSocket socket, final CharSequence data, final boolean last) {
      text.append(data);
      if (last) {
        events.accept(new Text(text.toString()));
        text.setLength(0);
      } else {
        socket.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(
        final WebSocket socket, final int statusCode, final String reason) {
      events.accept(
          new Ended(
              "closed with " + statusCode + (reason.isEmpty() ? "" : ": " + reason),
              statusCode == UNAUTHENTICATED || statusCode == FORBIDDEN));
      return null;
    }

    @Override
    public void onError(final WebSocket socket, final Throwable error) {
      events.accept(new Ended("the connection broke: " + error, false));
    }
  }
}
