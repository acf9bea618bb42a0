package io.qanat.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.SecurityDefinitionEncoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.marketdata.TopOfBookEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookBuilderTest {
  private static final SecurityTradingStatus OPEN = SecurityTradingStatus.READY_TO_TRADE;
  private static final long SECURITY = 11;

  private final List<String> events = new ArrayList<>();
  private final FakeFeed feed = new FakeFeed(SECURITY);
  private final BookBuilder books = new BookBuilder(new Recorder());

  private void hear(final List<byte[]> frames) {
    for (final byte[] frame : frames) {
      books.onFragment(new UnsafeBuffer(frame), 0, frame.length, null);
    }
  }

  private void refresh() {
    hear(feed.refreshByPrice(OPEN));
    hear(feed.refreshByOrder(OPEN));
  }

  private void assertEqualBooks() {
    assertThat(books.byPrice(SECURITY).isLive()).isTrue();
    assertThat(books.byOrder(SECURITY).isLive()).isTrue();
    assertThat(FakeFeed.byPrice(books.byPrice(SECURITY))).isEqualTo(feed.byPrice());
    assertThat(FakeFeed.byOrder(books.byOrder(SECURITY))).isEqualTo(feed.byOrder());
  }

  @Test
  void knowsNothingOfInstrumentsItHasNotHeardOf() {
    assertThat(books.byPrice(1)).isNull();
    assertThat(books.byOrder(1)).isNull();
    assertThat(books.status(1)).isEqualTo(SecurityTradingStatus.NULL_VAL);
  }

  @Test
  void joinsLate() {
    for (int i = 0; i < 10; i++) {
      feed.add(Side.BUY, 100 - i, 5);
    }
    final List<byte[]> byPrice = feed.refreshByPrice(OPEN);
    final List<byte[]> byOrder = feed.refreshByOrder(OPEN);
    hear(feed.add(Side.SELL, 101, 7));
    hear(feed.reduce(1, 2, false));
    assertThat(books.byPrice(SECURITY).isLive()).isFalse();
    assertThat(events).isEmpty();

    hear(byPrice);
    hear(byOrder);
    assertEqualBooks();
    assertThat(events)
        .containsExactly("status READY_TO_TRADE", "book BY_PRICE 12", "book BY_ORDER 12");
    assertThat(books.byPrice(SECURITY).price(Side.BUY, 0)).isEqualTo(100);
    assertThat(books.byPrice(SECURITY).numberOfOrders(Side.SELL, 0)).isEqualTo(1);
    assertThat(books.byOrder(SECURITY).order(1).size()).isEqualTo(3);
  }

  @Test
  void tellsTradesOnce() {
    refresh();
    hear(feed.add(Side.SELL, 101, 7));
    final List<byte[]> trade = feed.reduce(1, 3, true);
    events.clear();
    hear(trade);
    hear(trade);
    assertThat(events)
        .containsExactly(
            "trade 1 3@101 BUY", "book BY_PRICE 2", "executed 1 3@101 #1", "book BY_ORDER 2");
  }

  @Test
  void noticesALossAndMendsItFromTheNextRefresh() {
    refresh();
    feed.add(Side.BUY, 100, 1);
    events.clear();
    hear(feed.add(Side.BUY, 99, 1));
    assertThat(events).containsExactly("stale BY_PRICE", "stale BY_ORDER");
    refresh();
    assertEqualBooks();
  }

  @Test
  void anOldRefreshMendsNothing() {
    refresh();
    final List<byte[]> old = feed.refreshByPrice(OPEN);
    hear(feed.add(Side.BUY, 100, 1));
    feed.add(Side.BUY, 98, 1);
    hear(feed.add(Side.BUY, 99, 1));
    hear(old);
    assertThat(books.byPrice(SECURITY).isLive()).isFalse();
    assertThat(books.byPrice(SECURITY).rptSeq()).isEqualTo(1);
  }

  @Test
  void aTornRefreshMendsNothing() {
    for (int i = 0; i < 9; i++) {
      feed.add(Side.BUY, 100 - i, 5);
    }
    final List<byte[]> chunks = feed.refreshByPrice(OPEN);
    assertThat(chunks).hasSize(3);
    hear(List.of(chunks.get(0), chunks.get(2)));
    hear(List.of(chunks.get(1), chunks.get(2)));
    assertThat(books.byPrice(SECURITY).isLive()).isFalse();
    hear(chunks);
    assertThat(FakeFeed.byPrice(books.byPrice(SECURITY))).isEqualTo(feed.byPrice());
  }

  @Test
  void aLostLastIncrementShowsWithTheSecondRefreshAhead() {
    refresh();
    feed.add(Side.BUY, 100, 1);
    events.clear();
    refresh();
    assertThat(events).as("the increment may be late").isEmpty();
    refresh();
    assertThat(events)
        .containsExactly("stale BY_PRICE", "book BY_PRICE 1", "stale BY_ORDER", "book BY_ORDER 1");
    assertEqualBooks();
  }

  @Test
  void aRefreshThatOvertakesAnIncrementLosesNoTrade() {
    refresh();
    hear(feed.add(Side.SELL, 101, 7));
    final List<byte[]> trade = feed.reduce(1, 3, true);
    refresh();
    events.clear();
    hear(trade);
    refresh();
    assertThat(events).contains("trade 1 3@101 BUY").doesNotContain("stale BY_PRICE");
  }

  @Test
  void aNewEpochIsJoinedByItsRefreshAndTheOldOneIsDiscarded() {
    refresh();
    hear(feed.add(Side.BUY, 100, 1));
    final List<byte[]> old = feed.add(Side.BUY, 99, 1);
    feed.epoch = 2;
    events.clear();
    hear(feed.add(Side.BUY, 98, 1));
    hear(old);
    assertThat(events).containsExactly("stale BY_PRICE", "stale BY_ORDER");
    refresh();
    assertEqualBooks();
    hear(old);
    assertEqualBooks();
    assertThat(books.byPrice(SECURITY).epoch()).isEqualTo(2);
  }

  @Test
  void statusIsToldWhenItChanges() {
    refresh();
    events.clear();
    hear(feed.status(SecurityTradingStatus.TRADING_HALT));
    hear(feed.add(Side.BUY, 1, 1));
    assertThat(events)
        .containsExactly(
            "status TRADING_HALT",
            "book BY_PRICE 1",
            "book BY_ORDER 1",
            "book BY_PRICE 2",
            "book BY_ORDER 2");
    assertThat(books.status(SECURITY)).isEqualTo(SecurityTradingStatus.TRADING_HALT);
  }

  @Test
  void aPhaseAndWhatItsAuctionWouldGiveAreToldOnceWhenTheyChange() {
    refresh();
    assertThat(books.phase(SECURITY)).isEqualTo(TradingPhase.CONTINUOUS);
    events.clear();
    hear(feed.status(SecurityTradingStatus.PRE_CROSS, TradingPhase.VOLATILITY_AUCTION, 100, 7, -2));
    hear(feed.status(SecurityTradingStatus.PRE_CROSS, TradingPhase.VOLATILITY_AUCTION, 101, 8, 0));
    assertThat(events)
        .containsExactly(
            "status PRE_CROSS",
            "phase VOLATILITY_AUCTION 7@100 -2",
            "book BY_PRICE 1",
            "book BY_ORDER 1",
            "phase VOLATILITY_AUCTION 8@101 0",
            "book BY_PRICE 2",
            "book BY_ORDER 2");
    assertThat(books.phase(SECURITY)).isEqualTo(TradingPhase.VOLATILITY_AUCTION);
  }

  @Test
  void anAmendedTradeIsToldAndChangesNoBook() {
    refresh();
    events.clear();
    hear(feed.amend(3, 100, 5));
    hear(feed.amend(3, 100, 0));
    hear(feed.add(Side.BUY, 1, 1));
    assertThat(events)
        .containsExactly(
            "amended 3 5@100",
            "book BY_PRICE 1",
            "book BY_ORDER 1",
            "amended 3 0@100",
            "book BY_PRICE 2",
            "book BY_ORDER 2",
            "book BY_PRICE 3",
            "book BY_ORDER 3");
  }

  @Test
  void topsAndDefinitionsAreToldWhenNew() {
    final UnsafeBuffer out = new UnsafeBuffer(new byte[512]);
    for (final long rptSeq : new long[] {2, 1, 2, 3}) {
      final int length =
          new TopOfBookEncoder()
              .wrapAndApplyHeader(out, 0, new MessageHeaderEncoder())
              .securityId(SECURITY)
              .epoch(1)
              .rptSeq(rptSeq)
              .securityTradingStatus(OPEN)
              .encodedLength();
      books.onFragment(out, 0, length + MessageHeaderEncoder.ENCODED_LENGTH, null);
    }
    for (final long version : new long[] {1, 1, 2}) {
      final int length =
          new SecurityDefinitionEncoder()
              .wrapAndApplyHeader(out, 0, new MessageHeaderEncoder())
              .securityId(SECURITY)
              .epoch(1)
              .rptSeq(version)
              .symbol("EURUSD")
              .encodedLength();
      books.onFragment(out, 0, length + MessageHeaderEncoder.ENCODED_LENGTH, null);
    }
    assertThat(events)
        .containsExactly("top 2", "top 3", "definition 1 EURUSD", "definition 2 EURUSD");
  }

  @Test
  void malformedFramesAreCountedAndDropped() {
    hear(List.of(new byte[3], new byte[100]));
    assertThat(books.malformedFrames()).isEqualTo(2);
  }

  /** Frames are lost, doubled, and the sender changes; every live book equals the sender's. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 99, 2_026})
  void everyLiveBookEqualsTheSenders(final long seed) {
    final Random random = new Random(seed);
    final Map<String, String> history = new HashMap<>();
    final int[] compared = {0};
    final BookBuilder[] self = new BookBuilder[1];
    self[0] =
        new BookBuilder(
            new MarketDataListener() {
              @Override
              public void onBook(final long securityId, final MDFeed of) {
                final boolean byPrice = of == MDFeed.BY_PRICE;
                final long rptSeq =
                    byPrice
                        ? self[0].byPrice(securityId).rptSeq()
                        : self[0].byOrder(securityId).rptSeq();
                assertThat(
                        byPrice
                            ? FakeFeed.byPrice(self[0].byPrice(securityId))
                            : FakeFeed.byOrder(self[0].byOrder(securityId)))
                    .as("seed %d %s %d", seed, of, rptSeq)
                    .isEqualTo(history.get(of + " " + rptSeq));
                compared[0]++;
              }
            });
    final int joinsAt = random.nextInt(500);
    for (int step = 0; step < 3_000; step++) {
      final List<byte[]> frames = new ArrayList<>(act(random));
      history.put("BY_PRICE " + feed.byPriceSeq, feed.byPrice());
      history.put("BY_ORDER " + feed.byOrderSeq, feed.byOrder());
      if (random.nextInt(500) == 0) {
        feed.epoch++;
      }
      if (random.nextInt(20) == 0) {
        frames.addAll(feed.refreshByPrice(OPEN));
        frames.addAll(feed.refreshByOrder(OPEN));
      }
      for (final byte[] frame : frames) {
        final int fate = step < joinsAt ? 0 : random.nextInt(50);
        for (int copies = fate == 0 ? 0 : fate == 1 ? 2 : 1; copies > 0; copies--) {
          self[0].onFragment(new UnsafeBuffer(frame), 0, frame.length, null);
        }
      }
    }
    for (int i = 0; i < 2; i++) {
      for (final byte[] frame : feed.refreshByPrice(OPEN)) {
        self[0].onFragment(new UnsafeBuffer(frame), 0, frame.length, null);
      }
      for (final byte[] frame : feed.refreshByOrder(OPEN)) {
        self[0].onFragment(new UnsafeBuffer(frame), 0, frame.length, null);
      }
    }
    assertThat(self[0].byPrice(SECURITY).isLive()).as("seed %d", seed).isTrue();
    assertThat(self[0].byOrder(SECURITY).isLive()).as("seed %d", seed).isTrue();
    assertThat(FakeFeed.byPrice(self[0].byPrice(SECURITY)))
        .as("seed %d", seed)
        .isEqualTo(feed.byPrice());
    assertThat(FakeFeed.byOrder(self[0].byOrder(SECURITY)))
        .as("seed %d", seed)
        .isEqualTo(feed.byOrder());
    assertThat(compared[0]).as("seed %d", seed).isGreaterThan(1_000);
  }

  private List<byte[]> act(final Random random) {
    if (feed.orders.size() < 5 || random.nextInt(10) < 4) {
      final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      final long price = (side == Side.BUY ? -10L : 5L) + random.nextInt(12);
      return feed.add(side, price, 1 + random.nextInt(9));
    }
    final List<Long> ids = List.copyOf(feed.orders.keySet());
    return feed.reduce(
        ids.get(random.nextInt(ids.size())), 1 + random.nextInt(9), random.nextBoolean());
  }

  private final class Recorder implements MarketDataListener {
    @Override
    public void onBook(final long securityId, final MDFeed of) {
      events.add(
          "book "
              + of
              + " "
              + (of == MDFeed.BY_PRICE
                  ? books.byPrice(securityId).rptSeq()
                  : books.byOrder(securityId).rptSeq()));
    }

    @Override
    public void onStale(final long securityId, final MDFeed of) {
      events.add("stale " + of);
    }

    @Override
    public void onTrade(
        final long securityId,
        final long tradeId,
        final long price,
        final long size,
        final Side aggressorSide,
        final long transactTime) {
      events.add("trade " + tradeId + " " + size + "@" + price + " " + aggressorSide);
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
      events.add("executed " + tradeId + " " + tradedQty + "@" + price + " #" + mdOrderId);
    }

    @Override
    public void onTop(final TopOfBookDecoder top) {
      events.add("top " + top.rptSeq());
    }

    @Override
    public void onStatus(final long securityId, final SecurityTradingStatus status) {
      events.add("status " + status);
    }

    @Override
    public void onTradingPhase(
        final long securityId,
        final TradingPhase phase,
        final long indicativePx,
        final long indicativeQty,
        final long imbalanceQty) {
      if (phase != TradingPhase.CONTINUOUS) {
        events.add(
            "phase " + phase + " " + indicativeQty + "@" + indicativePx + " " + imbalanceQty);
      }
    }

    @Override
    public void onTradeAmended(
        final long securityId,
        final long tradeId,
        final long price,
        final long size,
        final long transactTime) {
      events.add("amended " + tradeId + " " + size + "@" + price);
    }

    @Override
    public void onDefinition(final SecurityDefinitionDecoder definition) {
      events.add("definition " + definition.rptSeq() + " " + definition.symbol());
    }
  }
}
