package io.qanat.client;

import io.aeron.logbuffer.FragmentHandler;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.orderentry.AccountClaimDecoder;
import io.qanat.codecs.orderentry.AccountReleasedEncoder;
import io.qanat.codecs.orderentry.AccountSequenceEncoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckEncoder;
import io.qanat.codecs.orderentry.EstablishmentRejectCode;
import io.qanat.codecs.orderentry.EstablishmentRejectEncoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NegotiationRejectEncoder;
import io.qanat.codecs.orderentry.NegotiationResponseEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.NotAppliedEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.orderentry.OrderStatusRequestDecoder;
import io.qanat.codecs.orderentry.ReportAckDecoder;
import io.qanat.codecs.orderentry.RetransmissionEncoder;
import io.qanat.codecs.orderentry.RetransmitRejectCode;
import io.qanat.codecs.orderentry.RetransmitRejectEncoder;
import io.qanat.codecs.orderentry.RetransmitRequestDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.SequenceEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.codecs.orderentry.TerminateEncoder;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The far end of a wire, in memory: writes down what the client says, says what the test wants. */
final class FakeHub implements Wire {
  private final ArrayDeque<byte[]> toClient = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private final UnsafeBuffer out = new UnsafeBuffer(new byte[1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final MessageHeaderDecoder in = new MessageHeaderDecoder();
  boolean connected = true;
  boolean closed;
  Offer answer = Offer.SENT;
  NegotiateDecoder negotiate;
  long incarnation;

  /** What the client said since this was last asked, one line each. */
  List<String> heard() {
    final List<String> copy = List.copyOf(heard);
    heard.clear();
    return copy;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public Offer offer(final DirectBuffer buffer, final int offset, final int length) {
    if (answer == Offer.SENT) {
      final byte[] copy = new byte[length];
      buffer.getBytes(offset, copy);
      hear(new UnsafeBuffer(copy));
    }
    return answer;
  }

  @Override
  public int poll(final FragmentHandler handler, final int fragmentsMax) {
    int count = 0;
    while (count < fragmentsMax && !toClient.isEmpty()) {
      final byte[] frame = toClient.poll();
      handler.onFragment(new UnsafeBuffer(frame), 0, frame.length, null);
      count++;
    }
    return count;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void hear(final UnsafeBuffer frame) {
    final FrameCheck check = FrameChecker.ORDER_ENTRY.check(frame, 0, frame.capacity());
    if (check != FrameCheck.OK) {
      throw new AssertionError("client sent a bad frame: " + check);
    }
    in.wrap(frame, 0);
    heard.add(
        switch (in.templateId()) {
          case NegotiateDecoder.TEMPLATE_ID -> {
            negotiate = new NegotiateDecoder().wrapAndApplyHeader(frame, 0, in);
            incarnation = negotiate.incarnation();
            yield "Negotiate partner=%d session=%d key=%s"
                .formatted(negotiate.partner(), negotiate.session(), negotiate.accessKeyId());
          }
          case EstablishDecoder.TEMPLATE_ID -> {
            final var m = new EstablishDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "Establish keepAlive=%d nextSeqNo=%d cancelOnDisconnect=%s"
                .formatted(m.keepAliveMillis(), m.nextSeqNo(), m.cancelOnDisconnect());
          }
          case SequenceDecoder.TEMPLATE_ID ->
              "Sequence " + new SequenceDecoder().wrapAndApplyHeader(frame, 0, in).nextSeqNo();
          case TerminateDecoder.TEMPLATE_ID ->
              "Terminate " + new TerminateDecoder().wrapAndApplyHeader(frame, 0, in).code();
          case AccountClaimDecoder.TEMPLATE_ID -> {
            final var m = new AccountClaimDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d AccountClaim %d".formatted(m.seqNum(), m.account());
          }
          case ReportAckDecoder.TEMPLATE_ID -> {
            final var m = new ReportAckDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d ReportAck %d through %d"
                .formatted(m.seqNum(), m.account(), m.throughReportNo());
          }
          case RetransmitRequestDecoder.TEMPLATE_ID -> {
            final var m = new RetransmitRequestDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "RetransmitRequest %d from %d count %d"
                .formatted(m.account(), m.fromReportNo(), m.count());
          }
          case NewOrderSingleDecoder.TEMPLATE_ID -> {
            final var m = new NewOrderSingleDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d NewOrderSingle %s %s %d@%d%s"
                .formatted(
                    m.seqNum(),
                    m.clOrdId(),
                    m.side(),
                    m.orderQty(),
                    m.price(),
                    m.displayQty() == Fixed8.NULL ? "" : " display=" + m.displayQty());
          }
          case OrderCancelRequestDecoder.TEMPLATE_ID -> {
            final var m = new OrderCancelRequestDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d OrderCancelRequest %s of %s"
                .formatted(m.seqNum(), m.clOrdId(), m.origClOrdId());
          }
          case OrderCancelReplaceRequestDecoder.TEMPLATE_ID -> {
            final var m = new OrderCancelReplaceRequestDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d OrderCancelReplaceRequest %s of %s %d@%d"
                .formatted(m.seqNum(), m.clOrdId(), m.origClOrdId(), m.orderQty(), m.price());
          }
          case OrderMassActionRequestDecoder.TEMPLATE_ID -> {
            final var m = new OrderMassActionRequestDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d OrderMassActionRequest %s %d"
                .formatted(m.seqNum(), m.scope(), m.securityId());
          }
          case OrderStatusRequestDecoder.TEMPLATE_ID -> {
            final var m = new OrderStatusRequestDecoder().wrapAndApplyHeader(frame, 0, in);
            yield "%d OrderStatusRequest %s".formatted(m.seqNum(), m.clOrdId());
          }
          default -> throw new AssertionError("not a client's message: " + in.templateId());
        });
  }

  void say(final byte[] frame) {
    toClient.add(frame);
  }

  private void say(final int encodedLength) {
    final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
    out.getBytes(0, frame);
    toClient.add(frame);
  }

  void sayNegotiated(final long messagesPerSecondMax, final long burstMax) {
    say(
        new NegotiationResponseEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .session(negotiate.session())
            .incarnation(incarnation)
            .requestTimestamp(negotiate.requestTimestamp())
            .messagesPerSecondMax(messagesPerSecondMax)
            .burstMax(burstMax)
            .encodedLength());
  }

  void sayNegotiationReject(final NegotiationRejectCode code, final long last, final String text) {
    say(
        new NegotiationRejectEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .session(negotiate.session())
            .incarnation(incarnation)
            .requestTimestamp(negotiate.requestTimestamp())
            .code(code)
            .lastIncarnation(last)
            .text(text)
            .encodedLength());
  }

  void sayEstablished(final long keepAliveMillis) {
    say(
        new EstablishmentAckEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .session(negotiate.session())
            .incarnation(incarnation)
            .requestTimestamp(0)
            .keepAliveMillis(keepAliveMillis)
            .nextSeqNo(1)
            .encodedLength());
  }

  void sayEstablishmentReject(final EstablishmentRejectCode code, final String text) {
    say(
        new EstablishmentRejectEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .session(negotiate.session())
            .incarnation(incarnation)
            .requestTimestamp(0)
            .code(code)
            .text(text)
            .encodedLength());
  }

  void saySequence(final long nextSeqNo) {
    say(
        new SequenceEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .incarnation(incarnation)
            .nextSeqNo(nextSeqNo)
            .encodedLength());
  }

  void sayTerminate(final TerminateCode code, final String text) {
    say(
        new TerminateEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .session(negotiate.session())
            .incarnation(incarnation)
            .code(code)
            .text(text)
            .encodedLength());
  }

  void sayNotApplied(final long fromSeqNo, final long count) {
    say(
        new NotAppliedEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .incarnation(incarnation)
            .fromSeqNo(fromSeqNo)
            .count(count)
            .encodedLength());
  }

  void sayAccountSequence(final long account, final long next, final long oldest) {
    say(
        new AccountSequenceEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .account(account)
            .nextReportNo(next)
            .oldestReportNo(oldest)
            .encodedLength());
  }

  void sayAccountReleased(final long account) {
    say(
        new AccountReleasedEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .account(account)
            .encodedLength());
  }

  void sayRetransmission(final long account, final long from, final long count) {
    say(
        new RetransmissionEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .account(account)
            .fromReportNo(from)
            .count(count)
            .encodedLength());
  }

  void sayRetransmitReject(
      final long account, final RetransmitRejectCode code, final long oldest, final long next) {
    say(
        new RetransmitRejectEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .account(account)
            .fromReportNo(0)
            .code(code)
            .oldestReportNo(oldest)
            .nextReportNo(next)
            .encodedLength());
  }

  void sayBusinessReject(
      final long account, final int templateId, final long seqNum, final int retryAfterMillis) {
    say(
        new BusinessMessageRejectEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .account(account)
            .refSeqNum(seqNum)
            .clOrdId("")
            .refTemplateId(templateId)
            .businessRejectReason(BusinessRejectReason.BUSY)
            .retryAfterMillis(retryAfterMillis)
            .text("busy")
            .encodedLength());
  }

  void sayReport(final long account, final long reportNo, final boolean again) {
    say(
        new ExecutionReportEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .account(account)
            .reportNo(reportNo)
            .transactTime(1)
            .securityId(1)
            .orderId(reportNo)
            .mdOrderId(1)
            .price(1)
            .orderQty(1)
            .lastPx(ExecutionReportEncoder.lastPxNullValue())
            .lastQty(0)
            .leavesQty(1)
            .cumQty(0)
            .tradeId(0)
            .fee(0)
            .contraMdOrderId(0)
            .clOrdId("a")
            .origClOrdId("")
            .execType(ExecType.NEW)
            .ordStatus(OrdStatus.NEW)
            .side(Side.BUY)
            .ordType(OrdType.LIMIT)
            .timeInForce(TimeInForce.DAY)
            .lastLiquidityInd(LiquidityInd.NONE)
            .possResend(again ? Bool.YES : Bool.NO)
            .ordRejReason(io.qanat.codecs.fix.OrdRejReason.NULL_VAL)
            .text("")
            .encodedLength());
  }
}
