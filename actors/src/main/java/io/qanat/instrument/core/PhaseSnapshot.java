package io.qanat.instrument.core;

import io.qanat.codecs.entity.InstrumentAmendableTradesDecoder;
import io.qanat.codecs.entity.InstrumentAmendableTradesEncoder;
import io.qanat.codecs.entity.InstrumentPhaseDecoder;
import io.qanat.codecs.entity.InstrumentPhaseEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.entity.core.Core;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The part of an instrument's snapshot that its phases and the trades that may be amended are. */
final class PhaseSnapshot {
  private static final int RECORD_BYTES_MAX = 32 * 1024;
  private static final int TRADES_MAX =
      RECORD_BYTES_MAX / InstrumentAmendableTradesEncoder.TradesEncoder.sbeBlockLength() - 1;

  private final InstrumentState state;
  private final TradeMemory memory;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  PhaseSnapshot(final InstrumentState state, final TradeMemory memory) {
    this.state = state;
    this.memory = memory;
  }

  void write(final Core.RecordSink sink, final MutableDirectBuffer buffer) {
    writePhase(sink, buffer);
    writeTrades(sink, buffer);
  }

  private static void send(
      final Core.RecordSink sink, final MutableDirectBuffer buffer, final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  private void writePhase(final Core.RecordSink sink, final MutableDirectBuffer buffer) {
    final PhaseMachine phases = state.phases;
    final InstrumentPhaseEncoder encoder =
        new InstrumentPhaseEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .phase(phases.phase())
            .basePhase(phases.base())
            .auctionEndsAt(phases.auctionEndsAt())
            .referencePrice(state.referencePx)
            .configuredReferencePrice(state.rules.referencePrice())
            .staticBand(state.rules.staticBand())
            .dynamicBand(state.rules.dynamicBand())
            .volatilityAuctionNanos(state.rules.volatilityAuctionNanos())
            .tradesRememberedMax(state.rules.tradesRememberedMax())
            .lastTradeIdOfYesterday(state.lastTradeIdOfYesterday)
            .scheduled(phases.isScheduled() ? Bool.YES : Bool.NO);
    final int count = phases.transitionCount();
    final InstrumentPhaseEncoder.TransitionsEncoder transitions = encoder.transitionsCount(count);
    for (int i = 0; i < count; i++) {
      transitions.next().at(phases.transitionAt(i)).phase(phases.transitionPhase(i));
    }
    send(sink, buffer, encoder.encodedLength());
  }

  private void writeTrades(final Core.RecordSink sink, final MutableDirectBuffer buffer) {
    long tradeId = memory.oldestTradeId();
    while (tradeId <= memory.lastTradeId()) {
      final int count = (int) Math.min(TRADES_MAX, memory.lastTradeId() - tradeId + 1);
      final InstrumentAmendableTradesEncoder encoder =
          new InstrumentAmendableTradesEncoder().wrapAndApplyHeader(buffer, 0, header);
      final InstrumentAmendableTradesEncoder.TradesEncoder trades = encoder.tradesCount(count);
      for (int i = 0; i < count; i++) {
        final TradeMemory.Trade trade = memory.find(tradeId++);
        trades
            .next()
            .tradeId(trade.tradeId)
            .buyOrderId(trade.buyOrderId)
            .buyPartner(trade.buyPartner)
            .sellOrderId(trade.sellOrderId)
            .sellPartner(trade.sellPartner)
            .originalQty(trade.originalQty)
            .price(trade.price)
            .quantity(trade.quantity);
      }
      send(sink, buffer, encoder.encodedLength());
    }
  }

  /** Reads a record if it is one of these. */
  boolean read(final MessageHeaderDecoder head, final DirectBuffer buffer, final int offset) {
    switch (head.templateId()) {
      case InstrumentPhaseDecoder.TEMPLATE_ID ->
          readPhase(new InstrumentPhaseDecoder().wrapAndApplyHeader(buffer, offset, head));
      case InstrumentAmendableTradesDecoder.TEMPLATE_ID ->
          readTrades(
              new InstrumentAmendableTradesDecoder().wrapAndApplyHeader(buffer, offset, head));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readPhase(final InstrumentPhaseDecoder decoder) {
    final TradingPhase phase = decoder.phase();
    final TradingPhase base = decoder.basePhase();
    final long auctionEndsAt = decoder.auctionEndsAt();
    final boolean scheduled = decoder.scheduled() == Bool.YES;
    state.referencePx = decoder.referencePrice();
    state.lastTradeIdOfYesterday = decoder.lastTradeIdOfYesterday();
    state.rules =
        new TradingRules(
            decoder.configuredReferencePrice(),
            decoder.staticBand(),
            decoder.dynamicBand(),
            decoder.volatilityAuctionNanos(),
            (int) decoder.tradesRememberedMax());
    memory.resize(state.rules.tradesRememberedMax());
    final InstrumentPhaseDecoder.TransitionsDecoder transitions = decoder.transitions();
    final long[] at = new long[transitions.count()];
    final TradingPhase[] phases = new TradingPhase[at.length];
    for (int i = 0; i < at.length; i++) {
      transitions.next();
      at[i] = transitions.at();
      phases[i] = transitions.phase();
    }
    state.phases.restore(phase, base, auctionEndsAt, scheduled, at, phases);
  }

  private void readTrades(final InstrumentAmendableTradesDecoder decoder) {
    for (final InstrumentAmendableTradesDecoder.TradesDecoder trade : decoder.trades()) {
      memory.restore(
          trade.tradeId(),
          trade.buyOrderId(),
          trade.buyPartner(),
          trade.sellOrderId(),
          trade.sellPartner(),
          trade.originalQty(),
          trade.price(),
          trade.quantity());
    }
  }
}
