package io.qanat.loadtest.subscribers;

import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/**
 * A client that takes what comes: notes how late prices and trades are, and that trades and reports
 * come once and in order.
 */
final class Subscriber implements WebSocket.Listener {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final String TIME = "\"transactTime\":\"";
  private static final String TRADE_ID = "\"tradeId\":\"";
  private static final String REPORT_NO = "\"reportNo\":";

  private final List<String> subscriptions;
  private final Figures figures;
  private final CountDownLatch subscribed;
  private final StringBuilder text = new StringBuilder();
  private int confirmed;
  private long lastTradeId;
  private long lastReportNo;
  private volatile boolean done;

  /**
   * A client.
   *
   * @param subscribed counted down when all subscriptions are confirmed
   */
  Subscriber(
      final List<String> subscriptions, final Figures figures, final CountDownLatch subscribed) {
    this.subscriptions = subscriptions;
    this.figures = figures;
    this.subscribed = subscribed;
  }

  /** The run is over: from now on the connection may end. */
  void done() {
    done = true;
  }

  /** Id of the last trade that came; 0: none. */
  long lastTradeId() {
    return lastTradeId;
  }

  @Override
  public CompletionStage<?> onText(
      final WebSocket socket, final CharSequence data, final boolean last) {
    if (last && text.isEmpty()) {
      on(socket, data.toString());
    } else {
      text.append(data);
      if (last) {
        on(socket, text.toString());
        text.setLength(0);
      }
    }
    socket.request(1);
    return null;
  }

  private void on(final WebSocket socket, final String message) {
    if (message.startsWith("{\"type\":\"prices\"")) {
      figures.price(delay(message));
    } else if (message.startsWith("{\"type\":\"trade\"")) {
      figures.trade(delay(message));
      final long tradeId = Long.parseLong(between(message, TRADE_ID, '"'));
      if (lastTradeId != 0 && tradeId != lastTradeId + 1) {
        figures.failed("trade " + tradeId + " after " + lastTradeId);
      }
      lastTradeId = tradeId;
    } else if (message.startsWith("{\"type\":\"report\"")) {
      figures.report();
      final long reportNo = Long.parseLong(between(message, REPORT_NO, ','));
      if (lastReportNo != 0 && reportNo != lastReportNo + 1) {
        figures.failed("report " + reportNo + " after " + lastReportNo);
      }
      lastReportNo = reportNo;
    } else if (message.startsWith("{\"type\":\"logon\"")) {
      send(socket, 0);
    } else if (message.startsWith("{\"type\":\"subscribed\"")) {
      if (++confirmed == subscriptions.size()) {
        subscribed.countDown();
      }
    } else if (!message.startsWith("{\"type\":\"heartbeat\"")) {
      figures.failed(message);
    }
  }

  /** One behind the other: a client has one message under way. */
  private void send(final WebSocket socket, final int index) {
    if (index < subscriptions.size()) {
      final var unused =
          socket
              .sendText(subscriptions.get(index), true)
              .thenRun(() -> send(socket, index + 1))
              .exceptionally(
                  e -> {
                    figures.failed("a subscription was not sent: " + e);
                    return null;
                  });
    }
  }

  private static long delay(final String message) {
    final Instant event = Instant.parse(between(message, TIME, '"'));
    final Instant now = Instant.now();
    return (now.getEpochSecond() - event.getEpochSecond()) * NANOS_PER_SECOND
        + now.getNano()
        - event.getNano();
  }

  private static String between(final String message, final String before, final char end) {
    final int from = message.indexOf(before) + before.length();
    return message.substring(from, message.indexOf(end, from));
  }

  @Override
  public CompletionStage<?> onClose(
      final WebSocket socket, final int statusCode, final String reason) {
    if (!done) {
      figures.failed("closed with " + statusCode + " " + reason);
    }
    return null;
  }

  @Override
  public void onError(final WebSocket socket, final Throwable error) {
    if (!done) {
      figures.failed("the connection broke: " + error);
    }
  }
}
