package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Heard;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Cancel on disconnect: however a session ends, its orders go, and the next one is told. */
final class DisconnectCases {
  private static final String CANCEL_ON_DISCONNECT = "cancel-on-disconnect";
  private static final int KEEP_ALIVE_MILLIS = 1_500;

  private DisconnectCases() {}

  /** Ends a session in some way. */
  private interface Ending {
    void end(Desk desk, Trader trader);
  }

  static List<ConformCase> all() {
    return List.of(
        cancels(
            "COD-01",
            "A good-bye cancels the session's orders",
            (desk, trader) -> {
              trader.terminate();
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: FINISHED");
            }),
        cancels(
            "COD-02",
            "Silence cancels the session's orders",
            (desk, trader) -> {
              trader.fallSilent();
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: KEEPALIVE_LAPSED");
            }),
        cancels(
            "COD-03",
            "A lost connection cancels the session's orders",
            (desk, trader) -> trader.wire().close()),
        cancels(
            "COD-04",
            "A newer incarnation cancels the older one's orders",
            (desk, trader) -> {
              desk.logon(
                  desk.logonRequest().withSession(trader.logon().session()),
                  Desk.KEEP_ALIVE_MILLIS,
                  1,
                  false);
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: SUPERSEDED");
            }),
        wire(
            "COD-05",
            "Without cancel on disconnect orders outlive a silent session",
            CANCEL_ON_DISCONNECT,
            desk -> {
              final Trader trader =
                  desk.claimed(desk.logon(desk.logonRequest(), KEEP_ALIVE_MILLIS, 1, false));
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.fallSilent();
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: KEEPALIVE_LAPSED");
              final Trader next = desk.trader();
              next.status(order, 0);
              next.expect("a", "ORDER_STATUS NEW 1@-5 leaves 1 cum 0 unnumbered");
              next.expectNothingElse();
            }));
  }

  private static ConformCase cancels(final String id, final String title, final Ending ending) {
    return wire(
        id,
        title,
        CANCEL_ON_DISCONNECT,
        desk -> {
          final Trader trader =
              desk.claimed(desk.logon(desk.logonRequest(), KEEP_ALIVE_MILLIS, 1, true));
          final long from = trader.nextReportNo(desk.buyer());
          trader.buy("a", 1, -5, TimeInForce.DAY);
          trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
          trader.buy("b", 2, -6, TimeInForce.GOOD_TILL_CANCEL);
          trader.expect("b", "NEW NEW 2@-6 leaves 2 cum 0");
          ending.end(desk, trader);
          expectCancelled(desk, from);
        });
  }

  /** The next session is told by the reports it missed. */
  private static void expectCancelled(final Desk desk, final long from) {
    final Trader next = desk.logon();
    desk.await(
        () -> next.claim(desk.buyer()).nextReportNo() >= from + 4,
        () -> "the orders were not cancelled",
        // A connection that is lost is noticed at the latest by its silence.
        desk.target().patienceNanos() + TimeUnit.MILLISECONDS.toNanos(KEEP_ALIVE_MILLIS));
    CaseFailure.unlessEqual("nextReportNo", from + 4, next.nextReportNo(desk.buyer()));
    // Those that came just before the claim may be there without having been asked for.
    next.discardAbout("a");
    next.discardAbout("b");
    next.retransmit(desk.buyer(), from, 4);
    next.expect("a", "NEW NEW 1@-5 leaves 1 cum 0 again");
    next.expect("b", "NEW NEW 2@-6 leaves 2 cum 0 again");
    final Heard a = next.expect("a", "CANCELED CANCELED 1@-5 leaves 0 cum 0 again");
    final Heard b = next.expect("b", "CANCELED CANCELED 2@-6 leaves 0 cum 0 again");
    CaseFailure.unlessEqual("the cancels' reports", 2 * from + 5, a.reportNo() + b.reportNo());
  }
}
