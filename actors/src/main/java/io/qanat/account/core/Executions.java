package io.qanat.account.core;

import io.qanat.account.core.OrderStore.Request;
import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.TradeAmendDecoder;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.orderentry.CxlRejResponseTo;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;

/** Follows what the instruments report: settles, takes back, and tells the client. */
final class Executions {
  private final AccountState state;
  private final OrderReportDecoder report = new OrderReportDecoder();
  private final TradeAmendDecoder amend = new TradeAmendDecoder();

  Executions(final AccountState state) {
    this.state = state;
  }

  /**
   * Applies an OrderReport.
   *
   * @throws IllegalStateException if it settles a trade of an order that is not here: money would
   *     be lost, so it must not be passed over
   */
  void onReport(final Input input) {
    report.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final Order order = state.orders.order(report.orderId());
    if (order == null || input.sender() != EntityKey.instrument(order.securityId)) {
      if (report.reportType() == ReportType.TRADED) {
        throw new IllegalStateException(
            "a trade of order " + report.orderId() + " from " + EntityKey.toString(input.sender()));
      }
      return;
    }
    switch (report.reportType()) {
      case ACCEPTED -> onAccepted(order);
      case REJECTED -> onRejected(order);
      case TRADED -> onTraded(order);
      case CANCELED -> onCanceled(order);
      case REPLACED -> onReplaced(order);
      case EXPIRED -> onExpired(order);
      case TRIGGERED -> onTriggered(order);
      case RESTATED -> onRestated(order);
      case CANCEL_REJECTED -> onCancelRejected(order);
      case REPLACE_REJECTED -> onReplaceRejected(order);
      case NULL_VAL, SBE_UNKNOWN ->
          throw new IllegalStateException("a report without a known type");
    }
  }

  private void onAccepted(final Order order) {
    order.status = OrdStatus.NEW;
    order.mdOrderId = report.mdOrderId();
    state.orders.answer(order.clOrdId, state.reports.order(order, ExecType.NEW, order.clOrdId, ""));
  }

  private void onRejected(final Order order) {
    finish(order, OrdStatus.REJECTED);
    final OrdRejReason reason = report.ordRejReason();
    state.orders.answer(
        order.clOrdId,
        state.reports.rejected(
            order, reason, "the instrument refused it: " + RefusalTexts.of(reason)));
  }

  private void onTraded(final Order order) {
    final InstrumentTerms terms = state.terms.instruments().get(order.securityId);
    final long rate = Settlement.feeRate(terms, report.lastLiquidityInd());
    final long fee =
        state.settlement.settle(order.side, terms, report.lastQty(), report.notional(), rate);
    remember(order, rate, fee);
    order.executed(report.cumQty());
    order.leavesQty = report.leavesQty();
    if (order.leavesQty == 0) {
      finish(order, order.bustedQty == 0 ? OrdStatus.FILLED : OrdStatus.CANCELED);
    } else {
      order.status = OrdStatus.PARTIALLY_FILLED;
      state.margin.update(order);
    }
    state.reports.traded(order, report, fee);
  }

  private void remember(final Order order, final long feeRate, final long fee) {
    final FillMemory.Fill fill =
        new FillMemory.Fill(
            order.securityId,
            order.orderId,
            report.tradeId(),
            report.contraMdOrderId(),
            report.lastLiquidityInd(),
            feeRate);
    fill.price = report.lastPx();
    fill.quantity = report.lastQty();
    fill.notional = report.notional();
    fill.fee = fee;
    state.fills.add(fill, report.oldestTradeId());
  }

  /**
   * Takes back or corrects what was settled for a trade.
   *
   * @throws IllegalStateException if the fill is not remembered or is another one: money would be
   *     lost, so it must not be passed over
   */
  void onAmend(final Input input) {
    amend.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final long instrument = EntityKey.id(input.sender());
    final FillMemory.Fill fill = state.fills.find(instrument, amend.tradeId(), amend.orderId());
    if (input.sender() != EntityKey.instrument(instrument)
        || fill == null
        || fill.quantity != amend.oldQty()
        || fill.notional != amend.oldNotional()) {
      throw new IllegalStateException(
          "trade "
              + amend.tradeId()
              + " of order "
              + amend.orderId()
              + " from "
              + EntityKey.toString(input.sender())
              + " cannot be amended: it was not settled so");
    }
    final Order known = state.orders.order(fill.orderId);
    final Order order = known == null ? state.fills.pastOrder(fill.orderId) : known;
    final InstrumentTerms terms = state.terms.instruments().get(instrument);
    final boolean busted = amend.newQty() == 0;
    final long feeBefore = fill.fee;
    state.settlement.reverse(order.side, terms, fill.quantity, fill.notional, fill.fee);
    fill.fee =
        busted
            ? 0
            : state.settlement.settle(
                order.side, terms, amend.newQty(), amend.newNotional(), fill.feeRate);
    takeBack(order, fill.quantity - amend.newQty());
    fill.price = amend.newPx();
    fill.quantity = amend.newQty();
    fill.notional = amend.newNotional();
    state.margin.refresh(instrument);
    state.reports.amended(
        order,
        busted ? ExecType.TRADE_CANCEL : ExecType.TRADE_CORRECT,
        fill,
        busted ? amend.oldQty() : amend.newQty(),
        fill.fee - feeBefore);
  }

