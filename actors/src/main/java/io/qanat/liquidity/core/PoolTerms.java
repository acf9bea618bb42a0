package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.CrossPolicy;
import io.qanat.codecs.liquidity.PoolPublication;
import io.qanat.entity.core.Hash64;
import java.util.List;

/**
 * A pool as defined.
 *
 * @param pool its number, from 1
 * @param filters {@link Marks} that it minds: quotes with one of them do not count in it
 * @param crossPolicy what becomes of members' quotes that cross each other; see {@link Pool}
 * @param members numbers of its providers, ascending
 */
record PoolTerms(
    int pool,
    String name,
    int filters,
    CrossPolicy crossPolicy,
    PoolPublication publication,
    List<Integer> members) {
  /** What is wrong with it, or null. */
  String problem() {
    if (pool < 1 || pool > LiquidityTerms.NUMBER_MAX) {
      return "pool must be in 1.." + LiquidityTerms.NUMBER_MAX + ": " + pool;
    }
    if (name.isEmpty()) {
      return "pool " + pool + ": name is empty";
    }
    if ((filters & ~Marks.ALL) != 0) {
      return "pool " + pool + ": filters has bits that are no mark: " + filters;
    }
    if (crossPolicy == CrossPolicy.NULL_VAL || publication == PoolPublication.NULL_VAL) {
      return "pool " + pool + ": crossPolicy or publication has no such value";
    }
    return members.isEmpty() ? "pool " + pool + " has no members" : null;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, pool);
    hash = LiquidityTerms.hashText(hash, name);
    hash = Hash64.mix(hash, filters);
    hash = Hash64.mix(hash, crossPolicy.value());
    hash = Hash64.mix(hash, publication.value());
    hash = Hash64.mix(hash, members.size());
    for (final int member : members) {
      hash = Hash64.mix(hash, member);
    }
    return hash;
  }
}
