package io.qanat.hub.gateway;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionInputDecoder;
import io.qanat.codecs.entity.SessionProgressDecoder;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableRingBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * What one session has told accounts that may run on other nodes, kept until they have committed
 * it, and told again, in order, when some of it may be lost: because a node is gone, an account has
 * moved or refused for load, or something before it is missing. Each input names the one before it,
 * so an account takes all of them once and in order, whatever is lost or comes twice on the way.
 *
 * <pre>
 *            ┌───────────────── the account has come through all ─────────────────┐
 *            ▼                                                                     │
 *   FLOWING ── moved, refused, node gone ─▶ IN DOUBT ── says how far it is ─▶ TOLD AGAIN
 *      told at once                           kept only                        told at once
 * </pre>
 */
final class AccountInputs {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int SEQ_NUM = HEADER + SessionInputDecoder.seqNumEncodingOffset();
  private static final int PREV_SEQ_NUM = HEADER + SessionInputDecoder.prevSeqNumEncodingOffset();
  private static final int INITIAL_BYTES = 4_096;

  /** Between two questions, while an answer is urgent and while it is not. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long QUESTION_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private enum Stage {
    FLOWING,
    IN_DOUBT,
    TOLD_AGAIN
  }

  private final SessionIdentity identity;
  private final SessionActions actions;
  private final SessionCodecs codecs;
  private final GatewayCounters counters;
  private final int bytesMax;
  private final Long2ObjectHashMap<Flow> flows = new Long2ObjectHashMap<>();

  /** Accounts by the request that asks them. */
  private final Long2LongHashMap questions = new Long2LongHashMap(0);

  private final SessionProgressDecoder progress = new SessionProgressDecoder();
  private final ExpandableArrayBuffer again = new ExpandableArrayBuffer();
  private long tickNanos;

  /**
   * Nothing is told yet.
   *
   * @param bytesMax what may be kept of one account, a power of two; 0: nothing is kept
   */
  AccountInputs(
      final SessionIdentity identity,
      final SessionActions actions,
      final SessionCodecs codecs,
      final GatewayCounters counters,
      final int bytesMax,
      final long nowNanos) {
    this.identity = identity;
    this.actions = actions;
    this.codecs = codecs;
    this.counters = counters;
    this.bytesMax = bytesMax;
    tickNanos = nowNanos;
  }

  /** Number of the message before the next one to an account; negative: it is not to be named. */
  long previous(final long account, final long seqNum) {
    if (bytesMax == 0 || seqNum == 0) {
      return InputEncoder.NOT_NAMED;
    }
    final Flow flow = flows.get(account);
    return flow == null ? 0 : flow.lastSeqNum;
  }

  /**
   * Tells an account what the encoder's buffer holds.
   *
   * @return false: too much is kept of this account already, nothing was told
   */
  boolean tell(final long account, final long seqNum, final int length) {
    if (bytesMax == 0 || seqNum == 0) {
      tellNow(account, codecs.inputs.buffer(), length);
      return true;
    }
    final Flow flow = flows.computeIfAbsent(account, Flow::new);
    if (!flow.keep(codecs.inputs.buffer(), length, seqNum)) {
      return false;
    }
    if (flow.stage != Stage.IN_DOUBT) {
      tellNow(account, codecs.inputs.buffer(), length);
    }
    return true;
  }

  private void tellNow(final long account, final DirectBuffer input, final int length) {
    counters.inputs.increment();
    actions.tell(EntityKey.account(account), input, 0, length);
  }

  /** The account belongs to another session now. */
  void release(final long account) {
    final Flow flow = flows.remove(account);
    if (flow != null) {
      flow.forgetQuestion();
    }
  }

  /** Nodes have come or gone: what is not confirmed may be lost. */
  void doubt() {
    for (final Flow flow : flows.values()) {
      if (!flow.kept.isEmpty()) {
        flow.forgetQuestion();
        flow.doubt(tickNanos);
      }
    }
  }

  /**
   * An input was not taken.
   *
   * @return whether it will be told again; if not, the client is to be told
   */
  boolean onRefused(
      final long account,
      final long seqNum,
      final Edge.Refusal refusal,
      final int retryAfterMillis) {
    final Flow flow = flows.get(account);
    if (flow == null || seqNum <= flow.confirmed) {
      return false;
    }
    final boolean isPoison = refusal == Edge.Refusal.POISON;
    if (isPoison) {
      flow.answered.add(seqNum);
    }
    flow.doubt(tickNanos + Math.max(RETRY_NANOS, TimeUnit.MILLISECONDS.toNanos(retryAfterMillis)));
    return !isPoison;
  }

  /** The account itself has refused an input: it is not to be told again. */
  void onRejected(final long account, final long seqNum) {
    final Flow flow = flows.get(account);
    if (flow != null && seqNum > flow.confirmed && !flow.kept.isEmpty()) {
      flow.answered.add(seqNum);
    }
  }

  /** Whether a request was a question of these inputs; if so, its answer is taken. */
  boolean onReply(final long requestId, final DirectBuffer buffer, final int offset) {
    final Flow flow = flowOf(requestId);
    if (flow == null) {
      return false;
    }
    flow.forgetQuestion();
    flow.onProgress(
        progress.wrapAndApplyHeader(buffer, offset, codecs.entityHeader), flow.askedNanos);
    return true;
  }

  /** Whether a request was a question of these inputs, which is asked again then. */
  boolean onRequestRefused(final long requestId) {
    final Flow flow = flowOf(requestId);
    if (flow == null) {
      return false;
    }
    questions.remove(requestId);
    flow.questionId = 0;
    flow.askAtNanos = tickNanos + RETRY_NANOS;
    return true;
  }

