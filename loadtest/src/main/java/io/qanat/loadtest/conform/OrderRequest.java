package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;

/** A new order as it goes over the wire; price and quantity scaled by 10^8. */
public record OrderRequest(
    long account,
    long securityId,
    String clOrdId,
    Side side,
    OrdType ordType,
    TimeInForce timeInForce,
    long price,
    long orderQty) {
  /** The same with another price. */
  public OrderRequest withPrice(final long newPrice) {
    return new OrderRequest(
        account, securityId, clOrdId, side, ordType, timeInForce, newPrice, orderQty);
  }

  /** The same with another quantity. */
  public OrderRequest withOrderQty(final long newOrderQty) {
    return new OrderRequest(
        account, securityId, clOrdId, side, ordType, timeInForce, price, newOrderQty);
  }

  /** The same for another instrument. */
  public OrderRequest withSecurityId(final long newSecurityId) {
    return new OrderRequest(
        account, newSecurityId, clOrdId, side, ordType, timeInForce, price, orderQty);
  }

  /** The same for another account. */
  public OrderRequest withAccount(final long newAccount) {
    return new OrderRequest(
        newAccount, securityId, clOrdId, side, ordType, timeInForce, price, orderQty);
  }
}
