package io.qanat.instrument.core;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;

/**
 * What an order asks for besides price and quantity, and which of it goes together: the same for
 * the account, which tells its client, and for the instrument, which trusts nobody.
 *
 * @param isPriced whether it has a limit
 * @param stopPx {@link Fixed8#NULL}: absent
 * @param displayQty {@link Fixed8#NULL}: all is shown; 0: hidden
 * @param minQty 0: none
 * @param expireTime epoch nanoseconds; 0: absent
 * @param execInst sum of {@link ExecInst}
 * @param isLinked whether it is the second order of an OCO pair
 */
public record OrderCharacteristics(
    OrdType ordType,
    TimeInForce timeInForce,
    boolean isPriced,
    long stopPx,
    long displayQty,
    long minQty,
    long expireTime,
    int execInst,
    boolean isLinked) {

  /** The first thing that is not supported, for people; null if everything is. */
  public String problem() {
    if (isPriced != (ordType == OrdType.LIMIT || ordType == OrdType.STOP_LIMIT)) {
      return "an order of type " + ordType + (isPriced ? " has no price" : " needs a price");
    }
    if (isStop() != (stopPx != Fixed8.NULL)) {
      return isStop() ? "a stop order needs a stopPx" : "stopPx is for stop orders";
    }
    if ((execInst & ~ExecInst.ALL) != 0) {
      return "unknown execInst: " + execInst;
    }
    if ((execInst & ExecInst.ALL_OR_NONE) != 0 && timeInForce != TimeInForce.FILL_OR_KILL) {
      return "all or none is taken with fill or kill only";
    }
    if ((expireTime != 0) != (timeInForce == TimeInForce.GOOD_TILL_DATE)) {
      return "expireTime belongs to good-till-date orders, and they need one";
    }
    if (isForAuction() && !isPlainForAuction()) {
      return "an order for an auction is a plain market or limit order";
    }
    return restProblem();
  }

  private String restProblem() {
    if (isStop() && !mayRest()) {
      return "a stop order is good for the day, till cancel or till a date";
    }
    if (displayQty != Fixed8.NULL && !(isPriced && mayRest())) {
      return "displayQty is for limit orders that may rest";
    }
    if ((execInst & ExecInst.PARTICIPATE_DONT_INITIATE) != 0
        && !(ordType == OrdType.LIMIT && mayRest())) {
      return "post-only is for limit orders that may rest";
    }
    if (minQty != 0 && timeInForce != TimeInForce.IMMEDIATE_OR_CANCEL) {
      return "minQty is taken with immediate or cancel only";
    }
    if (isLinked && !mayRest()) {
      return "an order of a pair must be able to wait";
    }
    return null;
  }

  private boolean isStop() {
    return ordType == OrdType.STOP || ordType == OrdType.STOP_LIMIT;
  }

  private boolean isForAuction() {
    return timeInForce == TimeInForce.AT_THE_OPENING || timeInForce == TimeInForce.AT_THE_CLOSE;
  }

  private boolean isPlainForAuction() {
    return (ordType == OrdType.LIMIT || ordType == OrdType.MARKET)
        && displayQty == Fixed8.NULL
        && minQty == 0
        && execInst == 0
        && !isLinked;
  }

  private boolean mayRest() {
    return timeInForce == TimeInForce.DAY
        || timeInForce == TimeInForce.GOOD_TILL_CANCEL
        || timeInForce == TimeInForce.GOOD_TILL_DATE;
  }
}
