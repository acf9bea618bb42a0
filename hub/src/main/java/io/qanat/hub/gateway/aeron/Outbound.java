package io.qanat.hub.gateway.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.qanat.hub.edge.Counter;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableRingBuffer;

/**
 * The way to one client: its response publication, and behind it a bounded buffer for what that
 * does not take at once. Never blocks, neither while the publication is set up nor on
 * back-pressure.
 */
final class Outbound implements AutoCloseable {
  private static final int INITIAL_BYTES = 1024;
  private static final long CLOSED_ID = Aeron.NULL_VALUE;

  private final Aeron aeron;
  private final Counter framesSent;
  private final ExpandableRingBuffer waiting;
  private long publicationId;
  private ExclusivePublication publication;
  private boolean overflowed;

  Outbound(
      final Aeron aeron,
      final String channel,
      final int streamId,
      final int bytesMax,
      final Counter framesSent) {
    this.aeron = aeron;
    this.framesSent = framesSent;
    waiting = new ExpandableRingBuffer(INITIAL_BYTES, bytesMax, false);
    publicationId = aeron.asyncAddExclusivePublication(channel, streamId);
  }

  /** Sends now or later; after {@link #hasOverflowed()} everything is dropped. */
  void send(final DirectBuffer buffer, final int offset, final int length) {
    if (overflowed || (waiting.isEmpty() && offer(buffer, offset, length))) {
      return;
    }
    overflowed = !waiting.append(buffer, offset, length);
  }

  /** Whether a message did not fit: the client is too slow, and what it receives has a hole. */
  boolean hasOverflowed() {
    return overflowed;
  }

  /** Forgets what waits, to make room for a last word. */
  void clear() {
    waiting.reset(INITIAL_BYTES);
    overflowed = false;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Sends what waits, as far as the channel takes it. Returns how many messages. */
  int flush() {
    return waiting.isEmpty() || publication() == null
        ? 0
        : waiting.consume(
            (buffer, offset, length, headOffset) -> offer(buffer, offset, length),
            Integer.MAX_VALUE);
  }

  private boolean offer(final DirectBuffer buffer, final int offset, final int length) {
    final ExclusivePublication target = publication();
    if (target == null) {
      return false;
    }
    final long position = target.offer(buffer, offset, length);
    if (position > 0) {
      framesSent.increment();
      return true;
    }
    if (position == Publication.MAX_POSITION_EXCEEDED) {
      // Past the end of the stream nothing can be sent again.
      overflowed = true;
    }
    return false;
  }

  private ExclusivePublication publication() {
    if (publication == null && publicationId != CLOSED_ID) {
      publication = aeron.getExclusivePublication(publicationId);
    }
    return publication;
  }

  /** Lets go; the driver still delivers what it was given. */
  @Override
  public void close() {
    if (publicationId == CLOSED_ID) {
      return;
    }
    if (publication != null) {
      publication.close();
    } else {
      aeron.asyncRemovePublication(publicationId);
    }
    publicationId = CLOSED_ID;
    publication = null;
  }
}
