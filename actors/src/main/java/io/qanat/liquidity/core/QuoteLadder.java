package io.qanat.liquidity.core;

import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;

/**
 * The entries that a provider quotes now, and each side of them from the best price on. Prices and
 * sizes are {@link Fixed8}; an absent side has the price {@link Fixed8#NULL} and the size 0.
 */
public final class QuoteLadder {
  static final int ENTRIES_MAX = 64;

  /** One side: the entries that have it, best first; at equal prices the lower entry first. */
  public static final class Side {
    private final boolean bids;
    private final long[] price = new long[ENTRIES_MAX];
    private final long[] size = new long[ENTRIES_MAX];
    private final int[] order = new int[ENTRIES_MAX];
    private int count;

    Side(final boolean bids) {
      this.bids = bids;
    }

    /** How many levels there are. */
    public int count() {
      return count;
    }

    /** Price of the n-th level. */
    public long price(final int level) {
      return price[order[level]];
    }

    /** Size of the n-th level. */
    public long size(final int level) {
      return size[order[level]];
    }

    /** QuoteEntryID of the n-th level. */
    int entry(final int level) {
      return order[level];
    }

    /** Best price, or null. */
    public long best() {
      return count == 0 ? Fixed8.NULL : price(0);
    }

    /** By insertion: providers have few levels, and they come nearly sorted. */
    private void sort(final long present) {
      count = 0;
      for (long rest = present; rest != 0; rest &= rest - 1) {
        final int entry = Long.numberOfTrailingZeros(rest);
        if (price[entry] == Fixed8.NULL) {
          continue;
        }
        int at = count++;
        while (at > 0 && isBetter(price[entry], price[order[at - 1]])) {
          order[at] = order[at - 1];
          at--;
        }
        order[at] = entry;
      }
    }

    private boolean isBetter(final long one, final long other) {
      return bids ? one > other : one < other;
    }
  }

  private final Side bids = new Side(true);
  private final Side offers = new Side(false);
  private long present;

  void clear() {
    present = 0;
  }

  void put(
      final int entry,
      final long bidPx,
      final long bidSize,
      final long offerPx,
      final long offerSize) {
    bids.price[entry] = bidPx;
    bids.size[entry] = bidSize;
    offers.price[entry] = offerPx;
    offers.size[entry] = offerSize;
    present |= 1L << entry;
  }

  void cancel(final int entry) {
    present &= ~(1L << entry);
  }

  /** To be called behind each event, before the sides are read. */
  void sort() {
    bids.sort(present);
    offers.sort(present);
  }

  /** Whether nothing is quoted. */
  public boolean isEmpty() {
    return present == 0;
  }

  int entryCount() {
    return Long.bitCount(present);
  }

  /** Whether there is an entry of this id. */
  boolean has(final int entry) {
    return ((present >>> entry) & 1) != 0;
  }

  /** What it buys at. */
  public Side bids() {
    return bids;
  }

  /** What it sells at. */
  public Side offers() {
    return offers;
  }

  long bidPx(final int entry) {
    return bids.price[entry];
  }

  long bidSize(final int entry) {
    return bids.size[entry];
  }

  long offerPx(final int entry) {
    return offers.price[entry];
  }

  long offerSize(final int entry) {
    return offers.size[entry];
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, present);
    for (long rest = present; rest != 0; rest &= rest - 1) {
      final int entry = Long.numberOfTrailingZeros(rest);
      hash = Hash64.mix(hash, bids.price[entry]);
      hash = Hash64.mix(hash, bids.size[entry]);
      hash = Hash64.mix(hash, offers.price[entry]);
      hash = Hash64.mix(hash, offers.size[entry]);
    }
    return hash;
  }
}
