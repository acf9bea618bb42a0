package io.qanat.instrument.core;

import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;

/**
 * How an instrument's phases work, as an operator has laid it down. Prices and widths are {@link
 * Fixed8}; widths are amounts, not rates, because a price may be zero or negative.
 *
 * @param referencePrice until an auction or a trading day has given one; {@link Fixed8#NULL}: none
 * @param staticBand around the reference price; 0: no such band
 * @param dynamicBand around the last price; 0: no such band
 * @param volatilityAuctionNanos length of the auction that follows when a band is hit
 * @param tradesRememberedMax how many trades may still be busted or corrected
 */
record TradingRules(
    long referencePrice,
    long staticBand,
    long dynamicBand,
    long volatilityAuctionNanos,
    int tradesRememberedMax) {

  /** Of a definition that says nothing about it. */
  static final int TRADES_REMEMBERED_DEFAULT = 1_000;

  static final int TRADES_REMEMBERED_LIMIT = 1_000_000;

  static final long VOLATILITY_AUCTION_NANOS_LIMIT = 86_400_000_000_000L;

  static final TradingRules NONE =
      new TradingRules(Fixed8.NULL, 0, 0, 0, TRADES_REMEMBERED_DEFAULT);

  /** An earlier version's definition has none of this. */
  static TradingRules of(final InstrumentDefineDecoder define) {
    final long remembered = define.tradesRememberedMax();
    return new TradingRules(
        define.referencePrice(),
        orZero(define.staticBand()),
        orZero(define.dynamicBand()),
        orZero(define.volatilityAuctionNanos()),
        remembered == InstrumentDefineDecoder.tradesRememberedMaxNullValue()
            ? TRADES_REMEMBERED_DEFAULT
            : (int) Math.min(remembered, Integer.MAX_VALUE));
  }

  private static long orZero(final long value) {
    return value == Long.MIN_VALUE ? 0 : value;
  }

  /** The first thing that is wrong, naming field and value; null if the rules are sound. */
  String problem(final InstrumentTerms terms) {
    if (referencePrice != Fixed8.NULL && terms.priceRefusal(referencePrice) != null) {
      return "referencePrice must be a price that orders may have: "
          + Fixed8.format(referencePrice)
          + " is refused with "
          + terms.priceRefusal(referencePrice);
    }
    if (staticBand < 0) {
      return "staticBand must be 0 or greater: " + Fixed8.format(staticBand);
    }
    if (dynamicBand < 0) {
      return "dynamicBand must be 0 or greater: " + Fixed8.format(dynamicBand);
    }
    if (volatilityAuctionNanos < 0 || volatilityAuctionNanos > VOLATILITY_AUCTION_NANOS_LIMIT) {
      return "volatilityAuctionNanos must be in 0.."
          + VOLATILITY_AUCTION_NANOS_LIMIT
          + ": "
          + volatilityAuctionNanos;
    }
    if (volatilityAuctionNanos == 0 && (staticBand > 0 || dynamicBand > 0)) {
      return "volatilityAuctionNanos must be greater than 0 where there is a band: 0";
    }
    if (tradesRememberedMax > TRADES_REMEMBERED_LIMIT) {
      return "tradesRememberedMax must be in 0.."
          + TRADES_REMEMBERED_LIMIT
          + ": "
          + tradesRememberedMax;
    }
    return null;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, referencePrice);
    hash = Hash64.mix(hash, staticBand);
    hash = Hash64.mix(hash, dynamicBand);
    hash = Hash64.mix(hash, volatilityAuctionNanos);
    return Hash64.mix(hash, tradesRememberedMax);
  }
}
