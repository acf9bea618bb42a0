package io.qanat.instrument.core;

import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;

/**
 * What the phases do to an instrument: opens and closes the book's collar, holds auctions, starts
 * volatility interruptions, and says so on the feeds.
 *
 * <pre>
 *   PRE_OPEN           orders are taken, nothing trades
 *   OPENING_AUCTION    the same, and the price an auction would have is published
 *   VOLATILITY_AUCTION the same, because a price band was hit
 *   CLOSING_AUCTION    the same; orders for the close take part
 *   CONTINUOUS         orders trade on arrival, within the bands
 *   HALT, CLOSED       no new orders
 * </pre>
 *
 * A call ends with its auction: whoever enters CONTINUOUS or CLOSED, directly or out of a halt,
 * first trades what crosses, all at the one price of {@link AuctionPrice}: market orders first,
 * then by price, then by time. What is left of market orders is cancelled then, and orders for the
 * opening expire, as do those for the close with theirs.
 */
final class PhaseControl {
  private final InstrumentState state;
  private final OrderBook book;
  private final PriceCollar collar;
  private final WaitingOrders waiting;
  private final TradingDay day;
  private final MarketDataFeeds feeds;
  private final OrderReports reports;
  private final AuctionPrice auction = new AuctionPrice();

  PhaseControl(
      final InstrumentState state,
      final OrderBook book,
      final PriceCollar collar,
      final WaitingOrders waiting,
      final TradingDay day,
      final MarketDataFeeds feeds,
      final OrderReports reports) {
    this.state = state;
    this.book = book;
    this.collar = collar;
    this.waiting = waiting;
    this.day = day;
    this.feeds = feeds;
    this.reports = reports;
  }

  /** An event begins: what may it match? */
  void beginEvent() {
    if (state.phases.phase() != TradingPhase.CONTINUOUS) {
      collar.close();
      return;
    }
    collar.open();
    final TradingRules rules = state.rules;
    collar.narrow(state.referencePx, rules.staticBand());
    collar.narrow(
        day.lastPx() == Fixed8.NULL ? state.referencePx : day.lastPx(), rules.dynamicBand());
  }

  /** Enters the phase whose time has come. */
  void takeDue() {
    enter(state.phases.takeDue(), 0);
  }

  /**
   * Enters a phase; where it already is, only the end of its auction may be new.
   *
   * @param endsAt when the auction ends itself; 0: it does not
   */
  void enter(final TradingPhase next, final long endsAt) {
    final TradingPhase before = state.phases.phase();
    if (next == before) {
      state.phases.enter(next, endsAt);
      publishIfChanged();
      return;
    }
    final boolean callEnds = !Phases.isCall(next) && next != TradingPhase.HALT;
    if (callEnds) {
      endCall(before);
    }
    state.phases.enter(next, endsAt);
    if (next == TradingPhase.CLOSING_AUCTION) {
      waiting.beginClose(book::enter);
    } else if (next == TradingPhase.CLOSED) {
      waiting.removeIf(order -> true, this::end);
    }
    publishIfChanged();
    beginEvent();
  }

  private void endCall(final TradingPhase call) {
    findPrice();
    if (auction.price() != Fixed8.NULL) {
      state.referencePx = auction.price();
      feeds.publishStatus(auction.price());
      trade(auction.price(), auction.volume());
    }
    waiting.endCall(this::end);
    book.expireIf(
        order ->
            order.timeInForce() == TimeInForce.AT_THE_OPENING
                || (call == TradingPhase.CLOSING_AUCTION
                    && order.timeInForce() == TimeInForce.AT_THE_CLOSE));
    feeds.flush();
  }

  private void trade(final long price, final long volume) {
    long left = volume;
    while (left > 0) {
      final Order buy = first(Side.BUY);
      final Order sell = first(Side.SELL);
      final long lastQty = Math.min(left, Math.min(buy.leavesQty(), sell.leavesQty()));
      final boolean marketBuy = buy.price() == Fixed8.NULL;
      final boolean marketSell = sell.price() == Fixed8.NULL;
      book.cross(buy, sell, price, lastQty);
      if (marketBuy) {
        traded(buy, lastQty);
      }
      if (marketSell) {
        traded(sell, lastQty);
      }
      left -= lastQty;
    }
  }

  private Order first(final Side side) {
    final Order market = waiting.firstMarket(side);
    return market == null ? book.best(side).first() : market;
  }

  private void traded(final Order market, final long lastQty) {
    waiting.traded(market, lastQty);
    if (market.leavesQty() == 0) {
      book.dismiss(market);
    }
  }

  /** An order that waited outside the levels has nothing more to wait for. */
  private void end(final Order order) {
    final TimeInForce timeInForce = order.timeInForce();
    final boolean expires =
        timeInForce == TimeInForce.AT_THE_OPENING || timeInForce == TimeInForce.AT_THE_CLOSE;
    reports.ended(expires ? ReportType.EXPIRED : ReportType.CANCELED, order, 0);
    book.dismiss(order);
  }

  /** An event ends: was a band hit, and what would the auction be now? */
  void endEvent(final long nowNanos) {
    if (collar.wasHit()) {
      enter(TradingPhase.VOLATILITY_AUCTION, nowNanos + state.rules.volatilityAuctionNanos());
    } else if (Phases.isAuction(state.phases.phase())) {
      feeds.flush();
      publishIfChanged();
    }
  }

  private void publishIfChanged() {
    if (takeState()) {
      feeds.publishStatus(Fixed8.NULL);
    }
  }

  /** The state has been read from a snapshot, which was taken after it had been published. */
  void restored() {
    takeState();
  }

  private boolean takeState() {
    final TradingPhase phase = state.phases.phase();
    if (Phases.isAuction(phase)) {
      findPrice();
    }
    final boolean isAuction = Phases.isAuction(phase);
    final boolean indicativeChanged =
        isAuction
            ? state.trading.takeIndicative(auction.price(), auction.volume(), auction.imbalance())
            : state.trading.takeIndicative(Fixed8.NULL, 0, 0);
    final long nextAt = state.phases.nextAt();
    final boolean isOpenEnded = nextAt == Long.MAX_VALUE || phase == TradingPhase.HALT;
    final boolean phaseChanged = state.trading.take(phase, isOpenEnded ? 0 : nextAt);
    return phaseChanged || indicativeChanged;
  }

  private void findPrice() {
    final long reference =
        state.referencePx == Fixed8.NULL
            ? Fixed8.NULL
            : state.terms.withinLimits(state.referencePx);
    auction.find(book, waiting, reference, state.terms.tickSize());
  }
}
