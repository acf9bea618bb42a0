package io.qanat.hub.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.aeron.Aeron;
import io.qanat.hub.HubConfig;
import io.qanat.hub.HubNode;
import io.qanat.hub.gateway.http.HttpGateway;
import io.qanat.log.node.LogNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/** One demonstration from start to summary. */
public final class DemoRun {
  private static final long SEED = 20_200_420;
  private static final int PARTNERS = 2;
  private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How it is to be run.
   *
   * @param json where the summary is written; null: nowhere
   * @param inPlace whether the table may be redrawn in place
   * @param tableInterval between two tables
   */
  public record Options(
      Path dataDirectory,
      Duration duration,
      Path json,
      boolean freePorts,
      boolean inPlace,
      Duration tableInterval) {}

  private final Options options;
  private final PrintWriter out;
  private final CountDownLatch stop;
  private final AtomicReference<String> fatal = new AtomicReference<>();

  /**
   * A demonstration.
   *
   * @param stop ends it early when it reaches zero
   */
  public DemoRun(final Options options, final PrintWriter out, final CountDownLatch stop) {
    this.options = options;
    this.out = out;
    this.stop = stop;
  }

  /** Runs it; true if the ledger balances and everything was answered. */
  public boolean run() throws IOException, InterruptedException {
    final SandboxKeys keys = SandboxKeys.in(options.dataDirectory(), PARTNERS);
    final HubConfig config = HubConfig.of(config(keys));
    out.println("starting a hub on " + options.dataDirectory());
    out.flush();
    try (HubNode node = HubNode.start(config, new Listener());
        Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(node.aeronDirectoryName()))) {
      announce(node, keys);
      final DemoMarket market = new DemoMarket(aeron, node, config.setup(), keys, SEED);
      final AgentRunner runner =
          new AgentRunner(
              new BackoffIdleStrategy(10, 5, 1_000, 100_000),
              e -> fatal.compareAndSet(null, "a participant failed: " + e),
              null,
              market);
      AgentRunner.startOnThread(runner);
      final long startNanos = System.nanoTime();
      final boolean answered;
      try {
        watch(market, config, startNanos);
        answered = settle(market);
      } finally {
        runner.close();
      }
      return summarise(node, market, answered, (System.nanoTime() - startNanos) / 1e9);
    }
  }

  private Config config(final SandboxKeys keys) {
    Config demo = ConfigFactory.parseResources("demo.conf");
    demo =
        demo.withValue(
            "qanat.setup.partners",
            com.typesafe.config.ConfigValueFactory.fromIterable(
                demo.getConfigList("qanat.setup.partners").stream()
                    .map(partner -> withKey(partner, keys).root().unwrapped())
                    .toList()));
    final Map<String, Object> node = new LinkedHashMap<>();
    node.put(
        "qanat.setup.operators",
        List.of(
            operator("operator", List.of("operator", "risk"), SandboxKeys.OPERATOR, keys),
            operator("approver", List.of("approver"), SandboxKeys.APPROVER, keys)));
    node.put("qanat.log.data-directory", options.dataDirectory().resolve("log").toString());
    if (options.freePorts()) {
      node.put("qanat.gateway.aeron.port", 0);
      node.put("qanat.gateway.aeron.control-port", 0);
      node.put("qanat.market-data.control-port", 0);
      node.put("qanat.http.port", 0);
    }
    return HubConfig.complete(ConfigFactory.parseMap(node).withFallback(demo));
  }

  private static Map<String, Object> operator(
      final String name, final List<String> roles, final String keyId, final SandboxKeys keys) {
    return Map.of(
        "name", name,
        "roles", roles,
        "keys", List.of(Map.of("id", keyId, "verifier", keys.verifier(keyId))));
  }

  private static Config withKey(final Config partner, final SandboxKeys keys) {
    final long id = partner.getLong("id");
    return partner.withValue(
        "keys",
        com.typesafe.config.ConfigValueFactory.fromIterable(
            List.of(
                Map.of(
                    "id", SandboxKeys.keyId(id),
                    "verifier", keys.verifier(SandboxKeys.keyId(id))))));
  }

  private void announce(final HubNode node, final SandboxKeys keys) {
    out.println("recovered " + node.recovered().line());
    out.println();
    out.printf(
        "Trade here yourself for %d s, or longer with --duration 30m (codecs/README.md and"
            + " hub/README.md say how):%n",
        options.duration().toSeconds());
    out.printf(
        "  order entry   aeron:udp?endpoint=%s:%d, responses %s:%d%n",
        node.gateway().host(),
        node.gateway().port(),
        node.gateway().host(),
        node.gateway().controlPort());
    out.printf(
        "  market data   aeron:udp?control=%s:%d|control-mode=dynamic%n",
        node.marketData().host(), node.marketData().controlPort());
    out.printf(
        "  partner 2, session 9, account 299, key %s, secret %s%n",
        SandboxKeys.keyId(2), keys.secret(2));
    node.http().ifPresent(http -> announce(http, keys));
    announceAeron(node, keys);
    out.println();
    out.flush();
  }

  private void announce(final HttpGateway http, final SandboxKeys keys) {
    out.printf(
        "  operators     Bearer operator.%s.%s%n                approves: operator.%s.%s%n",
        SandboxKeys.OPERATOR,
        keys.secret(SandboxKeys.OPERATOR),
        SandboxKeys.APPROVER,
        keys.secret(SandboxKeys.APPROVER));
    out.printf("  http          %s/v1, or paste this:%n", http.baseUri());
    out.printf(
        "  curl -s -X POST %s/v1/accounts/299/orders \\%n    -H 'Authorization: Bearer 2.%s.%s' -H"
            + " 'Content-Type: application/json' \\%n    -d"
            + " '{\"clOrdId\":\"mine-1\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\","
            + "\"price\":\"0.99\",\"orderQty\":\"1000\"}'%n",
        http.baseUri(), SandboxKeys.keyId(2), keys.secret(2));
    out.printf(
        "  websocket     %s/v1/stream; watch that order, and prices, from another shell:%n"
            + "  QANAT_KEY=2.%s.%s java -jar hub/target/qanat.jar watch \\%n"
            + "    --url %s --reports 299 --after 0 --prices EURUSD%n",
        http.baseUri().replaceFirst("^http", "ws"),
        SandboxKeys.keyId(2),
        keys.secret(2),
        http.baseUri());
  }

  private void announceAeron(final HubNode node, final SandboxKeys keys) {
    out.printf(
        "  aeron         cancel that order with the client of codecs/README.md:%n"
            + "  QANAT_KEY=2.%s.%s java --add-exports java.base/jdk.internal.misc=ALL-UNNAMED \\%n"
            + "    -cp hub/target/qanat.jar io.qanat.client.example.SixtyLines \\%n"
            + "    %s ipc 9 299 CANCEL mine-1%n",
        SandboxKeys.keyId(2), keys.secret(2), node.aeronDirectoryName());
  }

  private void watch(final DemoMarket market, final HubConfig config, final long startNanos)
      throws InterruptedException {
    final DemoTable table = new DemoTable(out, config.setup().instruments(), options.inPlace());
    final long endNanos = startNanos + options.duration().toNanos();
    long leftNanos = endNanos - System.nanoTime();
    boolean stopped = false;
    while (leftNanos > 0 && !stopped && fatal.get() == null && market.trouble() == null) {
      stopped =
          stop.await(Math.min(leftNanos, options.tableInterval().toNanos()), TimeUnit.NANOSECONDS);
      leftNanos = endNanos - System.nanoTime();
      table.draw(market, Math.max(0, leftNanos) / 1e9);
    }
    if (market.trouble() != null) {
      out.println("a participant's session ended: " + market.trouble());
    }
  }

  private static boolean settle(final DemoMarket market) throws InterruptedException {
    market.stopTrading();
    final long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
    while (!market.isQuiet() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return market.isQuiet();
  }

  private boolean summarise(
      final HubNode node, final DemoMarket market, final boolean answered, final double seconds)
      throws IOException {
    if (fatal.get() != null) {
      out.println(fatal.get());
      return false;
    }
    final var audit = node.audit();
    final DemoStatistics statistics = market.statistics();
    final Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("seconds", seconds);
    summary.put("orders", statistics.orders());
    summary.put("trades", statistics.trades());
    summary.put("rejects", statistics.rejects());
    summary.put("allAnswered", answered);
    summary.put("latencyMicros", statistics.latencyMicros());
    summary.put("logEntries", audit.entries());
    summary.put("entities", audit.entities());
    summary.put("ledgerBalances", audit.isSound());
    out.println();
    out.printf(
        "%d orders, %d trades, %d rejects in %.0f s; order to answer in µs %s%n",
        statistics.orders(),
        statistics.trades(),
        statistics.rejects(),
        seconds,
        summary.get("latencyMicros"));
    out.println(audit.line());
    out.println(answered ? "every order was answered" : "NOT every order was answered within 10 s");
    out.flush();
    if (options.json() != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(options.json().toFile(), summary);
    }
    return audit.isSound() && answered && market.trouble() == null;
  }

  private final class Listener implements LogNode.Listener {
    @Override
    public void onNotice(final String line) {
      out.println(line);
      out.flush();
    }

    @Override
    public void onFatal(final String line) {
      fatal.compareAndSet(null, line);
      stop.countDown();
    }
  }
}
