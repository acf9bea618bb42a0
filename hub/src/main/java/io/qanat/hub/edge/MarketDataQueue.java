package io.qanat.hub.edge;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Market data from instruments' threads to the publisher's: bounded, copied once. What finds it
 * full is dropped and counted; subscribers see a gap in RptSeq and recover from the next full
 * refresh.
 */
public final class MarketDataQueue implements Requests.Listener {
  /** Receives what was queued, on the publisher's thread; it may write into the buffers. */
  public interface Handler {
    /** A message of an instrument. */
    void onMarketData(
        long entity, long epoch, MDFeed feed, MutableDirectBuffer buffer, int offset, int length);

    /** An instrument has (re)started. */
    void onInstrumentStarted(long entity, long epoch);

    /** An answer to one of the publisher's queries. */
    void onReply(long requestId, MutableDirectBuffer buffer, int offset, int length);

    /** One of the publisher's queries was not taken. */
    void onRequestRefused(long requestId, int retryAfterMillis);
  }

  private static final int MESSAGE = 1;
  private static final int STARTED = 2;
  private static final int REPLY = 3;
  private static final int REQUEST_REFUSED = 4;

  // Before each message: key (entity or request), epoch, feed or retry-after, padding.
  private static final int KEY = 0;
  private static final int EPOCH = 8;
  private static final int VALUE = 16;
  private static final int PREFIX = 24;

  private final ManyToOneRingBuffer ring;
  private final EdgeCounters counters;

  /**
   * Makes an empty queue.
   *
   * @param capacityBytes a power of two; the longest message is an eighth of it
   */
  public MarketDataQueue(final int capacityBytes, final EdgeCounters counters) {
    if (!BitUtil.isPowerOfTwo(capacityBytes)) {
      throw new IllegalArgumentException("capacity not a power of two: " + capacityBytes);
    }
    ring =
        new ManyToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH)));
    this.counters = counters;
  }

  void offerMessage(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (offer(MESSAGE, entity, epoch, feed.value(), buffer, offset, length)) {
      counters.marketData.increment();
    } else {
      counters.marketDataDropped.increment();
    }
  }

  void offerStarted(final long entity, final long epoch) {
    // If it does not fit, the publisher notices the epoch at the instrument's next message.
    offer(STARTED, entity, epoch, 0, null, 0, 0);
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    if (!offer(REPLY, requestId, 0, 0, buffer, offset, length)) {
      counters.marketDataDropped.increment();
    }
  }

  @Override
  public void onRefused(
      final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
    // A lost refusal shows as a query that expires.
    offer(REQUEST_REFUSED, requestId, 0, retryAfterMillis, null, 0, 0);
  }

  /** Hands over up to {@code limit} messages; returns how many. */
  public int poll(final Handler handler, final int limit) {
    return ring.read(
        (type, buffer, index, length) -> dispatch(handler, type, buffer, index, length), limit);
  }

  private boolean offer(
      final int type,
      final long key,
      final long epoch,
      final int value,
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
    claimed.putLong(index + EPOCH, epoch);
    claimed.putInt(index + VALUE, value);
    if (length > 0) {
      claimed.putBytes(index + PREFIX, buffer, offset, length);
    }
    ring.commit(index);
    return true;
  }

  private static void dispatch(
      final Handler handler,
      final int type,
      final MutableDirectBuffer buffer,
      final int index,
      final int length) {
    final long key = buffer.getLong(index + KEY);
    final long epoch = buffer.getLong(index + EPOCH);
    final int value = buffer.getInt(index + VALUE);
    final int body = index + PREFIX;
    final int bodyLength = length - PREFIX;
    switch (type) {
      case MESSAGE ->
          handler.onMarketData(key, epoch, MDFeed.get((short) value), buffer, body, bodyLength);
      case STARTED -> handler.onInstrumentStarted(key, epoch);
      case REPLY -> handler.onReply(key, buffer, body, bodyLength);
      case REQUEST_REFUSED -> handler.onRequestRefused(key, value);
      default -> throw new IllegalStateException("queued message of unknown type " + type);
    }
  }
}
