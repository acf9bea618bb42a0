package io.qanat.hub.gateway;

import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.LogonReplyDecoder;
import io.qanat.codecs.entity.SessionProgressDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectCode;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.SessionKey;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * One client's connection, after FIXP: bytes and time in, {@link SessionActions} out.
 *
 * <pre>
 *   CONNECTED ──Negotiate──▶ NEGOTIATING ──LogonReply──▶ NEGOTIATED ──Establish──▶ ESTABLISHED
 *       ▲                         │ refused                                            │
 *       └─────NegotiationReject───┘              any state ──Terminate, fault, loss──▶ ENDED
 * </pre>
 *
 * <p>A connection carries one incarnation of one session. Times are nanoseconds of one monotonic
 * clock. Not thread-safe.
 */
public final class OrderEntrySession {
  private enum State {
    CONNECTED,
    NEGOTIATING,
    NEGOTIATED,
    ESTABLISHED,
    ENDED
  }

  /** Bounds of keepAliveMillis, part of the protocol. */
  static final int KEEP_ALIVE_MILLIS_MIN = 100;

  static final int KEEP_ALIVE_MILLIS_MAX = 60_000;

  /** The longest gap that NotApplied can name. */
  private static final long GAP_MAX = 0xFFFF_FFFEL;

  private static final long SESSIONS_END = 0xFFFF_FFFFL;

  private final SessionLimits limits;
  private final LogonGuard guard;
  private final SessionActions actions;
  private final SessionCodecs codecs;
  private final GatewayCounters counters;
  private final long gateway;
  private final byte[] sourceAddress;
  private final long connectedAtNanos;

  private State state = State.CONNECTED;
  private long logonRequestId;
  private long partner;
  private long session;
  private long incarnation;
  private long requestTimestamp;
  private ApplicationLayer application;
  private long keepAliveNanos;
  private long nextSeqNo;
  private long lastReceivedNanos;
  private long lastSentNanos;

  /**
   * A client has connected.
   *
   * @param gateway incarnation of the gateway that hosts it
   * @param sourceAddress from where, 16 bytes
   */
  public OrderEntrySession(
      final SessionLimits limits,
      final LogonGuard guard,
      final SessionActions actions,
      final SessionCodecs codecs,
      final GatewayCounters counters,
      final long gateway,
      final byte[] sourceAddress,
      final long nowNanos) {
    this.limits = limits;
    this.guard = guard;
    this.actions = actions;
    this.codecs = codecs;
    this.counters = counters;
    this.gateway = gateway;
    this.sourceAddress = sourceAddress.clone();
    connectedAtNanos = nowNanos;
    lastReceivedNanos = nowNanos;
    lastSentNanos = nowNanos;
  }

  /** {@link SessionKey} once negotiated, else {@link SessionKey#NONE}. */
  public long sessionKey() {
    return application == null ? SessionKey.NONE : SessionKey.of(partner, session);
  }

  public boolean isEstablished() {
    return state == State.ESTABLISHED;
  }

  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** Bytes of the client: one frame, whatever it holds. */
  public void onFrame(
      final DirectBuffer buffer, final int offset, final int length, final long nowNanos) {
    if (state == State.ENDED) {
      return;
    }
    counters.framesReceived.increment();
    counters.bytesReceived.add(length);
    lastReceivedNanos = nowNanos;
    final ClientFrame frame = codecs.frame;
    final TerminateCode fault = frame.wrap(buffer, offset, length, limits.frameBytesMax());
    if (fault != null) {
      terminate(fault, frame.faultText(), nowNanos);
      return;
    }
    switch (frame.templateId()) {
      case NegotiateDecoder.TEMPLATE_ID ->
          onNegotiate(
              codecs.negotiate.wrap(
                  buffer, frame.blockOffset(), frame.blockLength(), frame.version()),
              nowNanos);
      case EstablishDecoder.TEMPLATE_ID ->
          onEstablish(
              codecs.establish.wrap(
                  buffer, frame.blockOffset(), frame.blockLength(), frame.version()),
              nowNanos);
      case TerminateDecoder.TEMPLATE_ID -> {
        send(codecs.messages.terminate(session, incarnation, TerminateCode.FINISHED, ""), nowNanos);
        end();
      }
      default -> onEstablishedFrame(frame, nowNanos);
    }
  }

