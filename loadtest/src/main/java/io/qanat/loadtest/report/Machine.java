package io.qanat.loadtest.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** On what a figure was measured: without it a figure says nothing. */
public final class Machine {
  private Machine() {}

  /** Machine, operating system, JVM and commit; {@code unknown} for what cannot be found out. */
  public static Map<String, String> describe() {
    final Map<String, String> machine = new LinkedHashMap<>();
    machine.put("cpu", cpu());
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put(
        "jvm",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    machine.put("commit", commit());
    return machine;
  }

  private static String cpu() {
    final Path file = Path.of("/proc/cpuinfo");
    if (Files.isReadable(file)) {
      try {
        for (final String line : Files.readAllLines(file)) {
          if (line.startsWith("model name")) {
            return line.substring(line.indexOf(':') + 1).trim();
          }
        }
      } catch (IOException e) {
        return "unknown: " + e.getMessage();
      }
    }
    return System.getProperty("os.arch");
  }

  /** Of the working directory, with a mark if something in it is not committed. */
  private static String commit() {
    final String head = git("rev-parse", "--short", "HEAD");
    return head.isEmpty()
        ? "unknown"
        : head + (git("status", "--porcelain", "-uno").isEmpty() ? "" : " with changes");
  }

  private static String git(final String... arguments) {
    final String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      final Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      final String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0 ? answer : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
