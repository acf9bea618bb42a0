package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.EURUSD;
import static io.qanat.account.core.AccountBench.GOLD;
import static io.qanat.account.core.AccountBench.OIL;
import static io.qanat.account.core.AccountBench.f;
import static io.qanat.account.core.AccountBench.rich;
import static io.qanat.codecs.entity.ReportType.ACCEPTED;
import static io.qanat.codecs.entity.ReportType.CANCELED;
import static io.qanat.codecs.entity.ReportType.CANCEL_REJECTED;
import static io.qanat.codecs.entity.ReportType.EXPIRED;
import static io.qanat.codecs.entity.ReportType.REJECTED;
import static io.qanat.codecs.entity.ReportType.REPLACED;
import static io.qanat.codecs.entity.ReportType.REPLACE_REJECTED;
import static io.qanat.codecs.entity.ReportType.TRADED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.CoreBench;
import io.qanat.entity.core.EntityKey;
import java.math.BigInteger;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Inputs, then the whole list of what they cause. */
class AccountCoreTest {
  private static final long DAY = 86_400_000_000_000L;

  @Test
  void anAcceptedOrderIsReservedSubmittedAndReported() {
    final AccountBench account = rich("1000");
    assertThat(account.buy("a", GOLD, "2", "1000"))
        .containsExactly("instrument-9: submit 1 BUY 2@1000");
    // A tenth of 2000 and 0.2 % of it as fee.
    assertThat(account.reserved("USD")).isEqualTo("204");
    assertThat(account.available("USD")).isEqualTo("796");
    assertThat(account.report(ACCEPTED, 1, 0))
        .containsExactly("session 1: #1 NEW NEW a leaves 2 cum 0");
    assertThat(account.report(TRADED, 1, 0, "0.5", "900", LiquidityInd.ADDED))
        .containsExactly(
            "session 1: #2 TRADE 0.5@900 fee 0.45 PARTIALLY_FILLED a leaves 1.5 cum 0.5");
    assertThat(account.fill(1, "1.5", "1000"))
        .containsExactly("session 1: #3 TRADE 1.5@1000 fee 3 FILLED a leaves 0 cum 2");
    assertThat(account.cash("USD")).isEqualTo("996.55");
    assertThat(account.reserved("USD")).isEqualTo("195");
    assertThat(account.position(GOLD).averagePrice(Fixed8.ONE)).isEqualTo(f("975"));
  }