  private void onNegotiate(final NegotiateDecoder negotiate, final long nowNanos) {
    if (state != State.CONNECTED) {
      rejectNegotiation(
          negotiate,
          NegotiationRejectCode.SESSION_IN_USE,
          "this connection already carries session " + session,
          nowNanos);
    } else if (!guard.tryAttempt(negotiate.accessKeyId(), nowNanos)) {
      rejectNegotiation(
          negotiate,
          NegotiationRejectCode.TOO_MANY_ATTEMPTS,
          "too many attempts to negotiate, wait a second",
          nowNanos);
    } else if (negotiate.partner() < 1
        || negotiate.partner() > Integer.MAX_VALUE
        || !LogonProof.isAccessKeyId(negotiate.accessKeyId())) {
      // As for a partner or key that does not exist: who guesses learns nothing.
      rejectNegotiation(
          negotiate, NegotiationRejectCode.CREDENTIALS, "credentials not accepted", nowNanos);
    } else if (negotiate.session() < 1 || negotiate.session() >= SESSIONS_END) {
      rejectNegotiation(
          negotiate,
          NegotiationRejectCode.SESSION_NOT_ALLOWED,
          "session must be 1 or more: " + negotiate.session(),
          nowNanos);
    } else {
      askPartner(negotiate, nowNanos);
    }
  }

  private void askPartner(final NegotiateDecoder negotiate, final long nowNanos) {
    logonRequestId = actions.openRequest(nowNanos);
    if (logonRequestId == 0) {
      rejectNegotiation(
          negotiate, NegotiationRejectCode.UNAVAILABLE, "the hub is busy, try again", nowNanos);
      return;
    }
    state = State.NEGOTIATING;
    partner = negotiate.partner();
    session = negotiate.session();
    incarnation = negotiate.incarnation();
    requestTimestamp = negotiate.requestTimestamp();
    final int length = codecs.inputs.logon(negotiate, sourceAddress, logonRequestId);
    counters.inputs.increment();
    actions.tell(EntityKey.partner(partner), codecs.inputs.buffer(), 0, length);
  }

  private void onLogonReply(final LogonReplyDecoder reply, final long nowNanos) {
    actions.closeRequest(logonRequestId);
    logonRequestId = 0;
    if (reply.rejectCode() != 0) {
      final NegotiationRejectCode code = negotiationRejectCode(reply.rejectCode());
      rejectLogon(code, reply.lastIncarnation(), textOf(code), nowNanos);
      return;
    }
    counters.logonsAccepted.increment();
    state = State.NEGOTIATED;
    application =
        new ApplicationLayer(
            new SessionIdentity(partner, session, incarnation, gateway),
            limits,
            actions,
            codecs,
            counters,
            reply.messagesPerSecondMax(),
            reply.burstMax(),
            nowNanos);
    final long messagesPerSecondMax = reply.messagesPerSecondMax();
    final long burstMax = reply.burstMax();
    actions.bind(SessionKey.of(partner, session));
    send(
        codecs.messages.negotiationResponse(
            session, incarnation, requestTimestamp, messagesPerSecondMax, burstMax),
        nowNanos);
  }

  private void onEstablish(final EstablishDecoder establish, final long nowNanos) {
    if (state == State.ESTABLISHED) {
      rejectEstablishment(
          establish,
          EstablishmentRejectCode.ALREADY_ESTABLISHED,
          "this connection is established",
          nowNanos);
    } else if (state != State.NEGOTIATED
        || establish.session() != session
        || establish.incarnation() != incarnation) {
      rejectEstablishment(
          establish,
          EstablishmentRejectCode.UNNEGOTIATED,
          "this incarnation is not negotiated on this connection",
          nowNanos);
    } else if (establish.keepAliveMillis() < KEEP_ALIVE_MILLIS_MIN
        || establish.keepAliveMillis() > KEEP_ALIVE_MILLIS_MAX) {
      rejectEstablishment(
          establish,
          EstablishmentRejectCode.KEEPALIVE_INTERVAL,
          "keepAliveMillis="
              + establish.keepAliveMillis()
              + ", allowed "
              + KEEP_ALIVE_MILLIS_MIN
              + " to "
              + KEEP_ALIVE_MILLIS_MAX,
          nowNanos);
    } else if (codecs.frame.hasUnknownValue()) {
      terminate(
          TerminateCode.DECODING_ERROR,
          "Establish: cancelOnDisconnect is neither 0 nor 1",
          nowNanos);
    } else if (establish.nextSeqNo() < 1) {
      terminate(
          TerminateCode.SEQUENCE_TOO_LOW,
          "Establish: nextSeqNo must be 1 or more: " + establish.nextSeqNo(),
          nowNanos);
    } else {
      state = State.ESTABLISHED;
      counters.sessions.increment();
      keepAliveNanos = TimeUnit.MILLISECONDS.toNanos(establish.keepAliveMillis());
      nextSeqNo = establish.nextSeqNo();
      application.cancelOnDisconnect(establish.cancelOnDisconnect() == Bool.YES);
      send(codecs.messages.establishmentAck(establish, nextSeqNo), nowNanos);
    }
  }

