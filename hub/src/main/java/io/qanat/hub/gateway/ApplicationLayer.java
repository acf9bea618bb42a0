package io.qanat.hub.gateway;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OwnsAccountAnswerDecoder;
import io.qanat.codecs.entity.ReportsAnswerDecoder;
import io.qanat.codecs.entity.SessionClaimDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.liquidity.MassQuoteDecoder;
import io.qanat.codecs.liquidity.PriceRequestDecoder;
import io.qanat.codecs.liquidity.ProviderReportDecoder;
import io.qanat.codecs.orderentry.AccountClaimDecoder;
import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.orderentry.OrderStatusRequestDecoder;
import io.qanat.codecs.orderentry.ReportAckDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectCode;
import io.qanat.codecs.orderentry.RetransmitRequestDecoder;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import java.nio.ByteOrder;
import java.util.Iterator;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an established session may do with accounts: claims them, carries orders in and reports out,
 * asks for retransmissions and order status, and refuses what is not the session's. It carries
 * quotes and reports of providers to instruments, too, and requests for prices.
 */
final class ApplicationLayer {
  /** A question to an entity, and the client's message that it answers. */
  private record Pending(MessageRef ref, long fromReportNo) {}

  private static final long ACCOUNTS_END = 1L << 56;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SessionIdentity identity;
  private final SessionLimits limits;
  private final SessionActions actions;
  private final SessionCodecs codecs;
  private final GatewayCounters counters;
  private final TokenBucket throttle;
  private final TokenBucket flood;

  private final LongHashSet owned = new LongHashSet();
  private final LongHashSet claimed = new LongHashSet();
  private final LongHashSet quoted = new LongHashSet();
  private final Long2ObjectHashMap<Pending> pending = new Long2ObjectHashMap<>();
  private boolean cancelOnDisconnect;

  ApplicationLayer(
      final SessionIdentity identity,
      final SessionLimits limits,
      final SessionActions actions,
      final SessionCodecs codecs,
      final GatewayCounters counters,
      final long messagesPerSecondMax,
      final long burstMax,
      final long nowNanos) {
    this.identity = identity;
    this.limits = limits;
    this.actions = actions;
    this.codecs = codecs;
    this.counters = counters;
    throttle = new TokenBucket(messagesPerSecondMax, burstMax, nowNanos);
    flood =
        new TokenBucket(
            Math.max(1, messagesPerSecondMax) * limits.floodMultiple(),
            Math.max(1, burstMax) * limits.floodMultiple(),
            nowNanos);
  }

  void cancelOnDisconnect(final boolean on) {
    cancelOnDisconnect = on;
  }

  /** Whether this message makes the client a flood. Cancels and answers never do. */
  boolean floods(final ClientFrame frame, final long nowNanos) {
    return switch (frame.templateId()) {
      case OrderCancelRequestDecoder.TEMPLATE_ID,
          OrderMassActionRequestDecoder.TEMPLATE_ID,
          ReportAckDecoder.TEMPLATE_ID,
          ProviderReportDecoder.TEMPLATE_ID ->
          false;
      default -> !flood.tryTake(nowNanos);
    };
  }

  /** Takes one message of the client; its number has been accepted. */
  void onMessage(final ClientFrame frame, final long nowNanos) {
    if (frame.hasUnknownValue()) {
      reject(frame, BusinessRejectReason.INVALID_FIELD, "a code set has no such value");
      return;
    }
    switch (frame.templateId()) {
      case AccountClaimDecoder.TEMPLATE_ID -> onClaim(frame, nowNanos);
      case NewOrderSingleDecoder.TEMPLATE_ID, OrderCancelReplaceRequestDecoder.TEMPLATE_ID -> {
        if (requireClaimed(frame) && requireRate(frame, nowNanos)) {
          tellAccount(frame);
        }
      }
      case OrderCancelRequestDecoder.TEMPLATE_ID, ReportAckDecoder.TEMPLATE_ID -> {
        if (requireClaimed(frame)) {
          tellAccount(frame);
        }
      }
      case OrderMassActionRequestDecoder.TEMPLATE_ID -> onMassAction(frame);
      case OrderStatusRequestDecoder.TEMPLATE_ID -> onOrderStatus(frame, nowNanos);
      case RetransmitRequestDecoder.TEMPLATE_ID -> onRetransmit(frame, nowNanos);
      case MassQuoteDecoder.TEMPLATE_ID,
          PriceRequestDecoder.TEMPLATE_ID,
          ProviderReportDecoder.TEMPLATE_ID ->
          onInstrumentMessage(frame, nowNanos);
      default ->
          throw new IllegalStateException("not of the application layer: " + frame.templateId());
    }
  }

