package io.qanat.loadtest.lobster;

import io.qanat.client.BookByPrice;
import io.qanat.client.CloseReason;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.lobster.BookRow.Level;
import io.qanat.loadtest.lobster.Operation.Cancel;
import io.qanat.loadtest.lobster.Operation.Execute;
import io.qanat.loadtest.lobster.Operation.Place;
import io.qanat.loadtest.lobster.Operation.Reduce;
import io.qanat.loadtest.report.Latencies;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Plays recorded order flow into a hub over its public interfaces, and holds the by-price book that
 * comes out of its market data against the recorded one, row by row.
 *
 * <p>Operations are pipelined. Each changes the by-price feed by one RptSeq, so the row that the
 * book must equal at a given RptSeq is known before it arrives; an operation is done when its
 * reports and its increment are there.
 */
final class LobsterFeed implements OrderEntryListener, MarketDataListener {
  /** LOBSTER prices are dollars × 10,000. */
  private static final long PRICE_SCALE = Fixed8.ONE / 10_000;

  private static final int IN_FLIGHT_MAX = 256;
  private static final int DIFFERENCES_SHOWN_MAX = 5;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** An order as the hub knows it. */
  private static final class HubOrder {
    private String clOrdId;
    private long mdOrderId;
    private boolean requestPending = true;

    HubOrder(final String clOrdId) {
      this.clOrdId = clOrdId;
    }
  }

  private record Step(Operation operation, int lastOfRow) {}

  private static final class InFlight {
    private final Operation operation;
    private final HubOrder target;
    private final long rptSeq;
    private final long sentNanos = System.nanoTime();
    private boolean answered;
    private long tradedQty;
    private boolean tradedElsewhere;

    InFlight(final Operation operation, final HubOrder target, final long rptSeq) {
      this.operation = operation;
      this.target = target;
      this.rptSeq = rptSeq;
    }
  }

  private final HubConnection hub;
  private final long account;
  private final long securityId;
  private final List<LobsterMessage> messages;
  private final List<BookRow> rows;
  private final LobsterReplay replay;
  private final String runId = Long.toString(System.currentTimeMillis() / 1000 % 2_000_000, 36);

  private final Deque<Step> planned = new ArrayDeque<>();
  private final Map<String, InFlight> byClOrdId = new HashMap<>();
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final Map<ReplayOrder, HubOrder> hubOrders = new HashMap<>();
  private final Map<Long, List<Integer>> rowsByRptSeq = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private final Latencies latencies = new Latencies();

  private OrderEntryClient client;
  private MarketDataClient marketData;
  private boolean claimRequested;
  private boolean claimed;
  private long stalledSince = System.nanoTime();
  private long plannedRptSeq;
  private int nextRow;
  private int requests;
  private int rowsHeld;
  private int transitions;
  private int transitionsIdentical;
  private int executions;
  private int executionsAtHead;
  private int operationsDone;
  private String failure;

  /**
   * A feed of one instrument whose book is empty.
   *
   * @param rows empty: there is no recorded book
   */
  LobsterFeed(
      final HubConnection hub,
      final long account,
      final long securityId,
      final List<LobsterMessage> messages,
      final List<BookRow> rows) {
    this.hub = hub;
    this.account = account;
    this.securityId = securityId;
    this.messages = messages;
    this.rows = rows;
    final int window =
        rows.stream().mapToInt(r -> Math.max(r.bids().size(), r.asks().size())).max().orElse(0);
    replay = new LobsterReplay(window);
  }

  /**
   * What came out.
   *
   * @param executionsAtHead executions that traded wholly with the recorded order, which is to be
   *     at the head of the queue of the best level
   * @param differences the first few, for people
   */
  record Result(
      int messages,
      int dropped,
      int operations,
      boolean hasBook,
      int transitions,
      int transitionsIdentical,
      int executions,
      int executionsAtHead,
      int levelsLoaded,
      double seconds,
      Latencies latencies,
      List<String> differences) {
    /** Whether the hub's book was the recorded one throughout. */
    boolean isIdentical() {
      return transitionsIdentical == transitions
          && executionsAtHead == executions
          && dropped == 0
          && differences.isEmpty();
    }
  }

