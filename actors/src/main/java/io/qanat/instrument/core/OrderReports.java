package io.qanat.instrument.core;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what accounts are told of their orders. */
final class OrderReports {
  private final UnsafeBuffer buffer =
      new UnsafeBuffer(
          new byte[MessageHeaderEncoder.ENCODED_LENGTH + OrderReportEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final OrderReportEncoder report = new OrderReportEncoder();
  private final TradeMemory memory;
  private Outputs outputs;
  private long nowNanos;

  OrderReports(final TradeMemory memory) {
    this.memory = memory;
  }

  void begin(final Outputs outputs, final long nowNanos) {
    this.outputs = outputs;
    this.nowNanos = nowNanos;
  }

  /** Accepted, triggered and replaced: the order is open. */
  void open(final ReportType type, final Order order, final long requestNo) {
    describe(type, order, order.leavesQty(), requestNo);
    send(EntityKey.account(order.account()));
  }

  /** The order was changed without being asked. */
  void restated(final Order order, final ExecRestatementReason reason) {
    describe(ReportType.RESTATED, order, order.leavesQty(), 0).execRestatementReason(reason);
    send(EntityKey.account(order.account()));
  }

  /**
   * Cancelled and expired: nothing is open any more.
   *
   * @param reason why, if nobody asked; NULL_VAL otherwise
   */
  void ended(
      final ReportType type,
      final Order order,
      final long requestNo,
      final ExecRestatementReason reason) {
    describe(type, order, 0, requestNo).execRestatementReason(reason);
    send(EntityKey.account(order.account()));
  }

  void traded(
      final Order order,
      final Order contra,
      final long lastPx,
      final long lastQty,
      final long tradeId,
      final long notional,
      final LiquidityInd liquidity) {
    describe(ReportType.TRADED, order, order.leavesQty(), 0)
        .lastPx(lastPx)
        .lastQty(lastQty)
        .tradeId(tradeId)
        .contraMdOrderId(contra.mdOrderId())
        .notional(notional)
        .lastLiquidityInd(liquidity)
        .oldestTradeId(memory.oldestTradeId());
    send(EntityKey.account(order.account()));
  }

  void rejected(final long to, final OrderSubmitDecoder submit, final OrdRejReason reason) {
    blank(ReportType.REJECTED, submit.orderId(), 0)
        .price(submit.price())
        .orderQty(submit.orderQty())
        .ordRejReason(reason);
    send(to);
  }

  /**
   * A cancel or replace is refused.
   *
   * @param order as it stands and remains; null when the sender has no such order
   */
  void changeRejected(
      final long to,
      final ReportType type,
      final long orderId,
      final Order order,
      final long requestNo,
      final CxlRejReason reason) {
    if (order == null) {
      blank(type, orderId, requestNo);
    } else {
      describe(type, order, order.leavesQty(), requestNo);
    }
    report.cxlRejReason(reason);
    send(to);
  }

  private OrderReportEncoder describe(
      final ReportType type, final Order order, final long leavesQty, final long requestNo) {
    return blank(type, order.orderId(), requestNo)
        .mdOrderId(order.mdOrderId())
        .price(order.price())
        .orderQty(order.orderQty())
        .leavesQty(leavesQty)
        .cumQty(order.cumQty())
        .stopPx(order.stopPx())
        .displayQty(order.displayQty())
        .expireTime(order.expireTime());
  }

  private OrderReportEncoder blank(
      final ReportType type, final long orderId, final long requestNo) {
    return report
        .wrapAndApplyHeader(buffer, 0, header)
        .orderId(orderId)
        .mdOrderId(0)
        .requestNo(requestNo)
        .transactTime(nowNanos)
        .price(Fixed8.NULL)
        .orderQty(0)
        .leavesQty(0)
        .cumQty(0)
        .lastPx(Fixed8.NULL)
        .lastQty(0)
        .tradeId(0)
        .contraMdOrderId(0)
        .notional(0)
        .reportType(type)
        .lastLiquidityInd(LiquidityInd.NONE)
        .ordRejReason(OrdRejReason.NULL_VAL)
        .cxlRejReason(CxlRejReason.NULL_VAL)
        .oldestTradeId(0)
        .stopPx(Fixed8.NULL)
        .displayQty(Fixed8.NULL)
        .expireTime(0)
        .execRestatementReason(ExecRestatementReason.NULL_VAL);
  }

  private void send(final long to) {
    outputs.toPeer(to, buffer, 0, buffer.capacity());
  }
}
