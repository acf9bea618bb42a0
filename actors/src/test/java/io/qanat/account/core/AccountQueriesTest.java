package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.ACCOUNT;
import static io.qanat.account.core.AccountBench.GOLD;
import static io.qanat.account.core.AccountBench.f;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.AccountAnswerDecoder;
import io.qanat.codecs.entity.AccountQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.OrderStatusQueryEncoder;
import io.qanat.codecs.entity.ReportHistoryQueryEncoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.ReportsAnswerDecoder;
import io.qanat.codecs.entity.ReportsQueryEncoder;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.OrderDefaults;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AccountQueriesTest {
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AccountBench account = AccountBench.rich("100000");

  private ReportsAnswerDecoder reports(final long partner, final long from, final long count) {
    final DirectBuffer answer =
        account
            .bench
            .query(
                b ->
                    new ReportsQueryEncoder()
                        .wrapAndApplyHeader(b, 0, header)
                        .partner(partner)
                        .fromReportNo(from)
                        .count(count)
                        .encodedLength())
            .get(0)
            .message();
    return new ReportsAnswerDecoder().wrapAndApplyHeader(answer, 0, new MessageHeaderDecoder());
  }

  private ReportsAnswerDecoder history(final long partner, final long from, final long count) {
    final DirectBuffer answer =
        account
            .bench
            .query(
                b ->
                    new ReportHistoryQueryEncoder()
                        .wrapAndApplyHeader(b, 0, header)
                        .partner(partner)
                        .fromReportNo(from)
                        .count(count)
                        .encodedLength())
            .get(0)
            .message();
    return new ReportsAnswerDecoder().wrapAndApplyHeader(answer, 0, new MessageHeaderDecoder());
  }

  private static List<Long> numbers(final ReportsAnswerDecoder answer) {
    final List<Long> numbers = new ArrayList<>();
    for (final ReportsAnswerDecoder.ReportsDecoder entry : answer.reports()) {
      final byte[] bytes = new byte[entry.bodyLength()];
      entry.getBody(bytes, 0, bytes.length);
      numbers.add(
          new ExecutionReportDecoder()
              .wrapAndApplyHeader(
                  new UnsafeBuffer(bytes), 0, new io.qanat.codecs.orderentry.MessageHeaderDecoder())
              .reportNo());
    }
    return numbers;
  }

  @Test
  void reportsAreReturnedWithinBounds() {
    for (int i = 1; i <= 10; i++) {
      account.buy("r" + i, 4, "1", "1");
    }
    account.ack(3);
    final ReportsAnswerDecoder answer = reports(1, 5, 2);
    assertThat(answer.oldestReportNo()).isEqualTo(4);
    assertThat(answer.nextReportNo()).isEqualTo(11);
    assertThat(numbers(answer)).containsExactly(5L, 6L);
    assertThat(numbers(reports(1, 3, 2))).isEmpty();
    assertThat(numbers(reports(1, 11, 2))).isEmpty();
    assertThat(numbers(reports(1, 4, Integer.MAX_VALUE))).hasSize(7);
    final ReportsAnswerDecoder strange = reports(2, 5, 2);
    assertThat(strange.nextReportNo()).isZero();
    assertThat(numbers(strange)).isEmpty();
  }

  @Test
  void theHistoryOutlivesTheAcknowledgementWithinItsBound() {
    for (int i = 1; i <= 10; i++) {
      account.buy("r" + i, 4, "1", "1");
    }
    account.ack(9);
    account.reload();
    assertThat(numbers(reports(1, 1, 100))).isEmpty();
    assertThat(reports(1, 10, 100).oldestReportNo()).isEqualTo(10);
    assertThat(numbers(history(1, 8, 100))).containsExactly(8L, 9L, 10L);
    assertThat(history(1, 8, 100).oldestReportNo()).isEqualTo(1);
    assertThat(history(2, 8, 100).nextReportNo()).isZero();
    for (int i = 11; i <= 300; i++) {
      account.buy("r" + i, 4, "1", "1");
      account.ack(i);
    }
    account.reload();
    assertThat(history(1, 45, 1).oldestReportNo()).isEqualTo(45);
    assertThat(numbers(history(1, 45, 2))).containsExactly(45L, 46L);
    assertThat(reports(1, 301, 1).oldestReportNo()).isEqualTo(301);
  }

  @Test
  void oneAnswerStaysBelowItsBytes() {
    account.tellNext(
        new Terms(
            2,
            1,
            false,
            10,
            5_000,
            0,
            0,
            "USD",
            account.terms.instruments(),
            SelfMatchDefault.NONE));
    for (int i = 1; i <= 400; i++) {
      account.buy("r" + i, 4, "1", "1");
    }
    final ReportsAnswerDecoder answer = reports(1, 1, 1_000);
    final List<Long> numbers = numbers(answer);
    assertThat(numbers).hasSizeBetween(100, 399).startsWith(1L, 2L);
    assertThat(answer.encodedLength()).isLessThan(64 * 1024);
  }

  @Test
  void anOrderIsFoundByItsNameAndHiddenFromOthers() {
    account.buy("a", GOLD, "1", "1000");
    account.report(ReportType.ACCEPTED, 1, 0);
    account.fill(1, "0.4", "1000");
    account.cancel("c", "a");
    assertThat(status(1, "a"))
        .containsExactly("reply 77: #0 ORDER_STATUS PENDING_CANCEL a leaves 0.6 cum 0.4");
    assertThat(status(1, "b"))
        .containsExactly("reply 77: BusinessMessageReject UNKNOWN_ID unknown order");
    assertThat(status(2, "a"))
        .containsExactly("reply 77: BusinessMessageReject UNKNOWN_ID unknown account");
  }

  private List<String> status(final long partner, final String clOrdId) {
    return Say.all(
        account.bench.query(
            b ->
                new OrderStatusQueryEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .partner(partner)
                    .orderId(0)
                    .seqNum(0)
                    .clOrdId(clOrdId)
                    .encodedLength()));
  }

  @Test
  void balancesAndPositionsAreTold() {
    account.buy("a", GOLD, "2", "1000");
    account.fill(1, "1", "1000");
    final DirectBuffer message =
        account
            .bench
            .query(b -> new AccountQueryEncoder().wrapAndApplyHeader(b, 0, header).encodedLength())
            .get(0)
            .message();
    final AccountAnswerDecoder answer =
        new AccountAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    assertThat(answer.partner()).isEqualTo(1);
    assertThat(answer.liveOrders()).isEqualTo(1);
    final AccountAnswerDecoder.BalancesDecoder balance = answer.balances().next();
    assertThat(balance.currency()).isEqualTo("USD");
    assertThat(balance.cash()).isEqualTo(f("99998"));
    assertThat(balance.reserved()).isEqualTo(f("202"));
    assertThat(balance.available()).isEqualTo(f("99796"));
    final AccountAnswerDecoder.PositionsDecoder position = answer.positions().next();
    assertThat(position.quantity()).isEqualTo(f("1"));
    assertThat(position.averagePrice()).isEqualTo(f("1000"));
  }

  @Test
  void theAuditNamesWhatIsMissing() {
    account.buy("a", GOLD, "2", "1000");
    account.fill(1, "1", "1000");
    final LedgerAudit.Result alone = LedgerAudit.audit(List.of(account.core), List.of());
    assertThat(alone.isBalanced()).isFalse();
    assertThat(alone.mismatches())
        .containsExactly(
            "clearing with in flight: 1000 USD instead of 0",
            "positions with in flight: 1 of 9 instead of 0");
    assertThat(alone.bookSums())
        .containsKeys("USD/CASH", "USD/FEES", "USD/EXTERNAL", "USD/TRADE", "USD/CLEARING");
    final LedgerAudit.Result unknown =
        LedgerAudit.audit(List.of(account.core), List.of(trade(ACCOUNT << 39 | 99)));
    assertThat(unknown.mismatches().get(0))
        .isEqualTo(
            "a trade is in flight to account 5 for an order it does not have: "
                + (ACCOUNT << 39 | 99));
  }

  private LedgerAudit.InFlight trade(final long orderId) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + OrderReportEncoder.BLOCK_LENGTH]);
    OrderDefaults.plain(new OrderReportEncoder().wrapAndApplyHeader(buffer, 0, header))
        .orderId(orderId)
        .reportType(ReportType.TRADED)
        .lastQty(f("1"))
        .notional(f("1000"))
        .lastLiquidityInd(LiquidityInd.ADDED);
    return new LedgerAudit.InFlight(ACCOUNT, buffer);
  }
}
