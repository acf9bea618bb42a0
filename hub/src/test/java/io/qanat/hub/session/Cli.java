package io.qanat.hub.session;

import io.qanat.hub.MainAccess;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands as a shell would, in this process. */
final class Cli {
  /** What a command printed, and its exit code. */
  record Run(int exit, String out, String err) {
    /** The last line of what it printed. */
    String lastLine() {
      return out.strip().lines().reduce("", (first, second) -> second);
    }
  }

  private Cli() {}

  static Run run(final String... args) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int exit =
        MainAccess.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Run(exit, out.toString(), err.toString());
  }
}