  @Test
  void refusalsOfTheInstrumentAreReportedAndFree() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "1", "1000");
    assertThat(account.report(REJECTED, 1, 0))
        .containsExactly("session 1: #1 REJECTED REJECTED a leaves 0 cum 0 EXCHANGE_CLOSED");
    assertThat(account.reserved("USD")).isEqualTo("0");
    account.buy("b", GOLD, "1", "1000");
    account.report(ACCEPTED, 2, 0);
    assertThat(account.report(EXPIRED, 2, 0))
        .containsExactly("session 1: #3 EXPIRED EXPIRED b leaves 0 cum 0");
    assertThat(account.reserved("USD")).isEqualTo("0");
  }

  @Test
  void everyRefusalHasItsReasonAndIsNumbered() {
    final AccountBench account = rich("1000");
    assertThat(account.buy("a", 4, "1", "1000"))
        .containsExactly("session 1: #1 REJECTED REJECTED a leaves 0 cum 0 UNKNOWN_SYMBOL");
    assertThat(account.buy("b", GOLD, "1", "1000.001"))
        .containsExactly(
            "session 1: #2 REJECTED REJECTED b leaves 0 cum 0 INVALID_PRICE_INCREMENT");
    assertThat(account.buy("c", GOLD, "0.15", "1000"))
        .containsExactly("session 1: #3 REJECTED REJECTED c leaves 0 cum 0 INCORRECT_QUANTITY");
    assertThat(account.buy("d", GOLD, "1000000.1", "1000"))
        .containsExactly("session 1: #4 REJECTED REJECTED d leaves 0 cum 0 INCORRECT_QUANTITY");
    assertThat(account.buy("e", GOLD, "1", "5000.01"))
        .containsExactly("session 1: #5 REJECTED REJECTED e leaves 0 cum 0 PRICE_EXCEEDS_BAND");
    assertThat(account.buy("f", GOLD, "1", "-1"))
        .containsExactly("session 1: #6 REJECTED REJECTED f leaves 0 cum 0 PRICE_NOT_POSITIVE");
    assertThat(account.buy("g", GOLD, "10", "1000"))
        .containsExactly("session 1: #7 REJECTED REJECTED g leaves 0 cum 0 INSUFFICIENT_FUNDS");
    account.tellNext(
        account.terms.withInstruments(new TreeMap<>(account.terms.instruments().headMap(GOLD))));
    assertThat(account.buy("h", GOLD, "1", "1000"))
        .containsExactly("session 1: #8 REJECTED REJECTED h leaves 0 cum 0 UNKNOWN_SYMBOL");
    account.tellNext(account.terms.withKillSwitch(true));
    assertThat(account.buy("i", OIL, "1", "10"))
        .containsExactly("session 1: #9 REJECTED REJECTED i leaves 0 cum 0 KILL_SWITCH");
    assertThat(account.reserved("USD")).isEqualTo("0");
  }

  @Test
  void nonsenseIsNamedAndChangesNothing() {
    final AccountBench account = rich("1000");
    assertThat(account.buy("", GOLD, "1", "1000"))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD clOrdId must be printable ASCII and not"
                + " empty");
    assertThat(account.buy("a", GOLD, "-1", "1000"))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD orderQty must be above 0: -100000000");
    assertThat(account.send(withByte(account, NewOrderSingleEncoder.sideEncodingOffset())))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD side is neither BUY nor SELL: 120");
    assertThat(account.send(withByte(account, NewOrderSingleEncoder.ordTypeEncodingOffset())))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD ordType is none of MARKET, LIMIT, STOP,"
                + " STOP_LIMIT, MARKET_WITH_LEFT_OVER_AS_LIMIT: 120");
    assertThat(account.send(withByte(account, NewOrderSingleEncoder.timeInForceEncodingOffset())))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD timeInForce is none of DAY, GTC,"
                + " AT_THE_OPENING, IOC, FOK, GTD, AT_THE_CLOSE: 120");
    assertThat(account.ack(1))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD throughReportNo 1 is not in 0..0");
    assertThat(account.core.state().orders.isEmpty()).isTrue();
    assertThat(account.buy("a", GOLD, "1", "1000"))
        .containsExactly("instrument-9: submit 1 BUY 1@1000");
  }

  private static CoreBench.Body withByte(final AccountBench account, final int offset) {
    return b -> {
      final int length = account.order("a", GOLD, Side.BUY, "1", "1000").encode(b);
      b.putByte(8 + offset, (byte) 'x');
      return length;
    };
  }

  @Test
  void strangersLearnNothing() {
    final AccountBench account = rich("1000");
    final long hash = account.core.stateHash();
    assertThat(
            Say.all(
                account.bench.client(2, 1, 1, 1, account.order("a", GOLD, Side.BUY, "1", "1000"))))
        .containsExactly("session 1: BusinessMessageReject UNKNOWN_ID unknown account");
    assertThat(account.core.stateHash()).isEqualTo(hash);
    final AccountBench unopened = new AccountBench();
    assertThat(unopened.buy("a", GOLD, "1", "1000"))
        .containsExactly("session 1: BusinessMessageReject UNKNOWN_ID unknown account");
    assertThat(unopened.transfer(1, "5", "USD"))
        .containsExactly("reply 77: NOT_FOUND account 5 is not opened by a partner yet");
  }

  @Test
  void theSameAgainGetsTheSameAnswer() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "1", "1000");
    assertThat(account.buy("a", GOLD, "1", "1000"))
        .containsExactly("session 1: #0 PENDING_NEW PENDING_NEW a leaves 1 cum 0 again");
    account.report(ACCEPTED, 1, 0);
    account.fill(1, "1", "1000");
    account.ack(2);
    account.reload();
    assertThat(account.buy("a", GOLD, "1", "1000"))
        .containsExactly("session 1: #1 NEW NEW a leaves 1 cum 0 again");
    assertThat(account.buy("a", GOLD, "1", "1001"))
        .containsExactly("session 1: #3 REJECTED REJECTED a leaves 0 cum 0 DUPLICATE_ORDER");
    assertThat(account.buy("b", 4, "1", "1000"))
        .containsExactly("session 1: #4 REJECTED REJECTED b leaves 0 cum 0 UNKNOWN_SYMBOL");
    assertThat(account.buy("b", 4, "1", "1000"))
        .containsExactly("session 1: #4 REJECTED REJECTED b leaves 0 cum 0 UNKNOWN_SYMBOL again");
  }

  @Test
  void aNewDayForgetsFinishedNamesAndKeepsLiveOnes() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "0.1", "1000");
    account.report(ACCEPTED, 1, 0);
    account.fill(1, "0.1", "1000");
    account.buy("b", GOLD, "0.1", "1000");
    account.report(ACCEPTED, 2, 0);
    account.bench.nowNanos += DAY;
    assertThat(account.buy("a", GOLD, "0.1", "900"))
        .containsExactly("instrument-9: submit 3 BUY 0.1@900");
    assertThat(account.buy("b", GOLD, "0.1", "900"))
        .containsExactly("session 1: #4 REJECTED REJECTED b leaves 0 cum 0 DUPLICATE_ORDER");
  }

  @Test
  void oldNumbersAndIncarnationsAreDropped() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "0.1", "1000");
    final long hash = account.core.stateHash();
    assertThat(account.bench.client(1, 1, 1, 1, account.order("b", GOLD, Side.BUY, "0.1", "1000")))
        .isEmpty();
    assertThat(account.bench.client(1, 1, 0, 9, account.order("b", GOLD, Side.BUY, "0.1", "1000")))
        .isEmpty();
    assertThat(account.core.stateHash()).isEqualTo(hash);
    assertThat(
            Say.all(
                account.bench.client(
                    1, 1, 2, 1, account.order("b", GOLD, Side.BUY, "0.1", "1000"))))
        .containsExactly("instrument-9: submit 2 BUY 0.1@1000");
  }

  @Test
  void anOrderWithoutAnswerIsReportedAsPendingOnce() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "0.1", "1000");
    final long due = account.bench.nowNanos + AccountCore.PENDING_REPORT_AFTER_NANOS;
    assertThat(account.core.wakeAtNanos()).isEqualTo(due);
    account.bench.nowNanos = due - 1;
    assertThat(account.bench.wake()).isEmpty();
    account.bench.nowNanos = due;
    assertThat(Say.all(account.bench.wake()))
        .containsExactly("session 1: #1 PENDING_NEW PENDING_NEW a leaves 0.1 cum 0");
    assertThat(account.bench.wake()).isEmpty();
    assertThat(account.core.wakeAtNanos()).isGreaterThan(due);
  }

  @Test
  void cancelsAreFoundByAnyNameOfTheOrder() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "1", "1000");
    account.report(ACCEPTED, 1, 0);
    assertThat(account.replace("b", "a", "2", "1000"))
        .containsExactly("instrument-9: replace 1 request 1 2@1000");
    assertThat(account.reserved("USD")).isEqualTo("204");
    assertThat(account.replace("c", "a", "3", "1000"))
        .containsExactly("session 1: #2 REPLACE of a by c refused ALREADY_PENDING PENDING_REPLACE");
    assertThat(account.report(REPLACED, 1, 1, "2", "1000", null))
        .containsExactly("session 1: #3 REPLACED NEW b orig a leaves 2 cum 0");
    assertThat(account.cancel("d", "a")).containsExactly("instrument-9: cancel 1 request 2");
    assertThat(account.cancel("e", "b"))
        .containsExactly("session 1: #4 CANCEL of b by e refused ALREADY_PENDING PENDING_CANCEL");
    assertThat(account.report(CANCELED, 1, 2))
        .containsExactly("session 1: #5 CANCELED CANCELED d orig b leaves 0 cum 0");
    assertThat(account.cancel("d", "a"))
        .containsExactly("session 1: #5 CANCELED CANCELED d orig b leaves 0 cum 0 again");
    assertThat(account.cancel("f", "b"))
        .containsExactly("session 1: #6 CANCEL of b by f refused TOO_LATE_TO_CANCEL CANCELED");
    assertThat(account.cancel("g", "nobody"))
        .containsExactly("session 1: #7 CANCEL of nobody by g refused UNKNOWN_ORDER REJECTED");
    assertThat(account.cancel("a", "b"))
        .containsExactly("session 1: #8 CANCEL of b by a refused DUPLICATE_CLORDID CANCELED");
    assertThat(account.reserved("USD")).isEqualTo("0");
  }

  @Test
  void aFillThatCrossesACancelWins() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "1", "1000");
    account.report(ACCEPTED, 1, 0);
    account.cancel("b", "a");
    account.fill(1, "1", "1000");
    assertThat(account.report(CANCEL_REJECTED, 1, 1))
        .containsExactly("session 1: #3 CANCEL of a by b refused TOO_LATE_TO_CANCEL FILLED");
  }

  @Test
  void aReplaceReservesBeforeAndReleasesWhenRefused() {
    final AccountBench account = rich("500");
    account.buy("a", GOLD, "1", "1000");
    account.report(ACCEPTED, 1, 0);
    assertThat(account.replace("b", "a", "5", "1000"))
        .containsExactly("session 1: #2 REPLACE of a by b refused INSUFFICIENT_FUNDS NEW");
    assertThat(account.reserved("USD")).isEqualTo("102");
    account.replace("c", "a", "2", "1000");
    assertThat(account.reserved("USD")).isEqualTo("204");
    assertThat(account.report(REPLACE_REJECTED, 1, 1 + 1))
        .containsExactly("session 1: #3 REPLACE of a by c refused UNKNOWN_ORDER NEW");
    assertThat(account.reserved("USD")).isEqualTo("102");
    assertThat(account.cancel("d", "c"))
        .containsExactly("session 1: #4 CANCEL of c by d refused UNKNOWN_ORDER REJECTED");
    account.fill(1, "0.5", "1000");
    assertThat(account.replace("e", "a", "0.5", "1000"))
        .containsExactly("session 1: #6 REPLACE of a by e refused BELOW_CUM_QTY PARTIALLY_FILLED");
  }

  @Test
  void theKillSwitchCancelsAndLetsOnlyReductionsThrough() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "1", "1000");
    account.report(ACCEPTED, 1, 0);
    assertThat(account.tellNext(account.terms.withKillSwitch(true)))
        .containsExactly("instrument-9: cancel 1 request 1");
    account.report(CANCEL_REJECTED, 1, 1);
    assertThat(account.replace("b", "a", "2", "1000"))
        .containsExactly("session 1: #2 REPLACE of a by b refused KILL_SWITCH NEW");
    assertThat(account.replace("c", "a", "0.5", "1000"))
        .containsExactly("instrument-9: replace 1 request 2 0.5@1000");
    assertThat(account.cancel("d", "a")).containsExactly("instrument-9: cancel 1 request 3");
  }

  @Test
  void massActionsCancelEachAndCount() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "0.1", "1000");
    account.buy("b", OIL, "1", "10");
    account.buy("c", GOLD, "0.1", "1000");
    account.cancel("d", "a");
    assertThat(account.massCancel("e", MassActionScope.SECURITY, GOLD))
        .containsExactly(
            "instrument-9: cancel 3 request 2", "session 1: #1 mass e SECURITY ACCEPTED 1");
    assertThat(account.massCancel("f", MassActionScope.ALL_SECURITIES, 0))
        .containsExactly(
            "instrument-7: cancel 2 request 3", "session 1: #2 mass f ALL_SECURITIES ACCEPTED 1");
    assertThat(account.report(CANCELED, 3, 2))
        .containsExactly("session 1: #3 CANCELED CANCELED c leaves 0 cum 0");
    assertThat(account.massCancel("f", MassActionScope.ALL_SECURITIES, 0))
        .containsExactly("session 1: #2 mass f ALL_SECURITIES ACCEPTED 1 again");
    assertThat(account.massCancel("g", MassActionScope.PARTNER, 0))
        .containsExactly(
            "session 1: BusinessMessageReject INVALID_FIELD scope of an account must be SECURITY or"
                + " ALL_SECURITIES: 100");
  }

  @Test
  void aClaimMovesTheReportsAndALossCancels() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "0.1", "1000");
    assertThat(account.claim(2, 1, true))
        .containsExactly(
            "session 1: AccountReleased", "session 2: AccountSequence next 1 oldest 1");
    assertThat(account.core.liveClaim()).contains(new LiveClaim(1L << 32 | 2, 1, 3, true));
    assertThat(account.report(ACCEPTED, 1, 0))
        .containsExactly("session 2: #1 NEW NEW a leaves 0.1 cum 0");
    assertThat(account.lose(1, 1, 3)).isEmpty();
    account.claim(1, 1, true);
    assertThat(account.lose(1, 1, 4)).isEmpty();
    assertThat(account.lose(1, 1, 3)).containsExactly("instrument-9: cancel 1 request 1");
    assertThat(account.core.liveClaim()).isEmpty();
    assertThat(account.report(CANCELED, 1, 1))
        .containsExactly("watchers: #2 CANCELED CANCELED a leaves 0 cum 0");
    assertThat(account.core.wakeAtNanos()).isPositive();
    assertThat(account.claim(1, 2, false))
        .containsExactly("session 1: AccountSequence next 3 oldest 1");
    account.seqNum = 0;
    assertThat(account.lose(1, 2, 3)).isEmpty();
  }

  @Test
  void reportsAreKeptUntilAcknowledgedAndThenLimited() {
    final AccountBench account = rich("1000");
    account.tellNext(
        new Terms(
            2, 1, false, 10, 4, 0, 0, "USD", account.terms.instruments(), SelfMatchDefault.NONE));
    account.buy("live", GOLD, "0.1", "1000");
    account.report(ACCEPTED, 1, 0);
    for (int i = 2; i <= 4; i++) {
      account.buy("r" + i, 4, "1", "1");
    }
    assertThat(account.buy("a", GOLD, "0.1", "1000"))
        .containsExactly(
            "session 1: #5 REJECTED REJECTED a leaves 0 cum 0 TOO_MANY_UNACKNOWLEDGED_REPORTS");
    assertThat(account.buy("b", GOLD, "0.1", "1000"))
        .containsExactly(
            "session 1: #6 REJECTED REJECTED b leaves 0 cum 0 TOO_MANY_UNACKNOWLEDGED_REPORTS",
            "instrument-9: cancel 1 request 1");
    account.buy("c", GOLD, "0.1", "1000");
    account.buy("d", GOLD, "0.1", "1000");
    assertThat(account.buy("e", GOLD, "0.1", "1000"))
        .containsExactly("session 1: BusinessMessageReject BUSY 8 reports are not acknowledged");
    assertThat(account.ack(8)).isEmpty();
    assertThat(account.buy("e", GOLD, "0.1", "1000"))
        .containsExactly("instrument-9: submit 9 BUY 0.1@1000");
  }

  @Test
  void anUnclaimedAccountKeepsABoundedHistory() {
    final AccountBench account = new AccountBench();
    account.tell(account.terms);
    for (int i = 0; i < 300; i++) {
      assertThat(account.buy("r" + i, 4, "1", "1"))
          .containsExactly(
              "watchers: #%d REJECTED REJECTED r%d leaves 0 cum 0 UNKNOWN_SYMBOL"
                  .formatted(i + 1, i));
    }
    assertThat(account.core.state().reports.oldestReportNo()).isEqualTo(45);
    assertThat(account.claim(1, 1, false))
        .containsExactly("session 1: AccountSequence next 301 oldest 45");
  }

  @Test
  void liveOrdersAreLimited() {
    final AccountBench account = rich("1000");
    for (int i = 1; i <= 10; i++) {
      account.buy("o" + i, GOLD, "0.1", "1000");
    }
    assertThat(account.buy("x", GOLD, "0.1", "1000"))
        .containsExactly("session 1: #1 REJECTED REJECTED x leaves 0 cum 0 TOO_MANY_LIVE_ORDERS");
  }

  @Test
  void profitIsRealisedWhenAPositionShrinksOrFlips() {
    final AccountBench account = rich("1000");
    account.buy("a", GOLD, "3", "1000");
    account.fill(1, "3", "1000");
    account.sell("b", GOLD, "5", "1100");
    account.fill(2, "1", "1100");
    assertThat(account.position(GOLD).realised()).isEqualTo(f("100"));
    account.fill(2, "4", "1100");
    assertThat(account.position(GOLD).realised()).isEqualTo(f("300"));
    assertThat(account.position(GOLD).quantity()).isEqualTo(f("-2"));
    assertThat(account.position(GOLD).averagePrice(Fixed8.ONE)).isEqualTo(f("1100"));
    account.buy("c", GOLD, "2", "1200");
    account.fill(3, "2", "1200");
    assertThat(account.position(GOLD).realised()).isEqualTo(f("100"));
    assertThat(account.position(GOLD).cost()).isZero();
    assertThat(account.core.state().ledger.balance(Ledger.Book.TRADE, GOLD, "USD")).isZero();
    // 100 of profit less 0.2 % of 3000, 5500 and 2400.
    assertThat(account.cash("USD")).isEqualTo("1078.2");
    assertThat(account.reserved("USD")).isEqualTo("0");
  }

  @Test
  void whatOnlyReducesNeedsNoFunds() {
    final AccountBench account = rich("205");
    account.buy("a", GOLD, "2", "1000");
    account.fill(1, "2", "1000");
    assertThat(account.available("USD")).isEqualTo("1");
    assertThat(account.sell("b", GOLD, "2", "4000"))
        .containsExactly("instrument-9: submit 2 SELL 2@4000");
    assertThat(account.sell("c", GOLD, "0.1", "4000"))
        .containsExactly("session 1: #2 REJECTED REJECTED c leaves 0 cum 0 INSUFFICIENT_FUNDS");
  }

  @Test
  void deliveredBuysNeedQuoteAndSalesNeedBase() {
    final AccountBench account = rich("1002");
    assertThat(account.sell("a", EURUSD, "1", "10"))
        .containsExactly("session 1: #1 REJECTED REJECTED a leaves 0 cum 0 INSUFFICIENT_FUNDS");
    assertThat(account.buy("b", EURUSD, "100.1", "10"))
        .containsExactly("session 1: #2 REJECTED REJECTED b leaves 0 cum 0 INSUFFICIENT_FUNDS");
    account.buy("c", EURUSD, "100", "10");
    assertThat(account.reserved("USD")).isEqualTo("1002");
    account.fill(3, "100", "10");
    assertThat(account.cash("USD")).isEqualTo("0");
    assertThat(account.cash("EUR")).isEqualTo("100");
    account.sell("d", EURUSD, "60", "10");
    assertThat(account.reserved("EUR")).isEqualTo("60");
    assertThat(account.available("EUR")).isEqualTo("40");
    assertThat(account.transfer(2, "-41", "EUR"))
        .containsExactly("reply 77: INVALID amount is beyond the 40 EUR that can be withdrawn");
  }

  @Test
  void marketOrdersReserveTheWorstOfTheBand() {
    final AccountBench account = rich("1002");
    account.buy("a", EURUSD, "1", null);
    assertThat(account.reserved("USD")).isEqualTo("100.2");
    account.sell("b", OIL, "1", null);
    assertThat(account.reserved("USD")).isEqualTo("202.2");
  }

  @Test
  void pricesBelowZeroSettleTheRightWay() {
    final AccountBench account = rich("1000");
    account.buy("a", OIL, "10", "-36.98");
    assertThat(account.reserved("USD")).isEqualTo("37.7196");
    account.fill(1, "10", "-36.98");
    // Paid to take it: TRADE holds what came in.
    assertThat(account.core.state().ledger.balance(Ledger.Book.TRADE, OIL, "USD"))
        .isEqualTo(f("369.8"));
    assertThat(account.position(OIL).averagePrice(Fixed8.ONE)).isEqualTo(f("-36.98"));
    account.sell("b", OIL, "10", "10");
    account.fill(2, "10", "10");
    assertThat(account.position(OIL).realised()).isEqualTo(f("469.8"));
  }

  @Test
  void transfersAreAppliedOnce() {
    final AccountBench account = rich("0");
    assertThat(account.transfer(5, "100", "USD")).containsExactly("reply 77: DONE");
    assertThat(account.transfer(5, "100", "USD")).containsExactly("reply 77: UNCHANGED");
    assertThat(account.transfer(5, "101", "USD"))
        .containsExactly("reply 77: CONFLICT transferId 5 was used for another transfer");
    assertThat(account.transfer(4, "1", "USD"))
        .containsExactly("reply 77: CONFLICT transferId must increase: 4 is below the highest, 5");
    assertThat(account.transfer(6, "-100.01", "USD"))
        .containsExactly("reply 77: INVALID amount is beyond the 100 USD that can be withdrawn");
    assertThat(account.transfer(6, "-100", "USD")).containsExactly("reply 77: DONE");
    assertThat(account.transfer(0, "1", "USD"))
        .containsExactly("reply 77: INVALID transferId must be above 0: 0");
    assertThat(account.transfer(7, "0", "USD"))
        .containsExactly("reply 77: INVALID amount must not be 0 or absent");
    assertThat(account.transfer(7, "1", ""))
        .containsExactly("reply 77: INVALID currency must be printable ASCII without blanks: ''");
  }

  @Test
  void creditTradesButIsNotWithdrawn() {
    final AccountBench account = rich("10");
    account.tellNext(account.terms.withCredit(f("100"), "USD"));
    assertThat(account.available("USD")).isEqualTo("110");
    assertThat(account.buy("a", GOLD, "1", "1000"))
        .containsExactly("instrument-9: submit 1 BUY 1@1000");
    assertThat(account.transfer(2, "-1", "USD"))
        .containsExactly("reply 77: INVALID amount is beyond the 0 USD that can be withdrawn");
  }

  @Test
  void onlyThePartnerThatOpenedItSetsTerms() {
    final AccountBench account = rich("10");
    final long hash = account.core.stateHash();
    final Terms mine = account.terms;
    account.tell(
        new Terms(9, 2, true, 1, 1, 0, 0, "USD", mine.instruments(), SelfMatchDefault.NONE));
    account.tell(mine);
    assertThat(account.core.stateHash()).isEqualTo(hash);
  }

  @Test
  void aTradeOfAnUnknownOrderIsABug() {
    final AccountBench account = rich("10");
    assertThatThrownBy(
            () ->
                account.bench.peer(
                    EntityKey.instrument(OIL),
                    b ->
                        OrderDefaults.plain(
                                new OrderReportEncoder()
                                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder()))
                            .orderId(123)
                            .reportType(TRADED)
                            .encodedLength()))
        .hasMessageContaining("a trade of order 123 from instrument-7");
  }

  @Test
  void aPostingOutOfBalanceThrowsAndChangesNothing() {
    final Ledger ledger = new Ledger();
    assertThatThrownBy(
            () ->
                ledger.post(
                    new Ledger.Posting()
                        .add(Ledger.Book.CASH, 0, "USD", BigInteger.TEN)
                        .add(Ledger.Book.EXTERNAL, 0, "EUR", BigInteger.TEN.negate())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("a posting is out of balance by");
    assertThat(ledger.sums()).isEmpty();
  }
}
