package io.qanat.loadtest.lobster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.EntityKey;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.log.history.LogHistory;
import io.qanat.session.ReplayPace;
import io.qanat.session.ReplayReport;
import io.qanat.session.ReplaySink;
import io.qanat.session.SessionExporter;
import io.qanat.session.SessionReplay;
import io.qanat.session.SessionVerifier;
import io.qanat.sharding.Cores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real order flow, recorded by a hub, exported and replayed with an order of one's own. */
class RealFlowReplayTest {
  private static final Path LOBSTER = Path.of("..", "..", "shared", "data", "lobster");
  private static final long DELAY_NANOS = 1;
  private static final long OWN_QTY = Fixed8.ONE;

  @TempDir private Path folder;

  /** A change of one order on the by-order feed. */
  private record Change(
      long time,
      long mdOrderId,
      Side side,
      long price,
      long tradedQty,
      long size,
      MDUpdateAction action) {
    boolean isAt(final Side otherSide, final long otherPrice) {
      return side == otherSide && price == otherPrice;
    }
  }

  /** Where an order of one's own goes, and when history served somebody who came later. */
  private record Place(long time, Side side, long price, long servedAt) {
    boolean isBetterThan(final Change other) {
      return side == other.side()
          && (side == Side.BUY ? price > other.price() : price < other.price());
    }
  }

  private record Replayed(List<Change> changes, ReplayReport report) {}

  @Test
  void anOwnOrderFillsExactlyWhenTheRecordedQueueAheadOfItIsGone() throws Exception {
    assumeTrue(
        Files.isDirectory(LOBSTER), "skipped: the recorded order flow is not on this machine");
    final Path session = record();
    final Replayed history = replay(session, null);
    assertThat(history.report().isAsRecorded()).isTrue();
    final Place place = choose(history.changes()).orElseThrow();

    final Replayed changed = replay(session, place);

    final List<Change> changes = changed.changes();
    final int own = indexOfOwn(changes, place);
    final Set<Long> ahead = queue(changes.subList(0, own), place);
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

  private Path record() throws Exception {
    final Path data = folder.resolve("data");
    final HubOptions hub =
        CommandLine.populateCommand(new HubOptions(), "--embedded", "--data", data.toString());
    assertThat(
            LobsterRun.run(
                hub,
                LOBSTER.resolve("AAPL_10lvl_999rows_message.csv.gz"),
                LOBSTER.resolve("AAPL_10lvl_999rows_orderbook.csv.gz"),
                null))
        .isTrue();
    final Path session = folder.resolve("aapl.session");
    SessionExporter.export(
        LogHistory.open(data),
        new SessionExporter.Span("aapl", 0, Long.MAX_VALUE),
        new SessionExporter.Origin(1, "", "", ""),
        session);
    final SessionVerifier.Result verified = SessionVerifier.verify(session, new Cores(), 2);
    assertThat(verified.isIdentical()).isTrue();
    return session;
  }

  private static Replayed replay(final Path session, final Place own) {
    final ByOrder sink = new ByOrder();
    final SessionReplay replay =
        new SessionReplay(session, new Cores(), sink, ReplayPace.MAX, DELAY_NANOS, Long.MAX_VALUE);
    if (own != null) {
      replay.atBegin(() -> replay.submit(EntityKey.account(2), newOrder(own), own.time()));
    }
    final ReplayReport report = replay.run();
    assertThat(report.damage()).isNull();
    return new Replayed(sink.changes, report);
  }

  /**
   * The first order behind which one's own would wait for others that trade, until somebody who
   * came later is served.
   */
  private static Optional<Place> choose(final List<Change> history) {
    for (int i = 0; i < history.size(); i++) {
      final Change added = history.get(i);
      if (added.action() != MDUpdateAction.NEW) {
        continue;
      }
      final Place place = new Place(added.time() + 1, added.side(), added.price(), 0);
      final Set<Long> ahead = queue(history.subList(0, i + 1), place);
      boolean traded = false;
      for (final Change change : history.subList(i + 1, history.size())) {
        if (!change.isAt(added.side(), added.price())) {
          continue;
        }
        final boolean isAhead = ahead.contains(change.mdOrderId());
        traded |= isAhead && change.tradedQty() > 0;
        if (!isAhead && change.tradedQty() > 0) {
          if (ahead.isEmpty() && traded) {
            return Optional.of(new Place(place.time(), place.side(), place.price(), change.time()));
          }
          break;
        }
        if (change.action() == MDUpdateAction.DELETE) {
          ahead.remove(change.mdOrderId());
        }
      }
    }
    return Optional.empty();
  }

  /** Who waits at a price after these changes. */
  private static Set<Long> queue(final List<Change> changes, final Place place) {
    final Set<Long> queue = new HashSet<>();
    for (final Change change : changes) {
      if (change.isAt(place.side(), place.price())) {
        if (change.action() == MDUpdateAction.DELETE) {
          queue.remove(change.mdOrderId());
        } else {
          queue.add(change.mdOrderId());
        }
      }
    }
    return queue;
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

  /** Keeps the by-order feed. */
  private static final class ByOrder implements ReplaySink {
    private final List<Change> changes = new ArrayList<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final IncrementalRefreshByOrderDecoder refresh = new IncrementalRefreshByOrderDecoder();

    @Override
    public void onMarketData(
        final long entity,
        final long epoch,
        final long timeNanos,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      header.wrap(buffer, offset);
      if (header.templateId() != IncrementalRefreshByOrderDecoder.TEMPLATE_ID) {
        return;
      }
      refresh.wrapAndApplyHeader(buffer, offset, header);
      final long time = refresh.transactTime();
      for (final IncrementalRefreshByOrderDecoder.EntriesDecoder entry : refresh.entries()) {
        changes.add(
            new Change(
                time,
                entry.mdOrderId(),
                entry.side(),
                entry.price(),
                entry.tradedQty(),
                entry.size(),
                entry.updateAction()));
      }
    }
  }
}
