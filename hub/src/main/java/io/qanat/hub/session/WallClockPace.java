package io.qanat.hub.session;

import io.qanat.session.ReplayPace;
import io.qanat.session.SessionReplay;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A replay that goes at a multiple of the wall clock's speed. */
final class WallClockPace implements ReplayPace {
  private static final long PARK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(5);

  private final double speed;
  private long startWallNanos;
  private long startNanos;
  private boolean started;

  /**
   * A pace.
   *
   * @param speed nanoseconds of the replay in one of the wall clock
   */
  WallClockPace(final double speed) {
    this.speed = speed;
  }

  /** What time it is in the replay, by the wall clock. */
  long replayNanos(final SessionReplay replay) {
    final long wallNanos = System.nanoTime();
    if (!started) {
      started = true;
      startWallNanos = wallNanos;
      startNanos = replay.nowNanos();
    }
    return startNanos + (long) ((wallNanos - startWallNanos) * speed);
  }

  @Override
  public boolean await(final long timeNanos, final SessionReplay replay) {
    long left;
    while ((left = timeNanos - replayNanos(replay)) > 0) {
      LockSupport.parkNanos(Math.min(PARK_NANOS_MAX, (long) (left / speed) + 1));
      if (Thread.interrupted()) {
        replay.stop();
        return false;
      }
    }
    return true;
  }
}
