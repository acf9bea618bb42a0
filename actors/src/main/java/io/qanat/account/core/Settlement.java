package io.qanat.account.core;

import io.qanat.account.core.Ledger.Book;
import io.qanat.account.core.Ledger.Posting;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.Side;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Moves money and positions for a fill, and back.
 *
 * <pre>
 * money     = −notional for a buy, +notional for a sale; the notional is the instrument's, the same
 *             for both sides
 * CFD       : TRADE(instrument) + money against CLEARING(instrument); profit that {@link Positions}
 *             realises moves from TRADE to CASH
 * delivered : CASH(quote) + money, CASH(base) ± quantity × contractSize (rounded half even), both
 *             against CLEARING(instrument)
 * fee       = rate × |notional| rounded up, from CASH(quote) to FEES
 * </pre>
 *
 * A bust posts the same with every sign turned and gives the fee back to the last digit; a
 * correction does that and then posts what is right, at the rate of then. By the average-price
 * method the position is closed at the price it was taken at; what that moves between TRADE and
 * CASH need not be what the fill moved, their sum is.
 */
final class Settlement {
  private final Ledger ledger;
  private final Positions positions;

  Settlement(final Ledger ledger, final Positions positions) {
    this.ledger = ledger;
    this.positions = positions;
  }

  /** What a fee is a part of: nobody who waited removed liquidity. */
  static long feeRate(final InstrumentTerms terms, final LiquidityInd liquidity) {
    return liquidity == LiquidityInd.REMOVED ? terms.takerFeeRate() : terms.makerFeeRate();
  }

  /** Settles a trade; returns the fee in the quote currency. */
  long settle(
      final Side side,
      final InstrumentTerms terms,
      final long tradedQty,
      final long tradedNotional,
      final long feeRate) {
    final BigInteger fee =
        Exact.product(BigInteger.valueOf(tradedNotional).abs(), feeRate, RoundingMode.UP);
    final boolean buy = side == Side.BUY;
    post(terms, buy ? tradedQty : -tradedQty, money(buy, tradedNotional), fee);
    return fee.longValueExact();
  }

  /** Takes a settled trade back, with its fee. */
  void reverse(
      final Side side,
      final InstrumentTerms terms,
      final long tradedQty,
      final long tradedNotional,
      final long fee) {
    final boolean buy = side == Side.BUY;
    post(
        terms,
        buy ? -tradedQty : tradedQty,
        money(buy, tradedNotional).negate(),
        BigInteger.valueOf(fee).negate());
  }

  private static BigInteger money(final boolean buy, final long notional) {
    return BigInteger.valueOf(notional).multiply(BigInteger.valueOf(buy ? -1 : 1));
  }

  private void post(
      final InstrumentTerms terms,
      final long quantity,
      final BigInteger money,
      final BigInteger fee) {
    final long instrument = terms.instrument();
    final BigInteger profit = positions.position(instrument).apply(quantity, money);
    final String quote = terms.quoteCurrency();
    final Posting posting = new Posting();
    if (terms.isCfd()) {
      posting
          .move(quote, money, Book.CLEARING, instrument, Book.TRADE, instrument)
          .move(quote, profit, Book.TRADE, instrument, Book.CASH, 0);
    } else {
      posting
          .move(quote, money, Book.CLEARING, instrument, Book.CASH, 0)
          .move(
              terms.baseCurrency(),
              delivery(terms, quantity),
              Book.CLEARING,
              instrument,
              Book.CASH,
              0);
    }
    posting.move(quote, fee, Book.CASH, 0, Book.FEES, 0);
    ledger.post(posting);
  }

  /** Base currency that a signed quantity brings. */
  static BigInteger delivery(final InstrumentTerms terms, final long quantity) {
    return Exact.product(
        BigInteger.valueOf(quantity), terms.contractSize(), RoundingMode.HALF_EVEN);
  }
}
