package io.qanat.hub.edge;

import io.qanat.entity.Edge;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * What entities have for the sessions of one gateway, from many threads to the gateway's: bounded,
 * copied once.
 *
 * <p>A report that finds it full is not lost, because its account keeps it; but its session must
 * not go on as if nothing was missing, so it is marked, and the gateway ends it.
 */
public final class SessionQueue implements Requests.Listener {
  /** Receives what was queued, on the gateway's thread; buffers are valid during the call. */
  public interface Handler {
    /** A message for a session's client. */
    void onReport(long sessionKey, DirectBuffer buffer, int offset, int length);

    /** An answer to a request of this gateway. */
    void onReply(long requestId, DirectBuffer buffer, int offset, int length);

    /** A request of this gateway was not taken. */
    void onRequestRefused(long requestId, Edge.Refusal refusal, int retryAfterMillis);

    /** A session's ClientInput without a request was not taken, as it was sent. */
    void onInputRefused(
        long entity,
        long sessionKey,
        Edge.Refusal refusal,
        int retryAfterMillis,
        DirectBuffer input,
        int offset,
        int length);
  }

  private static final int REPORT = 1;
  private static final int REPLY = 2;
  private static final int REQUEST_REFUSED = 3;
  private static final int INPUT_REFUSED = 4;

  private static final int OVERFLOWED_SESSIONS_MAX = 10_000;

  private final EdgeRing ring;
  private final EdgeCounters counters;
  private final LongHashSet overflowed = new LongHashSet();
  private volatile boolean anyOverflow;
  private volatile boolean doubt;
  private boolean allOverflowed;

  /**
   * Makes an empty queue.
   *
   * @param capacityBytes a power of two; the longest message is an eighth of it
   */
  public SessionQueue(final int capacityBytes, final EdgeCounters counters) {
    ring = new EdgeRing(capacityBytes);
    this.counters = counters;
  }

  void offerReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    if (ring.offer(REPORT, sessionKey, 0, 0, 0, buffer, offset, length)) {
      counters.reports.increment();
    } else {
      counters.reportsDropped.increment();
      markOverflowed(sessionKey);
    }
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    // A lost reply shows as a request that expires.
    ring.offer(REPLY, requestId, 0, 0, 0, buffer, offset, length);
  }

  @Override
  public void onRefused(
      final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
    if (!ring.offer(REQUEST_REFUSED, requestId, 0, code(refusal), retryAfterMillis, null, 0, 0)) {
      counters.refusalsDropped.increment();
    }
  }

  void offerRefused(
      final long entity,
      final long sessionKey,
      final Edge.Refusal refusal,
      final int retryAfterMillis,
      final DirectBuffer input,
      final int offset,
      final int length) {
    if (!ring.offer(
        INPUT_REFUSED,
        sessionKey,
        entity,
        code(refusal),
        retryAfterMillis,
        input,
        offset,
        length)) {
      // The client would wait for ever for the fate of its message: it must ask again.
      counters.refusalsDropped.increment();
      markOverflowed(sessionKey);
    }
  }

  /** Hands over up to {@code limit} messages; returns how many. */
  public int poll(final Handler handler, final int limit) {
    return ring.poll(
        (type, key, entity, refusal, retryAfterMillis, buffer, offset, length) -> {
          switch (type) {
            case REPORT -> handler.onReport(key, buffer, offset, length);
            case REPLY -> handler.onReply(key, buffer, offset, length);
            case REQUEST_REFUSED ->
                handler.onRequestRefused(key, refusal(refusal), retryAfterMillis);
            case INPUT_REFUSED ->
                handler.onInputRefused(
                    entity, key, refusal(refusal), retryAfterMillis, buffer, offset, length);
            default -> throw new IllegalStateException("queued message of unknown type " + type);
          }
        },
        limit);
  }

  /**
   * Names each session that missed something since the last call, and forgets them.
   *
   * @param onSession told each session's key; {@link io.qanat.entity.core.SessionKey#NONE} means
   *     every session
   */
  public void drainOverflowed(final LongConsumer onSession) {
    if (!anyOverflow) {
      return;
    }
    final long[] keys;
    synchronized (overflowed) {
      keys = new long[allOverflowed ? 1 : overflowed.size()];
      if (!allOverflowed) {
        int i = 0;
        final LongHashSet.LongIterator iterator = overflowed.iterator();
        while (iterator.hasNext()) {
          keys[i++] = iterator.nextValue();
        }
      }
      overflowed.clear();
      allOverflowed = false;
      anyOverflow = false;
    }
    for (final long key : keys) {
      onSession.accept(key);
    }
  }

  /** Of any thread: nodes have come or gone, what was on its way to accounts may be lost. */
  public void doubt() {
    doubt = true;
  }

  /** Whether that has been said since the last call. */
  public boolean pollDoubt() {
    if (!doubt) {
      return false;
    }
    doubt = false;
    return true;
  }

  private void markOverflowed(final long sessionKey) {
    synchronized (overflowed) {
      if (overflowed.size() >= OVERFLOWED_SESSIONS_MAX) {
        allOverflowed = true;
      } else {
        overflowed.add(sessionKey);
      }
      anyOverflow = true;
    }
  }

  private static int code(final Edge.Refusal refusal) {
    return switch (refusal) {
      case BUSY -> 1;
      case UNAVAILABLE -> 2;
      case POISON -> 3;
    };
  }

  private static Edge.Refusal refusal(final int code) {
    return switch (code) {
      case 1 -> Edge.Refusal.BUSY;
      case 2 -> Edge.Refusal.UNAVAILABLE;
      case 3 -> Edge.Refusal.POISON;
      default -> throw new IllegalStateException("unknown refusal code " + code);
    };
  }
}
