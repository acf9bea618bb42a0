package io.qanat.hub.session;

import io.qanat.session.ReplayPace;
import io.qanat.session.ReplayReport;
import io.qanat.session.ReplaySink;
import io.qanat.session.SessionReplay;
import io.qanat.sharding.Cores;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat session replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Replays a session as a whole, in the log's order, and says how it differs from history.",
      "Orders of one's own join the recorded market. Exit 0 unless the file is damaged."
    })
final class SessionReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReplayOptions options;
  @Mixin private ServeOptions serve;

  @Parameters(paramLabel = "FILE", description = "A session file.")
  private Path file;

  @Option(
      names = "--speed",
      paramLabel = "S",
      converter = Speeds.class,
      description = "1x as it was, 20x twenty times as fast, max (the default).")
  private double speed = Speeds.MAX;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Write what leaves there, one JSON object per line.")
  private Path events;

  @Option(
      names = "--choose",
      paramLabel = "NAME=VALUE",
      description = "Only events with this field, such as message=ExecutionReport.")
  private List<String> choose = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    final PrintWriter out = spec.commandLine().getOut();
    final OwnOrders orders = options.orders() == null ? null : OwnOrders.read(options.orders());
    final ReplayDigests digests = new ReplayDigests();
    final List<ReplaySink> sinks = new ArrayList<>(List.of(digests));
    final long startNanos = System.nanoTime();
    final ReplayReport report;
    try (BufferedWriter writer = events == null ? null : Files.newBufferedWriter(events)) {
      if (writer != null) {
        sinks.add(new ReplayEvents(choose, event -> write(writer, event.toString())));
      }
      report =
          serve.isWanted()
              ? serve.run(file, speed, options, orders, sinks, out)
              : run(new ReplaySinks(sinks), orders);
    }
    print(out, report, digests, (System.nanoTime() - startNanos) / 1e9);
    return report.damage() == null ? 0 : 1;
  }

  private ReplayReport run(final ReplaySink sink, final OwnOrders orders) {
    final SessionReplay replay =
        new SessionReplay(
            file,
            new Cores(),
            sink,
            speed == Speeds.MAX ? ReplayPace.MAX : new WallClockPace(speed),
            options.delayNanos(),
            options.untilNanos());
    if (orders != null) {
      replay.atBegin(() -> orders.submit(replay, options.latencyNanos()));
    }
    return replay.run();
  }

  private static void write(final BufferedWriter writer, final String line) {
    try {
      writer.write(line);
      writer.newLine();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void print(
      final PrintWriter out,
      final ReplayReport report,
      final ReplayDigests digests,
      final double seconds) {
    out.printf("replayed %d inputs in %.2f s%n", report.entries(), seconds);
    out.println("market data  " + digests.marketData());
    out.println("executions   " + digests.executions());
    report.firstDifferences().forEach(line -> out.println("differs      " + line));
    if (report.isAsRecorded()) {
      out.println("as recorded: every output of every input");
    } else {
      out.printf(
          "history: %d inputs with outputs as recorded, %d with others; %d recorded messages are"
              + " not produced any more, %d new inputs, %d messages before their time%n",
          report.equal(), report.different(), report.dropped(), report.added(), report.early());
    }
    if (report.damage() != null) {
      out.println("DAMAGED: " + report.damage());
    }
    out.flush();
  }
}
