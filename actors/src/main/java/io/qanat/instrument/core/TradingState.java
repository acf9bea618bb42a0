package io.qanat.instrument.core;

import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;

/**
 * What market data says of an instrument beside its book: the phase, the price an auction would
 * have, the mark price.
 */
final class TradingState {
  private TradingPhase phase = TradingPhase.CLOSED;
  private long indicativePx = Fixed8.NULL;
  private long indicativeQty;
  private long imbalanceQty;
  private long nextPhaseAt;
  private long markPx = Fixed8.NULL;

  /** Takes phase and due time; whether either is new. */
  boolean take(final TradingPhase newPhase, final long newNextPhaseAt) {
    final boolean changed = newPhase != phase || newNextPhaseAt != nextPhaseAt;
    phase = newPhase;
    nextPhaseAt = newNextPhaseAt;
    return changed;
  }

  /** Takes what an auction would give now; whether it is new. */
  boolean takeIndicative(final long price, final long volume, final long imbalance) {
    final boolean changed =
        price != indicativePx || volume != indicativeQty || imbalance != imbalanceQty;
    indicativePx = price;
    indicativeQty = volume;
    imbalanceQty = imbalance;
    return changed;
  }

  void mark(final long price) {
    markPx = price;
  }

  TradingPhase phase() {
    return phase;
  }

  SecurityTradingStatus status() {
    return Phases.status(phase);
  }

  /** {@link Fixed8#NULL}: no auction, or nothing would trade. */
  long indicativePx() {
    return indicativePx;
  }

  long indicativeQty() {
    return indicativeQty;
  }

  /** Above 0 of buyers, below 0 of sellers. */
  long imbalanceQty() {
    return imbalanceQty;
  }

  /** What stop orders may watch; {@link Fixed8#NULL}: there is none. */
  long markPx() {
    return markPx;
  }

  /** Epoch nanoseconds; 0: not known. */
  long nextPhaseAt() {
    return nextPhaseAt;
  }
}
