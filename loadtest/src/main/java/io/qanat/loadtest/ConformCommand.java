package io.qanat.loadtest;

import io.qanat.loadtest.conform.CaseResult;
import io.qanat.loadtest.conform.CaseResult.Outcome;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.ConformReport;
import io.qanat.loadtest.conform.ConformRun;
import io.qanat.loadtest.conform.ConformTargets;
import io.qanat.loadtest.conform.cases.WireCases;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest conform}. */
@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    description = {
      "Plays a partner's certification against a hub, case by case.",
      "It needs accounts and session numbers that nobody else uses meanwhile, finds the instruments"
          + " by itself, and leaves no orders or positions behind.",
      "Exit 0 only if no case failed."
    })
final class ConformCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;
  @Mixin private ConformTargets targets;

  @Option(
      names = "--case",
      arity = "1..*",
      paramLabel = "ID",
      description = "Only these, such as SEQ-03, or whole groups, such as SEQ.")
  private List<String> chosen = new ArrayList<>();

  @Option(names = "--list", description = "Say what the cases are, and end.")
  private boolean list;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML there.")
  private Path junit;

  @Override
  public Integer call() throws IOException {
    final List<ConformCase> cases = choose();
    if (list) {
      cases.forEach(c -> System.out.printf("%-9s %s (%s)%n", c.id(), c.title(), c.section()));
      return 0;
    }
    targets.check();
    final List<CaseResult> results;
    try (HubConnection connection = hub.open("conform.conf", Map.of())) {
      ConformReport.head(System.out);
      results =
          ConformRun.play(
              targets.target(hub, connection),
              cases,
              result -> ConformReport.row(System.out, result));
    }
    if (junit != null) {
      ConformReport.junit(junit, results);
    }
    ConformReport.total(System.out, results);
    return ConformReport.count(results, Outcome.FAIL) == 0 ? 0 : 1;
  }

  private List<ConformCase> choose() {
    final List<ConformCase> all = WireCases.all();
    final TreeSet<String> known = new TreeSet<>();
    all.forEach(c -> known.addAll(List.of(c.id(), c.group())));
    for (final String id : chosen) {
      if (!known.contains(id)) {
        throw new IllegalArgumentException("--case " + id + ": not a case, see --list");
      }
    }
    return all.stream()
        .filter(c -> chosen.isEmpty() || chosen.contains(c.id()) || chosen.contains(c.group()))
        .toList();
  }
}
