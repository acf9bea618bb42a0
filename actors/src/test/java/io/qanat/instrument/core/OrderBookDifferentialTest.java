package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.instrument.core.BookInputs.BookInput;
import io.qanat.instrument.core.BookInputs.Market;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fast book against the naive one: every event, after every operation that the book is neither
 * crossed nor locked and that its touch is in priority, and at intervals every order of the book.
 *
 * <p>{@code -Dqanat.operations=1000000} is the long run; the build does a part of it.
 */
class OrderBookDifferentialTest {
  private static final int OPERATIONS = Integer.getInteger("qanat.operations", 100_000);
  private static final int OPERATIONS_IN_CALLS = Integer.getInteger("qanat.operations", 12_000);
  private static final int COMPARE_BOOKS_EVERY = 1_000;

  private final BookEvent.Recorder fastEvents = new BookEvent.Recorder();
  private final BookEvent.Recorder naiveEvents = new BookEvent.Recorder();
  private final PriceCollar collar = new PriceCollar();
  private final OrderBook fast = new OrderBook(fastEvents, collar);
  private final NaiveOrderBook naive = new NaiveOrderBook(naiveEvents);
  private final TestedBook fastBook = new TestedBook.Fast(fast, collar);
  private final TestedBook naiveBook = new TestedBook.Naive(naive);
  private final Set<BookEvent.Type> seen = EnumSet.noneOf(BookEvent.Type.class);
  private final Set<ExecRestatementReason> reasons = EnumSet.noneOf(ExecRestatementReason.class);
  private long lastPx = Fixed8.NULL;
  private long markPx = Fixed8.NULL;
  private int mostLevels;
  private TestedBook.Call call = TestedBook.Call.NONE;
  private long referencePx = Fixed8.NULL;
  private int hits;
  private int auctions;

