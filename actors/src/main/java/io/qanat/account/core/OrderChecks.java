package io.qanat.account.core;

import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.instrument.core.OrderCharacteristics;
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
        case POST_ONLY_WOULD_TRADE -> CxlRejReason.POST_ONLY_WOULD_TRADE;
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
    return ordType == OrdType.LIMIT || ordType == OrdType.STOP_LIMIT
        ? priceFault(terms, "price ", price, quantity)
        : marketFault(ordType, price);
  }

  /** The first rule that anything but price and quantity breaks; null if none. */
  static Fault specialFault(
      final InstrumentTerms terms, final Order order, final boolean isLinked, final long nowNanos) {
    final String problem =
        new OrderCharacteristics(
                order.ordType,
                order.timeInForce,
                order.price != Fixed8.NULL,
                order.stopPx,
                order.displayQty,
                order.minQty,
                order.expireTime,
                order.execInst,
                isLinked)
            .problem();
    if (problem != null) {
      return new Fault(OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC, problem);
    }
    if (order.stopPx != Fixed8.NULL) {
      final Fault fault = stopFault(terms, order.stopPx, order.orderQty);
      if (fault != null) {
        return fault;
      }
    }
    final Fault part = partFault(terms, "minQty ", order.minQty, order.orderQty);
    if (part != null) {
      return part;
    }
    final Fault display = displayFault(terms, order.displayQty, order.orderQty);
    if (display != null) {
      return display;
    }
    return order.expireTime != 0 && order.expireTime <= nowNanos
        ? new Fault(OrdRejReason.TOO_LATE_TO_ENTER, "expireTime has passed: " + order.expireTime)
        : null;
  }

  /** What is wrong with the price that triggers a stop order; null if nothing. */
  static Fault stopFault(final InstrumentTerms terms, final long stopPx, final long quantity) {
    return priceFault(terms, "stopPx ", stopPx, quantity);
  }

  /** What is wrong with the quantity shown at a time; null if nothing. */
  static Fault displayFault(
      final InstrumentTerms terms, final long displayQty, final long orderQty) {
    return displayQty == Fixed8.NULL ? null : partFault(terms, "displayQty ", displayQty, orderQty);
  }

  private static Fault partFault(
      final InstrumentTerms terms, final String name, final long part, final long orderQty) {
    if (part < 0 || part > orderQty) {
      return new Fault(
          OrdRejReason.INCORRECT_QUANTITY,
          name + Fixed8.format(part) + " is outside 0 to orderQty " + Fixed8.format(orderQty));
    }
    return part % terms.lotSize() == 0
        ? null
        : new Fault(
            OrdRejReason.INCORRECT_QUANTITY,
            name
                + Fixed8.format(part)
                + " is not a multiple of the lot "
                + Fixed8.format(terms.lotSize()));
  }

  private static Fault marketFault(final OrdType ordType, final long price) {
    return price == Fixed8.NULL
        ? null
        : new Fault(
            OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC,
            "an order of type " + ordType + " must not have a price");
  }

  private static Fault priceFault(
      final InstrumentTerms terms, final String name, final long price, final long quantity) {
    final String text = name + Fixed8.format(price);
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
