package io.qanat.loadtest.peers;

import java.util.SplittableRandom;

/**
 * A million orders rest over 8,000 prices, before the first lap and after every one. A lap renews
 * all of them in an order that has nothing to do with their arrival: cancel one, place its
 * successor; every eighth is moved before. Every sixteenth time somebody quotes inside the spread
 * and a market order takes it.
 */
final class MillionStream {
  private static final long SEED = 44;
  private static final int RESTING = 1_000_000;
  private static final long MIDDLE = 10_000;
  private static final long NEAREST_TICKS = 2;
  private static final int PRICES = 4_000;

  private MillionStream() {}

  static BookStream create() {
    final SplittableRandom random = new SplittableRandom(SEED);
    final BookStream.Builder stream = new BookStream.Builder();
    final long[] prices = new long[RESTING];
    final int[] order = new int[RESTING];
    for (int i = 0; i < RESTING; i++) {
      final long depth = NEAREST_TICKS + random.nextInt(PRICES);
      prices[i] = isBuy(i) ? MIDDLE - depth : MIDDLE + depth;
      stream.limit(i, isBuy(i), prices[i], quantity(i));
      order[i] = i;
    }
    stream.endOpening();
    for (int i = RESTING - 1; i > 0; i--) {
      final int j = random.nextInt(i + 1);
      final int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    final long idsPerLap = RESTING + RESTING / 8;
    long nextInside = RESTING;
    for (int i = 0; i < RESTING; i++) {
      if (i % 8 == 0 && i + 1_000 < RESTING) {
        final int moved = order[i + 1_000];
        final long depth = NEAREST_TICKS + random.nextInt(PRICES);
        stream.move(
            moved - idsPerLap,
            isBuy(moved),
            isBuy(moved) ? MIDDLE - depth : MIDDLE + depth,
            quantity(moved));
      }
      stream.cancel(order[i] - idsPerLap);
      stream.limit(i, isBuy(i), prices[i], quantity(i));
      if (i % 16 == 0) {
        stream.limit(nextInside++, isBuy(i), MIDDLE, 10);
        stream.market(nextInside++, !isBuy(i), 10);
      }
    }
    return stream.build(idsPerLap);
  }

  private static boolean isBuy(final int i) {
    return i % 2 == 0;
  }

  private static long quantity(final int i) {
    return 1L + i % 100;
  }
}
