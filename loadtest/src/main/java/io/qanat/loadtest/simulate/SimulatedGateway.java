package io.qanat.loadtest.simulate;

import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.hub.config.IdleKind;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.hub.gateway.GatewayCounters;
import io.qanat.hub.gateway.LogonGuard;
import io.qanat.hub.gateway.OrderEntrySession;
import io.qanat.hub.gateway.SessionActions;
import io.qanat.hub.gateway.SessionCodecs;
import io.qanat.hub.gateway.SessionLimits;
import io.qanat.hub.gateway.aeron.SessionLosses;
import io.qanat.hub.marketdata.MarketDataConfig;
import io.qanat.hub.marketdata.MarketDataCounters;
import io.qanat.hub.marketdata.MarketDataDistributor;
import io.qanat.hub.marketdata.MarketDataSink;
import io.qanat.sim.SimScheduler;
import io.qanat.sim.Simulation;
import io.qanat.sim.SimulationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The edge of one node: the hub's sessions, queues and market-data distributor, driven by events
 * instead of threads.
 */
final class SimulatedGateway implements Entities, SessionQueue.Handler {
  private static final int QUEUE_BYTES = 1 << 20;
  private static final int REQUESTS_MAX = 10_000;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PUMP_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(20);
  private static final SessionLimits LIMITS =
      new SessionLimits(
          1_024, TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(2), 64, 100, 100, 10, 50, 0);
  private static final MarketDataConfig MARKET_DATA =
      new MarketDataConfig(
          "simulated",
          0,
          IdleKind.BACKOFF,
          64 * 1024,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(20),
          TimeUnit.SECONDS.toNanos(30),
          TimeUnit.SECONDS.toNanos(2),
          4);

  private final int node;
  private final Simulation simulation;
  private final SimScheduler scheduler;
  private final MarketDataSink sink;
  private final SessionCodecs codecs = new SessionCodecs();
  private final GatewayCounters counters = new GatewayCounters();
  private final Input refusedInput = new Input();
  private final Map<Long, Connection> bySession = new TreeMap<>();
  private final Map<Long, Connection> byRequest = new TreeMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private long incarnation;
  private boolean up;
  private boolean pumpScheduled;
  private EdgeRouter edge;
  private SessionQueue sessions;
  private MarketDataQueue publications;
  private Requests requests;
  private LogonGuard guard;
  private SessionLosses losses;
  private MarketDataDistributor distributor;

  SimulatedGateway(final int node, final Simulation simulation, final MarketDataSink sink) {
    this.node = node;
    this.simulation = simulation;
    this.scheduler = simulation.scheduler();
    this.sink = sink;
  }

  /** Starts anew. Request ids are this incarnation's: they begin with it times 2^32. */
  void start(final long newIncarnation) {
    final EdgeCounters edgeCounters = new EdgeCounters();
    incarnation = newIncarnation;
    up = true;
    pumpScheduled = false;
    sessions = new SessionQueue(QUEUE_BYTES, edgeCounters);
    publications = new MarketDataQueue(QUEUE_BYTES, edgeCounters);
    requests = new Requests(newIncarnation << Integer.SIZE, REQUESTS_MAX, edgeCounters);
    // Nobody watches a simulated hub over WebSocket.
    final WatchQueue watched = new WatchQueue(1 << 10, edgeCounters);
    edge = new EdgeRouter(sessions, requests, publications, watched, edgeCounters);
    guard = new LogonGuard(1_000, 100, scheduler.nowNanos());
    losses = new SessionLosses(this, counters.sessionLossRetries);
    distributor =
        new MarketDataDistributor(
            MARKET_DATA,
            sink,
            this,
            publications,
            watched,
            requests,
            new MarketDataCounters(),
            scheduler.nowNanos());
    tick(newIncarnation);
  }

  /** It is gone, and so are its clients' connections. */
  void lose() {
    up = false;
    bySession.clear();
    byRequest.clear();
    for (final Connection connection : List.copyOf(connections)) {
      connection.gone = true;
      connection.wire.cut();
    }
    connections.clear();
  }

  boolean isUp() {
    return up;
  }

  int node() {
    return node;
  }

  long incarnation() {
    return incarnation;
  }

  boolean holds(final long sessionKey) {
    return up && bySession.containsKey(sessionKey);
  }

  Requests requests() {
    return requests;
  }

  /** What leaves entities, for this gateway. */
  Edge edge() {
    pumpSoon();
    return edge;
  }

  /** A client that is connected, to break its connection; null if there is none. */
  Connection connection(final int index) {
    return connections.isEmpty() ? null : connections.get(index % connections.size());
  }

  Connection accept(final SimulatedWire wire) {
    final Connection connection = new Connection(wire);
    connection.session =
        new OrderEntrySession(
            LIMITS,
            guard,
            connection,
            codecs,
            counters,
            incarnation,
            new byte[16],
            scheduler.nowNanos());
    connections.add(connection);
    return connection;
  }

