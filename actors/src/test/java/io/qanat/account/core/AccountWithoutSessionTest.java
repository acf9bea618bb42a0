package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.ACCOUNT;
import static io.qanat.account.core.AccountBench.GOLD;
import static io.qanat.account.core.AccountBench.f;
import static io.qanat.codecs.entity.ReportType.ACCEPTED;
import static io.qanat.codecs.entity.ReportType.CANCELED;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.FillsAnswerDecoder;
import io.qanat.codecs.entity.FillsQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrdersAnswerDecoder;
import io.qanat.codecs.entity.OrdersQueryEncoder;
import io.qanat.codecs.entity.TransferReplyDecoder;
import io.qanat.codecs.entity.TransferRequestEncoder;
import io.qanat.codecs.entity.TransfersAnswerDecoder;
import io.qanat.codecs.entity.TransfersQueryEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.entity.core.CoreBench;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a client without a session gets: the answer to its request, and history to ask for. */
class AccountWithoutSessionTest {
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AccountBench account = unclaimed();

  private static AccountBench unclaimed() {
    final AccountBench account = new AccountBench();
    account.tell(account.terms);
    account.transfer(1, "100000", "USD");
    return account;
  }

  private List<String> request(final long requestId, final CoreBench.Body body) {
    account.bench.requestId = requestId;
    return Say.all(account.bench.client(1, 0, 0, 0, body));
  }

  private List<String> buy(final long requestId, final String clOrdId, final String price) {
    return request(requestId, account.order(clOrdId, GOLD, Side.BUY, "1", price));
  }

  @Test
  void theFirstReportAnswersTheRequest() {
    assertThat(buy(70, "a", "1000")).containsExactly("instrument-9: submit 1 BUY 1@1000");
    assertThat(account.report(ACCEPTED, 1, 0))
        .containsExactly(
            "watchers: #1 NEW NEW a leaves 1 cum 0", "reply 70: #1 NEW NEW a leaves 1 cum 0");
    assertThat(account.fill(1, "1", "1000"))
        .hasSize(1)
        .allMatch(s -> s.startsWith("watchers: #2 "));
  }

  @Test
  void theAnswerFindsItsRequestAfterASnapshotToo() {
    buy(70, "a", "1000");
    account.reload();
    assertThat(account.report(ACCEPTED, 1, 0))
        .containsExactly(
            "watchers: #1 NEW NEW a leaves 1 cum 0", "reply 70: #1 NEW NEW a leaves 1 cum 0");
    account.reload();
    request(71, cancel("c"));
    account.reload();
    assertThat(account.report(CANCELED, 1, 1))
        .containsExactly(
            "watchers: #2 CANCELED CANCELED c orig a leaves 0 cum 0",
            "reply 71: #2 CANCELED CANCELED c orig a leaves 0 cum 0");
  }

