package io.qanat.instrument.core;

import io.qanat.codecs.entity.InstrumentSnapshotDecoder;
import io.qanat.codecs.entity.InstrumentSnapshotEncoder;
import io.qanat.codecs.entity.InstrumentSnapshotOrdersDecoder;
import io.qanat.codecs.entity.InstrumentSnapshotPositionsDecoder;
import io.qanat.codecs.entity.InstrumentTradesDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Hash64;
import io.qanat.execution.core.Execution;
import io.qanat.execution.core.ExecutionRecords;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.liquidity.core.LiquidityRecords;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The state of an instrument as a whole: its hash, its snapshot, and whether new terms fit it. What
 * follows from the rest is in neither: pools, indexes, sums of levels, the published top.
 */
final class InstrumentState {
  private static final int RECORD_BYTES_MAX = 32 * 1024;

  private final long instrumentId;
  private final OrderBook book;
  private final TradingDay day;
  private final MarketDataFeeds feeds;
  private final PhaseSnapshot phaseSnapshot;
  private final OrderRecords orders;
  private final Liquidity liquidity;
  private final LiquidityRecords liquidityRecords;
  private final Execution execution;
  private final ExecutionRecords executionRecords;

  final RecentTrades trades = new RecentTrades();

  /** Null until an operator has defined the instrument. */
  InstrumentTerms terms;

  /** Counts the definitions that changed something. */
  long definitionVersion;

  /** How its phases work; replaced together with the terms. */
  TradingRules rules = TradingRules.NONE;

  final PhaseMachine phases = new PhaseMachine();
  final TradeMemory memory;
  final TradingState trading;

  /** Price of the last auction, else last price of an earlier day, else as configured, or null. */
  long referencePx = Fixed8.NULL;

  long lastTradeIdOfYesterday;

  /** End of the trading day, epoch nanoseconds; 0 until the instrument is defined. */
  long nextRollNanos;

  InstrumentState(
      final long instrumentId,
      final OrderBook book,
      final TradingDay day,
      final MarketDataFeeds feeds,
      final TradingState trading,
      final TradeMemory memory,
      final Liquidity liquidity,
      final Execution execution) {
    this.instrumentId = instrumentId;
    this.book = book;
    this.day = day;
    this.feeds = feeds;
    this.trading = trading;
    this.memory = memory;
    this.liquidity = liquidity;
    this.liquidityRecords = new LiquidityRecords(liquidity);
    this.execution = execution;
    this.executionRecords = new ExecutionRecords(execution);
    this.phaseSnapshot = new PhaseSnapshot(this, memory);
    this.orders = new OrderRecords(book);
  }

  long instrumentId() {
    return instrumentId;
  }

  /** What whoever asks for an instrument without terms is told. */
  String undefined() {
    return "instrument " + instrumentId + " is not defined";
  }

  boolean isDefined() {
    return terms != null;
  }

  /** Why resting orders forbid these terms, naming one of them; null if they do not. */
  String conflictWith(final InstrumentTerms newTerms) {
    final int resting = book.orderCount();
    if (!newTerms.settlesLike(terms) && !execution.exposures().isFlat()) {
      return "contractSize, contractType, baseCurrency and quoteCurrency cannot change while the"
          + " house, providers or partners hold positions";
    }
    if (resting == 0) {
      return null;
    }
    if (!newTerms.settlesLike(terms)) {
      return "contractSize, contractType, baseCurrency and quoteCurrency cannot change while "
          + resting
          + " orders rest";
    }
    final BookCursor cursor = new BookCursor(book);
    for (Order order = cursor.nextOrder(); order != null; order = cursor.nextOrder()) {
      final String conflict = conflictWith(newTerms, order);
      if (conflict != null) {
        return conflict;
      }
    }
    for (final Order order : book.waitingOrders()) {
      final String conflict = conflictWith(newTerms, order);
      if (conflict != null) {
        return conflict;
      }
    }
    return null;
  }

