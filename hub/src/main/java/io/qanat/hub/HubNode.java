package io.qanat.hub;

import io.aeron.Aeron;
import io.qanat.audit.CutAudit;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.MeteredLog;
import io.qanat.hub.config.ClusterConfig;
import io.qanat.hub.edge.CountedEntities;
import io.qanat.hub.edge.CountedEntities.EntityCounters;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.hub.gateway.aeron.AeronOrderEntryGateway;
import io.qanat.hub.gateway.http.HttpGateway;
import io.qanat.hub.marketdata.MarketDataPublisher;
import io.qanat.hub.operations.NodeMetrics;
import io.qanat.hub.operations.RuntimeMetrics;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.Provisioner;
import io.qanat.hub.provisioning.ScheduleRenewal;
import io.qanat.hub.session.NodeRecord;
import io.qanat.hub.session.SessionSchedule;
import io.qanat.log.EventLog;
import io.qanat.log.client.LogClient;
import io.qanat.log.node.LogNode;
import io.qanat.sharding.ClusterEdge;
import io.qanat.sharding.ClusterJoiner;
import io.qanat.sharding.ClusterNodes;
import io.qanat.sharding.Cores;
import io.qanat.sharding.NodeNumber;
import io.qanat.sharding.ShardedEntities;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node with everything in it: log member, entities, order entry, market data. It starts from
 * the log outwards and stops the other way round.
 */
