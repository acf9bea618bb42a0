package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.orderentry.NotAppliedDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.RetransmissionDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.codecs.value.Fixed8;

/**
 * Says what a message of the hub tells in one short line, so that a case can be read as what goes
 * in and the lines that come out. Quantities are in units, prices in ticks above the case's
 * reference.
 */
final class Lines {
  private final Instrument instrument;
  private final long reference;
  private final Names names;

  Lines(final Instrument instrument, final long reference, final Names names) {
    this.instrument = instrument;
    this.reference = reference;
    this.names = names;
  }

  String of(final Heard heard) {
    return switch (heard.templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID -> execution(heard.execution());
      case OrderCancelRejectDecoder.TEMPLATE_ID -> cancelReject(heard.cancelReject());
      case OrderMassActionReportDecoder.TEMPLATE_ID -> massAction(heard.massAction());
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> businessReject(heard.businessReject());
      case NegotiationResponseDecoder.TEMPLATE_ID -> "negotiated";
      case NegotiationRejectDecoder.TEMPLATE_ID ->
          "not negotiated: " + heard.negotiationReject().code();
      case EstablishmentAckDecoder.TEMPLATE_ID -> "established";
      case EstablishmentRejectDecoder.TEMPLATE_ID ->
          "not established: " + heard.establishmentReject().code();
      case SequenceDecoder.TEMPLATE_ID -> "heartbeat";
      case NotAppliedDecoder.TEMPLATE_ID -> {
        final NotAppliedDecoder it = heard.notApplied();
        yield "not applied: " + it.count() + " from " + it.fromSeqNo();
      }
      case TerminateDecoder.TEMPLATE_ID -> "terminated: " + heard.terminate().code();
      case AccountSequenceDecoder.TEMPLATE_ID -> "claimed";
      case AccountReleasedDecoder.TEMPLATE_ID -> "released";
      case RetransmissionDecoder.TEMPLATE_ID -> {
        final RetransmissionDecoder it = heard.retransmission();
        yield "retransmission: " + it.count() + " from " + it.fromReportNo();
      }
      case RetransmitRejectDecoder.TEMPLATE_ID ->
          "not retransmitted: " + heard.retransmitReject().code();
      default -> "template " + heard.templateId();
    };
  }

  private String execution(final ExecutionReportDecoder report) {
    final StringBuilder line =
        new StringBuilder().append(report.execType()).append(' ').append(report.ordStatus());
    if (report.execType() == ExecType.REJECTED) {
      line.append(' ').append(report.ordRejReason());
    } else if (Exposure.isOfTrade(report.execType())) {
      line.append(' ')
          .append(units(report.lastQty()))
          .append('@')
          .append(ticks(report.lastPx()))
          .append(' ')
          .append(report.lastLiquidityInd());
    } else {
      line.append(' ')
          .append(units(report.orderQty()))
          .append('@')
          .append(isPriced(report) ? ticks(report.price()) : "market");
    }
    if (report.execType() != ExecType.REJECTED) {
      line.append(" leaves ").append(units(report.leavesQty()));
      line.append(" cum ").append(units(report.cumQty()));
    }
    if (report.workingIndicator() == Bool.NO && report.leavesQty() > 0) {
      line.append(" waiting");
    }
    return line.append(of(report.origClOrdId()))
        .append(again(report.possResend(), report.reportNo()))
        .toString();
  }

  /** Market-to-limit orders get a price on the way. */
  private static boolean isPriced(final ExecutionReportDecoder report) {
    return report.ordType() == OrdType.LIMIT
        || report.ordType() == OrdType.STOP_LIMIT
        || (report.ordType() == OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT
            && report.price() != Fixed8.NULL);
  }

  private String cancelReject(final OrderCancelRejectDecoder reject) {
    return "refused "
        + reject.cxlRejResponseTo()
        + ' '
        + reject.cxlRejReason()
        + ' '
        + reject.ordStatus()
        + of(reject.origClOrdId())
        + again(reject.possResend(), reject.reportNo());
  }

  private static String massAction(final OrderMassActionReportDecoder report) {
    return "mass "
        + report.scope()
        + ' '
        + report.response()
        + ' '
        + report.totalAffectedOrders()
        + again(report.possResend(), report.reportNo());
  }

  private static String businessReject(final BusinessMessageRejectDecoder reject) {
    return "not taken "
        + reject.businessRejectReason()
        + (reject.retryAfterMillis() > 0 ? " retry" : "");
  }

  private String of(final String origClOrdId) {
    return origClOrdId.isEmpty() ? "" : " of " + names.nameOf(origClOrdId);
  }

  private static String again(final Bool possResend, final long reportNo) {
    return (possResend == Bool.YES ? " again" : "") + (reportNo == 0 ? " unnumbered" : "");
  }

  private String units(final long quantity) {
    return quantity % instrument.unit() == 0
        ? Long.toString(quantity / instrument.unit())
        : "quantity " + Fixed8.format(quantity);
  }

  private String ticks(final long price) {
    if (price == Fixed8.NULL) {
      return "null";
    }
    final long above = price - reference;
    return above % instrument.tickSize() == 0
        ? Long.toString(above / instrument.tickSize())
        : "price " + Fixed8.format(price);
  }
}