  private static String conflictWith(final InstrumentTerms newTerms, final Order order) {
    final long price = order.price() == Fixed8.NULL ? order.stopPx() : order.price();
    Object refusal = null;
    if (!newTerms.hasWholeLots(order.leavesQty())) {
      refusal = "open quantity " + Fixed8.format(order.leavesQty()) + " is not of whole lots";
    } else if (order.ordType() == OrdType.MARKET) {
      refusal = newTerms.marketRefusal(order.orderQty(), true);
    } else if (price != Fixed8.NULL) {
      refusal = newTerms.refusal(price, order.orderQty());
    }
    return refusal == null
        ? null
        : "order "
            + order.orderId()
            + (order.isWaiting() ? " waits, " : " rests, ")
            + order.side()
            + " "
            + Fixed8.format(order.orderQty())
            + (price == Fixed8.NULL ? "" : " at " + Fixed8.format(price))
            + ", and would not be valid: "
            + refusal;
  }

  long hash() {
    long hash = Hash64.mix(Hash64.SEED, instrumentId);
    hash = Hash64.mix(hash, definitionVersion);
    hash = Hash64.mix(hash, nextRollNanos);
    hash = phases.hash(rules.hash(hash));
    hash = Hash64.mix(hash, referencePx);
    hash = Hash64.mix(hash, lastTradeIdOfYesterday);
    hash = memory.hash(hash);
    if (isDefined()) {
      hash = hashTerms(hash);
    }
    hash = Hash64.mix(hash, book.lastMdOrderId());
    hash = Hash64.mix(hash, book.lastMdOrderPriority());
    hash = Hash64.mix(hash, book.lastTradeId());
    hash = Hash64.mix(hash, day.lastPx());
    hash = Hash64.mix(hash, day.lastQty());
    hash = Hash64.mix(hash, day.totalVolume());
    hash = Hash64.mix(hash, day.tradeCount());
    hash = Hash64.mix(hash, feeds.topRptSeq());
    hash = Hash64.mix(hash, feeds.topTransactTime());
    hash = Hash64.mix(hash, feeds.byPriceRptSeq());
    hash = Hash64.mix(hash, feeds.byOrderRptSeq());
    hash = trades.hash(hash);
    hash = Hash64.mix(hash, trading.markPx());
    return executionRecords.hash(liquidity.hash(orders.hash(hash)));
  }

  private long hashTerms(final long seed) {
    long hash = Hash64.mix(seed, terms.contractSize());
    hash = Hash64.mix(hash, terms.tickSize());
    hash = Hash64.mix(hash, terms.lotSize());
    hash = Hash64.mix(hash, terms.minQty());
    hash = Hash64.mix(hash, terms.maxQty());
    hash = Hash64.mix(hash, terms.lowLimitPrice());
    hash = Hash64.mix(hash, terms.highLimitPrice());
    hash = Hash64.mix(hash, terms.dayRollNanosOfDay());
    hash = hashText(hash, terms.symbol());
    hash = hashText(hash, terms.baseCurrency());
    hash = hashText(hash, terms.quoteCurrency());
    hash = Hash64.mix(hash, terms.contractType().value());
    return Hash64.mix(hash, terms.nonPositivePricesAllowed().value());
  }

  private static long hashText(final long hash, final String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Hash64.mix(hash, new UnsafeBuffer(bytes), 0, bytes.length);
  }

