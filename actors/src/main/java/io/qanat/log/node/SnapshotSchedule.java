package io.qanat.log.node;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Takes a snapshot whenever the log has grown by so much since the latest one. */
final class SnapshotSchedule implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1_000;

  private final long snapshotAfterBytes;
  private final LogNode node;
  private final ScheduledExecutorService executor;
  private final ScheduledFuture<?> looking;
  private long snapshotPosition;

  SnapshotSchedule(final long snapshotAfterBytes, final LogNode node) {
    this.snapshotAfterBytes = snapshotAfterBytes;
    this.node = node;
    snapshotPosition = node.snapshotPosition();
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              final Thread thread = new Thread(task, "log-snapshots");
              thread.setDaemon(true);
              return thread;
            });
    looking =
        executor.scheduleWithFixedDelay(
            this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (!node.isLeader()) {
      follow();
      return;
    }
    if (node.logPosition() - snapshotPosition < snapshotAfterBytes) {
      return;
    }
    try {
      snapshotPosition = node.takeSnapshot();
    } catch (final RuntimeException e) {
      node.notice("log: a snapshot is due and was not taken: " + e.getMessage());
    }
  }

  /** The leader has snapshots taken; each member drops what it no longer needs. */
  private void follow() {
    final long latest = node.snapshotPosition();
    if (latest > snapshotPosition) {
      snapshotPosition = latest;
      try {
        node.purge();
      } catch (final RuntimeException e) {
        node.notice("log: what retention does not want was not deleted: " + e.getMessage());
      }
    }
  }

  /** Lets a snapshot that is being taken finish. */
  @Override
  public void close() {
    looking.cancel(false);
    executor.shutdown();
  }
}
