package io.qanat.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.core.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** Node 1 among nodes 2 and 3: what leaves its entities reaches the node whose client it is for. */
class ClusterEdgeTest {
  private static final DirectBuffer BYTES = new UnsafeBuffer(new byte[] {7, 8, 9});
  private static final long SESSION = SessionKey.of(4, 5);

  private final List<String> heard = new ArrayList<>();
  private final TestInbox<EdgeMessage> second = TestInbox.create();
  private final TestInbox<EdgeMessage> third = TestInbox.create();
  private final EdgeSerializer serializer = new EdgeSerializer();
  private final ClusterEdge edge = new ClusterEdge(1, new Heard());

  private void othersAreUp() {
    edge.nodeUp(2, second.getRef());
    edge.nodeUp(3, third.getRef());
  }

  /** As another node gets them, over the wire. */
  private List<String> sent(final TestInbox<EdgeMessage> inbox) {
    return inbox.getAllReceived().stream()
        .map(serializer::toBinary)
        .map(bytes -> serializer.fromBinary(bytes, "E1"))
        .map(
            m ->
                m.kind()
                    + " "
                    + (m.key() == SESSION ? "session" : m.key())
                    + " "
                    + m.id()
                    + " "
                    + m.value()
                    + " "
                    + m.retryAfterMillis()
                    + " "
                    + m.bytes().capacity())
        .toList();
  }

  private static DirectBuffer inputOfSession() {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new ClientInputEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .partner(4)
                .session(5)
                .incarnation(1)
                .seqNum(1)
                .requestId(0)
                .putBody(BYTES, 0, 3)
                .encodedLength();
    return new UnsafeBuffer(buffer, 0, length);
  }

  private void sessionSends() {
    final DirectBuffer input = inputOfSession();
    edge.entities(new NoEntities()).tell(9, input, 0, input.capacity());
  }

  @Test
  void aSessionOfThisNodeIsToldOfOnceAndToThoseWhoComeLater() {
    edge.nodeUp(2, second.getRef());
    sessionSends();
    sessionSends();
    edge.nodeUp(3, third.getRef());
    assertThat(sent(second)).containsExactly("SESSION session 0 1 0 0");
    assertThat(sent(third)).containsExactly("SESSION session 0 1 0 0");
    edge.onReport(SESSION, BYTES, 0, 3);
    assertThat(heard).containsExactly("report session 3");
    assertThat(second.hasMessages()).isFalse();
  }

  @Test
  void aReportGoesToTheNodeOfItsSessionAndToThoseWhoWatchHere() {
    othersAreUp();
    edge.receive(new EdgeMessage(EdgeMessage.Kind.SESSION, SESSION, 0, 3, 0, BYTES));
    edge.onReport(SESSION, BYTES, 0, 3);
    assertThat(sent(third)).containsExactly("REPORT session 0 0 0 3");
    assertThat(second.hasMessages()).isFalse();
    assertThat(heard).containsExactly("report none 3");
  }

  @Test
  void aReportOfASessionThatNobodyHasToldOfGoesToAll() {
    othersAreUp();
    edge.onReport(SESSION, BYTES, 0, 3);
    assertThat(sent(second)).containsExactly("REPORT session 0 0 0 3");
    assertThat(sent(third)).containsExactly("REPORT session 0 0 0 3");
    assertThat(heard).containsExactly("report session 3");
  }

  @Test
  void sessionsOfALostNodeAreForgottenWithIt() {
    othersAreUp();
    edge.receive(new EdgeMessage(EdgeMessage.Kind.SESSION, SESSION, 0, 3, 0, BYTES));
    edge.nodeGone(3);
    edge.onReport(SESSION, BYTES, 0, 3);
    assertThat(third.hasMessages()).isFalse();
    assertThat(sent(second)).containsExactly("REPORT session 0 0 0 3");
  }

