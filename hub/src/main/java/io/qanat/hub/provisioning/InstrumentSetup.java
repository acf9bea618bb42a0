package io.qanat.hub.provisioning;

import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.config.Settings;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * An instrument as configured. Prices, quantities and sizes are {@link Fixed8}.
 *
 * @param id below 2^31
 * @param dayRollNanosOfDay UTC time of day at which the trading day ends
 */
public record InstrumentSetup(
    long id,
    String symbol,
    String baseCurrency,
    String quoteCurrency,
    ContractType contractType,
    long contractSize,
    long tickSize,
    long lotSize,
    long minQty,
    long maxQty,
    long lowLimitPrice,
    long highLimitPrice,
    boolean nonPositivePricesAllowed,
    long dayRollNanosOfDay,
    TradingSetup trading,
    LiquiditySetup liquidity) {
  static final Pattern CODE = Pattern.compile("[A-Z0-9._/-]{1,8}");
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9._/-]{1,16}");

  /** Reads one section of {@code qanat.instruments}. */
  static InstrumentSetup of(final Settings s) {
    final boolean nonPositive = s.bool("non-positive-prices-allowed");
    final long lowest = nonPositive ? -Long.MAX_VALUE : 1;
    final long low = s.fixed8Between("low-limit-price", lowest, Long.MAX_VALUE);
    final long lot = s.fixed8Between("lot-size", 1, Long.MAX_VALUE);
    final long minQty = s.fixed8Between("min-qty", lot, Long.MAX_VALUE);
    final long high = s.fixed8Between("high-limit-price", low, Long.MAX_VALUE);
    final InstrumentSetup setup =
        new InstrumentSetup(
            s.longBetween("id", 1, Integer.MAX_VALUE),
            s.text("symbol", SYMBOL, "1 to 16 of A-Z 0-9 . _ / -"),
            s.text("base-currency", CODE, "1 to 8 of A-Z 0-9 . _ / -"),
            s.text("quote-currency", CODE, "1 to 8 of A-Z 0-9 . _ / -"),
            s.oneOf("contract-type", ContractType.class),
            s.fixed8Between("contract-size", 1, Long.MAX_VALUE),
            s.fixed8Between("tick-size", 1, Long.MAX_VALUE),
            lot,
            minQty,
            s.fixed8Between("max-qty", minQty, Long.MAX_VALUE),
            low,
            high,
            nonPositive,
            dayRoll(s),
            TradingSetup.of(s, low, high),
            LiquiditySetup.of(s));
    s.noOtherKeys();
    return setup;
  }

  static long dayRoll(final Settings s) {
    return s.durationBetween("day-roll", Duration.ZERO, Duration.ofDays(1).minusNanos(1)).toNanos();
  }
}
