package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Cancels, mass cancels, and asking how an order stands. */
final class CancelCases {
  private static final String CANCEL = "ordercancelrequest--21";
  private static final String MASS = "ordermassactionrequest--23";
  private static final String STATUS = "orderstatusrequest--24";
  private static final long NO_SUCH_ORDER = 1;

  private CancelCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "CXL-01",
            "An order is cancelled by its ClOrdID",
            CANCEL,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 2, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0");
              trader.cancel("x", order);
              trader.expect("x", "CANCELED CANCELED 2@-5 leaves 0 cum 0 of a");
              trader.expectNothingElse();
            }),
        wire(
            "CXL-02",
            "An order is cancelled by the hub's name of it",
            CANCEL,
            desk -> {
              final Trader trader = desk.trader();
              trader.buy("a", 2, -5, TimeInForce.GOOD_TILL_CANCEL);
              final long orderId =
                  trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0").execution().orderId();
              trader.cancel("x", desk.buyer(), orderId, "");
              trader.expect("x", "CANCELED CANCELED 2@-5 leaves 0 cum 0 of a");
              trader.expectNothingElse();
            }),
        wire(
            "CXL-03",
            "An order that is not there cannot be cancelled",
            "ordercancelreject--31",
            desk -> {
              final Trader trader = desk.trader();
              trader.cancel("x", desk.limit("never", Side.BUY, 1, 0, TimeInForce.DAY));
              trader.expect("x", "refused CANCEL UNKNOWN_ORDER REJECTED of never");
              trader.cancel("y", desk.buyer(), NO_SUCH_ORDER, "");
              trader.expect("y", "refused CANCEL UNKNOWN_ORDER REJECTED");
              trader.expectNothingElse();
            }),
        wire(
            "CXL-04",
            "A finished order cannot be cancelled",
            "ordercancelreject--31",
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest killed = trader.buy("k", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("k", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("k", "CANCELED CANCELED 1@0 leaves 0 cum 0");
              trader.cancel("x", killed);
              trader.expect("x", "refused CANCEL TOO_LATE_TO_CANCEL CANCELED of k");
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.cancel("y", order);
              trader.expect("y", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a");
              trader.cancel("z", order);
              trader.expect("z", "refused CANCEL TOO_LATE_TO_CANCEL CANCELED of a");
              trader.expectNothingElse();
            }),
        wire(
            "CXL-05",
            "Of a partly filled order the rest is cancelled",
            CANCEL,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("b", 3, 0, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 3@0 leaves 3 cum 0");
              trader.sell("s", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("s", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("b", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 2 cum 1");
              trader.cancel("x", order);
              trader.expect("x", "CANCELED CANCELED 3@0 leaves 0 cum 1 of b");
              trader.expectNothingElse();
            }),
        wire(
            "CXL-06",
            "A second cancel while the first is under way is refused",
            "refusals-and-what-to-do-about-them",
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.cancel("x", order);
              trader.cancel("y", order);
              trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a");
              // It is decided by which came first to the hub's core: the cancel, or its end.
              final String second = desk.lineOf(trader.takeAbout("y"));
              CaseFailure.unless(
                  second.equals("refused CANCEL ALREADY_PENDING PENDING_CANCEL of a")
                      || second.equals("refused CANCEL TOO_LATE_TO_CANCEL CANCELED of a"),
                  "the second cancel was answered \"" + second + '"');
              trader.expectNothingElse();
            }),
        wire(
            "CXL-07",
            "A cancel that names no order is not taken",
            CANCEL,
            desk -> {
              final Trader trader = desk.trader();
              trader.cancel("x", desk.buyer(), 0, "");
              trader.expect("x", "not taken INVALID_FIELD");
              trader.cancel("y", desk.buyer(), -1, "");
              trader.expect("y", "not taken INVALID_FIELD");
              trader.expectNothingElse();
            }),
        wire(
            "MASS-01",
            "All orders of an account in one instrument are cancelled",
            MASS,
            desk -> {
              final Trader trader = desk.trader();
              final long orders = placeThree(trader);
              trader.massCancel(
                  "m", desk.buyer(), MassActionScope.SECURITY, desk.instrument().securityId());
              trader.expect("m", "mass SECURITY ACCEPTED " + orders);
              expectCancelled(desk, trader, orders);
              trader.expectNothingElse();
            }),
        wire(
            "MASS-02",
            "Orders in other instruments stay",
            MASS,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              final OrderMassActionReportDecoder report = massCancelElsewhere(desk, trader);
              CaseFailure.unlessEqual("totalAffectedOrders", 0L, report.totalAffectedOrders());
              trader.status(order, 0);
              trader.expect("a", "ORDER_STATUS NEW 1@-5 leaves 1 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "MASS-03",
            "All orders of an account are cancelled, those of another stay",
            MASS,
            desk -> {
              final Trader trader = desk.trader();
              final long orders = placeThree(trader);
              final OrderRequest other = trader.sell("s", 1, 5, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@5 leaves 1 cum 0");
              trader.massCancel("m", desk.buyer(), MassActionScope.ALL_SECURITIES, 0);
              final boolean one = desk.buyer() == desk.seller();
              trader.expect("m", "mass ALL_SECURITIES ACCEPTED " + (one ? orders + 1 : orders));
              expectCancelled(desk, trader, one ? orders + 1 : orders);
              trader.status(other, 0);
              trader.expect(
                  "s",
                  one
                      ? "ORDER_STATUS CANCELED 1@5 leaves 0 cum 0 unnumbered"
                      : "ORDER_STATUS NEW 1@5 leaves 1 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "MASS-04",
            "All orders of all accounts of the partner are cancelled",
            MASS,
            desk -> {
              final Trader trader = desk.trader();
              final long orders = placeThree(trader);
              trader.sell("s", 1, 5, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@5 leaves 1 cum 0");
              trader.massCancel("m", 0, MassActionScope.PARTNER, 0);
              trader.expect("m", "mass PARTNER ACCEPTED 0 unnumbered");
              expectCancelled(desk, trader, orders + 1);
              trader.expectNothingElse();
            }),
        wire(
            "MASS-05",
            "With nothing to cancel a mass cancel is accepted",
            "ordermassactionreport--32",
            desk -> {
              final Trader trader = desk.trader();
              trader.massCancel("m", desk.buyer(), MassActionScope.ALL_SECURITIES, 0);
              trader.expect("m", "mass ALL_SECURITIES ACCEPTED 0");
              trader.expectNothingElse();
            }),
        wire(
            "STAT-01",
            "An order's status is told by either of its names",
            STATUS,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 2, -5, TimeInForce.DAY);
              final long orderId =
                  trader.expect("a", "NEW NEW 2@-5 leaves 2 cum 0").execution().orderId();
              trader.status(order, 0);
              trader.expect("a", "ORDER_STATUS NEW 2@-5 leaves 2 cum 0 unnumbered");
              trader.status(order, orderId);
              trader.expect("a", "ORDER_STATUS NEW 2@-5 leaves 2 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "STAT-02",
            "A finished order's status is told",
            STATUS,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest order = trader.buy("a", 2, 0, TimeInForce.FILL_OR_KILL);
              trader.expect("a", "NEW NEW 2@0 leaves 2 cum 0");
              trader.expect("a", "CANCELED CANCELED 2@0 leaves 0 cum 0");
              trader.status(order, 0);
              trader.expect("a", "ORDER_STATUS CANCELED 2@0 leaves 0 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "STAT-03",
            "An order that is not there has no status",
            STATUS,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest never = desk.limit("n", Side.BUY, 1, 0, TimeInForce.DAY);
              trader.status(never, 0);
              trader.expect("n", "not taken UNKNOWN_ID");
              trader.status(never, NO_SUCH_ORDER);
              trader.expect("n", "not taken UNKNOWN_ID");
              trader.expectNothingElse();
            }));
  }

  private static long placeThree(final Trader trader) {
    for (final String name : List.of("a", "b", "c")) {
      trader.buy(name, 1, -5, TimeInForce.DAY);
      trader.expect(name, "NEW NEW 1@-5 leaves 1 cum 0");
    }
    return 3;
  }

  private static void expectCancelled(final Desk desk, final Trader trader, final long orders) {
    for (long i = 0; i < orders; i++) {
      trader.take(
          orders + " reports of CANCELED",
          heard -> desk.lineOf(heard).startsWith("CANCELED CANCELED "));
    }
  }

  private static OrderMassActionReportDecoder massCancelElsewhere(
      final Desk desk, final Trader trader) {
    trader.massCancel(
        "m",
        desk.buyer(),
        MassActionScope.SECURITY,
        desk.instruments().stream().mapToLong(i -> i.securityId()).max().orElse(0) + 1);
    return trader.takeAbout("m").massAction();
  }
}
