package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.gateway.http.StreamClient;
import io.qanat.sharding.Cores;
import io.qanat.sim.ScriptedSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest in a served replay, by everything a partner has: Aeron, market data, WebSocket. */
class ServedReplayTest {
  private static final int SPEED = 20;

  /** What was before the cut took microseconds. */
  private static final long FIRST_RECORDED_NANOS =
      ScriptedSession.START_NANOS + TimeUnit.SECONDS.toNanos(1);

  /** On a slow machine a guest may come too late; then there is more time for the next. */
  private static final List<Integer> HOLD_SECONDS = List.of(8, 60);

  private record Trade(long id, long qty, String from) {}

  @TempDir private Path folder;

  /**
   * Five are bid for at 100 when the session begins, four more later; then three, two, three and
   * one are sold. In history the last four went to who came later.
   */
  private Path record() throws Exception {
    final ScriptedSession script = new ScriptedSession(new Cores()).setUp(3);
    script.order(1, "ahead", Side.BUY, 100, 5).cut();
    script.pass(TimeUnit.SECONDS.toNanos(1)).order(2, "behind", Side.BUY, 100, 4);
    for (final int qty : new int[] {3, 2, 3, 1}) {
      script
          .pass(TimeUnit.SECONDS.toNanos(10))
          .order(3, "s" + qty + script.entries().size(), Side.SELL, 100, qty);
    }
    // Time for everybody to hear the last trade before the end.
    script.pass(TimeUnit.SECONDS.toNanos(40)).order(1, "late", Side.BUY, 50, 1);
    return script.write(folder.resolve("queue.session"));
  }

  @Test
  void aGuestsOrderFillsExactlyWhenTheQueueAheadOfItHasTraded() throws Exception {
    final Path session = record();
    final Visit visit = visit(session);
    assertThat(visit.isInTime()).as(visit.printed).isTrue();

    // Five of the recorded order ahead trade first, then the guest's two, then who came later.
    assertThat(visit.trades)
        .extracting(Trade::id, Trade::qty, Trade::from)
        .containsExactly(
            tuple(1L, 3L, "aeron"),
            tuple(2L, 2L, "aeron"),
            tuple(3L, 2L, "aeron"),
            tuple(4L, 1L, "aeron"),
            tuple(5L, 1L, "aeron"));
    assertThat(visit.streamed)
        .extracting(Trade::id, Trade::qty)
        .containsExactly(tuple(1L, 3L), tuple(2L, 2L), tuple(3L, 2L), tuple(4L, 1L), tuple(5L, 1L));
    assertThat(visit.reports)
        .extracting(
            GuestTrader.Report::what, GuestTrader.Report::lastQty, GuestTrader.Report::tradeId)
        .containsExactly(tuple("NEW NEW", 0L, 0L), tuple("TRADE FILLED", 2 * Fixed8.ONE, 3L));
    assertThat(visit.executed).containsExactly(3L, 2L, 2L, 1L, 1L);

    assertThat(visit.exit).as(visit.printed).isZero();
    assertThat(visit.printed)
        .containsPattern("differs      .*instrument-11")
        .containsPattern("history: \\d+ inputs with outputs as recorded, [1-9]\\d* with others; ")
        .doesNotContain("as recorded: every output");
  }

  private static Visit visit(final Path session) {
    for (final int hold : HOLD_SECONDS.subList(0, HOLD_SECONDS.size() - 1)) {
      try {
        final Visit visit = new Visit(session, hold);
        if (visit.isInTime()) {
          return visit;
        }
      } catch (final LiveReplay.TooLateException late) {
        System.out.println("not within the hold of " + hold + " s: " + late.getMessage());
      }
    }
    return new Visit(session, HOLD_SECONDS.get(HOLD_SECONDS.size() - 1));
  }

  /** One guest in one replay, from the beginning to the end. */
  private static final class Visit implements MarketDataListener {
    private final List<Trade> trades = new ArrayList<>();
    private final List<Trade> streamed = new ArrayList<>();
    private final List<GuestTrader.Report> reports;
    private final List<Long> executed = new ArrayList<>();
    private final String printed;
    private final int exit;

    Visit(final Path session, final int holdSeconds) {
      try (LiveReplay replay =
          new LiveReplay(session, "--speed", SPEED + "x", "--hold", holdSeconds + "s")) {
        try (StreamClient stream = new StreamClient(replay.httpPort(), replay.guestKey());
            MarketDataClient marketData =
                replay.marketData(EnumSet.of(MDFeed.BY_PRICE, MDFeed.BY_ORDER), this);
            GuestTrader guest = new GuestTrader(replay, marketData::poll)) {
          stream.say(
              "{'type': 'subscribe', 'channel': 'trades', 'symbol': 'BTCUSD', 'recent': 20}");
          stream.next("subscribed");
          reports = guest.reports();
          guest.order(ScriptedSession.INSTRUMENT, Side.BUY, 100 * Fixed8.ONE, 2 * Fixed8.ONE);
          guest.await(() -> trades.size() == 5 && executed.size() == 5, "the recorded trades");
          while (isInTime() && streamed.size() < trades.size()) {
            final JsonNode trade = stream.next("trade");
            streamed.add(
                new Trade(
                    trade.get("tradeId").asLong(),
                    Fixed8.parse(trade.get("size").asText()) / Fixed8.ONE,
                    "stream"));
          }
        }
        exit = replay.exit();
        printed = replay.out();
      }
    }

    /** Whether the order was there before the first recorded input. */
    boolean isInTime() {
      return !reports.isEmpty() && reports.get(0).transactTime() < FIRST_RECORDED_NANOS;
    }

    @Override
    public void onTrade(
        final long securityId,
        final long tradeId,
        final long price,
        final long size,
        final Side aggressorSide,
        final long transactTime) {
      trades.add(new Trade(tradeId, size / Fixed8.ONE, "aeron"));
    }

    @Override
    public void onOrderExecuted(
        final long securityId,
        final long tradeId,
        final long mdOrderId,
        final Side side,
        final long price,
        final long tradedQty,
        final long transactTime) {
      executed.add(tradedQty / Fixed8.ONE);
    }
  }
}
