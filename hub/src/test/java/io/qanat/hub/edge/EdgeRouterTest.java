package io.qanat.hub.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What leaves entities arrives where it belongs, or is accounted for. */
class EdgeRouterTest {
  private static final long SESSION = SessionKey.of(7, 1);
  private static final UnsafeBuffer MESSAGE = new UnsafeBuffer(new byte[] {1, 2, 3});

  private final EdgeCounters counters = new EdgeCounters();
  private final SessionQueue sessions = new SessionQueue(4096, counters);
  private final Requests requests = new Requests(1_000, 2, counters);
  private final MarketDataQueue marketData = new MarketDataQueue(4096, counters);
  private final WatchQueue watched = new WatchQueue(4096, counters);
  private final EdgeRouter router =
      new EdgeRouter(sessions, requests, marketData, watched, counters);
  private final List<String> heard = new ArrayList<>();

  @Test
  void reportsReachTheSessionsGateway() {
    router.onReport(SESSION, MESSAGE, 1, 2);
    router.onReport(SessionKey.NONE, MESSAGE, 0, 3);
    poll();
    assertThat(heard).containsExactly("report " + SESSION + " [2, 3]");
  }

  @Test
  void aSessionThatMissedAReportIsNamedOnce() {
    while (counters.reportsDropped.value() < 5) {
      router.onReport(SESSION, MESSAGE, 0, 3);
    }
    final List<Long> missed = new ArrayList<>();
    sessions.drainOverflowed(missed::add);
    sessions.drainOverflowed(missed::add);
    assertThat(missed).containsExactly(SESSION);
  }

  @Test
  void aMessageLongerThanTheQueueCanHoldIsAMissedOne() {
    final UnsafeBuffer huge = new UnsafeBuffer(new byte[2_000]);
    router.onReport(SESSION, huge, 0, huge.capacity());
    final List<Long> missed = new ArrayList<>();
    sessions.drainOverflowed(missed::add);
    assertThat(missed).containsExactly(SESSION);
  }

  @Test
  void answersReachWhoeverAskedUntilClosed() {
    final long id = requests.open(sessions, 10);
    assertThat(id).isEqualTo(1_000);
    router.onReply(id, MESSAGE, 0, 3);
    router.onReply(id, MESSAGE, 0, 1);
    requests.close(id);
    router.onReply(id, MESSAGE, 0, 3);
    router.onReply(0, MESSAGE, 0, 3);
    poll();
    assertThat(heard).containsExactly("reply 1000 [1, 2, 3]", "reply 1000 [1]");
    assertThat(counters.repliesUnclaimed.value()).isEqualTo(2);
  }

  @Test
  void openRequestsAreBounded() {
    requests.open(sessions, 10);
    final long second = requests.open(sessions, 10);
    assertThat(requests.open(sessions, 10)).isZero();
    requests.close(second);
    requests.close(second);
    assertThat(requests.open(sessions, 10)).isNotZero();
    assertThat(requests.open(sessions, 10)).isZero();
  }

  @Test
  void requestsExpireForTheirOwnerAlone() {
    final long mine = requests.open(sessions, 10);
    final long other = requests.open(marketData, 10);
    final List<Long> expired = new ArrayList<>();
    requests.expire(sessions, 9, expired::add);
    assertThat(expired).isEmpty();
    requests.expire(sessions, 10, expired::add);
    requests.expire(sessions, 10, expired::add);
    assertThat(expired).containsExactly(mine);
    requests.expire(marketData, 10, expired::add);
    assertThat(expired).containsExactly(mine, other);
  }

  @Test
  void aRefusedRequestIsClosed() {
    final long id = requests.open(sessions, 10);
    router.onRefused(1, Edge.Refusal.UNAVAILABLE, 30, id, MESSAGE, 0, 3);
    router.onReply(id, MESSAGE, 0, 3);
    poll();
    assertThat(heard).containsExactly("request refused 1000 UNAVAILABLE 30");
  }

