package io.qanat.loadtest.simulate;

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
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.sim.SimScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * A client with accounts: connects again whenever it has to, asks again under the same name for
 * whatever nobody answered, and knows its orders and positions.
 */
final class Trader implements OrderEntryListener {
  /** What was asked and not answered. */
  private static final class Request {
    private final Supplier<Offer> send;
    private long againAtNanos;

    Request(final Supplier<Offer> send) {
      this.send = send;
    }
  }

  private static final long IDLE_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int KEEP_ALIVE_MILLIS = 2_000;

  private final String name;
  private final TradingWorld world;
  private final SimScheduler scheduler;
  private final SplittableRandom random;
  private final long partner;
  private final long session;
  private final boolean cancelOnDisconnect;
  private final List<Long> accounts;
  private final Map<Long, Long> nextReportNos = new TreeMap<>();
  private final Map<String, Request> requests = new TreeMap<>();
  private final Map<String, ClientOrder> ordersByName = new TreeMap<>();
  private final Map<String, Long> tradedByTrade = new TreeMap<>();
  private final Map<String, Long> positions = new TreeMap<>();
  private OrderEntryClient client;
  private boolean pollScheduled;
  private long connectAtNanos;
  private long lastName;

  Trader(
      final String name,
      final TradingWorld world,
      final long partner,
      final long session,
      final boolean cancelOnDisconnect,
      final List<Long> accounts) {
    this.name = name;
    this.world = world;
    this.scheduler = world.simulation().scheduler();
    this.random = scheduler.newRandom("trader " + name);
    this.partner = partner;
    this.session = session;
    this.cancelOnDisconnect = cancelOnDisconnect;
    this.accounts = List.copyOf(accounts);
    accounts.forEach(account -> nextReportNos.put(account, 1L));
    connect();
    keepPolling();
  }

  long partner() {
    return partner;
  }

  List<Long> accounts() {
    return accounts;
  }

  private void connect() {
    final SimulatedGateway gateway = world.anyGateway(random);
    if (gateway == null) {
      connectAtNanos = scheduler.nowNanos() + RECONNECT_NANOS;
      return;
    }
    final OrderEntrySettings settings =
        new OrderEntrySettings()
            .credentials(partner, session, MarketSetup.KEY, MarketSetup.SECRET)
            .keyDerivation(MarketSetup.DERIVATION)
            .keepAliveMillis(KEEP_ALIVE_MILLIS)
            .cancelOnDisconnect(cancelOnDisconnect)
            .logonTimeoutNanos(TimeUnit.SECONDS.toNanos(3))
            .clocks(scheduler::nowNanos, scheduler::nowNanos);
    client =
        OrderEntryClient.over(
            new SimulatedWire(scheduler, gateway, this::pollSoon), settings, this);
  }

  private void keepPolling() {
    poll();
    scheduler.after(IDLE_POLL_NANOS, this::keepPolling);
  }

  private void pollSoon() {
    if (!pollScheduled) {
      pollScheduled = true;
      scheduler.after(
          0,
          () -> {
            pollScheduled = false;
            poll();
          });
    }
  }

  private void poll() {
    if (client == null || client.state() == OrderEntryClient.State.CLOSED) {
      if (scheduler.nowNanos() - connectAtNanos >= 0) {
        connect();
      }
      return;
    }
    while (client.poll() > 0) {
      // The condition does the work.
    }
    if (client.state() == OrderEntryClient.State.ESTABLISHED) {
      remember();
      askAgain();
    }
  }

  private void remember() {
    for (final long account : accounts) {
      final long next = client.nextReportNo(account);
      if (next > 0) {
        nextReportNos.put(account, next);
      }
    }
  }

  private void askAgain() {
    final long now = scheduler.nowNanos();
    for (final Request request : requests.values()) {
      if (now - request.againAtNanos >= 0 && request.send.get() == Offer.SENT) {
        request.againAtNanos = now + ASK_AGAIN_NANOS;
      }
    }
  }

