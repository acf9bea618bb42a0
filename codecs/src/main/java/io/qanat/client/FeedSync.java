package io.qanat.client;

import io.qanat.codecs.marketdata.MDFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings one feed of one instrument into step and keeps it there. While out of step it holds the
 * increments that come; a whole full refresh is loaded, and what is held beyond it is applied.
 *
 * <p>What is of a lower epoch, or at or below the last RptSeq, is discarded. A higher epoch or a
 * gap means out of step. A lost last increment shows when a full refresh is ahead: since increments
 * may merely be late, only when the next refresh finds the feed still behind the one before.
 */
final class FeedSync {
  /** What is kept in step. Frames begin at 0 with their header and are whole. */
  interface Book {
    void clear();

    /** Adds one chunk of a full refresh. */
    void load(DirectBuffer buffer);

    /** Applies one increment; true if its event is complete. */
    boolean apply(DirectBuffer buffer);
  }

  /** Most increments held; beyond, the oldest go, and a later refresh makes them good. */
  static final int HELD_MAX = 65_536;

  private final long securityId;
  private final MDFeed feed;
  private final MarketDataListener listener;
  private final Book book;
  private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
  private final TreeMap<Long, byte[]> held = new TreeMap<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private boolean live;
  private boolean loaded;
  private long epoch = Long.MIN_VALUE;
  private long rptSeq;
  private long refreshRptSeq;
  private long aheadRptSeq;

  FeedSync(
      final long securityId,
      final MDFeed feed,
      final MarketDataListener listener,
      final Book book) {
    this.securityId = securityId;
    this.feed = feed;
    this.listener = listener;
    this.book = book;
  }

  boolean isLive() {
    return live;
  }

  long epoch() {
    return epoch;
  }

  long rptSeq() {
    return rptSeq;
  }

  void onIncrement(
      final long newEpoch,
      final long newRptSeq,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (!enter(newEpoch) || (loaded && newRptSeq <= rptSeq)) {
      return;
    }
    if (live && newRptSeq == rptSeq + 1) {
      frame.wrap(buffer, offset, length);
      rptSeq = newRptSeq;
      if (book.apply(frame)) {
        listener.onBook(securityId, feed);
      }
      return;
    }
    loseStep();
    held.put(newRptSeq, copy(buffer, offset, length));
    if (held.size() > HELD_MAX) {
      held.pollFirstEntry();
    }
  }

  void onRefreshChunk(
      final long newEpoch,
      final long newRptSeq,
      final long currentChunk,
      final long noChunks,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (!enter(newEpoch)) {
      return;
    }
    if (currentChunk == 1) {
      chunks.clear();
      refreshRptSeq = newRptSeq;
    } else if (newRptSeq != refreshRptSeq || currentChunk != chunks.size() + 1) {
      chunks.clear();
      return;
    }
    chunks.add(copy(buffer, offset, length));
    if (currentChunk == noChunks) {
      onRefresh();
      chunks.clear();
    }
  }

  /** Whether a message of this epoch counts; a higher one is entered out of step. */
  private boolean enter(final long newEpoch) {
    if (newEpoch > epoch) {
      epoch = newEpoch;
      held.clear();
      chunks.clear();
      loaded = false;
      aheadRptSeq = 0;
      loseStep();
    }
    return newEpoch == epoch;
  }

  private void loseStep() {
    if (live) {
      live = false;
      listener.onStale(securityId, feed);
    }
  }

  private void onRefresh() {
    if (live) {
      if (refreshRptSeq <= rptSeq) {
        aheadRptSeq = 0;
        return;
      }
      final boolean isStillBehind = aheadRptSeq > rptSeq;
      aheadRptSeq = refreshRptSeq;
      if (!isStillBehind) {
        return;
      }
      loseStep();
    } else if (loaded && refreshRptSeq < rptSeq) {
      return;
    }
    load();
  }

  private void load() {
    book.clear();
    for (final byte[] chunk : chunks) {
      frame.wrap(chunk);
      book.load(frame);
    }
    rptSeq = refreshRptSeq;
    loaded = true;
    held.headMap(rptSeq, true).clear();
    boolean complete = true;
    while (!held.isEmpty() && held.firstKey() == rptSeq + 1) {
      rptSeq++;
      frame.wrap(held.pollFirstEntry().getValue());
      complete = book.apply(frame);
    }
    if (held.isEmpty()) {
      live = true;
      aheadRptSeq = 0;
      if (complete) {
        listener.onBook(securityId, feed);
      }
    }
  }

  private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] copy = new byte[length];
    buffer.getBytes(offset, copy);
    return copy;
  }
}
