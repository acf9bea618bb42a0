package io.qanat.loadtest.simulate;

import java.util.Locale;

/** How the value behind a simulated market moves. */
public enum MarketShape {
  /** Little happens. */
  QUIET(0.4, 0),
  /** It rises all along. */
  TREND(1, 0.002),
  /** Half way it falls by an eighth within seconds while makers stand back, and recovers. */
  FLASH_CRASH(1, 0),
  /** News comes at random times and moves it at once by some percent, with a burst of orders. */
  NEWS_GAP(1, 0),
  /** Crude oil falls through zero and stays there for a while. */
  NEGATIVE_PRICES(1, 0),
  /** Whoever provides liquidity is gone for a fifth of the time: nothing is quoted. */
  PROVIDER_OUTAGE(1, 0);

  private final double volatility;
  private final double driftPerMinute;

  MarketShape(final double volatility, final double driftPerMinute) {
    this.volatility = volatility;
    this.driftPerMinute = driftPerMinute;
  }

  double volatility() {
    return volatility;
  }

  double driftPerMinute() {
    return driftPerMinute;
  }

  /** As people write it: {@code flash-crash}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
