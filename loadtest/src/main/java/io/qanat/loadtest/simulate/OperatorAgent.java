package io.qanat.loadtest.simulate;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.InstrumentMassCancelEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradeBustEncoder;
import io.qanat.codecs.entity.TradeCorrectEncoder;
import io.qanat.codecs.entity.TradingPhaseChangeEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.sim.SimScheduler;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The market's operator: holds auctions, halts and resumes, busts and corrects trades, cancels a
 * partner's orders. Acts and answers may be lost; what must stand in the end is asked for again.
 */
final class OperatorAgent {
  private static final long NANOS_MEAN = TimeUnit.SECONDS.toNanos(2);
  private static final long AUCTION_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
  private static final long HALT_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final TradingWorld world;
  private final AdminDesk desk;
  private final SimScheduler scheduler;
  private final SplittableRandom random;
  private final List<InstrumentSetup> instruments;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  OperatorAgent(
      final TradingWorld world, final AdminDesk desk, final List<InstrumentSetup> instruments) {
    this.world = world;
    this.desk = desk;
    this.scheduler = world.simulation().scheduler();
    this.random = scheduler.newRandom("operator");
    this.instruments = instruments;
  }

  /** Takes its first turn after a while. */
  void begin() {
    scheduler.after(1 + random.nextLong(2 * NANOS_MEAN), this::turn);
  }

  private void turn() {
    if (world.isTrading()) {
      act(instruments.get(random.nextInt(instruments.size())));
      begin();
    }
  }

  private void act(final InstrumentSetup instrument) {
    final double choice = random.nextDouble();
    if (choice < 0.35) {
      send(
          instrument,
          phase(
              random.nextBoolean() ? TradingPhase.OPENING_AUCTION : TradingPhase.VOLATILITY_AUCTION,
              1 + random.nextLong(AUCTION_NANOS_MAX)));
    } else if (choice < 0.55) {
      send(instrument, status(SecurityTradingStatus.TRADING_HALT));
      scheduler.after(
          1 + random.nextLong(HALT_NANOS_MAX),
          () -> send(instrument, status(SecurityTradingStatus.READY_TO_TRADE)));
    } else if (choice < 0.9) {
      amend(instrument);
    } else {
      send(instrument, massCancel(random.nextBoolean() ? MarketSetup.MAKERS : MarketSetup.TAKERS));
    }
  }

  private void amend(final InstrumentSetup instrument) {
    final List<MarketView.Trade> trades = world.market().recentTrades(instrument.id());
    if (trades.isEmpty()) {
      return;
    }
    final MarketView.Trade trade = trades.get(random.nextInt(trades.size()));
    if (random.nextBoolean()) {
      send(instrument, bust(trade.tradeId()));
    } else {
      final long lots = trade.size() / instrument.lotSize();
      send(
          instrument,
          correct(
              trade.tradeId(),
              trade.price() + (random.nextInt(5) - 2) * instrument.tickSize(),
              (1 + random.nextLong(lots)) * instrument.lotSize()));
    }
  }

  /** Ends every auction and halt, however often it has to ask. */
  void openEverything() {
    for (final InstrumentSetup instrument : instruments) {
      desk.require(EntityKey.instrument(instrument.id()), phase(TradingPhase.CONTINUOUS, 0));
    }
  }

  private void send(final InstrumentSetup instrument, final DirectBuffer act) {
    desk.send(
        EntityKey.instrument(instrument.id()),
        act,
        result -> {
          if (result == AdminResult.DONE) {
            world.statistics().operatorActs++;
          }
        });
  }

  private DirectBuffer phase(final TradingPhase phase, final long auctionNanos) {
    final MutableDirectBuffer act = buffer(TradingPhaseChangeEncoder.BLOCK_LENGTH);
    new TradingPhaseChangeEncoder()
        .wrapAndApplyHeader(act, 0, header)
        .phase(phase)
        .auctionNanos(auctionNanos);
    return act;
  }

  private DirectBuffer status(final SecurityTradingStatus status) {
    final MutableDirectBuffer act = buffer(TradingStatusChangeEncoder.BLOCK_LENGTH);
    new TradingStatusChangeEncoder().wrapAndApplyHeader(act, 0, header).status(status);
    return act;
  }

  private DirectBuffer massCancel(final long partner) {
    final MutableDirectBuffer act = buffer(InstrumentMassCancelEncoder.BLOCK_LENGTH);
    new InstrumentMassCancelEncoder().wrapAndApplyHeader(act, 0, header).partner(partner);
    return act;
  }

  private DirectBuffer bust(final long tradeId) {
    final MutableDirectBuffer act = buffer(TradeBustEncoder.BLOCK_LENGTH);
    new TradeBustEncoder().wrapAndApplyHeader(act, 0, header).tradeId(tradeId);
    return act;
  }

  private DirectBuffer correct(final long tradeId, final long price, final long quantity) {
    final MutableDirectBuffer act = buffer(TradeCorrectEncoder.BLOCK_LENGTH);
    new TradeCorrectEncoder()
        .wrapAndApplyHeader(act, 0, header)
        .tradeId(tradeId)
        .price(price)
        .quantity(quantity);
    return act;
  }

  private static UnsafeBuffer buffer(final int blockLength) {
    return new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + blockLength]);
  }
}
