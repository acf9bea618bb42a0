package io.qanat.account.core;

import io.qanat.account.core.OrderChecks.Fault;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.value.Fixed8;

/** Whether an order may be replaced as asked, funds apart. */
final class ReplaceChecks {
  /** Why a replace is refused, for programs and for people. */
  record Refusal(CxlRejReason reason, String text) {
    static Refusal of(final Fault fault) {
      return fault == null ? null : new Refusal(fault.cxlRejReason(), fault.text());
    }
  }

  private final AccountState state;
  private final OrderCancelReplaceRequestDecoder replace;
  private boolean hasSpecials;

  ReplaceChecks(final AccountState state, final OrderCancelReplaceRequestDecoder replace) {
    this.state = state;
    this.replace = replace;
  }

  /** A message of this version is at hand. */
  void begin(final int version) {
    hasSpecials = version >= OrderCancelReplaceRequestDecoder.stopPxSinceVersion();
  }

  long stopPx() {
    return hasSpecials ? replace.stopPx() : Fixed8.NULL;
  }

  long displayQty() {
    return hasSpecials ? replace.displayQty() : Fixed8.NULL;
  }

  long expireTime() {
    return hasSpecials ? replace.expireTime() : 0;
  }

  /** The first rule that the replace of a live order breaks; null if there is none. */
  Refusal refusal(final Order order) {
    final boolean hasPrice = order.price != Fixed8.NULL;
    if (!hasPrice && !(order.isStop() && !order.triggered)) {
      return new Refusal(CxlRejReason.OTHER, "a market order cannot be replaced");
    }
    if ((replace.price() != Fixed8.NULL) != hasPrice) {
      return new Refusal(
          CxlRejReason.OTHER,
          hasPrice ? "price of a limit order is absent" : "the order has no price to replace");
    }
    final InstrumentTerms terms = state.terms.instruments().get(order.securityId);
    final boolean onlyReduces =
        replace.price() == order.price
            && replace.orderQty() <= order.orderQty
            && stopPx() == Fixed8.NULL;
    if (state.terms.killSwitch() && !onlyReduces) {
      return new Refusal(CxlRejReason.KILL_SWITCH, "the kill switch is on");
    }
    if (!terms.entitled() && !onlyReduces) {
      return new Refusal(CxlRejReason.OTHER, "unknown instrument " + order.securityId);
    }
    if (state.hasTooManyReports()) {
      return new Refusal(
          CxlRejReason.OTHER, state.reports.unacknowledged() + " reports are not acknowledged");
    }
    if (replace.orderQty() <= order.cumQty) {
      return new Refusal(
          CxlRejReason.BELOW_CUM_QTY, Fixed8.format(order.cumQty) + " are executed already");
    }
    final Fault fault =
        OrderChecks.firstFault(
            terms, hasPrice ? OrdType.LIMIT : order.ordType, replace.price(), replace.orderQty());
    return fault == null ? specialRefusal(order, terms) : Refusal.of(fault);
  }

  private Refusal specialRefusal(final Order order, final InstrumentTerms terms) {
    if (stopPx() != Fixed8.NULL) {
      if (!order.isStop() || order.triggered) {
        return new Refusal(CxlRejReason.OTHER, "the order does not wait for a stopPx");
      }
      final Fault fault = OrderChecks.stopFault(terms, stopPx(), replace.orderQty());
      if (fault != null) {
        return Refusal.of(fault);
      }
    }
    if (displayQty() != Fixed8.NULL && (order.price == Fixed8.NULL || order.isForAuction())) {
      return new Refusal(CxlRejReason.OTHER, "displayQty is for limit orders that may rest");
    }
    final Fault display = OrderChecks.displayFault(terms, displayQty(), replace.orderQty());
    if (display != null) {
      return Refusal.of(display);
    }
    if (expireTime() != 0 && order.expireTime == 0) {
      return new Refusal(CxlRejReason.OTHER, "expireTime is for good-till-date orders");
    }
    return expireTime() != 0 && expireTime() <= state.nowNanos
        ? new Refusal(CxlRejReason.OTHER, "expireTime has passed: " + expireTime())
        : null;
  }
}
