package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.List;

/**
 * Many small people at once: market, limit and stop orders and cancels without a view of their own,
 * at constant rates, a little after what has just moved, and now and then a mistake.
 *
 * <p>The zero-intelligence flow of Farmer, Patelli and Zovko, "The predictive power of zero
 * intelligence in financial markets", PNAS 102(6), 2005, with herding.
 */
final class RetailAgent extends Agent {
  private static final double ORDERS_PER_SECOND = 4;
  private static final double BURST_PER_SECOND = 15;
  private static final double LOTS_MOST = 4;

  private final List<InstrumentSetup> instruments;
  private final double[] seen;

  RetailAgent(
      final TradingWorld world, final Trader trader, final List<InstrumentSetup> instruments) {
    super("retail", world, trader);
    this.instruments = instruments;
    seen = new double[instruments.size()];
  }

  @Override
  long delayNanos(final long nowNanos) {
    return poissonNanos(world.isExciting() ? BURST_PER_SECOND : ORDERS_PER_SECOND);
  }

  @Override
  void act(final long nowNanos) {
    final int which = random.nextInt(instruments.size());
    final InstrumentSetup instrument = instruments.get(which);
    final long account = trader.accounts().get(random.nextInt(trader.accounts().size()));
    final double mid = world.market().mid(instrument.id());
    final boolean rising = mid > seen[which];
    seen[which] = mid;
    final Side side = chance(0.65) == rising ? Side.BUY : Side.SELL;
    final long size = quantity(instrument, 1 + random.nextInt((int) LOTS_MOST));
    final double step = world.fairValue(instrument.id()).deviationPerSecond();
    final double worse =
        side == Side.BUY ? mid - step * random.nextInt(6) : mid + step * random.nextInt(6);
    final int kind = random.nextInt(100);
    if (kind < 35) {
      market(account, instrument, side, size);
    } else if (kind < 65) {
      limit(account, instrument, side, worse, size);
    } else if (kind < 75) {
      stop(account, instrument, side, side == Side.BUY ? mid + 3 * step : mid - 3 * step, size);
    } else if (kind < 97) {
      change(account, instrument, worse);
    } else {
      mistake(account, instrument, side, worse, size);
    }
  }

  private void market(
      final long account, final InstrumentSetup instrument, final Side side, final long size) {
    trader.submit(
        account,
        instrument.id(),
        side,
        OrdType.MARKET,
        TimeInForce.IMMEDIATE_OR_CANCEL,
        Fixed8.NULL,
        size);
  }

  private void limit(
      final long account,
      final InstrumentSetup instrument,
      final Side side,
      final double price,
      final long size) {
    trader.submit(
        account,
        instrument.id(),
        side,
        OrdType.LIMIT,
        TimeInForce.DAY,
        price(instrument, price),
        size);
  }

  private void stop(
      final long account,
      final InstrumentSetup instrument,
      final Side side,
      final double stopPrice,
      final long size) {
    final long stopPx = price(instrument, stopPrice);
    trader.submit(
        account,
        instrument.id(),
        side,
        OrdType.STOP,
        TimeInForce.GOOD_TILL_CANCEL,
        Fixed8.NULL,
        size,
        order -> order.stopPx(stopPx).triggerPriceType(TriggerPriceType.LAST_TRADE));
  }

  private void change(final long account, final InstrumentSetup instrument, final double price) {
    final List<ClientOrder> open = trader.openOrders(account, instrument.id());
    if (open.isEmpty()) {
      return;
    }
    final ClientOrder order = open.get(random.nextInt(open.size()));
    if (order.ordType == OrdType.LIMIT && chance(0.4)) {
      final long executed = order.orderQty - order.leavesQty;
      trader.replace(
          order, price(instrument, price), executed + quantity(instrument, 1 + random.nextInt(5)));
    } else {
      trader.cancel(order);
    }
  }

  /** A price between ticks, too much of it, or an instrument that does not exist. */
  private void mistake(
      final long account,
      final InstrumentSetup instrument,
      final Side side,
      final double price,
      final long size) {
    final int which = random.nextInt(3);
    trader.submit(
        account,
        which == 0 ? 99 : instrument.id(),
        side,
        OrdType.LIMIT,
        TimeInForce.DAY,
        price(instrument, price) + (which == 1 ? 1 : 0),
        which == 2 ? 2 * instrument.maxQty() : size);
  }
}
