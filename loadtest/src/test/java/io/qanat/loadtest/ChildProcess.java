package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A jar or a class of ours in a process of its own, its output in a file. */
final class ChildProcess implements AutoCloseable {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Process process;
  private final Path output;

  private ChildProcess(final Process process, final Path output) {
    this.process = process;
    this.output = output;
  }

  static ChildProcess start(final Path jar, final Path output, final String... arguments)
      throws IOException {
    return start(output, List.of("-jar", jar.toString()), arguments);
  }

  /** For several at once on a small machine: it is soon there, and slower when warm. */
  static ChildProcess startQuickly(final Path jar, final Path output, final String... arguments)
      throws IOException {
    return start(
        output,
        List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()),
        arguments);
  }

  /** A line for a shell, with this JVM's {@code java}. */
  static ChildProcess startShell(final Path directory, final Path output, final String line)
      throws IOException {
    // exec: the process that is ended is the one that was asked for.
    final ProcessBuilder shell =
        new ProcessBuilder(
            "sh", "-c", line.replaceFirst("^(\\w+=\\S+) java ", "export $1; exec java "));
    shell
        .environment()
        .merge(
            "PATH",
            Path.of(System.getProperty("java.home"), "bin").toString(),
            (path, java) -> java + File.pathSeparator + path);
    return new ChildProcess(
        shell
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  private static ChildProcess start(
      final Path output, final List<String> what, final String... arguments) throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(what);
    command.addAll(List.of(arguments));
    final Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ChildProcess(process, output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  ChildProcess awaitOutput(final String text, final int seconds) {
    await(() -> output().contains(text), seconds, "\"" + text + "\"");
    return this;
  }

  void await(final BooleanSupplier condition, final int seconds, final String what) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive())
          .as("ended with nobody asking, waiting for %s: %s", what, output())
          .isTrue();
      assertThat(System.nanoTime() < deadline)
          .as("waited %d s for %s: %s", seconds, what, output())
          .isTrue();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  int awaitExit(final int seconds) throws InterruptedException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
        .as("still runs after %d s: %s", seconds, output())
        .isTrue();
    return process.exitValue();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
