package io.qanat.hub;

import io.qanat.hub.commands.ApplyCommand;
import io.qanat.hub.commands.DemoCommand;
import io.qanat.hub.commands.DoctorCommand;
import io.qanat.hub.commands.DrainCommand;
import io.qanat.hub.commands.KeyCommand;
import io.qanat.hub.commands.LogCommand;
import io.qanat.hub.commands.NodeCommand;
import io.qanat.hub.commands.StatusCommand;
import io.qanat.hub.commands.WatchCommand;
import io.qanat.hub.session.SessionCommand;
import io.qanat.hub.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The hub's commands. */
@Command(
    name = "qanat",
    mixinStandardHelpOptions = true,
    version = "Qanat 0.1.0",
    description = "A clustered, durable exchange simulator and liquidity hub.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      NodeCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      DrainCommand.class,
      LogCommand.class,
      ApplyCommand.class,
      WatchCommand.class,
      KeyCommand.class,
      TraceCommand.class,
      SessionCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(final String[] args) {
    System.exit(run(args));
  }

  static int run(final String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (e, commandLine, result) -> {
              commandLine.getErr().println(oneLine(e));
              return 1;
            });
  }

  /** What went wrong, for an operator: the first line of the message, or the kind of error. */
  public static String oneLine(final Throwable e) {
    final String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.toString();
    }
    return message.lines().findFirst().orElse("");
  }
}
