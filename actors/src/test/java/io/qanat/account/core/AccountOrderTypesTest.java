package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.EURUSD;
import static io.qanat.account.core.AccountBench.f;
import static io.qanat.account.core.AccountBench.rich;
import static io.qanat.codecs.entity.ReportType.ACCEPTED;
import static io.qanat.codecs.entity.ReportType.CANCELED;
import static io.qanat.codecs.entity.ReportType.CANCEL_REJECTED;
import static io.qanat.codecs.entity.ReportType.REJECTED;
import static io.qanat.codecs.entity.ReportType.REPLACED;
import static io.qanat.codecs.entity.ReportType.REPLACE_REJECTED;
import static io.qanat.codecs.entity.ReportType.RESTATED;
import static io.qanat.codecs.entity.ReportType.TRADED;
import static io.qanat.codecs.entity.ReportType.TRIGGERED;
import static io.qanat.codecs.fix.OrdType.LIMIT;
import static io.qanat.codecs.fix.OrdType.MARKET;
import static io.qanat.codecs.fix.OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT;
import static io.qanat.codecs.fix.OrdType.STOP;
import static io.qanat.codecs.fix.OrdType.STOP_LIMIT;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.AT_THE_OPENING;
import static io.qanat.codecs.fix.TimeInForce.DAY;
import static io.qanat.codecs.fix.TimeInForce.FILL_OR_KILL;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_DATE;
import static io.qanat.codecs.fix.TimeInForce.IMMEDIATE_OR_CANCEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.value.ExecInst;
import io.qanat.entity.core.CoreBench;
import org.junit.jupiter.api.Test;

/** What the account does with orders of special types: inputs, then all that they cause. */
class AccountOrderTypesTest {
  private final AccountBench account = rich("1000");

  private static void nothing(final NewOrderSingleEncoder order) {
    // It is a plain order but for its type or time in force.
  }

  @Test
  void aStopOrderIsReservedAsAMarketOrderAndTriggered() {
    assertThat(account.special("a", BUY, STOP, DAY, "1", null, o -> o.stopPx(f("100"))))
        .containsExactly("instrument-9: submit 1 BUY 1@market stop 100 LAST_TRADE");
    assertThat(account.reserved("USD")).isEqualTo("510");
    account.reload();
    assertThat(account.report(ACCEPTED, 1, 0, r -> {}))
        .containsExactly("session 1: #1 NEW NEW a leaves 1 cum 0 waits");
    assertThat(account.replace("b", "a", "2", null, o -> o.stopPx(f("101"))))
        .containsExactly("session 1: #2 REPLACE of a by b refused INSUFFICIENT_FUNDS NEW");
    assertThat(account.report(REPLACE_REJECTED, 1, 1, r -> r.cxlRejReason(CxlRejReason.OTHER)))
        .isEmpty();
    assertThat(account.replace("c", "a", "0.5", null, o -> o.stopPx(f("102"))))
        .containsExactly("instrument-9: replace 1 request 2 0.5@market stop 102");
    account.reload();
    assertThat(
            account.report(
                REPLACED, 1, 2, r -> r.orderQty(f("0.5")).leavesQty(f("0.5")).stopPx(f("102"))))
        .containsExactly("session 1: #3 REPLACED NEW c orig a leaves 0.5 cum 0 waits");
    assertThat(account.reserved("USD")).isEqualTo("255");
    assertThat(account.report(TRIGGERED, 1, 0, r -> {}))
        .containsExactly("session 1: #4 TRIGGERED_OR_ACTIVATED_BY_SYSTEM NEW c leaves 0.5 cum 0");
    assertThat(account.replace("d", "c", "0.4", null, o -> {}))
        .containsExactly("session 1: #5 REPLACE of c by d refused OTHER NEW");
    assertThat(account.fill(1, "0.5", "102"))
        .containsExactly("session 1: #6 TRADE 0.5@102 fee 0.102 FILLED c leaves 0 cum 0.5");
  }

