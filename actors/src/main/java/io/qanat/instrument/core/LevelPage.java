package io.qanat.instrument.core;

/**
 * Sixty-four neighbouring places on a side's grid of prices, and which of them have a level. A
 * place is a bit; a higher one is nearer to the touch. Pages are pooled.
 */
final class LevelPage {
  static final int PLACES = 64;
  static final int SHIFT = 6;

  /** Number of a page that is in the pool; no page in use can have it. */
  static final long FREE = Long.MIN_VALUE;

  /** Of the page, greater towards the touch: place on the grid, divided by {@link #PLACES}. */
  long number = FREE;

  /** A bit for each place that has a level. Not 0 while the page is in use. */
  long occupied;

  final PriceLevel[] levels = new PriceLevel[PLACES];

  /** The next page in use towards the touch. */
  LevelPage better;

  /** The next page in use away from the touch; in the pool: the next free one. */
  LevelPage worse;

  PriceLevel best() {
    return levels[PLACES - 1 - Long.numberOfLeadingZeros(occupied)];
  }

  PriceLevel worst() {
    return levels[Long.numberOfTrailingZeros(occupied)];
  }

  /** The level after this place towards the touch, on this page or the next; null if none is. */
  PriceLevel betterThan(final int place) {
    final long above = occupied >>> place >>> 1;
    if (above != 0) {
      return levels[place + 1 + Long.numberOfTrailingZeros(above)];
    }
    return better == null ? null : better.worst();
  }

  /** The level after this place away from the touch, on this page or the next; null if none is. */
  PriceLevel worseThan(final int place) {
    final long below = occupied & ((1L << place) - 1);
    if (below != 0) {
      return levels[PLACES - 1 - Long.numberOfLeadingZeros(below)];
    }
    return worse == null ? null : worse.best();
  }
}
