package io.qanat.log.client;

import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * From any thread to the client's: entries and snapshots in one bounded queue, in order, and
 * commands in another. Bytes are bounded until they are settled.
 */
final class LogClientQueues {
  /** Entries and snapshots. */
  private final ManyToOneConcurrentArrayQueue<Object> items;

  /** Bounded by the number of entities that load and of callers that ask. */
  private final ManyToOneConcurrentLinkedQueue<Command> commands =
      new ManyToOneConcurrentLinkedQueue<>();

  private final long entryBytesMax;
  private final long snapshotBytesMax;
  private final AtomicLong entryBytes = new AtomicLong();
  private final AtomicLong snapshotBytes = new AtomicLong();

  LogClientQueues(final int itemsMax, final long entryBytesMax, final long snapshotBytesMax) {
    this.entryBytesMax = entryBytesMax;
    this.snapshotBytesMax = snapshotBytesMax;
    items = new ManyToOneConcurrentArrayQueue<>(itemsMax);
  }

  boolean offer(final LogEntry entry) {
    return offer(entry, entry.input().capacity(), entryBytes, entryBytesMax);
  }

  boolean offer(final EntitySnapshot snapshot) {
    return offer(snapshot, snapshot.state().length(), snapshotBytes, snapshotBytesMax);
  }

  private boolean offer(
      final Object item, final int length, final AtomicLong bytes, final long bytesMax) {
    if (bytes.addAndGet(length) <= bytesMax && items.offer(item)) {
      return true;
    }
    bytes.addAndGet(-length);
    return false;
  }

  void offer(final Command command) {
    commands.offer(command);
  }

  Object poll() {
    return items.poll();
  }

  Command pollCommand() {
    return commands.poll();
  }

  void settled(final LogEntry entry) {
    entryBytes.addAndGet(-entry.input().capacity());
  }

  void ended(final EntitySnapshot snapshot) {
    snapshotBytes.addAndGet(-snapshot.state().length());
  }
}
