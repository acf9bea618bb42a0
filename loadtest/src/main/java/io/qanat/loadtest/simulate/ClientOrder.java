package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;

/** An order as its client knows it. Price and quantities are Fixed8. */
final class ClientOrder {
  final long account;
  final long instrument;
  final Side side;
  final OrdType ordType;
  final TimeInForce timeInForce;
  final long sentAtNanos;

  /** The name under which it is changed or cancelled next. */
  String clOrdId;

  long price;
  long orderQty;
  long leavesQty;
  boolean accepted;
  boolean changing;

  ClientOrder(
      final long account,
      final long instrument,
      final String clOrdId,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final long sentAtNanos) {
    this.account = account;
    this.instrument = instrument;
    this.clOrdId = clOrdId;
    this.side = side;
    this.ordType = ordType;
    this.timeInForce = timeInForce;
    this.price = price;
    this.orderQty = orderQty;
    this.leavesQty = orderQty;
    this.sentAtNanos = sentAtNanos;
  }
}
