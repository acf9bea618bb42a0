package io.qanat.loadtest.chaos;

import io.aeron.Aeron;
import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.value.Fixed8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * A client that trades one account at a steady rate, records what it asks and is told, moves to the
 * next gateway when its session ends, and says again what nobody has answered. One thread.
 */
final class ChaosClient implements OrderEntryListener {
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long RESEND_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long LOGON_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final int KEEP_ALIVE_MILLIS = 1_000;
  private static final int BEHIND_MAX = 20;
  private static final int OPEN_MAX = 50;
  private static final long TICK = Fixed8.ONE / 10_000;
  private static final long MID = Fixed8.ofUnits(100);
  private static final int SPREAD_TICKS = 20;
  private static final int QUANTITY_MAX = 9;
  private static final int SECURITIES = 2;

  private record OpenOrder(String clOrdId, long orderId, long securityId, Side side) {}

  private final Aeron aeron;
  private final Gateways gateways;
  private final ClientHistory history;
  private final Executions executions;
  private final Random random;
  private final String prefix;
  private final OrderEntrySettings settings;
  private final long intervalNanos;

  /** Orders that rest, by OrderID. */
  private final Map<Long, OpenOrder> open = new HashMap<>();

  private final Deque<Request> again = new ArrayDeque<>();
  private OrderEntryClient client;
  private int gateway;
  private boolean claimRequested;
  private boolean claimed;
  private long nextReportNo = 1;
  private long connectAtNanos;
  private long resendAtNanos;
  private long silentSinceNanos;
  private long nextDueNanos;
  private int asked;
  private int reconnections;
  private final AtomicInteger refusals = new AtomicInteger();
  private boolean sending = true;

  /**
   * Not connected yet.
   *
   * @param gateway to log on to first
   * @param ratePerSecond requests
   * @param executions told of each fill
   */
  ChaosClient(
      final Aeron aeron,
      final Gateways gateways,
      final ClientHistory history,
      final Executions executions,
      final long seed,
      final int gateway,
      final int ratePerSecond) {
    this.aeron = aeron;
    this.gateways = gateways;
    this.history = history;
    this.executions = executions;
    this.random = new Random(seed);
    this.gateway = gateway;
    prefix = "x" + history.account() + "-" + Long.toString(System.currentTimeMillis(), 36) + "-";
    settings =
        new OrderEntrySettings()
            .credentials(
                1,
                history.account(),
                "load-test",
                "load-test-secret-for-sandboxes-only".getBytes(StandardCharsets.US_ASCII))
            .keepAliveMillis(KEEP_ALIVE_MILLIS)
            .logonTimeoutNanos(LOGON_NANOS)
            .holdToThrottle(false);
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    nextDueNanos = System.nanoTime();
  }

  /** A turn; returns how much there was to do. */
  int work(final long nowNanos) {
    if (client == null || client.state() == OrderEntryClient.State.CLOSED) {
      return connect(nowNanos);
    }
    int work = client.poll();
    if (client.state() == OrderEntryClient.State.ESTABLISHED && !claimRequested) {
      claimRequested = client.claimAccount(history.account(), nextReportNo) == Offer.SENT;
    }
    if (claimed) {
      work += sayAgain(nowNanos);
      work += askWhatIsDue(nowNanos);
    }
    return work;
  }

  private int connect(final long nowNanos) {
    if (nowNanos - connectAtNanos < 0) {
      return 0;
    }
    connectAtNanos = nowNanos + RECONNECT_NANOS;
    if (client != null) {
      reconnections++;
      gateway = gateway % gateways.count() + 1;
    }
    claimRequested = false;
    claimed = false;
    history.note("connects to gateway " + gateway, nowNanos);
    gateways.select(gateway, settings);
    client = OrderEntryClient.connect(aeron, settings, this);
    return 1;
  }