public final class HubNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HubNode.class);
  private static final Duration SCHEDULE_RENEWAL_INTERVAL = Duration.ofHours(6);
  private static final Duration BEGIN_CLUSTER_AFTER = Duration.ofSeconds(3);
  private static final Duration CUT_TIMEOUT = Duration.ofMinutes(5);

  private final HubConfig config;
  private final EdgeCounters edgeCounters = new EdgeCounters();
  private final EntityCounters entityCounters = new EntityCounters();
  private NodeLog log;
  private LogNode.Listener listener;
  private LostNodes lostNodes;
  private LogClient logClient;
  private Aeron aeron;
  private ActorSystem<Void> system;
  private ShardedEntities entities;
  private Requests requests;
  private AeronOrderEntryGateway gateway;
  private MarketDataPublisher marketData;
  private ScheduleRenewal scheduleRenewal;
  private NodeMetrics metrics;
  private HubHttp http;
  private AutoCloseable marks;
  private volatile boolean ready;
  private volatile boolean closing;
  private CutAudit.Result recovered;
  private boolean closed;

  private HubNode(final HubConfig config) {
    this.config = config;
  }

  /**
   * Starts a node and returns when partners can trade.
   *
   * @param listener hears the log's notices, and of its end
   * @throws io.qanat.log.node.LogStartException one line, if the log cannot start
   * @throws io.qanat.config.ConfigException one line, if the setup is refused
   * @throws IllegalStateException one line, if the recorded history does not repeat here
   */
  public static HubNode start(final HubConfig config, final LogNode.Listener listener) {
    final HubNode node = new HubNode(config);
    try {
      node.start(listener);
      return node;
    } catch (final RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void start(final LogNode.Listener heard) {
    listener = heard;
    final SessionSchedule schedule = SessionSchedule.of(config.root());
    log = NodeLog.open(config, listener);
    NodeRecord.write(config.log().dataDirectory(), config.root());
    logClient = log.connect();
    recovered = audit();
    LOG.info("recovered {}", recovered.line());
    if (!recovered.isSound()) {
      throw new IllegalStateException(
          "the data directory does not prove itself: " + recovered.line());
    }
    aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(log.aeronDirectoryName()));
    system = ActorSystem.create(Behaviors.empty(), "qanat", config.root());
    startEntities();
    marks = schedule.start(entities);
  }

  private void startEntities() {
    final ClusterConfig cluster = config.cluster();
    final long incarnation =
        NodeNumber.idBelow(SystemEpochNanoClock.INSTANCE.nanoTime(), cluster.node());
    final SessionQueue sessions = new SessionQueue(config.edgeQueueBytes(), edgeCounters);
    final MarketDataQueue publications = new MarketDataQueue(config.edgeQueueBytes(), edgeCounters);
    final WatchQueue watched = new WatchQueue(config.edgeQueueBytes(), edgeCounters);
    requests = new Requests(incarnation, config.requestsMax(), edgeCounters);
    final EdgeRouter router =
        new EdgeRouter(sessions, requests, publications, watched, edgeCounters);
    final ClusterEdge clusterEdge = new ClusterEdge(cluster.node(), router);
    final Edge edge = cluster.isAlone() ? router : clusterEdge;
    metrics = new NodeMetrics();
    final RuntimeMetrics runtime = new RuntimeMetrics(metrics.registry());
    final MeteredLog metered =
        new MeteredLog(logClient, runtime.counters(), SystemNanoClock.INSTANCE);
    join();
    entities =
        ShardedEntities.start(
            system, metered, new Cores(), edge, config.entities(), runtime.counters());
    if (!cluster.isAlone()) {
      joinOthers(clusterEdge, sessions);
    }
    runtime.bind(metered, entities, config.entities().windowEntries());
    final Entities counted =
        new CountedEntities(
            cluster.isAlone() ? entities : clusterEdge.entities(entities), entityCounters);
    marketData =
        MarketDataPublisher.start(
            aeron,
            counted,
            publications,
            watched,
            requests,
            config.marketData(),
            SystemNanoClock.INSTANCE);
    new LostSessions(entities)
        .announce(
            cluster.isAlone()
                ? recovered.liveClaims()
                : LostNodes.ofNode(cluster.node(), recovered.liveClaims()));
    final Map<AdminResult, Integer> provisioned =
        new Provisioner(
                entities, requests, config.provisionTimeout(), AdminMessages.Author.configuration())
            .apply(config.setup());
    LOG.info("setup applied {}", provisioned);
    scheduleRenewal =
        ScheduleRenewal.start(
            entities,
            requests,
            config.setup(),
            config.provisionTimeout(),
            SCHEDULE_RENEWAL_INTERVAL);
    if (cluster.has(ClusterConfig.Role.GATEWAY)) {
      gateway =
          AeronOrderEntryGateway.start(
              aeron,
              counted,
              sessions,
              requests,
              config.gateway(),
              incarnation,
              SystemNanoClock.INSTANCE);
    }
    ready = true;
    if (config.http().enabled()) {
      addMetrics();
      http =
          HubHttp.start(
              system,
              config.http(),
              counted,
              requests,
              watched,
              publications,
              metrics,
              Optional.of(control()),
              this::isReady);
    }
  }

  private NodeControl control() {
    return new NodeControl(
        new NodeControl.Parts(
            system,
            config.cluster(),
            entities,
            log.member(),
            config.stopTimeout(),
            this::isReady,
            () -> gateway == null ? 0 : gateway.counters().sessions.value(),
            this::stopTrading));
  }

  /** Whether partners can trade here: everything has started, and the cluster has this node. */
  private boolean isReady() {
    return ready && ClusterNodes.isMember(system);
  }

  /** Takes no clients any more; those there are log on elsewhere. */
  private synchronized void stopTrading() {
    ready = false;
    CloseHelper.quietCloseAll(marks, scheduleRenewal, gateway);
  }

  private void join() {
    if (config.cluster().isAlone()) {
      ShardedEntities.beAlone(system);
    } else {
      ClusterJoiner.start(
          system,
          config.cluster().nodes(),
          () -> log.member().filter(LogNode::isLeader).isPresent(),
          BEGIN_CLUSTER_AFTER);
    }
  }

  private void joinOthers(final ClusterEdge edge, final SessionQueue sessions) {
    lostNodes = new LostNodes(sessions, config.setup(), this::audit);
    lostNodes.entities(entities);
    ClusterNodes.start(system, edge, lostNodes);
    system
        .getWhenTerminated()
        .whenComplete(
            (done, error) -> {
              if (!closing) {
                listener.onFatal(
                    "the other nodes have given up this one: start it again to join them");
              }
            });
  }

  /**
   * Takes one consistent cut of the log, replays every entity in it, and checks that outputs hash
   * as recorded and that the ledger balances.
   */
  public CutAudit.Result audit() {
    return CutAudit.of(cut(), new Cores());
  }

  /** What the log holds of every entity at one position. */
  public EventLog.Cut cut() {
    final CompletableFuture<EventLog.Cut> cut = new CompletableFuture<>();
    logClient.readCut(cut::complete);
    try {
      return cut.get(CUT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (final TimeoutException | ExecutionException e) {
      throw new IllegalStateException("the log did not answer with a cut: " + e.getMessage(), e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a cut", e);
    }
  }

  /** What the log held when this node started. */
  public CutAudit.Result recovered() {
    return recovered;
  }

  public Entities entities() {
    return entities;
  }

  public Requests requests() {
    return requests;
  }

  /** Whether this node takes clients. */
  public boolean hasGateway() {
    return gateway != null;
  }

  /** Where it takes clients; null: it does not. */
  public AeronOrderEntryGateway gateway() {
    return gateway;
  }

  public MarketDataPublisher marketData() {
    return marketData;
  }

  private void addMetrics() {
    if (gateway != null) {
      metrics.add(gateway.counters());
    }
    log.member().ifPresent(this::addLogMetrics);
    metrics
        .add(edgeCounters)
        .add(marketData.counters())
        .add(entityCounters)
        .gauge(
            "entities.recovered",
            "Entities in the log when this node started",
            this,
            node -> node.recovered.entities())
        .gauge(
            "cluster.members",
            "Nodes that are up, as this one sees them",
            system,
            ClusterNodes::membersUp)
        .add(aeron.countersReader());
  }

  private void addLogMetrics(final LogNode member) {
    metrics
        .gauge(
            "log.position.bytes", "End of what the log has committed", member, LogNode::logPosition)
        .gauge(
            "log.snapshot.position.bytes",
            "End of what the latest snapshot of the log holds",
            member,
            LogNode::snapshotPosition)
        .gauge(
            "log.leader", "1: this node's member leads the log", member, m -> m.isLeader() ? 1 : 0)
        .gauge(
            "log.leadership.term",
            "Grows with each election of a leader",
            member,
            LogNode::leadershipTermId);
  }

  /** The HTTP interface; empty if the configuration has none. */
  public Optional<HttpGateway> http() {
    return Optional.ofNullable(http).map(HubHttp::gateway);
  }

  public EdgeCounters edgeCounters() {
    return edgeCounters;
  }

  /** Of the media driver inside this process, for clients on the same machine. */
  public String aeronDirectoryName() {
    return log.aeronDirectoryName();
  }

  /** Ends sessions, lets entities settle, takes a snapshot of the log, and stops. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closing = true;
    ready = false;
    CloseHelper.quietCloseAll(marks, scheduleRenewal, http, gateway, lostNodes);
    stopEntities();
    CloseHelper.quietCloseAll(metrics, marketData, aeron, logClient, log);
  }

  private void stopEntities() {
    if (system == null) {
      return;
    }
    try {
      if (entities != null) {
        entities
            .stop(config.stopTimeout())
            .toCompletableFuture()
            .get(config.stopTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
      }
    } catch (final TimeoutException | ExecutionException e) {
      LOG.warn("entities did not settle in time, the log has what was acknowledged", e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (final TimeoutException | ExecutionException e) {
      LOG.warn("the actor system did not end in time", e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
