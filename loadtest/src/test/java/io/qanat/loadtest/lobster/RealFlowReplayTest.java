package io.qanat.loadtest.lobster;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.EntityKey;
import io.qanat.loadtest.lobster.RecordedFlow.Change;
import io.qanat.loadtest.lobster.RecordedFlow.Place;
import io.qanat.session.ReplayPace;
import io.qanat.session.ReplayReport;
import io.qanat.session.SessionReplay;
import io.qanat.sharding.Cores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real order flow, recorded by a hub, exported and replayed with an order of one's own. */
class RealFlowReplayTest {
  private static final long DELAY_NANOS = 1;
  private static final long OWN_QTY = Fixed8.ONE;

  @TempDir private Path folder;

  private record Replayed(List<Change> changes, ReplayReport report) {}

  @Test
  void anOwnOrderFillsExactlyWhenTheRecordedQueueAheadOfItIsGone() throws Exception {
    final Path session = RecordedFlow.in(folder).session("aapl", 0);
    final Replayed history = replay(session, null);
    assertThat(history.report().isAsRecorded()).isTrue();
    final Place place = RecordedFlow.choose(history.changes()).orElseThrow();

    final Replayed changed = replay(session, place);

    final List<Change> changes = changed.changes();
    final int own = indexOfOwn(changes, place);
    final Set<Long> ahead = RecordedFlow.queue(changes.subList(0, own), place);
    assertThat(ahead).as("recorded orders ahead").isNotEmpty();
    final Set<Long> left = new HashSet<>(ahead);
    final List<Long> servedBehind = new ArrayList<>();
    Change fill = null;
    for (final Change change : changes.subList(own + 1, changes.size())) {
      if (change.tradedQty() > 0 && place.isBetterThan(change)) {
        servedBehind.add(change.mdOrderId());
      }
      if (!change.isAt(place.side(), place.price())) {
        continue;
      }
      if (change.mdOrderId() == changes.get(own).mdOrderId()) {
        fill = change;
        break;
      }
      if (change.action() == MDUpdateAction.DELETE) {
        left.remove(change.mdOrderId());
      }
      if (change.tradedQty() > 0 && !ahead.contains(change.mdOrderId())) {
        servedBehind.add(change.mdOrderId());
      }
    }
    assertThat(fill).as("the own order's fill").isNotNull();
    assertThat(fill.tradedQty()).isEqualTo(OWN_QTY);
    assertThat(left).as("still ahead when it was filled").isEmpty();
    assertThat(servedBehind).as("served before it although behind it").isEmpty();
    // Where nobody else was left at the price, it is served before history served who came later.
    assertThat(fill.time()).isLessThanOrEqualTo(place.servedAt());
    assertThat(changed.report().isAsRecorded()).as("it took what others got").isFalse();
    assertThat(changed.report().different()).isPositive();
  }

  private static Replayed replay(final Path session, final Place own) {
    final RecordedFlow.ByOrder sink = new RecordedFlow.ByOrder();
    final SessionReplay replay =
        new SessionReplay(session, new Cores(), sink, ReplayPace.MAX, DELAY_NANOS, Long.MAX_VALUE);
    if (own != null) {
      replay.atBegin(() -> replay.submit(EntityKey.account(2), newOrder(own), own.time()));
    }
    final ReplayReport report = replay.run();
    assertThat(report.damage()).isNull();
    return new Replayed(sink.changes, report);
  }

  private static int indexOfOwn(final List<Change> changes, final Place place) {
    for (int i = 0; i < changes.size(); i++) {
      final Change change = changes.get(i);
      if (change.isAt(place.side(), place.price())
          && change.action() == MDUpdateAction.NEW
          && change.size() == OWN_QTY
          && change.time() >= place.time()) {
        return i;
      }
    }
    throw new AssertionError(
        "the own order is not in the book: "
            + changes.stream().map(Change::toString).collect(Collectors.joining("\n")));
  }

  private static DirectBuffer newOrder(final Place place) {
    final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
    final int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + OrderDefaults.plain(
                    new NewOrderSingleEncoder()
                        .wrapAndApplyHeader(body, 0, new MessageHeaderEncoder()))
                .seqNum(0)
                .account(2)
                .securityId(1)
                .price(place.price())
                .orderQty(OWN_QTY)
                .sendingTime(0)
                .clOrdId("own")
                .side(place.side())
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .encodedLength();
    final ExpandableArrayBuffer input = new ExpandableArrayBuffer();
    final int length =
        io.qanat.codecs.entity.MessageHeaderEncoder.ENCODED_LENGTH
            + new ClientInputEncoder()
                .wrapAndApplyHeader(input, 0, new io.qanat.codecs.entity.MessageHeaderEncoder())
                .partner(1)
                .session(0)
                .incarnation(0)
                .seqNum(0)
                .requestId(0)
                .putBody(body, 0, bodyLength)
                .encodedLength();
    return new UnsafeBuffer(input, 0, length);
  }
}