  private void onEstablishedFrame(final ClientFrame frame, final long nowNanos) {
    if (state != State.ESTABLISHED) {
      if (state == State.NEGOTIATED) {
        terminate(
            TerminateCode.NOT_ESTABLISHED,
            "template " + frame.templateId() + " before Establish",
            nowNanos);
      } else {
        terminate(
            TerminateCode.UNNEGOTIATED,
            "template " + frame.templateId() + " before NegotiationResponse",
            nowNanos);
      }
    } else if (application.floods(frame, nowNanos)) {
      terminate(
          TerminateCode.FLOOD,
          "more than " + limits.floodMultiple() + " times the session's limit",
          nowNanos);
    } else if (frame.templateId() == SequenceDecoder.TEMPLATE_ID) {
      final SequenceDecoder sequence =
          codecs.sequence.wrap(
              frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
      acceptNextSeqNo(sequence.nextSeqNo(), nowNanos);
    } else if (!frame.isNumbered()) {
      application.onMessage(frame, nowNanos);
    } else if (acceptNextSeqNo(frame.seqNum(), nowNanos)) {
      nextSeqNo++;
      application.onMessage(frame, nowNanos);
    }
  }

  /** Whether the client stands at this number; it may have jumped ahead, but never back. */
  private boolean acceptNextSeqNo(final long seqNo, final long nowNanos) {
    if (seqNo < nextSeqNo) {
      terminate(
          TerminateCode.SEQUENCE_TOO_LOW,
          "seqNum " + seqNo + " was used before, expected " + nextSeqNo,
          nowNanos);
      return false;
    }
    final long missing = seqNo - nextSeqNo;
    if (missing > GAP_MAX || seqNo == Long.MAX_VALUE) {
      terminate(
          TerminateCode.DECODING_ERROR,
          "seqNum " + seqNo + " is too far ahead of " + nextSeqNo,
          nowNanos);
      return false;
    }
    if (missing > 0) {
      counters.gaps.increment();
      send(codecs.messages.notApplied(incarnation, nextSeqNo, missing), nowNanos);
      nextSeqNo = seqNo;
    }
    return true;
  }

  /** An answer to one of this session's requests. */
  public void onReply(
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final long nowNanos) {
    if (state == State.ENDED) {
      return;
    }
    if (requestId == logonRequestId) {
      onLogonReply(
          codecs.logonReply.wrapAndApplyHeader(buffer, offset, codecs.entityHeader), nowNanos);
    } else if (application != null) {
      application.onReply(requestId, buffer, offset, length);
    }
  }

  /** One of this session's requests was not taken, or nobody answered in time. */
  public void onRequestRefused(
      final long requestId, final int retryAfterMillis, final long nowNanos) {
    if (state == State.ENDED) {
      return;
    }
    if (requestId == logonRequestId) {
      logonRequestId = 0;
      rejectLogon(
          NegotiationRejectCode.UNAVAILABLE,
          0,
          "the partner cannot be reached now, try again",
          nowNanos);
    } else if (application != null) {
      application.onRequestRefused(requestId, retryAfterMillis);
    }
  }

  /** One of this session's inputs was not taken. */
  public void onInputRefused(
      final Input input,
      final long entity,
      final Edge.Refusal refusal,
      final int retryAfterMillis) {
    if (state == State.ESTABLISHED && input.incarnation() == incarnation) {
      application.onInputRefused(input, entity, refusal, retryAfterMillis);
    }
  }

  /** A message of an entity for this session's client. */
  public void onReport(
      final DirectBuffer buffer, final int offset, final int length, final long nowNanos) {
    if (state != State.ESTABLISHED) {
      counters.reportsUnclaimed.increment();
      return;
    }
    final int templateId = codecs.orderEntryHeader.wrap(buffer, offset).templateId();
    if (codecs.orderEntryHeader.schemaId() == SessionProgressDecoder.SCHEMA_ID) {
      application.onMissing(buffer, offset);
    } else if (templateId == TerminateDecoder.TEMPLATE_ID) {
      // The partner itself ends the session: a key was revoked.
      final TerminateDecoder order =
          codecs.terminate.wrapAndApplyHeader(buffer, offset, codecs.orderEntryHeader);
      terminate(order.code(), order.text(), nowNanos);
    } else if (application.onReport(templateId, buffer, offset, length)) {
      lastSentNanos = nowNanos;
    } else {
      counters.reportsUnclaimed.increment();
    }
  }

  /** Time has passed: heartbeats, and what has lapsed. To be called every few milliseconds. */
  public void onTick(final long nowNanos) {
    switch (state) {
      case CONNECTED, NEGOTIATING, NEGOTIATED -> {
        if (nowNanos - connectedAtNanos > limits.logonTimeoutNanos()) {
          terminate(
              TerminateCode.LOGON_TIMEOUT,
              "not established within "
                  + TimeUnit.NANOSECONDS.toMillis(limits.logonTimeoutNanos())
                  + " ms",
              nowNanos);
        }
      }
      case ESTABLISHED -> {
        application.onTick(nowNanos);
        if (nowNanos - lastReceivedNanos > keepAliveNanos) {
          terminate(
              TerminateCode.KEEPALIVE_LAPSED,
              "nothing received within " + TimeUnit.NANOSECONDS.toMillis(keepAliveNanos) + " ms",
              nowNanos);
        } else if (nowNanos - lastSentNanos >= keepAliveNanos / 2) {
          send(codecs.messages.sequence(incarnation, nextSeqNo), nowNanos);
        }
      }
      case ENDED -> {}
    }
  }

  /** Nodes have come or gone: what this session has told accounts may be lost on its way. */
  public void doubt() {
    if (state == State.ESTABLISHED) {
      application.doubt();
    }
  }

  /** The hub ends the session. */
  public void terminate(final TerminateCode code, final String text, final long nowNanos) {
    if (state == State.ENDED) {
      return;
    }
    counters.terminated(code).increment();
    send(codecs.messages.terminate(session, incarnation, code, text), nowNanos);
    end();
  }

  /** The connection is gone. */
  public void onDisconnected() {
    if (state != State.ENDED) {
      counters.sessionsLost.increment();
      end();
    }
  }

  private void end() {
    if (state == State.ESTABLISHED) {
      counters.sessions.decrement();
    }
    state = State.ENDED;
    if (logonRequestId != 0) {
      actions.closeRequest(logonRequestId);
      logonRequestId = 0;
    }
    if (application != null) {
      application.close();
    }
    actions.end();
  }

  private void rejectLogon(
      final NegotiationRejectCode code,
      final long lastIncarnation,
      final String text,
      final long nowNanos) {
    state = State.CONNECTED;
    counters.logonsRejected.increment();
    final int length =
        codecs.messages.negotiationReject(
            session, incarnation, requestTimestamp, code, lastIncarnation, text);
    session = 0;
    incarnation = 0;
    send(length, nowNanos);
  }

  private void rejectNegotiation(
      final NegotiateDecoder negotiate,
      final NegotiationRejectCode code,
      final String text,
      final long nowNanos) {
    counters.logonsRejected.increment();
    send(codecs.messages.negotiationReject(negotiate, code, text), nowNanos);
  }

  private void rejectEstablishment(
      final EstablishDecoder establish,
      final EstablishmentRejectCode code,
      final String text,
      final long nowNanos) {
    send(codecs.messages.establishmentReject(establish, code, text), nowNanos);
  }

  private void send(final int length, final long nowNanos) {
    lastSentNanos = nowNanos;
    actions.send(codecs.messages.buffer(), 0, length);
  }

  private static NegotiationRejectCode negotiationRejectCode(final int raw) {
    for (final NegotiationRejectCode code : NegotiationRejectCode.values()) {
      if (code.value() == raw && code != NegotiationRejectCode.NULL_VAL) {
        return code;
      }
    }
    return NegotiationRejectCode.UNAVAILABLE;
  }

  private static String textOf(final NegotiationRejectCode code) {
    return switch (code) {
      case CREDENTIALS -> "credentials not accepted";
      case DUPLICATE_INCARNATION -> "incarnation must be greater than lastIncarnation";
      case CLOCK_SKEW -> "requestTimestamp is too far from the hub's clock";
      case SESSION_NOT_ALLOWED -> "the partner has no session of this number";
      case KILL_SWITCH -> "the partner is switched off";
      case TOO_MANY_ATTEMPTS -> "too many attempts to negotiate";
      case UNAVAILABLE -> "the partner cannot be reached now, try again";
      case SESSION_IN_USE -> "the session is in use";
      case SBE_UNKNOWN, NULL_VAL -> "";
    };
  }
}