  private int askWhatIsDue(final long nowNanos) {
    if (!sending || nowNanos - nextDueNanos < 0) {
      return 0;
    }
    // What was due while nobody answered is not made up for all at once.
    nextDueNanos = Math.max(nextDueNanos + intervalNanos, nowNanos - BEHIND_MAX * intervalNanos);
    final Request request = next(nowNanos);
    if (send(request) == Offer.SENT) {
      asked++;
      history.asked(request);
      silentSinceNanos = history.unanswered() == 1 ? nowNanos : silentSinceNanos;
    }
    return 1;
  }

  private Request next(final long nowNanos) {
    final String clOrdId = prefix + Integer.toString(asked, 36);
    final int dice = random.nextInt(100);
    if (!open.isEmpty() && (dice < 20 || open.size() >= OPEN_MAX)) {
      final OpenOrder order = anyOpen();
      return new Request(
          Request.Kind.CANCEL,
          clOrdId,
          order.clOrdId,
          order.orderId,
          order.securityId,
          order.side,
          TimeInForce.GOOD_TILL_CANCEL,
          0,
          0,
          nowNanos);
    }
    final long quantity = Fixed8.ofUnits(1 + random.nextInt(QUANTITY_MAX));
    final long price = MID + (random.nextInt(SPREAD_TICKS) - SPREAD_TICKS / 2) * TICK;
    if (!open.isEmpty() && dice < 28) {
      final OpenOrder order = anyOpen();
      return new Request(
          Request.Kind.REPLACE,
          clOrdId,
          order.clOrdId,
          order.orderId,
          order.securityId,
          order.side,
          TimeInForce.GOOD_TILL_CANCEL,
          price,
          quantity,
          nowNanos);
    }
    return new Request(
        Request.Kind.NEW,
        clOrdId,
        "",
        0,
        dice < 90 ? 1 : SECURITIES,
        random.nextBoolean() ? Side.BUY : Side.SELL,
        dice % 3 == 0 ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.GOOD_TILL_CANCEL,
        price,
        quantity,
        nowNanos);
  }

  private OpenOrder anyOpen() {
    final List<Long> ids = new ArrayList<>(open.keySet());
    ids.sort(null);
    return open.get(ids.get(random.nextInt(ids.size())));
  }

  private Offer send(final Request request) {
    final long account = history.account();
    return switch (request.kind) {
      case NEW ->
          client.newOrder(
              account,
              request.securityId,
              request.clOrdId,
              request.side,
              OrdType.LIMIT,
              request.timeInForce,
              request.price,
              request.quantity);
      case CANCEL -> client.cancel(account, request.orderId, request.clOrdId, request.origClOrdId);
      case REPLACE ->
          client.replace(
              account,
              request.orderId,
              request.clOrdId,
              request.origClOrdId,
              request.price,
              request.quantity);
    };
  }

  /** After a reconnection, for what was refused for load, and after a long silence. */
  private int sayAgain(final long nowNanos) {
    if (again.isEmpty()) {
      if (history.unanswered() > 0 && nowNanos - silentSinceNanos > SILENCE_NANOS) {
        history.note("not answered for long, says again", nowNanos);
        sayEverythingAgain(nowNanos);
      }
      return 0;
    }
    if (nowNanos - resendAtNanos < 0) {
      return 0;
    }
    int done = 0;
    while (!again.isEmpty()) {
      if (!again.peek().isAnswered() && send(again.peek()) != Offer.SENT) {
        break;
      }
      again.poll();
      done++;
    }
    return done;
  }

  private void sayEverythingAgain(final long notBeforeNanos) {
    again.clear();
    history.requests().stream().filter(request -> !request.isAnswered()).forEach(again::add);
    resendAtNanos = notBeforeNanos;
    silentSinceNanos = notBeforeNanos;
  }

  /** Asks nothing new from now on. */
  void stopAsking() {
    sending = false;
  }

  /** Whether everything it asked for is answered. */
  boolean isSettled() {
    return claimed && history.unanswered() == 0;
  }

