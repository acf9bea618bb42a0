package io.qanat.loadtest.simulate;

import io.qanat.sim.Fault;
import io.qanat.sim.SimulationFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One run and how it ended. */
public final class SimulateRun {
  private final SimulationOptions options;
  private final TradingWorld world;
  private String failure;

  private SimulateRun(final SimulationOptions options, final TradingWorld.Variant variant) {
    this.options = options;
    world = new TradingWorld(options, variant);
  }

  /**
   * Runs to the end, or to what must not be. Whatever is thrown inside the world counts as such.
   */
  public static SimulateRun of(
      final SimulationOptions options, final TradingWorld.Variant variant) {
    final SimulateRun run = new SimulateRun(options, variant);
    try {
      run.world.run();
    } catch (final AssertionError | RuntimeException e) {
      run.failure = describe(e);
    }
    return run;
  }

  private static String describe(final Throwable e) {
    final String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    if (e instanceof SimulationFailure) {
      return message;
    }
    final StackTraceElement[] trace = e.getStackTrace();
    return e + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  public SimulationOptions options() {
    return options;
  }

  /** What must not be and was; null: nothing. */
  public String failure() {
    return failure;
  }

  public boolean isFailed() {
    return failure != null;
  }

  /** Virtual time that passed, nanoseconds. */
  public long virtualNanos() {
    return world.elapsedNanos();
  }

  Statistics statistics() {
    return world.statistics();
  }

  /** How many faults of each kind there were. */
  public Map<Fault, Integer> faults() {
    return new TreeMap<>(world.faults());
  }

  /** Orders, trades and what else happened, by name; equal runs give equal figures. */
  public Map<String, Long> figures() {
    final Statistics s = world.statistics();
    final Map<String, Long> figures = new TreeMap<>();
    figures.put("orders", s.orders);
    figures.put("cancels", s.cancels);
    figures.put("replaces", s.replaces);
    figures.put("executions", s.executions);
    figures.put("trades", s.trades);
    figures.put("operatorActs", s.operatorActs);
    figures.put("amendedTrades", s.amendedTrades);
    figures.put("reconnects", s.reconnects);
    figures.put("repeats", s.repeats);
    figures.put("entries", s.entries);
    figures.put("recoveries", s.recoveries);
    figures.put("virtualNanos", virtualNanos());
    return figures;
  }

  /** Names of the faults of the whole world that happened. */
  public Set<String> faultNames() {
    return world.faultNames();
  }
}
