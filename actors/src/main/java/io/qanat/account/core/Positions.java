package io.qanat.account.core;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.TreeMap;

/** Netted positions, after the average-price method. Quantities and money are Fixed8. */
final class Positions {
  /**
   * One instrument.
   *
   * <p>{@code cost} is the sum of what the open quantity was paid with, seen from the client:
   * negative when money was paid. For a CFD it equals the ledger's TRADE.
   */
  static final class Position {
    private final long instrument;
    private long quantity;
    private BigInteger cost = BigInteger.ZERO;
    private BigInteger realised = BigInteger.ZERO;

    Position(final long instrument) {
      this.instrument = instrument;
    }

    long instrument() {
      return instrument;
    }

    /** Positive: long. */
    long quantity() {
      return quantity;
    }

    BigInteger cost() {
      return cost;
    }

    BigInteger realised() {
      return realised;
    }

    /** Magnitude of the cost with the sign of the quantity. */
    BigInteger signedNotional() {
      return quantity < 0 ? cost.abs().negate() : cost.abs();
    }

    /** {@code −cost ÷ (quantity × contractSize)}, rounded half even; 0 without a position. */
    long averagePrice(final long contractSize) {
      return quantity == 0
          ? 0
          : Exact.saturated(
              Exact.quotient(cost.negate(), quantity, contractSize, RoundingMode.HALF_EVEN));
    }

    /**
     * Applies a fill. The part of it that closes realises {@code cost × closed ÷ |quantity| + money
     * × closed ÷ |fill|}, each share rounded half even; when everything is closed it takes all that
     * is left of the cost, so that nothing stays behind.
     *
     * @param fill signed quantity, positive when bought
     * @param money what the client gets for it: negative when paid
     * @return the realised profit, which has left the cost
     */
    BigInteger apply(final long fill, final BigInteger money) {
      final long before = quantity;
      quantity = Math.addExact(quantity, fill);
      cost = cost.add(money);
      if (before == 0 || before > 0 == fill > 0) {
        return BigInteger.ZERO;
      }
      final long closed = Math.min(Math.abs(before), Math.abs(fill));
      final BigInteger profit =
          Exact.share(cost.subtract(money), closed, Math.abs(before), RoundingMode.HALF_EVEN)
              .add(Exact.share(money, closed, Math.abs(fill), RoundingMode.HALF_EVEN));
      cost = cost.subtract(profit);
      realised = realised.add(profit);
      return profit;
    }
  }

  private final TreeMap<Long, Position> byInstrument = new TreeMap<>();

  /** The position, made when there was none. */
  Position position(final long instrument) {
    return byInstrument.computeIfAbsent(instrument, Position::new);
  }

  long quantity(final long instrument) {
    final Position position = byInstrument.get(instrument);
    return position == null ? 0 : position.quantity;
  }

  BigInteger signedNotional(final long instrument) {
    final Position position = byInstrument.get(instrument);
    return position == null ? BigInteger.ZERO : position.signedNotional();
  }

  Collection<Position> all() {
    return byInstrument.values();
  }

  /** From a snapshot. */
  void restore(
      final long instrument,
      final long quantity,
      final BigInteger cost,
      final BigInteger realised) {
    final Position position = position(instrument);
    position.quantity = quantity;
    position.cost = cost;
    position.realised = realised;
  }
}
