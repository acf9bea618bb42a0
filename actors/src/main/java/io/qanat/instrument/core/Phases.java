package io.qanat.instrument.core;

import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;

/** What follows from a trading phase alone. */
final class Phases {
  private Phases() {}

  /** Orders are taken and nothing trades until the call ends: the book may be crossed. */
  static boolean isCall(final TradingPhase phase) {
    return phase == TradingPhase.PRE_OPEN || isAuction(phase);
  }

  /** A call whose price, as it would be now, is published. */
  static boolean isAuction(final TradingPhase phase) {
    return phase == TradingPhase.OPENING_AUCTION
        || phase == TradingPhase.VOLATILITY_AUCTION
        || phase == TradingPhase.CLOSING_AUCTION;
  }

  /** Whether new orders are taken. */
  static boolean takesOrders(final TradingPhase phase) {
    return phase == TradingPhase.CONTINUOUS || isCall(phase);
  }

  /** What an auction that ends itself leads to. */
  static TradingPhase after(final TradingPhase auction) {
    return auction == TradingPhase.CLOSING_AUCTION ? TradingPhase.CLOSED : TradingPhase.CONTINUOUS;
  }

  /** FIX's coarser word for a phase. */
  static SecurityTradingStatus status(final TradingPhase phase) {
    return switch (phase) {
      case PRE_OPEN -> SecurityTradingStatus.PRE_OPEN;
      case OPENING_AUCTION -> SecurityTradingStatus.OPENING_ROTATION;
      case CONTINUOUS -> SecurityTradingStatus.READY_TO_TRADE;
      case VOLATILITY_AUCTION, CLOSING_AUCTION -> SecurityTradingStatus.PRE_CROSS;
      case HALT -> SecurityTradingStatus.TRADING_HALT;
      case CLOSED, SBE_UNKNOWN, NULL_VAL -> SecurityTradingStatus.NOT_AVAILABLE_FOR_TRADING;
    };
  }

  /** The phase of this raw value; null if there is none. */
  static TradingPhase of(final short raw) {
    for (final TradingPhase phase : TradingPhase.values()) {
      if (phase.value() == raw
          && phase != TradingPhase.NULL_VAL
          && phase != TradingPhase.SBE_UNKNOWN) {
        return phase;
      }
    }
    return null;
  }
}
