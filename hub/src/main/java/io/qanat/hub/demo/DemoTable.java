package io.qanat.hub.demo;

import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The live table: redrawn in place on a terminal, printed now and then elsewhere. */
final class DemoTable {
  private static final String ROW = "%-8s %12s %12s %12s %16s %8s  %s%n";

  private final PrintWriter out;
  private final List<InstrumentSetup> instruments;
  private final boolean inPlace;
  private boolean drawn;
  private long lastOrders;
  private long lastTrades;
  private long lastNanos = System.nanoTime();

  DemoTable(final PrintWriter out, final List<InstrumentSetup> instruments, final boolean inPlace) {
    this.out = out;
    this.instruments = instruments;
    this.inPlace = inPlace;
  }

  void draw(final DemoMarket market, final double secondsLeft) {
    final long now = System.nanoTime();
    final double seconds = (now - lastNanos) / 1e9;
    final DemoStatistics statistics = market.statistics();
    final Histogram latencies = statistics.interval();
    final long orders = statistics.orders();
    final long trades = statistics.trades();
    if (inPlace && drawn) {
      out.printf("\u001b[%dA\u001b[J", instruments.size() + 3);
    }
    drawn = true;
    out.printf(ROW, "", "bid", "ask", "last", "volume today", "trades", "");
    for (final InstrumentSetup instrument : instruments) {
      final DemoMarket.Top top = market.top(instrument.id());
      if (top == null) {
        out.printf(ROW, instrument.symbol(), "-", "-", "-", "-", "-", "");
      } else {
        out.printf(
            ROW,
            instrument.symbol(),
            price(top.bidPx()),
            price(top.offerPx()),
            price(top.lastPx()),
            Fixed8.format(top.totalVolume()),
            top.tradeCount(),
            phase(top));
      }
    }
    out.printf(
        Locale.ROOT,
        "%.0f orders/s, %.0f trades/s; order to answer p50 %.0f µs, p99 %.0f µs, max %.0f µs%n",
        (orders - lastOrders) / seconds,
        (trades - lastTrades) / seconds,
        latencies.getValueAtPercentile(50) / 1e3,
        latencies.getValueAtPercentile(99) / 1e3,
        latencies.getMaxValue() / 1e3);
    out.printf(Locale.ROOT, "%.0f s to go%n", Math.max(0, secondsLeft));
    out.flush();
    lastOrders = orders;
    lastTrades = trades;
    lastNanos = now;
  }

  /** Nothing while trading is continuous, which is the usual thing. */
  private static String phase(final DemoMarket.Top top) {
    if (top.phase() == TradingPhase.CONTINUOUS) {
      return "";
    }
    final String phase = top.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return top.indicativePx() == Fixed8.NULL
        ? phase
        : phase
            + ", would trade "
            + Fixed8.format(top.indicativeQty())
            + " at "
            + Fixed8.format(top.indicativePx());
  }

  private static String price(final long price) {
    return price == Fixed8.NULL ? "-" : Fixed8.format(price);
  }
}
