package io.qanat.loadtest.simulate;

import com.typesafe.config.ConfigFactory;
import io.qanat.account.core.LiveClaim;
import io.qanat.audit.CutAudit;
import io.qanat.entity.Edge;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.core.Core;
import io.qanat.hub.LostSessions;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.sim.Fault;
import io.qanat.sim.Faults;
import io.qanat.sim.SimScheduler;
import io.qanat.sim.SimulatedLog;
import io.qanat.sim.Simulation;
import io.qanat.sim.SimulationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A cluster with gateways, market data, clients and agents around it, from its first definition to
 * the last check. One run; equal options give equal runs.
 */
public final class TradingWorld implements Simulation.Outside {
  /**
   * What a run decides with: the hub's cores and log, or a variant broken on purpose.
   *
   * @param log may put a gate before the log
   */
  public record Variant(Core.Factory cores, Consumer<SimulatedLog> log) {}

  private static final int NODES = 3;
  private static final int HAWKES = 2;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SETTLE_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
  private static final int AUDITS = 12;
  private static final int EXCITING_SLICES = 10;
  private static final double EXCITING = 0.004;

  /** Smaller windows and snapshots than a hub has, so that every path is taken often. */
  private static final EntityConfig CONFIG =
      EntityConfig.of(
          ConfigFactory.parseString(
                  "qanat.entity { window-entries = 64, peer-window = 16, ack-every = 8,"
                      + " snapshot-floor-entries = 60, snapshot-floor-bytes = 8 KiB,"
                      + " snapshot-interval = 500 ms, passivate-after = 20 s }")
              .withFallback(ConfigFactory.defaultReference()));

  private final SimulationOptions options;
  private final Variant variant;
  private final Consumer<TradingWorld> watcher;
  private final Simulation simulation;
  private final SimScheduler scheduler;
  private final Statistics statistics = new Statistics();
  private final ReportWatch reports = new ReportWatch(this);
  private final BookWatch books = new BookWatch(this);
  private final MarketView market;
  private final List<SimulatedGateway> gateways = new ArrayList<>();
  private final List<Trader> traders = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();
  private final Map<Long, FairValue> fairValues = new TreeMap<>();
  private final Map<Long, Double> lastFair = new TreeMap<>();
  private long lastIncarnation;
  private boolean trading;
  private int exciting;
  private long startNanos;

  /** Makes a world in which nothing has happened. */
  public TradingWorld(final SimulationOptions options, final Variant variant) {
    this(options, variant, world -> {});
  }

  /**
   * Makes a world in which nothing has happened.
   *
   * @param watcher looks at it after each half second of trading
   */
  TradingWorld(
      final SimulationOptions options,
      final Variant variant,
      final Consumer<TradingWorld> watcher) {
    this.options = options;
    this.watcher = watcher;
    this.variant = variant;
    simulation =
        new Simulation(
            options.seed(),
            Faults.BAD_DAY.only(options.faults()),
            new Simulation.Setup(NODES, CONFIG, variant.cores(), this, options.skipped()));
    scheduler = simulation.scheduler();
    variant.log().accept(simulation.log());
    market = new MarketView(this, scheduler, !options.faults().isEmpty());
    for (int node = 0; node < NODES; node++) {
      gateways.add(new SimulatedGateway(node, simulation, market));
    }
    gateways.forEach(gateway -> gateway.start(++lastIncarnation));
  }

  @Override
  public Edge edge(final int node) {
    if (!gateways.isEmpty()) {
      gateways.get(node).start(++lastIncarnation);
    }
    return new NodeEdge(node, this);
  }

  @Override
  public void onNodeLost(final int node) {
    gateways.get(node).lose();
  }

  @Override
  public void onTakenOver(final int node) {
    announceLost(gateways.get(node).incarnation());
  }

  /** Tells accounts that a gateway is gone, as a node does that starts or takes over. */
  private void announceLost(final long incarnation) {
    final SimulatedGateway from = anyGateway(scheduler.random());
    if (from != null) {
      final Map<Long, LiveClaim> claims =
          new TreeMap<>(CutAudit.of(simulation.log().cut(), variant.cores()).liveClaims());
      claims.values().removeIf(claim -> claim.gateway() != incarnation);
      new LostSessions(from).announce(claims);
    }
  }

