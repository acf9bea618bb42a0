package io.qanat.hub.session;

import io.qanat.hub.gateway.http.Values;
import io.qanat.log.history.LogHistory;
import io.qanat.session.SessionExporter;
import io.qanat.session.SessionMarks;
import io.qanat.sharding.Cores;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat session export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a span of a log into one file: how everything stood at its beginning, and every input"
          + " since, with times, causes and hashes of outputs.",
      "A session by its name, or what lies between two times, or all that is left of the log."
    })
final class SessionExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Written anew.")
  private Path out;

  @Option(
      names = "--session",
      paramLabel = "NAME",
      description = "A marked session; the latest of this name.")
  private String session;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Instants.class,
      description = "Such as 2026-11-25T10:00:00Z.")
  private Long from;

  @Option(names = "--to", paramLabel = "TIME", converter = Instants.class, description = "Up to.")
  private Long to;

  @Override
  public Integer call() {
    final LogHistory history = data.open();
    final NodeRecord node = NodeRecord.read(data.directory());
    final SessionExporter.Exported exported =
        SessionExporter.export(
            history,
            span(history),
            new SessionExporter.Origin(
                SystemEpochNanoClock.INSTANCE.nanoTime(),
                node.build(),
                BuildInfo.text(),
                node.configuration()),
            out);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d entities at log position %d, %d entries to position %d, %d before; %d bytes;"
                + " exported %s%n",
            out,
            exported.header().entityCount(),
            exported.header().logPosition(),
            exported.entries(),
            exported.toPosition(),
            exported.earlierEntries(),
            exported.bytes(),
            Values.time(exported.header().exportedAtNanos()));
    return 0;
  }

  private SessionExporter.Span span(final LogHistory history) {
    if (session != null) {
      if (from != null || to != null) {
        throw new IllegalArgumentException("--session has its own times: no --from, no --to");
      }
      final SessionMarks.Span marked = SessionMarks.named(history, new Cores(), session);
      return new SessionExporter.Span(session, marked.fromPosition(), marked.toPosition());
    }
    if (from == null && to == null) {
      return new SessionExporter.Span("", 0, Long.MAX_VALUE);
    }
    return SessionExporter.between(
        history, "", from == null ? 0 : from, to == null ? Long.MAX_VALUE : to);
  }
}
