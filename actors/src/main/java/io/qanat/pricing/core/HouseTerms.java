package io.qanat.pricing.core;

import io.qanat.codecs.entity.PricingDefineDecoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import io.qanat.codecs.value.Fixed8;

/**
 * What holds for all policies of an instrument: how the house's own position moves its prices, and
 * how much risk it takes. Prices, quantities and money are {@link Fixed8}; where 0 says never or no
 * limit, that is said.
 *
 * @param skewPx prices move by so much against a net position of {@code skewPosition}
 * @param skewVolatility and by so many times the volatility
 * @param skewPosition 0: prices never move
 * @param skewMax prices never move by more
 * @param volatilityShift each event counts 1/2^n in the volatility
 * @param widenPosition beyond this net position both sides are widened; 0: never
 * @param widenPx by so much each
 * @param hedgePosition beyond this net position the house covers with providers; 0: never
 * @param hedgeTo down to this
 * @param pool where it covers, and whose middle values positions
 * @param internalizeMax what would bring the net position beyond this is agency; 0: no limit
 * @param positionMax what would bring it beyond this is refused; 0: no limit
 * @param lossMax a loss above this, in quote currency, stops the house; 0: no limit
 * @param providerTimeoutNanos orders to providers are UNKNOWN so long behind their sending
 * @param statusRetryNanos and are asked for so often
 */
public record HouseTerms(
    long skewPx,
    long skewVolatility,
    long skewPosition,
    long skewMax,
    int volatilityShift,
    long widenPosition,
    long widenPx,
    long hedgePosition,
    long hedgeTo,
    int pool,
    long internalizeMax,
    long positionMax,
    long lossMax,
    long providerTimeoutNanos,
    long statusRetryNanos) {
  /** Distances of prices are at most this, so that their sums fit. */
  static final long DISTANCE_MAX = 100_000_000_000_000_000L;

  static final int VOLATILITY_SHIFT_MAX = 20;
  private static final long NANOS_MIN = 1_000_000;
  private static final long NANOS_MAX = 86_400_000_000_000L;

  /** The house of an instrument for which nothing was defined. */
  static final HouseTerms NONE =
      new HouseTerms(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NANOS_MAX, NANOS_MAX);

  static HouseTerms of(final PricingDefineDecoder decoder) {
    return new HouseTerms(
        decoder.skewPx(),
        decoder.skewVolatility(),
        decoder.skewPosition(),
        decoder.skewMax(),
        decoder.volatilityShift(),
        decoder.widenPosition(),
        decoder.widenPx(),
        decoder.hedgePosition(),
        decoder.hedgeTo(),
        decoder.pool(),
        decoder.internalizeMax(),
        decoder.positionMax(),
        decoder.lossMax(),
        decoder.providerTimeoutNanos(),
        decoder.statusRetryNanos());
  }

  void write(final PricingDefineEncoder encoder) {
    encoder
        .skewPx(skewPx)
        .skewVolatility(skewVolatility)
        .skewPosition(skewPosition)
        .skewMax(skewMax)
        .volatilityShift((short) volatilityShift)
        .widenPosition(widenPosition)
        .widenPx(widenPx)
        .hedgePosition(hedgePosition)
        .hedgeTo(hedgeTo)
        .pool(pool)
        .internalizeMax(internalizeMax)
        .positionMax(positionMax)
        .lossMax(lossMax)
        .providerTimeoutNanos(providerTimeoutNanos)
        .statusRetryNanos(statusRetryNanos);
  }

  /** What is wrong with it, naming field and value, or null. */
  String problem() {
    final String problem =
        Ranges.first(
            Ranges.problem("skewPx", skewPx, DISTANCE_MAX),
            Ranges.problem("skewVolatility", skewVolatility, Fixed8.ofUnits(1_000)),
            Ranges.problem("skewPosition", skewPosition, Long.MAX_VALUE),
            Ranges.problem("skewMax", skewMax, DISTANCE_MAX),
            Ranges.problem("widenPosition", widenPosition, Long.MAX_VALUE),
            Ranges.problem("widenPx", widenPx, DISTANCE_MAX),
            Ranges.problem("hedgePosition", hedgePosition, Long.MAX_VALUE),
            Ranges.problem("hedgeTo", hedgeTo, hedgePosition),
            Ranges.problem("internalizeMax", internalizeMax, Long.MAX_VALUE),
            Ranges.problem("positionMax", positionMax, Long.MAX_VALUE),
            Ranges.problem("lossMax", lossMax, Long.MAX_VALUE));
    if (problem != null) {
      return problem;
    }
    if (volatilityShift > VOLATILITY_SHIFT_MAX) {
      return "volatilityShift must be in 0.." + VOLATILITY_SHIFT_MAX + ": " + volatilityShift;
    }
    return Ranges.first(
        nanosProblem("providerTimeoutNanos", providerTimeoutNanos),
        nanosProblem("statusRetryNanos", statusRetryNanos));
  }

  private static String nanosProblem(final String name, final long nanos) {
    return nanos >= NANOS_MIN && nanos <= NANOS_MAX
        ? null
        : name + " must be in " + NANOS_MIN + ".." + NANOS_MAX + ": " + nanos;
  }
}
