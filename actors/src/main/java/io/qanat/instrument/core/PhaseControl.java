package io.qanat.instrument.core;

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
 *
 * <p>What orders say of their display, of pairs and of positions holds in an auction too. Where it
 * makes orders fall away that the price counted on, what still crosses trades in another auction at
 * once, until nothing does.
 */
final class PhaseControl {
  private final InstrumentState state;
  private final OrderBook book;
  private final PriceCollar collar;
  private final TradingDay day;
  private final MarketDataFeeds feeds;
  private final AuctionPrice auction = new AuctionPrice();

  PhaseControl(
      final InstrumentState state,
      final OrderBook book,
      final PriceCollar collar,
      final TradingDay day,
      final MarketDataFeeds feeds) {
    this.state = state;
    this.book = book;
    this.collar = collar;
    this.day = day;
    this.feeds = feeds;
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
      book.uncrossing().beginClose();
    } else if (next == TradingPhase.CLOSED) {
      book.uncrossing().endClose();
    }
    publishIfChanged();
    beginEvent();
  }

  private void endCall(final TradingPhase call) {
    findPrice();
    while (auction.price() != Fixed8.NULL) {
      state.referencePx = auction.price();
      feeds.publishStatus(auction.price());
      final boolean asCounted = book.uncrossing().trade(auction.price(), auction.volume());
      if (asCounted) {
        break;
      }
      feeds.flush();
      findPrice();
      if (Phases.isAuction(call) && auction.price() != Fixed8.NULL) {
        state.trading.takeIndicative(auction.price(), auction.volume(), auction.imbalance());
      }
    }
    book.uncrossing().endMarketOrders();
    book.expireAll(TimeInForce.AT_THE_OPENING);
    if (call == TradingPhase.CLOSING_AUCTION) {
      book.expireAll(TimeInForce.AT_THE_CLOSE);
    }
    feeds.flush();
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
    auction.find(book, reference, state.terms.tickSize());
  }
}
