package io.qanat.execution.core;

/** What a fill of the instrument means. All are Fixed8. */
public interface Contract {
  /** Price × quantity × contract size, rounded half even once. */
  long notional(long price, long quantity);

  /** Whether it is within the limits for prices. */
  boolean isPrice(long price);

  /** Whether what a quantity means at this price can be represented. */
  boolean hasNotional(long price, long quantity);

  /** What a signed quantity brings in base currency, rounded half even once; 0 of a CFD. */
  long delivery(long signedQuantity);

  /** Quantities are multiples of it. */
  long lotSize();

  /** Number of the next trade of the instrument. */
  long nextTradeId();
}
