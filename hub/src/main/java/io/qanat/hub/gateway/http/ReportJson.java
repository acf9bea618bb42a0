package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import org.agrona.concurrent.UnsafeBuffer;

/** Reports of order entry as JSON, under their FIX names. */
final class ReportJson {
  private ReportJson() {}

  /** Any numbered report, from its bytes with their header. */
  static ObjectNode report(final Json json, final byte[] bytes) {
    final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
    final ObjectNode node =
        switch (header.templateId()) {
          case ExecutionReportDecoder.TEMPLATE_ID ->
              execution(json, new ExecutionReportDecoder().wrapAndApplyHeader(buffer, 0, header));
          case OrderCancelRejectDecoder.TEMPLATE_ID ->
              cancelReject(
                  json, new OrderCancelRejectDecoder().wrapAndApplyHeader(buffer, 0, header));
          case OrderMassActionReportDecoder.TEMPLATE_ID ->
              massAction(
                  json, new OrderMassActionReportDecoder().wrapAndApplyHeader(buffer, 0, header));
          default -> throw new IllegalStateException("a report of template " + header.templateId());
        };
    return node.put("msgType", name(header.templateId()));
  }

  private static String name(final int templateId) {
    return switch (templateId) {
      case ExecutionReportDecoder.TEMPLATE_ID -> "ExecutionReport";
      case OrderCancelRejectDecoder.TEMPLATE_ID -> "OrderCancelReject";
      default -> "OrderMassActionReport";
    };
  }

  /** An order as a report leaves it. */
  static ObjectNode execution(final Json json, final ExecutionReportDecoder report) {
    final ObjectNode node = json.object();
    node.put("account", report.account())
        .put("orderId", Long.toString(report.orderId()))
        .put("clOrdId", report.clOrdId());
    if (!report.origClOrdId().isEmpty()) {
      node.put("origClOrdId", report.origClOrdId());
    }
    node.put("securityId", report.securityId())
        .put("side", report.side().name())
        .put("ordType", report.ordType().name())
        .put("timeInForce", report.timeInForce().name())
        .put("price", Values.decimal(report.price()))
        .put("orderQty", Values.decimal(report.orderQty()))
        .put("leavesQty", Values.decimal(report.leavesQty()))
        .put("cumQty", Values.decimal(report.cumQty()))
        .put("execType", report.execType().name())
        .put("ordStatus", report.ordStatus().name())
        .put("mdOrderId", Long.toString(report.mdOrderId()))
        .put("reportNo", report.reportNo())
        .put("transactTime", Values.time(report.transactTime()))
        .put("possResend", report.possResend() == Bool.YES)
        .put("workingIndicator", report.workingIndicator() == Bool.YES);
    putSpecials(node, report);
    if (isOfTrade(report.execType())) {
      node.put("lastPx", Values.decimal(report.lastPx()))
          .put("lastQty", Values.decimal(report.lastQty()))
          .put("tradeId", Long.toString(report.tradeId()))
          .put("contraMdOrderId", Long.toString(report.contraMdOrderId()))
          .put("fee", Values.decimal(report.fee()));
      if (report.lastLiquidityInd() != LiquidityInd.NONE) {
        node.put("lastLiquidityInd", report.lastLiquidityInd().name());
      }
    }
    if (report.ordRejReason() != OrdRejReason.NULL_VAL) {
      node.put("ordRejReason", report.ordRejReason().name())
          .put("ordRejReasonCode", report.ordRejReason().value());
    }
    final String text = report.text();
    if (!text.isEmpty()) {
      node.put("text", text);
    }
    return node;
  }

  private static boolean isOfTrade(final ExecType execType) {
    return execType == ExecType.TRADE
        || execType == ExecType.TRADE_CORRECT
        || execType == ExecType.TRADE_CANCEL;
  }

  /** What most orders do not have is not there. */
  private static void putSpecials(final ObjectNode node, final ExecutionReportDecoder report) {
    if (report.stopPx() != Fixed8.NULL) {
      node.put("stopPx", Values.decimal(report.stopPx()));
    }
    if (report.triggerPriceType() != TriggerPriceType.NULL_VAL) {
      node.put("triggerPriceType", report.triggerPriceType().name());
    }
    if (report.displayQty() != Fixed8.NULL) {
      node.put("displayQty", Values.decimal(report.displayQty()));
    }
    if (report.minQty() != 0) {
      node.put("minQty", Values.decimal(report.minQty()));
    }
    if (report.expireTime() != 0) {
      node.put("expireTime", Values.time(report.expireTime()));
    }
    if (!report.clOrdLinkId().isEmpty()) {
      node.put("clOrdLinkId", report.clOrdLinkId());
    }
    if (report.execInst() != ExecInst.NONE) {
      final ArrayNode names = node.putArray("execInst");
      OrderFields.execInstNames(report.execInst()).forEach(names::add);
    }
    if (report.selfMatchPreventionInstruction() != SelfMatchPreventionInstruction.NONE
        || report.selfMatchPreventionScope() != SelfMatchPreventionScope.ACCOUNT) {
      node.put("selfMatchPreventionInstruction", report.selfMatchPreventionInstruction().name())
          .put("selfMatchPreventionScope", report.selfMatchPreventionScope().name());
    }
    if (report.execRestatementReason() != ExecRestatementReason.NULL_VAL) {
      node.put("execRestatementReason", report.execRestatementReason().name())
          .put("execRestatementReasonCode", report.execRestatementReason().value());
    }
  }

  /** A cancel or replace that was refused. */
  static ObjectNode cancelReject(final Json json, final OrderCancelRejectDecoder report) {
    final ObjectNode node = json.object();
    node.put("account", report.account())
        .put("orderId", Long.toString(report.orderId()))
        .put("clOrdId", report.clOrdId())
        .put("origClOrdId", report.origClOrdId())
        .put("ordStatus", report.ordStatus().name())
        .put("cxlRejResponseTo", report.cxlRejResponseTo().name())
        .put("cxlRejReason", report.cxlRejReason().name())
        .put("cxlRejReasonCode", report.cxlRejReason().value())
        .put("reportNo", report.reportNo())
        .put("transactTime", Values.time(report.transactTime()))
        .put("possResend", report.possResend() == Bool.YES)
        .put("text", report.text());
    return node;
  }

  /** What a mass cancel did. */
  static ObjectNode massAction(final Json json, final OrderMassActionReportDecoder report) {
    final ObjectNode node = json.object();
    if (report.account() != 0) {
      node.put("account", report.account()).put("reportNo", report.reportNo());
    }
    node.put("clOrdId", report.clOrdId()).put("scope", report.scope().name());
    if (report.securityId() != 0) {
      node.put("securityId", report.securityId());
    }
    node.put("response", report.response().name())
        .put("totalAffectedOrders", report.totalAffectedOrders())
        .put("transactTime", Values.time(report.transactTime()))
        .put("possResend", report.possResend() == Bool.YES)
        .put("text", report.text());
    return node;
  }
}
