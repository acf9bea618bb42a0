package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.value.Fixed8;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * What an amount would trade at in a pool, per unit.
 *
 * <pre>
 *   VWAP         Σ price × quantity ÷ amount over the parts that are taken, best price first
 *   full amount  the best of what each provider alone asks for all of it, never split
 * </pre>
 *
 * <p>A provider whose tiers add up gives its levels one after the other. One whose tiers stand
 * alone gives one part at most: at the best price among its tiers that cover what is still wanted,
 * or, if none does, its largest tier whole (of two the better priced); so no provider would get two
 * orders at once that it quoted as alternatives. At equal prices the older quote is taken first.
 *
 * <p>Rounded once, against the taker: what buyers pay up, what sellers get down. Reusable.
 */
public final class Sweep {
  private final int[] next = new int[LiquidityTerms.PROVIDERS_MAX];
  private final WideSum sum = new WideSum();
  private Pool pool;
  private boolean buy;

  /**
   * Volume-weighted average price of an amount.
   *
   * @param newBuy whether it would be bought, from the pool's offers
   * @param amount above 0
   * @return {@link Fixed8#NULL} if the pool has not so much
   */
  public long vwap(final Pool newPool, final boolean newBuy, final long amount) {
    begin(newPool, newBuy);
    long wanted = amount;
    while (wanted > 0) {
      int best = -1;
      int bestLevel = 0;
      for (int i = 0; i < pool.memberCount(); i++) {
        final int level = pool.counts(i) ? offered(i, wanted) : -1;
        if (level >= 0 && (best < 0 || isBefore(i, level, best, bestLevel))) {
          best = i;
          bestLevel = level;
        }
      }
      if (best < 0) {
        return Fixed8.NULL;
      }
      final QuoteLadder.Side side = side(best);
      final long part = Math.min(wanted, side.size(bestLevel));
      sum.add(side.price(bestLevel), part);
      wanted -= part;
      next[best] = isAdditive(best) ? bestLevel + 1 : QuoteLadder.ENTRIES_MAX;
    }
    return sum.divide(amount, rounding());
  }

  /**
   * Best price of all of an amount with one provider.
   *
   * @return {@link Fixed8#NULL} if none has so much
   */
  public long fullAmount(final Pool newPool, final boolean newBuy, final long amount) {
    begin(newPool, newBuy);
    long best = Fixed8.NULL;
    for (int i = 0; i < pool.memberCount(); i++) {
      final long price = pool.counts(i) ? alone(i, amount) : Fixed8.NULL;
      if (price != Fixed8.NULL && (best == Fixed8.NULL || (buy ? price < best : price > best))) {
        best = price;
      }
    }
    return best;
  }

  private void begin(final Pool newPool, final boolean newBuy) {
    pool = newPool;
    buy = newBuy;
    sum.clear();
    Arrays.fill(next, 0);
  }

  private RoundingMode rounding() {
    return buy ? RoundingMode.CEILING : RoundingMode.FLOOR;
  }

  /** The level that a member gives next if so much is still wanted, -1: none. */
  private int offered(final int member, final long wanted) {
    final QuoteLadder.Side side = side(member);
    if (next[member] >= side.count()) {
      return -1;
    }
    return isAdditive(member) ? next[member] : tierFor(side, wanted);
  }

  /**
   * The tier of a provider whose tiers stand alone that is for an amount: the best of those that
   * cover it, else the largest. Levels come best first, so the first that covers it is the best.
   */
  public static int tierFor(final QuoteLadder.Side side, final long wanted) {
    int largest = 0;
    for (int level = 0; level < side.count(); level++) {
      if (side.size(level) >= wanted) {
        return level;
      }
      if (side.size(level) > side.size(largest)) {
        largest = level;
      }
    }
    return largest;
  }

  private long alone(final int member, final long amount) {
    final QuoteLadder.Side side = side(member);
    if (!isAdditive(member)) {
      final int level = side.count() == 0 ? -1 : tierFor(side, amount);
      return level < 0 || side.size(level) < amount ? Fixed8.NULL : side.price(level);
    }
    sum.clear();
    long wanted = amount;
    for (int level = 0; level < side.count() && wanted > 0; level++) {
      final long part = Math.min(wanted, side.size(level));
      sum.add(side.price(level), part);
      wanted -= part;
    }
    return wanted > 0 ? Fixed8.NULL : sum.divide(amount, rounding());
  }

  private boolean isBefore(
      final int one, final int oneLevel, final int other, final int otherLevel) {
    final long price = side(one).price(oneLevel);
    final long otherPrice = side(other).price(otherLevel);
    return price == otherPrice
        ? pool.member(one).lastEventNo() < pool.member(other).lastEventNo()
        : buy ? price < otherPrice : price > otherPrice;
  }

  private boolean isAdditive(final int member) {
    return pool.member(member).terms().tierKind() == TierKind.ADDITIVE;
  }

  private QuoteLadder.Side side(final int member) {
    final QuoteLadder ladder = pool.member(member).ladder();
    return buy ? ladder.offers() : ladder.bids();
  }
}
