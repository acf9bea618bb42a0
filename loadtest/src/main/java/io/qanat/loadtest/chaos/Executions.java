package io.qanat.loadtest.chaos;

/** When fills of the busiest instrument were reported: for the length of pauses. */
final class Executions {
  /** The instrument that most is asked of. */
  static final long BUSIEST = 1;

  private long count;
  private long lastNanos;
  private long longestGapNanos;
  private long awaitedAfterNanos = Long.MAX_VALUE;
  private boolean arrived;

  /** A fill, decided at this time by the hub's clock, was reported. */
  synchronized void executed(final long securityId, final long transactTimeNanos) {
    if (securityId != BUSIEST) {
      return;
    }
    final long nowNanos = System.nanoTime();
    count++;
    longestGapNanos = Math.max(longestGapNanos, nowNanos - lastNanos);
    lastNanos = nowNanos;
    if (transactTimeNanos > awaitedAfterNanos) {
      awaitedAfterNanos = Long.MAX_VALUE;
      arrived = true;
    }
  }

  synchronized long count() {
    return count;
  }

  /** Measures gaps from now on. */
  synchronized void begin() {
    lastNanos = System.nanoTime();
    longestGapNanos = 0;
  }

  /** The longest time without a fill since {@link #begin}. */
  synchronized long longestGapNanos() {
    return Math.max(longestGapNanos, System.nanoTime() - lastNanos);
  }

  /** Waits from now on for a fill that is decided after this time, epoch nanoseconds. */
  synchronized void await(final long epochNanos) {
    arrived = false;
    awaitedAfterNanos = epochNanos;
  }

  /** Whether it was reported. */
  synchronized boolean hasArrived() {
    return arrived;
  }
}
