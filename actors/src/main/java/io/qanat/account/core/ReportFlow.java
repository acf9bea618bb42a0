package io.qanat.account.core;

import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.orderentry.CxlRejResponseTo;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.MassActionResponse;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectEncoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.entity.core.SessionKey;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the client is told: numbered from 1 without gaps, sent to the session with the live claim
 * and to whoever watches the account, kept until acknowledged. The last {@value #HISTORY_MAX} are
 * held for queries in any case: those who only watch have nothing to acknowledge, and an account
 * that no session ever claimed has nobody who could.
 */
final class ReportFlow {
  /** Reports that are held though nobody has still to acknowledge them. */
  static final int HISTORY_MAX = 256;

  private final long account;
  private final SessionClaims claims;
  private final Answers answers;
  private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ExecutionReportEncoder execution = new ExecutionReportEncoder();
  private final OrderCancelRejectEncoder cancelReject = new OrderCancelRejectEncoder();
  private final OrderMassActionReportEncoder massAction = new OrderMassActionReportEncoder();
  private final FillHistory fills = new FillHistory();
  private long nextReportNo = 1;
  private long acknowledgedReportNo;
  private Outputs outputs;
  private long nowNanos;

  ReportFlow(final long account, final SessionClaims claims, final Answers answers) {
    this.account = account;
    this.claims = claims;
    this.answers = answers;
  }

  void begin(final Input input, final Outputs newOutputs) {
    outputs = newOutputs;
    nowNanos = input.timeNanos();
  }

  /** The order as it stands has come into this state; returns the report, not to be changed. */
  byte[] order(
      final Order order, final ExecType execType, final String clOrdId, final String origClOrdId) {
    return publish(describe(nextReportNo, order, execType, clOrdId, origClOrdId), "");
  }

  /** The order was changed or ended without its client having asked. */
  byte[] changed(final Order order, final ExecType execType, final ExecRestatementReason reason) {
    final ExecutionReportEncoder report =
        describe(nextReportNo, order, execType, order.clOrdId, "").execRestatementReason(reason);
    return publish(report, RefusalTexts.of(reason));
  }

  /** The order is refused. */
  byte[] rejected(final Order order, final OrdRejReason reason, final String text) {
    final ExecutionReportEncoder report =
        describe(nextReportNo, order, ExecType.REJECTED, order.clOrdId, "");
    return publish(report.ordRejReason(reason), text);
  }

  /** A fill, after the order took account of it. */
  byte[] traded(final Order order, final OrderReportDecoder fill, final long fee) {
    final ExecutionReportEncoder report =
        describe(nextReportNo, order, ExecType.TRADE, order.clOrdId, "")
            .lastPx(fill.lastPx())
            .lastQty(fill.lastQty())
            .tradeId(fill.tradeId())
            .fee(fee)
            .contraMdOrderId(fill.contraMdOrderId())
            .lastLiquidityInd(fill.lastLiquidityInd());
    final byte[] published = publish(report, "");
    fills.add(published);
    return published;
  }

  /**
   * A fill was busted or corrected, after the order took account of it.
   *
   * @param lastQty what was busted, or what is right
   * @param fee what it moves: below 0 when some is given back
   */
  byte[] amended(
      final Order order,
      final ExecType execType,
      final FillMemory.Fill fill,
      final long lastQty,
      final long fee) {
    final ExecutionReportEncoder report =
        describe(nextReportNo, order, execType, order.clOrdId, "")
            .lastPx(fill.price)
            .lastQty(lastQty)
            .tradeId(fill.tradeId)
            .fee(fee)
            .contraMdOrderId(fill.contraMdOrderId)
            .lastLiquidityInd(fill.liquidity);
    final byte[] published = publish(report, "");
    fills.add(published);
    return published;
  }

  /** A cancel or replace is refused; {@code order} null if there is no such order. */
  byte[] cancelRejected(
      final Order order,
      final CxlRejResponseTo responseTo,
      final String clOrdId,
      final String origClOrdId,
      final CxlRejReason reason,
      final String text) {
    cancelReject
        .wrapAndApplyHeader(buffer, 0, header)
        .account(account)
        .reportNo(nextReportNo)
        .transactTime(nowNanos)
        .orderId(order == null ? 0 : order.orderId)
        .clOrdId(clOrdId)
        .origClOrdId(origClOrdId)
        .ordStatus(order == null ? OrdStatus.REJECTED : order.statusWithPending())
        .cxlRejResponseTo(responseTo)
        .possResend(Bool.NO)
        .cxlRejReason(reason)
        .text(text);
    return keepAndSend(cancelReject.encodedLength());
  }

  /** A mass action was done or refused. */
  byte[] massAction(
      final String clOrdId,
      final MassActionScope scope,
      final long securityId,
      final MassActionResponse response,
      final int affectedOrders,
      final String text) {
    massAction
        .wrapAndApplyHeader(buffer, 0, header)
        .account(account)
        .reportNo(nextReportNo)
        .transactTime(nowNanos)
        .securityId(securityId)
        .totalAffectedOrders(affectedOrders)
        .clOrdId(clOrdId)
        .scope(scope)
        .response(response)
        .possResend(Bool.NO)
        .text(text);
    return keepAndSend(massAction.encodedLength());
  }

  /** Tells whoever asks how the order stands; not numbered. */
  void status(final Order order, final ExecType execType, final Bool possResend) {
    describe(0, order, execType, order.clOrdId, "").possResend(possResend).text("");
    answers.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + execution.encodedLength());
  }

  /** How the order stands, as an unnumbered report for a list. */
  byte[] status(final Order order) {
    describe(0, order, ExecType.ORDER_STATUS, order.clOrdId, "")
        .ordStatus(order.statusWithPending())
        .text("");
    final byte[] report = new byte[MessageHeaderEncoder.ENCODED_LENGTH + execution.encodedLength()];
    buffer.getBytes(0, report);
    return report;
  }

  /** Tells whoever asks again what was answered before, marked as possResend. */
  void resend(final byte[] report) {
    final UnsafeBuffer copy = new UnsafeBuffer(report.clone());
    final int block = MessageHeaderDecoder.ENCODED_LENGTH;
    final int template = new MessageHeaderDecoder().wrap(copy, 0).templateId();
    switch (template) {
      case ExecutionReportEncoder.TEMPLATE_ID -> execution.wrap(copy, block).possResend(Bool.YES);
      case OrderCancelRejectEncoder.TEMPLATE_ID ->
          cancelReject.wrap(copy, block).possResend(Bool.YES);
      case OrderMassActionReportEncoder.TEMPLATE_ID ->
          massAction.wrap(copy, block).possResend(Bool.YES);
      default -> throw new IllegalStateException("not a report: template " + template);
    }
    answers.send(copy, copy.capacity());
  }

  private ExecutionReportEncoder describe(
      final long reportNo,
      final Order order,
      final ExecType execType,
      final String clOrdId,
      final String origClOrdId) {
    return execution
        .wrapAndApplyHeader(buffer, 0, header)
        .account(account)
        .reportNo(reportNo)
        .transactTime(nowNanos)
        .securityId(order.securityId)
        .orderId(order.orderId)
        .mdOrderId(order.mdOrderId)
        .price(order.price)
        .orderQty(order.orderQty)
        .lastPx(Fixed8.NULL)
        .lastQty(0)
        .leavesQty(order.leavesQty)
        .cumQty(order.cumQty)
        .tradeId(0)
        .fee(0)
        .contraMdOrderId(0)
        .clOrdId(clOrdId)
        .origClOrdId(origClOrdId)
        .execType(execType)
        .ordStatus(order.statusWithPending())
        .side(order.side)
        .ordType(order.ordType)
        .timeInForce(order.timeInForce)
        .lastLiquidityInd(LiquidityInd.NONE)
        .possResend(Bool.NO)
        .ordRejReason(OrdRejReason.NULL_VAL)
        .stopPx(order.stopPx)
        .displayQty(order.displayQty)
        .minQty(order.minQty)
        .expireTime(order.expireTime)
        .clOrdLinkId(order.clOrdLinkId)
        .execInst((short) order.execInst)
        .triggerPriceType(order.triggerPriceType)
        .selfMatchPreventionInstruction(order.selfMatch)
        .selfMatchPreventionScope(order.selfMatchScope)
        .workingIndicator(order.isWaiting() ? Bool.NO : Bool.YES)
        .execRestatementReason(ExecRestatementReason.NULL_VAL);
  }

  private byte[] publish(final ExecutionReportEncoder report, final String text) {
    report.text(text);
    return keepAndSend(report.encodedLength());
  }

  private byte[] keepAndSend(final int encodedLength) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    final byte[] report = new byte[length];
    buffer.getBytes(0, report);
    nextReportNo++;
    kept.add(report);
    trim();
    outputs.toSession(
        claims.liveClaim().map(LiveClaim::sessionKey).orElse(SessionKey.NONE), buffer, 0, length);
    answers.reply(buffer, length);
    return report;
  }

  private void trim() {
    while (kept.size() > HISTORY_MAX
        && (!claims.isClaimed() || heldReportNo() <= acknowledgedReportNo)) {
      kept.remove();
    }
  }

  /**
   * The client has processed these, so that only the history is held of them.
   *
   * @return false if the number was never sent: then nothing has changed
   */
  boolean acknowledge(final long throughReportNo) {
    if (throughReportNo < 0 || throughReportNo >= nextReportNo) {
      return false;
    }
    acknowledgedReportNo = Math.max(acknowledgedReportNo, throughReportNo);
    trim();
    return true;
  }

  /** Oldest report that awaits acknowledgement; equal to {@link #nextReportNo} if there is none. */
  long oldestReportNo() {
    return Math.max(heldReportNo(), acknowledgedReportNo + 1);
  }

  /** Oldest report that is held, acknowledged or not. */
  long heldReportNo() {
    return nextReportNo - kept.size();
  }

  /** Through here a session has acknowledged; 0: nothing. */
  long acknowledgedReportNo() {
    return acknowledgedReportNo;
  }

  long nextReportNo() {
    return nextReportNo;
  }

  /** Reports that a claiming session has still to acknowledge; 0 without a claim. */
  int unacknowledged() {
    return claims.isClaimed() ? (int) (nextReportNo - oldestReportNo()) : 0;
  }

  FillHistory fills() {
    return fills;
  }

  /** Reports from the oldest that is held. */
  Iterator<byte[]> iterator() {
    return kept.iterator();
  }

  /** From a snapshot. */
  void restore(final long next, final long acknowledged) {
    nextReportNo = next;
    acknowledgedReportNo = acknowledged;
  }

  /** From a snapshot, oldest first. */
  void restore(final byte[] report) {
    kept.add(report);
  }
}