  @Test
  void aRefusedInputReachesItsSession() {
    final long account = EntityKey.account(17);
    final UnsafeBuffer input = clientInput(1);
    router.onRefused(account, Edge.Refusal.BUSY, 30, 0, input, 0, input.capacity());
    final UnsafeBuffer without = clientInput(0);
    router.onRefused(account, Edge.Refusal.BUSY, 30, 0, without, 0, without.capacity());
    router.onRefused(account, Edge.Refusal.BUSY, 30, 0, MESSAGE, 0, 3);
    poll();
    assertThat(heard)
        .containsExactly(
            "input refused " + account + " " + SESSION + " BUSY 30 " + input.capacity());
    assertThat(counters.refusalsDropped.value()).isEqualTo(2);
  }

  @Test
  void marketDataReachesThePublisherOrIsCounted() {
    final long instrument = EntityKey.instrument(3);
    router.onInstrumentStarted(instrument, 4);
    router.onMarketData(instrument, 4, MDFeed.BY_ORDER, MESSAGE, 0, 3);
    assertThat(marketData.offerRefreshWanted(instrument)).isTrue();
    marketData.poll(
        new MarketDataQueue.Handler() {
          @Override
          public void onInstrumentStopped(final long entity) {
            heard.add("stopped " + entity);
          }

          @Override
          public void onMarketData(
              final long entity,
              final long epoch,
              final MDFeed feed,
              final MutableDirectBuffer buffer,
              final int offset,
              final int length) {
            heard.add("data " + entity + " " + epoch + " " + feed + " " + length);
          }

          @Override
          public void onInstrumentStarted(final long entity, final long epoch) {
            heard.add("started " + entity + " " + epoch);
          }

          @Override
          public void onRefreshWanted(final long entity) {
            heard.add("refresh " + entity);
          }

          @Override
          public void onReply(
              final long requestId,
              final MutableDirectBuffer buffer,
              final int offset,
              final int length) {
            heard.add("reply");
          }

          @Override
          public void onRequestRefused(final long requestId, final int retryAfterMillis) {
            heard.add("refused");
          }
        },
        10);
    assertThat(heard)
        .containsExactly(
            "started " + instrument + " 4",
            "data " + instrument + " 4 BY_ORDER 3",
            "refresh " + instrument);
    while (counters.marketDataDropped.value() == 0) {
      router.onMarketData(instrument, 4, MDFeed.TOP, MESSAGE, 0, 3);
    }
    assertThat(counters.marketData.value()).isGreaterThan(1);
  }

  private static UnsafeBuffer clientInput(final long session) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[55]);
    new ClientInputEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .partner(7)
        .session(session)
        .incarnation(1)
        .seqNum(2)
        .requestId(0)
        .putBody(new byte[3], 0, 3);
    return buffer;
  }

  private void poll() {
    sessions.poll(
        new SessionQueue.Handler() {
          @Override
          public void onReport(
              final long sessionKey,
              final DirectBuffer buffer,
              final int offset,
              final int length) {
            heard.add("report " + sessionKey + " " + bytes(buffer, offset, length));
          }

          @Override
          public void onReply(
              final long requestId, final DirectBuffer buffer, final int offset, final int length) {
            heard.add("reply " + requestId + " " + bytes(buffer, offset, length));
          }

          @Override
          public void onRequestRefused(
              final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
            heard.add("request refused " + requestId + " " + refusal + " " + retryAfterMillis);
          }

          @Override
          public void onInputRefused(
              final long entity,
              final long sessionKey,
              final Edge.Refusal refusal,
              final int retryAfterMillis,
              final DirectBuffer input,
              final int offset,
              final int length) {
            heard.add(
                "input refused %d %d %s %d %d"
                    .formatted(entity, sessionKey, refusal, retryAfterMillis, length));
          }
        },
        100);
  }

  private static List<Byte> bytes(final DirectBuffer buffer, final int offset, final int length) {
    final List<Byte> bytes = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      bytes.add(buffer.getByte(offset + i));
    }
    return bytes;
  }
}
