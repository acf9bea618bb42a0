package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;

/** Leaves two accounts as a case found them: nothing rests, nothing is held, nothing unread. */
final class CleanUp {
  private final Desk desk;
  private final Exposure exposure;

  CleanUp(final Desk desk, final Exposure exposure) {
    this.desk = desk;
    this.exposure = exposure;
  }

  void run(final Trader trader) {
    trader.inbox().clear();
    cancelAll(trader);
    tradeBack(trader);
    for (final long account : desk.accounts()) {
      trader.acknowledgeAll(account);
    }
  }

  private void cancelAll(final Trader trader) {
    int number = 0;
    for (final long account : desk.accounts()) {
      final String name = "clear" + number++;
      trader.massCancel(name, account, MassActionScope.ALL_SECURITIES, 0);
      final long affected =
          trader
              .take(
                  "the answer to the mass cancel that cleans up",
                  heard ->
                      heard.templateId() == OrderMassActionReportDecoder.TEMPLATE_ID
                          && heard.clOrdId().equals(desk.clOrdIdOf(name)))
              .massAction()
              .totalAffectedOrders();
      for (long i = 0; i < affected; i++) {
        trader.take(
            "the report of a cancel that cleans up",
            heard ->
                heard.templateId() == ExecutionReportDecoder.TEMPLATE_ID
                    && heard.account() == account
                    && heard.execution().execType() == ExecType.CANCELED);
      }
    }
  }

  /** What one account bought it sells to the other again. */
  private void tradeBack(final Trader trader) {
    final long bought = exposure.bought(desk.buyer());
    if (bought == 0 || desk.buyer() == desk.seller()) {
      return;
    }
    final Side buyersSide = bought > 0 ? Side.SELL : Side.BUY;
    final Side sellersSide = bought > 0 ? Side.BUY : Side.SELL;
    final long quantity = Math.abs(bought);
    trader.submit(desk.tradeBack("back0", desk.buyer(), buyersSide, quantity));
    awaitReport(trader, "back0", ExecType.NEW);
    trader.submit(desk.tradeBack("back1", desk.seller(), sellersSide, quantity));
    awaitReport(trader, "back1", ExecType.TRADE);
    awaitReport(trader, "back0", ExecType.TRADE);
  }

  private void awaitReport(final Trader trader, final String name, final ExecType execType) {
    trader.take(
        name + ' ' + execType,
        heard ->
            heard.templateId() == ExecutionReportDecoder.TEMPLATE_ID
                && heard.clOrdId().equals(desk.clOrdIdOf(name))
                && heard.execution().execType() == execType);
  }
}
