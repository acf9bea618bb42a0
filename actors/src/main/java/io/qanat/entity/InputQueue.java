package io.qanat.entity;

import io.qanat.log.LogEntry;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/** What waits for the core: while it is loaded, or because the append window is full. Bounded. */
final class InputQueue {
  /** How an item arrived. */
  enum Kind {
    EXTERNAL,
    PEER,
    QUERY
  }

  /**
   * One waiting item.
   *
   * @param requestId of a query
   */
  record Item(
      Kind kind, DirectBuffer bytes, LogEntry.Cause cause, long causeTimeNanos, long requestId) {
    static Item external(final DirectBuffer bytes) {
      return new Item(Kind.EXTERNAL, bytes, LogEntry.Cause.OUTSIDE, 0, 0);
    }

    static Item peer(
        final DirectBuffer bytes, final LogEntry.Cause cause, final long causeTimeNanos) {
      return new Item(Kind.PEER, bytes, cause, causeTimeNanos, 0);
    }

    static Item query(final DirectBuffer bytes, final long requestId) {
      return new Item(Kind.QUERY, bytes, LogEntry.Cause.OUTSIDE, 0, requestId);
    }
  }

  private final int entriesMax;
  private final long bytesMax;
  private final ArrayDeque<Item> items = new ArrayDeque<>();
  private long bytes;

  InputQueue(final int entriesMax, final long bytesMax) {
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
  }

  /** Takes an item, or returns false when the bound is reached. */
  boolean offer(final Item item) {
    if (items.size() >= entriesMax || bytes + item.bytes().capacity() > bytesMax) {
      return false;
    }
    items.addLast(item);
    bytes += item.bytes().capacity();
    return true;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  int size() {
    return items.size();
  }

  Item peek() {
    return items.peekFirst();
  }

  Item poll() {
    final Item item = items.pollFirst();
    if (item != null) {
      bytes -= item.bytes().capacity();
    }
    return item;
  }
}
