package io.qanat.loadtest.simulate;

import io.qanat.sim.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes a failing run smaller while it fails, whatever it fails with: without any fault, or without
 * whole kinds, then without single ones, halves first, then shorter (after Zeller and Hildebrandt,
 * "Simplifying and isolating failure-inducing input", IEEE Transactions on Software Engineering
 * 28(2), 2002).
 */
final class Shrinker {
  private static final long SHORTEST_NANOS = 500_000_000L;

  private final Function<SimulationOptions, SimulateRun> runner;
  private int runsLeft;
  private SimulateRun smallest;

  /**
   * Makes one.
   *
   * @param runsMax runs to spend
   */
  Shrinker(final Function<SimulationOptions, SimulateRun> runner, final int runsMax) {
    this.runner = runner;
    this.runsLeft = runsMax;
  }

  /** Returns the smallest failing run that was found; the given one if nothing smaller fails. */
  SimulateRun shrink(final SimulateRun failed) {
    smallest = failed;
    if (!fails(smallest.options().withFaults(EnumSet.noneOf(Fault.class)))) {
      for (final Fault fault : Fault.values()) {
        final Set<Fault> fewer = EnumSet.copyOf(smallest.options().faults());
        if (fewer.remove(fault) && !fewer.isEmpty()) {
          fails(smallest.options().withFaults(fewer));
        }
      }
      leaveOut(new ArrayList<>(smallest.faultNames()));
    }
    long nanos = smallest.options().durationNanos() / 2;
    while (nanos >= SHORTEST_NANOS && fails(smallest.options().withDuration(nanos))) {
      nanos /= 2;
    }
    return smallest;
  }

  private void leaveOut(final List<String> names) {
    if (names.isEmpty() || runsLeft <= 0) {
      return;
    }
    final Set<String> skipped = new TreeSet<>(smallest.options().skipped());
    skipped.addAll(names);
    if (!fails(smallest.options().withSkipped(skipped)) && names.size() > 1) {
      leaveOut(names.subList(0, names.size() / 2));
      leaveOut(names.subList(names.size() / 2, names.size()));
    }
  }

  private boolean fails(final SimulationOptions options) {
    if (runsLeft <= 0) {
      return false;
    }
    runsLeft--;
    final SimulateRun run = runner.apply(options);
    if (run.isFailed()) {
      smallest = run;
    }
    return run.isFailed();
  }
}
