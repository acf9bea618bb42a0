package io.qanat.instrument.core;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.SecurityStatusEncoder;
import io.qanat.codecs.marketdata.TopOfBookEncoder;
import io.qanat.codecs.marketdata.TradeAmendmentEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The incremental market data of one instrument: collects what one event changed and, at its end,
 * publishes it on the three feeds, each with its own RptSeq. The epoch is left 0; the publisher
 * stamps it.
 */
final class MarketDataFeeds {
  /** No message is longer, so none needs more than a few fragments of a datagram network. */
  static final int MESSAGE_BYTES_MAX = 32 * 1024;

  private final long securityId;
  private final OrderBook book;
  private final TradingDay day;
  private final TradingState trading;
  private final ByPriceFeed byPrice;
  private final ByOrderFeed byOrder;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final TopOfBookEncoder topOfBook = new TopOfBookEncoder();
  private final SecurityStatusEncoder securityStatus = new SecurityStatusEncoder();
  private final TradeAmendmentEncoder tradeAmendment = new TradeAmendmentEncoder();

  private Outputs outputs;
  private long nowNanos;

  // The top as it was last published.
  private long topRptSeq;
  private long topTransactTime;
  private long bidPx = Fixed8.NULL;
  private long bidSize;
  private long offerPx = Fixed8.NULL;
  private long offerSize;
  private long lastPx = Fixed8.NULL;
  private long lastQty;
  private long totalVolume;
  private long tradeCount;
  private TradingPhase phase = TradingPhase.CLOSED;
  private long indicativePx = Fixed8.NULL;
  private long indicativeQty;
  private long imbalanceQty;
  private long markPx = Fixed8.NULL;

  MarketDataFeeds(
      final long securityId,
      final OrderBook book,
      final TradingDay day,
      final TradingState trading) {
    this.securityId = securityId;
    this.book = book;
    this.day = day;
    this.trading = trading;
    this.byPrice = new ByPriceFeed(securityId, book);
    this.byOrder = new ByOrderFeed(securityId);
  }

  /** An event begins. */
  void begin(final Outputs outputs, final long nowNanos) {
    this.outputs = outputs;
    this.nowNanos = nowNanos;
    byOrder.begin(outputs, nowNanos);
  }

  void added(final Order order) {
    final PriceLevel level = order.level;
    byPrice.touch(order.side(), level.price(), level.orderCount() > 1);
    byOrder.entry(order, MDUpdateAction.NEW, order.price(), order.shownQty(), 0, 0);
  }

  /** An iceberg that had shown all there was to show shows its next part. */
  void replenished(final Order order) {
    byPrice.touch(order.side(), order.price(), true);
    byOrder.entry(order, MDUpdateAction.NEW, order.price(), order.shownQty(), 0, 0);
  }

  void reduced(final Order order) {
    byPrice.touch(order.side(), order.price(), true);
    byOrder.entry(order, MDUpdateAction.CHANGE, order.price(), order.shownQty(), 0, 0);
  }

  /** An order left the level of this price. */
  void removed(final Order order, final long price) {
    byPrice.touch(order.side(), price, true);
    byOrder.entry(order, MDUpdateAction.DELETE, price, 0, 0, 0);
  }

  void traded(final long tradeId, final Order resting, final Order incoming, final long lastQty) {
    byPrice.trade(tradeId, resting.price(), lastQty, incoming.side());
    if (resting.isHidden()) {
      byOrder.hiddenTrade(resting, tradeId, lastQty);
      return;
    }
    byPrice.touch(resting.side(), resting.price(), true);
    final long shown = resting.leavesQty() == 0 ? 0 : resting.shownQty();
    byOrder.entry(
        resting,
        shown == 0 ? MDUpdateAction.DELETE : MDUpdateAction.CHANGE,
        resting.price(),
        shown,
        tradeId,
        lastQty);
  }

  /** Two waiting orders traded in an auction; one that is at no level is in no depth. */
  void crossed(
      final long tradeId, final Order buy, final Order sell, final long price, final long lastQty) {
    // Nobody came to the other: the code set has no word for that.
    byPrice.trade(tradeId, price, lastQty, Side.BUY);
    executed(buy, tradeId, lastQty);
    executed(sell, tradeId, lastQty);
  }

  private void executed(final Order order, final long tradeId, final long lastQty) {
    if (order.price() == Fixed8.NULL) {
      return;
    }
    if (order.isHidden()) {
      byOrder.hiddenTrade(order, tradeId, lastQty);
      return;
    }
    byPrice.touch(order.side(), order.price(), true);
    final long shown = order.leavesQty() == 0 ? 0 : order.shownQty();
    byOrder.entry(
        order,
        shown == 0 ? MDUpdateAction.DELETE : MDUpdateAction.CHANGE,
        order.price(),
        shown,
        tradeId,
        lastQty);
  }

  /** Publishes what has changed so far, as an event of its own. */
  void flush() {
    byOrder.end();
    byPrice.end(outputs, nowNanos);
  }

  /** The event is over: publishes what it changed. */
  void end() {
    flush();
    if (takeTop()) {
      topRptSeq++;
      topTransactTime = nowNanos;
      outputs.toMarketData(MDFeed.TOP, buffer, 0, encodeTop(buffer));
    }
  }

