package io.qanat.hub.marketdata;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.FullRefreshQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.config.IdleKind;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.sharding.NodeNumber;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Which message goes to which stream, and when a full refresh is asked for. */
class MarketDataDistributorTest {
  /** Ids of requests, one after the other. */
  private static final long FIRST = 100;

  private static final long SECOND = FIRST + NodeNumber.STRIDE;
  private static final long THIRD = SECOND + NodeNumber.STRIDE;

  private static final long INSTRUMENT = EntityKey.instrument(3);
  private static final MarketDataConfig CONFIG =
      new MarketDataConfig(
          "127.0.0.1",
          0,
          IdleKind.BACKOFF,
          1 << 16,
          MILLISECONDS.toNanos(1_000),
          MILLISECONDS.toNanos(5_000),
          MILLISECONDS.toNanos(1_000),
          MILLISECONDS.toNanos(2_000),
          16);

  private final List<String> sent = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private final MarketDataCounters counters = new MarketDataCounters();
  private final EdgeCounters edgeCounters = new EdgeCounters();
  private final MarketDataQueue queue = new MarketDataQueue(1 << 16, edgeCounters);
  private final WatchQueue watched = new WatchQueue(1 << 16, edgeCounters);
  private final Requests requests = new Requests(FIRST, 10, edgeCounters);
  private MarketDataSink.Sent answer = MarketDataSink.Sent.YES;
  private long now;

  private final MarketDataDistributor distributor =
      new MarketDataDistributor(
          CONFIG, this::send, new AskedEntities(), queue, watched, requests, counters, now);

  @Test
  void everyMessageGoesToItsStreamWithTheEpoch() {
    data(9, MDFeed.TOP, MarketDataMessages.top(1));
    data(9, MDFeed.BY_PRICE, MarketDataMessages.byPrice(1));
    data(9, MDFeed.BY_PRICE, MarketDataMessages.status(2, MDFeed.BY_PRICE));
    data(9, MDFeed.BY_ORDER, MarketDataMessages.status(2, MDFeed.BY_ORDER));
    data(9, MDFeed.TOP, MarketDataMessages.definition(1));
    assertThat(sent)
        .containsExactly(
            "2001 template 1 epoch 9 rptSeq 1",
            "2002 template 2 epoch 9 rptSeq 1",
            "2002 template 5 epoch 9 rptSeq 2",
            "2003 template 5 epoch 9 rptSeq 2",
            "2006 template 4 epoch 9 rptSeq 1");
  }

  @Test
  void whatIsNoMarketDataIsCounted() {
    data(9, MDFeed.TOP, new UnsafeBuffer(new byte[31]));
    data(9, MDFeed.TOP, new UnsafeBuffer(new byte[64]));
    assertThat(sent).isEmpty();
    assertThat(counters.unknown.value()).isEqualTo(2);
  }

  @Test
  void aStartedInstrumentIsRefreshedAtOnce() {
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(0);
    assertThat(asked).containsExactly(FIRST);
    reply(FIRST, MarketDataMessages.refreshByPrice(4, 1, 2));
    reply(FIRST, MarketDataMessages.refreshByPrice(4, 2, 2));
    reply(FIRST, MarketDataMessages.refreshByOrder(5, 1, 1));
    reply(FIRST, MarketDataMessages.top(6));
    assertThat(counters.refreshes.value()).isZero();
    reply(FIRST, MarketDataMessages.definition(1));
    assertThat(sent)
        .containsExactly(
            "2004 template 6 epoch 9 rptSeq 4",
            "2004 template 6 epoch 9 rptSeq 4",
            "2005 template 7 epoch 9 rptSeq 5",
            "2001 template 1 epoch 9 rptSeq 6",
            "2006 template 4 epoch 9 rptSeq 1");
    assertThat(counters.refreshes.value()).isEqualTo(1);
    assertThat(edgeCounters.requestsOpen.value()).isZero();
  }

  @Test
  void anInstrumentIsRefreshedOftenWhenItChangesAndSeldomWhenNot() {
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(0);
    completeRefresh(FIRST);
    pass(4_999);
    assertThat(asked).hasSize(1);
    pass(1);
    assertThat(asked).containsExactly(FIRST, SECOND);
    completeRefresh(SECOND);
    data(9, MDFeed.BY_PRICE, MarketDataMessages.byPrice(1));
    pass(999);
    assertThat(asked).hasSize(2);
    pass(1);
    assertThat(asked).containsExactly(FIRST, SECOND, THIRD);
  }

  @Test
  void aNewEpochIsRefreshedAtOnce() {
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(0);
    completeRefresh(FIRST);
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(1);
    assertThat(asked).hasSize(1);
    distributor.onInstrumentStarted(INSTRUMENT, 10);
    pass(1);
    assertThat(asked).hasSize(2);
    sent.clear();
    reply(SECOND, MarketDataMessages.top(6));
    assertThat(sent).containsExactly("2001 template 1 epoch 10 rptSeq 6");
  }

  @Test
  void aRefreshThatIsNotAnsweredIsAskedForAgain() {
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(0);
    pass(1_999);
    assertThat(asked).hasSize(1);
    pass(1);
    assertThat(asked).containsExactly(FIRST, SECOND);
    assertThat(counters.refreshesFailed.value()).isEqualTo(1);
    distributor.onRequestRefused(SECOND, 10);
    pass(1_000);
    assertThat(asked).containsExactly(FIRST, SECOND, THIRD);
    sent.clear();
    reply(FIRST, MarketDataMessages.top(1));
    assertThat(sent).as("an answer to a question that was given up").isEmpty();
  }

