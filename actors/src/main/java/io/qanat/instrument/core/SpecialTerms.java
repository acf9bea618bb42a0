package io.qanat.instrument.core;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;

/**
 * What sets an order apart from a plain limit or market order. Plain ones have none, so whatever is
 * decided here costs them one comparison with null.
 */
final class SpecialTerms {
  /** Where an order is. */
  enum Place {
    /** On its way through the book. */
    NOWHERE,
    /** In the queue of its price. */
    BOOK,
    /** Waits for its trigger. */
    STOP,
    /** Triggered, behind others that were triggered with it. */
    TRIGGERED,
    /** A market order that takes part in a call. */
    AUCTION,
    /** Waits for the closing auction to begin. */
    CLOSE
  }

  OrdType ordType = OrdType.LIMIT;

  /** What triggers a stop order; {@link Fixed8#NULL} on others. */
  long stopPx = Fixed8.NULL;

  TriggerPriceType triggerPriceType = TriggerPriceType.NULL_VAL;

  /** Shown at a time; {@link Fixed8#NULL}: all, 0: hidden. */
  long displayQty = Fixed8.NULL;

  /** Executed on arrival, or nothing is; 0: none. */
  long minQty;

  /** End of a good-till-date order, epoch nanoseconds; 0 on others. */
  long expireTime;

  /** Sum of {@link ExecInst}. */
  int execInst;

  SelfMatchPreventionInstruction selfMatch = SelfMatchPreventionInstruction.NONE;
  SelfMatchPreventionScope selfMatchScope = SelfMatchPreventionScope.ACCOUNT;

  Place place = Place.NOWHERE;

  /** Of an iceberg in the book: what is shown now. */
  long shownQty;

  /** The other order of an OCO pair; null: none. */
  Order linked;

  /** Terms that say nothing, for a plain order that rests and gets some now. */
  static SpecialTerms ofResting() {
    final SpecialTerms special = new SpecialTerms();
    special.place = Place.BOOK;
    return special;
  }

  /** Whether an order with these terms is like one without any. */
  boolean saysNothing() {
    return ordType == OrdType.LIMIT
        && place == Place.BOOK
        && stopPx == Fixed8.NULL
        && displayQty == Fixed8.NULL
        && minQty == 0
        && expireTime == 0
        && execInst == ExecInst.NONE
        && selfMatch == SelfMatchPreventionInstruction.NONE
        && linked == null;
  }

  boolean isHidden() {
    return displayQty == 0;
  }

  boolean isIceberg() {
    return displayQty > 0;
  }

  boolean isPostOnly() {
    return (execInst & ExecInst.PARTICIPATE_DONT_INITIATE) != 0;
  }

  boolean isReduceOnly() {
    return (execInst & ExecInst.DO_NOT_INCREASE) != 0;
  }

  boolean isStop() {
    return ordType == OrdType.STOP || ordType == OrdType.STOP_LIMIT;
  }

  boolean isWaiting() {
    return place == Place.STOP || place == Place.TRIGGERED || isForAuction();
  }

  boolean isForAuction() {
    return place == Place.AUCTION || place == Place.CLOSE;
  }

  /** Of so much open quantity, how much the public sees. */
  long shownOf(final long leavesQty) {
    if (place != Place.BOOK) {
      return 0;
    }
    return displayQty == Fixed8.NULL ? leavesQty : shownQty;
  }

  /** Of so much open quantity, how much trades before the order must queue again. */
  long tradableOf(final long leavesQty) {
    return isIceberg() ? shownQty : leavesQty;
  }

  /** Shows the next part of an iceberg that joins a queue. */
  void show(final long leavesQty) {
    place = Place.BOOK;
    shownQty = isIceberg() ? Math.min(displayQty, leavesQty) : 0;
  }
}
