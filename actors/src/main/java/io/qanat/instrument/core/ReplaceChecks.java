package io.qanat.instrument.core;

import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;

/** Whether an open order may be replaced. */
final class ReplaceChecks {
  private final OrderBook book;
  private final SubmitChecks checks;

  ReplaceChecks(final OrderBook book, final SubmitChecks checks) {
    this.book = book;
    this.checks = checks;
  }

  /**
   * Why the replacement is refused. A quantity equal to the executed one is refused too: who wants
   * no more of the order cancels it.
   */
  CxlRejReason refusal(
      final Order order,
      final OrderReplaceDecoder replace,
      final InstrumentTerms terms,
      final TradingPhase phase,
      final long nowNanos) {
    final long price = replace.price();
    final long orderQty = replace.orderQty();
    if (orderQty <= order.cumQty()) {
      return CxlRejReason.BELOW_CUM_QTY;
    }
    final boolean reduces =
        price == order.price()
            && orderQty < order.orderQty()
            && replace.stopPx() == Fixed8.NULL
            && replace.displayQty() == Fixed8.NULL;
    if (!Phases.takesOrders(phase) && !reduces) {
      return CxlRejReason.OTHER;
    }
    final boolean isMarketForAuction =
        order.isWaiting() && order.special.isForAuction() && order.price() == Fixed8.NULL;
    if (isMarketForAuction || (price == Fixed8.NULL) != (order.price() == Fixed8.NULL)) {
      return CxlRejReason.OTHER;
    }
    final CxlRejReason refusal = sumRefusal(order, price, orderQty, terms);
    return refusal == null ? specialRefusal(order, replace, terms, nowNanos) : refusal;
  }

  private CxlRejReason sumRefusal(
      final Order order, final long price, final long orderQty, final InstrumentTerms terms) {
    if (price == Fixed8.NULL) {
      return of(terms.quantityRefusal(orderQty));
    }
    final OrdRejReason refusal = terms.refusal(price, orderQty);
    if (refusal != null) {
      return of(refusal);
    }
    final boolean leavesLevel = price == order.price() && !order.isWaiting();
    return checks.levelTakes(
            order.side(),
            price,
            orderQty - order.cumQty(),
            leavesLevel ? order.leavesQty() : 0,
            order.isWaiting() ? order.leavesQty() : 0)
        ? null
        : CxlRejReason.INCORRECT_QUANTITY;
  }

  private CxlRejReason specialRefusal(
      final Order order,
      final OrderReplaceDecoder replace,
      final InstrumentTerms terms,
      final long nowNanos) {
    final boolean isStop = order.isWaiting() && order.special.isStop();
    final long stopPx = replace.stopPx();
    if (stopPx != Fixed8.NULL) {
      final CxlRejReason refusal =
          isStop ? of(terms.refusal(stopPx, replace.orderQty())) : CxlRejReason.OTHER;
      if (refusal != null) {
        return refusal;
      }
    }
    if (replace.expireTime() != 0
        && (order.expireTime() == 0 || replace.expireTime() <= nowNanos)) {
      return CxlRejReason.OTHER;
    }
    final long displayQty = replace.displayQty();
    if (displayQty != Fixed8.NULL) {
      if (replace.price() == Fixed8.NULL || (order.isWaiting() && !isStop)) {
        return CxlRejReason.OTHER;
      }
      if (!SubmitChecks.isPartOf(displayQty, replace.orderQty(), terms)) {
        return CxlRejReason.INCORRECT_QUANTITY;
      }
    }
    return order.special != null
            && order.special.isPostOnly()
            && book.wouldTrade(order.side(), replace.price())
        ? CxlRejReason.POST_ONLY_WOULD_TRADE
        : null;
  }

  private static CxlRejReason of(final OrdRejReason refusal) {
    if (refusal == null) {
      return null;
    }
    return switch (refusal) {
      case PRICE_NOT_POSITIVE -> CxlRejReason.PRICE_NOT_POSITIVE;
      case INVALID_PRICE_INCREMENT -> CxlRejReason.INVALID_PRICE_INCREMENT;
      case PRICE_EXCEEDS_BAND -> CxlRejReason.PRICE_EXCEEDS_BAND;
      default -> CxlRejReason.INCORRECT_QUANTITY;
    };
  }
}
