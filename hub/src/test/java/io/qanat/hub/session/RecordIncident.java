package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the incident in {@code hub/sessions} anew: somebody sells nine million at the market
 * while the demonstration trades. Not part of the build; {@link ShippedIncidentTest} says how and
 * when it is run.
 */
class RecordIncident {
  private static final Pattern PRICE = Pattern.compile("EURUSD +[0-9]");
  private static final String NAME = "fat-finger";

  /** Two bids far below the market, and the sale that reaches them. */
  private static final List<String> ORDERS =
      List.of(
          "{\"clOrdId\":\"floor\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\","
              + "\"price\":\"0.95\",\"orderQty\":\"5000\"}",
          "{\"clOrdId\":\"floor-2\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\","
              + "\"price\":\"0.95\",\"orderQty\":\"4000\"}",
          "{\"clOrdId\":\"oops\",\"securityId\":1,\"side\":\"SELL\",\"ordType\":\"MARKET\","
              + "\"timeInForce\":\"IMMEDIATE_OR_CANCEL\",\"orderQty\":\"9000000\"}");

  @TempDir private Path folder;

  @Test
  void recordsTheIncidentAnew() throws Exception {
    final Path data = folder.resolve("data");
    Files.createDirectories(ShippedIncidentTest.FOLDER);
    try (LiveDemo demo = new LiveDemo(data)) {
      final Path key = folder.resolve("operator.key");
      Files.writeString(key, demo.operatorKey());
      LiveDemo.await(() -> PRICE.matcher(demo.out()).find(), "a price");
      final String url = demo.url().toString();
      run("session", "mark", NAME, "--begin", "--key-file", key.toString(), "--url", url);
      for (final String order : ORDERS) {
        order(demo, order);
      }
      run("session", "mark", NAME, "--end", "--key-file", key.toString(), "--url", url);
      final String whole = folder.resolve("whole.session").toString();
      run("session", "export", "--data", data.toString(), "--session", NAME, "--out", whole);
      keep(whole);
      assertThat(demo.finish()).as(demo.out()).isTrue();
    }
  }

  private static void keep(final String whole) throws IOException {
    final String session = ShippedIncidentTest.SESSION.toString();
    run("session", "cut", whole, "--instrument", "1", "--out", session);
    run(
        "session",
        "replay",
        session,
        "--events",
        ShippedIncidentTest.EVENTS.toString(),
        "--choose",
        "message=ExecutionReport",
        "--choose",
        "entity=account-299");
    assertThat(Files.size(ShippedIncidentTest.SESSION)).isLessThan(300_000);
  }

  private static void order(final LiveDemo demo, final String order) throws Exception {
    final HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(demo.url().resolve("/v1/accounts/299/orders"))
                    .header("Authorization", "Bearer " + demo.partnerKey())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(order))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  private static void run(final String... args) {
    final Cli.Run run = Cli.run(args);
    assertThat(run.exit()).as(String.join(" ", args) + "\n" + run.out() + run.err()).isZero();
  }
}
