package io.qanat.client;

import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;

/** What market data tells its application. Decoders are valid during the call only. */
public interface MarketDataListener {
  /** The book of this feed is whole and current: after each event, and after each full refresh. */
  default void onBook(final long securityId, final MDFeed feed) {}

  /**
   * Increments of this feed were lost, or its sender changed: the book stands still until the next
   * full refresh, and trades in between are not told.
   */
  default void onStale(final long securityId, final MDFeed feed) {}

  /** A trade, from the by-price feed. Price and size are scaled by 10^8, time is epoch nanos. */
  default void onTrade(
      final long securityId,
      final long tradeId,
      final long price,
      final long size,
      final Side aggressorSide,
      final long transactTime) {}

  /**
   * An order was executed, from the by-order feed; what remains of it is in the book. One that was
   * not shown has no name: mdOrderId 0.
   */
  default void onOrderExecuted(
      final long securityId,
      final long tradeId,
      final long mdOrderId,
      final Side side,
      final long price,
      final long tradedQty,
      final long transactTime) {}

  /** Best prices, last trade and the day's totals. */
  default void onTop(final TopOfBookDecoder top) {}

  /** The trading status, whenever it changes, from whichever feed tells first. */
  default void onStatus(final long securityId, final SecurityTradingStatus status) {}

  /**
   * The trading phase and what its auction would give now, whenever one of them changes, from
   * whichever feed tells first. Scaled by 10^8.
   *
   * @param indicativePx null (-2^63): no auction, or nothing would trade
   * @param imbalanceQty what would remain at that price: above 0 of buyers, below 0 of sellers
   */
  default void onTradingPhase(
      final long securityId,
      final TradingPhase phase,
      final long indicativePx,
      final long indicativeQty,
      final long imbalanceQty) {}

  /**
   * An operator corrected a trade to this price and size, or busted it (size 0), from the by-price
   * feed.
   */
  default void onTradeAmended(
      final long securityId,
      final long tradeId,
      final long price,
      final long size,
      final long transactTime) {}

  /** The terms of an instrument, when first heard and whenever they change. */
  default void onDefinition(final SecurityDefinitionDecoder definition) {}
}
