package io.qanat.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load tester's commands. */
@Command(
    name = "loadtest",
    mixinStandardHelpOptions = true,
    version = "Qanat 0.1.0",
    description = "Loads, feeds and checks a hub over its public interfaces.",
    subcommands = {})
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(final String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