  private CoreBench.Body cancel(final String clOrdId) {
    return b ->
        new OrderCancelRequestEncoder()
            .wrapAndApplyHeader(b, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .seqNum(0)
            .account(ACCOUNT)
            .orderId(ACCOUNT << 39 | 1)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .origClOrdId("")
            .encodedLength();
  }

  @Test
  void theSameAgainIsToldThatItIsUnderWayAndTradesOnce() {
    buy(70, "a", "1000");
    assertThat(buy(71, "a", "1000"))
        .containsExactly("reply 71: #0 PENDING_NEW PENDING_NEW a leaves 1 cum 0 again");
    assertThat(account.report(ACCEPTED, 1, 0))
        .containsExactly(
            "watchers: #1 NEW NEW a leaves 1 cum 0", "reply 70: #1 NEW NEW a leaves 1 cum 0");
    assertThat(buy(72, "a", "1000")).containsExactly("reply 72: #1 NEW NEW a leaves 1 cum 0 again");
  }

  @Test
  void ordersAndFillsComeInPages() {
    for (int i = 1; i <= 5; i++) {
      buy(0, "o" + i, "10");
      account.report(ACCEPTED, i, 0);
      account.fill(i, i == 5 ? "0.5" : "1", "10");
    }
    account.reload();
    assertThat(orders(1, 0, 10, false))
        .containsExactly("o1 FILLED", "o2 FILLED", "o3 FILLED", "o4 FILLED", "o5 PARTIALLY_FILLED");
    assertThat(orders(1, ACCOUNT << 39 | 2, 2, false))
        .containsExactly("o3 FILLED", "o4 FILLED", "more");
    assertThat(orders(1, 0, 10, true)).containsExactly("o5 PARTIALLY_FILLED");
    assertThat(orders(2, 0, 10, false)).containsExactly("unknown");
    assertThat(fills(1, 0, 2)).containsExactly("#10 o5", "#8 o4", "more");
    assertThat(fills(1, 8, 3)).containsExactly("#6 o3", "#4 o2", "#2 o1");
    assertThat(fills(2, 0, 2)).containsExactly("unknown");
  }

  @Test
  void fillsAreKeptInBounds() {
    buy(0, "a", "10");
    final AccountBench busy = AccountBench.rich("10000000");
    busy.buy("a", GOLD, "1000", "10");
    for (int i = 0; i < FillHistory.KEPT_MAX + 10; i++) {
      busy.fill(1, "0.1", "10");
      busy.ack(i + 1L);
    }
    final List<byte[]> kept = new ArrayList<>();
    busy.core.state().reports.fills().oldestFirst().forEachRemaining(kept::add);
    assertThat(kept).hasSize(FillHistory.KEPT_MAX);
  }

  private List<String> orders(
      final long partner, final long after, final int count, final boolean liveOnly) {
    final DirectBuffer message =
        query(
            b ->
                new OrdersQueryEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .partner(partner)
                    .afterOrderId(after)
                    .count(count)
                    .liveOnly(liveOnly ? Bool.YES : Bool.NO)
                    .encodedLength());
    final OrdersAnswerDecoder answer =
        new OrdersAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final List<String> lines = new ArrayList<>();
    final boolean more = answer.more() == Bool.YES;
    final boolean known = answer.known() == Bool.YES;
    for (final OrdersAnswerDecoder.OrdersDecoder entry : answer.orders()) {
      final byte[] body = new byte[entry.bodyLength()];
      entry.getBody(body, 0, body.length);
      final ExecutionReportDecoder report = report(body);
      lines.add(report.clOrdId() + " " + report.ordStatus());
    }
    return ended(lines, known, more);
  }

  private List<String> fills(final long partner, final long before, final int count) {
    final DirectBuffer message =
        query(
            b ->
                new FillsQueryEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .partner(partner)
                    .beforeReportNo(before)
                    .count(count)
                    .encodedLength());
    final FillsAnswerDecoder answer =
        new FillsAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final List<String> lines = new ArrayList<>();
    final boolean more = answer.more() == Bool.YES;
    final boolean known = answer.known() == Bool.YES;
    for (final FillsAnswerDecoder.FillsDecoder entry : answer.fills()) {
      final byte[] body = new byte[entry.bodyLength()];
      entry.getBody(body, 0, body.length);
      lines.add("#" + report(body).reportNo() + " " + report(body).clOrdId());
    }
    return ended(lines, known, more);
  }

  private static List<String> ended(
      final List<String> lines, final boolean known, final boolean more) {
    if (!known) {
      lines.add("unknown");
    }
    if (more) {
      lines.add("more");
    }
    return lines;
  }

  private static ExecutionReportDecoder report(final byte[] body) {
    return new ExecutionReportDecoder()
        .wrapAndApplyHeader(
            new UnsafeBuffer(body), 0, new io.qanat.codecs.orderentry.MessageHeaderDecoder());
  }

  private DirectBuffer query(final CoreBench.Body body) {
    return account.bench.query(body).get(0).message();
  }

  private String transfer(final String key, final String amount, final String currency) {
    account.bench.requestId = 80;
    final DirectBuffer message =
        account
            .bench
            .client(
                1,
                0,
                0,
                0,
                b ->
                    new TransferRequestEncoder()
                        .wrapAndApplyHeader(b, 0, header)
                        .amount(f(amount))
                        .currency(currency)
                        .idempotencyKey(key)
                        .encodedLength())
            .get(0)
            .message();
    final TransferReplyDecoder reply =
        new TransferReplyDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final String result = reply.result() + " " + reply.transferNo();
    final boolean later = reply.retryAfterMillis() > 0;
    reply.skipIdempotencyKey();
    return (result + " " + reply.text() + (later ? " later" : "")).trim();
  }

  @Test
  void aTransferIsAppliedOnceByItsKey() {
    assertThat(transfer("k1", "10", "EUR")).isEqualTo("DONE 1");
    assertThat(transfer("k1", "10", "EUR")).isEqualTo("UNCHANGED 1");
    account.reload();
    assertThat(transfer("k1", "10", "EUR")).isEqualTo("UNCHANGED 1");
    assertThat(account.cash("EUR")).isEqualTo("10");
    assertThat(transfer("k1", "11", "EUR"))
        .isEqualTo("CONFLICT 0 the idempotencyKey was used for another transfer");
    assertThat(transfer("k2", "-10.1", "EUR"))
        .isEqualTo("INVALID 0 amount is beyond the 10 EUR that can be withdrawn");
    assertThat(transfer("k2", "-10", "EUR")).isEqualTo("DONE 2");
    assertThat(account.cash("EUR")).isEqualTo("0");
    assertThat(transfer("", "1", "EUR"))
        .isEqualTo(
            "INVALID 0 idempotencyKey must be 1 to 64 printable ASCII characters without blanks");
    assertThat(transfer("k3", "0", "EUR")).isEqualTo("INVALID 0 amount must not be 0 or absent");
    final DirectBuffer message =
        query(
            b ->
                new TransfersQueryEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .partner(1)
                    .beforeTransferNo(0)
                    .count(1)
                    .encodedLength());
    final TransfersAnswerDecoder answer =
        new TransfersAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    assertThat(answer.more()).isEqualTo(Bool.YES);
    assertThat(answer.transfers().next().transferNo()).isEqualTo(2);
  }

  @Test
  void keysAreRememberedForADayAndInBounds() {
    for (int i = 1; i <= PartnerTransfers.KEPT_MAX; i++) {
      assertThat(transfer("k" + i, "1", "USD")).isEqualTo("DONE " + i);
    }
    assertThat(transfer("more", "1", "USD"))
        .isEqualTo("INVALID 0 there were 1024 transfers within a day later");
    account.bench.nowNanos += PartnerTransfers.KEPT_NANOS;
    assertThat(transfer("more", "1", "USD")).isEqualTo("DONE 1025");
    assertThat(account.core.state().partnerTransfers.kept()).hasSize(PartnerTransfers.KEPT_MAX);
  }
}