  @Override
  public boolean inject(final Fault fault, final SplittableRandom random) {
    final SimulatedGateway gateway = gateways.get(random.nextInt(NODES));
    if (!gateway.isUp()) {
      return false;
    }
    if (fault == Fault.GATEWAY_LOST) {
      final long lost = gateway.incarnation();
      gateway.lose();
      gateway.start(++lastIncarnation);
      announceLost(lost);
      return true;
    }
    final SimulatedGateway.Connection connection =
        gateway.connection(random.nextInt(Integer.MAX_VALUE));
    if (connection == null) {
      return false;
    }
    connection.cut();
    return true;
  }

  /** A gateway that takes clients, or null. */
  SimulatedGateway anyGateway(final SplittableRandom random) {
    final List<SimulatedGateway> up = gateways.stream().filter(SimulatedGateway::isUp).toList();
    return up.isEmpty() ? null : up.get(random.nextInt(up.size()));
  }

  /** The gateway that hosts a session, or null. */
  SimulatedGateway gatewayOf(final long sessionKey) {
    for (final SimulatedGateway gateway : gateways) {
      if (gateway.holds(sessionKey)) {
        return gateway;
      }
    }
    return null;
  }

  /** The gateway that made a request, or null if that incarnation is gone. */
  SimulatedGateway gatewayOfRequest(final long requestId) {
    for (final SimulatedGateway gateway : gateways) {
      if (gateway.isUp() && gateway.incarnation() == requestId >>> Integer.SIZE) {
        return gateway;
      }
    }
    return null;
  }

  SimulatedGateway gateway(final int node) {
    return gateways.get(node);
  }

  Simulation simulation() {
    return simulation;
  }

  Statistics statistics() {
    return statistics;
  }

  ReportWatch reports() {
    return reports;
  }

  BookWatch books() {
    return books;
  }

  MarketView market() {
    return market;
  }

  Core.Factory cores() {
    return variant.cores();
  }

  List<Trader> traders() {
    return traders;
  }

  /** Whether one of those who provide liquidity has an order there. */
  boolean isQuoted(final long instrument) {
    return traders.stream()
        .filter(trader -> trader.partner() == MarketSetup.MAKERS)
        .anyMatch(
            trader ->
                trader.accounts().stream()
                    .anyMatch(account -> !trader.openOrders(account, instrument).isEmpty()));
  }

  FairValue fairValue(final long instrument) {
    return fairValues.get(instrument);
  }

  boolean isTrading() {
    return trading;
  }

  /** Whether something has just moved the market. */
  boolean isExciting() {
    return exciting > 0;
  }

  /** Something that must not be. */
  SimulationFailure failure(final String what) {
    return new SimulationFailure(what);
  }

  /** Virtual time since the beginning, nanoseconds. */
  public long elapsedNanos() {
    return scheduler.nowNanos() - Simulation.START_NANOS;
  }

  /** Virtual time since trading began, nanoseconds. */
  long tradingNanos() {
    return scheduler.nowNanos() - startNanos;
  }

  /** How many faults of each kind there were. */
  public Map<Fault, Integer> faults() {
    return simulation.faultsInjected();
  }

  /** Names of those that can be left out. */
  public Set<String> faultNames() {
    return simulation.faultNames();
  }

  /**
   * Runs from the first definition to the last check.
   *
   * @throws SimulationFailure saying what must not be
   */
  public void run() {
    final AdminDesk desk = new AdminDesk(this);
    new Provisioning(desk).apply(MarketSetup.hub());
    startNanos = scheduler.nowNanos();
    for (final InstrumentSetup instrument : MarketSetup.instruments()) {
      fairValues.put(
          instrument.id(),
          new FairValue(
              scheduler.newRandom("fair " + instrument.symbol()),
              options.shape(),
              instrument.id(),
              startNanos,
              options.durationNanos()));
    }
    populate();
    final OperatorAgent operator = new OperatorAgent(this, desk, MarketSetup.instruments());
    trading = true;
    agents.forEach(Agent::begin);
    operator.begin();
    trade();
    trading = false;
    settle(operator);
    statistics.recoveries = simulation.recoveries();
    new FinalChecks(this).check();
  }

