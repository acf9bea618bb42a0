package io.qanat.loadtest.simulate;

import io.qanat.loadtest.report.Machine;
import io.qanat.sharding.Cores;
import io.qanat.sim.Fault;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Runs one seed after the other until one fails, and says what happened. */
public final class Simulator {
  private static final double SECOND = 1e9;

  /** What runs: the hub's own cores and log, unless a test brings a variant. */
  private final Function<SimulationOptions, SimulateRun> runner;

  private final int shrinkRunsMax;
  private final PrintWriter out;
  private final Statistics total = new Statistics();
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private long passed;
  private double virtualSeconds;
  private double wallSeconds;
  private SimulateRun failed;

  /**
   * Makes a simulator of the hub's own cores and log.
   *
   * @param shrinkRunsMax runs that may be spent on making a failure smaller
   */
  public Simulator(final PrintWriter out, final int shrinkRunsMax) {
    this(
        out,
        shrinkRunsMax,
        options -> SimulateRun.of(options, new TradingWorld.Variant(new Cores(), log -> {})));
  }

  Simulator(
      final PrintWriter out,
      final int shrinkRunsMax,
      final Function<SimulationOptions, SimulateRun> runner) {
    this.out = out;
    this.shrinkRunsMax = shrinkRunsMax;
    this.runner = runner;
  }

  /**
   * Runs seeds from that of {@code first} on.
   *
   * @return whether all of them passed
   */
  public boolean run(final SimulationOptions first, final long seeds) {
    final long startNanos = System.nanoTime();
    for (long i = 0; i < seeds && failed == null; i++) {
      final SimulateRun run = runner.apply(first.withSeed(first.seed() + i));
      total.add(run.statistics());
      run.faults().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
      virtualSeconds += run.virtualNanos() / SECOND;
      if (run.isFailed()) {
        failed = run;
      } else {
        passed++;
      }
    }
    wallSeconds = (System.nanoTime() - startNanos) / SECOND;
    print(first, seeds);
    return failed == null;
  }

  private void print(final SimulationOptions first, final long seeds) {
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %d of %d seeds from %d passed, %s, %.0f s virtual in %.1f s; %d orders, %d cancels,"
                + " %d replaces, %d trades, %d acts of operators, %d entries, %d recoveries, %d cuts audited; faults %s",
            failed == null ? "passed" : "FAILED",
            passed,
            seeds,
            first.seed(),
            first.shape(),
            virtualSeconds,
            wallSeconds,
            total.orders,
            total.cancels,
            total.replaces,
            total.trades,
            total.operatorActs,
            total.entries,
            total.recoveries,
            total.audits,
            faults.isEmpty() ? "none" : faults));
    if (failed != null) {
      printFailure();
    }
    out.flush();
  }

  private void printFailure() {
    out.println("seed " + failed.options().seed() + ": " + failed.failure());
    out.println("commit " + Machine.describe().get("commit"));
    out.println("again: " + failed.options().command());
    if (shrinkRunsMax > 0) {
      out.println("making it smaller, at most " + shrinkRunsMax + " runs");
      out.flush();
      final SimulateRun smaller = new Shrinker(runner, shrinkRunsMax).shrink(failed);
      if (smaller == failed) {
        out.println("nothing smaller fails");
      } else {
        out.println("smaller: " + smaller.failure());
        out.println("again: " + smaller.options().command());
      }
    }
  }

  /** For a file; in the order in which people read it. */
  public Map<String, Object> figures(final SimulationOptions first, final long seeds) {
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("command", "simulate");
    figures.put("machine", Machine.describe());
    figures.put("firstSeed", first.seed());
    figures.put("seeds", seeds);
    figures.put("passed", passed);
    figures.put("market", first.shape().toString());
    figures.put("virtualSeconds", virtualSeconds);
    figures.put("wallSeconds", wallSeconds);
    figures.put("orders", total.orders);
    figures.put("cancels", total.cancels);
    figures.put("replaces", total.replaces);
    figures.put("trades", total.trades);
    figures.put("operatorActs", total.operatorActs);
    figures.put("amendedTrades", total.amendedTrades);
    figures.put("logEntries", total.entries);
    figures.put("recoveries", total.recoveries);
    figures.put("cutsAudited", total.audits);
    figures.put("faults", faults);
    if (failed != null) {
      figures.put("failedSeed", failed.options().seed());
      figures.put("failure", failed.failure());
      figures.put("again", failed.options().command());
    }
    return figures;
  }
}
