package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Feed;
import io.qanat.loadtest.conform.HttpDoor;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Phases of an instrument, busts and corrections: an operator acts by the HTTP door, the other one
 * tells what follows. Every case leaves the instrument trading.
 */
final class PhaseCases {
  private static final String PHASES = "trading-phases";
  private static final String BUSTS = "busts-and-corrections";
  private static final long TOLD_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);

  private PhaseCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "PHASE-01",
            "A halt refuses new orders and takes cancels; then trading goes on",
            PHASES,
            trading(PhaseCases::halt)),
        wire(
            "PHASE-02",
            "In a call orders wait, however they cross; what must trade at once is refused",
            PHASES,
            trading(PhaseCases::call)),
        wire(
            "PHASE-03",
            "An auction tells its price and volume, and ends in trades at that price",
            PHASES,
            trading(PhaseCases::auction)),
        wire(
            "PHASE-04",
            "What is left of a market order ends with the call",
            PHASES,
            trading(PhaseCases::marketOrders)),
        wire(
            "PHASE-05",
            "Orders for the close wait unseen and take part in its auction",
            PHASES,
            trading(PhaseCases::close)),
        wire(
            "PHASE-06",
            "An operator cancels all orders of a partner",
            PHASES,
            desk -> {
              final Trader trader = desk.trader();
              trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              InstrumentActs.of(desk).massCancel(desk.target().partner());
              trader.expect("a", "CANCELED CANCELED 1@-5 leaves 0 cum 0");
            }),
        wire(
            "PHASE-07",
            "A mark price is in the top of the book, and with the instrument over HTTP",
            PHASES,
            PhaseCases::markPrice),
        wire("BUST-01", "A bust takes a trade back from both sides", BUSTS, PhaseCases::bust),
        wire("BUST-02", "A correction tells both sides what was", BUSTS, PhaseCases::correct),
        wire(
            "BUST-03",
            "A trade that is not there cannot be busted, nor a larger one made of it",
            BUSTS,
            PhaseCases::impossible));
  }

  /** Plays a script and lets the instrument trade again, whatever came of it. */
  private static ConformCase.Script trading(final ConformCase.Script script) {
    return desk -> {
      final InstrumentActs acts = InstrumentActs.of(desk);
      desk.requireEmptyBook();
      try {
        script.play(desk);
      } finally {
        acts.status("READY_TO_TRADE");
      }
    };
  }

  private static void halt(final Desk desk) {
    final Trader trader = desk.trader();
    final OrderRequest resting = trader.buy("a", 1, -5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
    InstrumentActs.of(desk).status("TRADING_HALT");
    trader.buy("b", 1, -5, TimeInForce.DAY);
    trader.expect("b", "REJECTED REJECTED EXCHANGE_CLOSED");
    trader.cancel("x", resting);
    trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a");
    InstrumentActs.of(desk).status("READY_TO_TRADE");
    trader.buy("c", 1, -5, TimeInForce.DAY);
    trader.expect("c", "NEW NEW 1@-5 leaves 1 cum 0");
  }

  private static void call(final Desk desk) {
    final Trader trader = desk.trader();
    InstrumentActs.of(desk).phase("PRE_OPEN");
    final OrderRequest buy = trader.buy("a", 1, 5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@5 leaves 1 cum 0");
    trader.sell("b", 1, -5, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
    trader.buy("i", 1, 5, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("i", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
    trader.buy("f", 1, 5, TimeInForce.FILL_OR_KILL);
    trader.expect("f", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
    trader.cancel("x", buy);
    trader.expect("x", "CANCELED CANCELED 1@5 leaves 0 cum 0 of a");
    trader.expectNothingElse();
  }

  private static void auction(final Desk desk) {
    final Feed feed = desk.feed();
    within(desk, feed::isLive, "no full refresh brought the books into step");
    final Trader trader = desk.trader();
    InstrumentActs.of(desk).phase("OPENING_AUCTION");
    trader.buy("a", 3, 5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 3@5 leaves 3 cum 0");
    trader.sell("b", 2, -5, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 2@-5 leaves 2 cum 0");
    // Buyers remain at every price, so it is the highest.
    within(
        desk,
        () ->
            feed.top() != null
                && feed.top().indicativePx() == desk.ticks(5)
                && feed.top().indicativeQty() == desk.units(2)
                && feed.top().imbalanceQty() == desk.units(1),
        "the price that the auction would have was not told");
    final HttpDoor.Answer instrument =
        desk.http().get("/v1/instruments/" + desk.instrument().securityId()).expect(200);
    instrument
        .expect("tradingPhase", "OPENING_AUCTION")
        .expect("indicativePx", Fixed8.format(desk.ticks(5)))
        .expect("indicativeQty", Fixed8.format(desk.units(2)));
    trader.expectNothingElse();
    InstrumentActs.of(desk).phase("CONTINUOUS");
    trader.expect("a", "TRADE PARTIALLY_FILLED 2@5 AUCTION leaves 1 cum 2");
    trader.expect("b", "TRADE FILLED 2@5 AUCTION leaves 0 cum 2");
    within(
        desk,
        () ->
            feed.trades().stream()
                .anyMatch(t -> t.price() == desk.ticks(5) && t.size() == desk.units(2)),
        "the trade of the auction was not told");
  }

  private static void marketOrders(final Desk desk) {
    final Trader trader = desk.trader();
    InstrumentActs.of(desk).phase("OPENING_AUCTION");
    trader.market("a", Side.BUY, 3, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 3@market leaves 3 cum 0");
    trader.sell("b", 2, 0, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 2@0 leaves 2 cum 0");
    InstrumentActs.of(desk).phase("CONTINUOUS");
    trader.expect("a", "TRADE PARTIALLY_FILLED 2@0 AUCTION leaves 1 cum 2");
    trader.expect("b", "TRADE FILLED 2@0 AUCTION leaves 0 cum 2");
    trader.expect("a", "CANCELED CANCELED 3@market leaves 0 cum 2");
  }

  private static void close(final Desk desk) {
    final Trader trader = desk.trader();
    trader.buy("a", 1, 0, TimeInForce.AT_THE_CLOSE);
    trader.expect("a", "NEW NEW 1@0 leaves 1 cum 0 waiting");
    CaseFailure.unlessEqual(
        "bids",
        0,
        desk.http()
            .get("/v1/instruments/" + desk.instrument().securityId() + "/depth")
            .expect(200)
            .body()
            .path("bids")
            .size());
    InstrumentActs.of(desk).phase("CLOSING_AUCTION");
    trader.sell("b", 1, 0, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
    InstrumentActs.of(desk).phase("CLOSED");
    trader.expect("a", "TRADE FILLED 1@0 AUCTION leaves 0 cum 1");
    trader.expect("b", "TRADE FILLED 1@0 AUCTION leaves 0 cum 1");
  }

  private static void markPrice(final Desk desk) {
    final Feed feed = desk.feed();
    final InstrumentActs acts = InstrumentActs.of(desk);
    for (final int ticks : new int[] {1, 2}) {
      acts.markPrice(desk.ticks(ticks));
      within(
          desk,
          () -> feed.top() != null && feed.top().markPx() == desk.ticks(ticks),
          "the mark price was not told");
    }
    desk.http()
        .get("/v1/instruments/" + desk.instrument().securityId())
        .expect(200)
        .expect("markPx", Fixed8.format(desk.ticks(2)));
  }

  /** Two orders trade; returns the number of the trade. */
  private static long trade(final Trader trader) {
    trader.buy("a", 2, 0, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 2@0 leaves 2 cum 0");
    trader.sell("b", 2, 0, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 2@0 leaves 2 cum 0");
    trader.expect("a", "TRADE FILLED 2@0 ADDED leaves 0 cum 2");
    return trader.expect("b", "TRADE FILLED 2@0 REMOVED leaves 0 cum 2").execution().tradeId();
  }

  private static void bust(final Desk desk) {
    final InstrumentActs acts = InstrumentActs.of(desk);
    desk.requireEmptyBook();
    final Trader trader = desk.trader();
    final long tradeId = trade(trader);
    acts.bust(tradeId).expect(200).expect("status", "APPLIED");
    trader.expect("a", "TRADE_CANCEL CANCELED 2@0 ADDED leaves 0 cum 0");
    trader.expect("b", "TRADE_CANCEL CANCELED 2@0 REMOVED leaves 0 cum 0");
    CaseFailure.unlessEqual(
        "execType of the trade",
        "TRADE_CANCEL",
        desk.http()
            .get("/v1/instruments/" + desk.instrument().securityId() + "/trades?limit=1")
            .expect(200)
            .body()
            .at("/items/0/execType")
            .asText());
    CaseFailure.unlessEqual(
        "execType of the last fill",
        "TRADE_CANCEL",
        desk.http()
            .get("/v1/accounts/" + desk.buyer() + "/fills?limit=1")
            .expect(200)
            .body()
            .at("/items/0/execType")
            .asText());
    acts.bust(tradeId).expectProblem(409);
    trader.expectNothingElse();
  }

  private static void correct(final Desk desk) {
    final InstrumentActs acts = InstrumentActs.of(desk);
    desk.requireEmptyBook();
    final Trader trader = desk.trader();
    final long tradeId = trade(trader);
    acts.correct(tradeId, desk.ticks(1), desk.units(1)).expect(200).expect("status", "APPLIED");
    trader.expect("a", "TRADE_CORRECT CANCELED 1@1 ADDED leaves 0 cum 1");
    trader.expect("b", "TRADE_CORRECT CANCELED 1@1 REMOVED leaves 0 cum 1");
    trader.expectNothingElse();
  }

  private static void impossible(final Desk desk) {
    final InstrumentActs acts = InstrumentActs.of(desk);
    desk.requireEmptyBook();
    final Trader trader = desk.trader();
    final long tradeId = trade(trader);
    acts.bust(999_999_999_999L).expectProblem(404);
    acts.correct(tradeId, desk.ticks(0), desk.units(3)).expectProblem(422);
    trader.expectNothingElse();
  }

  private static void within(
      final Desk desk, final BooleanSupplier condition, final String otherwise) {
    desk.await(condition, () -> otherwise, TOLD_WITHIN_NANOS);
  }
}
