package io.qanat.hub.session;

import io.qanat.session.SessionVerifier;
import io.qanat.session.SessionVerifier.Result;
import io.qanat.sharding.Cores;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat session verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Applies every input of a session again, each entity alone, and compares every hash.",
      "Ends with 'identical' and exit 0, or with the first divergence and exit 1."
    })
final class SessionVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A session file.")
  private Path file;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "That share the entities (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("--threads " + threads + ": must be in 1..256");
    }
    final PrintWriter out = spec.commandLine().getOut();
    final Result result = SessionVerifier.verify(file, new Cores(), threads);
    final double seconds = result.nanos() / 1e9;
    out.printf(
        Locale.ROOT,
        "%d inputs in %.2f s: %,.0f/s, of instruments %,.0f/s%n",
        result.entries(),
        seconds,
        result.entries() / seconds,
        result.instrumentEntries() / seconds);
    if (result.firstDifference() != null) {
      new DivergenceText(out).print(result.firstDifference());
      out.println(
          "DIFFERENT: "
              + DivergenceText.place(result.firstDifference().entry())
              + ": "
              + result.firstDifference().what());
    } else if (result.damage() != null) {
      out.println(
          "identical so far: " + result.entities() + " entities, " + result.entries() + " inputs");
      out.println("DAMAGED: " + result.damage());
    } else {
      out.printf(
          "identical: %d entities, %d inputs, every hash as recorded%n",
          result.entities(), result.entries());
    }
    return result.isIdentical() ? 0 : 1;
  }
}
