package io.qanat.loadtest.chaos;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;

/**
 * One thing a client asked for, and when it was answered. Said again in the same words, it is the
 * same request.
 */
final class Request {
  /** What is asked for. */
  enum Kind {
    NEW,
    CANCEL,
    REPLACE
  }

  private static final long NOT_YET = Long.MAX_VALUE;

  final Kind kind;
  final String clOrdId;

  /** Of the order to cancel or replace; empty with NEW. */
  final String origClOrdId;

  /** Of the order to cancel or replace; 0 with NEW. */
  final long orderId;

  final long securityId;
  final Side side;
  final TimeInForce timeInForce;
  final long price;
  final long quantity;

  /** When it was said first; monotonic. */
  final long askedNanos;

  private long answeredNanos = NOT_YET;

  Request(
      final Kind kind,
      final String clOrdId,
      final String origClOrdId,
      final long orderId,
      final long securityId,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long quantity,
      final long askedNanos) {
    this.kind = kind;
    this.clOrdId = clOrdId;
    this.origClOrdId = origClOrdId;
    this.orderId = orderId;
    this.securityId = securityId;
    this.side = side;
    this.timeInForce = timeInForce;
    this.price = price;
    this.quantity = quantity;
    this.askedNanos = askedNanos;
  }

  /** The first answer counts. */
  boolean answered(final long nowNanos) {
    if (isAnswered()) {
      return false;
    }
    answeredNanos = nowNanos;
    return true;
  }

  boolean isAnswered() {
    return answeredNanos != NOT_YET;
  }

  /** When it was answered first; {@link Long#MAX_VALUE}: never. */
  long answeredNanos() {
    return answeredNanos;
  }

  /** One line for the history's file. */
  String line() {
    return String.join(
        " ",
        "asked",
        Long.toString(askedNanos),
        kind.name(),
        clOrdId,
        origClOrdId.isEmpty() ? "-" : origClOrdId,
        Long.toString(orderId),
        Long.toString(securityId),
        side.name(),
        timeInForce.name(),
        Long.toString(price),
        Long.toString(quantity));
  }
}
