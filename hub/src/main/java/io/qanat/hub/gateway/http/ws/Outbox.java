package io.qanat.hub.gateway.http.ws;

import java.util.ArrayDeque;
import org.apache.pekko.util.ByteString;

/**
 * What waits for one client: messages that must not be lost, in order and bounded, and of each
 * price subscription the newest price alone. Filled by any thread, emptied by the client's own, at
 * the client's pace. Nobody waits.
 */
final class Outbox {
  /** Hears of it, on whichever thread fills; must not block. */
  interface Owner {
    /** There is something, after {@link #poll} found nothing. */
    void onReady();

    /** A message found no room and is lost, and all others with it: the client is to be cut off. */
    void onOverflow();
  }

  /** Where the newest price of one subscription stands until it leaves. */
  static final class Slot {
    /** Messages that were offered before it and leave before it. */
    private final long behind;

    private ByteString latest;
    private boolean queued;

    private Slot(final long behind) {
      this.behind = behind;
    }
  }

  /** After so many messages in a row it is a price's turn. */
  private static final int MESSAGES_IN_ROW = 16;

  private final int messagesMax;
  private final long bytesMax;
  private final StreamCounters counters;
  private final Owner owner;
  private final ArrayDeque<ByteString> messages = new ArrayDeque<>();
  private final ArrayDeque<Slot> prices = new ArrayDeque<>();
  private long offered;
  private long left;
  private long bytes;
  private int inRow;
  private boolean idle;
  private boolean closed;

  Outbox(
      final int messagesMax,
      final long bytesMax,
      final StreamCounters counters,
      final Owner owner) {
    this.messagesMax = messagesMax;
    this.bytesMax = bytesMax;
    this.counters = counters;
    this.owner = owner;
  }

  /** Adds a message that must not be lost; without room for it the owner hears of it. */
  void offer(final ByteString message) {
    final boolean overflow;
    final boolean ready;
    synchronized (this) {
      if (closed) {
        return;
      }
      overflow = messages.size() >= messagesMax || bytes + message.size() > bytesMax;
      if (overflow) {
        clear();
      } else {
        messages.add(message);
        bytes += message.size();
        counters.queuedBytes.add(message.size());
        offered++;
      }
      ready = takeIdle();
    }
    if (overflow) {
      owner.onOverflow();
    } else if (ready) {
      owner.onReady();
    }
  }

  /** A slot for prices that leave behind the messages offered so far. */
  synchronized Slot newSlot() {
    return new Slot(offered);
  }

  /** Replaces what stands in the slot. */
  void offerLatest(final Slot slot, final ByteString price) {
    final boolean ready;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (slot.queued) {
        counters.conflated.increment();
      } else {
        slot.queued = true;
        prices.add(slot);
      }
      slot.latest = price;
      ready = takeIdle();
    }
    if (ready) {
      owner.onReady();
    }
  }

  /** Forgets what stands in a slot. */
  synchronized void remove(final Slot slot) {
    if (slot.queued) {
      slot.queued = false;
      slot.latest = null;
      prices.remove(slot);
    }
  }

  private boolean takeIdle() {
    final boolean was = idle;
    idle = false;
    return was;
  }

  /** What leaves next; null if there is nothing, and the owner hears when there is. */
  synchronized ByteString poll() {
    final Slot slot = prices.peek();
    final boolean pricesTurn =
        slot != null && left >= slot.behind && (messages.isEmpty() || inRow >= MESSAGES_IN_ROW);
    if (pricesTurn) {
      prices.remove();
      inRow = 0;
      slot.queued = false;
      final ByteString price = slot.latest;
      slot.latest = null;
      return price;
    }
    final ByteString message = messages.poll();
    if (message == null) {
      idle = true;
      return null;
    }
    left++;
    inRow++;
    bytes -= message.size();
    counters.queuedBytes.add(-message.size());
    return message;
  }

  /** Whether nothing waits. */
  synchronized boolean isEmpty() {
    return messages.isEmpty() && prices.isEmpty();
  }

  /** Whether it is less than half full: more of what can be asked for may be added. */
  synchronized boolean hasRoom() {
    return messages.size() * 2 < messagesMax && bytes * 2 < bytesMax;
  }

  /** Forgets everything and takes no more. */
  synchronized void close() {
    clear();
  }

  private void clear() {
    closed = true;
    counters.queuedBytes.add(-bytes);
    bytes = 0;
    messages.clear();
    prices.clear();
  }
}