  /**
   * The phase changed, or the price an auction would have; an event of its own on the feeds that
   * count every message.
   *
   * @param auctionPx price of the auction that ends now; {@link Fixed8#NULL}: none does
   */
  void publishStatus(final long auctionPx) {
    publishStatus(MDFeed.BY_PRICE, byPrice.nextRptSeq(), auctionPx);
    publishStatus(MDFeed.BY_ORDER, byOrder.nextRptSeq(), auctionPx);
  }

  /** A trade was busted or corrected; an event of its own like a change of the status. */
  void amended(final TradeMemory.Trade trade) {
    publishAmendment(MDFeed.BY_PRICE, byPrice.nextRptSeq(), trade);
    publishAmendment(MDFeed.BY_ORDER, byOrder.nextRptSeq(), trade);
  }

  private void publishAmendment(
      final MDFeed feed, final long rptSeq, final TradeMemory.Trade trade) {
    tradeAmendment
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(securityId)
        .epoch(0)
        .rptSeq(rptSeq)
        .transactTime(nowNanos)
        .tradeId(trade.tradeId)
        .price(trade.price)
        .size(trade.quantity)
        .updateAction(trade.isBusted() ? MDUpdateAction.DELETE : MDUpdateAction.CHANGE)
        .feed(feed);
    outputs.toMarketData(
        feed, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + tradeAmendment.encodedLength());
  }

  private void publishStatus(final MDFeed feed, final long rptSeq, final long auctionPx) {
    securityStatus
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(securityId)
        .epoch(0)
        .rptSeq(rptSeq)
        .transactTime(nowNanos)
        .securityTradingStatus(trading.status())
        .feed(feed)
        .tradingPhase(trading.phase())
        .indicativePx(trading.indicativePx())
        .indicativeQty(trading.indicativeQty())
        .imbalanceQty(trading.imbalanceQty())
        .auctionPx(auctionPx)
        .nextPhaseAt(trading.nextPhaseAt());
    outputs.toMarketData(
        feed, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + securityStatus.encodedLength());
  }

  /** Takes the top as it is now; whether anything in it differs from the one before. */
  private boolean takeTop() {
    final PriceLevel bid = book.bestShown(Side.BUY);
    final PriceLevel offer = book.bestShown(Side.SELL);
    final long newBidPx = bid == null ? Fixed8.NULL : bid.price();
    final long newBidSize = bid == null ? 0 : bid.quantity();
    final long newOfferPx = offer == null ? Fixed8.NULL : offer.price();
    final long newOfferSize = offer == null ? 0 : offer.quantity();
    final boolean changed =
        newBidPx != bidPx
            || newBidSize != bidSize
            || newOfferPx != offerPx
            || newOfferSize != offerSize
            || day.lastPx() != lastPx
            || day.lastQty() != lastQty
            || day.totalVolume() != totalVolume
            || day.tradeCount() != tradeCount
            || trading.phase() != phase
            || trading.indicativePx() != indicativePx
            || trading.indicativeQty() != indicativeQty
            || trading.imbalanceQty() != imbalanceQty
            || trading.markPx() != markPx;
    bidPx = newBidPx;
    bidSize = newBidSize;
    offerPx = newOfferPx;
    offerSize = newOfferSize;
    lastPx = day.lastPx();
    lastQty = day.lastQty();
    totalVolume = day.totalVolume();
    tradeCount = day.tradeCount();
    phase = trading.phase();
    indicativePx = trading.indicativePx();
    indicativeQty = trading.indicativeQty();
    imbalanceQty = trading.imbalanceQty();
    markPx = trading.markPx();
    return changed;
  }

  /** Encodes the top as last published; returns its length. */
  int encodeTop(final UnsafeBuffer into) {
    topOfBook
        .wrapAndApplyHeader(into, 0, header)
        .securityId(securityId)
        .epoch(0)
        .rptSeq(topRptSeq)
        .transactTime(topTransactTime)
        .bidPx(bidPx)
        .bidSize(bidSize)
        .offerPx(offerPx)
        .offerSize(offerSize)
        .lastPx(lastPx)
        .lastQty(lastQty)
        .totalVolume(totalVolume)
        .tradeCount(tradeCount)
        .securityTradingStatus(Phases.status(phase))
        .tradingPhase(phase)
        .indicativePx(indicativePx)
        .indicativeQty(indicativeQty)
        .imbalanceQty(imbalanceQty)
        .markPx(markPx);
    return MessageHeaderEncoder.ENCODED_LENGTH + topOfBook.encodedLength();
  }

  long topRptSeq() {
    return topRptSeq;
  }

  long topTransactTime() {
    return topTransactTime;
  }

  long byPriceRptSeq() {
    return byPrice.rptSeq();
  }

  long byOrderRptSeq() {
    return byOrder.rptSeq();
  }

  /** Takes over the counters of a snapshot. */
  void restoreCounters(
      final long topRptSeq,
      final long topTransactTime,
      final long byPriceRptSeq,
      final long byOrderRptSeq) {
    this.topRptSeq = topRptSeq;
    this.topTransactTime = topTransactTime;
    byPrice.restore(byPriceRptSeq);
    byOrder.restore(byOrderRptSeq);
  }

  /** The book has been read from a snapshot, which was taken after its top had been published. */
  void restoreTop() {
    takeTop();
  }

  static Bool endOfEvent(final boolean last) {
    return last ? Bool.YES : Bool.NO;
  }
}
