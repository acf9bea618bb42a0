package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;

/**
 * Bets that the price returns to its average: rests orders beyond a number of deviations from it,
 * which it estimates itself, and cancels them when they have stood for too long.
 *
 * <p>The price is taken for the process of Uhlenbeck and Ornstein, "On the theory of the Brownian
 * motion", Physical Review 36, 1930: mean and deviation are exponential estimates.
 */
final class MeanReversionAgent extends Agent {
  private static final double MEMORY = 0.05;
  private static final double ENTER = 1.2;
  private static final double LOTS = 6;
  private static final long OLD_NANOS = 8_000_000_000L;

  private final InstrumentSetup instrument;
  private final long account;
  private double mean = Double.NaN;
  private double variance;

  MeanReversionAgent(
      final TradingWorld world, final Trader trader, final InstrumentSetup instrument) {
    super("reversion " + instrument.symbol(), world, trader);
    this.instrument = instrument;
    this.account = trader.accounts().get(0);
  }

  @Override
  long delayNanos(final long nowNanos) {
    return poissonNanos(1);
  }

  @Override
  void act(final long nowNanos) {
    final double mid = world.market().mid(instrument.id());
    if (Double.isNaN(mean)) {
      mean = mid;
    }
    final double off = mid - mean;
    mean += MEMORY * off;
    variance += MEMORY * (off * off - variance);
    for (final ClientOrder order : trader.openOrders(account, instrument.id())) {
      if (nowNanos - order.sentAtNanos > OLD_NANOS) {
        trader.cancel(order);
      }
    }
    final double deviation = Math.sqrt(variance);
    if (deviation > 0 && Math.abs(off) > ENTER * deviation) {
      final Side side = off > 0 ? Side.SELL : Side.BUY;
      final long expireTime = nowNanos + OLD_NANOS;
      final boolean untilDate = chance(0.3);
      trader.submit(
          account,
          instrument.id(),
          side,
          OrdType.LIMIT,
          untilDate ? TimeInForce.GOOD_TILL_DATE : TimeInForce.DAY,
          price(instrument, mid + (side == Side.SELL ? 1 : -1) * deviation / 4),
          quantity(instrument, LOTS * (0.3 + random.nextDouble())),
          order -> order.expireTime(untilDate ? expireTime : 0));
    } else if (chance(0.2)) {
      flatten(mid);
    }
  }

  private void flatten(final double mid) {
    final long position = trader.position(account, instrument.id());
    final double lots = Math.abs((double) position) / instrument.lotSize();
    if (lots >= 1) {
      final double tick = (double) instrument.tickSize() / Fixed8.ONE;
      trader.submit(
          account,
          instrument.id(),
          position > 0 ? Side.SELL : Side.BUY,
          OrdType.LIMIT,
          TimeInForce.DAY,
          price(instrument, mid + (position > 0 ? tick : -tick)),
          quantity(instrument, Math.min(lots, LOTS)));
    }
  }
}
