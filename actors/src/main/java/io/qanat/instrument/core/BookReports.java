package io.qanat.instrument.core;

import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.Side;

/** Turns what happens in the book into reports and market data. */
final class BookReports implements OrderBookListener {
  private final OrderReports reports;
  private final TradeMemory memory;
  private final TradingDay day;
  private MarketDataFeeds feeds;
  private InstrumentState state;

  /** Returned on reports of the request that is being applied; 0 if nobody asked. */
  private long requestNo;

  /** Why an order is cancelled that its client did not ask for. */
  private ExecRestatementReason cancelReason = ExecRestatementReason.NULL_VAL;

  BookReports(final OrderReports reports, final TradeMemory memory, final TradingDay day) {
    this.reports = reports;
    this.memory = memory;
    this.day = day;
  }

  /** Feeds and state read the book that this one listens to, so they come after it. */
  void connect(final MarketDataFeeds newFeeds, final InstrumentState newState) {
    feeds = newFeeds;
    state = newState;
  }

  /**
   * What follows is because of a request.
   *
   * @param newRequestNo 0: because of none
   */
  void because(final long newRequestNo) {
    requestNo = newRequestNo;
  }

  /** What is cancelled from now on is so for this reason; NULL_VAL: because its client asked. */
  void because(final ExecRestatementReason reason) {
    cancelReason = reason;
  }

  @Override
  public void onAccepted(final Order order) {
    reports.open(ReportType.ACCEPTED, order, 0);
  }

  @Override
  public void onTrade(
      final long tradeId, final Order resting, final Order incoming, final long lastQty) {
    final long lastPx = resting.price();
    final long notional = state.terms.notional(lastPx, lastQty);
    day.add(lastPx, lastQty);
    remember(tradeId, resting, incoming, lastPx, lastQty);
    state.trades.add(tradeId, lastPx, lastQty, incoming.side());
    feeds.traded(tradeId, resting, incoming, lastQty);
    reports.traded(resting, incoming, lastPx, lastQty, tradeId, notional, LiquidityInd.ADDED);
    reports.traded(incoming, resting, lastPx, lastQty, tradeId, notional, LiquidityInd.REMOVED);
  }

  @Override
  public void onCrossed(
      final long tradeId, final Order buy, final Order sell, final long price, final long lastQty) {
    final long notional = state.terms.notional(price, lastQty);
    day.add(price, lastQty);
    remember(tradeId, buy, sell, price, lastQty);
    state.trades.add(tradeId, price, lastQty, Side.BUY);
    feeds.crossed(tradeId, buy, sell, price, lastQty);
    reports.traded(buy, sell, price, lastQty, tradeId, notional, LiquidityInd.AUCTION);
    reports.traded(sell, buy, price, lastQty, tradeId, notional, LiquidityInd.AUCTION);
  }

  private void remember(
      final long tradeId,
      final Order one,
      final Order other,
      final long price,
      final long lastQty) {
    final Order buy = one.side() == Side.BUY ? one : other;
    final Order sell = buy == one ? other : one;
    memory.add(
        tradeId, buy.orderId(), buy.partner(), sell.orderId(), sell.partner(), price, lastQty);
  }

  @Override
  public void onRested(final Order order) {
    if (!order.isHidden()) {
      feeds.added(order);
    }
  }

  @Override
  public void onReplenished(final Order order) {
    feeds.replenished(order);
  }

  @Override
  public void onUnfilled(final Order order, final ExecRestatementReason reason) {
    reports.ended(ReportType.CANCELED, order, 0, reason);
  }

  @Override
  public void onReduced(final Order order, final long shownBefore) {
    if (order.shownQty() != shownBefore) {
      feeds.reduced(order);
    }
    reports.open(ReportType.REPLACED, order, requestNo);
  }

  @Override
  public void onReplaced(final Order order, final long oldPrice, final boolean wasShown) {
    if (wasShown) {
      feeds.removed(order, oldPrice);
    }
    reports.open(ReportType.REPLACED, order, requestNo);
  }

  @Override
  public void onRestated(
      final Order order, final ExecRestatementReason reason, final long shownBefore) {
    if (order.shownQty() != shownBefore && shownBefore != 0) {
      feeds.reduced(order);
    }
    reports.restated(order, reason);
  }

  @Override
  public void onTriggered(final Order order) {
    reports.open(ReportType.TRIGGERED, order, 0);
  }

  @Override
  public void onCanceled(final Order order, final ExecRestatementReason reason) {
    if (order.shownQty() > 0) {
      feeds.removed(order, order.price());
    }
    if (reason == null) {
      reports.ended(ReportType.CANCELED, order, requestNo, cancelReason);
    } else {
      reports.ended(ReportType.CANCELED, order, 0, reason);
    }
  }

  @Override
  public void onExpired(final Order order) {
    if (order.shownQty() > 0) {
      feeds.removed(order, order.price());
    }
    reports.ended(ReportType.EXPIRED, order, 0, ExecRestatementReason.NULL_VAL);
  }
}
