package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes in processes of their own, each at its own loopback address, under load: the node
 * that owns the instrument is killed, or the one whose member leads the log. Everything that was
 * acknowledged is there, nothing stays unanswered, and whoever comes back proves what it recovers.
 */
@Tag("chaos")
class ThreeNodesIT {
  private static final Path HUB = Path.of("..", "hub", "target", "qanat.jar");
  private static final Path LOADTEST = Path.of("target", "loadtest.jar");
  private static final int NODES = 3;
  private static final int PORTS = 10;
  private static final int RATE = 100;

  @TempDir private Path folder;

  private final ChildProcess[] nodes = new ChildProcess[NODES + 1];
  private final long seed = Long.getLong("qanat.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;
  private int starts;

  @AfterEach
  void stop() {
    CloseHelper.closeAll(Arrays.asList(nodes));
  }

  @Test
  void aLostOwnerLosesNothing() throws IOException, InterruptedException {
    trade((orders, acks) -> nodes[owner()].kill());
  }

  @Test
  void lostOwnersAndLostLeadersLoseNothingAndComeBack() throws IOException, InterruptedException {
    trade(
        (orders, acks) -> {
          for (int round = 1; round <= Integer.getInteger("qanat.kills", 5); round++) {
            killAndRestart(owner(), orders, acks);
            awaitMore(orders, acks);
            killAndRestart(leader(), orders, acks);
            awaitMore(orders, acks);
          }
        });
  }

  /** What is done to nodes while orders are sent. */
  private interface Fault {
    void happens(ChildProcess orders, Path acks) throws IOException;
  }

  private void trade(final Fault fault) throws IOException, InterruptedException {
    port = freePorts();
    for (int node = 1; node <= NODES; node++) {
      begin(node);
    }
    for (int node = 1; node <= NODES; node++) {
      nodes[node].awaitOutput("ready:", 120);
    }
    final Path acks = folder.resolve("acks");
    try (ChildProcess orders = startOrders(acks)) {
      awaitMore(orders, acks);
      fault.happens(orders, acks);
      awaitMore(orders, acks);
      orders.terminate();
      orders.awaitExit(120);
      System.out.println(orders.output());
      assertThat(orders.output()).as("seed=%d", seed).contains("nothing lost");
    }
    final ChildProcess check =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("check.out"),
            towards(List.of(living()), "check", "--acks", acks.toString()));
    assertThat(check.awaitExit(120)).as("seed=%d %s", seed, check.output()).isZero();
    assertThat(check.output()).contains("all there");
  }

  private void killAndRestart(final int node, final ChildProcess orders, final Path acks)
      throws IOException {
    nodes[node].kill();
    awaitMore(orders, acks);
    begin(node);
    // It proves what it recovers: every hash as recorded, the ledger balances.
    nodes[node].awaitOutput("ready:", 120);
    assertThat(nodes[node].output()).contains("hashes identical; the ledger balances");
  }

  private void awaitMore(final ChildProcess orders, final Path acks) {
    final long wanted = lines(acks) + 100 + random.nextInt(200);
    orders.await(() -> lines(acks) >= wanted, 60, wanted + " acknowledgements, seed=" + seed);
  }

  /** The node that publishes the one instrument there is. */
  private int owner() {
    final int[] found = {0};
    nodes[1].await(
        () -> {
          for (int node = 1; node <= NODES; node++) {
            if (metrics(node).contains("market_data_instruments 1")) {
              found[0] = node;
            }
          }
          return found[0] != 0;
        },
        30,
        "an owner of the instrument, seed=" + seed);
    return found[0];
  }

