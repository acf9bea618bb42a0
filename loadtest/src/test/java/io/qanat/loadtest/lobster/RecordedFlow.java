package io.qanat.loadtest.lobster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.log.history.LogHistory;
import io.qanat.session.ReplaySink;
import io.qanat.session.SessionExporter;
import io.qanat.session.SessionVerifier;
import io.qanat.sharding.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agrona.DirectBuffer;
import picocli.CommandLine;

/** Real order flow, played into a hub and taken from its log. */
final class RecordedFlow {
  private static final Path LOBSTER = Path.of("..", "..", "shared", "data", "lobster");

  private final Path data;

  /** A change of one order on the by-order feed. */
  record Change(
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
  record Place(long time, Side side, long price, long servedAt) {
    boolean isBetterThan(final Change other) {
      return side == other.side()
          && (side == Side.BUY ? price > other.price() : price < other.price());
    }
  }

  private RecordedFlow(final Path data) {
    this.data = data;
  }

  /** Skips the test where the files are not there. */
  static RecordedFlow in(final Path folder) throws IOException {
    assumeTrue(
        Files.isDirectory(LOBSTER), "skipped: the recorded order flow is not on this machine");
    final RecordedFlow flow = new RecordedFlow(folder.resolve("data"));
    flow.play();
    return flow;
  }

  private void play() throws IOException {
    final HubOptions hub =
        CommandLine.populateCommand(new HubOptions(), "--embedded", "--data", data.toString());
    assertThat(
            LobsterRun.run(
                hub,
                LOBSTER.resolve("AAPL_10lvl_999rows_message.csv.gz"),
                LOBSTER.resolve("AAPL_10lvl_999rows_orderbook.csv.gz"),
                null))
        .isTrue();
  }

  /** Everything from a moment on as a session that repeats itself; epoch nanos. */
  Path session(final String name, final long fromNanos) throws IOException {
    final LogHistory history = LogHistory.open(data);
    final Path session = data.resolveSibling(name + ".session");
    SessionExporter.export(
        history,
        SessionExporter.between(history, name, fromNanos, Long.MAX_VALUE),
        new SessionExporter.Origin(1, "", "", ""),
        session);
    assertThat(SessionVerifier.verify(session, new Cores(), 2).isIdentical()).isTrue();
    return session;
  }

  /**
   * The first order behind which one's own would wait for others that trade, until somebody who
   * came later is served.
   */
  static Optional<Place> choose(final List<Change> history) {
    for (int i = 0; i < history.size(); i++) {
      final Optional<Place> place =
          history.get(i).action() == MDUpdateAction.NEW
              ? behind(history.get(i), history, i + 1)
              : Optional.empty();
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  /** The same for whoever comes at a cut: behind one of the orders that rest after {@code cut}. */
  static Optional<Place> chooseAt(final List<Change> history, final int cut) {
    return history.subList(0, cut).stream()
        .filter(change -> change.action() == MDUpdateAction.NEW)
        .map(change -> behind(change, history, cut))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** At the price of an order, behind everybody who is there after so many changes. */
  private static Optional<Place> behind(
      final Change order, final List<Change> history, final int changes) {
    final long time = history.get(changes - 1).time() + 1;
    final Place place = new Place(time, order.side(), order.price(), 0);
    final Set<Long> ahead = queue(history.subList(0, changes), place);
    boolean traded = false;
    for (final Change change : history.subList(changes, history.size())) {
      if (!change.isAt(order.side(), order.price())) {
        continue;
      }
      final boolean isAhead = ahead.contains(change.mdOrderId());
      traded |= isAhead && change.tradedQty() > 0;
      if (!isAhead && change.tradedQty() > 0) {
        return ahead.isEmpty() && traded
            ? Optional.of(new Place(time, place.side(), place.price(), change.time()))
            : Optional.empty();
      }
      if (change.action() == MDUpdateAction.DELETE) {
        ahead.remove(change.mdOrderId());
      }
    }
    return Optional.empty();
  }

  /** Who waits at a price after these changes. */
  static Set<Long> queue(final List<Change> changes, final Place place) {
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

  /** Keeps the by-order feed. */
  static final class ByOrder implements ReplaySink {
    final List<Change> changes = new ArrayList<>();
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
