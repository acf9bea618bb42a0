package io.qanat.client;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import org.agrona.DirectBuffer;

/** The levels of one instrument, best first. Prices and sizes are scaled by 10^8. */
public final class BookByPrice {
  private final long securityId;
  private final MarketDataListener listener;
  private final PriceLadder bids = new PriceLadder(true);
  private final PriceLadder offers = new PriceLadder(false);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final TradeAmendmentDecoder amendment = new TradeAmendmentDecoder();
  private final IncrementalRefreshByPriceDecoder increment = new IncrementalRefreshByPriceDecoder();
  private final FullRefreshByPriceDecoder refresh = new FullRefreshByPriceDecoder();
  private final FeedSync sync;

  BookByPrice(
      final long securityId, final MarketDataListener listener, final StatusTracker status) {
    this.securityId = securityId;
    this.listener = listener;
    sync =
        new FeedSync(
            securityId,
            MDFeed.BY_PRICE,
            listener,
            new FeedSync.Book() {
              @Override
              public void clear() {
                bids.clear();
                offers.clear();
              }

              @Override
              public void load(final DirectBuffer buffer) {
                loadChunk(buffer, status);
              }

              @Override
              public boolean apply(final DirectBuffer buffer) {
                if (status.isStatus(buffer)) {
                  return status.apply(buffer);
                }
                return header.wrap(buffer, 0).templateId() == TradeAmendmentDecoder.TEMPLATE_ID
                    ? applyAmendment(buffer)
                    : applyIncrement(buffer);
              }
            });
  }

  FeedSync sync() {
    return sync;
  }

  /** Whose book this is. */
  public long securityId() {
    return securityId;
  }

  /** Whether the book is whole and current; else it is as it was before increments were lost. */
  public boolean isLive() {
    return sync.isLive();
  }

  /** Epoch of the sender. */
  public long epoch() {
    return sync.epoch();
  }

  /** Last increment contained. */
  public long rptSeq() {
    return sync.rptSeq();
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

  private void loadChunk(final DirectBuffer buffer, final StatusTracker status) {
    refresh.wrapAndApplyHeader(buffer, 0, header);
    status.set(refresh.securityTradingStatus());
    status.setAuction(
        refresh.tradingPhase(),
        refresh.indicativePx(),
        refresh.indicativeQty(),
        refresh.imbalanceQty());
    for (final FullRefreshByPriceDecoder.EntriesDecoder entry : refresh.entries()) {
      ladder(entry.side()).put(entry.price(), entry.size(), entry.numberOfOrders());
    }
  }

  private boolean applyAmendment(final DirectBuffer buffer) {
    amendment.wrapAndApplyHeader(buffer, 0, header);
    listener.onTradeAmended(
        securityId,
        amendment.tradeId(),
        amendment.price(),
        amendment.size(),
        amendment.transactTime());
    return true;
  }

  private boolean applyIncrement(final DirectBuffer buffer) {
    increment.wrapAndApplyHeader(buffer, 0, header);
    for (final IncrementalRefreshByPriceDecoder.EntriesDecoder entry : increment.entries()) {
      if (entry.updateAction() == MDUpdateAction.DELETE) {
        ladder(entry.side()).remove(entry.price());
      } else {
        ladder(entry.side()).put(entry.price(), entry.size(), entry.numberOfOrders());
      }
    }
    final long transactTime = increment.transactTime();
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
