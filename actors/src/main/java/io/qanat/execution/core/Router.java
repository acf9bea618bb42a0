package io.qanat.execution.core;

import io.qanat.codecs.value.Fixed8;
import io.qanat.liquidity.core.Pool;
import io.qanat.liquidity.core.Provider;
import io.qanat.liquidity.core.QuoteLadder;
import io.qanat.liquidity.core.Sweep;
import io.qanat.liquidity.core.WideSum;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Divides an amount over a pool's depth.
 *
 * <pre>
 *   sweep        level by level, best price first, within the limit; each provider gets one order
 *                for the sum of what is taken of it; of tiers that stand alone one at most
 *   full amount  the provider that asks least for all of it alone, if all of it is within the limit
 * </pre>
 *
 * <p>At equal prices the older quote is taken first. An order's price is the client's limit, so
 * that the provider may fill up to it, or without one the worst level that is taken of the
 * provider. Of each level whole lots are taken. Reusable.
 */
final class Router {
  private static final int MEMBERS_MAX = Integer.SIZE;

  private final int[] next = new int[MEMBERS_MAX];
  private final long[] taken = new long[MEMBERS_MAX];
  private final long[] worst = new long[MEMBERS_MAX];
  private final WideSum sum = new WideSum();
  private Pool pool;
  private Predicate<Provider> excluded;
  private boolean buy;
  private long limit;
  private long lotSize;

  /**
   * Plans; read it by {@link #quantity} and {@link #price} for each member of the pool.
   *
   * @param newLimit {@link Fixed8#NULL}: none
   * @param newExcluded providers that get nothing
   * @return how much of the amount is planned
   */
  long plan(
      final Pool newPool,
      final boolean newBuy,
      final long amount,
      final long newLimit,
      final long newLotSize,
      final boolean fullAmount,
      final Predicate<Provider> newExcluded) {
    pool = newPool;
    buy = newBuy;
    limit = newLimit;
    lotSize = newLotSize;
    excluded = newExcluded;
    Arrays.fill(next, 0);
    Arrays.fill(taken, 0);
    return fullAmount ? one(amount) : sweep(amount);
  }

  private long sweep(final long amount) {
    long wanted = amount;
    while (wanted > 0) {
      int best = -1;
      int bestLevel = 0;
      for (int i = 0; i < pool.memberCount(); i++) {
        final int level = takesPart(i) ? offered(i, wanted) : -1;
        if (level >= 0
            && isWithinLimit(side(i).price(level))
            && (best < 0 || isBefore(i, level, best, bestLevel))) {
          best = i;
          bestLevel = level;
        }
      }
      if (best < 0) {
        break;
      }
      final QuoteLadder.Side side = side(best);
      final long part = wholeLots(Math.min(wanted, side.size(bestLevel)));
      if (part > 0) {
        taken[best] += part;
        worst[best] = side.price(bestLevel);
        wanted -= part;
      }
      next[best] = pool.member(best).isAdditive() ? bestLevel + 1 : Integer.MAX_VALUE;
    }
    return amount - wanted;
  }

  private long one(final long amount) {
    int best = -1;
    long bestPx = 0;
    long bestWorst = 0;
    for (int i = 0; i < pool.memberCount(); i++) {
      if (!takesPart(i)) {
        continue;
      }
      final QuoteLadder.Side side = side(i);
      final int last = lastLevelFor(i, side, amount);
      if (last < 0 || !isWithinLimit(side.price(last))) {
        continue;
      }
      final long price = average(i, side, amount, last);
      if (best < 0 || (buy ? price < bestPx : price > bestPx)) {
        best = i;
        bestPx = price;
        bestWorst = side.price(last);
      }
    }
    if (best < 0) {
      return 0;
    }
    taken[best] = amount;
    worst[best] = bestWorst;
    return amount;
  }

  /** The level with which a provider covers an amount alone, -1: it does not. */
  private int lastLevelFor(final int member, final QuoteLadder.Side side, final long amount) {
    if (!pool.member(member).isAdditive()) {
      final int level = side.count() == 0 ? -1 : Sweep.tierFor(side, amount);
      return level < 0 || side.size(level) < amount ? -1 : level;
    }
    long wanted = amount;
    for (int level = 0; level < side.count(); level++) {
      wanted -= Math.min(wanted, side.size(level));
      if (wanted == 0) {
        return level;
      }
    }
    return -1;
  }

  private long average(
      final int member, final QuoteLadder.Side side, final long amount, final int last) {
    if (!pool.member(member).isAdditive()) {
      return side.price(last);
    }
    sum.clear();
    long wanted = amount;
    for (int level = 0; level <= last; level++) {
      final long part = Math.min(wanted, side.size(level));
      sum.add(side.price(level), part);
      wanted -= part;
    }
    return sum.divide(amount, buy ? RoundingMode.CEILING : RoundingMode.FLOOR);
  }

  private boolean takesPart(final int member) {
    return pool.counts(member) && !excluded.test(pool.member(member));
  }

  private int offered(final int member, final long wanted) {
    final QuoteLadder.Side side = side(member);
    if (next[member] >= side.count()) {
      return -1;
    }
    return pool.member(member).isAdditive() ? next[member] : Sweep.tierFor(side, wanted);
  }

  private boolean isWithinLimit(final long price) {
    return limit == Fixed8.NULL || (buy ? price <= limit : price >= limit);
  }

  private boolean isBefore(
      final int one, final int oneLevel, final int other, final int otherLevel) {
    final long price = side(one).price(oneLevel);
    final long otherPrice = side(other).price(otherLevel);
    return price == otherPrice
        ? pool.member(one).lastEventNo() < pool.member(other).lastEventNo()
        : buy ? price < otherPrice : price > otherPrice;
  }

  private long wholeLots(final long qty) {
    return qty - qty % lotSize;
  }

  private QuoteLadder.Side side(final int member) {
    final QuoteLadder ladder = pool.member(member).ladder();
    return buy ? ladder.offers() : ladder.bids();
  }

  /** What a member is asked for, 0: nothing. */
  long quantity(final int member) {
    return taken[member];
  }

  /** Limit of the order to a member that is asked for something. */
  long price(final int member) {
    return limit == Fixed8.NULL ? worst[member] : limit;
  }
}
