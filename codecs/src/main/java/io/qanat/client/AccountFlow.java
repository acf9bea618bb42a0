package io.qanat.client;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The numbered reports of one account on their way to the application: puts them in order, marks
 * what came before, holds what came early, and knows what must be asked for again and acknowledged.
 * Sends nothing itself.
 */
final class AccountFlow {
  /** Takes reports in order, and those that came before. */
  @FunctionalInterface
  interface Delivery {
    void deliver(DirectBuffer buffer, int offset, boolean repeated);
  }

  /** Most reports asked for at once. */
  static final int RETRANSMIT_COUNT_MAX = 1_000;

  /** Most reports held because they came early; beyond, they are asked for again. */
  private static final int EARLY_MAX = 4_096;

  /** After so long without an answer a claim is sent again. */
  static final long CLAIM_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long NONE = 0;

  private final long account;
  private final long requestTimeoutNanos;
  private final TreeMap<Long, byte[]> early = new TreeMap<>();
  private boolean claimDue;
  private long claimDueAtNanos;
  private long claimSeqNum;
  private boolean claimed;
  private boolean doubted;
  private long nextReportNo;
  private long hubNextReportNo;
  private long requestedEnd = NONE;
  private long requestDeadlineNanos;
  private boolean retransmittable = true;
  private long acknowledgedThrough;
  private boolean ackForced;
  private boolean unacknowledged;
  private long unacknowledgedSinceNanos;

  /**
   * Begins a flow.
   *
   * @param nextReportNo the first report the application has not seen; 0: whatever the hub still
   *     has
   * @param requestTimeoutNanos after so long without progress, ask again
   */
  AccountFlow(
      final long account,
      final long nextReportNo,
      final long requestTimeoutNanos,
      final long nowNanos) {
    this.account = account;
    this.nextReportNo = nextReportNo;
    this.requestTimeoutNanos = requestTimeoutNanos;
    claimDue = true;
    claimDueAtNanos = nowNanos;
  }

  long account() {
    return account;
  }

  /** The next report the application will see; 0 until that is known. */
  long nextReportNo() {
    return nextReportNo;
  }

  boolean isClaimed() {
    return claimed;
  }

  boolean isClaimDue(final long nowNanos) {
    return claimDue && nowNanos - claimDueAtNanos >= 0;
  }

  /** Unless the hub answers in time, it is asked again: a claim may be lost inside it. */
  void onClaimSent(final long seqNum, final long nowNanos) {
    claimDue = !claimed;
    claimDueAtNanos = nowNanos + CLAIM_TIMEOUT_NANOS;
    claimSeqNum = seqNum;
  }

  /** The hub refused a claim for good. */
  void onClaimRefused() {
    claimDue = false;
  }

  /** These messages of the client were lost; a claim or an acknowledgement may be among them. */
  void onNotApplied(final long fromSeqNo, final long count) {
    if (!claimed && claimSeqNum >= fromSeqNo && claimSeqNum - fromSeqNo < count) {
      claimAgain(claimDueAtNanos - CLAIM_TIMEOUT_NANOS);
    }
    ackForced = true;
  }

  /**
   * Whether an AccountSequence is of the past: it stands before what this session has heard of, or
   * before what an earlier one had. A hub that has lost a node may say again what it said before.
   * The second kind may also be true, so the account is claimed again, once.
   */
  boolean isOutdated(final long hubNext, final long nowNanos) {
    if (hubNext >= (claimed ? hubNextReportNo : nextReportNo)) {
      return false;
    }
    if (!claimed && doubted) {
      return false;
    }
    if (!claimed) {
      doubted = true;
      claimAgain(nowNanos);
    }
    return true;
  }

  /**
   * The account is ours and its flow stands here.
   *
   * @return where the flow goes on; other than what was expected if reports cannot be had
   */
  long onAccountSequence(final long hubNext, final long hubOldest) {
    claimed = true;
    doubted = false;
    claimDue = false;
    retransmittable = true;
    requestedEnd = NONE;
    hubNextReportNo = hubNext;
    final long from = nextReportNo == 0 ? hubOldest : nextReportNo;
    nextReportNo = Math.min(Math.max(from, hubOldest), hubNext);
    dropEarly();
    ackForced |= hubOldest < nextReportNo;
    acknowledgedThrough = nextReportNo - 1;
    return nextReportNo;
  }

  void onReleased() {
    claimed = false;
    requestedEnd = NONE;
    early.clear();
  }

