package io.qanat.hub.gateway.http.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ReportsAnswerEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.MassActionResponse;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.hub.gateway.http.Json;
import io.qanat.hub.gateway.http.Problem;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Each report comes once and in order, whatever was dropped on the way; what is gone is named. */
class AccountStreamTest {
  private final List<Subscription> asked = new ArrayList<>();
  private final AccountStream stream =
      new AccountStream(new StreamMessages(new Json(16, 1 << 16)), asked::add);
  private final Subscriptions client = new Subscriptions();

  private static UnsafeBuffer report(final long reportNo) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        io.qanat.codecs.orderentry.MessageHeaderEncoder.ENCODED_LENGTH
            + new OrderMassActionReportEncoder()
                .wrapAndApplyHeader(
                    buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
                .account(7)
                .reportNo(reportNo)
                .transactTime(1)
                .securityId(0)
                .totalAffectedOrders(0)
                .clOrdId("c")
                .scope(MassActionScope.ALL_SECURITIES)
                .response(MassActionResponse.ACCEPTED)
                .possResend(Bool.NO)
                .text("")
                .encodedLength();
    return new UnsafeBuffer(buffer, 0, length);
  }

  private void report(final long from, final long through) {
    for (long reportNo = from; reportNo <= through; reportNo++) {
      final UnsafeBuffer report = report(reportNo);
      stream.onReport(reportNo, report, 0, report.capacity());
    }
  }

  /** The account's answer to the question asked last: reports from..through of held..last. */
  private Problem answer(final long from, final long through, final long held, final long last) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final ReportsAnswerEncoder answer =
        new ReportsAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .fromReportNo(from)
            .oldestReportNo(held)
            .nextReportNo(last + 1);
    final ReportsAnswerEncoder.ReportsEncoder group =
        answer.reportsCount((int) Math.max(0, through - from + 1));
    for (long reportNo = from; reportNo <= through; reportNo++) {
      final UnsafeBuffer report = report(reportNo);
      group.next().putBody(report, 0, report.capacity());
    }
    return stream.onFetched(asked.remove(0), buffer, 0);
  }

  private List<String> taken() {
    final List<String> taken = new ArrayList<>();
    for (final String json : client.taken()) {
      try {
        final JsonNode message = new ObjectMapper().readTree(json);
        taken.add(
            message.get("type").asText()
                + " "
                + message.path("reportNo").asText()
                + message.path("nextReportNo").asText()
                + (message.has("fromReportNo")
                    ? message.get("fromReportNo") + ".." + message.get("throughReportNo")
                    : ""));
      } catch (final JsonProcessingException e) {
        throw new AssertionError(json, e);
      }
    }
    return taken;
  }

  @Test
  void itBeginsWithTheNextReport() {
    stream.add(client.reports(-1), 0);
    assertThat(stream.fetchDue(0)).isEqualTo(1);
    // What comes before the answer is in it or behind it.
    report(5, 6);
    assertThat(answer(1, 0, 1, 5)).isNull();
    assertThat(taken()).containsExactly("subscribed 6");
    assertThat(stream.fetchDue(1_000_000_000)).isEqualTo(1);
    answer(6, 6, 1, 6);
    report(7, 8);
    assertThat(taken()).containsExactly("report 6", "report 7", "report 8");
  }

  @Test
  void whatWasMissedComesOnceInPagesWithWhatHappensMeanwhile() {
    stream.add(client.reports(2), 0);
    stream.fetchDue(0);
    answer(3, 5, 1, 7);
    report(8, 8);
    stream.fetchDue(0);
    answer(6, 8, 1, 8);
    report(8, 9);
    assertThat(taken())
        .containsExactly(
            "subscribed 8",
            "report 3",
            "report 4",
            "report 5",
            "report 6",
            "report 7",
            "report 8",
            "report 9");
    assertThat(stream.fetchDue(1_000_000_000)).isZero();
  }

  @Test
  void whatIsNoLongerHeldIsNamed() {
    stream.add(client.reports(2), 0);
    stream.fetchDue(0);
    answer(3, 2, 10, 11);
    stream.fetchDue(1_000_000_000);
    answer(10, 11, 10, 11);
    assertThat(taken()).containsExactly("subscribed 12", "gap 3..9", "report 10", "report 11");
  }

  @Test
  void aReportDroppedOnTheWayIsAskedFor() {
    stream.add(client.reports(0), 0);
    stream.fetchDue(0);
    answer(1, 0, 1, 0);
    report(1, 1);
    report(3, 3);
    assertThat(taken()).containsExactly("subscribed 1", "report 1");
    stream.fetchDue(1_000_000_000);
    answer(2, 3, 1, 3);
    assertThat(taken()).containsExactly("report 2", "report 3");
  }

  @Test
  void anOverflowIsADoubtThatTheAccountSettles() {
    stream.add(client.reports(0), 0);
    stream.fetchDue(0);
    answer(1, 0, 1, 0);
    taken();
    stream.onOverflow();
    assertThat(stream.fetchDue(1_000_000_000)).isEqualTo(1);
    answer(1, 1, 1, 1);
    assertThat(taken()).containsExactly("report 1");
    assertThat(stream.fetchDue(2_000_000_000)).isZero();
  }

  @Test
  void anAccountThatDoesNotAnswerIsAskedAgainLater() {
    stream.add(client.reports(0), 0);
    stream.fetchDue(0);
    stream.onFetchFailed(asked.remove(0), 0);
    assertThat(stream.fetchDue(100_000_000)).isZero();
    assertThat(stream.fetchDue(300_000_000)).isEqualTo(1);
  }

  @Test
  void aClientThatTakesNothingIsNotCaughtUp() {
    final Subscriptions slow = new Subscriptions(10);
    stream.add(slow.reports(0), 0);
    stream.fetchDue(0);
    answer(1, 6, 1, 20);
    assertThat(stream.fetchDue(1_000_000_000)).isZero();
    slow.taken();
    assertThat(stream.fetchDue(1_000_000_000)).isEqualTo(1);
  }

  @Test
  void aNumberThatIsStillToComeIsRefused() {
    final Subscription ahead = client.reports(9);
    stream.add(ahead, 0);
    stream.fetchDue(0);
    assertThat(answer(10, 9, 1, 8))
        .hasMessage("/afterReport is beyond the account's last report, which is 8");
    assertThat(taken()).isEmpty();
  }
}
