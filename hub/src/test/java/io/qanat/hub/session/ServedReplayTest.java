package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.MainAccess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A guest takes part in the shipped incident at twenty times its speed, over Aeron and HTTP: a bid
 * far below the market is there before the recording begins, and the sale that was a mistake finds
 * it.
 */
@Tag("soak")
class ServedReplayTest {
  private static final Path INCIDENT =
      Path.of("..", "cluster-config", "sessions", "fat-finger.session");

  private final StringWriter out = new StringWriter();
  private final List<String> reports = new ArrayList<>();
  private int tops;
  private boolean claimed;

  @Test
  void aGuestTakesPart() throws Exception {
    final CompletableFuture<Integer> replay = new CompletableFuture<>();
    final Thread thread =
        new Thread(
            () ->
                replay.complete(
                    MainAccess.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(
                            "session",
                            "replay",
                            INCIDENT.toString(),
                            "--speed",
                            "20x",
                            "--serve",
                            "--free-ports",
                            "--hold",
                            "15s")),
            "replay");
    thread.start();
    LiveDemo.await(
        () -> replay.isDone() || out.toString().contains("the recording begins"), "the guest");
    assertThat(replay).as(out.toString()).isNotDone();
    trade();
    assertThat(replay.get(120, TimeUnit.SECONDS)).as(out.toString()).isZero();
    assertThat(out.toString())
        .as("what the guest took is not there twice, and that is said")
        .contains("history: ")
        .doesNotContain(" 0 new inputs");
  }

  private void trade() throws Exception {
    final long partner = Long.parseLong(find("guest +partner (\\d+),"));
    final long account = Long.parseLong(find("account (\\d+),"));
    final String secret = find("secret (\\S+),");
    try (Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(find("Aeron directory (\\S+)")));
        MarketDataClient market =
            MarketDataClient.connect(
                aeron,
                "127.0.0.1",
                find("market data +aeron:udp\\?control=([^:]+):"),
                Integer.parseInt(find("market data +aeron:udp\\?control=[^:]+:(\\d+)")),
                Set.of(MDFeed.TOP),
                new Watcher());
        OrderEntryClient client =
            OrderEntryClient.connect(
                aeron,
                new OrderEntrySettings()
                    .ipc()
                    .credentials(partner, 1, "guest", secret.getBytes(StandardCharsets.US_ASCII)),
                new Trader())) {
      until(client, market, () -> client.claimAccount(account, 0) == io.qanat.client.Offer.SENT);
      until(client, market, () -> claimed);
      until(
          client,
          market,
          () ->
              client.newOrder(
                      account,
                      1,
                      "own-1",
                      Side.BUY,
                      OrdType.LIMIT,
                      TimeInForce.DAY,
                      Fixed8.parse("0.9"),
                      Fixed8.parse("1000"))
                  == io.qanat.client.Offer.SENT);
      until(client, market, () -> reports.contains("own-1 NEW null"));
      assertThat(placeOverHttp(account)).isEqualTo(201);
      until(client, market, () -> reports.contains("own-1 TRADE 0.9"));
      until(client, market, () -> reports.contains("own-2 TRADE 0.8"));
      assertThat(reports.indexOf("own-1 TRADE 0.9")).isLessThan(reports.indexOf("own-2 TRADE 0.8"));
      until(client, market, () -> tops > 10);
    }
  }

  private int placeOverHttp(final long account) throws Exception {
    final String base = find("http +(http\\S+)/v1,");
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/v1/accounts/" + account + "/orders"))
            .header("Authorization", "Bearer " + find("Authorization: Bearer (\\S+)"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"clOrdId\":\"own-2\",\"securityId\":1,\"side\":\"BUY\","
                        + "\"ordType\":\"LIMIT\",\"price\":\"0.8\",\"orderQty\":\"1000\"}"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private void until(
      final OrderEntryClient client, final MarketDataClient market, final BooleanSupplier done) {
    LiveDemo.await(
        () -> {
          client.poll();
          market.poll();
          return done.getAsBoolean();
        },
        "the guest's trading: " + reports);
  }

  private String find(final String pattern) {
    final Matcher matcher = Pattern.compile(pattern).matcher(out.toString());
    assertThat(matcher.find()).as(pattern + " in " + out).isTrue();
    return matcher.group(1);
  }

  private final class Watcher implements MarketDataListener {
    @Override
    public void onTop(final TopOfBookDecoder top) {
      tops++;
    }
  }

  private final class Trader implements OrderEntryListener {
    @Override
    public void onAccountClaimed(final long account, final long next, final long oldest) {
      claimed = true;
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
      final String name = report.clOrdId();
      final ExecType type = report.execType();
      reports.add(
          name
              + " "
              + type
              + " "
              + (type == ExecType.TRADE ? Fixed8.format(report.lastPx()) : "null"));
    }
  }
}
