package io.qanat.client;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.liquidity.LiquidityRejectDecoder;
import io.qanat.codecs.liquidity.MassQuoteAckDecoder;
import io.qanat.codecs.liquidity.PricesDecoder;
import io.qanat.codecs.liquidity.ProviderOrderDecoder;
import io.qanat.codecs.liquidity.ProviderOrderStatusRequestDecoder;
import io.qanat.codecs.orderentry.AccountClaimDecoder;
import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.orderentry.NotAppliedDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.RetransmissionDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectCode;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateDecoder;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Reads what the hub sends and passes it on: to the session, to an account's flow, or outside. */
final class OrderEntryReceiver implements FragmentHandler {
  private final OrderEntryClient client;
  private final OrderEntryListener listener;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MessageHeaderDecoder reportHeader = new MessageHeaderDecoder();
  private final NegotiationResponseDecoder negotiated = new NegotiationResponseDecoder();
  private final NegotiationRejectDecoder notNegotiated = new NegotiationRejectDecoder();
  private final EstablishmentAckDecoder established = new EstablishmentAckDecoder();
  private final EstablishmentRejectDecoder notEstablished = new EstablishmentRejectDecoder();
  private final TerminateDecoder terminated = new TerminateDecoder();
  private final NotAppliedDecoder notApplied = new NotAppliedDecoder();
  private final AccountSequenceDecoder accountSequence = new AccountSequenceDecoder();
  private final AccountReleasedDecoder released = new AccountReleasedDecoder();
  private final RetransmissionDecoder retransmission = new RetransmissionDecoder();
  private final RetransmitRejectDecoder notRetransmitted = new RetransmitRejectDecoder();
  private final ExecutionReportDecoder execution = new ExecutionReportDecoder();
  private final OrderCancelRejectDecoder cancelReject = new OrderCancelRejectDecoder();
  private final OrderMassActionReportDecoder massReport = new OrderMassActionReportDecoder();
  private final BusinessMessageRejectDecoder businessReject = new BusinessMessageRejectDecoder();
  private final io.qanat.codecs.liquidity.MessageHeaderDecoder liquidityHeader =
      new io.qanat.codecs.liquidity.MessageHeaderDecoder();
  private final MassQuoteAckDecoder massQuoteAck = new MassQuoteAckDecoder();
  private final PricesDecoder prices = new PricesDecoder();
  private final ProviderOrderDecoder providerOrder = new ProviderOrderDecoder();
  private final ProviderOrderStatusRequestDecoder statusRequest =
      new ProviderOrderStatusRequestDecoder();
  private final LiquidityRejectDecoder liquidityReject = new LiquidityRejectDecoder();
  private final AccountFlow.Delivery delivery = this::deliver;
  private boolean receiving;

  OrderEntryReceiver(final OrderEntryClient client, final OrderEntryListener listener) {
    this.client = client;
    this.listener = listener;
  }

  /** Whether the caller is inside a listener. */
  boolean isReceiving() {
    return receiving;
  }

  @Override
  public void onFragment(
      final DirectBuffer buffer, final int offset, final int length, final Header ignored) {
    if (client.isClosing()) {
      return;
    }
    final FrameCheck check = FrameChecker.ORDER_ENTRY.check(buffer, offset, length);
    client.onReceived();
    receiving = true;
    try {
      if (check == FrameCheck.UNKNOWN_SCHEMA
          && FrameChecker.LIQUIDITY.check(buffer, offset, length).isDecodable()) {
        onLiquidity(buffer, offset);
      } else if (check.isDecodable()) {
        onMessage(buffer, offset, length);
      } else if (check != FrameCheck.UNKNOWN_TEMPLATE) {
        client.sendTerminate(TerminateCode.DECODING_ERROR);
        client.close(CloseReason.PROTOCOL_ERROR);
      }
      // A template this version does not know comes from a newer hub and concerns newer clients.
    } finally {
      receiving = false;
    }
  }