  @Test
  void answersAndRefusalsFindTheNodeThatAsked() {
    othersAreUp();
    final long ofThis = NodeNumber.idBelow(1_000_000, 1);
    final long ofThird = NodeNumber.idBelow(1_000_000, 3);
    edge.onReply(ofThis, BYTES, 0, 3);
    edge.onReply(ofThird, BYTES, 0, 3);
    edge.onRefused(9, Edge.Refusal.UNAVAILABLE, 50, ofThird, BYTES, 0, 3);
    assertThat(heard).containsExactly("reply " + ofThis + " 3");
    assertThat(sent(third))
        .containsExactly("REPLY 0 " + ofThird + " 0 0 3", "REFUSED 9 " + ofThird + " 2 50 3");
    assertThat(second.hasMessages()).isFalse();
  }

  @Test
  void whatOtherNodesHaveForClientsHereIsHandedOver() {
    edge.receive(new EdgeMessage(EdgeMessage.Kind.REPORT, SESSION, 0, 0, 0, BYTES));
    edge.receive(new EdgeMessage(EdgeMessage.Kind.REPLY, 0, 257, 0, 0, BYTES));
    edge.receive(new EdgeMessage(EdgeMessage.Kind.REFUSED, 9, 257, 1, 20, BYTES));
    assertThat(heard).containsExactly("report session 3", "reply 257 3", "refused 9 BUSY 20 257 3");
  }

  @Test
  void allNodesHearOfAnAccountThatMoves() {
    othersAreUp();
    edge.onAccountMoved(9);
    edge.receive(new EdgeMessage(EdgeMessage.Kind.MOVED, 10, 0, 0, 0, BYTES));
    assertThat(heard).containsExactly("moved 9", "moved 10");
    assertThat(sent(second)).containsExactly("MOVED 9 0 0 0 0");
    assertThat(sent(third)).containsExactly("MOVED 9 0 0 0 0");
  }

  @Test
  void bytesThatAreNoEdgeMessageAreRefused() {
    assertThatThrownBy(() -> serializer.fromBinary(new byte[64], "E2"))
        .hasMessageContaining("unknown manifest of a message: E2");
    final byte[] bytes = new byte[64];
    bytes[0] = 99;
    assertThatThrownBy(() -> serializer.fromBinary(bytes, "E1"))
        .hasMessageContaining("unknown kind of an edge message: 99");
  }

  @Test
  void idsOfNodesNeverMeet() {
    assertThat(NodeNumber.idBelow(1_024, 0)).isEqualTo(1_024);
    assertThat(NodeNumber.idBelow(1_024, 1)).isEqualTo(769);
    assertThat(NodeNumber.of(NodeNumber.idBelow(Long.MAX_VALUE, 255))).isEqualTo(255);
  }

  private static final class NoEntities implements Entities {
    @Override
    public void tell(
        final long entity, final DirectBuffer input, final int offset, final int length) {}

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer body,
        final int offset,
        final int length) {}
  }

  private final class Heard implements Edge {
    @Override
    public void onReport(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      heard.add("report " + (sessionKey == SESSION ? "session" : "none") + " " + length);
    }

    @Override
    public void onReply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      heard.add("reply " + requestId + " " + length);
    }

    @Override
    public void onMarketData(
        final long entity,
        final long epoch,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      heard.add("market data");
    }

    @Override
    public void onAccountMoved(final long entity) {
      heard.add("moved " + entity);
    }

    @Override
    public void onInstrumentStarted(final long entity, final long epoch) {
      heard.add("started");
    }

    @Override
    public void onRefused(
        final long entity,
        final Refusal refusal,
        final int retryAfterMillis,
        final long requestId,
        final DirectBuffer input,
        final int offset,
        final int length) {
      heard.add(
          "refused "
              + entity
              + " "
              + refusal
              + " "
              + retryAfterMillis
              + " "
              + requestId
              + " "
              + length);
    }
  }
}