  private String metrics(final int node) {
    try {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0." + node + ":" + (port + 3) + "/metrics"))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body()
          .replace(".0\n", "\n");
    } catch (final IOException e) {
      return e.toString();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  /** The node whose member said last that it leads; a killed one's output is not looked at. */
  private int leader() {
    for (int node = 1; node <= NODES; node++) {
      final String last =
          nodes[node]
              .output()
              .lines()
              .filter(line -> line.matches("log: member \\d+ (leads|follows)"))
              .reduce("", (first, second) -> second);
      if (last.endsWith("leads")) {
        return node;
      }
    }
    throw new AssertionError("nobody leads, seed=" + seed);
  }

  private void begin(final int node) throws IOException {
    starts++;
    nodes[node] =
        ChildProcess.startQuickly(
            HUB,
            folder.resolve("node-" + node + "-" + starts + ".out"),
            "node",
            "--config",
            config(node).toString());
  }

  private Path config(final int node) throws IOException {
    final Path given = Path.of("..", "cluster-config", "three-nodes", node + ".conf");
    final List<String> addresses = new ArrayList<>();
    final StringBuilder members = new StringBuilder();
    for (int n = 1; n <= NODES; n++) {
      addresses.add("\"127.0.0." + n + ":" + (port + 4) + "\"");
      members.append(
          "{node = " + n + ", host = \"127.0.0." + n + "\", port = " + (port + 5) + "}, ");
    }
    return Files.writeString(
        folder.resolve(node + ".conf"),
        "include file(\""
            + given.toAbsolutePath().normalize()
            + "\")\nqanat.log.data-directory = \""
            + folder.resolve("data-" + node)
            + "\"\nqanat.gateway.aeron.port = "
            + port
            + "\nqanat.gateway.aeron.control-port = "
            + (port + 1)
            + "\nqanat.market-data.control-port = "
            + (port + 2)
            + "\nqanat.http.port = "
            + (port + 3)
            + "\nqanat.cluster.port = "
            + (port + 4)
            + "\nqanat.cluster.nodes = "
            + addresses
            + "\nqanat.log.members = ["
            + members
            + "]\n"
            + "# A machine that builds and tests may stall for longer than one that only trades.\n"
            + "qanat.log.leader-timeout = 2s\n"
            + "qanat.node.provision-timeout = 2 minutes\n"
            + "pekko.cluster.failure-detector.acceptable-heartbeat-pause = 3s\n"
            + "# Half a day away, so that a run does not meet the end of the trading day.\n"
            + "qanat.load-test.day-roll = "
            + java.time.LocalTime.now(java.time.ZoneOffset.UTC).plusHours(12).toSecondOfDay()
            + "s\n");
  }

  private ChildProcess startOrders(final Path acks) throws IOException {
    return ChildProcess.start(
        LOADTEST,
        folder.resolve("orders.out"),
        towards(
            List.of(1, 2, 3),
            "orders",
            "--rate",
            Integer.toString(RATE),
            "--duration",
            "1h",
            "--warm-up",
            "0s",
            "--reconnect",
            "--acks",
            acks.toString()));
  }

  /** A node that has not been killed. */
  private int living() {
    int node = 1;
    while (!nodes[node].isAlive()) {
      node++;
    }
    return node;
  }

  private String[] towards(final List<Integer> hosts, final String... arguments) {
    final List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--host",
            String.join(",", hosts.stream().map(node -> "127.0.0." + node).toList()),
            "--port",
            Integer.toString(port),
            "--control-port",
            Integer.toString(port + 1),
            "--market-data-port",
            Integer.toString(port + 2)));
    return all.toArray(String[]::new);
  }

  /** The first of ten ports in a row that are free at each of the addresses. */
  private int freePorts() {
    for (int attempt = 0; attempt < 100; attempt++) {
      final int first = 10_000 + random.nextInt(20_000);
      if (areFree(first)) {
        return first;
      }
    }
    throw new AssertionError("no ten free ports in a row, seed=" + seed);
  }

  private static boolean areFree(final int first) {
    for (int node = 1; node <= NODES; node++) {
      for (int i = 0; i < PORTS; i++) {
        try {
          final InetAddress address = InetAddress.getByName("127.0.0." + node);
          new DatagramSocket(new InetSocketAddress(address, first + i)).close();
          new ServerSocket(first + i, 1, address).close();
        } catch (final IOException e) {
          return false;
        }
      }
    }
    return true;
  }

  private static long lines(final Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
