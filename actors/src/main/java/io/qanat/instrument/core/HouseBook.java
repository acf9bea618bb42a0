package io.qanat.instrument.core;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.execution.core.Contract;
import io.qanat.execution.core.Execution;
import io.qanat.pricing.core.PriceLimits;
import java.math.RoundingMode;

/** What pricing and execution need to know of their instrument. */
final class HouseBook implements PriceLimits, Contract {
  /** So far a price and what is charged on it can be added. */
  private static final long PRICE_MAX = 4_000_000_000_000_000_000L;

  private final OrderBook book;
  private InstrumentState state;
  private Execution execution;

  HouseBook(final OrderBook book) {
    this.book = book;
  }

  /** These two know of it, so they come after it. */
  void connect(final InstrumentState newState, final Execution newExecution) {
    state = newState;
    execution = newExecution;
  }

  @Override
  public long housePosition() {
    return execution.exposures().house().position();
  }

  @Override
  public long lowLimitPrice() {
    return state.terms.nonPositivePricesAllowed() == Bool.NO
        ? Math.max(state.terms.lowLimitPrice(), 1)
        : state.terms.lowLimitPrice();
  }

  @Override
  public long highLimitPrice() {
    return state.terms.highLimitPrice();
  }

  @Override
  public long notional(final long price, final long quantity) {
    return state.terms.notional(price, quantity);
  }

  @Override
  public boolean hasNotional(final long price, final long quantity) {
    if (!state.terms.hasNotional(price, quantity)) {
      return false;
    }
    try {
      return delivery(quantity) != Fixed8.NULL;
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  @Override
  public boolean isPrice(final long price) {
    return price >= Math.max(lowLimitPrice(), -PRICE_MAX)
        && price <= Math.min(highLimitPrice(), PRICE_MAX);
  }

  @Override
  public long delivery(final long signedQuantity) {
    return state.terms.contractType() == ContractType.CFD
        ? 0
        : Fixed8.multiply(signedQuantity, state.terms.contractSize(), RoundingMode.HALF_EVEN);
  }

  @Override
  public long lotSize() {
    return state.terms.lotSize();
  }

  @Override
  public long nextTradeId() {
    return book.nextTradeId();
  }
}
