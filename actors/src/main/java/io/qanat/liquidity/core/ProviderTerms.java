package io.qanat.liquidity.core;

import io.qanat.codecs.entity.LiquidityDefineDecoder.ProvidersDecoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder.ProvidersEncoder;
import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;

/**
 * A liquidity provider of one instrument as defined: who speaks for it, and its filters. Bands and
 * spreads are {@link Fixed8}, in the instrument's price.
 *
 * @param provider its number, from 1
 * @param partner whose sessions may quote for it
 * @param tierKind whether its entries add up, or each is a price for all of an order
 * @param staleAgeNanos marked when its last quote is older; 0: never
 * @param staleTicks marked after more events of others than this; 0: never
 * @param spikeSoftBand see {@link SpikeFilter}; 0: none
 * @param spikeHardBand likewise
 * @param minSpread marked when narrower; 0: no limit
 * @param maxSpread marked when wider; 0: no limit
 * @param sessionFromNanosOfDay with {@code sessionToNanosOfDay}, UTC: marked outside; equal: no
 *     such hours; a session may go over midnight
 */
record ProviderTerms(
    int provider,
    long partner,
    String name,
    TierKind tierKind,
    long staleAgeNanos,
    long staleTicks,
    long spikeSoftBand,
    int spikeConfirmations,
    long spikeHardBand,
    long minSpread,
    long maxSpread,
    long sessionFromNanosOfDay,
    long sessionToNanosOfDay) {
  static final long NANOS_PER_DAY = 86_400L * 1_000_000_000L;
  private static final long STALE_AGE_NANOS_MAX = 366 * NANOS_PER_DAY;

  static ProviderTerms of(final ProvidersDecoder decoder) {
    return new ProviderTerms(
        decoder.provider(),
        decoder.partner(),
        decoder.name(),
        decoder.tierKindRaw() == TierKind.STANDALONE.value()
            ? TierKind.STANDALONE
            : TierKind.ADDITIVE,
        decoder.staleAgeNanos(),
        decoder.staleTicks(),
        decoder.spikeSoftBand(),
        decoder.spikeConfirmations(),
        decoder.spikeHardBand(),
        decoder.minSpread(),
        decoder.maxSpread(),
        decoder.sessionFromNanosOfDay(),
        decoder.sessionToNanosOfDay());
  }

  void write(final ProvidersEncoder encoder) {
    encoder
        .provider(provider)
        .partner(partner)
        .name(name)
        .tierKind(tierKind)
        .staleAgeNanos(staleAgeNanos)
        .staleTicks(staleTicks)
        .spikeSoftBand(spikeSoftBand)
        .spikeConfirmations(spikeConfirmations)
        .spikeHardBand(spikeHardBand)
        .minSpread(minSpread)
        .maxSpread(maxSpread)
        .sessionFromNanosOfDay(sessionFromNanosOfDay)
        .sessionToNanosOfDay(sessionToNanosOfDay);
  }

  /** What is wrong with it, or null. */
  String problem() {
    final String who = "provider " + provider;
    if (provider < 1 || provider > LiquidityTerms.NUMBER_MAX) {
      return "provider must be in 1.." + LiquidityTerms.NUMBER_MAX + ": " + provider;
    }
    if (partner < 1 || partner > Integer.MAX_VALUE) {
      return who + ": partner must be in 1.." + Integer.MAX_VALUE + ": " + partner;
    }
    if (name.isEmpty()) {
      return who + ": name is empty";
    }
    if (staleAgeNanos < 0 || staleAgeNanos > STALE_AGE_NANOS_MAX) {
      return who + ": staleAgeNanos must be in 0.." + STALE_AGE_NANOS_MAX + ": " + staleAgeNanos;
    }
    final String band =
        firstProblem(
            problem("spikeSoftBand", spikeSoftBand),
            problem("spikeHardBand", spikeHardBand),
            problem("minSpread", minSpread),
            problem("maxSpread", maxSpread));
    if (band != null) {
      return who + ": " + band;
    }
    if (maxSpread != 0 && maxSpread < minSpread) {
      return who
          + ": maxSpread "
          + Fixed8.format(maxSpread)
          + " is below minSpread "
          + Fixed8.format(minSpread);
    }
    if (!isTimeOfDay(sessionFromNanosOfDay) || !isTimeOfDay(sessionToNanosOfDay)) {
      return who
          + ": session must be within a day: "
          + sessionFromNanosOfDay
          + ".."
          + sessionToNanosOfDay;
    }
    return null;
  }

  private static String firstProblem(final String... problems) {
    for (final String problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static String problem(final String name, final long width) {
    return width >= 0 && width <= MassQuoteReader.PRICE_MAX
        ? null
        : name
            + " must be in 0.."
            + Fixed8.format(MassQuoteReader.PRICE_MAX)
            + ": "
            + (width == Fixed8.NULL ? "null" : Fixed8.format(width));
  }

  private static boolean isTimeOfDay(final long nanos) {
    return nanos >= 0 && nanos < NANOS_PER_DAY;
  }

  boolean hasSession() {
    return sessionFromNanosOfDay != sessionToNanosOfDay;
  }

  /** Whether an instant is within its hours, of which the end is not part. */
  boolean isInSession(final long nowNanos) {
    if (!hasSession()) {
      return true;
    }
    final long time = Math.floorMod(nowNanos, NANOS_PER_DAY);
    return sessionFromNanosOfDay < sessionToNanosOfDay
        ? time >= sessionFromNanosOfDay && time < sessionToNanosOfDay
        : time >= sessionFromNanosOfDay || time < sessionToNanosOfDay;
  }

  /** When its hours begin or end next, after an instant. */
  long nextBoundaryNanos(final long nowNanos) {
    final long midnight = nowNanos - Math.floorMod(nowNanos, NANOS_PER_DAY);
    long next = Long.MAX_VALUE;
    for (final long time : new long[] {sessionFromNanosOfDay, sessionToNanosOfDay}) {
      final long today = midnight + time;
      next = Math.min(next, today > nowNanos ? today : today + NANOS_PER_DAY);
    }
    return next;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, provider);
    hash = Hash64.mix(hash, partner);
    hash = LiquidityTerms.hashText(hash, name);
    hash = Hash64.mix(hash, tierKind.value());
    hash = Hash64.mix(hash, staleAgeNanos);
    hash = Hash64.mix(hash, staleTicks);
    hash = Hash64.mix(hash, spikeSoftBand);
    hash = Hash64.mix(hash, spikeConfirmations);
    hash = Hash64.mix(hash, spikeHardBand);
    hash = Hash64.mix(hash, minSpread);
    hash = Hash64.mix(hash, maxSpread);
    hash = Hash64.mix(hash, sessionFromNanosOfDay);
    return Hash64.mix(hash, sessionToNanosOfDay);
  }
}
