package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.List;

/**
 * Noise that comes in clusters: orders at the times of a self-exciting point process with intensity
 * λ(t) = μ + Σ α exp(−β (t − tᵢ)), drawn by thinning.
 *
 * <p>Hawkes, "Spectra of some self-exciting and mutually exciting point processes", Biometrika 58,
 * 1971; Ogata, "On Lewis' simulation method for point processes", IEEE Transactions on Information
 * Theory 27, 1981.
 */
final class HawkesAgent extends Agent {
  private static final double BASE_PER_SECOND = 1.0;
  private static final double EXCITATION = 1.6;
  private static final double DECAY_PER_SECOND = 2.4;
  private static final double SECOND = 1e9;

  private final List<InstrumentSetup> instruments;
  private double excitation;
  private long excitedAtNanos;

  HawkesAgent(
      final String name,
      final TradingWorld world,
      final Trader trader,
      final List<InstrumentSetup> instruments) {
    super(name, world, trader);
    this.instruments = instruments;
    excitedAtNanos = now();
  }

  @Override
  long delayNanos(final long nowNanos) {
    long at = nowNanos;
    while (true) {
      final double bound = BASE_PER_SECOND + excitationAt(at);
      at += poissonNanos(bound);
      if (random.nextDouble() * bound <= BASE_PER_SECOND + excitationAt(at)) {
        excitation = excitationAt(at) + EXCITATION;
        excitedAtNanos = at;
        return at - nowNanos;
      }
    }
  }

  private double excitationAt(final long nanos) {
    return excitation * Math.exp(-DECAY_PER_SECOND * (nanos - excitedAtNanos) / SECOND);
  }

  @Override
  void act(final long nowNanos) {
    final InstrumentSetup instrument = instruments.get(random.nextInt(instruments.size()));
    final long account = trader.accounts().get(random.nextInt(trader.accounts().size()));
    final Side side = chance(0.5) ? Side.BUY : Side.SELL;
    final double mid = world.market().mid(instrument.id());
    final double spread = world.fairValue(instrument.id()).deviationPerSecond();
    final long size = quantity(instrument, Math.exp(random.nextGaussian() * 0.9));
    if (chance(0.35)) {
      trader.submit(
          account,
          instrument.id(),
          side,
          OrdType.MARKET,
          TimeInForce.IMMEDIATE_OR_CANCEL,
          Fixed8.NULL,
          size);
      return;
    }
    final List<ClientOrder> open = trader.openOrders(account, instrument.id());
    if (!open.isEmpty() && chance(0.5)) {
      trader.cancel(open.get(random.nextInt(open.size())));
      return;
    }
    final double away = random.nextGaussian() * 3 * spread;
    trader.submit(
        account,
        instrument.id(),
        side,
        OrdType.LIMIT,
        chance(0.2) ? TimeInForce.FILL_OR_KILL : TimeInForce.DAY,
        price(instrument, side == Side.BUY ? mid - away : mid + away),
        size);
  }
}
