package io.qanat.session;

import java.util.PriorityQueue;
import org.agrona.collections.LongHashSet;

/**
 * What history does not have and happens at its own time: in the order of times, then of adding.
 */
final class ReplayAgenda {
  private record Item(long timeNanos, long number, long plan, Runnable action)
      implements Comparable<Item> {
    @Override
    public int compareTo(final Item other) {
      final int byTime = Long.compare(timeNanos, other.timeNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Item> items = new PriorityQueue<>();
  private final LongHashSet plans = new LongHashSet();
  private long number;
  private int unplanned;

  /** Adds something that is to happen even if the recording ends before. */
  void add(final long timeNanos, final Runnable action) {
    unplanned++;
    items.add(new Item(timeNanos, ++number, 0, action));
  }

  /** Adds something known by a name, which need not happen any more when the recording ends. */
  void plan(final long plan, final long timeNanos, final Runnable action) {
    plans.add(plan);
    items.add(new Item(timeNanos, ++number, plan, action));
  }

  boolean isPlanned(final long plan) {
    return plans.contains(plan);
  }

  /** Whether something is left that is to happen even after the recording. */
  boolean hasUnplanned() {
    return unplanned > 0;
  }

  /** When the next thing happens; {@link Long#MAX_VALUE}: nothing does. */
  long nextNanos() {
    return items.isEmpty() ? Long.MAX_VALUE : items.peek().timeNanos;
  }

  void runNext() {
    final Item item = items.remove();
    if (item.plan == 0) {
      unplanned--;
    } else {
      plans.remove(item.plan);
    }
    item.action.run();
  }
}
