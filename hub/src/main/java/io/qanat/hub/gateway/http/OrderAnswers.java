package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionResponse;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.hub.edge.EntityCalls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Location;

/** Turns what an account answered into an HTTP answer. */
final class OrderAnswers {
  private OrderAnswers() {}

  /**
   * The answer to a request about an order. What was not answered in time is 202, with the address
   * where to ask: the request may have been applied.
   *
   * @param createdStatus status if it was accepted
   * @param askAt where to ask while it is pending
   */
  static HttpResponse of(
      final Exchange exchange,
      final EntityCalls.Outcome outcome,
      final int createdStatus,
      final String askAt) {
    if (outcome instanceof EntityCalls.Unanswered) {
      return pending(exchange, exchange.json().object(), askAt);
    }
    final DirectBuffer message = Outcomes.answer(outcome);
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      throw new IllegalStateException("an answer of schema " + header.schemaId());
    }
    return switch (header.templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID ->
          execution(
              exchange,
              new ExecutionReportDecoder().wrapAndApplyHeader(message, 0, header),
              createdStatus,
              askAt);
      case OrderCancelRejectDecoder.TEMPLATE_ID ->
          throw cancelRejected(
              exchange, new OrderCancelRejectDecoder().wrapAndApplyHeader(message, 0, header));
      case OrderMassActionReportDecoder.TEMPLATE_ID ->
          massAction(
              exchange, new OrderMassActionReportDecoder().wrapAndApplyHeader(message, 0, header));
      case BusinessMessageRejectDecoder.TEMPLATE_ID ->
          throw businessReject(
              new BusinessMessageRejectDecoder().wrapAndApplyHeader(message, 0, header));
      default -> throw new IllegalStateException("an answer of template " + header.templateId());
    };
  }

  /** Whether this is an order's report, and no refusal. */
  static boolean isReport(final DirectBuffer message) {
    return new MessageHeaderDecoder().wrap(message, 0).templateId()
        == ExecutionReportDecoder.TEMPLATE_ID;
  }

  /** The answer to a question about one order. */
  static ObjectNode status(final Exchange exchange, final DirectBuffer message) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    if (header.templateId() == ExecutionReportDecoder.TEMPLATE_ID) {
      final ExecutionReportDecoder report =
          new ExecutionReportDecoder().wrapAndApplyHeader(message, 0, header);
      return ReportJson.execution(exchange.json(), report);
    }
    if (header.templateId() == BusinessMessageRejectDecoder.TEMPLATE_ID) {
      throw businessReject(
          new BusinessMessageRejectDecoder().wrapAndApplyHeader(message, 0, header));
    }
    throw new IllegalStateException("an answer of template " + header.templateId());
  }

  private static HttpResponse execution(
      final Exchange exchange,
      final ExecutionReportDecoder report,
      final int createdStatus,
      final String askAt) {
    final ObjectNode node = ReportJson.execution(exchange.json(), report);
    if (report.execType() == ExecType.REJECTED) {
      throw rejected(report, node);
    }
    if (isPending(report)) {
      return pending(exchange, node, askAt);
    }
    final int status = report.possResend() == Bool.YES ? 200 : createdStatus;
    return exchange
        .answer(status, node)
        .addHeader(Location.create(address(report.account(), report.orderId())));
  }

  /** A request that was asked again while its first answer is still on its way. */
  private static boolean isPending(final ExecutionReportDecoder report) {
    return report.execType() == ExecType.PENDING_NEW
        || (report.execType() == ExecType.ORDER_STATUS
            && (report.ordStatus() == OrdStatus.PENDING_CANCEL
                || report.ordStatus() == OrdStatus.PENDING_REPLACE
                || report.ordStatus() == OrdStatus.PENDING_NEW));
  }

  private static HttpResponse pending(
      final Exchange exchange, final ObjectNode order, final String askAt) {
    order.put("pending", true).put("askAt", askAt);
    return exchange.answer(202, order).addHeader(Location.create(askAt));
  }

  /** Where an order is found by the name that its client gave it. */
  static String askAt(final OwnedAccount account, final String clOrdId) {
    return "/v1/accounts/"
        + account.number()
        + "/orders?clOrdId="
        + URLEncoder.encode(clOrdId, StandardCharsets.US_ASCII);
  }

  /** Where an order is found. */
  static String address(final long account, final long orderId) {
    return "/v1/accounts/" + account + "/orders/" + orderId;
  }

  private static Problem rejected(final ExecutionReportDecoder report, final ObjectNode node) {
    final Problem problem =
        Problem.of(
            Problem.Kind.ORDER_REJECTED,
            node.path("text").asText("the order was rejected"),
            members -> {
              members.setAll(reasons(node));
              members.set("report", node);
            });
    return report.ordRejReason() == OrdRejReason.DUPLICATE_ORDER
        ? problem.withStatus(409)
        : problem;
  }

  private static ObjectNode reasons(final ObjectNode node) {
    final ObjectNode reasons = node.objectNode();
    for (final String name :
        new String[] {"ordRejReason", "ordRejReasonCode", "cxlRejReason", "cxlRejReasonCode"}) {
      if (node.has(name)) {
        reasons.set(name, node.get(name));
      }
    }
    return reasons;
  }

  private static Problem cancelRejected(
      final Exchange exchange, final OrderCancelRejectDecoder report) {
    final ObjectNode node = ReportJson.cancelReject(exchange.json(), report);
    final CxlRejReason reason = report.cxlRejReason();
    if (reason == CxlRejReason.UNKNOWN_ORDER) {
      return Problem.notFound();
    }
    final Problem problem =
        Problem.of(
            Problem.Kind.CANCEL_REJECTED,
            node.path("text").asText(),
            members -> {
              members.setAll(reasons(node));
              members.set("report", node);
            });
    final boolean conflicts =
        reason == CxlRejReason.TOO_LATE_TO_CANCEL
            || reason == CxlRejReason.ALREADY_PENDING
            || reason == CxlRejReason.DUPLICATE_CLORDID;
    return conflicts ? problem.withStatus(409) : problem;
  }

  private static HttpResponse massAction(
      final Exchange exchange, final OrderMassActionReportDecoder report) {
    final ObjectNode node = ReportJson.massAction(exchange.json(), report);
    if (report.response() == MassActionResponse.REJECTED) {
      throw Problem.of(
          Problem.Kind.CONFLICT, report.text(), members -> members.set("report", node));
    }
    return exchange.answer(200, node);
  }

  /** What a BusinessMessageReject means. */
  static Problem businessReject(final BusinessMessageRejectDecoder reject) {
    final BusinessRejectReason reason = reject.businessRejectReason();
    final int retryAfterMillis = (int) Math.min(Integer.MAX_VALUE, reject.retryAfterMillis());
    final String text = reject.text();
    if (reason == BusinessRejectReason.UNKNOWN_ID) {
      return Problem.notFound();
    }
    if (retryAfterMillis > 0) {
      return Problem.later(Problem.Kind.BUSY, text, retryAfterMillis);
    }
    final Problem.Kind kind =
        reason == BusinessRejectReason.INVALID_FIELD
            ? Problem.Kind.INVALID_FIELD
            : Problem.Kind.REFUSED;
    return Problem.of(
        kind,
        text,
        members ->
            members
                .put("businessRejectReason", reason.name())
                .put("businessRejectReasonCode", reason.value()));
  }
}
