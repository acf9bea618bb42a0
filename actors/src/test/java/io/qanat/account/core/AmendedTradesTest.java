package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.EURUSD;
import static io.qanat.account.core.AccountBench.GOLD;
import static io.qanat.account.core.AccountBench.f;
import static io.qanat.account.core.AccountBench.rich;
import static io.qanat.codecs.entity.ReportType.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.TradeAmendEncoder;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trades that are busted or corrected: what the account takes back, and what it says. */
class AmendedTradesTest {
  private static final long DAY = 86_400_000_000_000L;

  private final AccountBench account = rich("1000");
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  /** A fill of the order with this counter by this trade. */
  private List<String> trade(
      final long counter, final long tradeId, final String qty, final String px) {
    return trade(counter, tradeId, qty, px, 1);
  }

  private List<String> trade(
      final long counter,
      final long tradeId,
      final String qty,
      final String px,
      final long oldestTradeId) {
    final Order order = order(counter);
    final long executed = order.cumQty + order.bustedQty + f(qty);
    return Say.all(
        account.bench.peer(
            EntityKey.instrument(order.securityId),
            b ->
                new OrderReportEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .orderId(order.orderId)
                    .mdOrderId(counter)
                    .requestNo(0)
                    .transactTime(0)
                    .price(order.price)
                    .orderQty(order.orderQty)
                    .leavesQty(order.orderQty - executed)
                    .cumQty(executed)
                    .lastPx(f(px))
                    .lastQty(f(qty))
                    .tradeId(tradeId)
                    .contraMdOrderId(0)
                    .notional(notional(qty, px))
                    .reportType(ReportType.TRADED)
                    .lastLiquidityInd(LiquidityInd.AUCTION)
                    .ordRejReason(OrdRejReason.NULL_VAL)
                    .cxlRejReason(CxlRejReason.NULL_VAL)
                    .oldestTradeId(oldestTradeId)
                    .encodedLength()));
  }

  private Order order(final long counter) {
    return account.core.state().orders.order(AccountBench.ACCOUNT << 39 | counter);
  }

  private static long notional(final String qty, final String px) {
    return Fixed8.multiply(f(px), f(qty), Fixed8.ONE, RoundingMode.HALF_EVEN);
  }

  /** What was {@code qty@px} is now {@code newQty@newPx}; nothing if newQty is 0. */
  private List<String> amend(
      final long instrument,
      final Side side,
      final long counter,
      final long tradeId,
      final String qty,
      final String px,
      final String newQty,
      final String newPx) {
    return Say.all(
        account.bench.peer(
            EntityKey.instrument(instrument),
            b ->
                new TradeAmendEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .orderId(AccountBench.ACCOUNT << 39 | counter)
                    .tradeId(tradeId)
                    .transactTime(0)
                    .oldPx(f(px))
                    .oldQty(f(qty))
                    .oldNotional(notional(qty, px))
                    .newPx(f(newPx))
                    .newQty(f(newQty))
                    .newNotional(notional(newQty, newPx))
                    .instrument(instrument)
                    .side(side)
                    .encodedLength()));
  }

  private List<String> bust(final long tradeId, final String qty, final String px) {
    return amend(GOLD, Side.BUY, 1, tradeId, qty, px, "0", px);
  }

  @Test
  void aBustGivesPositionMoneyAndFeeBack() {
    account.buy("a", GOLD, "2", "1000");
    account.report(ACCEPTED, 1, 0);
    assertThat(trade(1, 7, "2", "1000"))
        .containsExactly("session 1: #2 TRADE 2@1000 fee 2 FILLED a leaves 0 cum 2");
    assertThat(bust(7, "2", "1000"))
        .containsExactly("session 1: #3 TRADE_CANCEL 2@1000 fee -2 CANCELED a leaves 0 cum 0");
    assertThat(account.cash("USD")).isEqualTo("1000");
    assertThat(account.reserved("USD")).isEqualTo("0");
    assertThat(account.position(GOLD).quantity()).isZero();
    assertThat(account.core.state().ledger.balance(Ledger.Book.FEES, 0, "USD")).isZero();
    assertThat(account.core.state().ledger.balance(Ledger.Book.CLEARING, GOLD, "USD")).isZero();
  }

