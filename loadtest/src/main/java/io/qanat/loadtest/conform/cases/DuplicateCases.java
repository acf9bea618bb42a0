package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Asking again is safe; using a name for something else is refused. */
final class DuplicateCases {
  private static final String CL_ORD_ID = "clordid";

  private DuplicateCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "DUP-01",
            "The same order again gets the same report again, and is one order",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              final long reportNo = trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0").reportNo();
              trader.submit(order);
              final long again = trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0 again").reportNo();
              CaseFailure.unlessEqual("reportNo", reportNo, again);
              trader.expectNothingElse();
              expectLiveOrders(desk, trader, 1);
            }),
        wire(
            "DUP-02",
            "Another order with the same ClOrdID is refused, the first one stays",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.submit(order.withPrice(desk.ticks(-6)));
              trader.expectRefused("a", "REJECTED REJECTED DUPLICATE_ORDER");
              trader.submit(order.withOrderQty(desk.units(2)));
              trader.expectRefused("a", "REJECTED REJECTED DUPLICATE_ORDER");
              trader.status(order, 0);
              trader.expect("a", "ORDER_STATUS NEW 1@-5 leaves 1 cum 0 unnumbered");
              trader.expectNothingElse();
              expectLiveOrders(desk, trader, 1);
            }),
        wire(
            "DUP-03",
            "A refused order again is refused again, by the same report",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order =
                  trader.submit(
                      desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY)
                          .withOrderQty(desk.instrument().largestQty() + desk.units(1)));
              final long reportNo =
                  trader.expect("a", "REJECTED REJECTED INCORRECT_QUANTITY").reportNo();
              trader.submit(order);
              final long again =
                  trader.expect("a", "REJECTED REJECTED INCORRECT_QUANTITY again").reportNo();
              CaseFailure.unlessEqual("reportNo", reportNo, again);
              trader.expectNothingElse();
            }),
        wire(
            "DUP-04",
            "After a lost connection the same order again gets the same answer",
            CL_ORD_ID,
            desk -> {
              final Trader first = desk.trader();
              final OrderRequest order = first.buy("a", 1, -5, TimeInForce.GOOD_TILL_CANCEL);
              final long reportNo = first.expect("a", "NEW NEW 1@-5 leaves 1 cum 0").reportNo();
              first.wire().close();
              final Trader second = desk.trader();
              second.submit(order);
              final long again = second.expect("a", "NEW NEW 1@-5 leaves 1 cum 0 again").reportNo();
              CaseFailure.unlessEqual("reportNo", reportNo, again);
              second.expectNothingElse();
              expectLiveOrders(desk, second, 1);
            }),
        wire(
            "DUP-05",
            "The same cancel again gets the same report again",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.cancel("x", order);
              final long reportNo =
                  trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a").reportNo();
              trader.cancel("x", order);
              final long again =
                  trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a again").reportNo();
              CaseFailure.unlessEqual("reportNo", reportNo, again);
              trader.expectNothingElse();
            }),
        wire(
            "DUP-06",
            "A cancel with a used ClOrdID is refused, the orders stay",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest a = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.buy("b", 1, -6, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 1@-6 leaves 1 cum 0");
              trader.cancel("b", a);
              trader.expect("b", "refused CANCEL DUPLICATE_CLORDID NEW of a");
              trader.expectNothingElse();
              expectLiveOrders(desk, trader, 2);
            }),
        wire(
            "DUP-07",
            "The same replace again gets the same report again",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 2, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
              trader.replace("r", order, 1, -5);
              final long reportNo =
                  trader.expect("r", "REPLACED NEW 1@-5 leaves 1 cum 0 of a").reportNo();
              trader.replace("r", order, 1, -5);
              final long again =
                  trader.expect("r", "REPLACED NEW 1@-5 leaves 1 cum 0 of a again").reportNo();
              CaseFailure.unlessEqual("reportNo", reportNo, again);
              trader.expectNothingElse();
            }),
        wire(
            "DUP-08",
            "A replace with a used ClOrdID is refused, the order is as it was",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest a = trader.buy("a", 2, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
              trader.replace("a", a, 1, -5);
              trader.expect("a", "refused REPLACE DUPLICATE_CLORDID NEW of a");
              trader.status(a, 0);
              trader.expect("a", "ORDER_STATUS NEW 2@-5 leaves 2 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "DUP-09",
            "The same mass cancel again gets the same report; another one is refused",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.massCancel("m", desk.buyer(), MassActionScope.ALL_SECURITIES, 0);
              trader.expect("m", "mass ALL_SECURITIES ACCEPTED 1");
              trader.expect("a", "CANCELED CANCELED 1@-5 leaves 0 cum 0");
              trader.massCancel("m", desk.buyer(), MassActionScope.ALL_SECURITIES, 0);
              trader.expect("m", "mass ALL_SECURITIES ACCEPTED 1 again");
              trader.massCancel(
                  "m", desk.buyer(), MassActionScope.SECURITY, desk.instrument().securityId());
              trader.expect("m", "mass SECURITY REJECTED 0");
              trader.expectNothingElse();
            }),
        wire(
            "DUP-10",
            "Orders sent again at once are executed once",
            CL_ORD_ID,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.submit(order);
              trader.submit(order);
              // Asked again while it is under way, or after: pending, or the report again.
              boolean answered = false;
              for (int i = 0; i < 3; i++) {
                final String line = desk.lineOf(trader.takeAbout("a"));
                answered |= line.equals("NEW NEW 1@-5 leaves 1 cum 0");
                CaseFailure.unless(
                    List.of(
                            "NEW NEW 1@-5 leaves 1 cum 0",
                            "NEW NEW 1@-5 leaves 1 cum 0 again",
                            "PENDING_NEW PENDING_NEW 1@-5 leaves 1 cum 0 again unnumbered")
                        .contains(line),
                    "a was answered \"" + line + '"');
              }
              CaseFailure.unless(answered, "the order was never accepted");
              trader.expectNothingElse();
              expectLiveOrders(desk, trader, 1);
            }));
  }

  /** A mass cancel counts them. */
  private static void expectLiveOrders(final Desk desk, final Trader trader, final int count) {
    trader.massCancel("count", desk.buyer(), MassActionScope.ALL_SECURITIES, 0);
    trader.expect("count", "mass ALL_SECURITIES ACCEPTED " + count);
    for (int i = 0; i < count; i++) {
      trader.take("CANCELED", heard -> desk.lineOf(heard).startsWith("CANCELED"));
    }
  }
}
