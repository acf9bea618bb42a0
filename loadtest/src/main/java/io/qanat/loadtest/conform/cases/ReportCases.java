package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.RetransmissionDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Every report once, in order, whatever happens to the connection. */
final class ReportCases {
  private static final String REPORTS = "reports";

  private ReportCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "REC-01",
            "What happened while nobody listened is there afterwards, in order",
            REPORTS,
            ReportCases::missedReports),
        wire(
            "REC-02",
            "A client that vanished and returns misses nothing",
            REPORTS,
            desk -> {
              final Trader first = desk.trader();
              final long from = first.nextReportNo(desk.buyer());
              first.buy("a", 1, -5, TimeInForce.DAY);
              first.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              first.buy("b", 1, -6, TimeInForce.DAY);
              first.wire().close();
              final Trader second = returned(desk, from, 1);
              second.retransmit(desk.buyer(), from, 10);
              second.expect("a", "NEW NEW 1@-5 leaves 1 cum 0 again");
              // Whether b ever left is not known; asking again with its name settles it.
              second.submit(desk.limit("b", io.qanat.codecs.fix.Side.BUY, 1, -6, TimeInForce.DAY));
              final String answer = desk.lineOf(second.takeAbout("b"));
              CaseFailure.unless(
                  answer.startsWith("NEW NEW 1@-6 leaves 1 cum 0")
                      || answer.startsWith("PENDING_NEW"),
                  "b was answered \"" + answer + '"');
            }),
        wire(
            "REC-03",
            "Acknowledged reports are forgotten, the others are kept",
            "reportack--15",
            desk -> {
              final Trader trader = desk.trader();
              final long from = trader.nextReportNo(desk.buyer());
              trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.buy("b", 1, -6, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 1@-6 leaves 1 cum 0");
              trader.acknowledge(desk.buyer(), from);
              final AccountSequenceDecoder claimed = trader.claim(desk.buyer());
              CaseFailure.unlessEqual("nextReportNo", from + 2, claimed.nextReportNo());
              CaseFailure.unlessEqual("oldestReportNo", from + 1, claimed.oldestReportNo());
              expectOutOfRange(trader, desk.buyer(), from, from + 1, from + 2);
            }),
        wire(
            "REC-04",
            "A report that was never made cannot be acknowledged",
            "reportack--15",
            desk -> {
              final Trader trader = desk.trader();
              trader.acknowledge(desk.buyer(), trader.nextReportNo(desk.buyer()) + 5);
              trader.expect("ack", "not taken INVALID_FIELD");
              trader.expectNothingElse();
            }),
        wire(
            "RETR-01",
            "Reports are sent again as they were, marked as such",
            "retransmission--13",
            desk -> {
              final Trader trader = desk.trader();
              final long from = trader.nextReportNo(desk.buyer());
              trader.buy("a", 1, -5, TimeInForce.DAY);
              final byte[] a = trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0").bytes();
              trader.buy("b", 1, -6, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 1@-6 leaves 1 cum 0");
              trader.retransmit(desk.buyer(), from, 2);
              trader.expectMessage(
                  RetransmissionDecoder.TEMPLATE_ID, "retransmission: 2 from " + from);
              final byte[] again = trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0 again").bytes();
              trader.expect("b", "NEW NEW 1@-6 leaves 1 cum 0 again");
              int differences = 0;
              for (int i = 0; i < a.length; i++) {
                differences += a[i] == again[i] ? 0 : 1;
              }
              CaseFailure.unlessEqual("bytes that differ, possResend included", 1, differences);
              trader.expectNothingElse();
            }),
        wire(
            "RETR-02",
            "A part of them can be asked for",
            "retransmitrequest--12",
            desk -> {
              final Trader trader = desk.trader();
              final long from = trader.nextReportNo(desk.buyer());
              for (final String name : List.of("a", "b", "c")) {
                trader.buy(name, 1, -5, TimeInForce.DAY);
                trader.expect(name, "NEW NEW 1@-5 leaves 1 cum 0");
              }
              trader.retransmit(desk.buyer(), from + 1, 1);
              trader.expectMessage(
                  RetransmissionDecoder.TEMPLATE_ID, "retransmission: 1 from " + (from + 1));
              trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0 again");
              trader.expectNothingElse();
            }),
        wire(
            "RETR-03",
            "What was not made yet, and nothing at all, cannot be had",
            "retransmitreject--14",
            desk -> {
              final Trader trader = desk.trader();
              final long next = trader.nextReportNo(desk.buyer());
              expectOutOfRange(trader, desk.buyer(), next + 10, next, next);
              trader.retransmit(desk.buyer(), 0, 1);
              trader.expectMessage(
                  RetransmitRejectDecoder.TEMPLATE_ID, "not retransmitted: OUT_OF_RANGE");
              trader.retransmit(desk.buyer(), next, 0);
              trader.expectMessage(
                  RetransmitRejectDecoder.TEMPLATE_ID, "not retransmitted: OUT_OF_RANGE");
              trader.expectNothingElse();
            }));
  }

  /** A new session claims the buying account; {@code atLeast} reports have been made meanwhile. */
  private static Trader returned(final Desk desk, final long from, final int atLeast) {
    final Trader trader = desk.logon();
    final AccountSequenceDecoder claimed = trader.claim(desk.buyer());
    CaseFailure.unless(
        claimed.nextReportNo() >= from + atLeast,
        "nextReportNo is "
            + claimed.nextReportNo()
            + ", at least "
            + (from + atLeast)
            + " expected");
    CaseFailure.unless(
        claimed.oldestReportNo() <= from,
        "oldestReportNo is "
            + claimed.oldestReportNo()
            + ", but "
            + from
            + " was not acknowledged");
    return trader;
  }

  private static void missedReports(final Desk desk) {
    if (desk.buyer() == desk.seller()) {
      throw new CaseSkipped("needs --second-account");
    }
    final Trader first = desk.trader();
    final long from = first.nextReportNo(desk.buyer());
    final OrderRequest order = first.buy("a", 3, 0, TimeInForce.GOOD_TILL_CANCEL);
    first.expect("a", "NEW NEW 3@0 leaves 3 cum 0");
    first.terminate();
    final Trader other = desk.logon();
    other.claim(desk.seller());
    for (final String name : List.of("s1", "s2")) {
      other.sell(name, 1, 0, TimeInForce.DAY);
      other.expect(name, "NEW NEW 1@0 leaves 1 cum 0");
      other.expect(name, "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
    }
    other.expectNothingElse(desk.seller());
    // The fills have left the instrument; they reach the account without anybody's help.
    final Trader second = desk.logon();
    second.claim(desk.buyer());
    desk.await(
        () -> {
          second.status(order, 0);
          return second.takeAbout("a").execution().cumQty() == desk.units(2);
        },
        () -> "the fills never reached the account");
    final long next = second.claim(desk.buyer()).nextReportNo();
    CaseFailure.unlessEqual("nextReportNo", from + 3, next);
    second.discardAbout("a");
    second.retransmit(desk.buyer(), from, 100);
    second.expectMessage(RetransmissionDecoder.TEMPLATE_ID, "retransmission: 3 from " + from);
    second.expect("a", "NEW NEW 3@0 leaves 3 cum 0 again");
    second.expect("a", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 2 cum 1 again");
    second.expect("a", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 1 cum 2 again");
    second.expectNothingElse(desk.buyer());
  }

  private static void expectOutOfRange(
      final Trader trader,
      final long account,
      final long from,
      final long oldest,
      final long next) {
    trader.retransmit(account, from, 1);
    final RetransmitRejectDecoder reject =
        trader
            .expectMessage(RetransmitRejectDecoder.TEMPLATE_ID, "not retransmitted: OUT_OF_RANGE")
            .retransmitReject();
    CaseFailure.unlessEqual("fromReportNo", from, reject.fromReportNo());
    CaseFailure.unlessEqual("oldestReportNo", oldest, reject.oldestReportNo());
    CaseFailure.unlessEqual("nextReportNo", next, reject.nextReportNo());
  }
}
