package io.qanat.loadtest.simulate;

import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Somebody who trades, at times of its own. */
abstract class Agent {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  final TradingWorld world;
  final Trader trader;
  final SplittableRandom random;

  Agent(final String name, final TradingWorld world, final Trader trader) {
    this.world = world;
    this.trader = trader;
    this.random = world.simulation().scheduler().newRandom("agent " + name);
  }

  /** Takes its first turn after a while. */
  final void begin() {
    world.simulation().scheduler().after(delayNanos(now()), this::turn);
  }

  private void turn() {
    if (world.isTrading()) {
      if (trader.isReady()) {
        act(now());
      }
      begin();
    }
  }

  /** How long until the next turn. */
  abstract long delayNanos(long nowNanos);

  /** Takes a turn. */
  abstract void act(long nowNanos);

  final long now() {
    return world.simulation().scheduler().nowNanos();
  }

  /** Time until the next event of a Poisson process. */
  final long poissonNanos(final double perSecond) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) / perSecond * NANOS);
  }

  final boolean chance(final double probability) {
    return random.nextDouble() < probability;
  }

  /** A price in whole ticks that the instrument allows, Fixed8. */
  static long price(final InstrumentSetup instrument, final double price) {
    final double ticks = price * 1e8 / instrument.tickSize();
    final long rounded = Math.round(ticks) * instrument.tickSize();
    return Math.max(instrument.lowLimitPrice(), Math.min(instrument.highLimitPrice(), rounded));
  }

  /** A quantity in whole lots, Fixed8. */
  static long quantity(final InstrumentSetup instrument, final double lots) {
    final long whole = Math.max(1, Math.round(lots));
    return Math.min(instrument.maxQty(), whole * instrument.lotSize());
  }
}
