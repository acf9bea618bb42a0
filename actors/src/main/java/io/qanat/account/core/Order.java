package io.qanat.account.core;

import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;

/** One order of the account. Its parts change it as reports come in; it decides nothing. */
final class Order {
  final long orderId;

  /** SessionKey of who sent it; 0: no session. */
  final long session;

  final long securityId;
  final Side side;
  final OrdType ordType;
  final TimeInForce timeInForce;
  final long submittedAt;

  /** The one it goes by now: that of its latest accepted replace. */
  String clOrdId;

  /** Fixed8, or null on orders without a limit, as long as they have none. */
  long price;

  /** What triggers a stop order; null on others. */
  long stopPx = Fixed8.NULL;

  TriggerPriceType triggerPriceType = TriggerPriceType.NULL_VAL;

  /** Whether a stop order's price was reached. */
  boolean triggered;

  /** Shown at a time; null: all of it, 0: hidden. */
  long displayQty = Fixed8.NULL;

  long minQty;

  /** End of a good-till-date order; 0 on others. */
  long expireTime;

  int execInst;
  SelfMatchPreventionInstruction selfMatch = SelfMatchPreventionInstruction.NONE;
  SelfMatchPreventionScope selfMatchScope = SelfMatchPreventionScope.ACCOUNT;

  /** ClOrdID of the other order of its pair, as the client gave it; empty: none. */
  String clOrdLinkId = "";

  long orderQty;
  long leavesQty;
  long cumQty;

  /**
   * What was executed and then taken back by busts and corrections; never put into the book again.
   */
  long bustedQty;

  long mdOrderId;
  OrdStatus status = OrdStatus.PENDING_NEW;
  boolean pendingReported;

  /** Number of the cancel under way; 0: none. */
  long cancelRequestNo;

  /** The client's name for that cancel; empty: nobody asked for it. */
  String cancelClOrdId = "";

  /** Number of the replace under way; 0: none. */
  long replaceRequestNo;

  String replaceClOrdId = "";
  long replacePrice;
  long replaceQty;
  long replaceStopPx = Fixed8.NULL;
  long replaceDisplayQty = Fixed8.NULL;
  long replaceExpireTime;

  /** What it holds back; follows from the rest and the terms, so no snapshot has it. */
  Reservation reservation = Reservation.NONE;

  /** ClOrdIDs that name it; follows from the requests, so no snapshot has it. */
  final List<String> names = new ArrayList<>(1);

  Order(
      final long orderId,
      final long session,
      final long securityId,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long submittedAt) {
    this.orderId = orderId;
    this.session = session;
    this.securityId = securityId;
    this.side = side;
    this.ordType = ordType;
    this.timeInForce = timeInForce;
    this.submittedAt = submittedAt;
  }

  /**
   * The instrument's count of what is executed, which knows no busts.
   *
   * @param executed of a report
   */
  void executed(final long executed) {
    cumQty = executed - bustedQty;
  }

  boolean isLive() {
    return switch (status) {
      case PENDING_NEW, NEW, PARTIALLY_FILLED -> true;
      default -> false;
    };
  }

  boolean isStop() {
    return ordType == OrdType.STOP || ordType == OrdType.STOP_LIMIT;
  }

  /** Whether it waits for a trigger or an auction. */
  boolean isWaiting() {
    return (isStop() && !triggered) || isForAuction();
  }

  boolean isForAuction() {
    return timeInForce == TimeInForce.AT_THE_OPENING || timeInForce == TimeInForce.AT_THE_CLOSE;
  }

  boolean isCancelPending() {
    return cancelRequestNo != 0;
  }

  /** Whether it is done and nothing about it is under way. */
  boolean isDone() {
    return !isLive() && !isCancelPending() && !isReplacePending();
  }

  boolean isReplacePending() {
    return replaceRequestNo != 0;
  }

  /** With what is under way taken into account, as FIX ranks it. */
  OrdStatus statusWithPending() {
    if (isLive() && isCancelPending()) {
      return OrdStatus.PENDING_CANCEL;
    }
    return isLive() && isReplacePending() ? OrdStatus.PENDING_REPLACE : status;
  }

  void clearCancel() {
    cancelRequestNo = 0;
    cancelClOrdId = "";
  }

  void clearReplace() {
    replaceRequestNo = 0;
    replaceClOrdId = "";
    replacePrice = 0;
    replaceQty = 0;
    replaceStopPx = Fixed8.NULL;
    replaceDisplayQty = Fixed8.NULL;
    replaceExpireTime = 0;
  }
}
