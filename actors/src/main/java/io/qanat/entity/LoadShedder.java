package io.qanat.entity;

/**
 * Whether an entity is so late that new work had better be refused: what it has taken waits longer
 * for the log, or for the entities it speaks to, than the configured time. Counting what waits
 * would not do: how long a thousand inputs take is known only afterwards. A few that wait long, for
 * a peer that is moving or a log that elects, are no overload.
 */
final class LoadShedder {
  /** Inputs and messages that make a backlog. */
  static final int BACKLOG_MIN = 256;

  /** Between two looks: looking at every peer costs more than refusing an order. */
  private static final long LOOK_NANOS = 5_000_000;

  private final long shedAfterNanos;
  private boolean late;
  private long lookedAtNanos;

  LoadShedder(final long shedAfterNanos) {
    this.shedAfterNanos = shedAfterNanos;
  }

  /**
   * Asked before new work is taken.
   *
   * @param unacknowledged messages to peers
   * @param nowNanos on the clock of inputs
   */
  boolean isLate(
      final AppendWindow window,
      final PeerFlows flows,
      final int unacknowledged,
      final long nowNanos) {
    if (window.size() < BACKLOG_MIN && unacknowledged < BACKLOG_MIN) {
      late = false;
      return false;
    }
    final long sinceLook = nowNanos - lookedAtNanos;
    if (sinceLook < 0 || sinceLook >= LOOK_NANOS) {
      lookedAtNanos = nowNanos;
      late =
          isOlder(window.size(), window.oldestNanos(), nowNanos)
              || isOlder(unacknowledged, flows.oldestUnacknowledgedNanos(), nowNanos);
    }
    return late;
  }

  private boolean isOlder(final int waiting, final long oldestNanos, final long nowNanos) {
    return waiting >= BACKLOG_MIN
        && oldestNanos != Long.MAX_VALUE
        && nowNanos - oldestNanos > shedAfterNanos;
  }
}
