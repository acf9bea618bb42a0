package io.qanat.hub.session;

import io.qanat.entity.core.EntityKey;
import io.qanat.hub.gateway.http.Values;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import io.qanat.session.SessionHeader;
import io.qanat.session.SessionReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat session show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a session file holds: span, builds, entities, inputs over time.",
      "Exit 1 if it is damaged; what is whole in it is shown."
    })
final class SessionShowCommand implements Callable<Integer> {
  private static final int ROWS_MAX = 24;
  private static final int BAR_LENGTH = 40;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A session file.")
  private Path file;

  @Option(names = "--configuration", description = "Print the recording node's configuration too.")
  private boolean configuration;

  @Override
  public Integer call() {
    final Contents contents = new Contents();
    final Optional<String> damage = SessionReader.read(file, contents);
    final PrintWriter out = spec.commandLine().getOut();
    contents.print(out, configuration);
    damage.ifPresent(line -> out.println("DAMAGED: " + line));
    return damage.isPresent() ? 1 : 0;
  }

  /** Counts what goes by. */
  private static final class Contents implements SessionReader.Listener {
    private static final class Counts {
      private long earlier;
      private long entries;
      private long grants;
      private int snapshotBytes;
      private int coreVersion;
    }

    private final Map<Long, Counts> byEntity = new TreeMap<>();
    private final TreeMap<Long, long[]> bySecond = new TreeMap<>();
    private SessionHeader header;
    private long firstNanos;
    private long lastNanos;
    private long entries;
    private long toPosition;

    private Counts counts(final long entity) {
      return byEntity.computeIfAbsent(entity, e -> new Counts());
    }

    @Override
    public void onBegin(final SessionHeader begun) {
      header = begun;
    }

    @Override
    public void onEntity(
        final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {
      final Counts counts = counts(entity);
      if (snapshot != null) {
        counts.snapshotBytes = snapshot.state().length();
        counts.coreVersion = snapshot.coreVersion();
      }
    }

    @Override
    public void onEarlierEntry(final LogEntry entry) {
      final Counts counts = counts(entry.entity());
      counts.earlier++;
      counts.coreVersion = entry.coreVersion();
    }

    @Override
    public boolean onEntry(final LogEntry entry, final long logPosition) {
      final Counts counts = counts(entry.entity());
      counts.entries++;
      counts.coreVersion = entry.coreVersion();
      entries++;
      toPosition = logPosition;
      firstNanos = entries == 1 ? entry.timeNanos() : Math.min(firstNanos, entry.timeNanos());
      lastNanos = Math.max(lastNanos, entry.timeNanos());
      bySecond
          .computeIfAbsent(TimeUnit.NANOSECONDS.toSeconds(entry.timeNanos()), s -> new long[1])[
          0]++;
      return true;
    }

    @Override
    public void onGranted(final long entity, final long epoch, final long logPosition) {
      counts(entity).grants++;
    }

    @Override
    public void onEnd(final long logPosition) {
      toPosition = logPosition;
    }

    void print(final PrintWriter out, final boolean withConfiguration) {
      if (header == null) {
        out.println("nothing is whole in it");
        return;
      }
      out.println("session      " + (header.name().isEmpty() ? "(not named)" : header.name()));
      out.println("log          position " + header.logPosition() + " to " + toPosition);
      if (entries > 0) {
        out.printf(
            Locale.ROOT,
            "span         %s to %s, %.1f s%n",
            Values.time(firstNanos),
            Values.time(lastNanos),
            (lastNanos - firstNanos) / 1e9);
      }
      out.println("exported     " + Values.time(header.exportedAtNanos()));
      out.println("recorded by  " + (header.build().isEmpty() ? "(not known)" : header.build()));
      out.println("exported by  " + header.exporter());
      out.println("selection    " + (header.selection().isEmpty() ? "all" : header.selection()));
      out.println();
      out.printf(
          "%-20s %10s %10s %8s %12s %7s%n",
          "entity", "inputs", "earlier", "loads", "snapshot", "core");
      byEntity.forEach(
          (entity, counts) ->
              out.printf(
                  "%-20s %10d %10d %8d %12d %7d%n",
                  EntityKey.toString(entity),
                  counts.entries,
                  counts.earlier,
                  counts.grants,
                  counts.snapshotBytes,
                  counts.coreVersion));
      out.println(byEntity.size() + " entities, " + entries + " inputs");
      printRates(out);
      if (withConfiguration) {
        out.println();
        out.println(header.configuration());
      }
    }

    private void printRates(final PrintWriter out) {
      if (bySecond.isEmpty()) {
        return;
      }
      final long first = bySecond.firstKey();
      final long seconds = bySecond.lastKey() - first + 1;
      final long step = (seconds + ROWS_MAX - 1) / ROWS_MAX;
      final int rowCount = (int) ((seconds + step - 1) / step);
      final long[] rows = new long[rowCount];
      bySecond.forEach((second, count) -> rows[(int) ((second - first) / step)] += count[0]);
      long most = 1;
      for (final long row : rows) {
        most = Math.max(most, row);
      }
      out.println();
      for (int i = 0; i < rowCount; i++) {
        out.printf(
            "%s %10d/s %s%n",
            Values.time(TimeUnit.SECONDS.toNanos(first + i * step)),
            rows[i] / step,
            "#".repeat((int) (rows[i] * BAR_LENGTH / most)));
      }
    }
  }
}
