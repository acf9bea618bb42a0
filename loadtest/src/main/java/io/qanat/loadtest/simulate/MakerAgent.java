package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Quotes both sides around a reservation price that leans against its inventory: r = s − q γ σ² τ,
 * half spread γ σ² τ / 2 + ln(1 + γ/κ) / γ, with a horizon τ that does not end.
 *
 * <p>Avellaneda and Stoikov, "High-frequency trading in a limit order book", Quantitative Finance
 * 8(3), 2008, equations 29 and 30. Inventory counts in lots of ten, prices in deviations of a
 * second.
 */
final class MakerAgent extends Agent {
  private static final double RISK_AVERSION = 0.05;
  private static final double DECAY = 1.5;
  private static final double HORIZON_SECONDS = 4;
  private static final double MOVE_AT = 0.5;
  private static final int LEVELS = 3;
  private static final double LOTS = 8;
  private static final double LOTS_PER_UNIT = 10;

  private final InstrumentSetup instrument;
  private final long account;

  MakerAgent(final TradingWorld world, final Trader trader, final InstrumentSetup instrument) {
    super("maker " + instrument.symbol(), world, trader);
    this.instrument = instrument;
    this.account = trader.accounts().get(0);
  }

  @Override
  long delayNanos(final long nowNanos) {
    return TimeUnit.MILLISECONDS.toNanos(300) + poissonNanos(3);
  }

  @Override
  void act(final long nowNanos) {
    final FairValue fair = world.fairValue(instrument.id());
    final List<ClientOrder> open = trader.openOrders(account, instrument.id());
    if (fair.isWithoutProviders() || (fair.isStressed() && chance(0.8))) {
      open.forEach(trader::cancel);
      return;
    }
    final double unit =
        Math.max(fair.deviationPerSecond(), (double) instrument.tickSize() / Fixed8.ONE);
    final double inventory =
        (double) trader.position(account, instrument.id()) / instrument.lotSize() / LOTS_PER_UNIT;
    final double variance = HORIZON_SECONDS;
    final double reservation =
        fair.value(nowNanos) - unit * clamp(inventory * RISK_AVERSION * variance, 20);
    final double halfSpread =
        unit * (RISK_AVERSION * variance / 2 + Math.log(1 + RISK_AVERSION / DECAY) / RISK_AVERSION);
    quote(Side.BUY, open, reservation - halfSpread, -halfSpread);
    quote(Side.SELL, open, reservation + halfSpread, halfSpread);
  }

  private static double clamp(final double value, final double most) {
    return Math.max(-most, Math.min(most, value));
  }

  private void quote(
      final Side side, final List<ClientOrder> open, final double best, final double step) {
    int level = 0;
    for (final ClientOrder order : open) {
      if (order.side != side) {
        continue;
      }
      final double wanted = best + level * step;
      if (level >= LEVELS) {
        trader.cancel(order);
      } else if (Math.abs((double) order.price / Fixed8.ONE - wanted) > Math.abs(step) * MOVE_AT) {
        if (chance(0.5)) {
          final long executed = order.orderQty - order.leavesQty;
          trader.replace(order, price(instrument, wanted), executed + size());
        } else {
          trader.cancel(order);
        }
      }
      level++;
    }
    for (; level < LEVELS; level++) {
      submit(side, price(instrument, best + level * step));
    }
  }

  private void submit(final Side side, final long price) {
    final long size = size();
    final boolean iceberg = chance(0.1) && size >= 4 * instrument.lotSize();
    trader.submit(
        account,
        instrument.id(),
        side,
        OrdType.LIMIT,
        TimeInForce.GOOD_TILL_CANCEL,
        price,
        size,
        order -> {
          if (iceberg) {
            order.displayQty(instrument.lotSize() * 2);
          }
        });
  }

  private long size() {
    return quantity(instrument, LOTS * (0.25 + random.nextDouble()));
  }
}