  /** What is taken back is not put into the book again, so a filled order ends as cancelled. */
  private static void takeBack(final Order order, final long quantity) {
    order.bustedQty += quantity;
    order.cumQty -= quantity;
    if (order.isLive()) {
      order.status = order.cumQty == 0 ? OrdStatus.NEW : OrdStatus.PARTIALLY_FILLED;
    } else if (order.status == OrdStatus.FILLED && order.bustedQty > 0) {
      order.status = OrdStatus.CANCELED;
    }
  }

  private void onCanceled(final Order order) {
    finish(order, OrdStatus.CANCELED);
    final String request = asked(order) ? order.cancelClOrdId : "";
    if (asked(order)) {
      order.clearCancel();
    }
    if (request.isEmpty()) {
      state.reports.changed(order, ExecType.CANCELED, report.execRestatementReason());
    } else {
      state.orders.answer(
          request, state.reports.order(order, ExecType.CANCELED, request, order.clOrdId));
    }
  }

  private boolean asked(final Order order) {
    return order.isCancelPending() && report.requestNo() == order.cancelRequestNo;
  }

  private void onExpired(final Order order) {
    finish(order, OrdStatus.EXPIRED);
    state.reports.order(order, ExecType.EXPIRED, order.clOrdId, "");
  }

  private void onTriggered(final Order order) {
    order.triggered = true;
    state.reports.order(order, ExecType.TRIGGERED_OR_ACTIVATED_BY_SYSTEM, order.clOrdId, "");
  }

  private void onRestated(final Order order) {
    order.price = report.price();
    order.orderQty = report.orderQty();
    order.leavesQty = report.leavesQty();
    state.margin.update(order);
    state.reports.changed(order, ExecType.RESTATED, report.execRestatementReason());
  }

  private void onReplaced(final Order order) {
    if (report.requestNo() != order.replaceRequestNo) {
      return;
    }
    final String previous = order.clOrdId;
    order.clOrdId = order.replaceClOrdId;
    order.clearReplace();
    order.price = report.price();
    order.orderQty = report.orderQty();
    order.leavesQty = report.leavesQty();
    order.executed(report.cumQty());
    order.stopPx = report.stopPx();
    order.displayQty = report.displayQty();
    order.expireTime = report.expireTime();
    state.margin.update(order);
    state.orders.answer(
        order.clOrdId, state.reports.order(order, ExecType.REPLACED, order.clOrdId, previous));
  }

  private void onCancelRejected(final Order order) {
    if (!asked(order)) {
      return;
    }
    final String request = order.cancelClOrdId;
    order.clearCancel();
    if (!request.isEmpty()) {
      state.orders.answer(request, refuse(order, CxlRejResponseTo.CANCEL, request));
    }
  }

  private void onReplaceRejected(final Order order) {
    if (report.requestNo() != order.replaceRequestNo) {
      return;
    }
    final String request = order.replaceClOrdId;
    order.clearReplace();
    state.margin.update(order);
    final Request remembered = state.orders.request(request);
    if (remembered != null) {
      remembered.refused = true;
    }
    state.orders.answer(request, refuse(order, CxlRejResponseTo.REPLACE, request));
  }

  private byte[] refuse(
      final Order order, final CxlRejResponseTo responseTo, final String request) {
    final CxlRejReason reason =
        order.isLive() ? report.cxlRejReason() : CxlRejReason.TOO_LATE_TO_CANCEL;
    return state.reports.cancelRejected(
        order,
        responseTo,
        request,
        order.clOrdId,
        reason,
        "the instrument refused it: " + RefusalTexts.of(reason));
  }

  private void finish(final Order order, final OrdStatus status) {
    order.status = status;
    order.leavesQty = 0;
    state.orders.finish(order);
    state.margin.update(order);
  }
}
