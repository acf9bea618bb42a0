package io.qanat.hub.provisioning;

import io.qanat.codecs.value.Fixed8;
import io.qanat.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How an instrument's phases work, as configured; every key may be left out. Prices and widths are
 * {@link Fixed8}.
 *
 * @param referencePrice until an auction or a trading day has given one; {@link Fixed8#NULL}: none
 * @param staticBand continuous trades stay within the reference price ± this; 0: no such band
 * @param dynamicBand continuous trades stay within the last price ± this; 0: no such band
 * @param volatilityAuctionNanos length of the auction that follows when a band is hit
 * @param tradesRememberedMax how many trades, the latest, may still be busted or corrected
 * @param schedule empty: trading is continuous
 */
public record TradingSetup(
    long referencePrice,
    long staticBand,
    long dynamicBand,
    long volatilityAuctionNanos,
    int tradesRememberedMax,
    Optional<ScheduleSetup> schedule) {
  private static final int TRADES_REMEMBERED_DEFAULT = 1_000;
  private static final int TRADES_REMEMBERED_LIMIT = 1_000_000;

  /** Reads an instrument's section. */
  static TradingSetup of(final Settings s, final long lowLimitPrice, final long highLimitPrice) {
    final long staticBand = band(s, "static-band");
    final long dynamicBand = band(s, "dynamic-band");
    final boolean hasBand = staticBand > 0 || dynamicBand > 0;
    return new TradingSetup(
        s.has("reference-price")
            ? s.fixed8Between("reference-price", lowLimitPrice, highLimitPrice)
            : Fixed8.NULL,
        staticBand,
        dynamicBand,
        hasBand || s.has("volatility-auction")
            ? s.durationBetween("volatility-auction", Duration.ofSeconds(1), Duration.ofDays(1))
                .toNanos()
            : 0,
        s.has("trades-remembered-max")
            ? s.intBetween("trades-remembered-max", 0, TRADES_REMEMBERED_LIMIT)
            : TRADES_REMEMBERED_DEFAULT,
        s.has("schedule")
            ? Optional.of(ScheduleSetup.of(s.section("schedule")))
            : Optional.empty());
  }

  private static long band(final Settings s, final String key) {
    return s.has(key) ? s.fixed8Between(key, 1, Long.MAX_VALUE) : 0;
  }
}
