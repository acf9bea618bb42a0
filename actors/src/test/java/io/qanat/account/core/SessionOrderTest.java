package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.GOLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionInputEncoder;
import io.qanat.codecs.entity.SessionProgressDecoder;
import io.qanat.codecs.entity.SessionProgressQueryEncoder;
import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.CoreBench;
import io.qanat.entity.core.EntityKey;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** An account takes a session's messages in order, whatever was lost between it and a gateway. */
class SessionOrderTest {
  private final AccountBench account = AccountBench.rich("100000");
  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();

  @Test
  void aMessageWhosePredecessorIsMissingIsNotTaken() {
    assertThat(order(1, 5, 0, "a")).hasSize(1);
    final long before = account.core.stateHash();
    assertThat(order(1, 8, 7, "c")).containsExactly("session 1 account 5 incarnation 1 last 5");
    assertThat(account.core.stateHash()).isEqualTo(before);
    assertThat(order(1, 7, 5, "b")).containsExactly("instrument-9");
    assertThat(order(1, 8, 7, "c")).containsExactly("instrument-9");
    assertThat(progress()).containsExactly("reply account 5 incarnation 1 last 8");
  }

  @Test
  void whatComesASecondTimeIsNotTakenAgain() {
    order(1, 5, 0, "a");
    assertThat(order(1, 5, 0, "a")).isEmpty();
    assertThat(order(1, 4, 3, "z")).isEmpty();
    assertThat(progress()).containsExactly("reply account 5 incarnation 1 last 5");
  }

  @Test
  void anIncarnationThatIsNewBeginsWithItsFirstMessage() {
    order(1, 5, 0, "a");
    assertThat(order(2, 3, 2, "b")).containsExactly("session 1 account 5 incarnation 2 last 0");
    assertThat(order(2, 2, 0, "c")).containsExactly("instrument-9");
    assertThat(order(1, 6, 5, "d")).as("its incarnation is over").isEmpty();
    assertThat(progress()).containsExactly("reply account 5 incarnation 2 last 2");
  }

  @Test
  void ofASessionThatItNeverHeardOfItSaysSo() {
    final AccountBench silent = new AccountBench();
    silent.tell(silent.terms);
    assertThat(lines(silent.bench.query(this::query)))
        .containsExactly("reply account 5 incarnation 0 last 0");
  }

  private List<String> order(
      final long incarnation, final long seqNum, final long prevSeqNum, final String clOrdId) {
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + account.order(clOrdId, GOLD, Side.BUY, "1", "100").encode(body);
    return lines(
        account.bench.input(
            envelope ->
                new SessionInputEncoder()
                    .wrapAndApplyHeader(envelope, 0, new MessageHeaderEncoder())
                    .partner(1)
                    .session(1)
                    .incarnation(incarnation)
                    .seqNum(seqNum)
                    .requestId(0)
                    .prevSeqNum(prevSeqNum)
                    .putBody(body, 0, length)
                    .encodedLength()));
  }

  private List<String> progress() {
    return lines(account.bench.query(this::query));
  }

  private int query(final MutableDirectBuffer buffer) {
    return new SessionProgressQueryEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .partner(1)
        .session(1)
        .encodedLength();
  }

  /** To whom, and of a progress what it says. */
  private static List<String> lines(final List<CoreBench.Output> outputs) {
    return outputs.stream().map(SessionOrderTest::line).toList();
  }

  private static String line(final CoreBench.Output output) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(output.message(), 0);
    if (header.schemaId() != SessionProgressDecoder.SCHEMA_ID
        || header.templateId() != SessionProgressDecoder.TEMPLATE_ID) {
      return EntityKey.toString(output.target());
    }
    final SessionProgressDecoder progress =
        new SessionProgressDecoder().wrapAndApplyHeader(output.message(), 0, header);
    return ("session".equals(output.to()) ? "session 1" : "reply")
        + " account "
        + progress.account()
        + " incarnation "
        + progress.incarnation()
        + " last "
        + progress.lastSeqNum();
  }
}
