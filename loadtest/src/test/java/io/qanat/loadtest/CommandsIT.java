package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jars as their users run them. */
class CommandsIT {
  private static final Path HUB = Path.of("..", "hub", "target", "qanat.jar");
  private static final Path LOADTEST = Path.of("target", "loadtest.jar");
  private static final Path LOBSTER = Path.of("..", "..", "shared", "data", "lobster");

  @TempDir private Path folder;

  /** Each build plays it inside its process: {@code RealFlowReplayTest}. */
  @Tag("soak")
  @Test
  void realOrderFlowGivesTheRecordedBook() throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(LOBSTER), "skipped: the recorded order flow is not on this machine");
    try (ChildProcess feed =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("feed.out"),
            "feed",
            "--embedded",
            "--messages",
            LOBSTER.resolve("AAPL_10lvl_999rows_message.csv.gz").toString(),
            "--book",
            LOBSTER.resolve("AAPL_10lvl_999rows_orderbook.csv.gz").toString())) {
      assertThat(feed.awaitExit(120)).as(feed.output()).isZero();
      assertThat(feed.output().strip())
          .endsWith(
              "identical: 998/998 transitions, 98/98 executions at the head of the queue, 318 levels"
                  + " loaded");
    }
  }

  @Test
  void theDemoGoesOnWhereItStopped() throws IOException, InterruptedException {
    final JsonNode first = demo(1);
    final JsonNode second = demo(2);
    assertThat(first.get("orders").asLong()).isPositive();
    assertThat(first.get("trades").asLong()).isPositive();
    assertThat(first.at("/latencyMicros/p99").asDouble()).isPositive();
    assertThat(second.get("ledgerBalances").asBoolean()).isTrue();
    assertThat(second.get("logEntries").asLong())
        .as("the log goes on")
        .isGreaterThan(first.get("logEntries").asLong());
  }

  private JsonNode demo(final int round) throws IOException, InterruptedException {
    final Path json = folder.resolve("demo-" + round + ".json");
    try (ChildProcess demo =
        ChildProcess.start(
            HUB,
            folder.resolve("demo-" + round + ".out"),
            "demo",
            "--duration",
            "4s",
            "--free-ports",
            "--data",
            folder.resolve("data").toString(),
            "--json",
            json.toString())) {
      assertThat(demo.awaitExit(120)).as(demo.output()).isZero();
      assertThat(demo.output()).contains("the ledger balances", "EURUSD", "XAUUSD", "WTI");
    }
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void aLoadRunLosesNothing() throws IOException, InterruptedException {
    final Path json = folder.resolve("orders.json");
    try (ChildProcess orders =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("orders.out"),
            "orders",
            "--embedded",
            "--rate",
            "500",
            "--duration",
            "5s",
            "--warm-up",
            "1s",
            "--json",
            json.toString())) {
      assertThat(orders.awaitExit(120)).as(orders.output()).isZero();
      assertThat(orders.output()).contains("nothing lost", "the ledger balances");
    }
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("orders").asLong()).isEqualTo(2_500);
    assertThat(figures.get("lost").asLong()).isZero();
    assertThat(figures.get("trades").asLong()).isPositive();
  }

  @Test
  void aSweepTellsEachRateAndTheKnee() throws IOException, InterruptedException {
    final Path json = folder.resolve("sweep.json");
    final Path html = folder.resolve("sweep.html");
    try (ChildProcess sweep =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("sweep.out"),
            "sweep",
            "--embedded",
            "--rates",
            "200,400",
            "--duration",
            "2s",
            "--warm-up",
            "1s",
            "--limit",
            "10s",
            "--json",
            json.toString(),
            "--html",
            html.toString())) {
      assertThat(sweep.awaitExit(120)).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("knee: 400/s or beyond", "nothing lost", "the ledger balances");
    }
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("knee").asLong()).isEqualTo(400);
    assertThat(figures.at("/rates/0/orders").asLong()).isEqualTo(400);
    assertThat(figures.at("/rates/1/orders").asLong()).isEqualTo(800);
    assertThat(figures.at("/settings/cores").asText()).isNotEmpty();
    assertThat(html).content().contains("200/s", "400/s", "</html>");
  }

  @Test
  void anOverloadedHubShedsNewOrdersOnlyAndLosesNothing() throws IOException, InterruptedException {
    final Path json = folder.resolve("overload.json");
    try (ChildProcess overload =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("overload.out"),
            "overload",
            "--embedded",
            "--rate",
            "100",
            "--burst",
            "50000",
            "--neighbour-rate",
            "20",
            "--duration",
            "1s",
            "--warm-up",
            "1s",
            "--limit",
            "1m",
            "--json",
            json.toString())) {
      overload.awaitExit(180);
      assertThat(overload.output()).contains("the flood:", "its neighbour:", "last refused");
    }
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    long keptOut = 0;
    for (final JsonNode phase : figures.get("flood")) {
      assertThat(phase.get("lost").asLong()).as(phase.toString()).isZero();
      assertThat(phase.get("refusedOtherwise").asLong()).as(phase.toString()).isZero();
      assertThat(phase.get("cancelsRefused").asLong()).as(phase.toString()).isZero();
      keptOut += phase.get("shed").asLong() + phase.get("heldBack").asLong();
    }
    assertThat(keptOut).as("shed, or held back by flow control").isPositive();
    for (final JsonNode phase : figures.get("neighbour")) {
      assertThat(phase.get("lost").asLong() + phase.get("shed").asLong())
          .as(phase.toString())
          .isZero();
    }
  }

  @Tag("soak")
  @Test
  void theWholePathRunsBesideExchangeCores() throws IOException, InterruptedException {
    final Path json = folder.resolve("path.json");
    try (ChildProcess peers =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("peers.out"),
            "peers",
            "--path",
            "--rates",
            "200",
            "--duration",
            "2s",
            "--warm-up",
            "1s",
            "--json",
            json.toString())) {
      assertThat(peers.awaitExit(180)).as(peers.output()).isZero();
      assertThat(peers.output()).contains("nothing lost", "\n| 200 | ");
    }
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.at("/qanat/rates/0/answered").asLong()).isEqualTo(400);
    assertThat(figures.at("/exchange-core/rates/0/orders").asLong()).isEqualTo(400);
    assertThat(figures.at("/exchange-core/rates/0/latencyMicros/p99").asDouble()).isPositive();
  }

  @Test
  void theHubPassesItsCertificationOverUdp() throws IOException, InterruptedException {
    final Path xml = folder.resolve("conform.xml");
    try (ChildProcess conform =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("conform.out"),
            "conform",
            "--embedded",
            "--patience",
            "20",
            "--case",
            "SEQ",
            "RETR",
            "MD-07",
            "--junit",
            xml.toString())) {
      assertThat(conform.awaitExit(120)).as(conform.output()).isZero();
      assertThat(conform.output()).contains("conforms: 9 passed, 0 failed, 0 skipped");
    }
    assertThat(xml).content().contains("tests=\"9\" failures=\"0\"");
  }

  @Test
  void manySubscribersAreOnTimeBesideSomeThatTakeNothing()
      throws IOException, InterruptedException {
    final Path json = folder.resolve("subscribers.json");
    try (ChildProcess subscribers =
        ChildProcess.start(
            LOADTEST,
            folder.resolve("subscribers.out"),
            "subscribers",
            "--embedded",
            "--clients",
            "50",
            "--stalled",
            "5",
            "--duration",
            "4s",
            // The machine may be busy with other things: being complete is what counts here.
            "--on-time",
            "5s",
            "--json",
            json.toString())) {
      assertThat(subscribers.awaitExit(120)).as(subscribers.output()).isZero();
      assertThat(subscribers.output()).contains("the healthy were on time and missed nothing");
    }
    final JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.at("/pricesDelayMillis/count").asLong()).isGreaterThan(45L);
    assertThat(figures.at("/tradesDelayMillis/count").asLong()).isGreaterThan(45L);
    assertThat(figures.get("failures")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feed --embedded --messages missing.csv | cannot read missing.csv",
        "orders --rate 0 --embedded | --rate 0: must be 1 to 10000000",
        "orders --duration soon | 'soon' is not a duration",
        "conform --case SEQ-99 | --case SEQ-99: not a case, see --list",
        "conform --sessions 1 --embedded | --sessions 1: must be 4 or more",
        "subscribers --clients 5 --stalled 5 --embedded | at least one must be healthy",
        "orders --ipc | --data and --ipc go with --embedded",
      })
  void badInputIsNamed(final String arguments, final String message)
      throws IOException, InterruptedException {
    try (ChildProcess child =
        ChildProcess.start(LOADTEST, folder.resolve("bad.out"), arguments.trim().split(" ", -1))) {
      assertThat(child.awaitExit(60)).isNotZero();
      assertThat(child.output()).contains(message).doesNotContain("\tat ");
    }
  }
}
