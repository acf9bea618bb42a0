package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Heard;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The published rate: kept, exceeded, and what it never holds back. */
final class ThrottleCases {
  private static final String THROTTLE = "throttle";
  private static final long BURST_MAX = 2_000;
  private static final int FLOOD_MULTIPLE_MAX = 100;

  private ThrottleCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "THR-01",
            "The published burst is taken at once",
            THROTTLE,
            desk -> {
              final Trader trader = trader(desk);
              final long burst = trader.burstMax();
              for (long i = 0; i < burst; i++) {
                trader.submitAtOnce(killed(desk, "o" + i));
              }
              for (long i = 0; i < burst; i++) {
                trader.expect("o" + i, "NEW NEW 1@-5 leaves 1 cum 0");
                trader.expect("o" + i, "CANCELED CANCELED 1@-5 leaves 0 cum 0");
              }
              trader.expectNothingElse();
            }),
        wire(
            "THR-02",
            "What is more is refused, told when to try again, and taken then",
            THROTTLE,
            desk -> {
              final Trader trader = trader(desk);
              final OrderRequest refused = exceed(desk, trader);
              final String name = nameOf(desk, refused);
              final Heard answer = trader.takeAbout(name);
              CaseFailure.unlessEqual(
                  "businessRejectReason",
                  BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED,
                  answer.businessReject().businessRejectReason());
              final long retryAfterMillis = answer.businessReject().retryAfterMillis();
              CaseFailure.unless(retryAfterMillis > 0, "retryAfterMillis is 0");
              final long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(retryAfterMillis);
              desk.await(
                  () -> System.nanoTime() - at >= 0,
                  () -> "",
                  TimeUnit.MILLISECONDS.toNanos(retryAfterMillis + 1_000));
              trader.submitAtOnce(refused);
              trader.expect(name, "NEW NEW 1@-5 leaves 1 cum 0");
              trader.expect(name, "CANCELED CANCELED 1@-5 leaves 0 cum 0");
            }),
        wire(
            "THR-03",
            "Cancels and mass cancels are never held back",
            THROTTLE,
            desk -> {
              final Trader trader = trader(desk);
              final OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.buy("b", 1, -6, TimeInForce.DAY);
              trader.expect("b", "NEW NEW 1@-6 leaves 1 cum 0");
              final OrderRequest refused = exceed(desk, trader);
              trader.cancel("x", order);
              trader.massCancel("m", desk.buyer(), MassActionScope.ALL_SECURITIES, 0);
              trader.acknowledge(desk.buyer(), 0);
              trader.expect(nameOf(desk, refused), "not taken THROTTLE_LIMIT_EXCEEDED retry");
              trader.expect("x", "CANCELED CANCELED 1@-5 leaves 0 cum 0 of a");
              trader.take("the mass cancel's answer", h -> desk.lineOf(h).startsWith("mass "));
              trader.expect("b", "CANCELED CANCELED 1@-6 leaves 0 cum 0");
            }),
        wire("THR-04", "Replaces count like orders", THROTTLE, ThrottleCases::replacesCount),
        wire(
            "THR-05",
            "Many times the published rate ends the connection, reports wait",
            "limits",
            ThrottleCases::flood));
  }

  private static Trader trader(final Desk desk) {
    final Trader trader = desk.trader();
    if (trader.burstMax() > BURST_MAX) {
      throw new CaseSkipped("the published burst of " + trader.burstMax() + " is too high to try");
    }
    return trader;
  }

  private static OrderRequest killed(final Desk desk, final String name) {
    return desk.limit(name, Side.BUY, 1, -5, TimeInForce.IMMEDIATE_OR_CANCEL);
  }

  private static String nameOf(final Desk desk, final OrderRequest order) {
    return desk.nameOf(order.clOrdId());
  }

  /** Orders until one is refused for the rate; returns that one, its answer untaken. */
  private static OrderRequest exceed(final Desk desk, final Trader trader) {
    final long perRound = Math.max(10, trader.burstMax());
    for (int round = 0; round < 20; round++) {
      OrderRequest last = null;
      for (long i = 0; i < perRound; i++) {
        last = trader.submitAtOnce(killed(desk, "f" + round + "." + i));
      }
      final OrderRequest asked = last;
      final String answer = desk.lineOf(trader.peekAbout(nameOf(desk, asked)));
      if (answer.startsWith("not taken THROTTLE_LIMIT_EXCEEDED")) {
        return asked;
      }
    }
    throw new CaseFailure(
        "20 times the burst of " + trader.burstMax() + " was taken without a refusal");
  }

  /** Time gives tokens back, so it is tried until one comes too late for them. */
  private static void replacesCount(final Desk desk) {
    final Trader trader = trader(desk);
    OrderRequest order = trader.buy("a", 1, -5, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
    for (int round = 0; round < 20; round++) {
      for (long i = 0; i < trader.burstMax(); i++) {
        trader.submitAtOnce(killed(desk, "k" + round + "." + i));
      }
      final int ticks = round % 2 == 0 ? -6 : -5;
      trader.replaceAtOnce("r" + round, order, desk.units(1), desk.ticks(ticks));
      final String answer = desk.lineOf(trader.takeAbout("r" + round));
      if (answer.equals("not taken THROTTLE_LIMIT_EXCEEDED retry")) {
        return;
      }
      CaseFailure.unless(answer.startsWith("REPLACED NEW 1@"), "r was answered \"" + answer + '"');
      order = desk.limit("r" + round, Side.BUY, 1, ticks, TimeInForce.DAY);
    }
    throw new CaseFailure("no replace was refused, however many orders went before it");
  }

  private static void flood(final Desk desk) {
    final Trader trader = trader(desk);
    if (trader.messagesPerSecondMax() > BURST_MAX) {
      throw new CaseSkipped(
          "the published rate of " + trader.messagesPerSecondMax() + "/s is too high to try");
    }
    final long many =
        FLOOD_MULTIPLE_MAX * Math.max(trader.burstMax(), trader.messagesPerSecondMax());
    final OrderRequest order = killed(desk, "f");
    for (long i = 0; i < many && !trader.isEnded(); i++) {
      try {
        trader.submitAtOnce(order);
      } catch (final CaseFailure closed) {
        // The hub has gone while we were still speaking: what it said last is what counts.
        break;
      }
      desk.poll();
    }
    trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: FLOOD");
  }
}
