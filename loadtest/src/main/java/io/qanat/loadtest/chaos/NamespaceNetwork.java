package io.qanat.loadtest.chaos;

import io.qanat.loadtest.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Every node in a network namespace of its own, joined by a bridge: a partition is a link taken
 * down, as real as a pulled cable, and needs no privileges, because all of it is inside a user
 * namespace. This process must have been started within one: see {@link #within}.
 */
final class NamespaceNetwork implements Network {
  private static final String SUBNET = "10.77.0.";
  private static final int OURS = 254;
  private static final long COMMAND_SECONDS = 10;

  private final List<Process> holders = new ArrayList<>();

  /** Makes the bridge and as many namespaces. */
  NamespaceNetwork(final int nodes) {
    run("ip", "link", "set", "lo", "up");
    run("ip", "link", "add", "hub0", "type", "bridge");
    run("ip", "addr", "add", SUBNET + OURS + "/24", "dev", "hub0");
    run("ip", "link", "set", "hub0", "up");
    for (int node = 1; node <= nodes; node++) {
      add(node);
    }
  }

  private void add(final int node) {
    final String outside = link(node);
    final String inside = "in" + node;
    try {
      // It holds the namespace while the node is down.
      final Process holder =
          new ProcessBuilder("unshare", "-n", "sh", "-c", "echo; exec sleep 1000000").start();
      holders.add(holder);
      // The namespace is there when the holder speaks.
      if (holder.getInputStream().read() < 0) {
        throw new RunException("no network namespace: unshare -n ended");
      }
      final String pid = Long.toString(holder.pid());
      run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
      run("ip", "link", "set", outside, "master", "hub0");
      run("ip", "link", "set", outside, "up");
      run("ip", "link", "set", inside, "netns", pid);
      inside(node, "ip", "addr", "add", address(node) + "/24", "dev", inside);
      inside(node, "ip", "link", "set", inside, "up");
      inside(node, "ip", "link", "set", "lo", "up");
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this machine lets everybody make user and network namespaces. */
  static boolean isPossible() {
    try {
      final Process probe =
          new ProcessBuilder(
                  "unshare",
                  "-rn",
                  "sh",
                  "-c",
                  "ip link add hub0 type bridge && command -v nsenter")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (final IOException e) {
      return false;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command that runs this program's {@code main} again, inside a user namespace. */
  static List<String> within(final Class<?> main, final List<String> arguments) {
    final List<String> command = new ArrayList<>(List.of("unshare", "-rn"));
    command.addAll(java(main, List.of()));
    command.addAll(arguments);
    return command;
  }

  /** The command that runs a class of this program's class path in a process of its own. */
  static List<String> java(final Class<?> main, final List<String> options) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED");
    command.addAll(options);
    Collections.addAll(command, "-cp", System.getProperty("java.class.path"), main.getName());
    return command;
  }

  private static String link(final int node) {
    return "out" + node;
  }

  @Override
  public String address(final int node) {
    return SUBNET + node;
  }

  @Override
  public String localAddress() {
    return SUBNET + OURS;
  }

  @Override
  public List<String> commandPrefix(final int node) {
    return List.of("nsenter", "-n", "-t", Long.toString(holders.get(node - 1).pid()));
  }

  @Override
  public boolean canPartition() {
    return true;
  }

  @Override
  public void cutOff(final int node) {
    run("ip", "link", "set", link(node), "down");
  }

  @Override
  public void reconnect(final int node) {
    run("ip", "link", "set", link(node), "up");
  }

  @Override
  public String description() {
    return "a network namespace for each node; a partition is a link that is down";
  }

  private void inside(final int node, final String... command) {
    final List<String> all = new ArrayList<>(commandPrefix(node));
    Collections.addAll(all, command);
    run(all.toArray(String[]::new));
  }

  private static void run(final String... command) {
    try {
      final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      final String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new RunException(String.join(" ", command) + ": " + output.strip());
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while making the network");
    }
  }

  @Override
  public void close() {
    // The rest ends with the last process in the namespaces.
    holders.forEach(Process::destroyForcibly);
  }
}
