package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.http;
import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.KillSwitch;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** The partner's kill switch, which its accounts obey: what ends, what is refused, what goes on. */
final class KillCases {
  private static final String REFUSALS = "refusals-and-what-to-do-about-them";
  private static final int TRIES = 2_000;

  private KillCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "KILL-01",
            "The kill switch cancels what rests, of all accounts, and refuses what is new",
            REFUSALS,
            KillCases::killed),
        wire(
            "KILL-02",
            "Under the kill switch cancels and questions are answered, and released it is over",
            REFUSALS,
            KillCases::released),
        http(
            "KILL-03",
            "Over HTTP the kill switch refuses orders and replaces with FIX's reason",
            "placeOrder",
            KillCases::overHttp));
  }

  private static void killed(final Desk desk) {
    final KillSwitch killSwitch = desk.killSwitch();
    final Trader trader = desk.trader();
    trader.buy("b", 1, -5, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
    trader.sell("s", 1, 5, TimeInForce.GOOD_TILL_CANCEL);
    trader.expect("s", "NEW NEW 1@5 leaves 1 cum 0");
    killSwitch.set(true);
    try {
      trader.expect("b", "CANCELED CANCELED 1@-5 leaves 0 cum 0");
      trader.expect("s", "CANCELED CANCELED 1@5 leaves 0 cum 0");
      trader.buy("c", 1, -5, TimeInForce.DAY);
      trader.expect("c", "REJECTED REJECTED KILL_SWITCH");
      trader.sell("t", 1, 5, TimeInForce.DAY);
      trader.expect("t", "REJECTED REJECTED KILL_SWITCH");
      trader.expectNothingElse();
    } finally {
      killSwitch.set(false);
    }
    awaitReleased(desk, trader);
  }

  private static void released(final Desk desk) {
    final KillSwitch killSwitch = desk.killSwitch();
    final Trader trader = desk.trader();
    final OrderRequest order = trader.buy("b", 1, -5, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
    killSwitch.set(true);
    try {
      trader.expect("b", "CANCELED CANCELED 1@-5 leaves 0 cum 0");
      trader.cancel("x", order);
      trader.expect("x", "refused CANCEL TOO_LATE_TO_CANCEL CANCELED of b");
      trader.status(order, 0);
      trader.expect("b", "ORDER_STATUS CANCELED 1@-5 leaves 0 cum 0 unnumbered");
    } finally {
      killSwitch.set(false);
    }
    awaitReleased(desk, trader);
  }

  private static void overHttp(final Desk desk) {
    final KillSwitch killSwitch = desk.killSwitch();
    final Trader trader = desk.trader();
    trader.buy("b", 1, -5, TimeInForce.DAY);
    trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
    killSwitch.set(true);
    try {
      trader.expect("b", "CANCELED CANCELED 1@-5 leaves 0 cum 0");
      HttpOrders.place(desk, desk.limit("c", Side.BUY, 1, -5, TimeInForce.DAY), order -> {})
          .expectProblem(422)
          .expect("ordRejReason", "KILL_SWITCH")
          .expect("ordRejReasonCode", "1002");
      trader.expectRefused("c", "REJECTED REJECTED KILL_SWITCH");
    } finally {
      killSwitch.set(false);
    }
    awaitReleased(desk, trader);
  }

  /** The accounts hear of it a moment after the partner. */
  private static void awaitReleased(final Desk desk, final Trader trader) {
    for (int i = 0; i < TRIES; i++) {
      final String name = "r" + i;
      trader.buy(name, 1, -5, TimeInForce.IMMEDIATE_OR_CANCEL);
      final String line = desk.lineOf(trader.takeAbout(name));
      trader.acknowledgeAll(desk.buyer());
      if (line.startsWith("NEW")) {
        trader.expect(name, "CANCELED CANCELED 1@-5 leaves 0 cum 0");
        return;
      }
      CaseFailure.unless(line.startsWith("REJECTED "), name + " was answered \"" + line + '"');
    }
    throw new CaseFailure("the kill switch was released, and orders are still refused");
  }
}