  /** Whether orders may be sent now. */
  boolean isReady() {
    return client != null && client.state() == OrderEntryClient.State.ESTABLISHED;
  }

  /** Whether everything asked has been answered. */
  boolean isAnswered() {
    return requests.isEmpty();
  }

  /** The next report that this client has not seen. */
  long nextReportNo(final long account) {
    return nextReportNos.get(account);
  }

  /** What was not answered, for people. */
  String unanswered() {
    return name + ": " + requests.keySet();
  }

  /** Orders that are accepted and open, and that nothing is asked about. */
  List<ClientOrder> openOrders(final long account, final long instrument) {
    final List<ClientOrder> open = new ArrayList<>();
    for (final ClientOrder order : ordersByName.values()) {
      if (order.account == account
          && order.instrument == instrument
          && order.accepted
          && !order.changing) {
        open.add(order);
      }
    }
    return open;
  }

  /** Executed so far, Fixed8; negative: sold. */
  long position(final long account, final long instrument) {
    return positions.getOrDefault(account + "/" + instrument, 0L);
  }

  private String nextName() {
    return name + ++lastName;
  }

  private void ask(final long account, final String clOrdId, final Supplier<Offer> send) {
    final Request request = new Request(send);
    requests.put(account + "/" + clOrdId, request);
    if (isReady() && send.get() == Offer.SENT) {
      request.againAtNanos = scheduler.nowNanos() + ASK_AGAIN_NANOS;
    }
  }

  /** Sends a plain order. */
  void submit(
      final long account,
      final long instrument,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    submit(account, instrument, side, ordType, timeInForce, price, orderQty, order -> {});
  }

  /** Sends an order in which something is special. */
  void submit(
      final long account,
      final long instrument,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final Consumer<NewOrderSingleEncoder> special) {
    final String clOrdId = nextName();
    ordersByName.put(
        account + "/" + clOrdId,
        new ClientOrder(
            account,
            instrument,
            clOrdId,
            side,
            ordType,
            timeInForce,
            price,
            orderQty,
            scheduler.nowNanos()));
    world.statistics().orders++;
    ask(
        account,
        clOrdId,
        () ->
            client.newOrder(
                account,
                instrument,
                clOrdId,
                side,
                ordType,
                timeInForce,
                price,
                orderQty,
                special));
  }

  /** Asks for an order to be cancelled. */
  void cancel(final ClientOrder order) {
    final String clOrdId = nextName();
    final String origClOrdId = order.clOrdId;
    order.changing = true;
    world.statistics().cancels++;
    ask(order.account, clOrdId, () -> client.cancel(order.account, 0, clOrdId, origClOrdId));
  }

  /** Asks for another price and total quantity. */
  void replace(final ClientOrder order, final long price, final long orderQty) {
    final String clOrdId = nextName();
    final String origClOrdId = order.clOrdId;
    order.changing = true;
    world.statistics().replaces++;
    ask(
        order.account,
        clOrdId,
        () -> client.replace(order.account, 0, clOrdId, origClOrdId, price, orderQty));
  }

  /** Asks for every order of an account to be cancelled. */
  void massCancel(final long account) {
    final String clOrdId = nextName();
    ask(
        account,
        clOrdId,
        () -> client.massCancel(account, MassActionScope.ALL_SECURITIES, 0, clOrdId));
  }

  @Override
  public void onEstablished() {
    nextReportNos.forEach((account, next) -> client.claimAccount(account, next));
    requests.values().forEach(request -> request.againAtNanos = scheduler.nowNanos());
    pollSoon();
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (reason == CloseReason.PROTOCOL_ERROR) {
      throw world.failure(name + " was sent what is no message of the protocol");
    }
    remember();
    world.statistics().reconnects++;
    connectAtNanos = scheduler.nowNanos() + 1 + random.nextLong(RECONNECT_NANOS);
  }

