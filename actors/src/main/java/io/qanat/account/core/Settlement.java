package io.qanat.account.core;

import io.qanat.account.core.Ledger.Book;
import io.qanat.account.core.Ledger.Posting;
import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.Side;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Moves money and positions for a fill.
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
 */
final class Settlement {
  private final Ledger ledger;
  private final Positions positions;

  Settlement(final Ledger ledger, final Positions positions) {
    this.ledger = ledger;
    this.positions = positions;
  }

  /** Settles a TRADED report; returns the fee in the quote currency. */
  long settle(final Side side, final InstrumentTerms terms, final OrderReportDecoder fill) {
    final boolean buy = side == Side.BUY;
    final long instrument = terms.instrument();
    final BigInteger notional = BigInteger.valueOf(fill.notional());
    final BigInteger money = buy ? notional.negate() : notional;
    final long quantity = buy ? fill.lastQty() : -fill.lastQty();
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
    final long rate =
        fill.lastLiquidityInd() == LiquidityInd.ADDED ? terms.makerFeeRate() : terms.takerFeeRate();
    final BigInteger fee = Exact.product(notional.abs(), rate, RoundingMode.UP);
    posting.move(quote, fee, Book.CASH, 0, Book.FEES, 0);
    ledger.post(posting);
    return fee.longValueExact();
  }

  /** Base currency that a signed quantity brings. */
  static BigInteger delivery(final InstrumentTerms terms, final long quantity) {
    return Exact.product(
        BigInteger.valueOf(quantity), terms.contractSize(), RoundingMode.HALF_EVEN);
  }
}
