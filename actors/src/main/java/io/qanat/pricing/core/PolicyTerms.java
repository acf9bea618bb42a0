package io.qanat.pricing.core;

import io.qanat.codecs.entity.PricingDefineDecoder.PoliciesDecoder;
import io.qanat.codecs.entity.PricingDefineEncoder.PoliciesEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.PriceSource;
import io.qanat.codecs.liquidity.Routing;
import io.qanat.codecs.liquidity.SpreadAction;
import io.qanat.codecs.value.Fixed8;
import java.util.List;

/**
 * How prices are made for a partner, or for a group of its accounts, and how its orders are
 * executed. Prices and quantities are {@link Fixed8}.
 *
 * @param policy its number, from 1
 * @param pool where its prices come from and its orders are covered
 * @param source which of the pool's prices: the best, or those for a tier's size
 * @param skewed whether the house's position moves them
 * @param markupPx each side is worse by so much
 * @param markupRate and by so much of its |price|
 * @param minSpread 0: no limit
 * @param maxSpread 0: no limit
 * @param priceIncrement prices are multiples of it
 * @param conflationNanos published at most once in so long; 0: behind each input
 * @param tiers sizes for which there are prices, ascending
 * @param accounts the group; empty: all accounts of the partner that are in no group
 */
public record PolicyTerms(
    int policy,
    String name,
    long partner,
    int pool,
    PriceSource source,
    boolean skewed,
    long markupPx,
    long markupRate,
    long minSpread,
    SpreadAction minSpreadAction,
    long maxSpread,
    SpreadAction maxSpreadAction,
    long priceIncrement,
    long conflationNanos,
    ExecutionMode mode,
    Routing routing,
    List<Long> tiers,
    List<Long> accounts) {
  static final int TIERS_MAX = 8;
  private static final int NUMBER_MAX = 9_999;
  private static final long CONFLATION_NANOS_MAX = 60_000_000_000L;
  private static final String NONE = "NULL_VAL";

  static PolicyTerms of(
      final PoliciesDecoder decoder, final List<Long> tiers, final List<Long> accounts) {
    return new PolicyTerms(
        decoder.policy(),
        decoder.name(),
        decoder.partner(),
        decoder.pool(),
        decoder.source(),
        decoder.skewedRaw() == Bool.YES.value(),
        decoder.markupPx(),
        decoder.markupRate(),
        decoder.minSpread(),
        decoder.minSpreadAction(),
        decoder.maxSpread(),
        decoder.maxSpreadAction(),
        decoder.priceIncrement(),
        decoder.conflationNanos(),
        decoder.executionMode(),
        decoder.routing(),
        tiers,
        accounts);
  }

  void write(final PoliciesEncoder encoder) {
    encoder
        .policy(policy)
        .name(name)
        .partner(partner)
        .pool(pool)
        .source(source)
        .skewed(skewed ? Bool.YES : Bool.NO)
        .markupPx(markupPx)
        .markupRate(markupRate)
        .minSpread(minSpread)
        .minSpreadAction(minSpreadAction)
        .maxSpread(maxSpread)
        .maxSpreadAction(maxSpreadAction)
        .priceIncrement(priceIncrement)
        .conflationNanos(conflationNanos)
        .executionMode(mode)
        .routing(routing);
  }

  /** What is wrong with it, naming field and value, or null. */
  String problem() {
    if (policy < 1 || policy > NUMBER_MAX) {
      return "policy must be in 1.." + NUMBER_MAX + ": " + policy;
    }
    final String problem = ownProblem();
    return problem == null ? null : "policy " + policy + ": " + problem;
  }

  private String ownProblem() {
    if (name.isEmpty()) {
      return "name is empty";
    }
    if (partner < 1 || partner > Integer.MAX_VALUE) {
      return "partner must be in 1.." + Integer.MAX_VALUE + ": " + partner;
    }
    if (isUnknown(source)
        || isUnknown(minSpreadAction)
        || isUnknown(maxSpreadAction)
        || isUnknown(mode)
        || isUnknown(routing)) {
      return "source, a spread action, executionMode or routing has no such value";
    }
    final String range =
        Ranges.first(
            Ranges.problem("markupPx", markupPx, HouseTerms.DISTANCE_MAX),
            Ranges.problem("markupRate", markupRate, Fixed8.ONE),
            Ranges.problem("minSpread", minSpread, HouseTerms.DISTANCE_MAX),
            Ranges.problem("maxSpread", maxSpread, HouseTerms.DISTANCE_MAX));
    if (range != null) {
      return range;
    }
    if (maxSpread != 0 && maxSpread < minSpread) {
      return "maxSpread "
          + Fixed8.format(maxSpread)
          + " is below minSpread "
          + Fixed8.format(minSpread);
    }
    if (priceIncrement <= 0 || priceIncrement > HouseTerms.DISTANCE_MAX) {
      return "priceIncrement must be above 0, at most "
          + Fixed8.format(HouseTerms.DISTANCE_MAX)
          + ": "
          + Fixed8.format(priceIncrement);
    }
    if (conflationNanos < 0 || conflationNanos > CONFLATION_NANOS_MAX) {
      return "conflationNanos must be in 0.." + CONFLATION_NANOS_MAX + ": " + conflationNanos;
    }
    if (mode == ExecutionMode.AGENCY && skewed) {
      return "an agency's prices are not skewed: the house has no position in them";
    }
    return tiersProblem();
  }

  private String tiersProblem() {
    if (tiers.isEmpty() || tiers.size() > TIERS_MAX) {
      return "tiers must be 1.." + TIERS_MAX + ": " + tiers.size();
    }
    long last = 0;
    for (final long size : tiers) {
      if (size <= last) {
        return "sizes of tiers must be above 0 and differ: " + Fixed8.format(size);
      }
      last = size;
    }
    return null;
  }

  private static boolean isUnknown(final Enum<?> code) {
    return code == null || NONE.equals(code.name());
  }
}
