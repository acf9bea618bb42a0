package io.qanat.loadtest.simulate;

import io.qanat.client.BookBuilder;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.marketdata.MarketDataSink;
import io.qanat.sim.SimScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Market data as one subscriber of all nodes hears it: the distributor's messages, some of them
 * lost, through the client library's books.
 */
final class MarketView implements MarketDataListener, MarketDataSink {
  /**
   * The top of a book; prices as people write them, NaN where there is none; volume Fixed8, of the
   * trading day.
   */
  record Top(
      double bid,
      double offer,
      double last,
      long totalVolume,
      long tradeCount,
      TradingPhase tradingPhase) {
    static final Top EMPTY =
        new Top(Double.NaN, Double.NaN, Double.NaN, 0, 0, TradingPhase.CONTINUOUS);
  }

  /** A trade that everybody heard of; price and size Fixed8. */
  record Trade(long tradeId, long price, long size) {}

  private static final int TRADES_KEPT = 20;
  private static final long DELAY_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(300);
  private static final double LOST = 0.001;

  private final TradingWorld world;
  private final SimScheduler scheduler;
  private final Executor way;
  private final BookBuilder books = new BookBuilder(this);
  private final Map<Long, Top> tops = new TreeMap<>();
  private final Map<Long, List<Trade>> trades = new TreeMap<>();
  private final boolean lossy;

  MarketView(final TradingWorld world, final SimScheduler scheduler, final boolean lossy) {
    this.world = world;
    this.scheduler = scheduler;
    this.lossy = lossy;
    way = scheduler.inOrder(DELAY_NANOS_MAX);
  }

  @Override
  public Sent send(
      final int streamId, final DirectBuffer buffer, final int offset, final int length) {
    if (!lossy || !scheduler.chance(LOST)) {
      final UnsafeBuffer message = SimulatedWire.copy(buffer, offset, length);
      way.execute(() -> books.onFragment(message, 0, length, null));
    }
    return Sent.YES;
  }

  @Override
  public void onTop(final TopOfBookDecoder top) {
    if (top.tradingPhase() == TradingPhase.CONTINUOUS
        && top.bidPx() != Fixed8.NULL
        && top.offerPx() != Fixed8.NULL
        && top.bidPx() >= top.offerPx()) {
      throw world.failure(
          "the book of instrument "
              + top.securityId()
              + " is crossed: "
              + Fixed8.format(top.bidPx())
              + " for "
              + Fixed8.format(top.offerPx()));
    }
    tops.put(
        top.securityId(),
        new Top(
            price(top.bidPx()),
            price(top.offerPx()),
            price(top.lastPx()),
            top.totalVolume(),
            top.tradeCount(),
            top.tradingPhase()));
  }

  @Override
  public void onTrade(
      final long securityId,
      final long tradeId,
      final long price,
      final long size,
      final Side aggressorSide,
      final long transactTime) {
    final List<Trade> ofInstrument = trades.computeIfAbsent(securityId, i -> new ArrayList<>());
    if (ofInstrument.size() == TRADES_KEPT) {
      ofInstrument.remove(0);
    }
    ofInstrument.add(new Trade(tradeId, price, size));
  }

  /** The latest that were heard of, oldest first. */
  List<Trade> recentTrades(final long instrument) {
    return trades.getOrDefault(instrument, List.of());
  }

  private static double price(final long fixed8) {
    return fixed8 == Fixed8.NULL ? Double.NaN : (double) fixed8 / Fixed8.ONE;
  }

  Top top(final long instrument) {
    return tops.getOrDefault(instrument, Top.EMPTY);
  }

  /** The middle of the best prices, or the last trade, or where it all began. */
  double mid(final long instrument) {
    final Top top = top(instrument);
    if (!Double.isNaN(top.bid) && !Double.isNaN(top.offer)) {
      return (top.bid + top.offer) / 2;
    }
    return Double.isNaN(top.last) ? MarketSetup.firstPrice(instrument) : top.last;
  }

  BookBuilder books() {
    return books;
  }
}
