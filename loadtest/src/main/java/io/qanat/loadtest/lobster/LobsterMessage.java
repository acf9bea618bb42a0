package io.qanat.loadtest.lobster;

import io.qanat.codecs.fix.Side;

/**
 * One row of a LOBSTER message file.
 *
 * @param row from 0
 * @param timeNanos nanoseconds since midnight of the exchange's day
 * @param orderId the recorded order's number; 0 for hidden executions and halts
 * @param size shares
 * @param price dollars × 10,000
 * @param side of the resting order
 */
public record LobsterMessage(
    int row, long timeNanos, Type type, long orderId, long size, long price, Side side) {

  /** What happened. */
  public enum Type {
    NEW,
    PARTIAL_CANCEL,
    DELETE,
    EXECUTION,
    /** Of a hidden order, a cross, or a halt: the visible book does not change. */
    NO_CHANGE
  }
}
