package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Every new order, each kind with each time in force. */
final class OrderCases {
  private static final String ORDER = "newordersingle--20";
  private static final String TIME_IN_FORCE = "code-sets";

  private OrderCases() {}

  static List<ConformCase> all() {
    return List.of(
        rests("ORD-01", "A limit order for the day rests", TimeInForce.DAY),
        rests("ORD-02", "A limit order until cancelled rests", TimeInForce.GOOD_TILL_CANCEL),
        wire(
            "ORD-03",
            "Immediate or cancel: without a match it is cancelled",
            TIME_IN_FORCE,
            desk -> {
              final Trader trader = desk.trader();
              trader.buy("a", 2, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("a", "NEW NEW 2@0 leaves 2 cum 0");
              trader.expect("a", "CANCELED CANCELED 2@0 leaves 0 cum 0");
              trader.expectNothingElse();
            }),
        wire(
            "ORD-04",
            "Immediate or cancel: what matches trades, the rest is cancelled",
            TIME_IN_FORCE,
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.buy("b", 3, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("b", "NEW NEW 3@0 leaves 3 cum 0");
              trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 2 cum 1");
              trader.expect("b", "CANCELED CANCELED 3@0 leaves 0 cum 1");
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "ORD-05",
            "Fill or kill: what cannot trade wholly does not trade",
            TIME_IN_FORCE,
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.buy("b", 2, 0, TimeInForce.FILL_OR_KILL);
              trader.expect("b", "NEW NEW 2@0 leaves 2 cum 0");
              trader.expect("b", "CANCELED CANCELED 2@0 leaves 0 cum 0");
              trader.expectNothingElse();
            }),
        wire(
            "ORD-06",
            "Fill or kill: what can trade wholly does, over several orders",
            TIME_IN_FORCE,
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s1", 1, 0, TimeInForce.DAY);
              trader.expect("s1", "NEW NEW 1@0 leaves 1 cum 0");
              trader.sell("s2", 2, 1, TimeInForce.DAY);
              trader.expect("s2", "NEW NEW 2@1 leaves 2 cum 0");
              trader.buy("b", 3, 1, TimeInForce.FILL_OR_KILL);
              trader.expect("b", "NEW NEW 3@1 leaves 3 cum 0");
              trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 2 cum 1");
              trader.expect("b", "TRADE FILLED 2@1 REMOVED leaves 0 cum 3");
              trader.expect("s1", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expect("s2", "TRADE FILLED 2@1 ADDED leaves 0 cum 2");
              trader.expectNothingElse();
            }),
        marketTakes("ORD-07", TimeInForce.DAY),
        marketTakes("ORD-08", TimeInForce.GOOD_TILL_CANCEL),
        marketTakes("ORD-09", TimeInForce.IMMEDIATE_OR_CANCEL),
        wire(
            "ORD-10",
            "A market order to fill or kill: what cannot trade wholly does not trade",
            TIME_IN_FORCE,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.market("b", Side.BUY, 2, TimeInForce.FILL_OR_KILL);
              trader.expect("b", "NEW NEW 2@market leaves 2 cum 0");
              trader.expect("b", "CANCELED CANCELED 2@market leaves 0 cum 0");
              trader.market("c", Side.BUY, 1, TimeInForce.FILL_OR_KILL);
              trader.expect("c", "NEW NEW 1@market leaves 1 cum 0");
              trader.expect("c", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "ORD-11",
            "A market order to sell into an empty book is cancelled",
            ORDER,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              trader.market("s", Side.SELL, 1, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@market leaves 1 cum 0");
              trader.expect("s", "CANCELED CANCELED 1@market leaves 0 cum 0");
              trader.expectNothingElse();
            }),
        wire(
            "ORD-12",
            "A trade is at the resting order's price",
            "orders",
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.buy("b", 1, 0, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.sell("t", 1, -1, TimeInForce.DAY);
              trader.expect("t", "NEW NEW 1@-1 leaves 1 cum 0");
              trader.buy("c", 1, 0, TimeInForce.DAY);
              trader.expect("c", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("c", "TRADE FILLED 1@-1 REMOVED leaves 0 cum 1");
              trader.expect("t", "TRADE FILLED 1@-1 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire("ORD-13", "Better prices first, then older orders", "orders", OrderCases::priority),
        wire(
            "ORD-14",
            "What remains of an incoming order rests",
            "orders",
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.buy("b", 3, 0, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 3@0 leaves 3 cum 0");
              trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 2 cum 1");
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.sell("t", 2, 0, TimeInForce.DAY);
              trader.expect("t", "NEW NEW 2@0 leaves 2 cum 0");
              trader.expect("t", "TRADE FILLED 2@0 REMOVED leaves 0 cum 2");
              trader.expect("b", "TRADE FILLED 2@0 ADDED leaves 0 cum 3");
              trader.expectNothingElse();
            }),
        wire(
            "ORD-15",
            "Both sides of a trade are told the same trade, and each other's public names",
            "executionreport--30",
            OrderCases::bothSides),
        wire(
            "ORD-16",
            "Orders at the limits of price and quantity are taken",
            "securitydefinition--4",
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(
                  desk.limit("low", Side.BUY, 1, 0, TimeInForce.DAY)
                      .withPrice(desk.instrument().lowestPrice()));
              OrderCases.expectTaken(desk, trader, "low");
              trader.submit(
                  desk.limit("high", Side.SELL, 1, 0, TimeInForce.DAY)
                      .withPrice(desk.instrument().highestPrice()));
              OrderCases.expectTaken(desk, trader, "high");
              trader.submit(
                  desk.limit("large", Side.BUY, 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL)
                      .withPrice(desk.instrument().lowestPrice())
                      .withOrderQty(desk.instrument().largestQty()));
              final String large = desk.lineOf(trader.takeAbout("large"));
              CaseFailure.unless(
                  large.startsWith("NEW") || large.equals("REJECTED REJECTED INSUFFICIENT_FUNDS"),
                  "the largest order was answered \"" + large + '"');
            }),
        wire(
            "ORD-17",
            "An order that makes no sense is refused with its field named, and takes no report",
            ORDER,
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(desk.limit("zero", Side.BUY, 1, -5, TimeInForce.DAY).withOrderQty(0));
              trader.expect("zero", "not taken INVALID_FIELD");
              trader.submit(
                  desk.limit("less", Side.BUY, 1, -5, TimeInForce.DAY)
                      .withOrderQty(-desk.units(1)));
              trader.expect("less", "not taken INVALID_FIELD");
              trader.submit(
                  desk.limit("nopx", Side.BUY, 1, -5, TimeInForce.DAY)
                      .withPrice(io.qanat.codecs.value.Fixed8.NULL));
              trader.expect("nopx", "not taken INVALID_FIELD");
              trader.submit(desk.limit("type", Side.BUY, 1, -5, TimeInForce.NULL_VAL));
              trader.expect("type", "not taken INVALID_FIELD");
              trader.expectNothingElse();
            }));
  }

  private static ConformCase rests(
      final String id, final String title, final TimeInForce timeInForce) {
    return wire(
        id,
        title,
        TIME_IN_FORCE,
        desk -> {
          final Trader trader = desk.trader();
          trader.buy("b", 2, -3, timeInForce);
          trader.expect("b", "NEW NEW 2@-3 leaves 2 cum 0");
          final OrderRequest offer = trader.sell("s", 1, 3, timeInForce);
          trader.expect("s", "NEW NEW 1@3 leaves 1 cum 0");
          trader.status(offer, 0);
          trader.expect("s", "ORDER_STATUS NEW 1@3 leaves 1 cum 0 unnumbered");
          trader.expectNothingElse();
        });
  }

  private static ConformCase marketTakes(final String id, final TimeInForce timeInForce) {
    return wire(
        id,
        "A market order " + timeInForce + " takes what is there, the rest is cancelled",
        TIME_IN_FORCE,
        desk -> {
          desk.requireEmptyBook();
          final Trader trader = desk.trader();
          trader.sell("s1", 1, 0, TimeInForce.DAY);
          trader.expect("s1", "NEW NEW 1@0 leaves 1 cum 0");
          trader.sell("s2", 1, 2, TimeInForce.DAY);
          trader.expect("s2", "NEW NEW 1@2 leaves 1 cum 0");
          trader.market("b", Side.BUY, 3, timeInForce);
          trader.expect("b", "NEW NEW 3@market leaves 3 cum 0");
          trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 2 cum 1");
          trader.expect("b", "TRADE PARTIALLY_FILLED 1@2 REMOVED leaves 1 cum 2");
          trader.expect("b", "CANCELED CANCELED 3@market leaves 0 cum 2");
          trader.expect("s1", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
          trader.expect("s2", "TRADE FILLED 1@2 ADDED leaves 0 cum 1");
          trader.expectNothingElse();
        });
  }

  private static void expectTaken(final Desk desk, final Trader trader, final String name) {
    final String line = desk.lineOf(trader.takeAbout(name));
    CaseFailure.unless(line.startsWith("NEW NEW "), name + " was answered \"" + line + '"');
  }

  private static void priority(final Desk desk) {
    final Trader trader = desk.trader();
    trader.sell("late", 1, 1, TimeInForce.DAY);
    trader.expect("late", "NEW NEW 1@1 leaves 1 cum 0");
    trader.sell("first", 1, 0, TimeInForce.DAY);
    trader.expect("first", "NEW NEW 1@0 leaves 1 cum 0");
    trader.sell("second", 1, 0, TimeInForce.DAY);
    trader.expect("second", "NEW NEW 1@0 leaves 1 cum 0");
    trader.buy("b1", 1, 1, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("b1", "NEW NEW 1@1 leaves 1 cum 0");
    trader.expect("b1", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    trader.expect("first", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
    trader.buy("b2", 1, 1, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("b2", "NEW NEW 1@1 leaves 1 cum 0");
    trader.expect("b2", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    trader.expect("second", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
    trader.expectNothingElse();
  }

  private static void bothSides(final Desk desk) {
    final Trader trader = desk.trader();
    trader.sell("s", 2, 0, TimeInForce.DAY);
    final ExecutionReportDecoder resting =
        trader.expect("s", "NEW NEW 2@0 leaves 2 cum 0").execution();
    trader.buy("b", 1, 0, TimeInForce.DAY);
    final ExecutionReportDecoder incoming =
        trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0").execution();
    final ExecutionReportDecoder bought =
        trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1").execution();
    final ExecutionReportDecoder sold =
        trader.expect("s", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 1 cum 1").execution();
    CaseFailure.unlessEqual("tradeId of the other side", bought.tradeId(), sold.tradeId());
    CaseFailure.unlessEqual(
        "contraMdOrderId of the buyer", resting.mdOrderId(), bought.contraMdOrderId());
    CaseFailure.unlessEqual(
        "contraMdOrderId of the seller", incoming.mdOrderId(), sold.contraMdOrderId());
    CaseFailure.unlessEqual("orderId of the fill", incoming.orderId(), bought.orderId());
    CaseFailure.unlessEqual("orderId of the fill", resting.orderId(), sold.orderId());
    CaseFailure.unless(incoming.orderId() != resting.orderId(), "both orders have one orderId");
    trader.expectNothingElse();
  }
}
