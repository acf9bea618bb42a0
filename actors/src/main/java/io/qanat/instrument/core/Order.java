package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;

/**
 * An order in the book, or on its way through it. The book pools its orders: whoever is shown one
 * may read it until the call returns, or until the book changes, and must not keep it.
 *
 * <p>Prices and quantities are {@link Fixed8}.
 */
public final class Order {
  long orderId;
  long mdOrderId;
  long mdOrderPriority;
  long account;
  long partner;
  long price;
  long orderQty;
  long leavesQty;
  Side side;
  TimeInForce timeInForce;

  /** Null unless the order rests. */
  PriceLevel level;

  /** Behind this one in its level; in the pool: the next free one. */
  Order next;

  /** Ahead of this one in its level. */
  Order previous;

  Order() {}

  /** The name given by the account. */
  public long orderId() {
    return orderId;
  }

  /** The name on the by-order feed, from the book's own counter. */
  public long mdOrderId() {
    return mdOrderId;
  }

  /** Place in the order of arrival: at one price lower is served first. 0 until it first rests. */
  public long mdOrderPriority() {
    return mdOrderPriority;
  }

  public long account() {
    return account;
  }

  public long partner() {
    return partner;
  }

  /** Limit price; {@link Fixed8#NULL} for a market order. */
  public long price() {
    return price;
  }

  /** Total quantity, executed part included. */
  public long orderQty() {
    return orderQty;
  }

  /** Quantity still open; in a report of its end, the quantity that was open until then. */
  public long leavesQty() {
    return leavesQty;
  }

  /** Executed quantity. */
  public long cumQty() {
    return orderQty - leavesQty;
  }

  public Side side() {
    return side;
  }

  public TimeInForce timeInForce() {
    return timeInForce;
  }

  /** The resting order behind this one at the same price; null if it is the last. */
  public Order next() {
    return next;
  }
}
