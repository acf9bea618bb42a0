package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Instrument;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Every refusal of a new order, with its reason; a refused order never was one. */
final class RejectCases {
  private static final String REFUSALS = "refusals-and-what-to-do-about-them";
  private static final int UNKNOWN = 1_000_000;
  private static final int MANY = 400;
  private static final int MANY_REPORTS = 4_000;

  private RejectCases() {}

  static List<ConformCase> all() {
    return List.of(
        refused(
            "REJ-01",
            "An instrument that is not there",
            "UNKNOWN_SYMBOL",
            desk ->
                good(desk)
                    .withSecurityId(
                        desk.instruments().stream()
                                .mapToLong(Instrument::securityId)
                                .max()
                                .orElse(0)
                            // Not all of them may have been heard of.
                            + UNKNOWN)),
        refused(
            "REJ-02",
            "A quantity that is no multiple of the lot",
            "INCORRECT_QUANTITY",
            desk -> good(desk).withOrderQty(Skips.offLot(desk.instrument(), desk.units(1)))),
        refused(
            "REJ-03",
            "A quantity below the smallest",
            "INCORRECT_QUANTITY",
            desk -> {
              final long less = desk.units(1) - desk.instrument().lotSize();
              if (less <= 0) {
                throw new CaseSkipped("the smallest order is one lot");
              }
              return good(desk).withOrderQty(less);
            }),
        refused(
            "REJ-04",
            "A quantity above the largest",
            "INCORRECT_QUANTITY",
            desk ->
                good(desk)
                    .withOrderQty(desk.instrument().largestQty() + desk.instrument().lotSize())),
        refused(
            "REJ-05",
            "A price that is no multiple of the tick",
            "INVALID_PRICE_INCREMENT",
            desk -> good(desk).withPrice(Skips.offTick(desk.instrument(), desk.ticks(-5)))),
        refused(
            "REJ-06",
            "A price above the limits",
            "PRICE_EXCEEDS_BAND",
            desk ->
                good(desk)
                    .withPrice(desk.instrument().highestPrice() + desk.instrument().tickSize())),
        refused(
            "REJ-07",
            "A price below the limits",
            "PRICE_EXCEEDS_BAND",
            desk -> {
              final long below = desk.instrument().lowestPrice() - desk.instrument().tickSize();
              if (below <= 0 && !desk.instrument().nonPositivePricesAllowed()) {
                throw new CaseSkipped("no positive price is below the limits");
              }
              return good(desk).withPrice(below);
            }),
        refused(
            "REJ-08",
            "A price that is not above 0",
            "PRICE_NOT_POSITIVE",
            desk -> good(desk).withPrice(Skips.notPositive(desk.instrument()))),
        refused(
            "REJ-09",
            "A market order with a price",
            "UNSUPPORTED_ORDER_CHARACTERISTIC",
            desk -> desk.marketWithPrice("a")),
        wire(
            "REJ-10",
            "Refused: more than the account can afford",
            REFUSALS,
            desk -> {
              final long poor = Skips.account(desk.target().poorAccount(), "--poor-account");
              final Trader trader = desk.trader();
              trader.claim(poor);
              trader.submit(
                  desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY)
                      .withAccount(poor)
                      .withOrderQty(desk.instrument().largestQty()));
              trader.expectRefused("a", "REJECTED REJECTED INSUFFICIENT_FUNDS");
              trader.acknowledgeAll(poor);
              trader.expectNothingElse(poor);
            }),
        wire("REJ-11", "Refused: the instrument does not trade now", REFUSALS, RejectCases::halted),
        wire("REJ-12", "Refused: too many orders rest", REFUSALS, RejectCases::tooManyLiveOrders),
        wire(
            "REJ-13",
            "Refused: too many reports are not acknowledged; with ReportAck it goes on",
            "reports",
            RejectCases::tooManyReports));
  }

  /** Makes an order that must be refused. */
  private interface Bad {
    OrderRequest order(Desk desk);
  }

  private static OrderRequest good(final Desk desk) {
    return desk.limit("a", Side.BUY, 1, -5, TimeInForce.DAY);
  }

  private static ConformCase refused(
      final String id, final String what, final String reason, final Bad bad) {
    return wire(
        id,
        "Refused: " + Character.toLowerCase(what.charAt(0)) + what.substring(1),
        REFUSALS,
        desk -> {
          final OrderRequest order = bad.order(desk);
          final Trader trader = desk.trader();
          trader.submit(order);
          final ExecutionReportDecoder report =
              trader.expect("a", "REJECTED REJECTED " + reason).execution();
          CaseFailure.unlessEqual("mdOrderId", 0L, report.mdOrderId());
          CaseFailure.unless(report.reportNo() > 0, "a refusal is a numbered report");
          trader.cancel("x", order);
          trader.expect("x", "refused CANCEL TOO_LATE_TO_CANCEL REJECTED of a");
          trader.expectNothingElse();
        });
  }

  private static void halted(final Desk desk) {
    final List<Instrument> halted =
        desk.instruments().stream()
            .filter(i -> i.status() != SecurityTradingStatus.READY_TO_TRADE)
            .toList();
    final Trader trader = desk.trader();
    int number = 0;
    for (final Instrument instrument : halted) {
      final String name = "h" + number++;
      trader.submit(
          desk.limit(name, Side.BUY, 1, 0, TimeInForce.DAY)
              .withSecurityId(instrument.securityId())
              .withPrice(instrument.lowestPrice())
              .withOrderQty(instrument.unit()));
      final OrdRejReason reason = trader.takeAbout(name).execution().ordRejReason();
      if (reason != OrdRejReason.UNKNOWN_SYMBOL) {
        CaseFailure.unlessEqual("ordRejReason", OrdRejReason.EXCHANGE_CLOSED, reason);
        trader.expectNothingElse();
        return;
      }
    }
    haltedByUs(desk, trader);
  }

  /** Where nothing is halted an operator halts what we trade. */
  private static void haltedByUs(final Desk desk, final Trader trader) {
    final InstrumentActs acts = InstrumentActs.of(desk);
    desk.requireEmptyBook();
    try {
      acts.status("TRADING_HALT");
      trader.buy("a", 1, -5, TimeInForce.DAY);
      trader.expect("a", "REJECTED REJECTED EXCHANGE_CLOSED");
      trader.expectNothingElse();
    } finally {
      acts.status("READY_TO_TRADE");
    }
  }

  private static void tooManyLiveOrders(final Desk desk) {
    final Trader trader = desk.trader();
    for (int i = 0; i < MANY; i++) {
      final String name = "o" + i;
      trader.buy(name, 1, -5, TimeInForce.DAY);
      final String line = desk.lineOf(trader.takeAbout(name));
      trader.acknowledgeAll(desk.buyer());
      if (line.startsWith("REJECTED")) {
        CaseFailure.unlessEqual("the answer", "REJECTED REJECTED TOO_MANY_LIVE_ORDERS", line);
        trader.cancel("x", desk.limit("o0", Side.BUY, 1, -5, TimeInForce.DAY));
        trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of o0");
        trader.buy("more", 1, -5, TimeInForce.DAY);
        trader.expect("more", "NEW NEW 1@-5 leaves 1 cum 0");
        return;
      }
      CaseFailure.unlessEqual("the answer", "NEW NEW 1@-5 leaves 1 cum 0", line);
    }
    throw new CaseSkipped("more than " + MANY + " orders may rest");
  }

  /** Refused cancels are reports, and no throttle holds them back. */
  private static void tooManyReports(final Desk desk) {
    final Trader trader = desk.trader();
    final OrderRequest never = desk.limit("n", Side.BUY, 1, -5, TimeInForce.DAY);
    for (int i = 0; i < MANY_REPORTS; i += 50) {
      for (int k = 0; k < 50; k++) {
        trader.cancel("x" + (i + k), never);
      }
      for (int k = 0; k < 50; k++) {
        trader.expect("x" + (i + k), "refused CANCEL UNKNOWN_ORDER REJECTED of n");
      }
      final String name = "o" + i;
      trader.buy(name, 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
      final String line = desk.lineOf(trader.takeAbout(name));
      if (line.startsWith("REJECTED")) {
        CaseFailure.unlessEqual(
            "the answer", "REJECTED REJECTED TOO_MANY_UNACKNOWLEDGED_REPORTS", line);
        trader.acknowledgeAll(desk.buyer());
        trader.buy("more", 1, -5, TimeInForce.DAY);
        trader.expect("more", "NEW NEW 1@-5 leaves 1 cum 0");
        trader.expectNothingElse();
        return;
      }
      trader.expect(name, "CANCELED CANCELED 1@0 leaves 0 cum 0");
    }
    throw new CaseSkipped("more than " + MANY_REPORTS + " reports may be unacknowledged");
  }
}
