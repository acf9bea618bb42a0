package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.chaos.ChaosOptions;
import io.qanat.loadtest.chaos.ChaosRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loadtest chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a hub of several nodes, kills, pauses, cuts off and restarts them on a seeded schedule"
          + " while clients trade, and proves from the clients' histories and the log alone that"
          + " nothing was lost, doubled or made up.",
      "The last line says what was checked. Exit 0 only if nothing was violated."
    })
final class ChaosCommand implements Callable<Integer> {
  private static final Duration QUICK = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Two minutes, whatever --duration says.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the schedule and of what clients ask for. Default: another one each time.")
  private Long seed;

  @Option(
      names = "--duration",
      defaultValue = "10m",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Faults begin until it is over. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--nodes",
      defaultValue = "3",
      paramLabel = "N",
      description = "Nodes, each with a member of the log; 3 or 5. Default: ${DEFAULT-VALUE}")
  private int nodes;

  @Option(
      names = "--rate",
      defaultValue = "100",
      paramLabel = "N",
      description = "Requests a second, of four clients together. Default: ${DEFAULT-VALUE}")
  private int rate;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "KIND",
      description =
          "Only these, in this order, again and again: KILL_OWNER, KILL_LEADER, KILL_ANY,"
              + " STALL_OWNER, PAUSE_OWNER, PARTITION_OWNER, PARTITION_LEADER, RESTART,"
              + " GROW_AND_SHRINK.")
  private List<String> faults = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "For data, output and histories. Default: a temporary one, which stays.")
  private Path folder;

  @Option(names = "--json", paramLabel = "FILE", description = "Figures.")
  private Path json;

  @Option(
      names = "--loopback",
      description = "Nodes at loopback addresses, without partitions, wherever this runs.")
  private boolean loopback;

  @Option(names = "--in-namespace", hidden = true)
  private boolean inNamespace;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes != 3 && nodes != 5) {
      throw new IllegalArgumentException("--nodes " + nodes + ", allowed: 3, 5");
    }
    if (rate < 4) {
      throw new IllegalArgumentException("--rate " + rate + ", allowed: 4 and up");
    }
    ChaosRun.checkFaults(faults);
    if (!inNamespace && !loopback && ChaosRun.hasNamespaces()) {
      final List<String> arguments =
          new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
      arguments.add("--in-namespace");
      return new ProcessBuilder(ChaosRun.inNamespace(Main.class, arguments))
          .inheritIO()
          .start()
          .waitFor();
    }
    final ChaosOptions options =
        new ChaosOptions(
            seed == null ? System.nanoTime() : seed,
            nodes,
            rate,
            quick ? QUICK : duration,
            folder == null ? Files.createTempDirectory("qanat-chaos") : folder.toAbsolutePath(),
            json,
            faults);
    return ChaosRun.run(options, inNamespace, spec.commandLine().getOut()) ? 0 : 1;
  }
}
