package io.qanat.instrument.core;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.value.Fixed8;
import io.qanat.execution.core.Contract;
import io.qanat.execution.core.Execution;
import io.qanat.pricing.core.PriceLimits;
import java.math.RoundingMode;

/** What pricing and execution need to know of their instrument. */
final class HouseBook implements PriceLimits, Contract {
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
    return state.terms.hasNotional(price, quantity);
  }

  @Override
  public long delivery(final long signedQuantity) {
    return Fixed8.multiply(signedQuantity, state.terms.contractSize(), RoundingMode.HALF_EVEN);
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
