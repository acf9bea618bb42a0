package io.qanat.loadtest.chaos;

import io.qanat.client.OrderEntrySettings;
import io.qanat.loadtest.RunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The nodes under test: each a process with a member of the log, entities and a gateway. Data,
 * configuration and output of each are kept in one folder.
 */
final class Nodes implements Gateways, AutoCloseable {
  static final int MARKET_DATA_PORT = 19_403;

  // The ports of each node; addresses differ.
  private static final int ORDER_ENTRY_PORT = 19_401;
  private static final int ORDER_ENTRY_CONTROL_PORT = 19_402;
  private static final int HTTP_PORT = 19_404;
  private static final int CLUSTER_PORT = 19_410;
  private static final int LOG_PORT = 19_420;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(150);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Path folder;
  private final int members;
  private final Network network;
  private final Process[] processes;
  private final Path[] outputs;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ASK_TIMEOUT).build();
  private int starts;

  /**
   * None runs yet.
   *
   * @param members nodes that hold a member of the log, numbered from 1
   * @param guests further nodes, which come and go
   */
  Nodes(final Path folder, final int members, final int guests, final Network network) {
    this.folder = folder;
    this.members = members;
    this.network = network;
    processes = new Process[members + guests + 1];
    outputs = new Path[members + guests + 1];
  }

  /** Nodes that there may be, guests among them. */
  int countWithGuests() {
    return processes.length - 1;
  }

  @Override
  public int count() {
    return members;
  }

  @Override
  public void select(final int gateway, final OrderEntrySettings settings) {
    settings.udp(network.address(gateway), ORDER_ENTRY_PORT, ORDER_ENTRY_CONTROL_PORT);
  }

  Network network() {
    return network;
  }

  Path dataDirectory(final int node) {
    return folder.resolve("data-" + node);
  }

  /** Starts a node and returns at once. */
  void begin(final int node) {
    starts++;
    outputs[node] = folder.resolve("node-" + node + "-" + starts + ".out");
    final List<String> command = new ArrayList<>(network.commandPrefix(node));
    command.addAll(
        NamespaceNetwork.java(
            io.qanat.hub.Main.class,
            List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")));
    try {
      command.addAll(List.of("node", "--config", configuration(node).toString()));
      processes[node] =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(outputs[node].toFile())
              .start();
    } catch (final IOException e) {
      throw new RunException("node " + node + " cannot be started: " + e.getMessage());
    }
  }

  private Path configuration(final int node) throws IOException {
    final List<String> addresses = new ArrayList<>();
    final List<String> logMembers = new ArrayList<>();
    for (int n = 1; n <= count(); n++) {
      addresses.add("\"" + network.address(n) + ":" + CLUSTER_PORT + "\"");
      logMembers.add(
          "{node = " + n + ", host = \"" + network.address(n) + "\", port = " + LOG_PORT + "}");
    }
    final String address = "\"" + network.address(node) + "\"";
    return Files.writeString(
        folder.resolve("node-" + node + ".conf"),
        String.join(
            "\n",
            "include required(classpath(\"chaos.conf\"))",
            "qanat.cluster { node = " + node + ", host = " + address + ", port = " + CLUSTER_PORT,
            "  nodes = " + addresses,
            "  roles = " + (node > members ? "[engine, gateway]" : "[log, engine, gateway]") + " }",
            "qanat.log { data-directory = \"" + dataDirectory(node) + "\"",
            "  members = " + logMembers + " }",
            "qanat.gateway.aeron { host = " + address + ", port = " + ORDER_ENTRY_PORT,
            "  control-port = " + ORDER_ENTRY_CONTROL_PORT + " }",
            "qanat.market-data { host = " + address + ", control-port = " + MARKET_DATA_PORT + " }",
            "qanat.http { interface = " + address + ", port = " + HTTP_PORT + " }",
            "# Half a day away, so that a run does not meet the end of the trading day.",
            "qanat.chaos.day-roll = "
                + LocalTime.now(ZoneOffset.UTC).plusHours(12).toSecondOfDay()
                + "s",
            ""));
  }

  /** Waits until partners can trade on a node. */
  void awaitReady(final int node) {
    await(
        () -> {
          if (!isAlive(node)) {
            throw new RunException("node " + node + " did not start: " + lastLine(node));
          }
          return output(node).contains("\nready:");
        },
        START_TIMEOUT,
        "node " + node + " to be ready");
  }

  boolean isAlive(final int node) {
    return processes[node] != null && processes[node].isAlive();
  }

  long pid(final int node) {
    return processes[node].pid();
  }

  /** Everything the node's present process has printed. */
  String output(final int node) {
    try {
      return Files.readString(outputs[node]);
    } catch (final IOException e) {
      throw new RunException("the output of node " + node + " cannot be read: " + e.getMessage());
    }
  }

  private String lastLine(final int node) {
    return output(node).strip().lines().reduce("", (first, second) -> second);
  }

  /** {@code kill -9}. */
  void kill(final int node) {
    processes[node].destroyForcibly().onExit().join();
  }

  /** SIGTERM; returns when the process has ended, and says whether it ended as it should. */
  boolean stop(final int node) {
    processes[node].destroy();
    try {
      return processes[node].waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          && output(node).contains("\nstopped");
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while node " + node + " stopped");
    }
  }

  /** SIGTERM; returns at once. */
  void terminate(final int node) {
    processes[node].destroy();
  }

  /** Waits until a process that was told to end has ended, whatever it says. */
  void awaitEnd(final int node) {
    await(() -> !isAlive(node), STOP_TIMEOUT, "node " + node + " to end");
  }

  /** SIGSTOP. */
  void pause(final int node) {
    signal(node, "STOP");
  }

  /** SIGCONT. */
  void resume(final int node) {
    signal(node, "CONT");
  }

  private void signal(final int node, final String name) {
    try {
      final Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid(node))).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new RunException("kill -" + name + " of node " + node + " failed");
      }
    } catch (final IOException e) {
      throw new RunException("kill -" + name + ": " + e.getMessage());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    }
  }

  /** The node that says its member leads the log; 0: none says so now. */
  int leader() {
    for (int node = 1; node <= count(); node++) {
      if (metric(node, "qanat_log_leader") == 1) {
        return node;
      }
    }
    return 0;
  }

  /** A number the node exposes; -1: it does not answer, or not with this one. */
  double metric(final int node, final String name) {
    if (!isAlive(node)) {
      return -1;
    }
    try {
      final HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + network.address(node) + ":" + HTTP_PORT + "/metrics"))
              .timeout(ASK_TIMEOUT)
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(-1);
    } catch (final IOException e) {
      return -1;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while asking node " + node);
    }
  }

  /** Waits for something to become true; it is not to wait for ever. */
  static void await(final BooleanSupplier condition, final Duration bound, final String what) {
    final long deadline = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new RunException("waited " + bound.toSeconds() + " s for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void close() {
    for (final Process process : processes) {
      if (process != null) {
        process.destroyForcibly().onExit().join();
      }
    }
  }
}
