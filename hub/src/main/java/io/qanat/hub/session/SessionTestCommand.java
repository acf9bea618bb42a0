package io.qanat.hub.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat session test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Replays sessions and compares chosen events with the expected ones, all of them, in order.",
      "A file with --expect, or a folder in which each NAME.session has a NAME.events and, if it"
          + " wants, a NAME.orders beside it. Exit 0 if everything is as expected."
    })
final class SessionTestCommand implements Callable<Integer> {
  private static final String SESSION = ".session";

  @Spec private CommandSpec spec;
  @Mixin private ReplayOptions options;

  @Parameters(paramLabel = "FILE", description = "A session file, or a folder of them.")
  private Path file;

  @Option(
      names = "--expect",
      paramLabel = "EVENTS",
      description = "As written by replay --events; for a single file.")
  private Path expect;

  @Option(
      names = "--choose",
      paramLabel = "NAME=VALUE",
      description = "As given to replay (default: what the events' fields have in common).")
  private List<String> choose = List.of();

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML there.")
  private Path junit;

  @Override
  public Integer call() throws IOException {
    final List<SessionTest.Case> cases = cases();
    final PrintWriter out = spec.commandLine().getOut();
    final List<SessionTest.Verdict> verdicts = new ArrayList<>();
    for (final SessionTest.Case testCase : cases) {
      final SessionTest.Verdict verdict = SessionTest.run(testCase, options);
      verdicts.add(verdict);
      out.println((verdict.passed() ? "PASS " : "FAIL ") + verdict.line());
      out.flush();
    }
    if (junit != null) {
      JUnitReport.write(junit, verdicts);
    }
    final long failed = verdicts.stream().filter(verdict -> !verdict.passed()).count();
    out.println(
        failed == 0 ? cases.size() + " passed" : failed + " of " + cases.size() + " FAILED");
    return failed == 0 ? 0 : 1;
  }

  private List<SessionTest.Case> cases() throws IOException {
    if (!Files.isDirectory(file)) {
      if (expect == null) {
        throw new IllegalArgumentException("--expect EVENTS is missing");
      }
      return List.of(
          new SessionTest.Case(
              String.valueOf(file.getFileName()), file, expect, options.orders(), choose));
    }
    if (expect != null || options.orders() != null) {
      throw new IllegalArgumentException(
          file + " is a folder: events and orders are found beside its sessions");
    }
    final List<SessionTest.Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(file)) {
      for (final Path session :
          files.filter(f -> f.toString().endsWith(SESSION)).sorted().toList()) {
        cases.add(beside(session));
      }
    }
    if (cases.isEmpty()) {
      throw new IllegalArgumentException(file + " has no file *" + SESSION);
    }
    return cases;
  }

  private SessionTest.Case beside(final Path session) {
    final String fileName = String.valueOf(session.getFileName());
    final String name = fileName.substring(0, fileName.length() - SESSION.length());
    final Path orders = session.resolveSibling(name + ".orders");
    return new SessionTest.Case(
        name,
        session,
        session.resolveSibling(name + ".events"),
        Files.exists(orders) ? orders : null,
        choose);
  }
}
