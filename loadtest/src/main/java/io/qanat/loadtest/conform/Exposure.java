package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a case has brought upon its accounts: orders that may rest, and what was bought and sold.
 */
final class Exposure {
  private final Set<String> unanswered = new HashSet<>();
  private final Set<Long> live = new HashSet<>();
  private final Map<Long, Long> boughtByAccount = new HashMap<>();
  private final Map<Long, Long> boughtByFill = new HashMap<>();
  private boolean hasOrders;

  void onOrder(final OrderRequest order) {
    hasOrders = true;
    unanswered.add(order.clOrdId());
  }

  void onReport(final Heard heard) {
    if (heard.templateId() != ExecutionReportDecoder.TEMPLATE_ID) {
      return;
    }
    final ExecutionReportDecoder report = heard.execution();
    hasOrders = true;
    unanswered.remove(report.clOrdId());
    if (report.possResend() == Bool.YES && !isOfTrade(report.execType())) {
      return;
    }
    if (report.ordStatus() == OrdStatus.NEW || report.ordStatus() == OrdStatus.PARTIALLY_FILLED) {
      live.add(report.orderId());
    } else {
      live.remove(report.orderId());
    }
    // A fill that was missed comes as a resend: it counts once, by account, trade and side.
    final long fill =
        31 * (31 * report.account() + report.tradeId()) + report.orderId() * 1_000_003L;
    if (isOfTrade(report.execType())) {
      final long quantity = report.execType() == ExecType.TRADE_CANCEL ? 0 : report.lastQty();
      final long bought = report.side() == Side.BUY ? quantity : -quantity;
      final Long before = boughtByFill.get(fill);
      // Of a trade, its corrections and its bust the last one counts; they come in their order.
      if (before == null || report.execType() != ExecType.TRADE) {
        boughtByFill.put(fill, bought);
        boughtByAccount.merge(report.account(), bought - (before == null ? 0 : before), Long::sum);
      }
    }
  }

  /** Whether a report tells a trade, or what became of one. */
  static boolean isOfTrade(final ExecType execType) {
    return execType == ExecType.TRADE
        || execType == ExecType.TRADE_CORRECT
        || execType == ExecType.TRADE_CANCEL;
  }

  /** Whether anything was ordered at all. */
  boolean hasOrders() {
    return hasOrders;
  }

  /** Whether an order may rest: its last report says so, or it has none. */
  boolean mayBeLive() {
    return !live.isEmpty() || !unanswered.isEmpty();
  }

  /** Whether no account bought or sold more than it sold or bought. */
  boolean isFlat() {
    return boughtByAccount.values().stream().allMatch(bought -> bought == 0);
  }

  /** Bought by an account, less sold. */
  long bought(final long account) {
    return boughtByAccount.getOrDefault(account, 0L);
  }
}
