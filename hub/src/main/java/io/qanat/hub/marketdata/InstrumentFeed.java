package io.qanat.hub.marketdata;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** What the publisher knows of one instrument. */
final class InstrumentFeed {
  private final long entity;
  private final Kept definition = new Kept();
  private final Kept unsentTop = new Kept();
  private long epoch;
  private boolean changed = true;
  private boolean refreshed;
  private long refreshedAtNanos;
  private long requestId;
  private int answersAwaited;

  InstrumentFeed(final long entity) {
    this.entity = entity;
  }

  long entity() {
    return entity;
  }

  long epoch() {
    return epoch;
  }

  /** A newer owner; false if the epoch is not newer. */
  boolean raiseEpoch(final long newEpoch) {
    if (newEpoch <= epoch) {
      return false;
    }
    epoch = newEpoch;
    refreshed = false;
    return true;
  }

  Kept definition() {
    return definition;
  }

  /** The newest top of book that the channel has not taken. */
  Kept unsentTop() {
    return unsentTop;
  }

  void changed() {
    changed = true;
  }

  /** Whether subscribers should have a full refresh now. */
  boolean isRefreshDue(final MarketDataConfig config, final long nowNanos) {
    final long interval = changed ? config.refreshChangedNanos() : config.refreshUnchangedNanos();
    return requestId == 0 && (!refreshed || nowNanos - refreshedAtNanos >= interval);
  }

  /** Somebody waits for a full refresh: it is due, whenever the last one was. */
  void refreshWanted() {
    refreshed = false;
  }

  /** A refresh was asked for: {@code answers} last chunks and single messages will end it. */
  void refreshAsked(final long newRequestId, final int answers, final long nowNanos) {
    requestId = newRequestId;
    answersAwaited = answers;
    refreshed = true;
    refreshedAtNanos = nowNanos;
    changed = false;
  }

  /** The open request, or 0. */
  long requestId() {
    return requestId;
  }

  /** One answer is complete; true if it was the last. */
  boolean answered() {
    return --answersAwaited == 0;
  }

  /** The refresh ended, well or not. */
  void refreshEnded(final boolean complete) {
    requestId = 0;
    changed |= !complete;
  }

  /** A copy of the newest message of a kind; empty until there is one. */
  static final class Kept {
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(128);
    private int length;

    void put(final DirectBuffer source, final int offset, final int newLength) {
      buffer.putBytes(0, source, offset, newLength);
      length = newLength;
    }

    void clear() {
      length = 0;
    }

    boolean isEmpty() {
      return length == 0;
    }

    MutableDirectBuffer buffer() {
      return buffer;
    }

    int length() {
      return length;
    }
  }
}