  int asked() {
    return asked;
  }

  int reconnections() {
    return reconnections;
  }

  /** Requests that were refused for load, each counted as often as that happened. */
  int refusals() {
    return refusals.get();
  }

  ClientHistory history() {
    return history;
  }

  void close() {
    if (client != null) {
      client.close();
    }
  }

  @Override
  public void onAccountClaimed(final long account, final long nextNo, final long oldestReportNo) {
    claimed = true;
    // What was missed is retransmitted meanwhile; the rest is asked for once more.
    sayEverythingAgain(System.nanoTime() + RESEND_AFTER_NANOS);
  }

  @Override
  public void onReportsUnavailable(
      final long account, final long fromReportNo, final long resumesAtReportNo) {
    history.contradiction(
        "reports " + fromReportNo + " to " + (resumesAtReportNo - 1) + " cannot be had");
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.reportNo() == 0) {
      return;
    }
    final long nowNanos = System.nanoTime();
    silentSinceNanos = nowNanos;
    if (report.reportNo() != nextReportNo) {
      history.contradiction("report " + report.reportNo() + " follows " + (nextReportNo - 1));
    }
    nextReportNo = report.reportNo() + 1;
    final String clOrdId = report.clOrdId();
    if (report.leavesQty() > 0) {
      open.put(
          report.orderId(),
          new OpenOrder(clOrdId, report.orderId(), report.securityId(), report.side()));
    } else {
      open.remove(report.orderId());
    }
    if (report.execType() == ExecType.TRADE) {
      executions.executed(report.securityId(), report.transactTime());
    }
    history.reported(report.reportNo(), report, nowNanos);
    if (report.execType() != ExecType.PENDING_NEW) {
      history.answered(clOrdId, report.execType().name(), nowNanos);
    }
  }

  @Override
  public void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    final long nowNanos = System.nanoTime();
    silentSinceNanos = nowNanos;
    if (reject.reportNo() != 0) {
      nextReportNo = reject.reportNo() + 1;
    }
    // Whatever it was, it is not open under this name any more.
    open.values().removeIf(order -> order.clOrdId.equals(reject.origClOrdId()));
    history.reported(reject.reportNo(), reject, nowNanos);
    history.answered(reject.clOrdId(), "CANCEL_REJECT", nowNanos);
  }

  @Override
  public void onRepeated(final MessageDecoderFlyweight report) {
    if (report instanceof ExecutionReportDecoder execution) {
      history.reported(execution.reportNo(), report, System.nanoTime());
    } else if (report instanceof OrderCancelRejectDecoder reject) {
      history.reported(reject.reportNo(), report, System.nanoTime());
    }
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    final Request request = history.request(reject.clOrdId());
    if (request == null || request.isAnswered()) {
      return;
    }
    if (reject.businessRejectReason() == BusinessRejectReason.BUSY
        || reject.businessRejectReason() == BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED) {
      refusals.incrementAndGet();
      again.add(request);
      resendAtNanos =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(1, reject.retryAfterMillis()));
    } else {
      history.answered(
          request.clOrdId, reject.businessRejectReason() + " " + reject.text(), System.nanoTime());
    }
  }

  @Override
  public void onNotApplied(final long fromSeqNo, final long count) {
    sayEverythingAgain(System.nanoTime() + RESEND_AFTER_NANOS);
  }

  @Override
  public void onNegotiationRejected(
      final NegotiationRejectCode code, final long lastIncarnation, final String text) {
    history.note("logon rejected: " + code + " " + text, System.nanoTime());
  }

  @Override
  public void onTerminated(final TerminateCode code, final String text) {
    history.note("terminated: " + code + " " + text, System.nanoTime());
  }

  @Override
  public void onClosed(final CloseReason reason) {
    claimed = false;
    history.note("closed: " + reason, System.nanoTime());
  }
}
