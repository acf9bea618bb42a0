package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectEncoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** Every numbered report as its client has it; one that comes again must be what it was. */
final class ReportWatch {
  private final TradingWorld world;
  private final Map<Long, SortedMap<Long, UnsafeBuffer>> delivered = new TreeMap<>();

  ReportWatch(final TradingWorld world) {
    this.world = world;
  }

  /** A client was told. */
  void onDelivered(final long account, final long reportNo, final MessageDecoderFlyweight report) {
    if (reportNo == 0) {
      return;
    }
    final UnsafeBuffer block = block(report.buffer(), report.offset(), report.sbeTemplateId());
    final UnsafeBuffer before =
        delivered.computeIfAbsent(account, a -> new TreeMap<>()).putIfAbsent(reportNo, block);
    if (before != null && !before.equals(block)) {
      throw world.failure(
          "report " + reportNo + " of account " + account + " came again with other content");
    }
  }

  /** Reports of an account by number. */
  SortedMap<Long, UnsafeBuffer> of(final long account) {
    return delivered.getOrDefault(account, new TreeMap<>());
  }

  /** A report's fields, whatever its mark of a possible duplicate, with its template behind. */
  static UnsafeBuffer block(final DirectBuffer buffer, final int offset, final int templateId) {
    final int length =
        switch (templateId) {
          case ExecutionReportDecoder.TEMPLATE_ID -> ExecutionReportDecoder.BLOCK_LENGTH;
          case OrderCancelRejectDecoder.TEMPLATE_ID -> OrderCancelRejectDecoder.BLOCK_LENGTH;
          case OrderMassActionReportDecoder.TEMPLATE_ID ->
              OrderMassActionReportDecoder.BLOCK_LENGTH;
          default -> throw new IllegalArgumentException("no report: template " + templateId);
        };
    final UnsafeBuffer block = new UnsafeBuffer(new byte[length + Integer.BYTES]);
    block.putBytes(0, buffer, offset, length);
    block.putInt(length, templateId);
    switch (templateId) {
      case ExecutionReportDecoder.TEMPLATE_ID ->
          new ExecutionReportEncoder().wrap(block, 0).possResend(Bool.NO);
      case OrderCancelRejectDecoder.TEMPLATE_ID ->
          new OrderCancelRejectEncoder().wrap(block, 0).possResend(Bool.NO);
      default -> new OrderMassActionReportEncoder().wrap(block, 0).possResend(Bool.NO);
    }
    return block;
  }
}
