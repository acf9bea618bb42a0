package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;

/** What holds of every numbered ExecutionReport, whatever happened. */
final class ReportChecks {
  private ReportChecks() {}

  static void check(final ExecutionReportDecoder report, final OrderRequest order) {
    CaseFailure.unlessEqual("account", order.account(), report.account());
    CaseFailure.unlessEqual("securityId", order.securityId(), report.securityId());
    CaseFailure.unlessEqual("side", order.side(), report.side());
    CaseFailure.unlessEqual("ordType", order.ordType(), report.ordType());
    CaseFailure.unlessEqual("timeInForce", order.timeInForce(), report.timeInForce());
    CaseFailure.unlessEqual("orderQty", order.orderQty(), report.orderQty());
    CaseFailure.unlessEqual("price", order.price(), report.price());
    CaseFailure.unless(report.transactTime() > 0, "transactTime is missing");
    final boolean isTrade = Exposure.isOfTrade(report.execType());
    CaseFailure.unless(
        isTrade == (report.lastPx() != Fixed8.NULL)
            && isTrade == (report.lastQty() != 0)
            && isTrade == (report.tradeId() != 0)
            && isTrade == (report.contraMdOrderId() != 0)
            && isTrade == (report.lastLiquidityInd() != LiquidityInd.NONE),
        "lastPx, lastQty, tradeId, contraMdOrderId and lastLiquidityInd belong to fills only: "
            + report);
    final boolean isRefused = report.execType() == ExecType.REJECTED;
    CaseFailure.unless(
        isRefused == (report.ordRejReason() != OrdRejReason.NULL_VAL),
        "ordRejReason belongs to refusals only: " + report);
    CaseFailure.unless(
        isRefused || (report.orderId() != 0 && report.mdOrderId() != 0),
        "an accepted order has orderId and mdOrderId: " + report);
    final boolean isLive =
        report.ordStatus() == OrdStatus.NEW || report.ordStatus() == OrdStatus.PARTIALLY_FILLED;
    CaseFailure.unlessEqual(
        "leavesQty", isLive ? report.orderQty() - report.cumQty() : 0L, report.leavesQty());
    CaseFailure.unless(
        isRefused || report.ordType() != OrdType.MARKET || report.price() == Fixed8.NULL,
        "a market order has no price: " + report);
  }
}
