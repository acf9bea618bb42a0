package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Changing orders: what keeps its place, what loses it, what is refused. */
final class ReplaceCases {
  private static final String REPLACE = "ordercancelreplacerequest--22";
  private static final String REJECT = "ordercancelreject--31";
  private static final String CROSSING = "replace-and-cancel-while-the-order-trades";

  /** In the year 2100. */
  private static final long LATE = 4_102_444_800_000_000_000L;

  private ReplaceCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "RPL-01",
            "Less at the same price keeps the place in the queue",
            REPLACE,
            desk -> firstServed(desk, 1, 0, "r", "TRADE FILLED 1@0 ADDED leaves 0 cum 1")),
        wire(
            "RPL-02",
            "More at the same price goes to the end of the queue",
            REPLACE,
            desk -> firstServed(desk, 3, 0, "q", "TRADE FILLED 1@0 ADDED leaves 0 cum 1")),
        wire(
            "RPL-03",
            "Another price and back goes to the end of the queue",
            REPLACE,
            ReplaceCases::awayAndBack),
        wire(
            "RPL-04",
            "A replace that crosses trades at once",
            REPLACE,
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 1, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@1 leaves 1 cum 0");
              final OrderRequest bid = trader.buy("b", 2, -1, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 2@-1 leaves 2 cum 0");
              trader.replace("r", bid, 2, 1);
              trader.expect("r", "REPLACED NEW 2@1 leaves 2 cum 0 of b");
              trader.expect("r", "TRADE PARTIALLY_FILLED 1@1 REMOVED leaves 1 cum 1");
              trader.expect("s", "TRADE FILLED 1@1 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "RPL-05",
            "The new total includes what is executed",
            REPLACE,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = partlyFilled(trader);
              trader.replace("r", order, 2, 0);
              trader.expect("r", "REPLACED PARTIALLY_FILLED 2@0 leaves 1 cum 1 of b");
              trader.expectNothingElse();
            }),
        wire(
            "RPL-06",
            "A total that is executed already is refused, the order is as it was",
            REJECT,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = partlyFilled(trader);
              trader.replace("r", order, 1, 0);
              trader.expect("r", "refused REPLACE BELOW_CUM_QTY PARTIALLY_FILLED of b");
              trader.status(order, 0);
              trader.expect("b", "ORDER_STATUS PARTIALLY_FILLED 3@0 leaves 2 cum 1 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "RPL-07",
            "After a replace the order goes by the new ClOrdID",
            REPLACE,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 2, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
              trader.replace("r", order, 2, -6);
              trader.expect("r", "REPLACED NEW 2@-6 leaves 2 cum 0 of a");
              trader.cancel("x", desk.limit("r", Side.BUY, 2, -6, TimeInForce.DAY));
              trader.expect("x", "CANCELED CANCELED 2@-6 leaves 0 cum 0 of r");
              trader.expectNothingElse();
            }),
        wire(
            "RPL-08",
            "An order that is not there, or is finished, cannot be replaced",
            REJECT,
            desk -> {
              final Trader trader = desk.trader();
              trader.replace("r", desk.limit("n", Side.BUY, 1, -5, TimeInForce.DAY), 1, -6);
              trader.expect("r", "refused REPLACE UNKNOWN_ORDER REJECTED of n");
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.cancel("x", order);
              trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a");
              trader.replace("t", order, 1, -6);
              trader.expect("t", "refused REPLACE TOO_LATE_TO_CANCEL CANCELED of a");
              trader.expectNothingElse();
            }),
        refused(
            "RPL-09",
            "A price that is no multiple of the tick is refused",
            "INVALID_PRICE_INCREMENT",
            desk -> desk.units(2),
            desk -> Skips.offTick(desk.instrument(), desk.ticks(-5))),
        refused(
            "RPL-10",
            "A price beyond the limits is refused",
            "PRICE_EXCEEDS_BAND",
            desk -> desk.units(2),
            desk -> desk.instrument().highestPrice() + desk.instrument().tickSize()),
        refused(
            "RPL-11",
            "A quantity that is too large is refused",
            "INCORRECT_QUANTITY",
            desk -> desk.instrument().largestQty() + desk.instrument().lotSize(),
            desk -> desk.ticks(-5)),
        refused(
            "RPL-12",
            "A price that is not above 0 is refused",
            "PRICE_NOT_POSITIVE",
            desk -> desk.units(2),
            desk -> Skips.notPositive(desk.instrument())),
        wire(
            "RPL-13",
            "An order goes by every ClOrdID it has had",
            CROSSING,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 3, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 3@-5 leaves 3 cum 0");
              trader.replace("r", order, 2, -5);
              trader.expect("r", "REPLACED NEW 2@-5 leaves 2 cum 0 of a");
              trader.replace("t", order, 1, -5);
              trader.expectRefused("t", "REPLACED NEW 1@-5 leaves 1 cum 0 of r");
              trader.cancel("x", order);
              trader.expectRefused("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of t");
              trader.expectNothingElse();
            }),
        wire("RPL-14", "Only what a replace names changes", REPLACE, ReplaceCases::specials),
        wire(
            "RPL-15",
            "A replace of what the order does not have is refused",
            REJECT,
            ReplaceCases::notThere),
        wire(
            "RPL-16",
            "A fill crosses a cancel: it counts, the cancel is too late",
            CROSSING,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, 0, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@0 leaves 1 cum 0");
              sellAndHear(trader, "s", 1);
              trader.cancel("x", order);
              trader.expect("a", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expect("x", "refused CANCEL TOO_LATE_TO_CANCEL FILLED of a");
              trader.expectNothingElse();
            }),
        wire(
            "RPL-17",
            "A fill crosses a replace: a total below it is refused",
            CROSSING,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 3, 0, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 3@0 leaves 3 cum 0");
              sellAndHear(trader, "s", 2);
              trader.replace("r", order, 1, 0);
              final String fill = desk.lineOf(trader.takeAbout("a"));
              CaseFailure.unless(
                  // Which one depends on whether the account heard of the fill first.
                  fill.equals("TRADE PARTIALLY_FILLED 2@0 ADDED leaves 1 cum 2")
                      || fill.equals("TRADE PENDING_REPLACE 2@0 ADDED leaves 1 cum 2"),
                  "the fill was told as \"" + fill + '"');
              trader.expect("r", "refused REPLACE BELOW_CUM_QTY PARTIALLY_FILLED of a");
              trader.expectNothingElse();
            }));
  }

  /** The sale has traded when this returns; its other side may not have been told. */
  private static void sellAndHear(final Trader trader, final String name, final int units) {
    trader.sell(name, units, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect(name, "NEW NEW " + units + "@0 leaves " + units + " cum 0");
    trader.expect(name, "TRADE FILLED " + units + "@0 REMOVED leaves 0 cum " + units);
  }

  private static void specials(final Desk desk) {
    final Trader trader = desk.trader();
    final OrderRequest order =
        trader.submit(
            desk.limit("a", Side.BUY, 3, -5, TimeInForce.GOOD_TILL_DATE),
            special -> special.displayQty(desk.units(1)).expireTime(LATE));
    trader.expect("a", "NEW NEW 3@-5 leaves 3 cum 0");
    trader.replace(
        "r", order, desk.units(3), desk.ticks(-5), replace -> replace.displayQty(desk.units(2)));
    final ExecutionReportDecoder shown =
        trader.expect("r", "REPLACED NEW 3@-5 leaves 3 cum 0 of a").execution();
    CaseFailure.unlessEqual("displayQty", desk.units(2), shown.displayQty());
    CaseFailure.unlessEqual("expireTime", LATE, shown.expireTime());
    trader.replace(
        "t", order, desk.units(3), desk.ticks(-5), replace -> replace.expireTime(LATE + 1));
    final ExecutionReportDecoder later =
        trader.expectRefused("t", "REPLACED NEW 3@-5 leaves 3 cum 0 of r").execution();
    CaseFailure.unlessEqual("displayQty", desk.units(2), later.displayQty());
    CaseFailure.unlessEqual("expireTime", LATE + 1, later.expireTime());
    trader.expectNothingElse();
  }

  private static void notThere(final Desk desk) {
    final Trader trader = desk.trader();
    final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
    trader.replace(
        "r", order, desk.units(1), desk.ticks(-5), replace -> replace.stopPx(desk.ticks(1)));
    trader.expect("r", "refused REPLACE OTHER NEW of a");
    trader.replace("t", order, desk.units(1), desk.ticks(-5), replace -> replace.expireTime(LATE));
    trader.expect("t", "refused REPLACE OTHER NEW of a");
    trader.replace(
        "u", order, desk.units(1), desk.ticks(-5), replace -> replace.displayQty(desk.units(2)));
    trader.expect("u", "refused REPLACE INCORRECT_QUANTITY NEW of a");
    trader.replace("v", order, desk.units(1), Fixed8.NULL, replace -> {});
    trader.expect("v", "refused REPLACE OTHER NEW of a");
    trader.expectNothingElse();
  }

  /** What a replace asks for, scaled by 10^8. */
  private interface Wanted {
    long of(Desk desk);
  }

  private static ConformCase refused(
      final String id,
      final String title,
      final String reason,
      final Wanted quantity,
      final Wanted price) {
    return wire(
        id,
        title,
        REJECT,
        desk -> {
          final Trader trader = desk.trader();
          final OrderRequest order = trader.buy("a", 2, -5, TimeInForce.DAY);
          trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
          trader.replace("r", order, quantity.of(desk), price.of(desk));
          trader.expect("r", "refused REPLACE " + reason + " NEW of a");
          trader.status(order, 0);
          trader.expect("a", "ORDER_STATUS NEW 2@-5 leaves 2 cum 0 unnumbered");
          trader.expectNothingElse();
        });
  }

  private static OrderRequest partlyFilled(final Trader trader) {
    final OrderRequest order = trader.buy("b", 3, 0, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 3@0 leaves 3 cum 0");
    trader.sell("s", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
    trader.expect("s", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 2 cum 1");
    return order;
  }

  /** Two bids of one price, the first replaced: who is served then? */
  private static void firstServed(
      final Desk desk, final int units, final int ticks, final String who, final String line) {
    final Trader trader = desk.trader();
    final OrderRequest first = trader.buy("p", 2, 0, TimeInForce.DAY);
    trader.expect("p", "NEW NEW 2@0 leaves 2 cum 0");
    trader.buy("q", 1, 0, TimeInForce.DAY);
    trader.expect("q", "NEW NEW 1@0 leaves 1 cum 0");
    trader.replace("r", first, units, ticks);
    trader.expect("r", "REPLACED NEW " + units + "@0 leaves " + units + " cum 0 of p");
    trader.sell("s", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
    trader.expect("s", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    trader.expect(who, line);
    trader.expectNothingElse();
  }

  private static void awayAndBack(final Desk desk) {
    final Trader trader = desk.trader();
    final OrderRequest first = trader.buy("p", 1, 0, TimeInForce.DAY);
    trader.expect("p", "NEW NEW 1@0 leaves 1 cum 0");
    trader.buy("q", 1, 0, TimeInForce.DAY);
    trader.expect("q", "NEW NEW 1@0 leaves 1 cum 0");
    trader.replace("r", first, 1, -1);
    trader.expect("r", "REPLACED NEW 1@-1 leaves 1 cum 0 of p");
    trader.replace("t", desk.limit("r", Side.BUY, 1, -1, TimeInForce.DAY), 1, 0);
    trader.expect("t", "REPLACED NEW 1@0 leaves 1 cum 0 of r");
    trader.sell("s", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
    trader.expect("s", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    trader.expect("q", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
    trader.expectNothingElse();
  }
}
