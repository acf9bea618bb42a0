package io.qanat.loadtest.peers;

import io.qanat.loadtest.RunException;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The comparison: for each stream each engine in a JVM of its own, one after the other, all with
 * the same flags, so that what disturbs the machine for a while disturbs neighbours in the table.
 */
public final class PeersRun {
  /**
   * What one engine did on one stream.
   *
   * @param opsPerSecond operations of the stream
   * @param errorOpsPerSecond half the 99.9% interval
   * @param bytesPerOp allocated, {@code gc.alloc.rate.norm}
   */
  private record Score(double opsPerSecond, double errorOpsPerSecond, double bytesPerOp) {}

  private final Path lobster;
  private final boolean quick;

  private PeersRun(final Path lobster, final boolean quick) {
    this.lobster = lobster;
    this.quick = quick;
  }

  /** Names of the streams there are. */
  public static List<String> streams() {
    return BookStreams.names();
  }

  /**
   * Makes the comparison and prints its table.
   *
   * @param streams names; each must be one of {@link BookStreams#names}
   * @param json null: nowhere
   */
  public static void run(
      final List<String> streams, final Path lobster, final boolean quick, final Path json)
      throws IOException {
    streams.forEach(BookStreams::description);
    final PeersRun run = new PeersRun(lobster, quick);
    final List<Map<String, Object>> rows = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();
    for (final String stream : streams) {
      if (BookStreams.isAvailable(stream, lobster)) {
        rows.add(run.row(stream));
      } else {
        skipped.add(stream);
        System.out.println(
            stream + " skipped: no " + lobster.resolve(BookStreams.AAPL_FILE).toAbsolutePath());
      }
    }
    final Map<String, Object> figures = new LinkedHashMap<>(Machine.describe());
    figures.put("jvmFlags", PeerJvm.FLAGS);
    figures.put("quick", quick);
    figures.put("skipped", skipped);
    figures.put("streams", rows);
    final double bytesPerOrder = BookFootprint.bytesPerRestingOrder();
    figures.put("bytesPerRestingOrder", bytesPerOrder);
    System.out.println();
    Machine.describe().forEach((key, value) -> System.out.println(key + "=" + value));
    PeersTable.print(rows, System.out);
    System.out.printf(
        Locale.ROOT, "our heap per resting order, a million of them: %.0f bytes%n", bytesPerOrder);
    JsonReport.write(json, figures);
  }

  private Map<String, Object> row(final String stream) throws IOException {
    final BookStream operations = BookStreams.create(stream, lobster);
    final Map<String, Object> row = new LinkedHashMap<>();
    row.put("stream", stream);
    row.put("description", BookStreams.description(stream));
    row.put("operationsPerLap", operations.operations());
    row.put("limits", operations.count(BookStream.LIMIT));
    row.put("cancels", operations.count(BookStream.CANCEL));
    row.put("moves", operations.count(BookStream.MOVE));
    row.put("reductions", operations.count(BookStream.REDUCE));
    row.put("markets", operations.count(BookStream.MARKET));
    if (BookStreams.AAPL.equals(stream)) {
      final LobsterStream read = LobsterStream.read(lobster.resolve(BookStreams.AAPL_FILE));
      row.put("droppedUnknown", read.unknownOrders());
      row.put("droppedEnded", read.endedOrders());
      row.put("executionsOutOfTurn", read.outOfTurn());
      System.out.println(
          stream
              + ": dropped "
              + read.unknownOrders()
              + " rows that name unknown orders, "
              + read.endedOrders()
              + " that name ended ones; "
              + read.outOfTurn()
              + " executions were out of turn");
    }
    for (final String engine : PeerBooks.names()) {
      final Score score = measure(stream, engine, operations.operations());
      System.out.printf(
          Locale.ROOT,
          "%-12s %-14s %,12.0f ops/s  ± %,.0f  %.3f B/op%n",
          stream,
          engine,
          score.opsPerSecond(),
          score.errorOpsPerSecond(),
          score.bytesPerOp());
      final Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("opsPerSecond", score.opsPerSecond());
      figures.put("errorOpsPerSecond", score.errorOpsPerSecond());
      figures.put("bytesPerOp", score.bytesPerOp());
      row.put(engine, figures);
    }
    return row;
  }

  private Score measure(final String stream, final String engine, final int operations) {
    final Options options =
        new OptionsBuilder()
            .include(PeerBookBenchmark.class.getName() + ".lap")
            .param("stream", stream)
            .param("engine", engine)
            .param("lobster", lobster.toAbsolutePath().toString())
            .forks(quick ? 1 : 2)
            .warmupIterations(quick ? 6 : 5)
            .warmupTime(TimeValue.seconds(quick ? 1 : 2))
            .measurementIterations(quick ? 3 : 5)
            .measurementTime(TimeValue.seconds(quick ? 1 : 2))
            .threads(1)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .jvmArgs(PeerJvm.FLAGS.toArray(String[]::new))
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      final RunResult result = new Runner(options).runSingle();
      final Result<?> laps = result.getPrimaryResult();
      return new Score(
          laps.getScore() * operations,
          laps.getScoreError() * operations,
          allocatedPerLap(result) / operations);
    } catch (RunnerException e) {
      throw new RunException(engine + " failed on " + stream + ": " + e.getMessage());
    }
  }

  private static double allocatedPerLap(final RunResult result) {
    for (final Result<?> secondary : result.getSecondaryResults().values()) {
      if (secondary.getLabel().endsWith("gc.alloc.rate.norm")) {
        return secondary.getScore();
      }
    }
    throw new RunException("JMH reported no gc.alloc.rate.norm");
  }
}