  @Test
  void whatIsSpecialGoesToTheInstrument() {
    assertThat(
            account.special(
                "a",
                BUY,
                LIMIT,
                GOOD_TILL_DATE,
                "1",
                "100",
                o -> o.displayQty(f("0.2")).expireTime(account.bench.nowNanos + 1)))
        .containsExactly("instrument-9: submit 1 BUY 1@100 display 0.2 until 1700000000000000001");
    assertThat(
            account.special(
                "b",
                BUY,
                LIMIT,
                IMMEDIATE_OR_CANCEL,
                "1",
                "100",
                o ->
                    o.minQty(f("0.3"))
                        .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.DECREMENT)
                        .selfMatchPreventionScope(SelfMatchPreventionScope.PARTNER)))
        .containsExactly("instrument-9: submit 2 BUY 1@100 min 0.3 DECREMENT PARTNER");
    assertThat(
            account.special(
                "c",
                BUY,
                LIMIT,
                DAY,
                "1",
                "100",
                o ->
                    o.execInst(
                        (short) (ExecInst.PARTICIPATE_DONT_INITIATE | ExecInst.DO_NOT_INCREASE))))
        .containsExactly("instrument-9: submit 3 BUY 1@100 inst 3");
    assertThat(
            account.special(
                "d",
                BUY,
                STOP_LIMIT,
                DAY,
                "1",
                "100",
                o -> o.stopPx(f("99")).triggerPriceType(TriggerPriceType.MARK).clOrdLinkId("a")))
        .containsExactly("instrument-9: submit 4 BUY 1@100 stop 99 MARK with 1");
    assertThat(
            account.special(
                "e", BUY, LIMIT, AT_THE_OPENING, "1", "100", AccountOrderTypesTest::nothing))
        .containsExactly("instrument-9: submit 5 BUY 1@100");
    assertThat(
            account.special(
                "f",
                SELL,
                LIMIT,
                FILL_OR_KILL,
                "1",
                "100",
                o -> o.execInst((short) ExecInst.ALL_OR_NONE)))
        .containsExactly("instrument-9: submit 6 SELL 1@100 inst 4");
  }

  @Test
  void marketToLimitHoldsLessOnceItHasItsPrice() {
    assertThat(
            account.special(
                "a",
                BUY,
                MARKET_WITH_LEFT_OVER_AS_LIMIT,
                DAY,
                "1",
                null,
                AccountOrderTypesTest::nothing))
        .containsExactly("instrument-9: submit 1 BUY 1@market");
    assertThat(account.reserved("USD")).isEqualTo("510");
    account.report(ACCEPTED, 1, 0, r -> {});
    account.report(TRADED, 1, 0, "0.4", "1000", LiquidityInd.REMOVED);
    assertThat(
            account.report(
                RESTATED,
                1,
                0,
                r -> r.price(f("1000")).execRestatementReason(ExecRestatementReason.REPRICING)))
        .containsExactly(
            "session 1: #3 RESTATED PARTIALLY_FILLED a leaves 0.6 cum 0.4 REPRICING: what"
                + " is left is a limit order at the price of its trades");
    // A tenth of 1000, and 0.2 % of the 600 that are open.
    assertThat(account.reserved("USD")).isEqualTo("101.2");
    account.reload();
    assertThat(account.reserved("USD")).isEqualTo("101.2");
    assertThat(account.replace("b", "a", "1", "999"))
        .containsExactly("instrument-9: replace 1 request 1 1@999");
  }

  @Test
  void whatEndsUnaskedSaysWhy() {
    for (int i = 1; i <= 6; i++) {
      account.buy("a" + i, AccountBench.GOLD, "0.1", "100");
      account.report(ACCEPTED, i, 0, r -> {});
    }
    assertThat(
            account.report(
                CANCELED, 1, 0, r -> r.execRestatementReason(ExecRestatementReason.UNFILLED)))
        .containsExactly(
            "session 1: #7 CANCELED CANCELED a1 leaves 0 cum 0 UNFILLED: what could not"
                + " trade at once is cancelled");
    assertThat(
            account.report(
                CANCELED, 2, 0, r -> r.execRestatementReason(ExecRestatementReason.MIN_QTY)))
        .containsExactly(
            "session 1: #8 CANCELED CANCELED a2 leaves 0 cum 0 MIN_QTY: minQty could not"
                + " be executed at once");
    assertThat(
            account.report(
                CANCELED,
                3,
                0,
                r -> r.execRestatementReason(ExecRestatementReason.SELF_MATCH_PREVENTION)))
        .containsExactly(
            "session 1: #9 CANCELED CANCELED a3 leaves 0 cum 0 SELF_MATCH_PREVENTION: it"
                + " would have traded with an own order");
    assertThat(
            account.report(
                CANCELED, 4, 0, r -> r.execRestatementReason(ExecRestatementReason.LINKED_ORDER)))
        .containsExactly(
            "session 1: #10 CANCELED CANCELED a4 leaves 0 cum 0 LINKED_ORDER: the other"
                + " order of the pair traded or was triggered");
    assertThat(
            account.report(
                CANCELED,
                5,
                0,
                r -> r.execRestatementReason(ExecRestatementReason.WOULD_INCREASE_POSITION)))
        .containsExactly(
            "session 1: #11 CANCELED CANCELED a5 leaves 0 cum 0 WOULD_INCREASE_POSITION:"
                + " there is no position left to reduce");
    assertThat(
            account.report(
                CANCELED, 6, 0, r -> r.execRestatementReason(ExecRestatementReason.OPERATOR)))
        .containsExactly(
            "session 1: #12 CANCELED CANCELED a6 leaves 0 cum 0 OPERATOR: cancelled by the"
                + " operator");
    assertThat(account.reserved("USD")).isEqualTo("0");
  }

  @Test
  void selfMatchPreventionMakesAnOrderSmaller() {
    account.buy("a", AccountBench.GOLD, "1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    assertThat(
            account.report(
                RESTATED,
                1,
                0,
                r ->
                    r.orderQty(f("0.4"))
                        .leavesQty(f("0.4"))
                        .execRestatementReason(ExecRestatementReason.SELF_MATCH_PREVENTION)))
        .containsExactly(
            "session 1: #2 RESTATED NEW a leaves 0.4 cum 0 SELF_MATCH_PREVENTION: it would"
                + " have traded with an own order");
    assertThat(account.reserved("USD")).isEqualTo("4.08");
  }

  @Test
  void anOrderThatAsksForNoPreventionGetsItsPartners() {
    final Terms terms = account.terms;
    account.tellNext(
        new Terms(
            0,
            terms.partner(),
            false,
            terms.liveOrdersMax(),
            terms.unacknowledgedReportsMax(),
            0,
            0,
            "USD",
            terms.instruments(),
            SelfMatchDefault.of(
                SelfMatchPreventionInstruction.CANCEL_PASSIVE, SelfMatchPreventionScope.PARTNER)));
    assertThat(account.buy("a", AccountBench.GOLD, "1", "100"))
        .containsExactly("instrument-9: submit 1 BUY 1@100 CANCEL_PASSIVE PARTNER");
    assertThat(
            account.special(
                "b",
                BUY,
                LIMIT,
                DAY,
                "1",
                "100",
                o ->
                    o.selfMatchPreventionInstruction(SelfMatchPreventionInstruction.DECREMENT)
                        .selfMatchPreventionScope(SelfMatchPreventionScope.ACCOUNT)))
        .containsExactly("instrument-9: submit 2 BUY 1@100 DECREMENT ACCOUNT");
  }

  @Test
  void everySpecialRefusalHasItsReason() {
    assertThat(
            account.special(
                "a", BUY, LIMIT, DAY, "1", "100", o -> o.execInst((short) ExecInst.ALL_OR_NONE)))
        .containsExactly(
            "session 1: #1 REJECTED REJECTED a leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.special("b", BUY, LIMIT, DAY, "1", "100", o -> o.execInst((short) 8)))
        .containsExactly(
            "session 1: #2 REJECTED REJECTED b leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.special("c", BUY, LIMIT, DAY, "1", "100", o -> o.displayQty(f("1.1"))))
        .containsExactly("session 1: #3 REJECTED REJECTED c leaves 0 cum 0 INCORRECT_QUANTITY");
    assertThat(account.special("d", BUY, LIMIT, DAY, "1", "100", o -> o.displayQty(f("0.05"))))
        .containsExactly("session 1: #4 REJECTED REJECTED d leaves 0 cum 0 INCORRECT_QUANTITY");
    assertThat(
            account.special("e", BUY, LIMIT, IMMEDIATE_OR_CANCEL, "1", "100", o -> o.displayQty(0)))
        .containsExactly(
            "session 1: #5 REJECTED REJECTED e leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(
            account.special(
                "f", BUY, LIMIT, IMMEDIATE_OR_CANCEL, "1", "100", o -> o.minQty(f("2"))))
        .containsExactly("session 1: #6 REJECTED REJECTED f leaves 0 cum 0 INCORRECT_QUANTITY");
    assertThat(account.special("g", BUY, LIMIT, DAY, "1", "100", o -> o.minQty(f("1"))))
        .containsExactly(
            "session 1: #7 REJECTED REJECTED g leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(
            account.special(
                "h",
                BUY,
                LIMIT,
                GOOD_TILL_DATE,
                "1",
                "100",
                o -> o.expireTime(account.bench.nowNanos)))
        .containsExactly("session 1: #8 REJECTED REJECTED h leaves 0 cum 0 TOO_LATE_TO_ENTER");
    assertThat(
            account.special(
                "i", BUY, LIMIT, DAY, "1", "100", o -> o.expireTime(account.bench.nowNanos + 1)))
        .containsExactly(
            "session 1: #9 REJECTED REJECTED i leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.special("j", BUY, STOP, DAY, "1", null, o -> o.stopPx(f("100.001"))))
        .containsExactly(
            "session 1: #10 REJECTED REJECTED j leaves 0 cum 0 INVALID_PRICE_INCREMENT");
    assertThat(account.special("k", BUY, STOP, DAY, "1", null, o -> o.stopPx(f("9999"))))
        .containsExactly("session 1: #11 REJECTED REJECTED k leaves 0 cum 0 PRICE_EXCEEDS_BAND");
    assertThat(
            account.special(
                "l", BUY, STOP, IMMEDIATE_OR_CANCEL, "1", null, o -> o.stopPx(f("100"))))
        .containsExactly(
            "session 1: #12 REJECTED REJECTED l leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.special("m", BUY, LIMIT, DAY, "1", "100", o -> o.stopPx(f("100"))))
        .containsExactly(
            "session 1: #13 REJECTED REJECTED m leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.special("n", BUY, MARKET, DAY, "1", "100", AccountOrderTypesTest::nothing))
        .containsExactly(
            "session 1: #14 REJECTED REJECTED n leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.special("o", BUY, LIMIT, DAY, "1", "100", o -> o.clOrdLinkId("nobody")))
        .containsExactly("session 1: #15 REJECTED REJECTED o leaves 0 cum 0 UNKNOWN_ORDER");
    assertThat(
            account.special(
                "p",
                BUY,
                LIMIT,
                IMMEDIATE_OR_CANCEL,
                "1",
                "100",
                o -> o.execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "session 1: #16 REJECTED REJECTED p leaves 0 cum 0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(account.reserved("USD")).isEqualTo("0");
  }

  @Test
  void whatOnlyTheInstrumentCanRefuseHasItsWordsToo() {
    account.buy("a", AccountBench.GOLD, "0.1", "100");
    account.buy("b", AccountBench.GOLD, "0.1", "100");
    account.buy("c", AccountBench.GOLD, "0.1", "100");
    assertThat(
            account.report(REJECTED, 1, 0, r -> r.ordRejReason(OrdRejReason.POST_ONLY_WOULD_TRADE)))
        .containsExactly("session 1: #1 REJECTED REJECTED a leaves 0 cum 0 POST_ONLY_WOULD_TRADE");
    assertThat(
            account.report(
                REJECTED, 2, 0, r -> r.ordRejReason(OrdRejReason.WOULD_INCREASE_POSITION)))
        .containsExactly(
            "session 1: #2 REJECTED REJECTED b leaves 0 cum 0 WOULD_INCREASE_POSITION");
    assertThat(account.report(REJECTED, 3, 0, r -> r.ordRejReason(OrdRejReason.UNKNOWN_ORDER)))
        .containsExactly("session 1: #3 REJECTED REJECTED c leaves 0 cum 0 UNKNOWN_ORDER");
  }

  @Test
  void aPairIsOfOneInstrumentAndSideAndUnexecuted() {
    account.buy("a", AccountBench.GOLD, "0.1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    assertThat(account.special("b", SELL, LIMIT, DAY, "0.1", "200", o -> o.clOrdLinkId("a")))
        .containsExactly("session 1: #2 REJECTED REJECTED b leaves 0 cum 0 UNKNOWN_ORDER");
    assertThat(
            account.special(
                "c", BUY, LIMIT, DAY, "0.1", "99", o -> o.securityId(EURUSD).clOrdLinkId("a")))
        .containsExactly("session 1: #3 REJECTED REJECTED c leaves 0 cum 0 UNKNOWN_ORDER");
    account.special("d", BUY, LIMIT, DAY, "0.1", "99", o -> o.clOrdLinkId("a"));
    // Both hold what they may come to cost.
    assertThat(account.reserved("USD")).isEqualTo("2.0298");
    account.buy("e", AccountBench.GOLD, "0.2", "100");
    account.report(ACCEPTED, 5, 0, r -> {});
    account.fill(5, "0.1", "100");
    assertThat(account.special("f", BUY, LIMIT, DAY, "0.1", "99", o -> o.clOrdLinkId("e")))
        .containsExactly("session 1: #6 REJECTED REJECTED f leaves 0 cum 0 UNKNOWN_ORDER");
  }

  @Test
  void specialValuesThatMakeNoSenseAreNamed() {
    assertThat(account.special("a", BUY, STOP, DAY, "1", null, AccountOrderTypesTest::nothing))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD stopPx of a stop order is" + " absent");
    assertThat(account.special("a", BUY, STOP_LIMIT, DAY, "1", null, o -> o.stopPx(f("1"))))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD price of a limit order is" + " absent");
    assertThat(
            account.special(
                "a", BUY, LIMIT, GOOD_TILL_DATE, "1", "100", AccountOrderTypesTest::nothing))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD expireTime of a good-till-date"
                + " order is absent");
    assertThat(account.special("a", BUY, LIMIT, DAY, "1", "100", o -> o.minQty(-1)))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD minQty must not be negative: -1");
    assertThat(account.special("a", BUY, LIMIT, DAY, "1", "100", o -> o.displayQty(-1)))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD displayQty must not be"
                + " negative: -1");
    assertThat(account.special("a", BUY, LIMIT, DAY, "1", "100", o -> o.clOrdLinkId("\u0001")))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD clOrdLinkId must be printable"
                + " ASCII");
    assertThat(account.replace("a", "b", "1", "100", o -> o.displayQty(-1)))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD displayQty must not be"
                + " negative: -1");
    assertThat(account.replace("a", "b", "1", "100", o -> o.expireTime(-1)))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD expireTime must not be"
                + " negative: -1");
    assertThat(account.core.state().orders.isEmpty()).isTrue();
  }

  @Test
  void aReplaceOfWhatTheOrderDoesNotHaveIsRefused() {
    account.buy("a", AccountBench.GOLD, "0.1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    assertThat(account.replace("b", "a", "0.1", "100", o -> o.stopPx(f("99"))))
        .containsExactly("session 1: #2 REPLACE of a by b refused OTHER NEW");
    assertThat(
            account.replace("c", "a", "0.1", "100", o -> o.expireTime(account.bench.nowNanos + 1)))
        .containsExactly("session 1: #3 REPLACE of a by c refused OTHER NEW");
    assertThat(account.replace("d", "a", "0.1", "100", o -> o.displayQty(f("0.2"))))
        .containsExactly("session 1: #4 REPLACE of a by d refused INCORRECT_QUANTITY NEW");
    assertThat(account.replace("e", "a", "0.1", null, o -> {}))
        .containsExactly("session 1: #5 REPLACE of a by e refused OTHER NEW");
    assertThat(account.replace("f", "a", "0.1", "100", o -> o.displayQty(0)))
        .containsExactly("instrument-9: replace 1 request 1 0.1@100 display 0");
  }

  @Test
  void aFillCrossesAReplaceAndThenItsRefusal() {
    account.buy("a", AccountBench.GOLD, "1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    assertThat(account.replace("b", "a", "0.5", "100"))
        .containsExactly("instrument-9: replace 1 request 1 0.5@100");
    assertThat(account.fill(1, "0.7", "100"))
        .containsExactly(
            "session 1: #2 TRADE 0.7@100 fee 0.14 PENDING_REPLACE a leaves 0.3 cum 0.7");
    assertThat(account.replace("c", "b", "2", "100"))
        .containsExactly("session 1: #3 REPLACE of b by c refused ALREADY_PENDING PENDING_REPLACE");
    assertThat(
            account.report(REPLACE_REJECTED, 1, 1, r -> r.cxlRejReason(CxlRejReason.BELOW_CUM_QTY)))
        .containsExactly("session 1: #4 REPLACE of a by b refused BELOW_CUM_QTY PARTIALLY_FILLED");
    assertThat(account.replace("d", "a", "0.6", "100"))
        .containsExactly("session 1: #5 REPLACE of a by d refused BELOW_CUM_QTY PARTIALLY_FILLED");
    assertThat(account.fill(1, "0.1", "100"))
        .containsExactly(
            "session 1: #6 TRADE 0.1@100 fee 0.02 PARTIALLY_FILLED a leaves 0.2 cum 0.8");
  }

  @Test
  void aFillCrossesACancel() {
    account.buy("a", AccountBench.GOLD, "1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    assertThat(account.cancel("b", "a")).containsExactly("instrument-9: cancel 1 request 1");
    assertThat(account.fill(1, "0.7", "100"))
        .containsExactly(
            "session 1: #2 TRADE 0.7@100 fee 0.14 PENDING_CANCEL a leaves 0.3 cum 0.7");
    assertThat(account.replace("c", "a", "2", "100"))
        .containsExactly("session 1: #3 REPLACE of a by c refused ALREADY_PENDING PENDING_CANCEL");
    assertThat(account.cancel("d", "a"))
        .containsExactly("session 1: #4 CANCEL of a by d refused ALREADY_PENDING PENDING_CANCEL");
    assertThat(account.fill(1, "0.3", "100"))
        .containsExactly("session 1: #5 TRADE 0.3@100 fee 0.06 FILLED a leaves 0 cum 1");
    assertThat(
            account.report(CANCEL_REJECTED, 1, 1, r -> r.cxlRejReason(CxlRejReason.UNKNOWN_ORDER)))
        .containsExactly("session 1: #6 CANCEL of a by b refused TOO_LATE_TO_CANCEL FILLED");
  }

  @Test
  void aCancelIsTakenBehindAReplace() {
    account.buy("a", AccountBench.GOLD, "1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    account.replace("b", "a", "2", "100");
    assertThat(account.cancel("c", "a")).containsExactly("instrument-9: cancel 1 request 2");
    assertThat(account.report(REPLACED, 1, 1, r -> r.orderQty(f("2")).leavesQty(f("2"))))
        .containsExactly("session 1: #2 REPLACED PENDING_CANCEL b orig a leaves 2 cum 0");
    assertThat(account.report(CANCELED, 1, 2, r -> {}))
        .containsExactly("session 1: #3 CANCELED CANCELED c orig b leaves 0 cum 0");
    assertThat(account.replace("d", "b", "3", "100"))
        .containsExactly("session 1: #4 REPLACE of b by d refused TOO_LATE_TO_CANCEL CANCELED");
  }

  @Test
  void anOrderIsFoundByEveryNameItHasHad() {
    account.buy("a", AccountBench.GOLD, "1", "100");
    account.report(ACCEPTED, 1, 0, r -> {});
    account.replace("b", "a", "2", "100");
    account.report(REPLACED, 1, 1, r -> r.orderQty(f("2")).leavesQty(f("2")));
    account.replace("c", "b", "3", "100");
    assertThat(account.report(REPLACED, 1, 2, r -> r.orderQty(f("3")).leavesQty(f("3"))))
        .containsExactly("session 1: #3 REPLACED NEW c orig b leaves 3 cum 0");
    assertThat(account.cancel("d", "a")).containsExactly("instrument-9: cancel 1 request 3");
    assertThat(account.report(CANCELED, 1, 3, r -> {}))
        .containsExactly("session 1: #4 CANCELED CANCELED d orig c leaves 0 cum 0");
  }

  @Test
  void aClientOfTheFirstVersionGoesOn() {
    final int shorter = NewOrderSingleDecoder.stopPxEncodingOffset();
    final CoreBench.Body old =
        b -> {
          account.order("a", AccountBench.GOLD, BUY, "0.1", "100").encode(b);
          new MessageHeaderEncoder().wrap(b, 0).blockLength(shorter).version(0);
          return shorter;
        };
    assertThat(account.send(old)).containsExactly("instrument-9: submit 1 BUY 0.1@100");
    assertThat(account.report(ACCEPTED, 1, 0, r -> {}))
        .containsExactly("session 1: #1 NEW NEW a leaves 0.1 cum 0");
    assertThat(account.core.state().orders.order("a").status).isEqualTo(OrdStatus.NEW);
  }
}
