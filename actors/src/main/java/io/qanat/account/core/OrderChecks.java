package io.qanat.account.core;

import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.value.Fixed8;
import java.math.BigInteger;
import java.math.RoundingMode;

/** What can be said about an order from its instrument's terms alone. */
final class OrderChecks {
  /** Why an order is refused, for programs and for people. */
  record Fault(OrdRejReason reason, String text) {
    /** The same reason in the terms of a refused replace. */
    CxlRejReason cxlRejReason() {
      return switch (reason) {
        case INCORRECT_QUANTITY -> CxlRejReason.INCORRECT_QUANTITY;
        case PRICE_EXCEEDS_BAND -> CxlRejReason.PRICE_EXCEEDS_BAND;
        case INVALID_PRICE_INCREMENT -> CxlRejReason.INVALID_PRICE_INCREMENT;
        case PRICE_NOT_POSITIVE -> CxlRejReason.PRICE_NOT_POSITIVE;
        case INSUFFICIENT_FUNDS -> CxlRejReason.INSUFFICIENT_FUNDS;
        default -> CxlRejReason.OTHER;
      };
    }
  }

  private OrderChecks() {}

  /** The first rule that price or quantity break; null if none. */
  static Fault firstFault(
      final InstrumentTerms terms, final OrdType ordType, final long price, final long quantity) {
    final Fault fault = quantityFault(terms, quantity);
    if (fault != null) {
      return fault;
    }
    return ordType == OrdType.LIMIT ? priceFault(terms, price, quantity) : marketFault(price);
  }

  private static Fault marketFault(final long price) {
    return price == Fixed8.NULL
        ? null
        : new Fault(
            OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC, "a market order must not have a price");
  }

  private static Fault priceFault(
      final InstrumentTerms terms, final long price, final long quantity) {
    final String text = "price " + Fixed8.format(price);
    if (price <= 0 && !terms.nonPositivePricesAllowed()) {
      return new Fault(OrdRejReason.PRICE_NOT_POSITIVE, text + " is not above 0");
    }
    if (price % terms.tickSize() != 0) {
      return new Fault(
          OrdRejReason.INVALID_PRICE_INCREMENT,
          text + " is not a multiple of the tick " + Fixed8.format(terms.tickSize()));
    }
    if (price < terms.lowLimitPrice() || price > terms.highLimitPrice()) {
      return new Fault(
          OrdRejReason.PRICE_EXCEEDS_BAND,
          text
              + " is outside "
              + Fixed8.format(terms.lowLimitPrice())
              + " to "
              + Fixed8.format(terms.highLimitPrice()));
    }
    final BigInteger notional =
        Exact.product(Math.abs(price), quantity, terms.contractSize(), RoundingMode.UP);
    if (!Exact.fits(notional)) {
      return new Fault(OrdRejReason.ORDER_EXCEEDS_LIMIT, "price x quantity is beyond ±92 billion");
    }
    return null;
  }

  private static Fault quantityFault(final InstrumentTerms terms, final long quantity) {
    final String text = "quantity " + Fixed8.format(quantity);
    if (quantity % terms.lotSize() != 0) {
      return new Fault(
          OrdRejReason.INCORRECT_QUANTITY,
          text + " is not a multiple of the lot " + Fixed8.format(terms.lotSize()));
    }
    if (quantity < terms.minQty() || quantity > terms.maxQty()) {
      return new Fault(
          OrdRejReason.INCORRECT_QUANTITY,
          text
              + " is outside "
              + Fixed8.format(terms.minQty())
              + " to "
              + Fixed8.format(terms.maxQty()));
    }
    return null;
  }
}
