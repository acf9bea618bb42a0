package io.qanat.instrument.core;

import io.qanat.codecs.marketdata.FullRefreshByOrderEncoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.SecurityDefinitionEncoder;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The whole of an instrument for a subscriber who joins late or has lost something:
 * SecurityDefinition, TopOfBook, then the chunks of the book by price and by order, as asked. An
 * empty book is one empty chunk. Each carries the RptSeq of its feed up to which it is complete.
 */
final class FullRefresh {
  private static final int LEVELS_MAX =
      (MarketDataFeeds.MESSAGE_BYTES_MAX
              - MessageHeaderEncoder.ENCODED_LENGTH
              - FullRefreshByPriceEncoder.BLOCK_LENGTH
              - FullRefreshByPriceEncoder.EntriesEncoder.sbeHeaderSize())
          / FullRefreshByPriceEncoder.EntriesEncoder.sbeBlockLength();
  private static final int ORDERS_MAX =
      (MarketDataFeeds.MESSAGE_BYTES_MAX
              - MessageHeaderEncoder.ENCODED_LENGTH
              - FullRefreshByOrderEncoder.BLOCK_LENGTH
              - FullRefreshByOrderEncoder.EntriesEncoder.sbeHeaderSize())
          / FullRefreshByOrderEncoder.EntriesEncoder.sbeBlockLength();

  private final long securityId;
  private final OrderBook book;
  private final TradingDay day;
  private final MarketDataFeeds feeds;
  private final InstrumentState state;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MarketDataFeeds.MESSAGE_BYTES_MAX]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SecurityDefinitionEncoder definition = new SecurityDefinitionEncoder();
  private final FullRefreshByPriceEncoder byPrice = new FullRefreshByPriceEncoder();
  private final FullRefreshByOrderEncoder byOrder = new FullRefreshByOrderEncoder();

  FullRefresh(
      final long securityId,
      final OrderBook book,
      final TradingDay day,
      final MarketDataFeeds feeds,
      final InstrumentState state) {
    this.securityId = securityId;
    this.book = book;
    this.day = day;
    this.feeds = feeds;
    this.state = state;
  }

  void answer(
      final Outputs answers,
      final long requestId,
      final long nowNanos,
      final boolean wantsByPrice,
      final boolean wantsByOrder) {
    answers.reply(requestId, buffer, 0, encodeDefinition());
    answers.reply(requestId, buffer, 0, feeds.encodeTop(buffer));
    if (wantsByPrice) {
      answerByPrice(answers, requestId, nowNanos);
    }
    if (wantsByOrder) {
      answerByOrder(answers, requestId, nowNanos);
    }
  }

  private int encodeDefinition() {
    final InstrumentTerms terms = state.terms;
    definition
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(securityId)
        .epoch(0)
        .rptSeq(state.definitionVersion)
        .contractSize(terms.contractSize())
        .tickSize(terms.tickSize())
        .lotSize(terms.lotSize())
        .minQty(terms.minQty())
        .maxQty(terms.maxQty())
        .lowLimitPrice(terms.lowLimitPrice())
        .highLimitPrice(terms.highLimitPrice())
        .symbol(terms.symbol())
        .baseCurrency(terms.baseCurrency())
        .quoteCurrency(terms.quoteCurrency())
        .contractType(terms.contractType())
        .nonPositivePricesAllowed(terms.nonPositivePricesAllowed())
        .securityTradingStatus(state.trading.status())
        .tradingPhase(state.trading.phase())
        .referencePrice(state.referencePx)
        .staticBand(state.rules.staticBand())
        .dynamicBand(state.rules.dynamicBand());
    return MessageHeaderEncoder.ENCODED_LENGTH + definition.encodedLength();
  }

  private void answerByPrice(final Outputs answers, final long requestId, final long nowNanos) {
    final BookCursor cursor = new BookCursor(book);
    int remaining = BookCursor.shownLevelCount(book);
    final int chunks = chunks(remaining, LEVELS_MAX);
    for (int chunk = 1; chunk <= chunks; chunk++) {
      final int count = Math.min(remaining, LEVELS_MAX);
      final FullRefreshByPriceEncoder.EntriesEncoder entries =
          byPrice
              .wrapAndApplyHeader(buffer, 0, header)
              .securityId(securityId)
              .epoch(0)
              .rptSeq(feeds.byPriceRptSeq())
              .transactTime(nowNanos)
              .currentChunk(chunk)
              .noChunks(chunks)
              .lastPx(day.lastPx())
              .totalVolume(day.totalVolume())
              .securityTradingStatus(state.trading.status())
              .tradingPhase(state.trading.phase())
              .indicativePx(state.trading.indicativePx())
              .indicativeQty(state.trading.indicativeQty())
              .imbalanceQty(state.trading.imbalanceQty())
              .entriesCount(count);
      for (int i = 0; i < count; i++) {
        final PriceLevel level = cursor.nextShownLevel();
        entries
            .next()
            .price(level.price())
            .size(level.quantity())
            .numberOfOrders(level.orderCount())
            .side(level.side());
      }
      answers.reply(
          requestId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + byPrice.encodedLength());
      remaining -= count;
    }
  }

  private void answerByOrder(final Outputs answers, final long requestId, final long nowNanos) {
    final BookCursor cursor = new BookCursor(book);
    int remaining = book.shownOrderCount();
    final int chunks = chunks(remaining, ORDERS_MAX);
    for (int chunk = 1; chunk <= chunks; chunk++) {
      final int count = Math.min(remaining, ORDERS_MAX);
      final FullRefreshByOrderEncoder.EntriesEncoder entries =
          byOrder
              .wrapAndApplyHeader(buffer, 0, header)
              .securityId(securityId)
              .epoch(0)
              .rptSeq(feeds.byOrderRptSeq())
              .transactTime(nowNanos)
              .currentChunk(chunk)
              .noChunks(chunks)
              .securityTradingStatus(state.trading.status())
              .tradingPhase(state.trading.phase())
              .indicativePx(state.trading.indicativePx())
              .indicativeQty(state.trading.indicativeQty())
              .imbalanceQty(state.trading.imbalanceQty())
              .entriesCount(count);
      for (int i = 0; i < count; i++) {
        final Order order = cursor.nextShownOrder();
        entries
            .next()
            .mdOrderId(order.mdOrderId())
            .mdOrderPriority(order.mdOrderPriority())
            .price(order.price())
            .size(order.shownQty())
            .side(order.side());
      }
      answers.reply(
          requestId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + byOrder.encodedLength());
      remaining -= count;
    }
  }

  private static int chunks(final int entries, final int entriesMax) {
    return Math.max(1, (entries + entriesMax - 1) / entriesMax);
  }
}
