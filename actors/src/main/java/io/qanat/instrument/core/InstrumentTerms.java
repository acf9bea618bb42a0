package io.qanat.instrument.core;

import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.value.Fixed8;
import java.math.RoundingMode;

/**
 * What an operator has laid down for an instrument, and what follows from it for an order. Prices
 * and quantities are {@link Fixed8}.
 *
 * @param dayRollNanosOfDay UTC time of day at which the trading day ends
 * @param contractType null if it was none of the known ones, which {@link #problem()} tells
 * @param nonPositivePricesAllowed whether a price may be zero or negative; null if it was neither
 *     yes nor no
 */
record InstrumentTerms(
    long contractSize,
    long tickSize,
    long lotSize,
    long minQty,
    long maxQty,
    long lowLimitPrice,
    long highLimitPrice,
    long dayRollNanosOfDay,
    String symbol,
    String baseCurrency,
    String quoteCurrency,
    ContractType contractType,
    Bool nonPositivePricesAllowed) {

  static final long DAY_NANOS = 86_400_000_000_000L;

  static InstrumentTerms of(final InstrumentDefineDecoder define) {
    return new InstrumentTerms(
        define.contractSize(),
        define.tickSize(),
        define.lotSize(),
        define.minQty(),
        define.maxQty(),
        define.lowLimitPrice(),
        define.highLimitPrice(),
        define.dayRollNanosOfDay(),
        define.symbol(),
        define.baseCurrency(),
        define.quoteCurrency(),
        contractType(define.contractTypeRaw()),
        bool(define.nonPositivePricesAllowedRaw()));
  }

  private static Bool bool(final short raw) {
    if (raw == Bool.YES.value()) {
      return Bool.YES;
    }
    return raw == Bool.NO.value() ? Bool.NO : null;
  }

  private static ContractType contractType(final short raw) {
    if (raw == ContractType.CFD.value()) {
      return ContractType.CFD;
    }
    return raw == ContractType.DELIVERED.value() ? ContractType.DELIVERED : null;
  }

  /** The first thing that is wrong, naming field and value; null if the terms are sound. */
  String problem() {
    if (contractSize <= 0) {
      return "contractSize must be greater than 0: " + Fixed8.format(contractSize);
    }
    if (tickSize <= 0) {
      return "tickSize must be greater than 0: " + Fixed8.format(tickSize);
    }
    if (lotSize <= 0) {
      return "lotSize must be greater than 0: " + Fixed8.format(lotSize);
    }
    if (minQty <= 0 || minQty % lotSize != 0) {
      return "minQty must be a multiple of lotSize "
          + Fixed8.format(lotSize)
          + " and greater than 0: "
          + Fixed8.format(minQty);
    }
    if (maxQty < minQty || maxQty % lotSize != 0) {
      return "maxQty must be a multiple of lotSize "
          + Fixed8.format(lotSize)
          + " and at least minQty "
          + Fixed8.format(minQty)
          + ": "
          + Fixed8.format(maxQty);
    }
    if (lowLimitPrice == Fixed8.NULL) {
      return "lowLimitPrice is absent";
    }
    if (highLimitPrice < lowLimitPrice) {
      return "highLimitPrice must be at least lowLimitPrice "
          + Fixed8.format(lowLimitPrice)
          + ": "
          + Fixed8.format(highLimitPrice);
    }
    if (nonPositivePricesAllowed == null) {
      return "nonPositivePricesAllowed is neither YES nor NO";
    }
    if (nonPositivePricesAllowed == Bool.NO && highLimitPrice <= 0) {
      return "highLimitPrice must be greater than 0 unless nonPositivePricesAllowed: "
          + Fixed8.format(highLimitPrice);
    }
    if (dayRollNanosOfDay < 0 || dayRollNanosOfDay >= DAY_NANOS) {
      return "dayRollNanosOfDay must be in 0.." + (DAY_NANOS - 1) + ": " + dayRollNanosOfDay;
    }
    if (!isName(symbol)) {
      return "symbol must be printable ASCII without blanks: '" + symbol + "'";
    }
    if (!isName(baseCurrency)) {
      return "baseCurrency must be printable ASCII without blanks: '" + baseCurrency + "'";
    }
    if (!isName(quoteCurrency)) {
      return "quoteCurrency must be printable ASCII without blanks: '" + quoteCurrency + "'";
    }
    return contractType == null ? "contractType is neither CFD nor DELIVERED" : null;
  }

  private static boolean isName(final String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /**
   * Whether orders that rest under the other terms mean the same under these: what an account has
   * reserved for them still holds, and so does what their trades will settle.
   */
  boolean settlesLike(final InstrumentTerms other) {
    return contractSize == other.contractSize
        && contractType == other.contractType
        && baseCurrency.equals(other.baseCurrency)
        && quoteCurrency.equals(other.quoteCurrency);
  }

  /** Why a limit order of this price and quantity is refused; null if it is acceptable. */
  OrdRejReason refusal(final long price, final long orderQty) {
    final OrdRejReason refusal = quantityRefusal(orderQty);
    if (refusal != null) {
      return refusal;
    }
    final OrdRejReason priceRefusal = priceRefusal(price);
    if (priceRefusal != null) {
      return priceRefusal;
    }
    return hasNotional(price, orderQty) ? null : OrdRejReason.ORDER_EXCEEDS_LIMIT;
  }

  /** Why no order may have this price; null if one may. */
  OrdRejReason priceRefusal(final long price) {
    if (price <= 0 && nonPositivePricesAllowed == Bool.NO) {
      return OrdRejReason.PRICE_NOT_POSITIVE;
    }
    if (price % tickSize != 0) {
      return OrdRejReason.INVALID_PRICE_INCREMENT;
    }
    return price < lowLimitPrice || price > highLimitPrice ? OrdRejReason.PRICE_EXCEEDS_BAND : null;
  }

  /** The nearest price within the limits, rounded down to the tick where it has to move. */
  long withinLimits(final long price) {
    final long inside = Math.max(lowLimitPrice, Math.min(highLimitPrice, price));
    return inside - Math.floorMod(inside, tickSize);
  }

  /**
   * Why a market order of this quantity is refused; null if it is acceptable.
   *
   * @param waits whether it may meet another market order, at any price within the limits
   */
  OrdRejReason marketRefusal(final long orderQty, final boolean waits) {
    final OrdRejReason refusal = quantityRefusal(orderQty);
    if (refusal != null || !waits) {
      return refusal;
    }
    return hasNotional(lowLimitPrice, orderQty) && hasNotional(highLimitPrice, orderQty)
        ? null
        : OrdRejReason.ORDER_EXCEEDS_LIMIT;
  }

  /** Why any order of this quantity is refused; null if it is acceptable. */
  OrdRejReason quantityRefusal(final long orderQty) {
    return orderQty < minQty || orderQty > maxQty || orderQty % lotSize != 0
        ? OrdRejReason.INCORRECT_QUANTITY
        : null;
  }

  /** Whether this open rest could have come from an order of these terms. */
  boolean hasWholeLots(final long leavesQty) {
    return leavesQty % lotSize == 0;
  }

  /**
   * Price × quantity × contract size, rounded half even once.
   *
   * @throws ArithmeticException if it does not fit, which {@link #refusal} keeps out of the book: a
   *     trade is at a resting order's price and of at most its quantity
   */
  long notional(final long price, final long quantity) {
    return Fixed8.multiply(price, quantity, contractSize, RoundingMode.HALF_EVEN);
  }

  boolean hasNotional(final long price, final long quantity) {
    try {
      return notional(price, quantity) != Fixed8.NULL;
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  /** The end of the trading day that {@code nowNanos} lies in: the first one later than it. */
  long nextRollNanos(final long nowNanos) {
    return (Math.floorDiv(nowNanos - dayRollNanosOfDay, DAY_NANOS) + 1) * DAY_NANOS
        + dayRollNanosOfDay;
  }
}
