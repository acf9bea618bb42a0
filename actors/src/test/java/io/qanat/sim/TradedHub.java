package io.qanat.sim;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.LogEntry;
import org.agrona.DirectBuffer;

/** A faultless hub without snapshots, in which account 1 sells one bitcoin to account 2. */
public final class TradedHub {
  private static final long SELLER = 1;
  private static final long BUYER = 2;

  private final SimulatedHub hub;

  /** Makes the hub; nothing is traded yet. */
  public TradedHub(final long seed) {
    hub = new SimulatedHub(seed, Faults.NONE, EntityConfig.of(ConfigFactory.defaultReference()), 2);
  }

  public SimulatedLog log() {
    return hub.simulation().log();
  }

  /** The order that rests first. */
  public DirectBuffer sellOrder() {
    return sellOrder(1);
  }

  /** The same of another quantity. */
  public DirectBuffer sellOrder(final int quantity) {
    return order(SELLER, "sell", Side.SELL, quantity);
  }

  private DirectBuffer order(
      final long account, final String clOrdId, final Side side, final int quantity) {
    return hub.inputs()
        .newOrder(
            account,
            HubInputs.DELIVERED,
            clOrdId,
            side,
            OrdType.LIMIT,
            TimeInForce.DAY,
            100 * Fixed8.ONE,
            quantity * Fixed8.ONE);
  }

  /** Trades to the end. */
  public void trade() {
    trade(() -> {});
  }

  /** Trades, calling back after every single event of the simulation. */
  public void trade(final Runnable eachEvent) {
    final Simulation simulation = hub.simulation();
    hub.send(EntityKey.account(SELLER), sellOrder());
    simulation.input(EntityKey.account(BUYER), order(BUYER, "buy", Side.BUY, 1));
    final long until = simulation.scheduler().nowNanos() + 5_000_000;
    while (simulation.scheduler().runNext(until)) {
      eachEvent.run();
    }
    simulation.runToQuiescence();
  }

  /** The log's entry of an input. */
  public LogEntry logged(final long entity, final DirectBuffer input) {
    return log().history(entity).stream()
        .filter(entry -> entry.input().equals(input))
        .findFirst()
        .orElseThrow();
  }
}
