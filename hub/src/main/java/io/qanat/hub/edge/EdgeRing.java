package io.qanat.hub.edge;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What the queues of the edge are made of: a bounded ring, from many threads to one, of messages
 * behind two keys and two values. Never blocks; each message is copied once.
 */
final class EdgeRing {
  /** Receives what was queued; it may write into the buffer, which is valid during the call. */
  interface Handler {
    void onMessage(
        int type,
        long key,
        long secondKey,
        int value,
        int secondValue,
        MutableDirectBuffer buffer,
        int offset,
        int length);
  }

  private static final int KEY = 0;
  private static final int SECOND_KEY = 8;
  private static final int VALUE = 16;
  private static final int SECOND_VALUE = 20;
  private static final int PREFIX = 24;

  private final ManyToOneRingBuffer ring;

  /**
   * Makes an empty ring.
   *
   * @param capacityBytes a power of two; the longest message is an eighth of it
   */
  EdgeRing(final int capacityBytes) {
    if (!BitUtil.isPowerOfTwo(capacityBytes)) {
      throw new IllegalArgumentException("capacity not a power of two: " + capacityBytes);
    }
    ring =
        new ManyToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH)));
  }

  /**
   * Of any thread.
   *
   * @param type above 0
   * @param buffer null, with a length of 0: there are no bytes
   * @return false: there is no room
   */
  boolean offer(
      final int type,
      final long key,
      final long secondKey,
      final int value,
      final int secondValue,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (PREFIX + length > ring.maxMsgLength()) {
      return false;
    }
    final int index = ring.tryClaim(type, PREFIX + length);
    if (index < 0) {
      return false;
    }
    final AtomicBuffer claimed = ring.buffer();
    claimed.putLong(index + KEY, key);
    claimed.putLong(index + SECOND_KEY, secondKey);
    claimed.putInt(index + VALUE, value);
    claimed.putInt(index + SECOND_VALUE, secondValue);
    if (length > 0) {
      claimed.putBytes(index + PREFIX, buffer, offset, length);
    }
    ring.commit(index);
    return true;
  }

  /** Hands over up to {@code limit} messages; returns how many. Of one thread. */
  int poll(final Handler handler, final int limit) {
    return ring.read(
        (type, buffer, index, length) ->
            handler.onMessage(
                type,
                buffer.getLong(index + KEY),
                buffer.getLong(index + SECOND_KEY),
                buffer.getInt(index + VALUE),
                buffer.getInt(index + SECOND_VALUE),
                buffer,
                index + PREFIX,
                length - PREFIX),
        limit);
  }
}
