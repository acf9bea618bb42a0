package io.qanat.sim;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** Virtual time: runs events in the order of their times, then of their making. */
public final class SimScheduler {
  private record Event(long atNanos, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(final Event other) {
      final int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final long seed;
  private final SplittableRandom random;
  private long nowNanos;
  private long made;

  /** Starts at a time of the epoch, since inputs carry such times. */
  public SimScheduler(final long seed, final long startNanos) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.nowNanos = startNanos;
  }

  public long nowNanos() {
    return nowNanos;
  }

  /** The chances of whatever has no source of its own. */
  public SplittableRandom random() {
    return random;
  }

  /** A source that follows from the seed and its purpose, whatever else is drawn. */
  public SplittableRandom newRandom(final String purpose) {
    return new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L ^ purpose.hashCode());
  }

  /** Whether something with this chance happens now. */
  public boolean chance(final double probability) {
    return random.nextDouble() < probability;
  }

  /** Runs something later. */
  public void after(final long delayNanos, final Runnable action) {
    events.add(new Event(nowNanos + delayNanos, made++, action));
  }

  /** An executor that delays by up to {@code mostNanos} and keeps the order. */
  public Executor inOrder(final long mostNanos) {
    return new Executor() {
      private long lastNanos = nowNanos;

      @Override
      public void execute(final Runnable action) {
        lastNanos = Math.max(lastNanos, nowNanos + random.nextLong(mostNanos + 1));
        events.add(new Event(lastNanos, made++, action));
      }
    };
  }

  /** Runs the next event; false when there is none before {@code untilNanos}. */
  public boolean runNext(final long untilNanos) {
    if (events.isEmpty() || events.peek().atNanos > untilNanos) {
      nowNanos = Math.max(nowNanos, untilNanos);
      return false;
    }
    final Event event = events.poll();
    nowNanos = event.atNanos;
    event.action.run();
    return true;
  }

  /** Runs everything due within a time. */
  public void runFor(final long nanos) {
    final long untilNanos = nowNanos + nanos;
    while (runNext(untilNanos)) {
      // The condition does the work.
    }
  }
}
