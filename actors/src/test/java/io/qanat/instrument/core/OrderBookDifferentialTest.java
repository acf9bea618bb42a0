package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.instrument.core.BookInputs.BookInput;
import io.qanat.instrument.core.BookInputs.Market;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast book against the naive one: every event, and at intervals every order of the book. */
class OrderBookDifferentialTest {
  private static final int OPERATIONS = 1_000_000;
  private static final int COMPARE_BOOKS_EVERY = 2_000;

  private final BookEvent.Recorder fastEvents = new BookEvent.Recorder();
  private final BookEvent.Recorder naiveEvents = new BookEvent.Recorder();
  private final OrderBook fast = new OrderBook(fastEvents);
  private final NaiveOrderBook naive = new NaiveOrderBook(naiveEvents);

  private int mostLevels;

  @ParameterizedTest(name = "seed={0} market={1} resting={2}")
  @CsvSource({
    "1, NARROW, 400, 4",
    "7, WANDERING, 600, 20",
    "42, AROUND_ZERO, 600, 60",
    "1234567, WIDE, 1200, 200",
    "20261101, NEGATIVE, 200, 20"
  })
  void matchesTheNaiveBook(
      final long seed, final Market market, final int resting, final int levelsAtLeast) {
    final BookInputs inputs = new BookInputs(seed, market, resting);
    final Set<BookEvent.Type> seen = EnumSet.noneOf(BookEvent.Type.class);
    for (int i = 0; i < OPERATIONS; i++) {
      final BookInput input = inputs.next();
      input.applyTo(naive);
      input.applyTo(fast);
      final List<BookEvent> expected = naiveEvents.take();
      final List<BookEvent> actual = fastEvents.take();
      if (!expected.equals(actual)) {
        assertThat(actual).as("seed=%d i=%d input=%s", seed, i, input).isEqualTo(expected);
      }
      for (final BookEvent event : actual) {
        seen.add(event.type());
      }
      final PriceLevel bid = fast.best(Side.BUY);
      final PriceLevel offer = fast.best(Side.SELL);
      if (bid != null && offer != null && bid.price() >= offer.price()) {
        throw new AssertionError(
            "crossed: " + bid.price() + "/" + offer.price() + " seed=" + seed + " i=" + i);
      }
      if (i % COMPARE_BOOKS_EVERY == 0) {
        final int at = i;
        final String message = "seed=" + seed + " i=" + at;
        final int bids = compareSide(Side.BUY, message);
        final int offers = compareSide(Side.SELL, message);
        assertThat(fast.orderCount()).as(message).isEqualTo(bids + offers);
      }
    }
    assertThat(mostLevels).as("seed=%d", seed).isGreaterThanOrEqualTo(levelsAtLeast);
    assertThat(seen)
        .as("seed=%d", seed)
        .isEqualTo(EnumSet.complementOf(EnumSet.of(BookEvent.Type.CROSSED)));
  }

  /** Compares the orders of a side, and its levels with themselves; returns how many orders. */
  private int compareSide(final Side side, final String message) {
    final List<Order> expected = naive.side(side);
    int i = 0;
    int levels = 0;
    PriceLevel better = null;
    for (PriceLevel level = fast.best(side); level != null; level = level.worse()) {
      long quantity = 0;
      int orders = 0;
      long priority = 0;
      for (Order order = level.first(); order != null; order = order.next()) {
        assertThat(describe(order)).as(message).isEqualTo(describe(expected.get(i)));
        assertThat(fast.find(order.orderId())).as(message).isSameAs(order);
        assertThat(order.mdOrderPriority()).as(message).isGreaterThan(priority);
        assertThat(order.leavesQty()).as(message).isPositive();
        priority = order.mdOrderPriority();
        quantity += order.leavesQty();
        orders++;
        i++;
      }
      assertThat(level.quantity()).as(message).isEqualTo(quantity);
      assertThat(level.orderCount()).as(message).isEqualTo(orders).isPositive();
      assertThat(fast.level(side, level.price())).as(message).isSameAs(level);
      if (better != null) {
        assertThat(side == Side.BUY ? better.price() : level.price())
            .as(message)
            .isGreaterThan(side == Side.BUY ? level.price() : better.price());
      }
      better = level;
      levels++;
    }
    mostLevels = Math.max(mostLevels, levels);
    assertThat(i).as(message).isEqualTo(expected.size());
    return i;
  }

  private static List<Object> describe(final Order order) {
    return List.of(
        order.orderId(),
        order.mdOrderId(),
        order.mdOrderPriority(),
        order.account(),
        order.partner(),
        order.side(),
        order.timeInForce(),
        order.price(),
        order.orderQty(),
        order.leavesQty());
  }
}
