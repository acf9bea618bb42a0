package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;

/**
 * The price levels of one side, sorted. Prices are places on a grid, whose unit is the greatest
 * common divisor of all prices so far; pages of {@value LevelPage#PLACES} neighbouring places hold
 * their levels and a bitmap of those that there are ({@link LevelPage}). Levels are also chained
 * from best to worst, so the touch is a field and a walk follows references. Finding a level takes
 * no search, and one that comes finds its neighbours in the bitmap, wherever it is.
 *
 * <p>Nobody has to say what the tick is: a price off the grid refines the unit, which happens at
 * most some sixty times in the life of a side and in practice while the first few orders arrive.
 * Only sparse prices cost memory, a page each at worst. Prices may be zero or negative.
 *
 * <p>A price becomes a place by exact division: the price without the unit's factors of two, times
 * the inverse of the unit's odd part modulo 2^64 (Granlund, Montgomery: Division by Invariant
 * Integers using Multiplication, section 9). Of a price off the grid the result is out of range.
 */
final class PriceLevels {
  private final Side side;

  /** Places are complemented on the sell side, so that a greater one is better on both. */
  private final long mask;

  private final LevelPages pages = new LevelPages();

  // The grid.
  private long unit;
  private int twos;
  private long twosMask;
  private long oddInverse;
  private long quotientMost;

  private PriceLevel freeLevels;
  private PriceLevel best;

  PriceLevels(final Side side) {
    this.side = side;
    this.mask = side == Side.BUY ? 0 : -1;
    setUnit(Fixed8.ONE);
  }

  PriceLevel best() {
    return best;
  }

  /** Whether an order of the other side with this limit trades with a level of this side. */
  boolean isReachedBy(final long limitPrice, final PriceLevel level) {
    return (level.price ^ mask) >= (limitPrice ^ mask);
  }

  PriceLevel find(final long price) {
    final long quotient = quotient(price);
    if (isOffGrid(price, quotient)) {
      return null;
    }
    final long at = quotient ^ mask;
    final LevelPage page = pages.find(at >> LevelPage.SHIFT);
    return page == null ? null : page.levels[(int) at & LevelPage.PLACES - 1];
  }

  PriceLevel findOrAdd(final long price) {
    final long quotient = quotient(price);
    if (isOffGrid(price, quotient)) {
      refine(price);
      return add(takeLevel(price), quotient(price) ^ mask);
    }
    final long at = quotient ^ mask;
    final LevelPage page = pages.find(at >> LevelPage.SHIFT);
    if (page != null) {
      final PriceLevel level = page.levels[(int) at & LevelPage.PLACES - 1];
      if (level != null) {
        return level;
      }
      return addTo(page, takeLevel(price), (int) at & LevelPage.PLACES - 1);
    }
    return add(takeLevel(price), at);
  }

  /** Removes a level that has become empty. */
  void remove(final PriceLevel level) {
    final long at = quotient(level.price) ^ mask;
    final LevelPage page = pages.find(at >> LevelPage.SHIFT);
    final int place = (int) at & LevelPage.PLACES - 1;
    page.levels[place] = null;
    page.occupied &= ~(1L << place);
    if (page.occupied == 0) {
      pages.remove(page);
    }
    if (level.better == null) {
      best = level.worse;
    } else {
      level.better.worse = level.worse;
    }
    if (level.worse != null) {
      level.worse.better = level.better;
    }
    level.worse = null;
    level.better = freeLevels;
    freeLevels = level;
  }

  private PriceLevel add(final PriceLevel level, final long at) {
    final long number = at >> LevelPage.SHIFT;
    final LevelPage found = pages.find(number);
    final LevelPage page = found == null ? pages.add(number) : found;
    return addTo(page, level, (int) at & LevelPage.PLACES - 1);
  }

  private PriceLevel addTo(final LevelPage page, final PriceLevel level, final int place) {
    final PriceLevel better = page.betterThan(place);
    final PriceLevel worse = better == null ? best : better.worse;
    page.levels[place] = level;
    page.occupied |= 1L << place;
    level.better = better;
    level.worse = worse;
    if (better == null) {
      best = level;
    } else {
      better.worse = level;
    }
    if (worse != null) {
      worse.better = level;
    }
    return level;
  }

  /** The level nearest to the touch that the public sees; null if there is none. */
  PriceLevel bestShown() {
    PriceLevel level = best;
    while (level != null && level.orderCount == 0) {
      level = level.worse;
    }
    return level;
  }

  private long quotient(final long price) {
    return (price >> twos) * oddInverse;
  }

  private boolean isOffGrid(final long price, final long quotient) {
    return quotient > quotientMost || quotient < -quotientMost || (price & twosMask) != 0;
  }

  private void setUnit(final long newUnit) {
    unit = newUnit;
    twos = Long.numberOfTrailingZeros(newUnit);
    twosMask = (1L << twos) - 1;
    quotientMost = Long.MAX_VALUE / newUnit;
    final long odd = newUnit >> twos;
    // Newton's iteration doubles the correct bits, of which three are correct to begin with.
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    oddInverse = inverse;
  }

  /** Makes the grid fine enough for a price, and puts every level where it belongs then. */
  private void refine(final long price) {
    long divisor = unit;
    for (long rest = Math.abs(price % unit); rest != 0; ) {
      final long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    for (PriceLevel level = best; level != null; level = level.worse) {
      final long at = quotient(level.price) ^ mask;
      final LevelPage page = pages.find(at >> LevelPage.SHIFT);
      page.levels[(int) at & LevelPage.PLACES - 1] = null;
      page.occupied &= ~(1L << at);
      if (page.occupied == 0) {
        pages.remove(page);
      }
    }
    setUnit(divisor);
    PriceLevel level = best;
    best = null;
    while (level != null) {
      final PriceLevel worse = level.worse;
      add(level, quotient(level.price) ^ mask);
      level = worse;
    }
  }

  private PriceLevel takeLevel(final long price) {
    final PriceLevel level;
    if (freeLevels == null) {
      level = new PriceLevel(side);
    } else {
      level = freeLevels;
      freeLevels = level.better;
      level.better = null;
    }
    level.price = price;
    return level;
  }
}