  @ParameterizedTest(name = "seed={0} market={1} resting={2}")
  @CsvSource({
    "1, NARROW, 100, 4",
    "7, WANDERING, 150, 20",
    "42, AROUND_ZERO, 150, 30",
    "1234567, WIDE, 200, 50",
    "20261101, NEGATIVE, 100, 20"
  })
  void plainOrdersMatchTheNaiveBook(
      final long seed, final Market market, final int resting, final int levelsAtLeast) {
    run(seed, new BookInputs(seed, market, resting));
    assertThat(mostLevels).as("seed=%d", seed).isGreaterThanOrEqualTo(levelsAtLeast);
    assertThat(seen)
        .as("seed=%d", seed)
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    BookEvent.Type.CROSSED,
                    BookEvent.Type.REPLENISHED,
                    BookEvent.Type.RESTATED,
                    BookEvent.Type.TRIGGERED)));
  }

  @ParameterizedTest(name = "seed={0} market={1} resting={2}")
  @CsvSource({
    "2, NARROW, 60, 4",
    "8, WANDERING, 100, 12",
    "43, AROUND_ZERO, 100, 15",
    "7654321, WIDE, 100, 20",
    "20261124, NEGATIVE, 80, 12"
  })
  void ordersOfAllKindsMatchTheNaiveBook(
      final long seed, final Market market, final int resting, final int levelsAtLeast) {
    run(seed, new BookInputs(seed, market, resting, true));
    assertThat(mostLevels).as("seed=%d", seed).isGreaterThanOrEqualTo(levelsAtLeast);
    assertThat(seen)
        .as("seed=%d", seed)
        .isEqualTo(EnumSet.complementOf(EnumSet.of(BookEvent.Type.CROSSED)));
    assertThat(reasons)
        .as("seed=%d", seed)
        .isEqualTo(
            EnumSet.of(
                ExecRestatementReason.REPRICING,
                ExecRestatementReason.UNFILLED,
                ExecRestatementReason.MIN_QTY,
                ExecRestatementReason.SELF_MATCH_PREVENTION,
                ExecRestatementReason.LINKED_ORDER,
                ExecRestatementReason.WOULD_INCREASE_POSITION));
  }

  /** Calls begin at random and when a band is hit; each ends with its auction. */
  @ParameterizedTest(name = "seed={0} market={1} resting={2} band={3}")
  @CsvSource({
    "3, NARROW, 60, 2",
    "9, WANDERING, 100, 25",
    "44, AROUND_ZERO, 100, 0",
    "20261125, NEGATIVE, 80, 40000000"
  })
  void ordersOfAllKindsMatchTheNaiveBookThroughCallsAndBands(
      final long seed, final Market market, final int resting, final long band) {
    final Random random = new Random(seed);
    final BookInputs inputs = new BookInputs(seed, market, resting, true);
    final long tick = market == Market.NEGATIVE ? 1_000_000 : 1;
    naiveBook.enter(call);
    fastBook.enter(call);
    for (int i = 0; i < OPERATIONS_IN_CALLS; i++) {
      final BookInput input = inputs.next();
      if (input.kind() == BookInput.Kind.MARK) {
        markPx = input.price();
      }
      final boolean changes = random.nextInt(call == TestedBook.Call.NONE ? 300 : 60) == 0;
      final TestedBook.Call next =
          call != TestedBook.Call.NONE
              ? TestedBook.Call.NONE
              : random.nextBoolean() ? TestedBook.Call.OPENING : TestedBook.Call.CLOSING;
      final long ofNaive = phase(naiveBook, input, i, band, tick, changes ? next : call);
      final long ofFast = phase(fastBook, input, i, band, tick, changes ? next : call);
      final List<BookEvent> expected = naiveEvents.take();
      final List<BookEvent> actual = fastEvents.take();
      if (!expected.equals(actual) || ofNaive != ofFast) {
        assertThat(actual)
            .as("seed=%d i=%d call=%s input=%s", seed, i, call, input)
            .isEqualTo(expected);
        assertThat(ofFast).as("seed=%d i=%d", seed, i).isEqualTo(ofNaive);
      }
      assertThat(fastBook.wasHit()).as("seed=%d i=%d", seed, i).isEqualTo(naiveBook.wasHit());
      note(actual);
      referencePx = ofFast;
      call = changes ? next : call;
      if (fastBook.wasHit()) {
        hits++;
        call = TestedBook.Call.OPENING;
        naiveBook.enter(call);
        fastBook.enter(call);
      }
      auctions += actual.stream().anyMatch(e -> e.type() == BookEvent.Type.CROSSED) ? 1 : 0;
      if (call == TestedBook.Call.NONE) {
        checkTouch(seed, i);
      }
      if (i % COMPARE_BOOKS_EVERY == 0) {
        compare("seed=" + seed + " i=" + i);
      }
    }
    assertThat(seen).as("seed=%d", seed).isEqualTo(EnumSet.allOf(BookEvent.Type.class));
    assertThat(auctions).as("seed=%d", seed).isGreaterThan(OPERATIONS_IN_CALLS / 1_000);
    assertThat(hits > 0).as("seed=%d hits=%d", seed, hits).isEqualTo(band > 0);
  }

  /** One event in the phase there is, then the change of phase; returns the reference price. */
  private long phase(
      final TestedBook book,
      final BookInput input,
      final int i,
      final long band,
      final long tick,
      final TestedBook.Call next) {
    if (call == TestedBook.Call.NONE) {
      book.open(lastPx, band);
      book.apply(input, i);
      book.trigger(lastPx, markPx);
      if (next != call && !book.wasHit()) {
        book.enter(next);
      }
      return referencePx;
    }
    book.beginCall();
    book.apply(input, i);
    if (next == call) {
      book.forgetTrades();
      return referencePx;
    }
    final long reference = book.auction(referencePx, tick);
    book.endCall(call == TestedBook.Call.CLOSING);
    book.enter(next);
    book.open(Fixed8.NULL, 0);
    book.trigger(lastPx, markPx);
    if (call == TestedBook.Call.CLOSING) {
      book.endClose();
    }
    return reference;
  }

  private void run(final long seed, final BookInputs inputs) {
    for (int i = 0; i < OPERATIONS; i++) {
      final BookInput input = inputs.next();
      if (input.kind() == BookInput.Kind.MARK) {
        markPx = input.price();
      }
      apply(naiveBook, input, i);
      apply(fastBook, input, i);
      final List<BookEvent> expected = naiveEvents.take();
      final List<BookEvent> actual = fastEvents.take();
      if (!expected.equals(actual)) {
        assertThat(actual).as("seed=%d i=%d input=%s", seed, i, input).isEqualTo(expected);
      }
      note(actual);
      checkTouch(seed, i);
      if (i % COMPARE_BOOKS_EVERY == 0) {
        compare("seed=" + seed + " i=" + i);
      }
    }
  }

  private void apply(final TestedBook book, final BookInput input, final long nowNanos) {
    book.apply(input, nowNanos);
    book.trigger(lastPx, markPx);
  }

  private void note(final List<BookEvent> events) {
    for (final BookEvent event : events) {
      seen.add(event.type());
      if (event.reason() != null) {
        reasons.add(event.reason());
      }
      if (event.type() == BookEvent.Type.CROSSED) {
        lastPx = event.before();
      } else if (event.type() == BookEvent.Type.TRADE) {
        final Order resting = fast.find(event.restingOrderId());
        if (resting != null) {
          lastPx = resting.price();
        }
      }
    }
  }

  private void checkTouch(final long seed, final int i) {
    final PriceLevel bid = fast.best(Side.BUY);
    final PriceLevel offer = fast.best(Side.SELL);
    if (bid != null && offer != null && bid.price() >= offer.price()) {
      throw new AssertionError(
          "crossed: " + bid.price() + "/" + offer.price() + " seed=" + seed + " i=" + i);
    }
  }

  private void compare(final String message) {
    final int bids = compareSide(Side.BUY, message);
    final int offers = compareSide(Side.SELL, message);
    final List<Order> waiting = fast.waitingOrders();
    assertThat(waiting.stream().map(OrderBookDifferentialTest::describe).toList())
        .as(message)
        .isEqualTo(naive.waiting().stream().map(OrderBookDifferentialTest::describe).toList());
    assertThat(fast.restingOrderCount()).as(message).isEqualTo(bids + offers);
    assertThat(fast.orderCount()).as(message).isEqualTo(bids + offers + waiting.size());
    for (final AccountOrders account : fast.accounts().all()) {
      assertThat(account.position).as(message).isEqualTo(naive.position(account.account));
    }
  }

  /** Compares the orders of a side, and its levels with themselves; returns how many orders. */
  private int compareSide(final Side side, final String message) {
    final List<Order> expected = naive.side(side);
    int i = 0;
    int levels = 0;
    PriceLevel better = null;
    for (PriceLevel level = fast.best(side); level != null; level = level.worse()) {
      long shown = 0;
      long leaves = 0;
      int orders = 0;
      Order previous = null;
      for (Order order = level.first(); order != null; order = order.next()) {
        assertThat(describe(order)).as(message).isEqualTo(describe(expected.get(i)));
        assertThat(fast.find(order.orderId())).as(message).isSameAs(order);
        assertThat(order.leavesQty()).as(message).isPositive();
        assertThat(order.shownQty()).as(message).isBetween(0L, order.leavesQty());
        assertThat(previous == null || isServedFirst(previous, order)).as(message).isTrue();
        previous = order;
        shown += order.shownQty();
        leaves += order.leavesQty();
        orders += order.isHidden() ? 0 : 1;
        i++;
      }
      assertThat(level.quantity()).as(message).isEqualTo(shown);
      assertThat(level.hiddenQuantity()).as(message).isEqualTo(leaves - shown);
      assertThat(level.orderCount()).as(message).isEqualTo(orders);
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

  /** What is shown goes before what is hidden, then what came first. */
  private static boolean isServedFirst(final Order one, final Order other) {
    return one.isHidden() == other.isHidden()
        ? one.mdOrderPriority() < other.mdOrderPriority()
        : other.isHidden();
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
        order.stopPx(),
        order.displayQty(),
        order.expireTime(),
        order.orderQty(),
        order.leavesQty(),
        order.shownQty());
  }
}
