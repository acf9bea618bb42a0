package io.qanat.account.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What one open order may come to cost. With {@code n = |price| × leaves × contractSize} and {@code
 * fee = takerFeeRate × n}, both rounded up:
 *
 * <ul>
 *   <li>A CFD holds {@code n} (to be margined with the position) and {@code fee}. The price of an
 *       order without a limit is the greatest magnitude within the band.
 *   <li>A delivered buy holds {@code n + fee} of the quote currency at a positive price and nothing
 *       at another, for then the proceeds exceed the fee. A market buy is taken at the high limit.
 *   <li>A delivered sale holds {@code leaves × contractSize} of the base currency and, at a
 *       negative price, {@code n + fee} of the quote currency. A market sale is taken at the low
 *       limit.
 * </ul>
 *
 * While a replace is under way each part is the greater of both.
 *
 * @param quantity leaves, Fixed8
 */
record Reservation(
    long quantity, BigInteger notional, BigInteger fee, BigInteger quote, BigInteger base) {
  static final Reservation NONE =
      new Reservation(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

  /** Of an order as it stands; both orders of an OCO pair hold their part. */
  static Reservation of(final Order order, final InstrumentTerms terms) {
    if (!order.isLive()) {
      return NONE;
    }
    final Reservation current = of(order, terms, order.price, order.leavesQty);
    return order.isReplacePending()
        ? current.max(
            of(order, terms, order.replacePrice, Math.max(0, order.replaceQty - order.cumQty)))
        : current;
  }

  private static Reservation of(
      final Order order, final InstrumentTerms terms, final long limit, final long leaves) {
    final boolean buy = order.side == Side.BUY;
    final long price;
    if (limit != Fixed8.NULL) {
      price = limit;
    } else if (terms.isCfd()) {
      price = terms.widestPrice();
    } else {
      price = buy ? terms.highLimitPrice() : terms.lowLimitPrice();
    }
    final BigInteger notional =
        Exact.product(Math.abs(price), leaves, terms.contractSize(), RoundingMode.UP);
    final BigInteger fee = Exact.product(notional, terms.takerFeeRate(), RoundingMode.UP);
    if (terms.isCfd()) {
      return new Reservation(leaves, notional, fee, BigInteger.ZERO, BigInteger.ZERO);
    }
    final boolean pays = buy ? price > 0 : price < 0;
    return new Reservation(
        leaves,
        BigInteger.ZERO,
        BigInteger.ZERO,
        pays ? notional.add(fee) : BigInteger.ZERO,
        buy
            ? BigInteger.ZERO
            : Exact.product(BigInteger.valueOf(leaves), terms.contractSize(), RoundingMode.UP));
  }

  private Reservation max(final Reservation other) {
    return new Reservation(
        Math.max(quantity, other.quantity),
        notional.max(other.notional),
        fee.max(other.fee),
        quote.max(other.quote),
        base.max(other.base));
  }
}
