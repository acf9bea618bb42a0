package io.qanat.hub;

import picocli.CommandLine;

/** Lets tests of commands in other packages run them. */
public final class MainAccess {
  private MainAccess() {}

  /** All commands. */
  public static CommandLine commandLine() {
    return Main.commandLine();
  }
}
