package io.qanat.loadtest.peers;

import java.util.SplittableRandom;

/**
 * Random order flow round a mid that stands still or jumps to and fro. The book grows to a size and
 * stays there, because limit orders and cancels balance; the end of the lap cancels what rests.
 */
final class RandomStream {
  private static final long SEED = 42;
  private static final long MIDDLE = 10_000;
  private static final int LARGEST_QUANTITY = 100;

  /**
   * What the flow is like. Cancels and limit orders share what the percentages leave.
   *
   * @param depthTicks limit orders arrive this far from the mid at most, and denser towards it
   * @param crossTicks and this far beyond it
   * @param resting size of the book
   * @param swingTicks the mid jumps by this much; 0: it stands
   * @param swingEvery operations between two jumps
   * @param movePercent replacements by another price
   * @param reducePercent replacements by a smaller quantity
   * @param marketPercent market orders
   */
  record Market(
      int depthTicks,
      int crossTicks,
      int resting,
      int swingTicks,
      int swingEvery,
      int movePercent,
      int reducePercent,
      int marketPercent) {}

  private final Market market;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final ModelBook model = new ModelBook();
  private final BookStream.Builder stream = new BookStream.Builder();
  private long mid = MIDDLE;
  private long nextId;

  private RandomStream(final Market market) {
    this.market = market;
  }

  static BookStream create(final Market market, final int operations) {
    final RandomStream random = new RandomStream(market);
    while (random.stream.operations() < operations) {
      random.step();
    }
    return finish(random.stream, random.model, random.random, random.nextId);
  }

  /** Cancels what rests, in no order, and ends the lap. */
  static BookStream finish(
      final BookStream.Builder stream,
      final ModelBook model,
      final SplittableRandom random,
      final long ids) {
    while (model.size() > 0) {
      final long id = model.any(random).id;
      model.cancel(id);
      stream.cancel(id);
    }
    return stream.build(ids);
  }

  private void step() {
    if (market.swingTicks > 0 && stream.operations() % market.swingEvery == 0) {
      mid = mid == MIDDLE ? MIDDLE + market.swingTicks : MIDDLE;
    }
    final int die = random.nextInt(100);
    final int moves = market.movePercent;
    final int reductions = moves + market.reducePercent;
    final int markets = reductions + market.marketPercent;
    if (model.size() < market.resting / 2) {
      limit();
    } else if (die < moves) {
      move();
    } else if (die < reductions) {
      reduce();
    } else if (die < markets) {
      final boolean buy = random.nextBoolean();
      final long quantity = quantity();
      model.market(nextId, buy, quantity);
      stream.market(nextId++, buy, quantity);
    } else if (random.nextInt(2 * market.resting) < model.size()) {
      final long id = model.any(random).id;
      model.cancel(id);
      stream.cancel(id);
    } else {
      limit();
    }
  }

  private void limit() {
    final boolean buy = random.nextBoolean();
    final long price = price(buy);
    final long quantity = quantity();
    model.limit(nextId, buy, price, quantity);
    stream.limit(nextId++, buy, price, quantity);
  }

  private void move() {
    final ModelBook.Resting order = model.any(random);
    final long price =
        random.nextInt(4) == 0 ? price(order.buy) : order.price + random.nextInt(7) - 3;
    stream.move(order.id, order.buy, price, order.leavesQty);
    model.move(order.id, order.buy, price, order.leavesQty);
  }

  private void reduce() {
    final ModelBook.Resting order = model.any(random);
    if (order.leavesQty == 1) {
      limit();
      return;
    }
    final long reduced = 1 + random.nextLong(order.leavesQty - 1);
    final long leavesQty = order.leavesQty - reduced;
    stream.reduce(order.id, leavesQty, reduced);
    model.reduce(order.id, leavesQty, reduced);
  }

  private long quantity() {
    return 1L + random.nextInt(LARGEST_QUANTITY);
  }

  private long price(final boolean buy) {
    final int range = market.depthTicks + market.crossTicks;
    final int depth =
        Math.min(random.nextInt(range), random.nextInt(range)) - market.crossTicks + 1;
    return buy ? mid - depth : mid + depth;
  }
}
