package io.qanat.instrument.core;

import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;

/** Whether a new order is acceptable under the terms and the book, and what is special in it. */
final class SubmitChecks {
  private final OrderBook book;

  SubmitChecks(final OrderBook book) {
    this.book = book;
  }

  /** Why the order is refused; null if it is acceptable. */
  OrdRejReason refusal(
      final OrderSubmitDecoder submit,
      final InstrumentTerms terms,
      final TradingPhase phase,
      final long nowNanos) {
    if (book.find(submit.orderId()) != null) {
      return OrdRejReason.DUPLICATE_ORDER;
    }
    final byte side = submit.sideRaw();
    if (side != Side.BUY.value() && side != Side.SELL.value()) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    if (!isTimely(submit, phase)) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    final boolean priced = submit.price() != Fixed8.NULL;
    if (isPlain(submit)) {
      if (priced != (submit.ordTypeRaw() == OrdType.LIMIT.value())) {
        return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
      }
      return sumRefusal(submit, terms, priced, phase);
    }
    if (hasUnknownCode(submit)) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    final OrdRejReason refusal = specialRefusal(submit, terms, priced, phase, nowNanos);
    return refusal == null ? bookRefusal(submit) : refusal;
  }

  private OrdRejReason sumRefusal(
      final OrderSubmitDecoder submit,
      final InstrumentTerms terms,
      final boolean priced,
      final TradingPhase phase) {
    if (!priced) {
      final boolean waits = placeOf(submit, phase) != SpecialTerms.Place.NOWHERE;
      final OrdRejReason refusal = terms.marketRefusal(submit.orderQty(), waits);
      return refusal == null && waits && !auctionTakes(submit.side(), submit.orderQty())
          ? OrdRejReason.ORDER_EXCEEDS_LIMIT
          : refusal;
    }
    final OrdRejReason refusal = terms.refusal(submit.price(), submit.orderQty());
    if (refusal == null && !levelTakes(submit.side(), submit.price(), submit.orderQty(), 0, 0)) {
      return OrdRejReason.ORDER_EXCEEDS_LIMIT;
    }
    return refusal;
  }

  /** What must trade at once cannot in a call; what is for the opening comes before it. */
  private static boolean isTimely(final OrderSubmitDecoder submit, final TradingPhase phase) {
    final byte raw = submit.timeInForceRaw();
    if (raw == TimeInForce.AT_THE_OPENING.value()) {
      return phase == TradingPhase.PRE_OPEN || phase == TradingPhase.OPENING_AUCTION;
    }
    final boolean trades =
        raw == TimeInForce.IMMEDIATE_OR_CANCEL.value()
            || raw == TimeInForce.FILL_OR_KILL.value()
            || submit.ordTypeRaw() == OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT.value();
    return !trades || !Phases.isCall(phase);
  }

  /** Where an acceptable order waits for an auction; NOWHERE if it does not. */
  private static SpecialTerms.Place placeOf(
      final OrderSubmitDecoder submit, final TradingPhase phase) {
    if (submit.timeInForceRaw() == TimeInForce.AT_THE_CLOSE.value()
        && phase != TradingPhase.CLOSING_AUCTION) {
      return SpecialTerms.Place.CLOSE;
    }
    return submit.ordTypeRaw() == OrdType.MARKET.value() && Phases.isCall(phase)
        ? SpecialTerms.Place.AUCTION
        : SpecialTerms.Place.NOWHERE;
  }

  private static boolean hasUnknownCode(final OrderSubmitDecoder submit) {
    return isUnknown(submit.ordType())
        || isUnknown(submit.timeInForce())
        || submit.triggerPriceType() == TriggerPriceType.SBE_UNKNOWN
        || isUnknown(submit.selfMatchPreventionInstruction())
        || isUnknown(submit.selfMatchPreventionScope());
  }

  private static boolean isUnknown(final Enum<?> code) {
    final String name = code.name();
    return "NULL_VAL".equals(name) || "SBE_UNKNOWN".equals(name);
  }

  /** Whether the order is a limit or market order with nothing special to it. */
  static boolean isPlain(final OrderSubmitDecoder submit) {
    final byte type = submit.ordTypeRaw();
    return (type == OrdType.LIMIT.value() || type == OrdType.MARKET.value())
        && isPlainTimeInForce(submit.timeInForceRaw())
        && submit.stopPx() == Fixed8.NULL
        && submit.displayQty() == Fixed8.NULL
        && submit.minQty() == 0
        && submit.expireTime() == 0
        && submit.linkOrderId() == 0
        && submit.execInst() == ExecInst.NONE
        && submit.selfMatchPreventionInstructionRaw()
            == SelfMatchPreventionInstruction.NONE.value();
  }

  private static boolean isPlainTimeInForce(final byte raw) {
    return raw == TimeInForce.DAY.value()
        || raw == TimeInForce.GOOD_TILL_CANCEL.value()
        || raw == TimeInForce.IMMEDIATE_OR_CANCEL.value()
        || raw == TimeInForce.FILL_OR_KILL.value();
  }

