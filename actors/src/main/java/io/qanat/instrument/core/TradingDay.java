package io.qanat.instrument.core;

import io.qanat.codecs.value.Fixed8;

/** What was traded: the last trade ever, and the sums of the current trading day. */
final class TradingDay {
  private long lastPx = Fixed8.NULL;
  private long lastQty;
  private long totalVolume;
  private long tradeCount;

  void add(final long price, final long quantity) {
    lastPx = price;
    lastQty = quantity;
    tradeCount++;
    final long sum = totalVolume + quantity;
    // A statistic must not stop trading: it stays at the end of the range, some 92 billion units.
    totalVolume = sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** A trade of this day was busted, or its quantity corrected by this much. */
  void amend(final long quantityChange, final boolean busted) {
    if (totalVolume != Long.MAX_VALUE) {
      totalVolume += quantityChange;
    }
    if (busted) {
      tradeCount--;
    }
  }

  /** The last trade is another one, or another price, than it was. */
  void last(final long price, final long quantity) {
    lastPx = price;
    lastQty = quantity;
  }

  /** A new day: the last trade remains the last. */
  void roll() {
    totalVolume = 0;
    tradeCount = 0;
  }

  void restore(
      final long lastPx, final long lastQty, final long totalVolume, final long tradeCount) {
    this.lastPx = lastPx;
    this.lastQty = lastQty;
    this.totalVolume = totalVolume;
    this.tradeCount = tradeCount;
  }

  /** {@link Fixed8#NULL} before the first trade. */
  long lastPx() {
    return lastPx;
  }

  long lastQty() {
    return lastQty;
  }

  long totalVolume() {
    return totalVolume;
  }

  long tradeCount() {
    return tradeCount;
  }
}
