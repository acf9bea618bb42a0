package io.qanat.hub;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.entity.Entities;
import io.qanat.hub.edge.CountedEntities;
import io.qanat.hub.edge.CountedEntities.EntityCounters;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.hub.gateway.aeron.AeronOrderEntryGateway;
import io.qanat.hub.gateway.http.HttpGateway;
import io.qanat.hub.marketdata.MarketDataPublisher;
import io.qanat.hub.operations.NodeMetrics;
import io.qanat.hub.session.EdgeSink;
import io.qanat.hub.session.ReplayInbox;
import io.qanat.session.ReplaySink;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The outer half of a node, order entry, market data and HTTP, around the entities of a replay
 * instead of a log's: what is told them, a {@link ReplayInbox} keeps for the replay's thread.
 */
public final class ReplayNode implements AutoCloseable {
  private final EdgeCounters edgeCounters = new EdgeCounters();
  private final EntityCounters entityCounters = new EntityCounters();
  private final MediaDriver driver;
  private final Aeron aeron;
  private ActorSystem<Void> system;
  private AeronOrderEntryGateway gateway;
  private MarketDataPublisher marketData;
  private NodeMetrics metrics;
  private HubHttp http;
  private EdgeRouter edge;
  private EntityCalls calls;
  private volatile boolean ready;

  private ReplayNode() {
    driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(
                    Path.of(CommonContext.getAeronDirectoryName())
                        .resolveSibling("qanat-replay-" + UUID.randomUUID())
                        .toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy())
                .termBufferSparseFile(true));
    aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
  }

  /** Starts a node; partners can log on once the replay runs. */
  public static ReplayNode start(final HubConfig config, final ReplayInbox inbox) {
    final ReplayNode node = new ReplayNode();
    try {
      node.open(config, inbox);
      return node;
    } catch (final RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void open(final HubConfig config, final ReplayInbox inbox) {
    final long incarnation = SystemEpochNanoClock.INSTANCE.nanoTime();
    final SessionQueue sessions = new SessionQueue(config.edgeQueueBytes(), edgeCounters);
    final MarketDataQueue publications = new MarketDataQueue(config.edgeQueueBytes(), edgeCounters);
    final Requests requests = new Requests(incarnation, config.requestsMax(), edgeCounters);
    final WatchQueue watched = new WatchQueue(config.edgeQueueBytes(), edgeCounters);
    edge = new EdgeRouter(sessions, requests, publications, watched, edgeCounters);
    inbox.connect(edge);
    final Entities entities = new CountedEntities(inbox, entityCounters);
    calls =
        new EntityCalls(
            entities, requests, ForkJoinPool.commonPool(), config.http().queryTimeout().toMillis());
    marketData =
        MarketDataPublisher.start(
            aeron,
            entities,
            publications,
            watched,
            requests,
            config.marketData(),
            SystemNanoClock.INSTANCE);
    gateway =
        AeronOrderEntryGateway.start(
            aeron,
            entities,
            sessions,
            requests,
            config.gateway(),
            incarnation,
            SystemNanoClock.INSTANCE);
    if (config.http().enabled()) {
      system = ActorSystem.create(Behaviors.empty(), "qanat-replay", config.root());
      metrics =
          new NodeMetrics()
              .add(gateway.counters())
              .add(edgeCounters)
              .add(marketData.counters())
              .add(entityCounters)
              .add(aeron.countersReader());
      http =
          HubHttp.start(
              system,
              config.http(),
              entities,
              requests,
              watched,
              publications,
              metrics,
              Optional.empty(),
              () -> ready);
    }
  }

  /** Where the replay's outputs go. */
  public ReplaySink sink() {
    return new EdgeSink(edge);
  }

  /** The replay runs: partners can trade. */
  public void ready() {
    ready = true;
  }

  /** For setting things up from inside. */
  public EntityCalls calls() {
    return calls;
  }

  public AeronOrderEntryGateway gateway() {
    return gateway;
  }

  public MarketDataPublisher marketData() {
    return marketData;
  }

  /** The HTTP interface; empty if the configuration has none. */
  public Optional<HttpGateway> http() {
    return Optional.ofNullable(http).map(HubHttp::gateway);
  }

  /** Of the media driver inside this process, for clients on the same machine. */
  public String aeronDirectoryName() {
    return driver.aeronDirectoryName();
  }

  @Override
  public void close() {
    ready = false;
    CloseHelper.quietCloseAll(http, gateway, marketData, metrics, aeron, driver);
    if (system != null) {
      system.terminate();
    }
  }
}
