package io.qanat.pricing.core;

/** What prices depend on besides liquidity and policies. */
public interface PriceLimits {
  /** The house's net position now, Fixed8. */
  long housePosition();

  /** No price is below this. */
  long lowLimitPrice();

  /** No price is above this. */
  long highLimitPrice();
}
