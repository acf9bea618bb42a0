package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.loadtest.report.Machine;
import io.qanat.sharding.Cores;
import io.qanat.sim.SimulationFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows one market, without faults, as time goes by, and what became of it. */
public final class Scenario {
  private static final int ROWS = 24;
  private static final double SECOND = 1e9;
  private static final double PERCENT = 100;

  private final SimulationOptions options;
  private final PrintWriter out;
  private final List<Watched> instruments = new ArrayList<>();
  private long rows;

  /** Makes one. */
  public Scenario(final SimulationOptions options, final PrintWriter out) {
    this.options = options;
    this.out = out;
    MarketSetup.instruments().forEach(i -> instruments.add(new Watched(i)));
  }

  /**
   * Runs it.
   *
   * @return whether everything that must hold held
   */
  public boolean run() {
    out.println(
        String.format(
            Locale.ROOT,
            "scenario %s, seed %d, %.0f s of virtual time: best bid and offer, trades so far",
            options.shape(),
            options.seed(),
            options.durationNanos() / SECOND));
    final StringBuilder head = new StringBuilder("    time");
    instruments.forEach(
        w -> head.append(String.format(Locale.ROOT, " | %-28s", w.instrument.symbol())));
    out.println(head);
    final TradingWorld world =
        new TradingWorld(options, new TradingWorld.Variant(new Cores(), log -> {}), this::onSlice);
    try {
      world.run();
    } catch (final SimulationFailure e) {
      out.println("FAILED: " + e.getMessage());
      out.println("again: " + options.command());
      out.flush();
      return false;
    }
    instruments.forEach(w -> out.println(w.summary()));
    out.println(
        String.format(
            Locale.ROOT,
            "passed: %d orders, %d trades, %d acts of operators, %d trades busted or corrected;"
                + " %d cuts of the log audited, the last: %s",
            world.statistics().orders,
            world.statistics().trades,
            world.statistics().operatorActs,
            world.statistics().amendedTrades,
            world.statistics().audits,
            world.audit().line()));
    out.flush();
    return true;
  }

  private void onSlice(final TradingWorld world) {
    instruments.forEach(w -> w.look(world));
    final long due = options.durationNanos() / ROWS * (rows + 1);
    if (world.tradingNanos() >= due) {
      rows = world.tradingNanos() / Math.max(1, options.durationNanos() / ROWS);
      final StringBuilder row =
          new StringBuilder(String.format(Locale.ROOT, "%7.1fs", world.tradingNanos() / SECOND));
      instruments.forEach(w -> row.append(" | ").append(w.row()));
      out.println(row);
      out.flush();
    }
  }

  /** For a file; in the order in which people read it. */
  public Map<String, Object> figures() {
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("command", "scenario");
    figures.put("machine", Machine.describe());
    figures.put("market", options.shape().toString());
    figures.put("seed", options.seed());
    figures.put("virtualSeconds", options.durationNanos() / SECOND);
    final Map<String, Object> bySymbol = new LinkedHashMap<>();
    instruments.forEach(w -> bySymbol.put(w.instrument.symbol(), w.figures()));
    figures.put("instruments", bySymbol);
    return figures;
  }

  /** One instrument as a subscriber of its market data sees it. */
  private static final class Watched {
    private final InstrumentSetup instrument;
    private MarketView.Top top = MarketView.Top.EMPTY;
    private double first = Double.NaN;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private double lowAtSeconds;
    private double highAtSeconds;
    private double widestSpread;
    private long looks;
    private long looksWithoutMarket;
    private long looksWithoutProvider;
    private long looksNotContinuous;

    Watched(final InstrumentSetup instrument) {
      this.instrument = instrument;
    }

    void look(final TradingWorld world) {
      top = world.market().top(instrument.id());
      final double seconds = world.tradingNanos() / SECOND;
      looks++;
      if (!world.isQuoted(instrument.id())) {
        looksWithoutProvider++;
      }
      if (top.tradingPhase() != TradingPhase.CONTINUOUS) {
        looksNotContinuous++;
      } else if (Double.isNaN(top.bid()) || Double.isNaN(top.offer())) {
        looksWithoutMarket++;
      } else {
        widestSpread = Math.max(widestSpread, top.offer() - top.bid());
      }
      if (Double.isNaN(top.last())) {
        return;
      }
      if (Double.isNaN(first)) {
        first = top.last();
      }
      if (top.last() < low) {
        low = top.last();
        lowAtSeconds = seconds;
      }
      if (top.last() > high) {
        high = top.last();
        highAtSeconds = seconds;
      }
    }

    String row() {
      final boolean continuous = top.tradingPhase() == TradingPhase.CONTINUOUS;
      return String.format(
          Locale.ROOT,
          "%9s %9s %6d %s",
          price(top.bid()),
          price(top.offer()),
          top.tradeCount(),
          continuous ? " " : top.tradingPhase() == TradingPhase.HALT ? "H" : "A");
    }

    private static String price(final double price) {
      return Double.isNaN(price) ? "-" : String.format(Locale.ROOT, "%.2f", price);
    }

    private double percent(final long some) {
      return looks == 0 ? 0 : PERCENT * some / looks;
    }

    String summary() {
      return String.format(
          Locale.ROOT,
          "%s: first %s, low %s at %.1f s, high %s at %.1f s, last %s; %d trades of %s; widest spread"
              + " %.2f; one-sided or empty %.0f %%, no maker there %.0f %%, halted or in auction %.0f %% of the"
              + " time",
          instrument.symbol(),
          price(first),
          price(low),
          lowAtSeconds,
          price(high),
          highAtSeconds,
          price(top.last()),
          top.tradeCount(),
          Fixed8.format(top.totalVolume()),
          widestSpread,
          percent(looksWithoutMarket),
          percent(looksWithoutProvider),
          percent(looksNotContinuous));
    }

    Map<String, Object> figures() {
      final Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("first", first);
      figures.put("low", low);
      figures.put("lowAtSeconds", lowAtSeconds);
      figures.put("high", high);
      figures.put("highAtSeconds", highAtSeconds);
      figures.put("last", top.last());
      figures.put("trades", top.tradeCount());
      figures.put("volume", Fixed8.format(top.totalVolume()));
      figures.put("widestSpread", widestSpread);
      figures.put("withoutMarketPercent", percent(looksWithoutMarket));
      figures.put("withoutProviderPercent", percent(looksWithoutProvider));
      figures.put("notContinuousPercent", percent(looksNotContinuous));
      return figures;
    }
  }
}