  private void populate() {
    final List<InstrumentSetup> instruments = MarketSetup.instruments();
    long account = 1;
    long session = 1;
    for (final InstrumentSetup instrument : instruments) {
      final Trader maker =
          trader("m" + session, MarketSetup.MAKERS, session++, true, List.of(account++));
      agents.add(new MakerAgent(this, maker, instrument));
    }
    agents.add(
        new MomentumAgent(
            this, trader("mo", MarketSetup.TAKERS, 1, false, List.of(101L)), instruments.get(0)));
    agents.add(
        new MeanReversionAgent(
            this, trader("re", MarketSetup.TAKERS, 2, true, List.of(102L)), instruments.get(1)));
    for (int i = 0; i < HAWKES; i++) {
      final Trader noise =
          trader("n" + i + "-", MarketSetup.TAKERS, 3 + i, false, List.of(103L + i));
      agents.add(new HawkesAgent("hawkes " + i, this, noise, instruments));
    }
    final List<Long> crowd = List.of(105L, 106L, 107L, 108L);
    agents.add(
        new RetailAgent(this, trader("p", MarketSetup.TAKERS, 9, false, crowd), instruments));
  }

  private Trader trader(
      final String name,
      final long partner,
      final long session,
      final boolean cancelOnDisconnect,
      final List<Long> accounts) {
    final Trader trader = new Trader(name, this, partner, session, cancelOnDisconnect, accounts);
    traders.add(trader);
    return trader;
  }

  private void trade() {
    final long auditNanos = Math.max(SLICE_NANOS, options.durationNanos() / AUDITS);
    final long endNanos = startNanos + options.durationNanos();
    long nextAuditNanos = startNanos + auditNanos;
    while (scheduler.nowNanos() < endNanos) {
      simulation.runFor(Math.min(SLICE_NANOS, endNanos - scheduler.nowNanos()));
      noticeMoves();
      watcher.accept(this);
      if (scheduler.nowNanos() >= nextAuditNanos) {
        nextAuditNanos += auditNanos;
        audit();
      }
    }
  }

  private void noticeMoves() {
    exciting = Math.max(0, exciting - 1);
    fairValues.forEach(
        (instrument, fair) -> {
          final double now = fair.value(scheduler.nowNanos());
          final Double before = lastFair.put(instrument, now);
          if (before != null
              && Math.abs(now - before) > EXCITING * MarketSetup.firstPrice(instrument)) {
            exciting = EXCITING_SLICES;
          }
        });
  }

  /** Takes a cut of the log wherever everything stands, and adds it up. */
  CutAudit.Result audit() {
    statistics.audits++;
    final CutAudit.Result result = CutAudit.of(simulation.log().cut(), variant.cores());
    if (!result.isSound()) {
      throw failure("a cut of the log is not sound: " + result.line());
    }
    statistics.entries = result.entries();
    return result;
  }

  private void settle(final OperatorAgent operator) {
    simulation.heal();
    until("everything asked is answered", () -> traders.stream().allMatch(Trader::isAnswered));
    // What the operator has asked for is on its way.
    simulation.runToQuiescence();
    operator.openEverything();
    for (final Trader trader : traders) {
      trader.accounts().forEach(trader::massCancel);
    }
    until("everything is cancelled", () -> traders.stream().allMatch(Trader::isAnswered));
    simulation.runToQuiescence();
    // What is reported last is on its way to the clients.
    simulation.runFor(TimeUnit.SECONDS.toNanos(5));
    simulation.runToQuiescence();
  }

  private void until(final String what, final BooleanSupplier done) {
    final long patience = scheduler.nowNanos() + SETTLE_NANOS_MAX;
    while (!done.getAsBoolean()) {
      if (scheduler.nowNanos() >= patience) {
        final StringBuilder missing = new StringBuilder();
        for (final Trader trader : traders) {
          if (!trader.isAnswered()) {
            missing.append(missing.isEmpty() ? "" : "; ").append(trader.unanswered());
          }
        }
        throw failure(
            "within ten minutes without faults it is not so that " + what + ": " + missing);
      }
      simulation.runFor(SLICE_NANOS);
    }
  }
}