  private void tick(final long ofIncarnation) {
    if (up && incarnation == ofIncarnation) {
      final long now = scheduler.nowNanos();
      requests.expire(sessions, now, id -> onRequestRefused(id, Edge.Refusal.UNAVAILABLE, 0));
      losses.retry(now);
      List.copyOf(connections).forEach(connection -> connection.session.onTick(now));
      pump();
      distributor.onTick(now);
      scheduler.after(TICK_NANOS, () -> tick(ofIncarnation));
    }
  }

  private void pumpSoon() {
    if (!pumpScheduled) {
      pumpScheduled = true;
      final long ofIncarnation = incarnation;
      scheduler.after(
          scheduler.random().nextLong(PUMP_NANOS_MAX),
          () -> {
            if (up && incarnation == ofIncarnation) {
              pumpScheduled = false;
              pump();
            }
          });
    }
  }

  private void pump() {
    while (sessions.poll(this, Integer.MAX_VALUE) > 0
        || publications.poll(distributor, Integer.MAX_VALUE) > 0) {
      // The condition does the work.
    }
    sessions.drainOverflowed(
        key -> {
          throw new SimulationFailure("the queue of gateway " + node + " is full");
        });
  }

  @Override
  public void tell(
      final long entity, final DirectBuffer input, final int offset, final int length) {
    simulation.tell(node, entity, SimulatedWire.copy(input, offset, length));
  }

  @Override
  public void query(
      final long entity,
      final long requestId,
      final DirectBuffer body,
      final int offset,
      final int length) {
    simulation.ask(node, entity, requestId, SimulatedWire.copy(body, offset, length));
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final Connection connection = bySession.get(sessionKey);
    if (connection != null) {
      connection.session.onReport(buffer, offset, length, scheduler.nowNanos());
    }
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final Connection connection = byRequest.get(requestId);
    if (connection != null) {
      connection.session.onReply(requestId, buffer, offset, length, scheduler.nowNanos());
    }
  }

  @Override
  public void onRequestRefused(
      final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
    final Connection connection = byRequest.remove(requestId);
    if (connection != null) {
      connection.session.onRequestRefused(requestId, retryAfterMillis, scheduler.nowNanos());
    }
  }

  @Override
  public void onInputRefused(
      final long entity,
      final long sessionKey,
      final Edge.Refusal refusal,
      final int retryAfterMillis,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (refusal == Edge.Refusal.POISON) {
      throw new SimulationFailure(EntityKey.toString(entity) + " failed on a client's input");
    }
    final Input input = refusedInput.wrap(buffer, offset, length, 0);
    if (input.schemaId() == SessionLostDecoder.SCHEMA_ID
        && input.templateId() == SessionLostDecoder.TEMPLATE_ID) {
      final long waitNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(1, retryAfterMillis));
      losses.add(entity, buffer, offset, length, scheduler.nowNanos() + waitNanos);
      return;
    }
    final Connection connection = bySession.get(sessionKey);
    if (connection != null) {
      connection.session.onInputRefused(input, entity, refusal, retryAfterMillis);
    }
  }

  /** One client, and what its session wants done. */
  final class Connection implements SessionActions {
    private final SimulatedWire wire;
    private OrderEntrySession session;
    private boolean gone;

    Connection(final SimulatedWire wire) {
      this.wire = wire;
    }

    void onFrame(final DirectBuffer frame) {
      if (!gone) {
        session.onFrame(frame, 0, frame.capacity(), scheduler.nowNanos());
      }
    }

    void onDisconnected() {
      if (!gone) {
        session.onDisconnected();
        connections.remove(this);
        gone = true;
      }
    }

    /** Breaks it. */
    void cut() {
      wire.cut();
    }

    @Override
    public void send(final DirectBuffer buffer, final int offset, final int length) {
      wire.send(buffer, offset, length);
    }

    @Override
    public void tell(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      SimulatedGateway.this.tell(entity, buffer, offset, length);
    }

    @Override
    public long openRequest(final long nowNanos) {
      final long id = requests.open(sessions, nowNanos + LIMITS.requestTimeoutNanos());
      if (id != 0) {
        byRequest.put(id, this);
      }
      return id;
    }

    @Override
    public void closeRequest(final long requestId) {
      requests.close(requestId);
      byRequest.remove(requestId);
    }

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      SimulatedGateway.this.query(entity, requestId, buffer, offset, length);
    }

    @Override
    public void bind(final long sessionKey) {
      final Connection older = bySession.put(sessionKey, this);
      if (older != null && older != this) {
        older.session.terminate(
            TerminateCode.SUPERSEDED,
            "the session was negotiated again on another connection",
            scheduler.nowNanos());
      }
    }

    @Override
    public void end() {
      bySession.remove(session.sessionKey(), this);
      wire.endOfHub();
    }
  }
}
