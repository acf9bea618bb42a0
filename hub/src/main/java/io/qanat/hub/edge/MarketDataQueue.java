package io.qanat.hub.edge;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

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

    /** An instrument does not run here any more. */
    void onInstrumentStopped(long entity);

    /** Somebody has begun to follow an instrument and wants its full refresh soon. */
    void onRefreshWanted(long entity);

    /** An answer to one of the publisher's queries. */
    void onReply(long requestId, MutableDirectBuffer buffer, int offset, int length);

    /** One of the publisher's queries was not taken. */
    void onRequestRefused(long requestId, int retryAfterMillis);
  }

  private static final int MESSAGE = 1;
  private static final int STARTED = 2;
  private static final int REPLY = 3;
  private static final int REQUEST_REFUSED = 4;
  private static final int REFRESH_WANTED = 5;
  private static final int STOPPED = 6;

  private final EdgeRing ring;
  private final EdgeCounters counters;

  /**
   * Makes an empty queue.
   *
   * @param capacityBytes a power of two; the longest message is an eighth of it
   */
  public MarketDataQueue(final int capacityBytes, final EdgeCounters counters) {
    ring = new EdgeRing(capacityBytes);
    this.counters = counters;
  }

  void offerMessage(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (ring.offer(MESSAGE, entity, epoch, feed.value(), 0, buffer, offset, length)) {
      counters.marketData.increment();
    } else {
      counters.marketDataDropped.increment();
    }
  }

  void offerStarted(final long entity, final long epoch) {
    // If it does not fit, the publisher notices the epoch at the instrument's next message.
    ring.offer(STARTED, entity, epoch, 0, 0, null, 0, 0);
  }

  void offerStopped(final long entity) {
    // If it does not fit, refreshes go on under an epoch that subscribers know to be old.
    ring.offer(STOPPED, entity, 0, 0, 0, null, 0, 0);
  }

  /**
   * Of any thread: asks for a full refresh of an instrument.
   *
   * @return false: there is no room now
   */
  public boolean offerRefreshWanted(final long entity) {
    return ring.offer(REFRESH_WANTED, entity, 0, 0, 0, null, 0, 0);
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    if (!ring.offer(REPLY, requestId, 0, 0, 0, buffer, offset, length)) {
      counters.marketDataDropped.increment();
    }
  }

  @Override
  public void onRefused(
      final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
    // A lost refusal shows as a query that expires.
    ring.offer(REQUEST_REFUSED, requestId, 0, retryAfterMillis, 0, null, 0, 0);
  }

  /** Hands over up to {@code limit} messages; returns how many. */
  public int poll(final Handler handler, final int limit) {
    return ring.poll(
        (type, key, epoch, value, unused, buffer, offset, length) -> {
          switch (type) {
            case MESSAGE ->
                handler.onMarketData(key, epoch, MDFeed.get((short) value), buffer, offset, length);
            case STARTED -> handler.onInstrumentStarted(key, epoch);
            case STOPPED -> handler.onInstrumentStopped(key);
            case REFRESH_WANTED -> handler.onRefreshWanted(key);
            case REPLY -> handler.onReply(key, buffer, offset, length);
            case REQUEST_REFUSED -> handler.onRequestRefused(key, value);
            default -> throw new IllegalStateException("queued message of unknown type " + type);
          }
        },
        limit);
  }
}
