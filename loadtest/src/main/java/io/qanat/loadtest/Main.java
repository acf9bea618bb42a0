package io.qanat.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load tester's commands. */
@Command(
    name = "loadtest",
    mixinStandardHelpOptions = true,
    version = "Qanat 0.1.0",
    description = "Loads, feeds and checks a hub over its public interfaces.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OrdersCommand.class,
      HttpOrdersCommand.class,
      SweepCommand.class,
      OverloadCommand.class,
      CheckCommand.class,
      FeedCommand.class,
      ConformCommand.class,
      SubscribersCommand.class,
      PeersCommand.class,
      SimulateCommand.class,
      ScenarioCommand.class,
      ChaosCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(final String[] args) {
    System.exit(run(args));
  }

  static int run(final String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (e, commandLine, result) -> {
              commandLine.getErr().println(io.qanat.hub.Main.oneLine(e));
              return 1;
            })
        .execute(args);
  }
}
