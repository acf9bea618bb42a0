package io.qanat.loadtest.orders;

import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.report.IntervalLog;
import io.qanat.loadtest.report.Latencies;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Sends messages at a fixed rate whatever the hub does (open loop), and measures from the time each
 * was due. Before that it warms both sides up and measures nothing: for half the time as fast as
 * the hub answers (closed loop), then at the rate of the run, so that what is compiled for the one
 * kind of load is compiled for the other too. If the session ends it logs on again, gets the
 * reports it missed, and says again what nobody has answered: the same ClOrdID with the same
 * content never trades twice.
 */
final class OrderLoad implements OrderEntryListener, AutoCloseable {
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long RESEND_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long FIRST_LOGON_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long NOT_DUE = -1;
  private static final int SENDS_PER_POLL_MAX = 64;
  private static final int WARM_UP_IN_FLIGHT = 32;

  /** How it is to be done, whatever the rate. */
  record Plan(long warmUpNanos, boolean reconnect, long account) {}

  private final HubConnection hub;
  private final Plan plan;
  private final OrderPlan orders;
  private final AcknowledgementFile acks;
  private final BooleanSupplier stopped;
  private final Timeline timeline;

  /** Intended send time of every message that is not answered yet. */
  private final Long2LongHashMap unanswered = new Long2LongHashMap(NOT_DUE);

  private final LongArrayList again = new LongArrayList();

