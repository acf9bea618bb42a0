package io.qanat.instrument.core;

import io.qanat.codecs.fix.OrdType;
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
  long price;
  long orderQty;
  long leavesQty;
  Side side;
  TimeInForce timeInForce;

  /** Whose it is. */
  AccountOrders owner;

  /** Null on plain limit and market orders. */
  SpecialTerms special;

  /** Null unless the order rests. */
  PriceLevel level;

  /** Behind this one in its level; in the pool: the next free one. */
  Order next;

  /** Ahead of this one in its level. */
  Order previous;

  /** Its place among the open orders of the account. */
  int ownerPlace;

  /** Whether the order can be found: it rests, waits or has done so before. */
  boolean isOpen;

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
    return owner.account;
  }

  public long partner() {
    return owner.partner;
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

  /** Of the open quantity of an order in the book, what the public sees; 0 while it waits. */
  public long shownQty() {
    return special == null ? leavesQty : special.shownOf(leavesQty);
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

  public OrdType ordType() {
    if (special != null) {
      return special.ordType;
    }
    return price == Fixed8.NULL ? OrdType.MARKET : OrdType.LIMIT;
  }

  /** What triggers a stop order; {@link Fixed8#NULL} on others. */
  public long stopPx() {
    return special == null ? Fixed8.NULL : special.stopPx;
  }

  /** Shown at a time; {@link Fixed8#NULL}: all, 0: hidden. */
  public long displayQty() {
    return special == null ? Fixed8.NULL : special.displayQty;
  }

  /** End of a good-till-date order, epoch nanoseconds; 0 on others. */
  public long expireTime() {
    return special == null ? 0 : special.expireTime;
  }

  /** Whether no part of it is ever shown. */
  public boolean isHidden() {
    return special != null && special.isHidden();
  }

  /** Whether it waits for its trigger or its auction. */
  public boolean isWaiting() {
    return special != null && special.isWaiting();
  }

  /** The resting order behind this one at the same price; null if it is the last. */
  public Order next() {
    return next;
  }
}