  Result run() {
    final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 50_000);
    marketData = hub.marketData(EnumSet.of(MDFeed.BY_PRICE), this);
    client = hub.orderEntry(this);
    try {
      await("the book to be there and the account to be claimed", idle, this::isReady);
      requireEmptyBook();
      plannedRptSeq = book().rptSeq();
      final long began = System.nanoTime();
      while (failure == null && !isFinished()) {
        final int done = operationsDone;
        final int sent = plan() + send();
        idle.idle(sent + poll());
        if (operationsDone != done || sent > 0) {
          stalledSince = System.nanoTime();
        } else if (System.nanoTime() - stalledSince > STALL_NANOS) {
          fail("nothing has come back for " + TimeUnit.NANOSECONDS.toSeconds(STALL_NANOS) + " s");
        }
      }
      if (failure != null) {
        throw new RunException(failure);
      }
      return result((System.nanoTime() - began) / 1e9);
    } finally {
      client.close();
      marketData.close();
    }
  }

  private Result result(final double seconds) {
    if (rowsHeld != rows.size()) {
      differ((rows.size() - rowsHeld) + " rows were never reached by the market data");
    }
    return new Result(
        messages.size(),
        replay.dropped(),
        operationsDone,
        !rows.isEmpty(),
        transitions,
        transitionsIdentical,
        executions,
        executionsAtHead,
        replay.levelsLoaded(),
        seconds,
        latencies,
        differences);
  }

  private boolean isReady() {
    if (client.state() == OrderEntryClient.State.ESTABLISHED && !claimRequested) {
      claimRequested = client.claimAccount(account, 0) == Offer.SENT;
    }
    return claimed && book() != null && book().isLive();
  }

  private void requireEmptyBook() {
    if (book().levels(Side.BUY) + book().levels(Side.SELL) > 0) {
      throw new RunException(
          "the book of instrument " + securityId + " is not empty; feed a fresh hub");
    }
  }

  private void await(
      final String what,
      final IdleStrategy idle,
      final java.util.function.BooleanSupplier condition) {
    final long deadline = System.nanoTime() + STALL_NANOS;
    while (!condition.getAsBoolean()) {
      idle.idle(poll());
      if (failure != null) {
        throw new RunException(failure);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RunException(
            "waited " + TimeUnit.NANOSECONDS.toSeconds(STALL_NANOS) + " s for " + what);
      }
    }
  }

  private int poll() {
    return client.poll() + marketData.poll();
  }

  private BookByPrice book() {
    return marketData.books().byPrice(securityId);
  }

  private boolean isFinished() {
    return nextRow == messages.size() && planned.isEmpty() && inFlight.isEmpty();
  }

  /** Plans the next row when nothing planned is left to send. */
  private int plan() {
    if (!planned.isEmpty() || nextRow == messages.size()) {
      return 0;
    }
    final LobsterMessage message = messages.get(nextRow);
    final BookRow row = rows.isEmpty() ? null : rows.get(nextRow);
    final List<Operation> operations =
        nextRow == 0 && row != null ? replay.seed(message, row) : replay.next(message, row);
    for (int i = 0; i < operations.size(); i++) {
      planned.add(new Step(operations.get(i), i == operations.size() - 1 ? nextRow : -1));
    }
    if (operations.isEmpty() && row != null) {
      // Nothing to do: the row must equal the book behind the last operation.
      holdAt(plannedRptSeq, nextRow);
    }
    nextRow++;
    return 1;
  }

  private void holdAt(final long rptSeq, final int row) {
    if (book().rptSeq() >= rptSeq) {
      hold(row);
    } else {
      rowsByRptSeq.computeIfAbsent(rptSeq, r -> new ArrayList<>()).add(row);
    }
  }

  private int send() {
    int sent = 0;
    while (!planned.isEmpty() && inFlight.size() < IN_FLIGHT_MAX && failure == null) {
      final Step step = planned.peek();
      final Offer offer = send(step.operation());
      if (offer == null || offer == Offer.RETRY) {
        break;
      }
      if (offer != Offer.SENT) {
        fail("an order could not be sent: " + offer);
        break;
      }
      planned.poll();
      if (step.lastOfRow() >= 0 && !rows.isEmpty()) {
        holdAt(plannedRptSeq, step.lastOfRow());
      }
      sent++;
    }
    return sent;
  }

  /** Sends an operation; null if its order still awaits the answer to an earlier one. */
  private Offer send(final Operation operation) {
    if (operation instanceof Place place) {
      final ReplayOrder order = place.order();
      final HubOrder hubOrder = new HubOrder(runId + "-" + order.name());
      final Offer offer =
          newOrder(
              hubOrder.clOrdId,
              order.side(),
              TimeInForce.GOOD_TILL_CANCEL,
              order.price(),
              order.orderQty());
      if (offer == Offer.SENT) {
        hubOrders.put(order, hubOrder);
        track(hubOrder.clOrdId, operation, hubOrder);
      }
      return offer;
    }
    if (operation instanceof Execute execute) {
      final String clOrdId = requestId();
      final Offer offer =
          newOrder(
              clOrdId,
              execute.side(),
              TimeInForce.IMMEDIATE_OR_CANCEL,
              execute.price(),
              execute.qty());
      if (offer == Offer.SENT) {
        executions++;
        track(clOrdId, operation, hubOrders.get(execute.resting()));
      }
      return offer;
    }
    final ReplayOrder order =
        operation instanceof Reduce reduce ? reduce.order() : ((Cancel) operation).order();
    final HubOrder target = hubOrders.get(order);
    if (target.requestPending) {
      return null;
    }
    final String clOrdId = requestId();
    final Offer offer =
        operation instanceof Reduce reduce
            ? client.replace(
                account,
                0,
                clOrdId,
                target.clOrdId,
                order.price() * PRICE_SCALE,
                Fixed8.ofUnits(reduce.newOrderQty()))
            : client.cancel(account, 0, clOrdId, target.clOrdId);
    if (offer == Offer.SENT) {
      target.requestPending = true;
      track(clOrdId, operation, target);
    }
    return offer;
  }

  private String requestId() {
    return runId + "-R" + ++requests;
  }

  private Offer newOrder(
      final String clOrdId,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long qty) {
    return client.newOrder(
        account,
        securityId,
        clOrdId,
        side,
        OrdType.LIMIT,
        timeInForce,
        price * PRICE_SCALE,
        Fixed8.ofUnits(qty));
  }

  private void track(final String clOrdId, final Operation operation, final HubOrder target) {
    final InFlight flight = new InFlight(operation, target, ++plannedRptSeq);
    byClOrdId.put(clOrdId, flight);
    inFlight.add(flight);
  }

  @Override
  public void onAccountClaimed(
      final long claimedAccount, final long nextReportNo, final long oldestReportNo) {
    claimed = true;
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    final String clOrdId = report.clOrdId();
    final ExecType execType = report.execType();
    final InFlight flight = byClOrdId.get(clOrdId);
    if (flight == null) {
      return;
    }
    switch (execType) {
      case NEW -> {
        flight.target.mdOrderId =
            flight.operation instanceof Place ? report.mdOrderId() : flight.target.mdOrderId;
        if (flight.operation instanceof Place) {
          answered(clOrdId, flight);
        }
      }
      case TRADE -> {
        if (flight.operation instanceof Execute) {
          flight.tradedQty += report.lastQty();
          flight.tradedElsewhere |= report.contraMdOrderId() != flight.target.mdOrderId;
          if (report.leavesQty() == 0) {
            executed(clOrdId, flight);
          }
        }
      }
      case REPLACED -> {
        flight.target.clOrdId = clOrdId;
        answered(clOrdId, flight);
      }
      case CANCELED -> {
        if (flight.operation instanceof Execute) {
          executed(clOrdId, flight);
        } else {
          answered(clOrdId, flight);
        }
      }
      case PENDING_NEW -> {}
      default -> fail(clOrdId + " was answered by " + execType + " " + report.text());
    }
  }

  private void executed(final String clOrdId, final InFlight flight) {
    final Execute execute = (Execute) flight.operation;
    if (flight.tradedQty == Fixed8.ofUnits(execute.qty()) && !flight.tradedElsewhere) {
      executionsAtHead++;
    } else {
      differ(
          "execution of "
              + execute.qty()
              + "@"
              + execute.price()
              + " traded "
              + Fixed8.format(flight.tradedQty)
              + (flight.tradedElsewhere ? ", not with " : " with ")
              + execute.resting().name());
    }
    answered(clOrdId, flight);
  }

  private void answered(final String clOrdId, final InFlight flight) {
    latencies.record(System.nanoTime() - flight.sentNanos);
    flight.answered = true;
    if (!(flight.operation instanceof Execute)) {
      flight.target.requestPending = false;
    }
    byClOrdId.remove(clOrdId);
    retire();
  }

  private void retire() {
    final long rptSeq = book().rptSeq();
    while (!inFlight.isEmpty() && inFlight.peek().answered && inFlight.peek().rptSeq <= rptSeq) {
      inFlight.poll();
      operationsDone++;
    }
  }

  @Override
  public void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    fail(reject.clOrdId() + " was refused: " + reject.cxlRejReason() + " " + reject.text());
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    fail(
        reject.clOrdId()
            + " was not taken: "
            + reject.businessRejectReason()
            + " "
            + reject.text());
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (reason != CloseReason.CLOSED_BY_CALLER) {
      fail("the session ended: " + reason);
    }
  }

  @Override
  public void onStale(final long staleSecurityId, final MDFeed feed) {
    if (claimed && plannedRptSeq > 0 && operationsDone > 0) {
      fail("market data was lost on the way; rows in between cannot be compared");
    }
  }

  @Override
  public void onBook(final long bookSecurityId, final MDFeed feed) {
    if (bookSecurityId != securityId) {
      return;
    }
    final List<Integer> due = rowsByRptSeq.remove(book().rptSeq());
    if (due != null) {
      due.forEach(this::hold);
    }
    retire();
  }

  /** Holds the hub's best levels against a recorded row. */
  private void hold(final int row) {
    final BookRow recorded = rows.get(row);
    final BookRow now =
        new BookRow(
            levels(Side.BUY, recorded.bids().size()), levels(Side.SELL, recorded.asks().size()));
    final boolean identical = now.equals(recorded);
    rowsHeld++;
    if (row > 0) {
      transitions++;
      transitionsIdentical += identical ? 1 : 0;
    }
    if (!identical) {
      differ("row " + row + ": recorded " + recorded + ", the hub's " + now);
    }
  }

  private List<Level> levels(final Side side, final int count) {
    final List<Level> levels = new ArrayList<>();
    final BookByPrice book = book();
    for (int i = 0; i < Math.min(count, book.levels(side)); i++) {
      levels.add(new Level(book.price(side, i) / PRICE_SCALE, book.size(side, i) / Fixed8.ONE));
    }
    return levels;
  }

  private void differ(final String what) {
    if (differences.size() < DIFFERENCES_SHOWN_MAX) {
      differences.add(what);
    }
  }

  private void fail(final String reason) {
    if (failure == null) {
      failure = reason;
    }
  }
}