  @Override
  public void onReportsUnavailable(final long account, final long from, final long resumesAt) {
    throw world.failure(
        name + ": reports of account " + account + " from " + from + " to " + resumesAt + " lost");
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.reportNo() != 0) {
      world.reports().onDelivered(report.account(), report.reportNo(), report);
      follow(report);
    }
    answered(report);
  }

  private void answered(final ExecutionReportDecoder report) {
    if (report.execType() != ExecType.PENDING_NEW && report.execType() != ExecType.ORDER_STATUS) {
      requests.remove(report.account() + "/" + report.clOrdId());
    }
  }

  private void follow(final ExecutionReportDecoder report) {
    final String key = report.account() + "/";
    final String clOrdId = report.clOrdId();
    final String origClOrdId = report.origClOrdId();
    ClientOrder order = ordersByName.get(key + clOrdId);
    if (order == null && !origClOrdId.isEmpty()) {
      order = ordersByName.get(key + origClOrdId);
    }
    executed(report);
    if (order == null || report.execType() == ExecType.PENDING_NEW) {
      return;
    }
    order.leavesQty = report.leavesQty();
    if (report.execType() == ExecType.REPLACED) {
      ordersByName.remove(key + order.clOrdId);
      order.clOrdId = clOrdId;
      order.price = report.price();
      order.orderQty = report.orderQty();
      order.changing = false;
      ordersByName.put(key + clOrdId, order);
    }
    order.accepted = report.execType() != ExecType.REJECTED;
    if (report.leavesQty() == 0) {
      ordersByName.remove(key + order.clOrdId);
    }
  }

  private void executed(final ExecutionReportDecoder report) {
    final ExecType type = report.execType();
    if (type != ExecType.TRADE && type != ExecType.TRADE_CORRECT && type != ExecType.TRADE_CANCEL) {
      return;
    }
    final long quantity = type == ExecType.TRADE_CANCEL ? 0 : report.lastQty();
    final long signed = report.side() == Side.BUY ? quantity : -quantity;
    final String position = report.account() + "/" + report.securityId();
    final Long before =
        tradedByTrade.put(position + "/" + report.side() + report.tradeId(), signed);
    positions.merge(position, signed - (before == null ? 0 : before), Math::addExact);
    if (type == ExecType.TRADE) {
      world.statistics().executions++;
    }
  }

  @Override
  public void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    world.reports().onDelivered(reject.account(), reject.reportNo(), reject);
    answered(reject);
  }

  private void answered(final OrderCancelRejectDecoder reject) {
    requests.remove(reject.account() + "/" + reject.clOrdId());
    final ClientOrder order = ordersByName.get(reject.account() + "/" + reject.origClOrdId());
    if (order != null) {
      order.changing = false;
    }
  }

  @Override
  public void onOrderMassActionReport(final OrderMassActionReportDecoder report) {
    world.reports().onDelivered(report.account(), report.reportNo(), report);
    requests.remove(report.account() + "/" + report.clOrdId());
  }

  @Override
  public void onRepeated(final MessageDecoderFlyweight report) {
    world.statistics().repeats++;
    if (report instanceof ExecutionReportDecoder execution) {
      world.reports().onDelivered(execution.account(), execution.reportNo(), execution);
      answered(execution);
    } else if (report instanceof OrderCancelRejectDecoder reject) {
      world.reports().onDelivered(reject.account(), reject.reportNo(), reject);
      answered(reject);
    } else if (report instanceof OrderMassActionReportDecoder mass) {
      world.reports().onDelivered(mass.account(), mass.reportNo(), mass);
      requests.remove(mass.account() + "/" + mass.clOrdId());
    }
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    final String key = reject.account() + "/" + reject.clOrdId();
    final Request request = requests.get(key);
    if (request == null) {
      return;
    }
    if (reject.businessRejectReason() == BusinessRejectReason.INVALID_FIELD) {
      requests.remove(key);
      ordersByName.remove(key);
    } else {
      // No room, too fast, or its account is not claimed again yet: asked again under its name.
      final long waitNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(50, reject.retryAfterMillis()));
      request.againAtNanos = scheduler.nowNanos() + waitNanos;
    }
  }
}
