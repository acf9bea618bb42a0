package io.qanat.hub.session;

import io.qanat.entity.core.EntityKey;
import io.qanat.session.SessionCutter;
import io.qanat.sharding.Cores;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat session cut}. */
@Command(
    name = "cut",
    mixinStandardHelpOptions = true,
    description = {
      "Cuts a smaller session out of a session: a span, some instruments, some accounts.",
      "Instruments bring the accounts that trade on them, accounts their partners. Whoever is left"
          + " out becomes part of the outside world of the new session."
    })
final class SessionCutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A session file.")
  private Path file;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Written anew.")
  private Path out;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Instants.class,
      description = "Such as 2026-11-25T10:00:00Z.")
  private long from = Long.MIN_VALUE;

  @Option(names = "--to", paramLabel = "TIME", converter = Instants.class, description = "Up to.")
  private long to = Long.MAX_VALUE;

  @Option(
      names = "--instrument",
      paramLabel = "ID",
      description = "Its number; more than once, or with commas.",
      split = ",")
  private List<Long> instruments = List.of();

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "Its number; more than once, or with commas.",
      split = ",")
  private List<Long> accounts = List.of();

  @Override
  public Integer call() {
    final Set<Long> entities = new TreeSet<>();
    instruments.forEach(id -> entities.add(EntityKey.instrument(id)));
    accounts.forEach(id -> entities.add(EntityKey.account(id)));
    final long entries =
        SessionCutter.cut(
            file,
            new SessionCutter.Selection(from, to, entities),
            new Cores(),
            BuildInfo.text(),
            out);
    spec.commandLine().getOut().println(out + ": " + entries + " inputs");
    return 0;
  }
}
