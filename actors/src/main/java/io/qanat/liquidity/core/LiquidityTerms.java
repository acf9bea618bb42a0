package io.qanat.liquidity.core;

import io.qanat.codecs.entity.LiquidityDefineDecoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.liquidity.AgeClock;
import io.qanat.codecs.liquidity.CrossPolicy;
import io.qanat.codecs.liquidity.PoolPublication;
import io.qanat.entity.core.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The providers and pools of an instrument as defined, each ascending by number.
 *
 * @param ageClock by which clock quotes age: HUB is the time of inputs, QUOTE the latest time that
 *     a quote has told, for recorded quotes
 */
record LiquidityTerms(AgeClock ageClock, List<ProviderTerms> providers, List<PoolTerms> pools) {
  /** No providers, no pools. */
  static final LiquidityTerms NONE = new LiquidityTerms(AgeClock.HUB, List.of(), List.of());

  static final int PROVIDERS_MAX = 32;
  static final int POOLS_MAX = 32;

  /** Highest number of a provider or pool. */
  static final int NUMBER_MAX = 9_999;

  /** Reads a whole message; numbers may still be used twice, and members be unknown. */
  static LiquidityTerms of(final LiquidityDefineDecoder decoder) {
    final AgeClock clock =
        decoder.ageClockRaw() == AgeClock.QUOTE.value() ? AgeClock.QUOTE : AgeClock.HUB;
    final List<ProviderTerms> providers = new ArrayList<>();
    for (final LiquidityDefineDecoder.ProvidersDecoder provider : decoder.providers()) {
      providers.add(ProviderTerms.of(provider));
    }
    final List<PoolTerms> pools = new ArrayList<>();
    for (final LiquidityDefineDecoder.PoolsDecoder pool : decoder.pools()) {
      pools.add(
          new PoolTerms(
              pool.pool(),
              pool.name(),
              pool.filters().getRaw(),
              crossPolicy(pool.crossPolicyRaw()),
              publication(pool.publicationRaw()),
              new ArrayList<>()));
    }
    final Map<Integer, TreeSet<Integer>> members = new TreeMap<>();
    for (final LiquidityDefineDecoder.MembersDecoder member : decoder.members()) {
      members.computeIfAbsent(member.pool(), pool -> new TreeSet<>()).add(member.provider());
    }
    providers.sort(Comparator.comparingInt(ProviderTerms::provider));
    pools.sort(Comparator.comparingInt(PoolTerms::pool));
    for (final PoolTerms pool : pools) {
      final TreeSet<Integer> own = members.remove(pool.pool());
      if (own != null) {
        pool.members().addAll(own);
      }
    }
    // Members of pools that are not there: kept as pools without a name, which is a problem.
    members.forEach(
        (pool, own) ->
            pools.add(
                new PoolTerms(
                    pool, "", 0, CrossPolicy.KEEP, PoolPublication.NONE, new ArrayList<>(own))));
    return new LiquidityTerms(clock, List.copyOf(providers), List.copyOf(pools));
  }

  private static CrossPolicy crossPolicy(final short raw) {
    for (final CrossPolicy policy : CrossPolicy.values()) {
      if (policy.value() == raw) {
        return policy;
      }
    }
    return CrossPolicy.NULL_VAL;
  }

  private static PoolPublication publication(final short raw) {
    for (final PoolPublication publication : PoolPublication.values()) {
      if (publication.value() == raw) {
        return publication;
      }
    }
    return PoolPublication.NULL_VAL;
  }

  /** Writes it as the act that it came with. */
  void write(final LiquidityDefineEncoder encoder) {
    encoder.ageClock(ageClock);
    final LiquidityDefineEncoder.ProvidersEncoder providerGroup =
        encoder.providersCount(providers.size());
    providers.forEach(provider -> provider.write(providerGroup.next()));
    final LiquidityDefineEncoder.PoolsEncoder poolGroup = encoder.poolsCount(pools.size());
    for (final PoolTerms pool : pools) {
      poolGroup
          .next()
          .pool(pool.pool())
          .name(pool.name())
          .crossPolicy(pool.crossPolicy())
          .publication(pool.publication());
      Marks.put(poolGroup.filters(), pool.filters());
    }
    final LiquidityDefineEncoder.MembersEncoder memberGroup =
        encoder.membersCount(pools.stream().mapToInt(pool -> pool.members().size()).sum());
    for (final PoolTerms pool : pools) {
      pool.members().forEach(member -> memberGroup.next().pool(pool.pool()).provider(member));
    }
  }

  /** What is wrong with it, or null. */
  String problem() {
    if (providers.size() > PROVIDERS_MAX) {
      return "providers must be at most " + PROVIDERS_MAX + ": " + providers.size();
    }
    if (pools.size() > POOLS_MAX) {
      return "pools must be at most " + POOLS_MAX + ": " + pools.size();
    }
    final TreeSet<Integer> numbers = new TreeSet<>();
    for (final ProviderTerms provider : providers) {
      final String problem = provider.problem();
      if (problem != null) {
        return problem;
      }
      if (!numbers.add(provider.provider())) {
        return "provider " + provider.provider() + " is defined twice";
      }
    }
    int lastPool = 0;
    for (final PoolTerms pool : pools) {
      final String problem = pool.problem();
      if (problem != null) {
        return problem;
      }
      if (pool.pool() == lastPool) {
        return "pool " + lastPool + " is defined twice";
      }
      lastPool = pool.pool();
      for (final int member : pool.members()) {
        if (!numbers.contains(member)) {
          return "pool " + lastPool + ": member " + member + " is no provider";
        }
      }
    }
    return null;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, ageClock.value());
    hash = Hash64.mix(hash, providers.size());
    for (final ProviderTerms provider : providers) {
      hash = provider.hash(hash);
    }
    hash = Hash64.mix(hash, pools.size());
    for (final PoolTerms pool : pools) {
      hash = pool.hash(hash);
    }
    return hash;
  }

  static long hashText(final long hash, final String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Hash64.mix(hash, new UnsafeBuffer(bytes), 0, bytes.length);
  }
}
