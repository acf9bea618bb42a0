package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Trader;
import java.util.List;
import java.util.function.Consumer;

/** An order meets another one of its own account or partner: who ends, who goes on. */
final class SelfMatchCases {
  private static final String TYPES = "order-types";
  private static final ExecRestatementReason PREVENTED =
      ExecRestatementReason.SELF_MATCH_PREVENTION;

  private SelfMatchCases() {}

  static List<ConformCase> all() {
    return List.of(
        own(
            "SMP-01",
            "Without an instruction an account trades with itself",
            SelfMatchPreventionInstruction.NONE,
            trader -> {
              trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 1 cum 1");
            }),
        own(
            "SMP-02",
            "CANCEL_AGGRESSIVE ends the arriving order",
            SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE,
            trader -> trader.expectUnasked("b", "CANCELED CANCELED 1@0 leaves 0 cum 0", PREVENTED)),
        own(
            "SMP-03",
            "CANCEL_PASSIVE ends the resting order, the arriving one goes on",
            SelfMatchPreventionInstruction.CANCEL_PASSIVE,
            trader -> trader.expectUnasked("s", "CANCELED CANCELED 2@0 leaves 0 cum 0", PREVENTED)),
        own(
            "SMP-04",
            "CANCEL_AGGRESSIVE_AND_PASSIVE ends both",
            SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE_AND_PASSIVE,
            trader -> {
              trader.expectUnasked("s", "CANCELED CANCELED 2@0 leaves 0 cum 0", PREVENTED);
              trader.expectUnasked("b", "CANCELED CANCELED 1@0 leaves 0 cum 0", PREVENTED);
            }),
        own(
            "SMP-05",
            "DECREMENT takes the smaller quantity from both",
            SelfMatchPreventionInstruction.DECREMENT,
            trader -> {
              trader.expectUnasked("s", "RESTATED NEW 1@0 leaves 1 cum 0", PREVENTED);
              trader.expectUnasked("b", "CANCELED CANCELED 1@0 leaves 0 cum 0", PREVENTED);
            }),
        wire(
            "SMP-06",
            "With scope ACCOUNT the partner's other account is somebody else, with PARTNER it is not",
            TYPES,
            desk -> {
              if (desk.buyer() == desk.seller()) {
                throw new CaseSkipped("needs --second-account");
              }
              final Trader trader = desk.trader();
              trader.sell("s", 2, 0, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 2@0 leaves 2 cum 0");
              trader.submit(
                  desk.limit("p", Side.BUY, 1, 0, TimeInForce.DAY),
                  with(
                      SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE,
                      SelfMatchPreventionScope.PARTNER));
              trader.expect("p", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expectUnasked("p", "CANCELED CANCELED 1@0 leaves 0 cum 0", PREVENTED);
              trader.submit(
                  desk.limit("b", Side.BUY, 1, 0, TimeInForce.DAY),
                  with(
                      SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE,
                      SelfMatchPreventionScope.ACCOUNT));
              trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("b", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE PARTIALLY_FILLED 1@0 ADDED leaves 1 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "SMP-07",
            "Fill or kill does not count on own orders",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              rest(desk, trader);
              trader.submit(
                  desk.limit("b", Side.BUY, 1, 0, TimeInForce.FILL_OR_KILL),
                  with(
                      SelfMatchPreventionInstruction.CANCEL_PASSIVE,
                      SelfMatchPreventionScope.ACCOUNT));
              trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expectUnasked(
                  "b", "CANCELED CANCELED 1@0 leaves 0 cum 0", ExecRestatementReason.UNFILLED);
              trader.expectNothingElse();
            }));
  }

  private static Consumer<NewOrderSingleEncoder> with(
      final SelfMatchPreventionInstruction instruction, final SelfMatchPreventionScope scope) {
    return order ->
        order.selfMatchPreventionInstruction(instruction).selfMatchPreventionScope(scope);
  }

  /** The buyer's own offer of two. */
  private static void rest(final Desk desk, final Trader trader) {
    trader.submit(desk.limit("s", Side.SELL, 2, 0, TimeInForce.DAY).withAccount(desk.buyer()));
    trader.expect("s", "NEW NEW 2@0 leaves 2 cum 0");
  }

  /** A bid for one meets an own offer of two. */
  private static ConformCase own(
      final String id,
      final String title,
      final SelfMatchPreventionInstruction instruction,
      final Consumer<Trader> outcome) {
    return wire(
        id,
        title,
        TYPES,
        desk -> {
          final Trader trader = desk.trader();
          rest(desk, trader);
          trader.submit(
              desk.limit("b", Side.BUY, 1, 0, TimeInForce.DAY),
              with(instruction, SelfMatchPreventionScope.ACCOUNT));
          trader.expect("b", "NEW NEW 1@0 leaves 1 cum 0");
          outcome.accept(trader);
          trader.expectNothingElse();
        });
  }
}
