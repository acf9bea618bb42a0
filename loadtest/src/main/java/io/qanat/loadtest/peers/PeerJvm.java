package io.qanat.loadtest.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for one engine; every engine gets the same flags. */
final class PeerJvm {
  /** What exchange-core's and Agrona's dependencies need on 17, and a fixed heap. */
  static final List<String> FLAGS =
      List.of(
          "-Xms3g",
          "-Xmx3g",
          "-XX:+UseParallelGC",
          "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private PeerJvm() {}

  /**
   * Runs a main class of our class path to its end, its output on ours.
   *
   * @return its exit code
   */
  static int run(final Class<?> main, final List<String> arguments) throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    final Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      return process.waitFor();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + main.getSimpleName() + " ran", e);
    } finally {
      process.destroy();
    }
  }
}
