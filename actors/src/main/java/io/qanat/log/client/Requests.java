package io.qanat.log.client;

import io.qanat.codecs.log.AnswerPartDecoder;
import io.qanat.codecs.log.LoadEncoder;
import io.qanat.codecs.log.LoadRefusedDecoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.QueryEncoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Loads and queries under way: sends them through the session, reads their answers from a stream of
 * its own, and asks again when none comes.
 */
final class Requests {
  private static final int ATTEMPTS_MAX = 10;
  private static final int REFUSALS_MAX = 5;

  private final long clientId;
  private final long answerTimeoutNanos;
  private final LogTransport transport;
  private final ErrorHandler errors;
  private final Long2ObjectHashMap<Request> byId = new Long2ObjectHashMap<>();
  private final List<Request> expired = new ArrayList<>();
  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(1024);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final LoadEncoder loadEncoder = new LoadEncoder();
  private final QueryEncoder queryEncoder = new QueryEncoder();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final AnswerPartDecoder part = new AnswerPartDecoder();
  private long lastRequestId;
  private long nowNanos;
  private boolean hasDue;

  Requests(
      final LogClientConfig config,
      final LogTransport transport,
      final long clientId,
      final ErrorHandler errors) {
    this.transport = transport;
    this.clientId = clientId;
    this.errors = errors;
    answerTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(config.answerTimeoutMillis());
  }

  void load(final EntityLink link, final EventLog.Listener listener) {
    forget(link);
    add(new Request.Load(++lastRequestId, link, listener, link.epochKnown(), 0));
  }

  void query(final Command.FindWakeable command) {
    add(new Request.WakeableQuery(++lastRequestId, command.listener()));
  }

  void query(final Command.ReadCut command) {
    add(new Request.CutQuery(++lastRequestId, command.listener()));
  }

  private void add(final Request request) {
    byId.put(request.requestId(), request);
    hasDue = true;
  }

  /** Nobody waits for this entity's load any more. */
  void forget(final EntityLink link) {
    byId.values().removeIf(request -> request instanceof Request.Load load && load.link() == link);
  }

  /** The session changed: what was asked may not have arrived. */
  void resend() {
    byId.values().forEach(Request::sendAgain);
    hasDue = true;
  }

  /** Polls answers and sends what is due. */
  int doWork(final LogTransport.Handler handler, final long now) {
    nowNanos = now;
    int work = transport.pollAnswers(handler);
    if (hasDue && transport.isConnected()) {
      work += sendDue();
    }
    return work;
  }

  private int sendDue() {
    if (transport.answerChannel() == null) {
      return 0;
    }
    int sent = 0;
    for (final Request request : byId.values()) {
      if (request.isDue()) {
        if (!transport.offer(message, encode(request))) {
          return sent;
        }
        request.sent(nowNanos);
        sent++;
      }
    }
    hasDue = false;
    return sent;
  }

  private int encode(final Request request) {
    if (request instanceof Request.Load load) {
      loadEncoder
          .wrapAndApplyHeader(message, 0, headerEncoder)
          .clientId(clientId)
          .requestId(load.requestId())
          .entity(load.link().entity())
          .expectedEpoch(load.expectedEpoch())
          .answerStreamId(transport.answerStreamId())
          .answerChannel(transport.answerChannel());
      return MessageHeaderEncoder.ENCODED_LENGTH + loadEncoder.encodedLength();
    }
    queryEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .clientId(clientId)
        .requestId(request.requestId())
        .answerStreamId(transport.answerStreamId())
        .kind(((Request.Query) request).kind())
        .answerChannel(transport.answerChannel());
    return MessageHeaderEncoder.ENCODED_LENGTH + queryEncoder.encodedLength();
  }

  /** Looks after requests without an answer, while there is a session. */
  void expire() {
    for (final Request request : byId.values()) {
      if (!request.isDue()) {
        request.expire(nowNanos, answerTimeoutNanos);
      }
      if (request.isDue()) {
        hasDue = true;
        // A query has nobody to tell: it is asked for as long as the client lives.
        if (request.attempts() >= ATTEMPTS_MAX && request instanceof Request.Load) {
          expired.add(request);
        }
      }
    }
    for (final Request request : expired) {
      byId.remove(request.requestId());
      final Request.Load load = (Request.Load) request;
      fail(load, "no answer from the log after " + ATTEMPTS_MAX + " requests");
    }
    expired.clear();
  }

  private void fail(final Request.Load load, final String why) {
    final String reason = "load of " + EntityKey.toString(load.link().entity()) + ": " + why;
    load.listener().onLoadFailed(reason);
  }

  /** Somebody else loaded the entity since its epoch was known here: tries with the new one. */
  void onRefused(final LoadRefusedDecoder refused) {
    if (refused.clientId() != clientId
        || !(byId.get(refused.requestId()) instanceof Request.Load load)) {
      return;
    }
    byId.remove(load.requestId());
    if (load.refusals() == REFUSALS_MAX) {
      fail(load, "others keep loading it");
      return;
    }
    add(
        new Request.Load(
            ++lastRequestId,
            load.link(),
            load.listener(),
            refused.currentEpoch(),
            load.refusals() + 1));
  }

  /** A message of the answer stream. */
  void onAnswer(final DirectBuffer buffer, final int offset) {
    header.wrap(buffer, offset);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || header.templateId() != AnswerPartDecoder.TEMPLATE_ID) {
      return;
    }
    part.wrapAndApplyHeader(buffer, offset, header);
    final Request request = part.clientId() == clientId ? byId.get(part.requestId()) : null;
    if (request == null) {
      return;
    }
    try {
      if (request.onPart(part, nowNanos)) {
        byId.remove(request.requestId());
        request.complete();
      }
    } catch (final RuntimeException e) {
      errors.onError(e);
    }
  }
}
