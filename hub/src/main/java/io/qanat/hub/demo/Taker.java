package io.qanat.hub.demo;

import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Takes liquidity at random moments (a Poisson process) with orders of random size, leaning towards
 * closing what it holds: near the touch in continuous trading, so that a hole in the book is not
 * traded through, at the market in an auction.
 */
final class Taker extends Participant {
  private static final int LOTS_MAX = 20;
  private static final double LEAN = 0.65;
  private static final long TICKS_THROUGH = 20;

  private final List<Long> accounts;
  private final List<InstrumentSetup> instruments;
  private final double ordersPerSecond;
  private final LongFunction<DemoMarket.Top> tops;
  private final Random random;
  private final Map<Long, Long> positions = new HashMap<>();
  private long nextNanos;

  /**
   * A taker.
   *
   * @param tops of the books by instrument, null before the first
   */
  Taker(
      final Function<OrderEntryListener, OrderEntryClient> connector,
      final DemoStatistics statistics,
      final List<Long> accounts,
      final List<InstrumentSetup> instruments,
      final double ordersPerSecond,
      final LongFunction<DemoMarket.Top> tops,
      final Random random,
      final String runId) {
    super(connector, statistics, accounts, runId);
    this.accounts = accounts;
    this.instruments = instruments;
    this.ordersPerSecond = ordersPerSecond;
    this.tops = tops;
    this.random = random;
  }

  @Override
  int trade(final long nowNanos) {
    if (nextNanos == 0) {
      nextNanos = nowNanos + pauseNanos();
    }
    if (nowNanos - nextNanos < 0) {
      return 0;
    }
    final InstrumentSetup instrument = instruments.get(random.nextInt(instruments.size()));
    final DemoMarket.Top top = tops.apply(instrument.id());
    final long position = positions.getOrDefault(instrument.id(), 0L);
    final boolean buys =
        position == 0 ? random.nextBoolean() : position < 0 == random.nextDouble() < LEAN;
    final boolean waits = top != null && top.phase() != TradingPhase.CONTINUOUS;
    final long touch = top == null ? Fixed8.NULL : buys ? top.offerPx() : top.bidPx();
    if (!waits && touch == Fixed8.NULL) {
      nextNanos += pauseNanos();
      return 0;
    }
    final long through = TICKS_THROUGH * instrument.tickSize();
    final String clOrdId = nextClOrdId();
    final boolean sent =
        sent(
            client()
                .newOrder(
                    accounts.get(random.nextInt(accounts.size())),
                    instrument.id(),
                    clOrdId,
                    buys ? Side.BUY : Side.SELL,
                    waits ? OrdType.MARKET : OrdType.LIMIT,
                    waits ? TimeInForce.DAY : TimeInForce.IMMEDIATE_OR_CANCEL,
                    waits ? Fixed8.NULL : buys ? touch + through : touch - through,
                    instrument.minQty() * (1 + random.nextInt(LOTS_MAX))),
            clOrdId);
    if (sent) {
      nextNanos += pauseNanos();
    }
    return sent ? 1 : 0;
  }

  private long pauseNanos() {
    return (long) (-Math.log(1 - random.nextDouble()) / ordersPerSecond * 1e9);
  }

  @Override
  void onReport(final ExecutionReportDecoder report) {
    if (report.execType() == ExecType.TRADE) {
      final long signed = report.side() == Side.BUY ? report.lastQty() : -report.lastQty();
      positions.merge(report.securityId(), signed, Long::sum);
    }
  }

  @Override
  void onRequestRefused(final String clOrdId) {
    // The next order comes anyway.
  }
}
