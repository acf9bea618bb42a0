package io.qanat.codecs.value;

import io.qanat.codecs.entity.OrderReplaceEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;

/**
 * Says of a message that there is nothing special to it. An encoder writes into whatever its buffer
 * held before, so fields that are absent must be written too.
 */
public final class OrderDefaults {
  private OrderDefaults() {}

  /** A plain order: shown, without trigger, pair or prevention. */
  public static NewOrderSingleEncoder plain(final NewOrderSingleEncoder order) {
    return order
        .stopPx(Fixed8.NULL)
        .displayQty(Fixed8.NULL)
        .minQty(0)
        .expireTime(0)
        .clOrdLinkId("")
        .execInst((short) ExecInst.NONE)
        .triggerPriceType(TriggerPriceType.NULL_VAL)
        .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.NONE)
        .selfMatchPreventionScope(SelfMatchPreventionScope.ACCOUNT);
  }

  /** As the other: what an account tells an instrument. */
  public static OrderSubmitEncoder plain(final OrderSubmitEncoder order) {
    return order
        .stopPx(Fixed8.NULL)
        .displayQty(Fixed8.NULL)
        .minQty(0)
        .expireTime(0)
        .linkOrderId(0)
        .execInst((short) ExecInst.NONE)
        .triggerPriceType(TriggerPriceType.NULL_VAL)
        .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.NONE)
        .selfMatchPreventionScope(SelfMatchPreventionScope.ACCOUNT);
  }

  /** Price and quantity change, the rest stays. */
  public static OrderCancelReplaceRequestEncoder plain(
      final OrderCancelReplaceRequestEncoder replace) {
    return replace.stopPx(Fixed8.NULL).displayQty(Fixed8.NULL).expireTime(0);
  }

  /** As the other: what an account tells an instrument. */
  public static OrderReplaceEncoder plain(final OrderReplaceEncoder replace) {
    return replace.stopPx(Fixed8.NULL).displayQty(Fixed8.NULL).expireTime(0);
  }

  /** A report of an order in which nothing is special, and which somebody asked for. */
  public static OrderReportEncoder plain(final OrderReportEncoder report) {
    return report
        .stopPx(Fixed8.NULL)
        .displayQty(Fixed8.NULL)
        .expireTime(0)
        .execRestatementReason(ExecRestatementReason.NULL_VAL);
  }
}
