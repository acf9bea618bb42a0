package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.hub.provisioning.InstrumentSetup;

/**
 * Buys what rises and sells what falls: trades when a fast exponential average of the middle price
 * leaves a slow one, up to a position.
 *
 * <p>The trend followers ("chartists") of Chiarella, "The dynamics of speculative behaviour",
 * Annals of Operations Research 37, 1992; the crossing of two averages stands for their slope.
 */
final class MomentumAgent extends Agent {
  private static final double FAST = 0.4;
  private static final double SLOW = 0.08;
  private static final double THRESHOLD = 0.7;
  private static final double LOTS = 5;
  private static final double LOTS_MOST = 60;

  private final InstrumentSetup instrument;
  private final long account;
  private double fast = Double.NaN;
  private double slow = Double.NaN;

  MomentumAgent(final TradingWorld world, final Trader trader, final InstrumentSetup instrument) {
    super("momentum " + instrument.symbol(), world, trader);
    this.instrument = instrument;
    this.account = trader.accounts().get(0);
  }

  @Override
  long delayNanos(final long nowNanos) {
    return poissonNanos(1.5);
  }

  @Override
  void act(final long nowNanos) {
    final double mid = world.market().mid(instrument.id());
    fast = Double.isNaN(fast) ? mid : fast + FAST * (mid - fast);
    slow = Double.isNaN(slow) ? mid : slow + SLOW * (mid - slow);
    final double trend = (fast - slow) / world.fairValue(instrument.id()).deviationPerSecond();
    if (Math.abs(trend) < THRESHOLD) {
      return;
    }
    final Side side = trend > 0 ? Side.BUY : Side.SELL;
    final double held = (double) trader.position(account, instrument.id()) / instrument.lotSize();
    if (side == Side.BUY ? held < LOTS_MOST : held > -LOTS_MOST) {
      final double reach = 2 * world.fairValue(instrument.id()).deviationPerSecond();
      trader.submit(
          account,
          instrument.id(),
          side,
          OrdType.LIMIT,
          TimeInForce.IMMEDIATE_OR_CANCEL,
          price(instrument, side == Side.BUY ? mid + reach : mid - reach),
          quantity(instrument, LOTS * random.nextDouble() * 2));
    }
  }
}