  void writeSnapshot(final Core.RecordSink sink) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD_BYTES_MAX]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final InstrumentSnapshotEncoder encoder = new InstrumentSnapshotEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .instrument(instrumentId)
        .nextRollAt(nextRollNanos)
        .definitionVersion(definitionVersion)
        .lastMdOrderId(book.lastMdOrderId())
        .lastMdOrderPriority(book.lastMdOrderPriority())
        .lastTradeId(book.lastTradeId())
        .lastPx(day.lastPx())
        .lastQty(day.lastQty())
        .totalVolume(day.totalVolume())
        .tradeCount(day.tradeCount())
        .topRptSeq(feeds.topRptSeq())
        .topTransactTime(feeds.topTransactTime())
        .byPriceRptSeq(feeds.byPriceRptSeq())
        .byOrderRptSeq(feeds.byOrderRptSeq())
        .securityTradingStatus(Phases.status(phases.phase()))
        .markPx(trading.markPx());
    // Undefined terms stay as the zeros of the fresh buffer.
    if (isDefined()) {
      encoder
          .contractSize(terms.contractSize())
          .tickSize(terms.tickSize())
          .lotSize(terms.lotSize())
          .minQty(terms.minQty())
          .maxQty(terms.maxQty())
          .lowLimitPrice(terms.lowLimitPrice())
          .highLimitPrice(terms.highLimitPrice())
          .dayRollNanosOfDay(terms.dayRollNanosOfDay())
          .symbol(terms.symbol())
          .baseCurrency(terms.baseCurrency())
          .quoteCurrency(terms.quoteCurrency())
          .contractType(terms.contractType())
          .nonPositivePricesAllowed(terms.nonPositivePricesAllowed());
    }
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    phaseSnapshot.write(sink, buffer);
    trades.writeSnapshot(sink);
    orders.write(sink, buffer);
    liquidityRecords.write(sink);
    executionRecords.write(sink);
  }

  void readSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
    final int template =
        header.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? header.templateId() : 0;
    switch (template) {
      case InstrumentSnapshotDecoder.TEMPLATE_ID ->
          readHead(new InstrumentSnapshotDecoder().wrapAndApplyHeader(buffer, offset, header));
      case InstrumentTradesDecoder.TEMPLATE_ID ->
          trades.readSnapshot(
              new InstrumentTradesDecoder().wrapAndApplyHeader(buffer, offset, header));
      case InstrumentSnapshotOrdersDecoder.TEMPLATE_ID ->
          orders.readOrders(
              new InstrumentSnapshotOrdersDecoder().wrapAndApplyHeader(buffer, offset, header));
      case InstrumentSnapshotPositionsDecoder.TEMPLATE_ID ->
          orders.readPositions(
              new InstrumentSnapshotPositionsDecoder().wrapAndApplyHeader(buffer, offset, header));
      default -> {
        if (template == 0
            || (!phaseSnapshot.read(header, buffer, offset)
                && !liquidityRecords.read(header, buffer, offset)
                && !executionRecords.read(header, buffer, offset, length))) {
          throw new IllegalArgumentException(
              "not of an instrument's snapshot: schema "
                  + header.schemaId()
                  + " template "
                  + header.templateId()
                  + " length "
                  + length);
        }
      }
    }
  }

  private void readHead(final InstrumentSnapshotDecoder decoder) {
    if (decoder.instrument() != instrumentId) {
      throw new IllegalArgumentException(
          "snapshot of instrument " + decoder.instrument() + ", not " + instrumentId);
    }
    nextRollNanos = decoder.nextRollAt();
    definitionVersion = decoder.definitionVersion();
    final TradingPhase phase = phase(decoder.securityTradingStatus());
    final TradingPhase base = phase == TradingPhase.HALT ? TradingPhase.CONTINUOUS : phase;
    phases.restore(phase, base, 0, false, new long[0], new TradingPhase[0]);
    memory.resize(rules.tradesRememberedMax());
    trading.mark(decoder.markPx());
    if (definitionVersion > 0) {
      terms = readTerms(decoder);
    }
    book.restoreCounters(
        decoder.lastMdOrderId(), decoder.lastMdOrderPriority(), decoder.lastTradeId());
    day.restore(decoder.lastPx(), decoder.lastQty(), decoder.totalVolume(), decoder.tradeCount());
    feeds.restoreCounters(
        decoder.topRptSeq(),
        decoder.topTransactTime(),
        decoder.byPriceRptSeq(),
        decoder.byOrderRptSeq());
  }

  /** Of a snapshot that is older than phases; else the record of the phase comes next. */
  private static TradingPhase phase(final SecurityTradingStatus status) {
    return switch (status) {
      case READY_TO_TRADE -> TradingPhase.CONTINUOUS;
      case TRADING_HALT -> TradingPhase.HALT;
      default -> TradingPhase.CLOSED;
    };
  }

  private static InstrumentTerms readTerms(final InstrumentSnapshotDecoder decoder) {
    return new InstrumentTerms(
        decoder.contractSize(),
        decoder.tickSize(),
        decoder.lotSize(),
        decoder.minQty(),
        decoder.maxQty(),
        decoder.lowLimitPrice(),
        decoder.highLimitPrice(),
        decoder.dayRollNanosOfDay(),
        decoder.symbol(),
        decoder.baseCurrency(),
        decoder.quoteCurrency(),
        decoder.contractType(),
        decoder.nonPositivePricesAllowed());
  }
}