  private final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 20_000);
  private Latencies latencies = new Latencies();
  private OrderEntryClient client;
  private long nextReportNo;
  private boolean claimRequested;
  private boolean claimed;
  private long reconnectAt;
  private long resendAt;
  private boolean closing;
  private String ended;
  private long startNanos;
  private double nanosPerMessage;
  private long first;
  private long next;
  private long sent;
  private long answered;
  private long trades;
  private long rejects;
  private long refused;
  private int reconnections;
  private long lastAnswerNanos;
  private long longestPauseNanos;

  OrderLoad(
      final HubConnection hub,
      final Plan plan,
      final OrderPlan orders,
      final AcknowledgementFile acks,
      final IntervalLog log,
      final BooleanSupplier stopped) {
    this.hub = hub;
    this.plan = plan;
    this.orders = orders;
    this.acks = acks;
    this.stopped = stopped;
    timeline = new Timeline(log);
  }

  /**
   * What a measurement came to.
   *
   * @param rate wanted, messages per second
   * @param sent messages, each counted once
   * @param rejects refused by the rules of trading
   * @param refused for load, or because something was not there
   * @param lost never answered
   * @param pauseNanos longest time between two answers
   */
  record Result(
      long rate,
      long sent,
      long answered,
      long trades,
      long rejects,
      long refused,
      long lost,
      int reconnections,
      long pauseNanos,
      double seconds,
      Latencies latencies,
      List<Timeline.Second> timeline) {}

  /**
   * Logs on and warms up.
   *
   * @param ratePerSecond of the second half of the warm-up
   */
  void begin(final long ratePerSecond) throws IOException {
    connect();
    awaitFirstLogon();
    warmUp(ratePerSecond);
  }

  /** Sends at a rate, and waits until everything is answered or nobody will. */
  Result measure(final long ratePerSecond, final long durationNanos) throws IOException {
    final long before = sent;
    forget();
    openLoop(ratePerSecond, durationNanos);
    drain();
    final double seconds = (System.nanoTime() - startNanos) / 1e9;
    acks.sync();
    return new Result(
        ratePerSecond,
        sent - before,
        answered - before,
        trades,
        rejects,
        refused,
        unanswered.size(),
        reconnections,
        longestPauseNanos,
        seconds,
        latencies,
        timeline.seconds());
  }

  /** Logs off. */
  @Override
  public void close() {
    closing = true;
    if (client != null) {
      client.close();
    }
  }

  /** Until everything is answered, or nobody will. */
  private void drain() throws IOException {
    final long deadline = System.nanoTime() + DRAIN_NANOS;
    while (!unanswered.isEmpty() && System.nanoTime() - deadline < 0) {
      idle.idle(work(System.nanoTime()));
    }
  }

  private void warmUp(final long ratePerSecond) throws IOException {
    closedLoop(plan.warmUpNanos() / 2);
    drain();
    openLoop(ratePerSecond, plan.warmUpNanos() / 2);
    drain();
    if (!unanswered.isEmpty()) {
      throw new RunException(unanswered.size() + " messages of the warm-up were not answered");
    }
  }

  private void forget() {
    latencies = new Latencies();
    lastAnswerNanos = 0;
    longestPauseNanos = 0;
    timeline.clear(sent, answered);
    trades = 0;
    rejects = 0;
    refused = 0;
    reconnections = 0;
  }

  private void closedLoop(final long durationNanos) throws IOException {
    final long deadline = System.nanoTime() + durationNanos;
    while (System.nanoTime() - deadline < 0 && !stopped.getAsBoolean()) {
      final long now = System.nanoTime();
      int work = work(now);
      while (claimed && unanswered.size() < WARM_UP_IN_FLIGHT && send(next, now)) {
        next++;
        work++;
      }
      idle.idle(work);
    }
  }

  private void openLoop(final long ratePerSecond, final long durationNanos) throws IOException {
    final long total = next + ratePerSecond * durationNanos / 1_000_000_000L;
    nanosPerMessage = 1e9 / ratePerSecond;
    first = next;
    startNanos = System.nanoTime();
    while (next < total && !stopped.getAsBoolean()) {
      final long now = System.nanoTime();
      int work = work(now);
      for (int i = 0; i < SENDS_PER_POLL_MAX && next < total && dueNanos(next) <= now; i++) {
        if (!claimed || !send(next, dueNanos(next))) {
          break;
        }
        next++;
        work++;
      }
      timeline.tick(now - startNanos, unanswered.size(), sent, answered, refused);
      idle.idle(work);
    }
    timeline.tick(
        stopped.getAsBoolean() ? System.nanoTime() - startNanos : durationNanos,
        unanswered.size(),
        sent,
        answered,
        refused);
  }

  private long dueNanos(final long n) {
    return startNanos + (long) ((n - first) * nanosPerMessage);
  }

  private void awaitFirstLogon() throws IOException {
    final long deadline = System.nanoTime() + FIRST_LOGON_NANOS;
    while (!claimed) {
      idle.idle(work(System.nanoTime()));
      if (System.nanoTime() - deadline > 0) {
        throw new RunException("the hub did not answer" + (ended == null ? "" : ": " + ended));
      }
    }
  }

  private void connect() {
    claimRequested = false;
    claimed = false;
    client = hub.orderEntry(this);
  }

  private int work(final long now) throws IOException {
    int work = client.poll();
    acks.sync();
    if (client.state() == OrderEntryClient.State.CLOSED) {
      if (!plan.reconnect()) {
        throw new RunException("the session ended: " + ended);
      }
      if (now - reconnectAt > 0) {
        reconnectAt = now + RECONNECT_NANOS;
        reconnections++;
        connect();
        work++;
      }
    } else if (client.state() == OrderEntryClient.State.ESTABLISHED && !claimRequested) {
      claimRequested = client.claimAccount(plan.account(), nextReportNo) == Offer.SENT;
    }
    return work + (claimed ? sayAgain(now) : 0);
  }

  /** After a reconnection, and for what was refused for load, until everything is answered. */
  private int sayAgain(final long now) {
    if (now - resendAt < 0 || again.isEmpty()) {
      return 0;
    }
    int done = 0;
    while (done < SENDS_PER_POLL_MAX && !again.isEmpty()) {
      final long n = again.getLong(0);
      if (unanswered.containsKey(n) && orders.send(client, n) != Offer.SENT) {
        return done;
      }
      again.removeAt(0);
      done++;
    }
    return done;
  }

  private boolean send(final long n, final long dueNanos) {
    if (orders.send(client, n) != Offer.SENT) {
      return false;
    }
    unanswered.put(n, dueNanos);
    sent++;
    return true;
  }

  @Override
  public void onAccountClaimed(final long account, final long nextNo, final long oldestReportNo) {
    claimed = true;
    again.clear();
    unanswered.forEachLong((n, due) -> again.addLong(n));
    again.sort(null);
    // What was missed is retransmitted meanwhile; the rest is asked for once more.
    resendAt = System.nanoTime() + (again.isEmpty() ? 0 : RESEND_AFTER_NANOS);
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.reportNo() > 0) {
      nextReportNo = report.reportNo() + 1;
    }
    final ExecType execType = report.execType();
    final String clOrdId = report.clOrdId();
    if (execType == ExecType.TRADE) {
      trades++;
    } else if (execType == ExecType.REJECTED) {
      rejects++;
    }
    if (execType != ExecType.PENDING_NEW) {
      answer(clOrdId);
      acks.add(
          new Acknowledgement(
              report.account(), report.orderId(), report.reportNo(), report.cumQty(), clOrdId));
    }
  }

  @Override
  public void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    nextReportNo = reject.reportNo() + 1;
    rejects++;
    answer(reject.clOrdId());
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    final long n = orders.number(reject.clOrdId());
    refused++;
    if (n < 0 || !unanswered.containsKey(n)) {
      return;
    }
    final BusinessRejectReason reason = reject.businessRejectReason();
    if (reason == BusinessRejectReason.BUSY
        || reason == BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED) {
      again.addLong(n);
      resendAt =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(1, reject.retryAfterMillis()));
    } else {
      answer(reject.clOrdId());
    }
  }

  @Override
  public void onNotApplied(final long fromSeqNo, final long count) {
    unanswered.forEachLong((n, due) -> again.addLong(n));
    again.sort(null);
    resendAt = System.nanoTime() + RESEND_AFTER_NANOS;
  }

  private void answer(final String clOrdId) {
    final long n = orders.number(clOrdId);
    if (n < 0) {
      return;
    }
    final long due = unanswered.remove(n);
    if (due != NOT_DUE) {
      answered++;
      final long now = System.nanoTime();
      if (lastAnswerNanos != 0) {
        longestPauseNanos = Math.max(longestPauseNanos, now - lastAnswerNanos);
      }
      lastAnswerNanos = now;
      final long nanos = now - due;
      latencies.record(nanos);
      timeline.answered(nanos);
    }
  }

  @Override
  public void onNegotiationRejected(
      final NegotiationRejectCode code, final long lastIncarnation, final String text) {
    ended = code + " " + text;
  }

  @Override
  public void onTerminated(final TerminateCode code, final String text) {
    ended = code + " " + text;
  }

  @Override
  public void onClosed(final CloseReason reason) {
    claimed = false;
    if (!closing) {
      ended = ended == null ? reason.toString() : reason + " (" + ended + ")";
    }
  }
}