  private OrdRejReason specialRefusal(
      final OrderSubmitDecoder submit,
      final InstrumentTerms terms,
      final boolean priced,
      final TradingPhase phase,
      final long nowNanos) {
    final long orderQty = submit.orderQty();
    final OrderCharacteristics characteristics =
        new OrderCharacteristics(
            submit.ordType(),
            submit.timeInForce(),
            priced,
            submit.stopPx(),
            submit.displayQty(),
            submit.minQty(),
            submit.expireTime(),
            submit.execInst(),
            submit.linkOrderId() != 0);
    if (characteristics.problem() != null) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    if (submit.expireTime() != 0 && submit.expireTime() <= nowNanos) {
      return OrdRejReason.TOO_LATE_TO_ENTER;
    }
    final OrdRejReason refusal = sumRefusal(submit, terms, priced, phase);
    if (refusal != null) {
      return refusal;
    }
    if (submit.stopPx() != Fixed8.NULL) {
      final OrdRejReason stop = terms.refusal(submit.stopPx(), orderQty);
      if (stop != null) {
        return stop;
      }
    }
    return isPartOf(submit.minQty(), orderQty, terms)
            && (submit.displayQty() == Fixed8.NULL
                || isPartOf(submit.displayQty(), orderQty, terms))
        ? null
        : OrdRejReason.INCORRECT_QUANTITY;
  }

  static boolean isPartOf(final long part, final long orderQty, final InstrumentTerms terms) {
    return part >= 0 && part <= orderQty && terms.hasWholeLots(part);
  }

  private OrdRejReason bookRefusal(final OrderSubmitDecoder submit) {
    final int execInst = submit.execInst();
    if ((execInst & ExecInst.PARTICIPATE_DONT_INITIATE) != 0
        && book.wouldTrade(submit.side(), submit.price())) {
      return OrdRejReason.POST_ONLY_WOULD_TRADE;
    }
    if ((execInst & ExecInst.DO_NOT_INCREASE) != 0
        && book.accounts().of(submit.account(), submit.partner()).reducible(submit.side()) == 0) {
      return OrdRejReason.WOULD_INCREASE_POSITION;
    }
    if (submit.linkOrderId() == 0) {
      return null;
    }
    final Order linked = book.find(submit.linkOrderId());
    if (linked == null || linked.account() != submit.account() || linked.cumQty() > 0) {
      return OrdRejReason.UNKNOWN_ORDER;
    }
    return linked.side() != submit.side() || !mayBeLinked(linked)
        ? OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC
        : null;
  }

  private static boolean mayBeLinked(final Order order) {
    return !AuctionOrders.isFor(order.timeInForce())
        && (order.special == null || order.special.linked == null);
  }

  /** The special terms of an acceptable order; null if it is plain. */
  SpecialTerms specialTerms(final OrderSubmitDecoder submit, final TradingPhase phase) {
    final SpecialTerms.Place place = placeOf(submit, phase);
    if (isPlain(submit) && place == SpecialTerms.Place.NOWHERE) {
      return null;
    }
    final SpecialTerms special = new SpecialTerms();
    special.place = place;
    special.ordType = submit.ordType();
    special.stopPx = submit.stopPx();
    if (special.isStop()) {
      final TriggerPriceType type = submit.triggerPriceType();
      special.triggerPriceType =
          type == TriggerPriceType.NULL_VAL ? TriggerPriceType.LAST_TRADE : type;
    }
    special.displayQty = submit.displayQty();
    special.minQty = submit.minQty();
    special.expireTime = submit.expireTime();
    special.execInst = submit.execInst();
    special.selfMatch = submit.selfMatchPreventionInstruction();
    special.selfMatchScope = submit.selfMatchPreventionScope();
    if (submit.linkOrderId() != 0) {
      special.linked = book.find(submit.linkOrderId());
      if (special.linked.special == null) {
        special.linked.special = SpecialTerms.ofResting();
      }
    }
    return special;
  }

  /**
   * Whether a level's sums remain representable when an order joins it, even once everything of its
   * side has joined that waits for a trigger or for the close.
   *
   * @param leaving what the same order has in the level now
   * @param notWaiting what the same order has waiting now
   */
  boolean levelTakes(
      final Side side,
      final long price,
      final long joining,
      final long leaving,
      final long notWaiting) {
    final PriceLevel level = book.level(side, price);
    final long resting = level == null ? 0 : level.quantity() + level.hiddenQuantity() - leaving;
    return resting <= Long.MAX_VALUE - joining
        && book.waitingQty(side) - notWaiting <= Long.MAX_VALUE - joining - resting;
  }

  /** As {@link #levelTakes} for the market orders of an auction. */
  private boolean auctionTakes(final Side side, final long joining) {
    final long market = book.auctions().marketQty(side);
    return market <= Long.MAX_VALUE - joining
        && book.waitingQty(side) <= Long.MAX_VALUE - joining - market;
  }
}
