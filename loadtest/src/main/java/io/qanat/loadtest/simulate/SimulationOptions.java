package io.qanat.loadtest.simulate;

import io.qanat.sim.Fault;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one simulated run is; equal options give equal runs.
 *
 * @param durationNanos of trading, virtual; what follows until everything is settled comes on top
 * @param faults kinds that happen
 * @param skipped faults of the whole world that do not, such as NODE_CRASH-3
 */
public record SimulationOptions(
    long seed, long durationNanos, MarketShape shape, Set<Fault> faults, Set<String> skipped) {
  /** Copies. */
  public SimulationOptions {
    faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
    skipped = new TreeSet<>(skipped);
  }

  /** A run with every fault. */
  public static SimulationOptions of(
      final long seed, final long durationNanos, final MarketShape shape) {
    return new SimulationOptions(
        seed, durationNanos, shape, EnumSet.allOf(Fault.class), new TreeSet<>());
  }

  SimulationOptions withSeed(final long other) {
    return new SimulationOptions(other, durationNanos, shape, faults, skipped);
  }

  SimulationOptions withDuration(final long nanos) {
    return new SimulationOptions(seed, nanos, shape, faults, skipped);
  }

  SimulationOptions withFaults(final Set<Fault> kept) {
    return new SimulationOptions(seed, durationNanos, shape, kept, skipped);
  }

  SimulationOptions withSkipped(final Set<String> names) {
    return new SimulationOptions(seed, durationNanos, shape, faults, names);
  }

  /** The command that does the same again. */
  public String command() {
    final StringBuilder command =
        new StringBuilder("java -jar loadtest/target/loadtest.jar simulate --seed ")
            .append(seed)
            .append(" --duration ")
            .append(durationNanos / 1_000_000)
            .append("ms --market ")
            .append(shape);
    if (!faults.equals(EnumSet.allOf(Fault.class))) {
      command.append(" --faults ").append(faults.isEmpty() ? "none" : join(faults));
    }
    if (!skipped.isEmpty()) {
      command.append(" --skip ").append(join(skipped));
    }
    return command.toString();
  }

  private static String join(final Set<?> all) {
    final StringBuilder joined = new StringBuilder();
    for (final Object one : all) {
      joined.append(joined.isEmpty() ? "" : ",").append(one);
    }
    return joined.toString();
  }
}
