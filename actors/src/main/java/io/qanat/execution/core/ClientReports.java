package io.qanat.execution.core;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what accounts are told of orders that do not go to the book. */
final class ClientReports {
  private final UnsafeBuffer buffer =
      new UnsafeBuffer(
          new byte[MessageHeaderEncoder.ENCODED_LENGTH + OrderReportEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final OrderReportEncoder report = new OrderReportEncoder();
  private Outputs outputs;
  private long nowNanos;

  void begin(final long newNowNanos, final Outputs newOutputs) {
    nowNanos = newNowNanos;
    outputs = newOutputs;
  }

  void rejected(
      final long account,
      final long orderId,
      final long price,
      final long orderQty,
      final OrdRejReason reason) {
    blank(ReportType.REJECTED, orderId, price, orderQty, 0).leavesQty(0).ordRejReason(reason);
    send(account);
  }

  void accepted(final long account, final long orderId, final long price, final long orderQty) {
    blank(ReportType.ACCEPTED, orderId, price, orderQty, 0);
    send(account);
  }

  void traded(
      final long account,
      final long orderId,
      final long price,
      final long orderQty,
      final long cumQty,
      final long lastPx,
      final long lastQty,
      final long tradeId,
      final long notional) {
    blank(ReportType.TRADED, orderId, price, orderQty, cumQty)
        .lastPx(lastPx)
        .lastQty(lastQty)
        .tradeId(tradeId)
        .notional(notional)
        .lastLiquidityInd(LiquidityInd.REMOVED);
    send(account);
  }

  /** What is left will not trade. */
  void canceled(
      final long account,
      final long orderId,
      final long price,
      final long orderQty,
      final long cumQty,
      final long requestNo,
      final ExecRestatementReason reason) {
    blank(ReportType.CANCELED, orderId, price, orderQty, cumQty)
        .leavesQty(0)
        .requestNo(requestNo)
        .execRestatementReason(reason);
    send(account);
  }

  void replaceRejected(final ClientOrder order, final long requestNo) {
    blank(ReportType.REPLACE_REJECTED, order.orderId, order.price, order.orderQty, order.cumQty)
        .requestNo(requestNo)
        .cxlRejReason(CxlRejReason.OTHER);
    send(order.account);
  }

  private OrderReportEncoder blank(
      final ReportType type,
      final long orderId,
      final long price,
      final long orderQty,
      final long cumQty) {
    return OrderDefaults.plain(
        report
            .wrapAndApplyHeader(buffer, 0, header)
            .orderId(orderId)
            .mdOrderId(0)
            .requestNo(0)
            .transactTime(nowNanos)
            .price(price)
            .orderQty(orderQty)
            .leavesQty(orderQty - cumQty)
            .cumQty(cumQty)
            .lastPx(Fixed8.NULL)
            .lastQty(0)
            .tradeId(0)
            .contraMdOrderId(0)
            .notional(0)
            .reportType(type)
            .lastLiquidityInd(LiquidityInd.NONE)
            .ordRejReason(OrdRejReason.NULL_VAL)
            .cxlRejReason(CxlRejReason.NULL_VAL)
            .oldestTradeId(0));
  }

  private void send(final long account) {
    outputs.toPeer(EntityKey.account(account), buffer, 0, buffer.capacity());
  }
}
