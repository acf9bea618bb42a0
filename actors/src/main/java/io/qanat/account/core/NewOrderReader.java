package io.qanat.account.core;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;

/**
 * Reads a NewOrderSingle of any version: what an older one does not have is absent. Knows which
 * values make no sense whatever the instrument.
 */
final class NewOrderReader {
  private final NewOrderSingleDecoder message;
  private boolean hasSpecials;

  NewOrderReader(final NewOrderSingleDecoder message) {
    this.message = message;
  }

  /** A message of this version is at hand. */
  void begin(final int version) {
    hasSpecials = version >= NewOrderSingleDecoder.stopPxSinceVersion();
  }

  long stopPx() {
    return hasSpecials ? message.stopPx() : Fixed8.NULL;
  }

  long displayQty() {
    return hasSpecials ? message.displayQty() : Fixed8.NULL;
  }

  long minQty() {
    return hasSpecials ? message.minQty() : 0;
  }

  long expireTime() {
    return hasSpecials ? message.expireTime() : 0;
  }

  int execInst() {
    return hasSpecials ? message.execInst() : ExecInst.NONE;
  }

  String clOrdLinkId() {
    return hasSpecials ? message.clOrdLinkId() : "";
  }

  private SelfMatchPreventionInstruction selfMatch() {
    return hasSpecials
        ? message.selfMatchPreventionInstruction()
        : SelfMatchPreventionInstruction.NONE;
  }

  private SelfMatchPreventionScope selfMatchScope() {
    return hasSpecials ? message.selfMatchPreventionScope() : SelfMatchPreventionScope.ACCOUNT;
  }

  private TriggerPriceType triggerPriceType() {
    return hasSpecials ? message.triggerPriceType() : TriggerPriceType.NULL_VAL;
  }

  /** The order as it was asked for. */
  Order read(final long orderId, final long session, final String clOrdId, final long nowNanos) {
    final Order order =
        new Order(
            orderId,
            session,
            message.securityId(),
            message.side(),
            message.ordType(),
            message.timeInForce(),
            nowNanos);
    order.clOrdId = clOrdId;
    order.price = message.price();
    order.orderQty = message.orderQty();
    order.leavesQty = message.orderQty();
    order.stopPx = stopPx();
    order.displayQty = displayQty();
    order.minQty = minQty();
    order.expireTime = expireTime();
    order.execInst = execInst();
    order.clOrdLinkId = clOrdLinkId();
    order.selfMatch = selfMatch();
    order.selfMatchScope = selfMatchScope();
    if (order.isStop()) {
      final TriggerPriceType type = triggerPriceType();
      order.triggerPriceType =
          type == TriggerPriceType.NULL_VAL ? TriggerPriceType.LAST_TRADE : type;
    }
    return order;
  }

  /** Of what was asked for; number and sending time of the message left out. */
  long contentHash() {
    final long hash =
        mix(message.securityId(), message.price(), message.orderQty(), message.sideRaw())
            ^ mix(message.ordTypeRaw(), message.timeInForceRaw(), 0, 0);
    if (!hasSpecials) {
      return hash;
    }
    final String link = clOrdLinkId();
    return hash
        ^ mix(stopPx(), displayQty(), minQty(), expireTime())
        ^ mix(
            link.isEmpty() ? 0 : Hash64.mix(link.hashCode(), link.length()),
            execInst(),
            message.triggerPriceTypeRaw(),
            message.selfMatchPreventionInstructionRaw() << 8
                | message.selfMatchPreventionScopeRaw());
  }

  private static long mix(final long a, final long b, final long c, final long d) {
    return Hash64.mix(Hash64.mix(Hash64.mix(Hash64.mix(Hash64.SEED, a), b), c), d);
  }

  /** The first value that makes no sense, named; null if there is none. */
  String fault() {
    final byte side = message.sideRaw();
    if (side != Side.BUY.value() && side != Side.SELL.value()) {
      return "side is neither BUY nor SELL: " + side;
    }
    if (isUnknown(message.ordType())) {
      return "ordType is none of MARKET, LIMIT, STOP, STOP_LIMIT, MARKET_WITH_LEFT_OVER_AS_LIMIT: "
          + message.ordTypeRaw();
    }
    if (isUnknown(message.timeInForce())) {
      return "timeInForce is none of DAY, GTC, AT_THE_OPENING, IOC, FOK, GTD, AT_THE_CLOSE: "
          + message.timeInForceRaw();
    }
    if (message.orderQty() <= 0) {
      return "orderQty must be above 0: " + message.orderQty();
    }
    final OrdType type = message.ordType();
    if ((type == OrdType.LIMIT || type == OrdType.STOP_LIMIT) && message.price() == Fixed8.NULL) {
      return "price of a limit order is absent";
    }
    if ((type == OrdType.STOP || type == OrdType.STOP_LIMIT) && stopPx() == Fixed8.NULL) {
      return "stopPx of a stop order is absent";
    }
    return specialFault();
  }

  private String specialFault() {
    if (message.timeInForce() == TimeInForce.GOOD_TILL_DATE && expireTime() == 0) {
      return "expireTime of a good-till-date order is absent";
    }
    if (expireTime() < 0) {
      return "expireTime must not be negative: " + expireTime();
    }
    if (minQty() < 0) {
      return "minQty must not be negative: " + minQty();
    }
    if (displayQty() != Fixed8.NULL && displayQty() < 0) {
      return "displayQty must not be negative: " + displayQty();
    }
    if (triggerPriceType() == TriggerPriceType.SBE_UNKNOWN) {
      return "triggerPriceType is none of BEST_OFFER, LAST_TRADE, BEST_BID, MARK: "
          + message.triggerPriceTypeRaw();
    }
    if (isUnknown(selfMatch())) {
      return "selfMatchPreventionInstruction is unknown: "
          + message.selfMatchPreventionInstructionRaw();
    }
    if (isUnknown(selfMatchScope())) {
      return "selfMatchPreventionScope is neither ACCOUNT nor PARTNER: "
          + message.selfMatchPreventionScopeRaw();
    }
    return clOrdLinkId().isEmpty() || Names.isClOrdId(clOrdLinkId())
        ? null
        : "clOrdLinkId must be printable ASCII";
  }

  private static boolean isUnknown(final Enum<?> code) {
    final String name = code.name();
    return "NULL_VAL".equals(name) || "SBE_UNKNOWN".equals(name);
  }
}
