package io.qanat.loadtest.chaos;

import io.qanat.audit.CutAudit;
import io.qanat.client.BookByOrder.BookOrder;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.report.ReportBlocks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Holds what clients asked and were told against what the log holds; nothing else is asked, no node
 * has to run. What it proves is listed in {@link #proven}.
 *
 * <p>Linearizability of an account: the log's order of its requests is a legal sequential history,
 * because a replay of the account in that order decides what its client was told; it remains to be
 * shown that it respects real time, that no request was answered before another one was asked that
 * stands before it (Herlihy and Wing, "Linearizability: a correctness condition for concurrent
 * objects", 1990). With the order given this takes one pass.
 */
final class Checker {
  private static final int VIOLATIONS_SHOWN_MAX = 20;

  /** One order, as its reports tell. */
  private static final class OrderState {
    private final ExecutionReportDecoder first;
    private long quantity;
    private long executed;
    private long leaves;
    private long price;
    private boolean ended;

    OrderState(final ExecutionReportDecoder first) {
      this.first = first;
    }
  }

  /** One side of a trade. */
  private record Execution(long price, long quantity) {}

  private final LogReplay log;
  private final List<ClientHistory> clients;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Map<Side, Execution>> trades = new TreeMap<>();
  private final Map<Long, SortedMap<Long, BookOrder>> resting = new TreeMap<>();
  private long acknowledged;
  private long reportsCompared;
  private int books;

  Checker(final LogReplay log, final List<ClientHistory> clients) {
    this.log = log;
    this.clients = clients;
  }

  /**
   * Checks everything.
   *
   * @param followed books as a subscriber has them, by instrument
   */
  void check(final Map<Long, SortedMap<Long, BookOrder>> followed) {
    violations.addAll(log.violations());
    for (final ClientHistory client : clients) {
      violations.addAll(client.contradictions());
      checkReports(client);
      checkOrders(client);
      checkAcknowledged(client);
      checkRealTime(client);
    }
    checkTrades();
    followed.forEach(this::checkBook);
    final CutAudit.Result audit = log.audit();
    if (!audit.isSound()) {
      violations.add(audit.line());
    }
  }

  /** What a client was told is what its account decided, the whole of it, without a gap. */
  private void checkReports(final ClientHistory client) {
    final SortedMap<Long, UnsafeBuffer> decided = log.reports(client.account());
    client
        .reports()
        .forEach(
            (reportNo, report) -> {
              reportsCompared++;
              final UnsafeBuffer same = decided.get(reportNo);
              if (!report.equals(same)) {
                violate(
                    client,
                    "was told report "
                        + reportNo
                        + ", and the log "
                        + (same == null ? "does not hold it" : "holds another"));
              }
            });
    long expected = 1;
    for (final long reportNo : decided.keySet()) {
      if (reportNo != expected) {
        violate(client, "report " + expected + " was never decided");
      }
      if (!client.reports().containsKey(reportNo)) {
        violate(client, "report " + reportNo + " was decided and never told");
      }
      expected = reportNo + 1;
    }
  }

  /** No fill without an order, none twice, quantities that add up, nothing nobody asked for. */
  private void checkOrders(final ClientHistory client) {
    final Map<Long, OrderState> orders = new HashMap<>();
    final Set<String> accepted = new HashSet<>();
    for (final UnsafeBuffer block : log.reports(client.account()).values()) {
      if (ReportBlocks.template(block) == ExecutionReportDecoder.TEMPLATE_ID) {
        final ExecutionReportDecoder report = ReportBlocks.execution(block);
        if (report.execType() == ExecType.NEW) {
          accept(client, report, accepted, orders);
        } else if (report.execType() != ExecType.REJECTED
            && report.execType() != ExecType.PENDING_NEW) {
          change(client, report, orders.get(report.orderId()));
        }
      }
    }
    orders.forEach((orderId, order) -> rest(order));
  }

  private void accept(
      final ClientHistory client,
      final ExecutionReportDecoder report,
      final Set<String> accepted,
      final Map<Long, OrderState> orders) {
    final String clOrdId = report.clOrdId();
    if (!accepted.add(clOrdId)) {
      violate(client, "ClOrdID " + clOrdId + " was accepted twice");
    }
    final Request request = client.request(clOrdId);
    if (request == null || request.kind != Request.Kind.NEW) {
      violate(client, "order " + clOrdId + " was accepted and never asked for");
    } else if (request.price != report.price()
        || request.quantity != report.orderQty()
        || request.side != report.side()
        || request.securityId != report.securityId()) {
      violate(client, "order " + clOrdId + " was accepted otherwise than asked for");
    }
    final OrderState order = new OrderState(report);
    order.quantity = report.orderQty();
    order.leaves = report.leavesQty();
    order.price = report.price();
    if (orders.put(report.orderId(), order) != null) {
      violate(client, "OrderID " + report.orderId() + " was given twice");
    }
  }

  private void change(
      final ClientHistory client, final ExecutionReportDecoder report, final OrderState order) {
    final String name = "order " + report.orderId() + " (" + report.clOrdId() + ")";
    if (order == null) {
      violate(client, report.execType() + " of " + name + ", which was never accepted");
      return;
    }
    if (order.ended) {
      violate(client, report.execType() + " of " + name + " after its end");
    }
    order.quantity = report.orderQty();
    order.price = report.price();
    if (report.execType() == ExecType.TRADE) {
      order.executed += report.lastQty();
      final String trade = report.securityId() + "/" + report.tradeId();
      if (trades
              .computeIfAbsent(trade, t -> new EnumMap<>(Side.class))
              .put(report.side(), new Execution(report.lastPx(), report.lastQty()))
          != null) {
        violate(client, report.side() + " side of trade " + trade + " was reported twice");
      }
    }
    if (order.executed != report.cumQty() || order.executed > order.quantity) {
      violate(
          client,
          name
              + ": fills add up to "
              + Fixed8.format(order.executed)
              + ", CumQty is "
              + Fixed8.format(report.cumQty())
              + " of "
              + Fixed8.format(order.quantity));
    }
    order.leaves = report.leavesQty();
    order.ended = order.leaves == 0;
  }

  /** What rests in the end, as its owner knows it. */
  private void rest(final OrderState order) {
    if (!order.ended && order.leaves > 0) {
      resting
          .computeIfAbsent(order.first.securityId(), s -> new TreeMap<>())
          .put(
              order.first.mdOrderId(),
              new BookOrder(
                  order.first.mdOrderId(), 0, order.price, order.leaves, order.first.side()));
    }
  }

  /** Every request was answered, and what was acknowledged is in the log. */
  private void checkAcknowledged(final ClientHistory client) {
    final Set<String> logged = log.requests(client.account());
    for (final Request request : client.requests()) {
      if (!request.isAnswered()) {
        violate(client, request.kind + " " + request.clOrdId + " was never answered");
      } else {
        acknowledged++;
        if (!logged.contains(request.clOrdId)) {
          violate(
              client, request.kind + " " + request.clOrdId + " was answered and is not in the log");
        }
      }
    }
  }

  private void checkRealTime(final ClientHistory client) {
    final List<String> order = new ArrayList<>(log.requests(client.account()));
    long firstAnswerNanos = Long.MAX_VALUE;
    String firstAnswered = null;
    for (int i = order.size() - 1; i >= 0; i--) {
      final Request request = client.request(order.get(i));
      if (request == null) {
        violate(client, order.get(i) + " is in the log and was never asked for");
        continue;
      }
      if (firstAnswerNanos < request.askedNanos) {
        violate(
            client,
            "not linearizable: "
                + firstAnswered
                + " was answered before "
                + request.clOrdId
                + " was asked, and stands behind it in the log");
      }
      if (request.answeredNanos() < firstAnswerNanos) {
        firstAnswerNanos = request.answeredNanos();
        firstAnswered = request.clOrdId;
      }
    }
  }

  private void checkTrades() {
    trades.forEach(
        (trade, sides) -> {
          if (sides.size() != 2 || !sides.get(Side.BUY).equals(sides.get(Side.SELL))) {
            violations.add("trade " + trade + " has not two equal sides: " + sides);
          }
        });
  }

  /** A subscriber, the instrument and the owners of orders agree on a book. */
  private void checkBook(final long securityId, final SortedMap<Long, BookOrder> followed) {
    books++;
    final SortedMap<Long, BookOrder> book = log.book(securityId);
    final SortedMap<Long, BookOrder> owned = resting.getOrDefault(securityId, new TreeMap<>());
    if (!book.equals(followed)) {
      violations.add(
          "instrument " + securityId + ": " + difference("its by-order feed", followed, book));
    }
    final SortedMap<Long, BookOrder> withoutPriority = new TreeMap<>();
    book.forEach(
        (id, o) -> withoutPriority.put(id, new BookOrder(id, 0, o.price(), o.size(), o.side())));
    if (!withoutPriority.equals(owned)) {
      violations.add(
          "instrument "
              + securityId
              + ": "
              + difference("what the accounts hold", owned, withoutPriority));
    }
  }

  private static String difference(
      final String what,
      final SortedMap<Long, BookOrder> seen,
      final SortedMap<Long, BookOrder> book) {
    for (final Map.Entry<Long, BookOrder> order : book.entrySet()) {
      if (!order.getValue().equals(seen.get(order.getKey()))) {
        return what
            + " has "
            + seen.get(order.getKey())
            + " where the book has "
            + order.getValue();
      }
    }
    final Set<Long> more = new HashSet<>(seen.keySet());
    more.removeAll(book.keySet());
    return what + " has orders that the book has not: " + more;
  }

  private void violate(final ClientHistory client, final String what) {
    violations.add("account " + client.account() + ": " + what);
  }

  /** What was found; the first of it, where there is much. */
  List<String> violations() {
    return violations.size() <= VIOLATIONS_SHOWN_MAX
        ? violations
        : violations.subList(0, VIOLATIONS_SHOWN_MAX);
  }

  int violationCount() {
    return violations.size();
  }

  long trades() {
    return trades.size();
  }

  /** What was checked, on one line. */
  String proven() {
    return acknowledged
        + " acknowledged requests in the log once, "
        + reportsCompared
        + " reports as decided and unbroken, "
        + trades.size()
        + " trades with two equal sides and no order filled twice, "
        + books
        + " books equal to feed and owners, "
        + clients.size()
        + " accounts linearizable, "
        + log.entries()
        + " entries replayed with equal hashes, the ledger balances";
  }
}
