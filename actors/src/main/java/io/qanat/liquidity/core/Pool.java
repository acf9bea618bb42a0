package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.CrossPolicy;
import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;

/**
 * A pool: those of its members' quotes that count in it, and the best price of each side. Of two
 * equal prices the older quote's provider is named.
 *
 * <p>A member counts while it quotes and has no mark that the pool minds. Where the best bid of
 * those that count is above their best offer, the pool is crossed, and its policy says what becomes
 * of it:
 *
 * <pre>
 *   KEEP        nothing: its prices are crossed
 *   OLDER_OUT   of the two providers at the best prices the one with the older quote does not count,
 *               and so on until the pool is not crossed
 *   BOTH_OUT    neither of them counts, and so on
 *   NO_PRICE    nobody counts
 * </pre>
 *
 * A provider that crosses itself where the pool does not mind it is both of them. Equal best prices
 * (a locked pool) are not crossed.
 */
public final class Pool {
  private PoolTerms terms;
  private Provider[] members;

  /** Bit i: member i counts. */
  private int counting;

  /** Whether those without marks crossed each other, before the policy. */
  private boolean wasCrossed;

  private boolean anySelfCrossed;
  private long bidPx = Fixed8.NULL;
  private long bidSize;
  private long offerPx = Fixed8.NULL;
  private long offerSize;
  private long rptSeq;
  private long crossed;

  Pool(final PoolTerms terms, final Provider[] members) {
    this.terms = terms;
    this.members = members.clone();
  }

  PoolTerms terms() {
    return terms;
  }

  void redefine(final PoolTerms newTerms, final Provider[] newMembers) {
    terms = newTerms;
    members = newMembers.clone();
  }

  /** How many members it has. */
  public int memberCount() {
    return members.length;
  }

  /** The members ascend by number. */
  public Provider member(final int index) {
    return members[index];
  }

  /** Whether what a member quotes counts now. */
  public boolean counts(final int index) {
    return ((counting >>> index) & 1) != 0;
  }

  /** Best bid of those that count, {@link Fixed8#NULL}: none. */
  public long bidPx() {
    return bidPx;
  }

  /** All that is quoted at the best bid, at most what a Fixed8 holds. */
  long bidSize() {
    return bidSize;
  }

  /** Best offer of those that count, {@link Fixed8#NULL}: none. */
  public long offerPx() {
    return offerPx;
  }

  long offerSize() {
    return offerSize;
  }

  /** Whether some member crosses itself now, counting or not. */
  boolean anySelfCrossed() {
    return anySelfCrossed;
  }

  long rptSeq() {
    return rptSeq;
  }

  long nextRptSeq() {
    return ++rptSeq;
  }

  /** How many events left those that count crossed, before the policy was applied. */
  long crossedCount() {
    return crossed;
  }

  /** Computes anew; to be called whenever a member's quote or its marks have changed. */
  void compute() {
    counting = 0;
    anySelfCrossed = false;
    for (int i = 0; i < members.length; i++) {
      final Provider member = members[i];
      anySelfCrossed |= (member.marks() & Marks.SELF_CROSSED) != 0;
      if (!member.ladder().isEmpty() && (member.marks() & terms.filters()) == 0) {
        counting |= 1 << i;
      }
    }
    applyPolicy();
    final int bestBid = best(true);
    final int bestOffer = best(false);
    bidPx = bestBid < 0 ? Fixed8.NULL : members[bestBid].ladder().bids().best();
    offerPx = bestOffer < 0 ? Fixed8.NULL : members[bestOffer].ladder().offers().best();
    bidSize = bestBid < 0 ? 0 : sizeAt(true, bidPx);
    offerSize = bestOffer < 0 ? 0 : sizeAt(false, offerPx);
  }

  /** Whether the prices of those that count cross, as {@link #compute} found them. */
  private boolean isCrossed(final int bestBid, final int bestOffer) {
    return bestBid >= 0
        && bestOffer >= 0
        && members[bestBid].ladder().bids().best() > members[bestOffer].ladder().offers().best();
  }

  private void applyPolicy() {
    int bestBid = best(true);
    int bestOffer = best(false);
    wasCrossed = isCrossed(bestBid, bestOffer);
    if (terms.crossPolicy() == CrossPolicy.KEEP) {
      return;
    }
    while (isCrossed(bestBid, bestOffer)) {
      counting &=
          switch (terms.crossPolicy()) {
            case OLDER_OUT ->
                ~(1 << (isOlder(members[bestBid], members[bestOffer]) ? bestBid : bestOffer));
            case BOTH_OUT -> ~((1 << bestBid) | (1 << bestOffer));
            default -> 0;
          };
      bestBid = best(true);
      bestOffer = best(false);
    }
  }

  /** An event is complete: it is counted if it left the pool crossed. */
  void countEvent() {
    if (wasCrossed) {
      crossed++;
    }
  }

  private static boolean isOlder(final Provider one, final Provider other) {
    return one.lastEventNo() < other.lastEventNo();
  }

  /** The counting member at the best price of a side, -1: none. */
  private int best(final boolean bids) {
    int best = -1;
    long bestPx = 0;
    for (int i = 0; i < members.length; i++) {
      if (!counts(i)) {
        continue;
      }
      final QuoteLadder.Side side = side(i, bids);
      if (side.count() == 0) {
        continue;
      }
      final long price = side.price(0);
      final boolean better =
          best < 0
              || (bids ? price > bestPx : price < bestPx)
              || (price == bestPx && isOlder(members[i], members[best]));
      if (better) {
        best = i;
        bestPx = price;
      }
    }
    return best;
  }

  private long sizeAt(final boolean bids, final long price) {
    long sum = 0;
    for (int i = 0; i < members.length; i++) {
      if (counts(i)) {
        sum = saturatedSum(sum, sizeAt(i, bids, price));
      }
    }
    return sum;
  }

  /** Standalone tiers at one price are not added: each is for an order of its own. */
  private long sizeAt(final int index, final boolean bids, final long price) {
    final QuoteLadder.Side side = side(index, bids);
    final boolean additive = members[index].terms().tierKind() == TierKind.ADDITIVE;
    long sum = 0;
    for (int level = 0; level < side.count() && side.price(level) == price; level++) {
      sum = additive ? saturatedSum(sum, side.size(level)) : Math.max(sum, side.size(level));
    }
    return sum;
  }

  static long saturatedSum(final long a, final long b) {
    final long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private QuoteLadder.Side side(final int index, final boolean bids) {
    final QuoteLadder ladder = members[index].ladder();
    return bids ? ladder.bids() : ladder.offers();
  }

  void restore(final long newRptSeq, final long newCrossed) {
    rptSeq = newRptSeq;
    crossed = newCrossed;
  }

  /** What follows from its members is left out. */
  long hash(final long seed) {
    return Hash64.mix(Hash64.mix(seed, rptSeq), crossed);
  }
}
