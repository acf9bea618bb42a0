package io.qanat.loadtest.report;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectEncoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Numbered reports as values that can be compared. */
public final class ReportBlocks {
  private ReportBlocks() {}

  /**
   * A report's fields, whatever its mark of a possible duplicate, with its template behind.
   *
   * @param offset of the fields, behind the header
   */
  public static UnsafeBuffer of(final DirectBuffer buffer, final int offset, final int templateId) {
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

  /** The template of a block. */
  public static int template(final DirectBuffer block) {
    return block.getInt(block.capacity() - Integer.BYTES);
  }

  /** Reads a block of an execution report. */
  public static ExecutionReportDecoder execution(final DirectBuffer block) {
    return new ExecutionReportDecoder()
        .wrap(block, 0, ExecutionReportDecoder.BLOCK_LENGTH, ExecutionReportDecoder.SCHEMA_VERSION);
  }
}
