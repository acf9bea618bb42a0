package io.qanat.hub.demo;

import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One session of a simulated participant: logs on, claims its accounts, names its orders and times
 * their answers. What it trades, subclasses decide.
 */
abstract class Participant implements OrderEntryListener {
  private final OrderEntryClient client;
  private final DemoStatistics statistics;
  private final List<Long> accounts;
  private final String runId;
  private final Map<String, Long> sentNanos = new HashMap<>();
  private int claimsSent;
  private int claimed;
  private long requests;
  private String ended;

  /**
   * A participant that begins to log on.
   *
   * @param connector makes the session's client for this listener
   * @param runId different for each start, at most 10 characters
   */
  Participant(
      final Function<OrderEntryListener, OrderEntryClient> connector,
      final DemoStatistics statistics,
      final List<Long> accounts,
      final String runId) {
    this.statistics = statistics;
    this.accounts = accounts;
    this.runId = runId;
    client = connector.apply(this);
  }

  /** Receives, and trades once all accounts are claimed. */
  final int doWork(final long nowNanos) {
    int work = client.poll();
    if (client.state() != OrderEntryClient.State.ESTABLISHED) {
      return work;
    }
    if (claimsSent < accounts.size()) {
      if (client.claimAccount(accounts.get(claimsSent), 0) == Offer.SENT) {
        claimsSent++;
        work++;
      }
    } else if (claimed == accounts.size()) {
      work += trade(nowNanos);
    }
    return work;
  }

  /** Does what is due; returns how much. */
  abstract int trade(long nowNanos);

  /** An order of {@link #trade} was reported on. */
  abstract void onReport(ExecutionReportDecoder report);

  /** A request of {@link #trade} was refused; the order it names is as it was. */
  abstract void onRequestRefused(String clOrdId);

  final OrderEntryClient client() {
    return client;
  }

  /** Whether it trades. */
  final boolean isReady() {
    return claimed == accounts.size();
  }

  /** Whether everything it has sent is answered. */
  final boolean isQuiet() {
    return sentNanos.isEmpty();
  }

  /** Why its session ended, or null. */
  final String ended() {
    return ended;
  }

  final String nextClOrdId() {
    return runId + "-" + Long.toString(++requests, 36);
  }

  /** Counts what was offered; true if it went out. */
  final boolean sent(final Offer offer, final String clOrdId) {
    if (offer != Offer.SENT) {
      return false;
    }
    statistics.onOrderSent();
    sentNanos.put(clOrdId, System.nanoTime());
    return true;
  }

  @Override
  public final void onAccountClaimed(
      final long account, final long nextReportNo, final long oldestReportNo) {
    claimed++;
  }

  @Override
  public final void onExecutionReport(final ExecutionReportDecoder report) {
    answered(report.clOrdId());
    final ExecType execType = report.execType();
    if (execType == ExecType.REJECTED) {
      statistics.onReject();
    } else if (execType == ExecType.TRADE && report.lastLiquidityInd() == LiquidityInd.REMOVED) {
      // A trade is reported to both its sides: it is counted where liquidity was taken.
      statistics.onTrade();
    }
    onReport(report);
  }

  @Override
  public final void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    final String clOrdId = reject.clOrdId();
    answered(clOrdId);
    statistics.onReject();
    onRequestRefused(clOrdId);
  }

  @Override
  public final void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    final String clOrdId = reject.clOrdId();
    answered(clOrdId);
    statistics.onReject();
    onRequestRefused(clOrdId);
  }

  private void answered(final String clOrdId) {
    final Long sent = sentNanos.remove(clOrdId);
    if (sent != null) {
      statistics.onAnswer(System.nanoTime() - sent);
    }
  }

  @Override
  public final void onTerminated(final TerminateCode code, final String text) {
    ended = code + " " + text;
  }

  @Override
  public final void onClosed(final CloseReason reason) {
    if (ended == null) {
      ended = reason.toString();
    }
  }
}
