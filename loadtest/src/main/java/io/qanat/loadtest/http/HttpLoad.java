package io.qanat.loadtest.http;

import io.qanat.loadtest.report.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends one order or cancel a request at a fixed rate, over connections that are kept alive.
 * Whoever is free takes the next place of the schedule; latencies count from its intended time, so
 * that waiting for a free connection counts too.
 */
final class HttpLoad {
  /**
   * Where and as whom.
   *
   * @param hub without the version's path
   * @param bearer as behind {@code Bearer}
   * @param runId begins each ClOrdID; another one for each run
   * @param connections how many, and so how many requests are under way at once
   */
  record Plan(
      URI hub, String bearer, long account, long securityId, String runId, int connections) {}

  /**
   * What came of it.
   *
   * @param answered with success
   * @param pending of these, those whose outcome was still to be asked for (202)
   * @param refused for load: 429 or 503
   * @param rejected for another reason
   * @param lost requests without an answer
   */
  record Result(
      long sent,
      long answered,
      long pending,
      long refused,
      long rejected,
      long lost,
      double seconds,
      Latencies latencies) {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int ACCEPTED = 202;
  private static final int FIRST_REDIRECT = 300;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final Plan plan;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Connection> connections = new ArrayList<>();

  HttpLoad(final Plan plan) {
    this.plan = plan;
    for (int i = 0; i < plan.connections(); i++) {
      connections.add(new Connection(plan.runId() + Integer.toString(i, Character.MAX_RADIX)));
    }
  }

  /**
   * Sends for so long, then waits for what is under way.
   *
   * @param rate requests a second, all connections together
   */
  Result run(final long rate, final long durationNanos, final BooleanSupplier stopped)
      throws InterruptedException {
    final long total = Math.max(1, Math.round(durationNanos / (double) SECOND * rate));
    final Schedule schedule = new Schedule(System.nanoTime(), rate, total, stopped);
    final List<Thread> threads = new ArrayList<>();
    for (final Connection connection : connections) {
      final Thread thread = new Thread(() -> connection.send(schedule), connection.name);
      thread.start();
      threads.add(thread);
    }
    for (final Thread thread : threads) {
      thread.join();
    }
    return schedule.result();
  }

  /** Cancels what rests. */
  void cancelRest() {
    connections.forEach(Connection::cancelRest);
  }

  /** When which request is to be sent, and what became of them. */
  private static final class Schedule {
    private final long startNanos;
    private final long rate;
    private final long total;
    private final BooleanSupplier stopped;
    private final AtomicLong next = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private long answered;
    private long pending;
    private long refused;
    private long rejected;
    private long lost;

    Schedule(
        final long startNanos, final long rate, final long total, final BooleanSupplier stopped) {
      this.startNanos = startNanos;
      this.rate = rate;
      this.total = total;
      this.stopped = stopped;
    }

    /** The next place, or -1 when there is none any more. */
    long take() {
      final long place = stopped.getAsBoolean() ? total : next.getAndIncrement();
      return place < total ? place : -1;
    }

    long dueNanos(final long place) {
      return startNanos + place / rate * SECOND + place % rate * SECOND / rate;
    }

    synchronized void count(final int status, final long nanos) {
      latencies.record(nanos);
      if (status == 0) {
        lost++;
      } else if (status < FIRST_REDIRECT) {
        answered++;
        pending += status == ACCEPTED ? 1 : 0;
      } else if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
        refused++;
      } else {
        rejected++;
      }
    }

    synchronized Result result() {
      return new Result(
          latencies.count(),
          answered,
          pending,
          refused,
          rejected,
          lost,
          (System.nanoTime() - startNanos) / (double) SECOND,
          latencies);
    }
  }

  /** One request at a time: an order far from the market, then its cancel. */
  private final class Connection {
    private final String name;
    private long lastOrder;
    private String resting;

    Connection(final String name) {
      this.name = name;
    }

    void send(final Schedule schedule) {
      for (long place = schedule.take(); place >= 0; place = schedule.take()) {
        final long due = schedule.dueNanos(place);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        final int status = resting == null ? order() : cancel();
        schedule.count(status, System.nanoTime() - due);
      }
    }

    private int order() {
      final String clOrdId = name + "." + Long.toString(++lastOrder, Character.MAX_RADIX);
      final boolean buy = lastOrder % 2 == 0;
      final int status =
          status(
              request("/orders")
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"clOrdId\":\""
                              + clOrdId
                              + "\",\"securityId\":"
                              + plan.securityId()
                              + ",\"side\":\""
                              + (buy ? "BUY" : "SELL")
                              + "\",\"ordType\":\"LIMIT\",\"price\":\""
                              + (buy ? "90" : "110")
                              + "\",\"orderQty\":\"1\"}")));
      // Without an answer nobody knows: the cancel finds out.
      resting = status < FIRST_REDIRECT ? clOrdId : null;
      return status;
    }

    private int cancel() {
      final String origClOrdId = resting;
      resting = null;
      return status(
          request("/orders/0?origClOrdId=" + origClOrdId + "&clOrdId=" + origClOrdId + "c")
              .DELETE());
    }

    void cancelRest() {
      if (resting != null) {
        cancel();
      }
    }

    private HttpRequest.Builder request(final String path) {
      return HttpRequest.newBuilder(
              URI.create(plan.hub() + "/v1/accounts/" + plan.account() + path))
          .timeout(PATIENCE)
          .header("Authorization", "Bearer " + plan.bearer());
    }

    /** The answer's status, 0 if there is none. */
    private int status(final HttpRequest.Builder request) {
      try {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      } catch (final IOException e) {
        return 0;
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      }
    }
  }
}
