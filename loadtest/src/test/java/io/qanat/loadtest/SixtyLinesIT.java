package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.qanat.client.BookByPrice;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.client.example.SixtyLines;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.hub.EmbeddedHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the protocol document, in a process of its own, against a hub. */
class SixtyLinesIT {
  private static final long SECURITY = 1;

  @TempDir private Path folder;

  @Test
  void placesItsOrderAndGetsItsReport() throws IOException {
    try (EmbeddedHub hub = EmbeddedHub.start(folder.resolve("data"), Map.of());
        ChildProcess client =
            ChildProcess.startClass(
                SixtyLines.class,
                folder.resolve("client.out"),
                hub.node().aeronDirectoryName(),
                "ipc",
                "1",
                "7",
                "load-test",
                "load-test-secret-for-sandboxes-only",
                "2",
                Long.toString(SECURITY),
                "99.5",
                "3")) {
      client.awaitOutput("ExecutionReport", 60);
      assertThat(client.output())
          .contains("reportNo=1|", "account=2|", "price=9950000000|", "orderQty=300000000|")
          .contains("execType=NEW", "ordStatus=NEW")
          .doesNotContain("Reject", "TERMINATED");
      assertThat(bestBid(hub, client)).isEqualTo("3 at 99.5");
    }
  }

  private static String bestBid(final EmbeddedHub hub, final ChildProcess client) {
    try (Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(hub.node().aeronDirectoryName()));
        MarketDataClient marketData =
            MarketDataClient.connect(
                aeron,
                "127.0.0.1",
                hub.node().marketData().host(),
                hub.node().marketData().controlPort(),
                Set.of(MDFeed.BY_PRICE),
                new MarketDataListener() {})) {
      client.await(
          () -> {
            marketData.poll();
            final BookByPrice book = marketData.books().byPrice(SECURITY);
            return book != null && book.isLive() && book.levels(Side.BUY) > 0;
          },
          30,
          "the order in the book");
      final BookByPrice book = marketData.books().byPrice(SECURITY);
      return Fixed8.format(book.size(Side.BUY, 0))
          + " at "
          + Fixed8.format(book.price(Side.BUY, 0));
    }
  }
}
