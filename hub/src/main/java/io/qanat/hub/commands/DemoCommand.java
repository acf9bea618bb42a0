package io.qanat.hub.commands;

import io.qanat.hub.demo.DemoRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.agrona.IoUtil;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a whole hub in this process with simulated participants who trade on it, and shows it.",
      "Exit 0 if every order was answered and the ledger balances at the end."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Such as 30s or 5m (default: 30s).")
  private Duration duration = Duration.ofSeconds(30);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep everything here and go on from it next time (default: a temporary one).")
  private Path data;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the summary there.")
  private Path json;

  @Option(
      names = "--free-ports",
      description = "Listen on any free ports instead of the standard ones.")
  private boolean freePorts;

  @Override
  @SuppressWarnings("try") // The barrier is only held: closing it lets the process end.
  public Integer call() throws IOException, InterruptedException {
    final boolean terminal = hasTerminal();
    final Path directory = data == null ? Files.createTempDirectory("qanat-demo") : data;
    final CountDownLatch stop = new CountDownLatch(1);
    try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(stop::countDown)) {
      final boolean sound =
          new DemoRun(
                  new DemoRun.Options(
                      directory,
                      duration,
                      json,
                      freePorts,
                      terminal,
                      Duration.ofSeconds(terminal ? 1 : 5)),
                  spec.commandLine().getOut(),
                  stop)
              .run();
      return sound ? 0 : 1;
    } finally {
      if (data == null) {
        IoUtil.delete(directory.toFile(), true);
      }
    }
  }

  @SuppressWarnings("SystemConsoleNull") // Newer ones return a console without a terminal too.
  private static boolean hasTerminal() {
    return System.console() != null
        && System.getenv("TERM") != null
        && !System.getenv("TERM").equals("dumb");
  }
}