  private Flow flowOf(final long requestId) {
    final long account = questions.get(requestId);
    return account == 0 ? null : flows.get(account);
  }

  /** An account has been told something before what it follows. */
  void onMissing(final DirectBuffer buffer, final int offset) {
    progress.wrapAndApplyHeader(buffer, offset, codecs.entityHeader);
    final Flow flow = flows.get(progress.account());
    if (flow != null && progress.incarnation() == identity.incarnation()) {
      flow.onMissing(progress.lastSeqNum());
    }
  }

  /** Time has passed: asks whom it is time to ask. */
  void tick(final long nowNanos) {
    tickNanos = nowNanos;
    for (final Flow flow : flows.values()) {
      flow.tick();
    }
  }

  /** The session has ended. */
  void close() {
    flows.values().forEach(Flow::forgetQuestion);
    flows.clear();
  }

  /** The inputs to one account. */
  private final class Flow {
    private final long account;
    private final ExpandableRingBuffer kept =
        new ExpandableRingBuffer(Math.min(INITIAL_BYTES, bytesMax), bytesMax, false);

    /** Kept inputs that the account will never take; the client has its answer. */
    private final LongHashSet answered = new LongHashSet();

    private Stage stage = Stage.FLOWING;
    private long lastSeqNum;
    private long confirmed;
    private long toldThrough;
    private long missingSince;
    private long toldAgainNanos;
    private long questionId;
    private long askedNanos;
    private long askAtNanos;

    Flow(final long account) {
      this.account = account;
    }

    boolean keep(final DirectBuffer input, final int length, final long seqNum) {
      if (kept.isEmpty()) {
        askAtNanos = tickNanos + CONFIRM_NANOS;
      }
      if (!kept.append(input, 0, length)) {
        return false;
      }
      lastSeqNum = seqNum;
      if (kept.size() > bytesMax / 2 && stage == Stage.FLOWING) {
        askAtNanos = Math.min(askAtNanos, tickNanos);
      }
      return true;
    }

    void doubt(final long askNanos) {
      askAtNanos = stage == Stage.IN_DOUBT ? Math.min(askAtNanos, askNanos) : askNanos;
      stage = Stage.IN_DOUBT;
    }

    void tick() {
      if (questionId != 0) {
        if (tickNanos - askedNanos <= QUESTION_TIMEOUT_NANOS) {
          return;
        }
        forgetQuestion();
        askAtNanos = tickNanos;
      }
      if (!kept.isEmpty() && tickNanos - askAtNanos >= 0) {
        ask();
      }
    }

    private void ask() {
      questionId = actions.openRequest(tickNanos);
      askedNanos = tickNanos;
      askAtNanos = tickNanos + RETRY_NANOS;
      if (questionId != 0) {
        questions.put(questionId, account);
        final int length =
            codecs.inputs.sessionProgressQuery(identity.partner(), identity.session());
        actions.query(EntityKey.account(account), questionId, codecs.inputs.buffer(), 0, length);
      }
    }

    void forgetQuestion() {
      if (questionId != 0) {
        questions.remove(questionId);
        actions.closeRequest(questionId);
        questionId = 0;
      }
    }

    void onProgress(final SessionProgressDecoder answer, final long asked) {
      confirm(answer.incarnation() == identity.incarnation() ? answer.lastSeqNum() : 0);
      final boolean isThrough = confirmed >= toldThrough;
      if (stage == Stage.IN_DOUBT || (stage == Stage.TOLD_AGAIN && !isThrough)) {
        tellAgain();
      } else {
        stage = Stage.FLOWING;
        askAtNanos = asked + CONFIRM_NANOS;
      }
    }

    /** Every input that follows a missing one says so; they are told again once for all of them. */
    void onMissing(final long lastTaken) {
      if (stage == Stage.IN_DOUBT
          || (lastTaken <= missingSince && tickNanos - toldAgainNanos < QUESTION_TIMEOUT_NANOS)) {
        return;
      }
      missingSince = lastTaken;
      confirm(lastTaken);
      tellAgain();
    }

    private void confirm(final long through) {
      confirmed = Math.max(confirmed, through);
      kept.consume(
          (buffer, offset, length, head) ->
              buffer.getLong(offset + SEQ_NUM, ByteOrder.LITTLE_ENDIAN) <= confirmed,
          Integer.MAX_VALUE);
      answered.removeIfLong(seqNum -> seqNum <= confirmed);
    }

    private void tellAgain() {
      final long[] previous = {confirmed};
      kept.forEach(
          (buffer, offset, length, head) -> {
            final long seqNum = buffer.getLong(offset + SEQ_NUM, ByteOrder.LITTLE_ENDIAN);
            if (!answered.contains(seqNum)) {
              again.putBytes(0, buffer, offset, length);
              again.putLong(PREV_SEQ_NUM, previous[0], ByteOrder.LITTLE_ENDIAN);
              counters.inputsToldAgain.increment();
              tellNow(account, again, length);
              previous[0] = seqNum;
            }
            return true;
          },
          Integer.MAX_VALUE);
      // The next one follows whatever was told last, not one that will never be taken.
      lastSeqNum = previous[0];
      toldThrough = previous[0];
      toldAgainNanos = tickNanos;
      stage = Stage.TOLD_AGAIN;
      askAtNanos = tickNanos + RETRY_NANOS;
    }
  }
}
