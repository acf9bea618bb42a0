package io.qanat.hub;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The hub's commands. */
@Command(
    name = "qanat",
    mixinStandardHelpOptions = true,
    version = "Qanat 0.1.0",
    description = "A clustered, durable exchange simulator and liquidity hub.",
    subcommands = {})
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(final String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