  /** Takes one report; hands on what is now in order. */
  void onReport(
      final long reportNo,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final long nowNanos,
      final Delivery delivery) {
    if (!claimed) {
      return;
    }
    hubNextReportNo = Math.max(hubNextReportNo, reportNo + 1);
    if (reportNo < nextReportNo) {
      ackForced = true;
      delivery.deliver(buffer, offset, true);
    } else if (reportNo > nextReportNo) {
      hold(reportNo, buffer, offset, length);
    } else {
      advance(nowNanos);
      delivery.deliver(buffer, offset, false);
      deliverEarly(nowNanos, delivery);
    }
  }

  private void hold(
      final long reportNo, final DirectBuffer buffer, final int offset, final int length) {
    if (early.size() < EARLY_MAX && !early.containsKey(reportNo)) {
      final byte[] copy = new byte[length];
      buffer.getBytes(offset, copy);
      early.put(reportNo, copy);
    }
  }

  private void deliverEarly(final long nowNanos, final Delivery delivery) {
    while (!early.isEmpty() && early.firstKey() == nextReportNo) {
      final byte[] report = early.pollFirstEntry().getValue();
      advance(nowNanos);
      delivery.deliver(new UnsafeBuffer(report), 0, false);
    }
  }

  private void advance(final long nowNanos) {
    nextReportNo++;
    if (!unacknowledged) {
      unacknowledged = true;
      unacknowledgedSinceNanos = nowNanos;
    }
    if (requestedEnd != NONE) {
      requestDeadlineNanos = nowNanos + requestTimeoutNanos;
      if (nextReportNo >= requestedEnd) {
        requestedEnd = NONE;
      }
    }
  }

  /** How many reports from {@link #nextReportNo()} on should be asked for now; 0: none. */
  int missing(final long nowNanos) {
    if (!claimed || !retransmittable || nextReportNo >= hubNextReportNo) {
      return 0;
    }
    if (requestedEnd != NONE && requestDeadlineNanos - nowNanos > 0) {
      return 0;
    }
    final long end = early.isEmpty() ? hubNextReportNo : early.firstKey();
    return (int) Math.min(RETRANSMIT_COUNT_MAX, end - nextReportNo);
  }

  void onRetransmitRequestSent(final int count, final long nowNanos) {
    requestedEnd = nextReportNo + count;
    requestDeadlineNanos = nowNanos + requestTimeoutNanos;
  }

  /** The hub will send this many; fewer than asked for if it limits them. */
  void onRetransmission(final long fromReportNo, final long count) {
    if (requestedEnd != NONE && count > 0) {
      requestedEnd = Math.min(requestedEnd, fromReportNo + count);
      if (nextReportNo >= requestedEnd) {
        requestedEnd = NONE;
      }
    }
  }

  /**
   * The hub cannot send what lies before {@code hubOldest}.
   *
   * @return where the flow goes on; other than before if reports cannot be had
   */
  long onOutOfRange(final long hubNext, final long hubOldest) {
    hubNextReportNo = Math.max(hubNext, early.isEmpty() ? 0 : early.lastKey() + 1);
    if (hubOldest > nextReportNo) {
      nextReportNo = hubOldest;
      requestedEnd = NONE;
      dropEarly();
    }
    return nextReportNo;
  }

  /** The hub does not send reports of this account again. */
  void onNotRetransmittable() {
    retransmittable = false;
  }

  /** Hands on what was held and has come into order without a report. */
  void onMoved(final long nowNanos, final Delivery delivery) {
    deliverEarly(nowNanos, delivery);
  }

  private void dropEarly() {
    early.headMap(nextReportNo).clear();
  }

  /**
   * The report through which the hub should be told now that all are processed; 0: none.
   *
   * @param everyReports 0: the application decides, so that only what it said is repeated
   */
  long ackDueThrough(final int everyReports, final long intervalNanos, final long nowNanos) {
    if (!claimed) {
      return 0;
    }
    if (everyReports == 0) {
      return ackForced ? acknowledgedThrough : 0;
    }
    final boolean due =
        ackForced
            || (unacknowledged
                && (nextReportNo - 1 - acknowledgedThrough >= everyReports
                    || nowNanos - unacknowledgedSinceNanos >= intervalNanos));
    return due ? nextReportNo - 1 : 0;
  }

  void onAcknowledged(final long throughReportNo) {
    acknowledgedThrough = throughReportNo;
    ackForced = false;
    unacknowledged = throughReportNo < nextReportNo - 1;
  }

  /** Claims the account again, not before this time. */
  void claimAgain(final long notBeforeNanos) {
    claimDue = true;
    claimDueAtNanos = notBeforeNanos;
  }
}
