package io.qanat.client;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import org.agrona.DirectBuffer;

/** The levels of one instrument, best first. Prices and sizes are scaled by 10^8. */
public final class BookByPrice extends InstrumentBook {
  private final PriceLadder bids = new PriceLadder(true);
  private final PriceLadder offers = new PriceLadder(false);
  private final IncrementalRefreshByPriceDecoder increment = new IncrementalRefreshByPriceDecoder();
  private final TradeAmendmentDecoder amendment = new TradeAmendmentDecoder();
  private final FullRefreshByPriceDecoder refresh = new FullRefreshByPriceDecoder();
  private long transactTime;

  BookByPrice(
      final long securityId, final MarketDataListener listener, final StatusTracker status) {
    super(securityId, MDFeed.BY_PRICE, listener, status);
  }

  @Override
  void clearBook() {
    bids.clear();
    offers.clear();
  }

  /** When the last event happened that the book contains; epoch nanoseconds, 0: none yet. */
  public long transactTime() {
    return transactTime;
  }

  /** How many levels a side has. */
  public int levels(final Side side) {
    return ladder(side).count();
  }

  /** Price of a level; 0 is the best. */
  public long price(final Side side, final int level) {
    return ladder(side).price(level);
  }

  /** Quantity at a level. */
  public long size(final Side side, final int level) {
    return ladder(side).size(level);
  }

  /** Orders at a level. */
  public int numberOfOrders(final Side side, final int level) {
    return ladder(side).numberOfOrders(level);
  }

  private PriceLadder ladder(final Side side) {
    return side == Side.BUY ? bids : offers;
  }

  @Override
  void loadChunk(final DirectBuffer buffer) {
    refresh.wrapAndApplyHeader(buffer, 0, header);
    status.set(refresh.securityTradingStatus());
    transactTime = refresh.transactTime();
    status.setAuction(
        refresh.tradingPhase(),
        refresh.indicativePx(),
        refresh.indicativeQty(),
        refresh.imbalanceQty());
    for (final FullRefreshByPriceDecoder.EntriesDecoder entry : refresh.entries()) {
      ladder(entry.side()).put(entry.price(), entry.size(), entry.numberOfOrders());
    }
  }

  @Override
  boolean applyAmendment(final DirectBuffer buffer) {
    amendment.wrapAndApplyHeader(buffer, 0, header);
    listener.onTradeAmended(
        securityId,
        amendment.tradeId(),
        amendment.price(),
        amendment.size(),
        amendment.transactTime());
    return true;
  }

  @Override
  boolean applyIncrement(final DirectBuffer buffer) {
    increment.wrapAndApplyHeader(buffer, 0, header);
    for (final IncrementalRefreshByPriceDecoder.EntriesDecoder entry : increment.entries()) {
      if (entry.updateAction() == MDUpdateAction.DELETE) {
        ladder(entry.side()).remove(entry.price());
      } else {
        ladder(entry.side()).put(entry.price(), entry.size(), entry.numberOfOrders());
      }
    }
    transactTime = increment.transactTime();
    final boolean endOfEvent = increment.endOfEvent() == Bool.YES;
    for (final IncrementalRefreshByPriceDecoder.TradesDecoder trade : increment.trades()) {
      listener.onTrade(
          securityId,
          trade.tradeId(),
          trade.price(),
          trade.size(),
          trade.aggressorSide(),
          transactTime);
    }
    return endOfEvent;
  }
}
