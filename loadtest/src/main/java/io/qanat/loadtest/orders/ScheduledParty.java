package io.qanat.loadtest.orders;

import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.loadtest.RunException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * One session that sends by a schedule whatever the hub does, never twice, and keeps by phase what
 * became of it. What the hub's flow control did not take by the end of its phase is not sent at
 * all, so that the next phase begins as it should.
 */
final class ScheduledParty implements OrderEntryListener, Callable<List<PhaseFigures>> {
  private static final long LOGON_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int SENDS_PER_POLL_MAX = 64;
  private static final int WARM_UP_IN_FLIGHT = 32;
  private static final long NOT_DUE = -1;

  private final Function<OrderEntryListener, OrderEntryClient> connect;
  private final OrderPlan orders;
  private final long account;
  private final Schedule schedule;
  private final long warmUpNanos;
  private final CompletableFuture<Void> ready;
  private final CompletableFuture<Void> everybody;
  private final List<PhaseFigures> figures;

  /** By number of the message, when it was due. */
  private final Long2LongHashMap unanswered = new Long2LongHashMap(NOT_DUE);

  private final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 20_000);
  private OrderEntryClient client;
  private boolean claimed;
  private String ended;
  private boolean closing;

  /** The first message of the schedule; those before it were to warm up. */
  private long first = -1;

  private long startNanos;
  private volatile long lastShedNanos = Long.MIN_VALUE;

  /**
   * One that has not logged on.
   *
   * @param ready is completed when it has warmed up
   * @param everybody is awaited then; a failure before that fails it
   */
  ScheduledParty(
      final Function<OrderEntryListener, OrderEntryClient> connect,
      final OrderPlan orders,
      final long account,
      final Schedule schedule,
      final long warmUpNanos,
      final CompletableFuture<Void> ready,
      final CompletableFuture<Void> everybody) {
    this.connect = connect;
    this.orders = orders;
    this.account = account;
    this.schedule = schedule;
    this.warmUpNanos = warmUpNanos;
    this.ready = ready;
    this.everybody = everybody;
    figures = schedule.phases().stream().map(PhaseFigures::new).toList();
  }

  @Override
  public List<PhaseFigures> call() throws Exception {
    client = connect.apply(this);
    try {
      logOn();
      final long next = warmUp();
      ready.complete(null);
      everybody.get(5, TimeUnit.MINUTES);
      play(next);
      drain();
      return figures;
    } catch (final RuntimeException e) {
      // The other one need not wait for this one.
      everybody.completeExceptionally(e);
      throw e;
    } finally {
      closing = true;
      client.close();
    }
  }

  /** From the beginning of the schedule to the last time something was refused for load. */
  long lastShedNanos() {
    return lastShedNanos;
  }

  private void logOn() {
    final long deadline = System.nanoTime() + LOGON_NANOS;
    boolean asked = false;
    while (!claimed) {
      idle.idle(poll());
      if (!asked && client.state() == OrderEntryClient.State.ESTABLISHED) {
        asked = client.claimAccount(account, 0) == Offer.SENT;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RunException("account " + account + ": the hub did not answer");
      }
    }
  }

  /** As fast as the hub answers; returns the number of the next message. */
  private long warmUp() {
    final long deadline = System.nanoTime() + warmUpNanos;
    long next = 0;
    while (System.nanoTime() - deadline < 0) {
      int work = poll();
      while (unanswered.size() < WARM_UP_IN_FLIGHT && send(next, System.nanoTime())) {
        next++;
        work++;
      }
      idle.idle(work);
    }
    drain();
    return next;
  }

  private void play(final long firstMessage) {
    first = firstMessage;
    startNanos = System.nanoTime();
    long next = 0;
    while (next < schedule.messages()) {
      int work = poll();
      final long now = System.nanoTime() - startNanos;
      for (int i = 0; i < SENDS_PER_POLL_MAX && next < schedule.messages(); i++) {
        final PhaseFigures phase = figures.get(schedule.phaseOf(next));
        if (now >= schedule.endNanos(schedule.phaseOf(next))) {
          phase.heldBack++;
        } else if (now < schedule.dueNanos(next)) {
          break;
        } else if (send(first + next, startNanos + schedule.dueNanos(next))) {
          phase.sent++;
        } else {
          break;
        }
        next++;
        work++;
      }
      idle.idle(work);
    }
  }

  private void drain() {
    final long deadline = System.nanoTime() + DRAIN_NANOS;
    while (!unanswered.isEmpty() && System.nanoTime() - deadline < 0) {
      idle.idle(poll());
    }
    if (first < 0 && !unanswered.isEmpty()) {
      throw new RunException(unanswered.size() + " messages of the warm-up were not answered");
    }
  }

  private int poll() {
    final int work = client.poll();
    if (ended != null && client.state() == OrderEntryClient.State.CLOSED) {
      throw new RunException("account " + account + ": the session ended: " + ended);
    }
    return work;
  }

  private boolean send(final long n, final long dueNanos) {
    if (orders.send(client, n) != Offer.SENT) {
      return false;
    }
    unanswered.put(n, dueNanos);
    return true;
  }

  @Override
  public void onAccountClaimed(final long claimedAccount, final long next, final long oldest) {
    claimed = true;
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.execType() != ExecType.PENDING_NEW) {
      answered(orders.number(report.clOrdId()));
    }
  }

  @Override
  public void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    answered(orders.number(reject.clOrdId()));
  }

  private void answered(final long n) {
    final long due = n < 0 ? NOT_DUE : unanswered.remove(n);
    if (due == NOT_DUE || first < 0) {
      return;
    }
    final PhaseFigures phase = figures.get(schedule.phaseOf(n - first));
    final long nanos = System.nanoTime() - due;
    phase.answered++;
    phase.accepted.record(nanos);
    if (OrderMix.isCancel(n)) {
      phase.cancels.record(nanos);
    }
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    final long n = orders.number(reject.clOrdId());
    if (n < 0 || unanswered.remove(n) == NOT_DUE || first < 0) {
      return;
    }
    final PhaseFigures phase = figures.get(schedule.phaseOf(n - first));
    final BusinessRejectReason reason = reject.businessRejectReason();
    if ((reason == BusinessRejectReason.BUSY
            || reason == BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED)
        && reject.retryAfterMillis() > 0) {
      phase.shed++;
    } else {
      phase.refusedOtherwise++;
    }
    if (OrderMix.isCancel(n)) {
      phase.cancelsRefused++;
    }
    lastShedNanos = System.nanoTime() - startNanos;
  }

  @Override
  public void onTerminated(final TerminateCode code, final String text) {
    ended = code + " " + text;
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (!closing && ended == null) {
      ended = reason.toString();
    }
  }
}