  private void onClaim(final ClientFrame frame, final long nowNanos) {
    final long account = frame.account();
    if (owned.contains(account)) {
      claim(account, frame.seqNum());
    } else if (account <= 0 || account >= ACCOUNTS_END) {
      reject(frame, BusinessRejectReason.UNKNOWN_ID, "unknown account");
    } else if (claimed.size() + pending.size() >= limits.accountsMax()) {
      reject(
          frame,
          BusinessRejectReason.OTHER,
          "a session claims at most " + limits.accountsMax() + " accounts");
    } else {
      final long requestId = open(frame, 0, nowNanos);
      if (requestId != 0) {
        final int length = codecs.inputs.ownsAccountQuery(account);
        actions.query(
            EntityKey.partner(identity.partner()), requestId, codecs.inputs.buffer(), 0, length);
      }
    }
  }

  private void claim(final long account, final long seqNum) {
    owned.add(account);
    claimed.add(account);
    final int length =
        codecs.inputs.sessionClaim(
            identity.partner(),
            identity.session(),
            identity.incarnation(),
            seqNum,
            identity.gateway(),
            cancelOnDisconnect);
    tell(EntityKey.account(account), length);
  }

  private void onMassAction(final ClientFrame frame) {
    final int scope = frame.blockByte(OrderMassActionRequestDecoder.scopeEncodingOffset()) & 0xFF;
    if (scope == MassActionScope.PARTNER.value()) {
      tell(EntityKey.partner(identity.partner()), applicationInput(frame));
    } else if (requireClaimed(frame)) {
      tellAccount(frame);
    }
  }

