package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;

/**
 * The terms of an instrument, as its definition tells them; numbers scaled by 10^8. Cases count in
 * units (the smallest order) and ticks.
 */
public record Instrument(
    long securityId,
    String symbol,
    long tickSize,
    long lotSize,
    long minQty,
    long maxQty,
    long lowLimitPrice,
    long highLimitPrice,
    boolean nonPositivePricesAllowed,
    SecurityTradingStatus status) {
  private static final long BASE_TICKS = 10_000;

  static Instrument of(final SecurityDefinitionDecoder definition) {
    return new Instrument(
        definition.securityId(),
        definition.symbol(),
        definition.tickSize(),
        definition.lotSize(),
        definition.minQty(),
        definition.maxQty(),
        definition.lowLimitPrice(),
        definition.highLimitPrice(),
        definition.nonPositivePricesAllowed() == Bool.YES,
        definition.securityTradingStatus());
  }

  Instrument withStatus(final SecurityTradingStatus newStatus) {
    return new Instrument(
        securityId,
        symbol,
        tickSize,
        lotSize,
        minQty,
        maxQty,
        lowLimitPrice,
        highLimitPrice,
        nonPositivePricesAllowed,
        newStatus);
  }

  /** The smallest order. */
  public long unit() {
    return roundedUp(minQty, lotSize);
  }

  /** A positive price well inside the limits, for a book that says nothing. */
  long basePrice() {
    final long low = Math.max(lowLimitPrice, tickSize);
    final long middle = low + (highLimitPrice - low) / 2;
    return Math.min(roundedUp(low, tickSize) + BASE_TICKS * tickSize, middle) / tickSize * tickSize;
  }

  /** The highest price that is allowed. */
  public long highestPrice() {
    return Math.floorDiv(highLimitPrice, tickSize) * tickSize;
  }

  /** The lowest price that is allowed. */
  public long lowestPrice() {
    return -(Math.floorDiv(-lowLimitPrice, tickSize) * tickSize);
  }

  /** The largest order. */
  public long largestQty() {
    return maxQty / lotSize * lotSize;
  }

  private static long roundedUp(final long value, final long step) {
    return (value + step - 1) / step * step;
  }
}
