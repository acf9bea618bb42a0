package io.qanat.hub.edge;

import io.qanat.entity.Edge;
import io.qanat.sharding.NodeNumber;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * Requests of this node that await an answer: queries, and inputs with a request id. Thread-safe
 * and bounded.
 *
 * <p>A query may be answered by several messages, so a request stays open until its owner closes
 * it, it is refused, or it expires. Ids carry the number of the node in their lowest byte, and
 * begin where the caller says (by custom the clock in nanoseconds), so that answers to requests of
 * an earlier life find nobody.
 */
public final class Requests {
  /** Hears the answers, on the thread of an entity: copies, never blocks, never throws. */
  public interface Listener {
    /** An answer; there may be more. */
    void onReply(long requestId, DirectBuffer buffer, int offset, int length);

    /** It was not taken; the request is closed. */
    void onRefused(long requestId, Edge.Refusal refusal, int retryAfterMillis);
  }

  private record Open(Listener listener, long deadlineNanos) {}

  private final ConcurrentHashMap<Long, Open> open = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong nextId;
  private final int openMax;
  private final EdgeCounters counters;

  /**
   * Starts without requests.
   *
   * @param firstId greater than 0, and than every id of an earlier life
   * @param openMax requests that may be open at once
   */
  public Requests(final long firstId, final int openMax, final EdgeCounters counters) {
    if (firstId <= 0) {
      throw new IllegalArgumentException("first request id not above 0: " + firstId);
    }
    this.nextId = new AtomicLong(firstId);
    this.openMax = openMax;
    this.counters = counters;
  }

  /**
   * Opens a request.
   *
   * @param deadlineNanos when it {@link #expire}s, on the owner's clock
   * @return its id, or 0 if too many are open
   */
  public long open(final Listener listener, final long deadlineNanos) {
    if (count.incrementAndGet() > openMax) {
      count.decrementAndGet();
      return 0;
    }
    final long id = nextId.getAndAdd(NodeNumber.STRIDE);
    open.put(id, new Open(listener, deadlineNanos));
    counters.requestsOpen.increment();
    return id;
  }

  /** Forgets a request; later answers are dropped. */
  public void close(final long requestId) {
    remove(requestId);
  }

  /** Closes an owner's requests whose deadline has passed, and names them to it. */
  public void expire(final Listener owner, final long nowNanos, final LongConsumer onExpired) {
    final Iterator<java.util.Map.Entry<Long, Open>> entries = open.entrySet().iterator();
    while (entries.hasNext()) {
      final java.util.Map.Entry<Long, Open> entry = entries.next();
      final Open request = entry.getValue();
      final long id = entry.getKey();
      if (request.listener() == owner
          && request.deadlineNanos() - nowNanos <= 0
          && remove(id) != null) {
        onExpired.accept(id);
      }
    }
  }

  void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final Open request = open.get(requestId);
    if (request == null) {
      counters.repliesUnclaimed.increment();
      return;
    }
    counters.replies.increment();
    request.listener().onReply(requestId, buffer, offset, length);
  }

  boolean refuse(final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
    final Open request = remove(requestId);
    if (request == null) {
      return false;
    }
    request.listener().onRefused(requestId, refusal, retryAfterMillis);
    return true;
  }

  private Open remove(final long requestId) {
    final Open request = open.remove(requestId);
    if (request != null) {
      count.decrementAndGet();
      counters.requestsOpen.decrement();
    }
    return request;
  }
}
