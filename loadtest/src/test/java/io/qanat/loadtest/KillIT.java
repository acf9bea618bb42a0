package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub in its own process is killed at random moments while a client in another one trades: every
 * acknowledgement that the client has synced is there afterwards, nothing stays unanswered, every
 * recovery finds the recorded hashes and a ledger that balances.
 */
class KillIT {
  private static final Path HUB = Path.of("..", "hub", "target", "qanat.jar");
  private static final Path LOADTEST = Path.of("target", "loadtest.jar");
  private static final int KILLS = Integer.getInteger("qanat.kills", 1);
  private static final int RATE = 200;

  @TempDir private Path folder;

  @Test
  void aKilledHubLosesNothing() throws IOException, InterruptedException {
    final long seed = Long.getLong("qanat.seed", System.nanoTime());
    final Random random = new Random(seed);
    final int[] ports = freePorts();
    final Path config = config(ports);
    final Path acks = folder.resolve("acks");
    ChildProcess hub = startHub(config, 0);
    try (ReportWatch watch =
            new ReportWatch(
                URI.create("http://127.0.0.1:" + ports[3]),
                "1.load-test.load-test-secret-for-sandboxes-only",
                1);
        ChildProcess orders = startOrders(ports, acks)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        final long wanted = lines(acks) + 100 + random.nextInt(400);
        final int connections = kill;
        orders.await(
            () -> lines(acks) >= wanted && watch.connections() >= connections,
            60,
            wanted + " acknowledgements and connection " + connections + ", seed=" + seed);
        hub.kill();
        hub = startHub(config, kill);
      }
      orders.await(() -> watch.connections() > KILLS, 60, "the last connection, seed=" + seed);
      orders.terminate();
      orders.awaitExit(180);
      assertThat(orders.output()).as("seed=%d", seed).contains("nothing lost");
      final ChildProcess check =
          ChildProcess.start(
              LOADTEST,
              folder.resolve("check.out"),
              with(ports, "check", "--acks", acks.toString()));
      assertThat(check.awaitExit(120)).as("seed=%d %s", seed, check.output()).isZero();
      assertThat(check.output()).contains("all there");
      hub.terminate();
      hub.awaitExit(60);
      hub = startHub(config, KILLS + 1);
      // Whoever watched over WebSocket has gone on after each kill where it was.
      watch.awaitAll(Duration.ofSeconds(60));
      hub.terminate();
      hub.awaitExit(60);
      RecordedSession.assertIdentical(folder.resolve("data"), folder);
    } finally {
      hub.close();
    }
  }

  private ChildProcess startHub(final Path config, final int round) throws IOException {
    final ChildProcess hub =
        ChildProcess.start(
            HUB, folder.resolve("hub-" + round + ".out"), "node", "--config", config.toString());
    hub.awaitOutput("ready:", 90);
    assertThat(hub.output()).contains("hashes identical; the ledger balances");
    return hub;
  }

  /** Until it is told to end. */
  private ChildProcess startOrders(final int[] ports, final Path acks) throws IOException {
    return ChildProcess.start(
        LOADTEST,
        folder.resolve("orders.out"),
        with(
            ports,
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

  private static String[] with(final int[] ports, final String... arguments) {
    final String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 6);
    int i = arguments.length;
    all[i++] = "--port";
    all[i++] = Integer.toString(ports[0]);
    all[i++] = "--control-port";
    all[i++] = Integer.toString(ports[1]);
    all[i++] = "--market-data-port";
    all[i] = Integer.toString(ports[2]);
    return all;
  }

  private Path config(final int[] ports) throws IOException {
    final String loadTest = Files.readString(Path.of("..", "cluster-config", "load-test.conf"));
    return Files.writeString(
        folder.resolve("hub.conf"),
        loadTest
            + "\nqanat.log.data-directory = \""
            + folder.resolve("data")
            + "\"\nqanat.gateway.aeron.port = "
            + ports[0]
            + "\nqanat.gateway.aeron.control-port = "
            + ports[1]
            + "\nqanat.market-data.control-port = "
            + ports[2]
            + "\nqanat.http.port = "
            + ports[3]
            + "\n# Half a day away, so that a run does not meet the end of the trading day.\n"
            + "qanat.load-test.day-roll = "
            + java.time.LocalTime.now(java.time.ZoneOffset.UTC).plusHours(12).toSecondOfDay()
            + "s\n");
  }

  private static int[] freePorts() throws IOException {
    final InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket a = new DatagramSocket(0, loopback);
        DatagramSocket b = new DatagramSocket(0, loopback);
        DatagramSocket c = new DatagramSocket(0, loopback);
        ServerSocket d = new ServerSocket(0, 1, loopback)) {
      return new int[] {a.getLocalPort(), b.getLocalPort(), c.getLocalPort(), d.getLocalPort()};
    }
  }

  private static long lines(final Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
