package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.TierKind;
import java.util.Arrays;

/**
 * Goes through one side of a pool from the best price on: full depth. At equal prices the older
 * quote comes first, then the lower number of the provider, then the lower entry.
 *
 * <p>Cumulative size at a level is what could be had at its price or better: of providers whose
 * tiers add up everything so far, of those whose tiers stand alone the largest so far. A flyweight.
 */
final class Depth {
  private final int[] next = new int[LiquidityTerms.PROVIDERS_MAX];
  private final long[] standalone = new long[LiquidityTerms.PROVIDERS_MAX];
  private Pool pool;
  private boolean bids;
  private int member;
  private int level;
  private long cumulative;

  Depth of(final Pool newPool, final boolean newBids) {
    pool = newPool;
    bids = newBids;
    cumulative = 0;
    Arrays.fill(next, 0);
    Arrays.fill(standalone, 0);
    return this;
  }

  /** Goes to the next level; false if there is none. */
  boolean next() {
    member = -1;
    for (int i = 0; i < pool.memberCount(); i++) {
      if (pool.counts(i) && next[i] < side(i).count() && (member < 0 || isBefore(i, member))) {
        member = i;
      }
    }
    if (member < 0) {
      return false;
    }
    level = next[member]++;
    if (pool.member(member).terms().tierKind() == TierKind.ADDITIVE) {
      cumulative = Pool.saturatedSum(cumulative, size());
    } else if (size() > standalone[member]) {
      cumulative = Pool.saturatedSum(cumulative, size() - standalone[member]);
      standalone[member] = size();
    }
    return true;
  }

  private boolean isBefore(final int one, final int other) {
    final long price = side(one).price(next[one]);
    final long otherPrice = side(other).price(next[other]);
    return price == otherPrice
        ? pool.member(one).lastEventNo() < pool.member(other).lastEventNo()
        : bids ? price > otherPrice : price < otherPrice;
  }

  private QuoteLadder.Side side(final int index) {
    final QuoteLadder ladder = pool.member(index).ladder();
    return bids ? ladder.bids() : ladder.offers();
  }

  /** Number of the provider. */
  int provider() {
    return pool.member(member).terms().provider();
  }

  int entry() {
    return side(member).entry(level);
  }

  long price() {
    return side(member).price(level);
  }

  long size() {
    return side(member).size(level);
  }

  long cumulativeSize() {
    return cumulative;
  }
}
