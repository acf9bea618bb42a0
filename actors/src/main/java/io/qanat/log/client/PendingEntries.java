package io.qanat.log.client;

import io.qanat.log.LogEntry;
import org.agrona.BitUtil;

/**
 * Entries taken and not yet settled, in the order in which they are to be stored: a ring. Those
 * before {@code sent} have been sent in this session.
 */
final class PendingEntries {
  private final LogEntry[] entries;
  private final EntityLink[] links;
  private final int mask;
  private final int capacity;
  private long head;
  private long tail;
  private long sent;

  PendingEntries(final int capacity) {
    this.capacity = capacity;
    final int slots = BitUtil.findNextPositivePowerOfTwo(capacity);
    entries = new LogEntry[slots];
    links = new EntityLink[slots];
    mask = slots - 1;
  }

  boolean isFull() {
    return tail - head == capacity;
  }

  boolean isEmpty() {
    return tail == head;
  }

  /** How many were ever added. */
  long taken() {
    return tail;
  }

  /** How many of those were removed again. */
  long settled() {
    return head;
  }

  void add(final LogEntry entry, final EntityLink link) {
    final int slot = (int) (tail++ & mask);
    entries[slot] = entry;
    links[slot] = link;
  }

  LogEntry first() {
    return entries[(int) (head & mask)];
  }

  EntityLink firstLink() {
    return links[(int) (head & mask)];
  }

  void removeFirst() {
    final int slot = (int) (head++ & mask);
    entries[slot] = null;
    links[slot] = null;
    sent = Math.max(sent, head);
  }

  boolean hasUnsent() {
    return sent < tail;
  }

  boolean hasSent() {
    return sent > head;
  }

  /** The next one to send, from 0. */
  LogEntry unsent(final int index) {
    return entries[(int) (sent + index & mask)];
  }

  int unsentCount() {
    return (int) (tail - sent);
  }

  void sent(final int count) {
    sent += count;
  }

  /** The session changed: what was sent may not have arrived. */
  void resend() {
    sent = head;
  }
}