  @Test
  void anInstrumentThatNobodyDefinedIsLeftAloneUntilItIs() {
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(0);
    reply(FIRST, undefined());
    assertThat(edgeCounters.requestsOpen.value()).isZero();
    assertThat(counters.instruments.value()).isZero();
    assertThat(counters.unknown.value()).isZero();
    pass(60_000);
    assertThat(asked).containsExactly(FIRST);
    data(9, MDFeed.TOP, MarketDataMessages.definition(1));
    pass(1);
    assertThat(asked).containsExactly(FIRST, SECOND);
  }

  @Test
  void whatStopsIsAskedNoMore() {
    distributor.onInstrumentStarted(INSTRUMENT, 9);
    pass(0);
    assertThat(edgeCounters.requestsOpen.value()).isEqualTo(1);
    distributor.onInstrumentStopped(INSTRUMENT);
    assertThat(edgeCounters.requestsOpen.value()).isZero();
  }

  @Test
  void definitionsAreRepeated() {
    data(9, MDFeed.TOP, MarketDataMessages.definition(1));
    sent.clear();
    pass(1_000);
    pass(999);
    pass(1);
    assertThat(sent)
        .containsExactly("2006 template 4 epoch 9 rptSeq 1", "2006 template 4 epoch 9 rptSeq 1");
  }

  @Test
  void topsThatFindNoRoomAreConflatedToTheNewest() {
    answer = MarketDataSink.Sent.LATER;
    data(9, MDFeed.TOP, MarketDataMessages.top(1));
    data(9, MDFeed.TOP, MarketDataMessages.top(2));
    data(9, MDFeed.TOP, MarketDataMessages.top(3));
    pass(1);
    sent.clear();
    answer = MarketDataSink.Sent.YES;
    pass(1);
    pass(1);
    assertThat(sent).containsExactly("2001 template 1 epoch 9 rptSeq 3");
    assertThat(counters.conflated.value()).isEqualTo(2);
    assertThat(counters.dropped.value()).isZero();
  }

  @Test
  void aTopThatIsSentReplacesOneThatWaits() {
    answer = MarketDataSink.Sent.LATER;
    data(9, MDFeed.TOP, MarketDataMessages.top(1));
    answer = MarketDataSink.Sent.YES;
    data(9, MDFeed.TOP, MarketDataMessages.top(2));
    sent.clear();
    pass(1);
    assertThat(sent).isEmpty();
  }

  @Test
  void incrementsThatFindNoRoomAreDroppedAndCounted() {
    answer = MarketDataSink.Sent.LATER;
    data(9, MDFeed.BY_PRICE, MarketDataMessages.byPrice(1));
    answer = MarketDataSink.Sent.UNHEARD;
    data(9, MDFeed.BY_PRICE, MarketDataMessages.byPrice(2));
    assertThat(counters.dropped.value()).isEqualTo(1);
    assertThat(counters.unheard.value()).isEqualTo(1);
  }

  private void data(final long epoch, final MDFeed feed, final UnsafeBuffer message) {
    distributor.onMarketData(INSTRUMENT, epoch, feed, message, 0, message.capacity());
  }

  private void reply(final long requestId, final UnsafeBuffer message) {
    distributor.onReply(requestId, message, 0, message.capacity());
  }

  private static UnsafeBuffer undefined() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    new AdminReplyEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .result(AdminResult.NOT_FOUND)
        .text("undefined");
    return buffer;
  }

  private void completeRefresh(final long requestId) {
    reply(requestId, MarketDataMessages.refreshByPrice(1, 1, 1));
    reply(requestId, MarketDataMessages.refreshByOrder(1, 1, 1));
    reply(requestId, MarketDataMessages.top(1));
    reply(requestId, MarketDataMessages.definition(1));
  }

  private void pass(final long millis) {
    now += MILLISECONDS.toNanos(millis);
    distributor.onTick(now);
  }

  private MarketDataSink.Sent send(
      final int stream, final DirectBuffer buffer, final int offset, final int length) {
    final TopOfBookDecoder common = new TopOfBookDecoder();
    final var header = new io.qanat.codecs.marketdata.MessageHeaderDecoder().wrap(buffer, offset);
    common.wrap(buffer, offset + header.encodedLength(), header.blockLength(), header.version());
    sent.add(
        "%d template %d epoch %d rptSeq %d"
            .formatted(stream, header.templateId(), common.epoch(), common.rptSeq()));
    return answer;
  }

  /** Remembers the requests it was asked. */
  private final class AskedEntities implements Entities {
    @Override
    public void tell(
        final long entity, final DirectBuffer input, final int offset, final int length) {
      throw new AssertionError("market data tells nobody anything");
    }

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer body,
        final int offset,
        final int length) {
      assertThat(entity).isEqualTo(INSTRUMENT);
      final FullRefreshQueryDecoder query =
          new FullRefreshQueryDecoder()
              .wrapAndApplyHeader(body, offset, new MessageHeaderDecoder());
      assertThat(query.encodedLength() + MessageHeaderDecoder.ENCODED_LENGTH).isEqualTo(length);
      final MutableDirectBuffer copy = new UnsafeBuffer(new byte[length]);
      copy.putBytes(0, body, offset, length);
      asked.add(requestId);
    }
  }
}