  private void onOrderStatus(final ClientFrame frame, final long nowNanos) {
    if (!requireClaimed(frame)) {
      return;
    }
    final long requestId = open(frame, 0, nowNanos);
    if (requestId != 0) {
      codecs.orderStatusRequest.wrap(
          frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
      final int length =
          codecs.inputs.orderStatusQuery(identity.partner(), codecs.orderStatusRequest);
      actions.query(
          EntityKey.account(frame.account()), requestId, codecs.inputs.buffer(), 0, length);
    }
  }

  private void onRetransmit(final ClientFrame frame, final long nowNanos) {
    final RetransmitRequestDecoder request =
        codecs.retransmitRequest.wrap(
            frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
    final long account = request.account();
    final long fromReportNo = request.fromReportNo();
    final long count = Math.min(request.count(), limits.retransmitReportsMax());
    if (!claimed.contains(account)) {
      rejectRetransmit(account, fromReportNo, RetransmitRejectCode.UNKNOWN_ACCOUNT, 0, 0);
    } else if (fromReportNo < 1 || count < 1) {
      rejectRetransmit(account, fromReportNo, RetransmitRejectCode.OUT_OF_RANGE, 0, 0);
    } else if (pending.size() >= limits.requestsMax()) {
      rejectRetransmit(account, fromReportNo, RetransmitRejectCode.REQUEST_LIMIT_EXCEEDED, 0, 0);
    } else {
      final long requestId = open(frame, fromReportNo, nowNanos);
      if (requestId != 0) {
        final int length = codecs.inputs.reportsQuery(identity.partner(), fromReportNo, count);
        actions.query(EntityKey.account(account), requestId, codecs.inputs.buffer(), 0, length);
      }
    }
  }

  /**
   * The instrument itself decides for which providers the partner speaks, and which prices it gets.
   * What a provider did with an order is heard at any rate.
   */
  private void onInstrumentMessage(final ClientFrame frame, final long nowNanos) {
    final long instrument = frame.securityId();
    if (instrument < 1 || instrument > Integer.MAX_VALUE) {
      reject(frame, BusinessRejectReason.UNKNOWN_ID, "unknown instrument");
    } else if (!quoted.contains(instrument) && quoted.size() >= limits.accountsMax()) {
      reject(
          frame,
          BusinessRejectReason.OTHER,
          "a session quotes at most " + limits.accountsMax() + " instruments");
    } else if (frame.templateId() == ProviderReportDecoder.TEMPLATE_ID
        || requireRate(frame, nowNanos)) {
      quoted.add(instrument);
      tell(EntityKey.instrument(instrument), applicationInput(frame));
    }
  }

  private long open(final ClientFrame frame, final long fromReportNo, final long nowNanos) {
    final long requestId =
        pending.size() >= limits.requestsMax() ? 0 : actions.openRequest(nowNanos);
    if (requestId == 0) {
      rejectBusy(MessageRef.of(frame), limits.busyRetryMillis());
    } else {
      pending.put(requestId, new Pending(MessageRef.of(frame).copied(), fromReportNo));
    }
    return requestId;
  }

  /** An answer to one of this session's questions. */
  void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final Pending request = pending.remove(requestId);
    if (request == null) {
      return;
    }
    actions.closeRequest(requestId);
    switch (request.ref().templateId()) {
      case AccountClaimDecoder.TEMPLATE_ID -> onOwnership(request, buffer, offset);
      case RetransmitRequestDecoder.TEMPLATE_ID -> onReports(request, buffer, offset);
      default -> onOrderStatusAnswer(request, buffer, offset, length);
    }
  }

  /** A refusal names what an entity was asked; the client knows its own message only. */
  private void onOrderStatusAnswer(
      final Pending request, final DirectBuffer buffer, final int offset, final int length) {
    if (codecs.orderEntryHeader.wrap(buffer, offset).templateId()
        != BusinessMessageRejectDecoder.TEMPLATE_ID) {
      actions.send(buffer, offset, length);
      return;
    }
    final BusinessMessageRejectDecoder refusal =
        codecs.businessReject.wrapAndApplyHeader(buffer, offset, codecs.orderEntryHeader);
    reject(
        request.ref(),
        refusal.businessRejectReason(),
        (int) refusal.retryAfterMillis(),
        refusal.text());
  }

  private void onOwnership(final Pending request, final DirectBuffer buffer, final int offset) {
    final OwnsAccountAnswerDecoder answer =
        codecs.ownsAccountAnswer.wrapAndApplyHeader(buffer, offset, codecs.entityHeader);
    if (answer.account() == request.ref().account() && answer.owned() == Bool.YES) {
      claim(request.ref().account(), request.ref().seqNum());
    } else {
      reject(request.ref(), BusinessRejectReason.UNKNOWN_ID, 0, "unknown account");
    }
  }

  private void onReports(final Pending request, final DirectBuffer buffer, final int offset) {
    final ReportsAnswerDecoder answer =
        codecs.reportsAnswer.wrapAndApplyHeader(buffer, offset, codecs.entityHeader);
    final long account = request.ref().account();
    final long oldest = answer.oldestReportNo();
    final long next = answer.nextReportNo();
    final long from = answer.fromReportNo();
    final ReportsAnswerDecoder.ReportsDecoder reports = answer.reports();
    final int count = reports.count();
    if (count == 0 || from != request.fromReportNo()) {
      rejectRetransmit(
          account, request.fromReportNo(), RetransmitRejectCode.OUT_OF_RANGE, oldest, next);
      return;
    }
    actions.send(codecs.messages.buffer(), 0, codecs.messages.retransmission(account, from, count));
    while (reports.hasNext()) {
      reports.next();
      final int bodyLength = reports.bodyLength();
      final int bodyAt = answer.limit() + ReportsAnswerDecoder.ReportsDecoder.bodyHeaderLength();
      reports.skipBody();
      sendAgain(buffer, bodyAt, bodyLength);
    }
    counters.retransmittedReports.add(count);
  }

  private void sendAgain(final DirectBuffer buffer, final int offset, final int length) {
    final MutableDirectBuffer copy = new UnsafeBuffer(new byte[length]);
    copy.putBytes(0, buffer, offset, length);
    final int possResendAt =
        switch (codecs.orderEntryHeader.wrap(copy, 0).templateId()) {
          case ExecutionReportDecoder.TEMPLATE_ID ->
              ExecutionReportDecoder.possResendEncodingOffset();
          case OrderCancelRejectDecoder.TEMPLATE_ID ->
              OrderCancelRejectDecoder.possResendEncodingOffset();
          case OrderMassActionReportDecoder.TEMPLATE_ID ->
              OrderMassActionReportDecoder.possResendEncodingOffset();
          default -> -1;
        };
    if (possResendAt >= 0) {
      copy.putByte(MessageHeaderDecoder.ENCODED_LENGTH + possResendAt, (byte) Bool.YES.value());
    }
    actions.send(copy, 0, length);
  }

  /** One of this session's questions was not taken. */
  void onRequestRefused(final long requestId, final int retryAfterMillis) {
    final Pending request = pending.remove(requestId);
    if (request != null) {
      rejectBusy(request.ref(), retryAfterMillis);
    }
  }

  /** One of this session's inputs was not taken. */
  void onInputRefused(
      final Input input, final long entity, final Edge.Refusal refusal, final int retryAfter) {
    final MessageRef ref;
    if (input.schemaId() == SessionClaimDecoder.SCHEMA_ID
        && input.templateId() == SessionClaimDecoder.TEMPLATE_ID) {
      final long account = EntityKey.id(entity);
      claimed.remove(account);
      ref = new MessageRef(account, input.seqNum(), AccountClaimDecoder.TEMPLATE_ID, null, -1);
    } else if (input.schemaId() == MassQuoteDecoder.SCHEMA_ID) {
      ref = new MessageRef(0, input.seqNum(), input.templateId(), null, -1);
    } else {
      ref =
          MessageRef.of(
              input
                  .body()
                  .getLong(
                      input.blockOffset() + AccountClaimDecoder.accountEncodingOffset(),
                      ByteOrder.LITTLE_ENDIAN),
              input.seqNum(),
              input.templateId(),
              input.body(),
              input.blockOffset());
    }
    if (refusal == Edge.Refusal.POISON) {
      reject(ref, BusinessRejectReason.OTHER, 0, "the hub could not process this message");
    } else {
      rejectBusy(ref, retryAfter);
    }
  }

  /** A message of an entity for this session's client; false if it is not this session's. */
  boolean onReport(
      final int templateId, final DirectBuffer buffer, final int offset, final int length) {
    final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final long account = buffer.getLong(block, ByteOrder.LITTLE_ENDIAN);
    final boolean accountOnly =
        switch (templateId) {
          case AccountSequenceDecoder.TEMPLATE_ID -> true;
          case ExecutionReportDecoder.TEMPLATE_ID,
              OrderCancelRejectDecoder.TEMPLATE_ID,
              OrderMassActionReportDecoder.TEMPLATE_ID ->
              // Unnumbered: an answer to this session alone, such as the partner's own.
              buffer.getLong(
                      block + ExecutionReportDecoder.reportNoEncodingOffset(),
                      ByteOrder.LITTLE_ENDIAN)
                  != 0;
          default -> false;
        };
    if (accountOnly && !claimed.contains(account)) {
      return false;
    }
    if (templateId == AccountReleasedDecoder.TEMPLATE_ID) {
      claimed.remove(account);
    }
    actions.send(buffer, offset, length);
    return true;
  }

  /** The session has ended: its accounts and instruments are told, its questions forgotten. */
  void close() {
    final LongHashSet.LongIterator accounts = claimed.iterator();
    while (accounts.hasNext()) {
      tellLost(EntityKey.account(accounts.nextValue()));
    }
    claimed.clear();
    final LongHashSet.LongIterator instruments = quoted.iterator();
    while (instruments.hasNext()) {
      tellLost(EntityKey.instrument(instruments.nextValue()));
    }
    quoted.clear();
    final Iterator<Long> requests = pending.keySet().iterator();
    while (requests.hasNext()) {
      actions.closeRequest(requests.next());
    }
    pending.clear();
  }

  private void tellLost(final long entity) {
    final int length =
        codecs.inputs.sessionLost(
            identity.partner(), identity.session(), identity.incarnation(), identity.gateway());
    tell(entity, length);
  }

  private boolean requireClaimed(final ClientFrame frame) {
    if (claimed.contains(frame.account())) {
      return true;
    }
    reject(frame, BusinessRejectReason.UNKNOWN_ID, "this session does not claim the account");
    return false;
  }

  private boolean requireRate(final ClientFrame frame, final long nowNanos) {
    if (throttle.tryTake(nowNanos)) {
      return true;
    }
    counters.throttled.increment();
    final long wait = throttle.nanosUntilToken(nowNanos);
    final int retryAfterMillis =
        wait == Long.MAX_VALUE ? 0 : (int) ((wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    reject(
        MessageRef.of(frame),
        BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED,
        retryAfterMillis,
        "more messages than the session's limit");
    return false;
  }

  private void tellAccount(final ClientFrame frame) {
    tell(EntityKey.account(frame.account()), applicationInput(frame));
  }

  private int applicationInput(final ClientFrame frame) {
    return codecs.inputs.application(
        identity.partner(), identity.session(), identity.incarnation(), frame);
  }

  private void tell(final long entity, final int length) {
    counters.inputs.increment();
    actions.tell(entity, codecs.inputs.buffer(), 0, length);
  }

  private void rejectBusy(final MessageRef ref, final int retryAfterMillis) {
    counters.busy.increment();
    reject(
        ref,
        BusinessRejectReason.BUSY,
        Math.max(1, retryAfterMillis),
        "no room for it now, try again");
  }

  private void reject(
      final ClientFrame frame, final BusinessRejectReason reason, final String text) {
    reject(MessageRef.of(frame), reason, 0, text);
  }

  private void reject(
      final MessageRef ref,
      final BusinessRejectReason reason,
      final int retryAfterMillis,
      final String text) {
    counters.businessRejects.increment();
    final int length = codecs.messages.businessReject(ref, reason, retryAfterMillis, text);
    actions.send(codecs.messages.buffer(), 0, length);
  }

  private void rejectRetransmit(
      final long account,
      final long fromReportNo,
      final RetransmitRejectCode code,
      final long oldest,
      final long next) {
    final int length = codecs.messages.retransmitReject(account, fromReportNo, code, oldest, next);
    actions.send(codecs.messages.buffer(), 0, length);
  }
}
