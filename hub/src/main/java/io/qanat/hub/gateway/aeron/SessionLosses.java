package io.qanat.hub.gateway.aeron;

import io.qanat.entity.Entities;
import io.qanat.hub.edge.Counter;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Losses of sessions that their account has not taken: told again until it does, because orders
 * that are to be cancelled on disconnect depend on it.
 */
public final class SessionLosses {
  private record Loss(long entity, UnsafeBuffer input, long dueNanos) {}

  private static final int LOSSES_MAX = 65_536;

  private final ArrayDeque<Loss> losses = new ArrayDeque<>();
  private final Entities entities;
  private final Counter retries;

  /** Starts without any. */
  public SessionLosses(final Entities entities, final Counter retries) {
    this.entities = entities;
    this.retries = retries;
  }

  /** Keeps a refused SessionLost; false if there are too many already. */
  public boolean add(
      final long entity,
      final DirectBuffer input,
      final int offset,
      final int length,
      final long dueNanos) {
    if (losses.size() >= LOSSES_MAX) {
      return false;
    }
    final byte[] copy = new byte[length];
    input.getBytes(offset, copy);
    losses.add(new Loss(entity, new UnsafeBuffer(copy), dueNanos));
    return true;
  }

  /** Tells those that are due. */
  public void retry(final long nowNanos) {
    final Iterator<Loss> iterator = losses.iterator();
    while (iterator.hasNext()) {
      final Loss loss = iterator.next();
      if (nowNanos - loss.dueNanos() >= 0) {
        iterator.remove();
        retries.increment();
        entities.tell(loss.entity(), loss.input(), 0, loss.input().capacity());
      }
    }
  }
}
