package io.qanat.loadtest.peers;

import java.util.SplittableRandom;

/**
 * Four hundred quoted levels a side, two orders each on the average. A market order, now of this
 * side and now of the other, sweeps between 100 and 400 of them; then the side is quoted again from
 * the far end, and a few cancels and replacements happen in between. The trades of a sweep are one
 * operation's, so operations a second are few here.
 */
final class FlashCrashStream {
  private static final long SEED = 43;
  private static final long MIDDLE = 10_000;
  private static final int LEVELS = 400;
  private static final int SWEPT_LEAST = 100;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final ModelBook model = new ModelBook();
  private final BookStream.Builder stream = new BookStream.Builder();
  private long nextId;

  private FlashCrashStream() {}

  static BookStream create(final int operations) {
    final FlashCrashStream crash = new FlashCrashStream();
    crash.quote(true);
    crash.quote(false);
    for (boolean sell = true; crash.stream.operations() < operations; sell = !sell) {
      crash.sweep(sell);
      crash.quote(sell);
    }
    return RandomStream.finish(crash.stream, crash.model, crash.random, crash.nextId);
  }

  private void sweep(final boolean sell) {
    final int levels = SWEPT_LEAST + random.nextInt(LEVELS - SWEPT_LEAST);
    long quantity = 0;
    final var side = sell ? model.depth().bids() : model.depth().offers();
    for (int i = 0; i < Math.min(levels, side.size()); i++) {
      quantity += side.get(i).quantity();
    }
    if (quantity > 0) {
      model.market(nextId, !sell, quantity);
      stream.market(nextId++, !sell, quantity);
    }
  }

  private void quote(final boolean buy) {
    for (int depth = LEVELS; depth > 0; depth--) {
      final long price = buy ? MIDDLE - depth : MIDDLE + depth;
      while (model.first(buy, price) == null || random.nextInt(3) == 0) {
        final long quantity = 1L + random.nextInt(100);
        model.limit(nextId, buy, price, quantity);
        stream.limit(nextId++, buy, price, quantity);
      }
      if (random.nextInt(8) == 0) {
        disturb();
      }
    }
  }

  private void disturb() {
    final ModelBook.Resting order = model.any(random);
    if (random.nextBoolean()) {
      stream.cancel(order.id);
      model.cancel(order.id);
    } else {
      final int depth = 1 + random.nextInt(LEVELS);
      final long price = order.buy ? MIDDLE - depth : MIDDLE + depth;
      stream.move(order.id, order.buy, price, order.leavesQty);
      model.move(order.id, order.buy, price, order.leavesQty);
    }
  }
}