  private void onLiquidity(final DirectBuffer buffer, final int offset) {
    liquidityHeader.wrap(buffer, offset);
    switch (liquidityHeader.templateId()) {
      case MassQuoteAckDecoder.TEMPLATE_ID ->
          listener.onMassQuoteAck(massQuoteAck.wrapAndApplyHeader(buffer, offset, liquidityHeader));
      case PricesDecoder.TEMPLATE_ID ->
          listener.onPrices(prices.wrapAndApplyHeader(buffer, offset, liquidityHeader));
      case ProviderOrderDecoder.TEMPLATE_ID ->
          listener.onProviderOrder(
              providerOrder.wrapAndApplyHeader(buffer, offset, liquidityHeader));
      case ProviderOrderStatusRequestDecoder.TEMPLATE_ID ->
          listener.onProviderOrderStatusRequest(
              statusRequest.wrapAndApplyHeader(buffer, offset, liquidityHeader));
      case LiquidityRejectDecoder.TEMPLATE_ID ->
          listener.onLiquidityReject(
              liquidityReject.wrapAndApplyHeader(buffer, offset, liquidityHeader));
      default -> {
        // Of a newer hub, for newer clients.
      }
    }
  }

  private void onMessage(final DirectBuffer buffer, final int offset, final int length) {
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case NegotiationResponseDecoder.TEMPLATE_ID -> {
        negotiated.wrapAndApplyHeader(buffer, offset, header);
        if (negotiated.incarnation() == client.incarnation()) {
          client.onNegotiated(negotiated.messagesPerSecondMax(), negotiated.burstMax());
        }
      }
      case NegotiationRejectDecoder.TEMPLATE_ID -> {
        notNegotiated.wrapAndApplyHeader(buffer, offset, header);
        if (notNegotiated.incarnation() == client.incarnation()) {
          client.close(CloseReason.NEGOTIATION_REJECTED);
          listener.onNegotiationRejected(
              notNegotiated.code(), notNegotiated.lastIncarnation(), notNegotiated.text());
        }
      }
      case EstablishmentAckDecoder.TEMPLATE_ID -> {
        established.wrapAndApplyHeader(buffer, offset, header);
        if (established.incarnation() == client.incarnation()) {
          client.onEstablished(established.keepAliveMillis(), established.nextSeqNo());
        }
      }
      case EstablishmentRejectDecoder.TEMPLATE_ID -> {
        notEstablished.wrapAndApplyHeader(buffer, offset, header);
        if (notEstablished.incarnation() == client.incarnation()) {
          client.close(CloseReason.ESTABLISHMENT_REJECTED);
          listener.onEstablishmentRejected(notEstablished.code(), notEstablished.text());
        }
      }
      case TerminateDecoder.TEMPLATE_ID -> {
        terminated.wrapAndApplyHeader(buffer, offset, header);
        client.close(CloseReason.TERMINATED_BY_HUB);
        listener.onTerminated(terminated.code(), terminated.text());
      }
      case NotAppliedDecoder.TEMPLATE_ID -> {
        notApplied.wrapAndApplyHeader(buffer, offset, header);
        client.onNotApplied(notApplied.fromSeqNo(), notApplied.count());
      }
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> {
        businessReject.wrapAndApplyHeader(buffer, offset, header);
        onBusinessMessageReject();
      }
      case ExecutionReportDecoder.TEMPLATE_ID -> {
        execution.wrapAndApplyHeader(buffer, offset, header);
        onReport(execution.account(), execution.reportNo(), buffer, offset, length);
      }
      case OrderCancelRejectDecoder.TEMPLATE_ID -> {
        cancelReject.wrapAndApplyHeader(buffer, offset, header);
        onReport(cancelReject.account(), cancelReject.reportNo(), buffer, offset, length);
      }
      case OrderMassActionReportDecoder.TEMPLATE_ID -> {
        massReport.wrapAndApplyHeader(buffer, offset, header);
        onReport(massReport.account(), massReport.reportNo(), buffer, offset, length);
      }
      default -> onFlowMessage(buffer, offset);
    }
  }

  private void onBusinessMessageReject() {
    final AccountFlow flow = client.flow(businessReject.account());
    if (flow != null && businessReject.refTemplateId() == AccountClaimDecoder.TEMPLATE_ID) {
      final long waitNanos = TimeUnit.MILLISECONDS.toNanos(businessReject.retryAfterMillis());
      if (waitNanos > 0) {
        flow.claimAgain(client.nowNanos() + waitNanos);
      } else {
        flow.onClaimRefused();
      }
    }
    listener.onBusinessMessageReject(businessReject);
  }

  private void onReport(
      final long account,
      final long reportNo,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final AccountFlow flow = client.flow(account);
    if (reportNo == 0) {
      deliver(buffer, offset, false);
    } else if (flow != null) {
      flow.onReport(reportNo, buffer, offset, length, client.nowNanos(), delivery);
    }
  }

  private void deliver(final DirectBuffer buffer, final int offset, final boolean repeated) {
    reportHeader.wrap(buffer, offset);
    switch (reportHeader.templateId()) {
      case OrderCancelRejectDecoder.TEMPLATE_ID -> {
        cancelReject.wrapAndApplyHeader(buffer, offset, reportHeader);
        if (repeated) {
          listener.onRepeated(cancelReject);
        } else {
          listener.onOrderCancelReject(cancelReject);
        }
      }
      case OrderMassActionReportDecoder.TEMPLATE_ID -> {
        massReport.wrapAndApplyHeader(buffer, offset, reportHeader);
        if (repeated) {
          listener.onRepeated(massReport);
        } else {
          listener.onOrderMassActionReport(massReport);
        }
      }
      default -> {
        execution.wrapAndApplyHeader(buffer, offset, reportHeader);
        if (repeated) {
          listener.onRepeated(execution);
        } else {
          listener.onExecutionReport(execution);
        }
      }
    }
  }

  private void onFlowMessage(final DirectBuffer buffer, final int offset) {
    switch (header.templateId()) {
      case AccountSequenceDecoder.TEMPLATE_ID -> {
        accountSequence.wrapAndApplyHeader(buffer, offset, header);
        final AccountFlow flow = client.flow(accountSequence.account());
        if (flow != null) {
          onAccountSequence(flow, accountSequence.nextReportNo(), accountSequence.oldestReportNo());
        }
      }
      case AccountReleasedDecoder.TEMPLATE_ID -> {
        released.wrapAndApplyHeader(buffer, offset, header);
        final AccountFlow flow = client.flow(released.account());
        if (flow != null && flow.isClaimed()) {
          flow.onReleased();
          listener.onAccountReleased(flow.account());
        }
      }
      case RetransmissionDecoder.TEMPLATE_ID -> {
        retransmission.wrapAndApplyHeader(buffer, offset, header);
        final AccountFlow flow = client.flow(retransmission.account());
        if (flow != null) {
          flow.onRetransmission(retransmission.fromReportNo(), retransmission.count());
        }
      }
      case RetransmitRejectDecoder.TEMPLATE_ID -> {
        notRetransmitted.wrapAndApplyHeader(buffer, offset, header);
        final AccountFlow flow = client.flow(notRetransmitted.account());
        if (flow != null) {
          onRetransmitReject(flow);
        }
      }
      default -> {
        // Sequence: hearing it was its purpose. The client's own messages are not answered.
      }
    }
  }

  private void onAccountSequence(
      final AccountFlow flow, final long nextReportNo, final long oldestReportNo) {
    if (flow.isOutdated(nextReportNo, client.nowNanos())) {
      return;
    }
    final long expected = flow.nextReportNo();
    final long resumesAt = flow.onAccountSequence(nextReportNo, oldestReportNo);
    if (expected != 0 && resumesAt != expected) {
      listener.onReportsUnavailable(flow.account(), expected, resumesAt);
    }
    listener.onAccountClaimed(flow.account(), nextReportNo, oldestReportNo);
    flow.onMoved(client.nowNanos(), delivery);
  }

  private void onRetransmitReject(final AccountFlow flow) {
    final RetransmitRejectCode code = notRetransmitted.code();
    if (code == RetransmitRejectCode.OUT_OF_RANGE) {
      final long expected = flow.nextReportNo();
      final long resumesAt =
          flow.onOutOfRange(notRetransmitted.nextReportNo(), notRetransmitted.oldestReportNo());
      if (resumesAt != expected) {
        listener.onReportsUnavailable(flow.account(), expected, resumesAt);
      }
      flow.onMoved(client.nowNanos(), delivery);
    } else {
      if (code == RetransmitRejectCode.UNKNOWN_ACCOUNT) {
        flow.onNotRetransmittable();
      }
      listener.onRetransmitRejected(flow.account(), code);
    }
  }
}
