package io.qanat.loadtest.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.paritytrading.parity.match.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The comparison is fair only if every engine does the same work: on every stream all of them hold
 * the same book and have traded the same quantity as a slow model that shares no code with them.
 */
class PeerBooksTest {
  private static final Path LOBSTER = Path.of("../../shared/data/lobster");

  private static final String LONGEST = "million";

  static Stream<String> streams() {
    return BookStreams.names().stream().filter(name -> !name.equals(LONGEST));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void everyEngineEndsWithTheSameBook(final String name) throws IOException {
    compare(name);
  }

  @Tag("soak")
  @Test
  void everyEngineEndsWithTheSameMillionOrders() throws IOException {
    compare(LONGEST);
  }

  private static void compare(final String name) throws IOException {
    assumeTrue(
        BookStreams.isAvailable(name, LOBSTER), () -> "skipped: no recorded data in " + LOBSTER);
    final BookStream stream = BookStreams.create(name, LOBSTER);
    final long scale = BookStreams.priceScale(name);
    // Most laps end empty, so the books are compared within one, after a whole one before.
    final int operations = stream.operations() / 7 * 4;
    final ModelBook model = new ModelBook();
    final QanatBook qanat = new QanatBook(scale);
    final ExchangeCoreBook exchangeCore = new ExchangeCoreBook();
    final ParityFollower follower = new ParityFollower();
    final ParityBook parity = new ParityBook(follower);
    for (final PeerBook book : List.of(model, qanat, exchangeCore, parity)) {
      stream.open(book, 1);
      stream.play(book, 1 + stream.idsPerLap());
      stream.playFirst(operations, book, 1 + 2 * stream.idsPerLap());
    }
    final BookDepth expected = model.depth();
    assertThat(expected.bids()).as(name).isNotEmpty();
    assertThat(expected.offers()).as(name).isNotEmpty();
    assertThat(qanat.depth()).as("qanat, " + name).isEqualTo(expected);
    assertThat(exchangeCore.depth()).as("exchange-core, " + name).isEqualTo(expected);
    assertThat(follower.depth()).as("parity, " + name).isEqualTo(expected);
    assertThat(qanat.orderCount()).as("qanat's orders, " + name).isEqualTo(model.size());
    assertThat(List.of(qanat.tradedQty(), exchangeCore.tradedQty(), parity.tradedQty()))
        .as("traded, " + name)
        .containsOnly(model.tradedQty());
  }

  @Test
  void recordedFlowDropsWhatItCannotKnowAndCountsIt() throws IOException {
    assumeTrue(
        BookStreams.isAvailable(BookStreams.AAPL, LOBSTER),
        () -> "skipped: no recorded data in " + LOBSTER);
    final LobsterStream read = LobsterStream.read(LOBSTER.resolve(BookStreams.AAPL_FILE));
    assertThat(read.unknownOrders()).isEqualTo(84);
    assertThat(read.endedOrders()).isZero();
    assertThat(read.outOfTurn()).isEqualTo(24);
  }

  @Test
  void theStreamsAreWhatTheyAreCalled() throws IOException {
    final BookStream moves = BookStreams.create("moves", LOBSTER);
    final int replaced = moves.count(BookStream.MOVE) + moves.count(BookStream.REDUCE);
    assertThat((double) replaced / moves.operations()).isBetween(0.68, 0.72);

    final BookStream mixed = BookStreams.create("mixed", LOBSTER);
    for (int kind = BookStream.LIMIT; kind <= BookStream.REDUCE; kind++) {
      assertThat((double) mixed.count(kind) / mixed.operations()).isGreaterThan(0.04);
    }
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> BookStreams.create("mixd", LOBSTER))
        .hasMessageStartingWith("unknown stream mixd: must be one of mixed, narrow, ");
    assertThatThrownBy(() -> PeerBooks.create("nasdaq", 1))
        .hasMessage("unknown engine nasdaq: must be one of qanat, exchange-core, parity");
  }

  /** Parity shows no levels: this follows what its listener says of every order. */
  private static final class ParityFollower extends ParityBook.Outputs {
    private record Resting(Side side, long price, long leavesQty) {}

    private final Map<Long, Resting> orders = new HashMap<>();

    @Override
    public void match(
        final long restingOrderId,
        final long incomingOrderId,
        final Side incomingSide,
        final long price,
        final long executedQuantity,
        final long remainingQuantity) {
      tradedQty += executedQuantity;
      leave(restingOrderId, remainingQuantity);
    }

    @Override
    public void add(final long orderId, final Side side, final long price, final long size) {
      lastAddedId = orderId;
      orders.put(orderId, new Resting(side, price, size));
    }

    @Override
    public void cancel(
        final long orderId, final long canceledQuantity, final long remainingQuantity) {
      leave(orderId, remainingQuantity);
    }

    @Override
    long checksum() {
      return tradedQty;
    }

    private void leave(final long orderId, final long leavesQty) {
      final Resting order = orders.remove(orderId);
      if (leavesQty > 0) {
        orders.put(orderId, new Resting(order.side(), order.price(), leavesQty));
      }
    }

    private BookDepth depth() {
      return new BookDepth(
          levels(Side.BUY, Comparator.reverseOrder()),
          levels(Side.SELL, Comparator.naturalOrder()));
    }

    private List<BookDepth.Level> levels(final Side side, final Comparator<Long> bestFirst) {
      final TreeMap<Long, Long> sums = new TreeMap<>(bestFirst);
      orders.values().stream()
          .filter(order -> order.side() == side)
          .forEach(order -> sums.merge(order.price(), order.leavesQty(), Long::sum));
      final List<BookDepth.Level> levels = new ArrayList<>();
      sums.forEach((price, quantity) -> levels.add(new BookDepth.Level(price, quantity)));
      return levels;
    }
  }
}