  @Test
  void whatIsTakenBackOfALiveOrderIsNotOpenAgain() {
    account.buy("a", GOLD, "3", "1000");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "1", "1000");
    assertThat(bust(7, "1", "1000"))
        .containsExactly("session 1: #3 TRADE_CANCEL 1@1000 fee -1 NEW a leaves 2 cum 0");
    account.reload();
    assertThat(trade(1, 8, "2", "1000"))
        .containsExactly("session 1: #4 TRADE 2@1000 fee 2 CANCELED a leaves 0 cum 2");
  }

  @Test
  void aCorrectionSettlesTheDifference() {
    account.buy("a", GOLD, "3", "1000");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "2", "1000");
    assertThat(amend(GOLD, Side.BUY, 1, 7, "2", "1000", "1", "900"))
        .containsExactly(
            "session 1: #3 TRADE_CORRECT 1@900 fee -1.1 PARTIALLY_FILLED a leaves 1 cum 1");
    assertThat(account.cash("USD")).isEqualTo("999.1");
    assertThat(account.position(GOLD).averagePrice(Fixed8.ONE)).isEqualTo(f("900"));
    assertThat(amend(GOLD, Side.BUY, 1, 7, "1", "900", "2", "1000"))
        .containsExactly(
            "session 1: #4 TRADE_CORRECT 2@1000 fee 1.1 PARTIALLY_FILLED a leaves 1 cum 2");
    assertThat(account.cash("USD")).isEqualTo("998");
  }

  @Test
  void aFilledOrderStaysFilledUnderAnotherPrice() {
    account.buy("a", GOLD, "1", "1000");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "1", "1000");
    assertThat(amend(GOLD, Side.BUY, 1, 7, "1", "1000", "1", "990"))
        .containsExactly("session 1: #3 TRADE_CORRECT 1@990 fee -0.01 FILLED a leaves 0 cum 1");
  }

  @Test
  void whatWasDeliveredGoesBack() {
    account.transfer(9, "100", "EUR");
    account.sell("a", EURUSD, "10", "2");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "10", "2");
    assertThat(account.cash("EUR")).isEqualTo("90");
    assertThat(amend(EURUSD, Side.SELL, 1, 7, "10", "2", "0", "2"))
        .hasSize(1)
        .first()
        .asString()
        .contains("TRADE_CANCEL 10@2", "CANCELED a leaves 0 cum 0");
    assertThat(account.cash("EUR")).isEqualTo("100");
    assertThat(account.cash("USD")).isEqualTo("1000");
  }

  @Test
  void anOrderIsKeptWhileItsTradeMayBeBusted() {
    account.buy("a", GOLD, "1", "1000");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "1", "1000");
    account.bench.nowNanos += 2 * DAY;
    account.buy("b", GOLD, "1", "1000");
    assertThat(order(1)).isNull();
    account.reload();
    assertThat(bust(7, "1", "1000"))
        .containsExactly("session 1: #3 TRADE_CANCEL 1@1000 fee -1 CANCELED a leaves 0 cum 0");
  }

  @Test
  void whatTheInstrumentForgetsIsForgotten() {
    account.buy("a", GOLD, "3", "100");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "1", "100", 7);
    trade(1, 8, "1", "100", 7);
    trade(1, 9, "1", "100", 9);
    assertThat(account.core.state().fills.all())
        .extracting(fill -> fill.tradeId)
        .containsExactly(9L);
  }

  @Test
  void anAmendmentOfAnotherTradeIsNotPassedOver() {
    account.buy("a", GOLD, "3", "100");
    account.report(ACCEPTED, 1, 0);
    trade(1, 7, "1", "100");
    assertThatThrownBy(() -> bust(8, "1", "100"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trade 8 of order")
        .hasMessageContaining("it was not settled so");
    assertThatThrownBy(() -> bust(7, "2", "100")).isInstanceOf(IllegalStateException.class);
  }
}
