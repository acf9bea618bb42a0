package io.qanat.sim;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When the faults of the whole world happen. Each kind has times of its own, which follow from the
 * seed alone, so that one fault can be left out and the others stay where they are.
 */
final class FaultSchedule {
  /** Does it. */
  interface Injector {
    /** Returns false if there was nobody to do it to. */
    boolean inject(Fault fault, SplittableRandom random);
  }

  private final SimScheduler scheduler;
  private final Injector injector;
  private final Set<String> skipped;
  private final Map<Fault, Integer> injected = new TreeMap<>();
  private final Set<String> names = new TreeSet<>();
  private boolean stopped;

  /**
   * Schedules the first fault of each kind.
   *
   * @param skipped names of faults that do not happen: kind and number, such as NODE_CRASH-3
   */
  FaultSchedule(
      final SimScheduler scheduler,
      final Faults faults,
      final Set<String> skipped,
      final Injector injector) {
    this.scheduler = scheduler;
    this.skipped = Set.copyOf(skipped);
    this.injector = injector;
    faults
        .meansNanos()
        .forEach(
            (fault, meanNanos) -> next(fault, meanNanos, 1, scheduler.newRandom("fault " + fault)));
  }

  private void next(
      final Fault fault, final long meanNanos, final int number, final SplittableRandom random) {
    final long delayNanos = 1 + random.nextLong(2 * meanNanos);
    final SplittableRandom ofThisOne = random.split();
    scheduler.after(
        delayNanos,
        () -> {
          if (!stopped) {
            final String name = fault + "-" + number;
            if (!skipped.contains(name) && injector.inject(fault, ofThisOne)) {
              names.add(name);
              count(fault);
            }
            next(fault, meanNanos, number + 1, random);
          }
        });
  }

  /** Counts a fault that happened to one message. */
  void count(final Fault fault) {
    injected.merge(fault, 1, Integer::sum);
  }

  /** How many of each kind there were. */
  Map<Fault, Integer> injected() {
    return new TreeMap<>(injected);
  }

  /** Names of those of the whole world. */
  Set<String> names() {
    return new TreeSet<>(names);
  }

  void stop() {
    stopped = true;
  }
}
