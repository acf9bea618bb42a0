package io.qanat.account.core;

import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;

/** What the parts of an account share. */
final class AccountState {
  private static final int COUNTER_BITS = 39;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  final long account;
  final OrderStore orders;
  final Ledger ledger = new Ledger();
  final Positions positions = new Positions();
  final Margin margin = new Margin(ledger, positions);
  final Settlement settlement = new Settlement(ledger, positions);
  final FillMemory fills = new FillMemory();
  final SessionClaims claims = new SessionClaims();
  final CashTransfers transfers = new CashTransfers(ledger, margin);
  final PartnerTransfers partnerTransfers = new PartnerTransfers(transfers);
  final Answers answers;
  final ReportFlow reports;
  Terms terms = Terms.NONE;
  long day;
  long lastOrderCounter;
  long lastRequestNo;
  Outputs outputs;
  long nowNanos;

  AccountState(final long account) {
    this.account = account;
    orders = new OrderStore(firstOrderId());
    answers = new Answers(account);
    reports = new ReportFlow(account, claims, answers);
  }

  void begin(final Input input, final Outputs newOutputs) {
    outputs = newOutputs;
    nowNanos = input.timeNanos();
    answers.begin(input, newOutputs);
    orders.begin(input, newOutputs);
    reports.begin(input, newOutputs);
  }

  boolean isOpened() {
    return terms.partner() != 0;
  }

  long nextOrderId() {
    lastOrderCounter++;
    return account << COUNTER_BITS | lastOrderCounter;
  }

  /** Of those that {@link #nextOrderId} will give. */
  long firstOrderId() {
    return account << COUNTER_BITS | (lastOrderCounter + 1);
  }

  /** Trading day at a time, counted from the epoch. */
  long dayAt(final long timeNanos) {
    return Math.floorDiv(timeNanos - terms.dayRollNanosOfDay(), DAY_NANOS);
  }

  /** When the trading day at hand ends, epoch nanoseconds. */
  long dayEndNanos() {
    return (day + 1) * DAY_NANOS + terms.dayRollNanosOfDay();
  }

  /** From here on new orders are refused. */
  boolean hasTooManyReports() {
    return hasReports(2);
  }

  /** From here on resting orders are cancelled. */
  boolean mustCancelForReports() {
    return hasReports(3);
  }

  /** From here on refusals are no longer numbered, so that no client can fill the memory. */
  boolean isFlooded() {
    return hasReports(4);
  }

  private boolean hasReports(final int halfLimits) {
    return claims.isClaimed()
        && 2L * reports.unacknowledged() >= halfLimits * terms.unacknowledgedReportsMax();
  }
}
