package io.qanat.loadtest.lobster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.client.BookByOrder;
import io.qanat.client.BookByOrder.BookOrder;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.gateway.http.StreamClient;
import io.qanat.hub.session.GuestTrader;
import io.qanat.hub.session.LiveReplay;
import io.qanat.loadtest.lobster.RecordedFlow.Change;
import io.qanat.loadtest.lobster.RecordedFlow.Place;
import io.qanat.session.ReplayPace;
import io.qanat.session.SessionReplay;
import io.qanat.sharding.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest in real order flow that is served at 20 times its speed. */
class ServedRealFlowTest {
  private static final long SECURITY = 1;
  private static final String SYMBOL = "LOAD";

  /** On a slow machine a guest may come too late, or lose increments; then there is another try. */
  private static final List<Integer> HOLD_SECONDS = List.of(8, 20, 60);

  private static final int PARTS = 8;

  @TempDir private Path folder;

  /** A session, how many changes history had before it, and where a guest of it is to queue. */
  private record Cut(Path session, int changes, Place place) {}

  /** Somebody's order was executed; how much of the queue ahead of the guest was left then. */
  private record Executed(long mdOrderId, Side side, long price, int aheadLeft, long time) {}

  @Test
  void aGuestsOrderFillsExactlyWhenTheRecordedQueueAheadOfItIsGone() throws Exception {
    final RecordedFlow flow = RecordedFlow.in(folder);
    final List<Change> history = history(flow.session("whole", 0));
    final Cut cut = cut(flow, history);
    final Place place = cut.place();
    final Visit visit = visit(cut.session(), place);
    assertThat(visit.isWhole()).as(visit.printed).isTrue();

    assertThat(visit.ahead)
        .as("recorded orders ahead")
        .isNotEmpty()
        .isEqualTo(RecordedFlow.queue(history.subList(0, cut.changes()), place));
    assertThat(visit.reports)
        .extracting(GuestTrader.Report::what)
        .containsExactly("NEW NEW", "TRADE FILLED");
    final Executed own =
        visit.executed.stream()
            .filter(e -> e.mdOrderId() == visit.own())
            .reduce(
                (one, other) -> {
                  throw new AssertionError("filled twice: " + one + ", " + other);
                })
            .orElseThrow();
    assertThat(own.aheadLeft()).as("still ahead when it was filled").isZero();
    assertThat(own.time()).isLessThanOrEqualTo(place.servedAt());
    assertThat(visit.executed.subList(0, visit.executed.indexOf(own)))
        .as("served before it although behind it")
        .noneMatch(e -> isBehind(e, place, visit.ahead));
    assertThat(visit.streamed).contains(visit.reports.get(1).tradeId());
    assertThat(visit.printed).containsPattern("history: \\d+ inputs .*, [1-9]\\d* with others; ");
  }

  private static Visit visit(final Path session, final Place place) {
    for (final int hold : HOLD_SECONDS.subList(0, HOLD_SECONDS.size() - 1)) {
      try {
        final Visit visit = new Visit(session, place, hold);
        if (visit.isWhole()) {
          return visit;
        }
      } catch (final CompletionException | LiveReplay.TooLateException busy) {
        System.out.println("not within the hold of " + hold + " s: " + busy);
      }
    }
    return new Visit(session, place, HOLD_SECONDS.get(HOLD_SECONDS.size() - 1));
  }

  /**
   * A session that begins when there is somewhere to queue. A cut is made between messages of the
   * log, each of which may hold many entries: how many changes came before it, the session says.
   */
  private static Cut cut(final RecordedFlow flow, final List<Change> history) throws IOException {
    for (int part = 1; part < PARTS; part++) {
      final long from = history.get(history.size() * part / PARTS).time();
      final Path session = flow.session("from-" + part, from);
      final int changes = history.size() - history(session).size();
      final Optional<Place> place = RecordedFlow.chooseAt(history, changes);
      if (place.isPresent()) {
        return new Cut(session, changes, place.get());
      }
    }
    throw new AssertionError("nowhere to queue");
  }

