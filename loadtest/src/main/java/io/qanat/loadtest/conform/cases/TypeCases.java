package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.ExecInst;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** What makes an order more than a plain one: how much is seen, what it may do, how long. */
final class TypeCases {
  private static final String TYPES = "order-types";
  private static final long GOOD_TILL_NANOS = 400_000_000L;

  private TypeCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "TYPE-01",
            "Market to limit takes the best price only and stays there",
            TYPES,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.sell("t", 1, 1, TimeInForce.DAY);
              trader.expect("t", "NEW NEW 1@1 leaves 1 cum 0");
              trader.submit(marketToLimit(desk, "b", 3), order -> {});
              trader.expect("b", "NEW NEW 3@market leaves 3 cum 0");
              trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 2 cum 1");
              trader.expectUnasked(
                  "b",
                  "RESTATED PARTIALLY_FILLED 3@0 leaves 2 cum 1",
                  ExecRestatementReason.REPRICING);
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "TYPE-02",
            "Market to limit without another side is cancelled",
            TYPES,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              trader.submit(marketToLimit(desk, "b", 1), order -> {});
              trader.expect("b", "NEW NEW 1@market leaves 1 cum 0");
              trader.expectUnasked(
                  "b", "CANCELED CANCELED 1@market leaves 0 cum 0", ExecRestatementReason.UNFILLED);
              trader.expectNothingElse();
            }),
        wire(
            "TYPE-03",
            "An iceberg's next part queues behind the orders of its price",
            TYPES,
            TypeCases::iceberg),
        wire(
            "TYPE-04",
            "What is hidden trades behind what is shown",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(
                  desk.limit("h", Side.SELL, 1, 0, TimeInForce.DAY), order -> order.displayQty(0));
              trader.expect("h", "NEW NEW 1@0 leaves 1 cum 0");
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.buy("b", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.buy("c", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("c", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("c", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("h", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "TYPE-05",
            "A post-only order rests; one that would trade is refused, and so is a replace",
            TYPES,
            TypeCases::postOnly),
        wire(
            "TYPE-06",
            "A reduce-only order needs a position and stops where it ends",
            TYPES,
            TypeCases::reduceOnly),
        wire(
            "TYPE-07",
            "MinQty executes at once, or nothing does",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.submit(
                  desk.limit("b", Side.BUY, 3, 0, TimeInForce.IMMEDIATE_OR_CANCEL),
                  order -> order.minQty(desk.units(2)));
              trader.expect("b", "NEW NEW 3@0 leaves 3 cum 0");
              trader.expectUnasked(
                  "b", "CANCELED CANCELED 3@0 leaves 0 cum 0", ExecRestatementReason.MIN_QTY);
              trader.submit(
                  desk.limit("c", Side.BUY, 3, 0, TimeInForce.IMMEDIATE_OR_CANCEL),
                  order -> order.minQty(desk.units(1)));
              trader.expect("c", "NEW NEW 3@0 leaves 3 cum 0");
              trader.expect("c", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 2 cum 1");
              trader.expectUnasked(
                  "c", "CANCELED CANCELED 3@0 leaves 0 cum 1", ExecRestatementReason.UNFILLED);
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "TYPE-08",
            "All or none goes with fill or kill, and with nothing else",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              trader.sell("s", 1, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.submit(
                  desk.limit("b", Side.BUY, 1, 0, TimeInForce.FILL_OR_KILL),
                  order -> order.execInst((short) ExecInst.ALL_OR_NONE));
              trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.submit(
                  desk.limit("c", Side.BUY, 1, 0, TimeInForce.DAY),
                  order -> order.execInst((short) ExecInst.ALL_OR_NONE));
              trader.expectRefused("c", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
              trader.expectNothingElse();
            }),
        wire(
            "TYPE-09",
            "A good-till-date order ends at its time; one whose time has passed is refused",
            TYPES,
            TypeCases::goodTillDate),
        waits("TYPE-10", TimeInForce.AT_THE_OPENING),
        waits("TYPE-11", TimeInForce.AT_THE_CLOSE),
        wire(
            "TYPE-12",
            "Quantities that are no part of the order are refused",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(
                  desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY),
                  order -> order.displayQty(desk.units(2)));
              trader.expectRefused("a", "REJECTED REJECTED INCORRECT_QUANTITY");
              trader.submit(
                  desk.limit("b", Side.BUY, 1, -5, TimeInForce.IMMEDIATE_OR_CANCEL),
                  order -> order.minQty(desk.units(2)));
              trader.expectRefused("b", "REJECTED REJECTED INCORRECT_QUANTITY");
              trader.submit(
                  desk.limit("c", Side.BUY, 1, -5, TimeInForce.DAY),
                  order -> order.minQty(desk.units(1)));
              trader.expectRefused("c", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
              trader.submit(
                  desk.limit("d", Side.BUY, 1, -5, TimeInForce.DAY), order -> order.displayQty(-1));
              trader.expectRefused("d", "not taken INVALID_FIELD");
              trader.submit(
                  desk.limit("e", Side.BUY, 1, -5, TimeInForce.DAY),
                  order -> order.execInst((short) 64));
              trader.expectRefused("e", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
              trader.expectNothingElse();
            }));
  }

  private static OrderRequest marketToLimit(final Desk desk, final String name, final int units) {
    return desk.unpriced(name, Side.BUY, OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT, units);
  }

  private static void iceberg(final Desk desk) {
    final Trader trader = desk.trader();
    trader.submit(
        desk.limit("i", Side.SELL, 3, 0, TimeInForce.DAY),
        order -> order.displayQty(desk.units(1)));
    trader.expect("i", "NEW NEW 3@0 leaves 3 cum 0");
    trader.sell("s", 1, 0, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
    trader.buy("b", 2, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("b", "NEW NEW 2@0 leaves 2 cum 0");
    trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 REMOVED leaves 1 cum 1");
    trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 2");
    trader.expect("i", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 2 cum 1");
    trader.expect("s", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
    trader.expectNothingElse();
  }

  private static void postOnly(final Desk desk) {
    final Trader trader = desk.trader();
    trader.sell("s", 1, 0, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
    trader.submit(
        desk.limit("b", Side.BUY, 1, 0, TimeInForce.DAY),
        order -> order.execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE));
    trader.expectRefused("b", "REJECTED REJECTED POST_ONLY_WOULD_TRADE");
    final OrderRequest resting =
        trader.submit(
            desk.limit("c", Side.BUY, 1, -1, TimeInForce.DAY),
            order -> order.execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE));
    trader.expect("c", "NEW NEW 1@-1 leaves 1 cum 0");
    trader.replace("r", resting, 1, 0);
    trader.expectRefused("r", "refused REPLACE POST_ONLY_WOULD_TRADE NEW of c");
    trader.expectNothingElse();
  }

  /** The buyer's account sells; it holds nothing unless it did before. */
  private static void reduceOnly(final Desk desk) {
    final Trader trader = desk.trader();
    trader.submit(
        desk.limit("n", Side.SELL, 1, 5, TimeInForce.DAY).withAccount(desk.buyer()),
        order -> order.execInst((short) ExecInst.DO_NOT_INCREASE));
    final String first = desk.lineOf(trader.takeAbout("n"));
    if (first.startsWith("NEW")) {
      throw new CaseSkipped("the account holds a position");
    }
    CaseFailure.unlessEqual("the answer to n", "REJECTED REJECTED WOULD_INCREASE_POSITION", first);
    trader.sell("s", 2, 0, TimeInForce.DAY);
    trader.expect("s", "NEW NEW 2@0 leaves 2 cum 0");
    trader.buy("b", 2, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect("b", "NEW NEW 2@0 leaves 2 cum 0");
    trader.expect("b", "TRADE FILLED 2@0 REMOVED leaves 0 cum 2");
    trader.expect("s", "TRADE FILLED 2@0 ADDED leaves 0 cum 2");
    trader.submit(desk.limit("p", Side.BUY, 3, 0, TimeInForce.DAY).withAccount(desk.seller()));
    trader.expect("p", "NEW NEW 3@0 leaves 3 cum 0");
    trader.submit(
        desk.limit("r", Side.SELL, 3, 0, TimeInForce.DAY).withAccount(desk.buyer()),
        order -> order.execInst((short) ExecInst.DO_NOT_INCREASE));
    trader.expect("r", "NEW NEW 3@0 leaves 3 cum 0");
    trader.expect("r", "TRADE PARTIALLY_FILLED 2@0 REMOVED leaves 1 cum 2");
    trader.expectUnasked(
        "r", "CANCELED CANCELED 3@0 leaves 0 cum 2", ExecRestatementReason.WOULD_INCREASE_POSITION);
    trader.expect("p", "TRADE PARTIALLY_FILLED 2@0 ADDED leaves 1 cum 2");
    trader.expectNothingElse();
  }

  private static void goodTillDate(final Desk desk) {
    final Trader trader = desk.trader();
    trader.buy("t", 1, -5, TimeInForce.DAY);
    final long now = trader.expect("t", "NEW NEW 1@-5 leaves 1 cum 0").execution().transactTime();
    trader.submit(
        desk.limit("g", Side.BUY, 1, -5, TimeInForce.GOOD_TILL_DATE),
        order -> order.expireTime(now + GOOD_TILL_NANOS));
    trader.expect("g", "NEW NEW 1@-5 leaves 1 cum 0");
    trader.expect("g", "EXPIRED EXPIRED 1@-5 leaves 0 cum 0");
    trader.submit(
        desk.limit("l", Side.BUY, 1, -5, TimeInForce.GOOD_TILL_DATE),
        order -> order.expireTime(now));
    trader.expectRefused("l", "REJECTED REJECTED TOO_LATE_TO_ENTER");
    trader.submit(desk.limit("n", Side.BUY, 1, -5, TimeInForce.GOOD_TILL_DATE), order -> {});
    trader.expectRefused("n", "not taken INVALID_FIELD");
    trader.submit(
        desk.limit("d", Side.BUY, 1, -5, TimeInForce.DAY),
        order -> order.expireTime(now + GOOD_TILL_NANOS));
    trader.expectRefused("d", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
    trader.expectNothingElse();
  }

  private static ConformCase waits(final String id, final TimeInForce timeInForce) {
    return wire(
        id,
        "An order " + timeInForce + " waits for its auction, and is cancelled while it waits",
        TYPES,
        desk -> {
          final Trader trader = desk.trader();
          final OrderRequest waiting =
              trader.submit(desk.limit("s", Side.SELL, 1, 0, timeInForce), order -> {});
          trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0 waiting");
          trader.buy("b", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
          trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
          trader.expect("b", "CANCELED CANCELED 1@0 leaves 0 cum 0");
          trader.cancel("x", waiting);
          trader.expect("x", "CANCELED CANCELED 1@0 leaves 0 cum 0 of s");
          trader.submit(
              desk.limit("h", Side.SELL, 1, 0, timeInForce), order -> order.displayQty(0));
          trader.expectRefused("h", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
          trader.expectNothingElse();
        });
  }
}