  private static List<Change> history(final Path session) {
    final RecordedFlow.ByOrder history = new RecordedFlow.ByOrder();
    assertThat(
            new SessionReplay(session, new Cores(), history, ReplayPace.MAX, 1, Long.MAX_VALUE)
                .run()
                .isAsRecorded())
        .isTrue();
    return history.changes;
  }

  private static boolean isBehind(
      final Executed executed, final Place place, final Set<Long> ahead) {
    if (executed.side() != place.side()) {
      return false;
    }
    final int better =
        Long.compare(executed.price(), place.price()) * (place.side() == Side.BUY ? 1 : -1);
    return better < 0 || (better == 0 && !ahead.contains(executed.mdOrderId()));
  }

  /** One guest in one replay, from the beginning to the end. */
  private static final class Visit implements MarketDataListener {
    private final List<Executed> executed = new ArrayList<>();
    private final List<Long> streamed = new ArrayList<>();
    private final List<GuestTrader.Report> reports;
    private Set<Long> ahead = Set.of();
    private final String printed;
    private MarketDataClient marketData;
    private boolean lost;

    Visit(final Path session, final Place place, final int holdSeconds) {
      try (LiveReplay replay =
          new LiveReplay(session, "--speed", "20x", "--hold", holdSeconds + "s")) {
        try (StreamClient stream = new StreamClient(replay.httpPort(), replay.guestKey());
            MarketDataClient client =
                replay.marketData(EnumSet.of(MDFeed.BY_PRICE, MDFeed.BY_ORDER), this);
            GuestTrader guest = new GuestTrader(replay, client::poll)) {
          marketData = client;
          reports = guest.reports();
          stream.say("{'type': 'subscribe', 'channel': 'trades', 'symbol': '" + SYMBOL + "'}");
          stream.next("subscribed");
          guest.await(this::hasBook, "the recorded book");
          ahead = hasBook() ? queue(place) : Set.of();
          // Until the book was there, it was stale.
          lost = false;
          guest.order(SECURITY, place.side(), place.price(), Fixed8.ONE);
          guest.await(() -> reports.size() > 1 && isExecuted(own()), "its fill");
          if (isWhole()) {
            listen(stream);
          }
          guest.await(replay::isEnded, "the end");
        }
        replay.exit();
        printed = replay.out();
      }
    }

    private boolean hasBook() {
      final BookByOrder book = marketData.books().byOrder(SECURITY);
      return book != null && book.isLive() && !book.orders(Side.BUY).isEmpty();
    }

    private Set<Long> queue(final Place place) {
      return marketData.books().byOrder(SECURITY).orders(place.side()).stream()
          .filter(order -> order.price() == place.price())
          .map(BookOrder::mdOrderId)
          .collect(Collectors.toSet());
    }

    /** Hears of trades until that of the guest's fill. */
    private void listen(final StreamClient stream) {
      do {
        final JsonNode trade = stream.next("trade");
        streamed.add(trade.get("tradeId").asLong());
      } while (!streamed.contains(reports.get(1).tradeId()));
    }

    /** Whether the guest came before what was recorded, and nothing was lost on the way. */
    boolean isWhole() {
      return !lost && reports.size() == 2 && isExecuted(own());
    }

    private boolean isExecuted(final long mdOrderId) {
      return executed.stream().anyMatch(e -> e.mdOrderId() == mdOrderId);
    }

    /** The guest's order's public name. */
    long own() {
      return reports.get(0).mdOrderId();
    }

    @Override
    public void onStale(final long securityId, final MDFeed feed) {
      lost = true;
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
      final BookByOrder book = marketData.books().byOrder(securityId);
      final int left = (int) ahead.stream().filter(id -> book.order(id) != null).count();
      executed.add(new Executed(mdOrderId, side, price, left, transactTime));
    }
  }
}
