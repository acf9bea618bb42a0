package io.qanat.sharding;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.EntityActor;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.EntityProtocol;
import io.qanat.entity.EntityProtocol.Addressed;
import io.qanat.entity.EntityProtocol.Drain;
import io.qanat.entity.EntityProtocol.ExternalInput;
import io.qanat.entity.EntityProtocol.GetStatus;
import io.qanat.entity.EntityProtocol.Message;
import io.qanat.entity.EntityProtocol.PeerMessage;
import io.qanat.entity.EntityProtocol.Start;
import io.qanat.entity.EntityProtocol.StatusReply;
import io.qanat.entity.EntityRunner;
import io.qanat.entity.EntityStatus;
import io.qanat.entity.MeteredPeers;
import io.qanat.entity.PeerTransport;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.RuntimeCounters;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.pattern.Patterns;

/**
 * Every partner, account and instrument of the cluster, reached by its key. Entities of this node
 * are told without serialization.
 */
public final class ShardedEntities implements Entities {
  private static final String DISPATCHER = "qanat.dispatcher";
  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(10);

  private final ActorSystem<?> system;
  private final EventLog log;
  private final Edge edge;
  private final LocalEntities local;
  private final EntityActor.Node node;
  private volatile boolean isStopping;

  /** By kind of entity; index 0 is nobody's. */
  private final List<ActorRef<Message>> regions = new ArrayList<>();

  private final List<EntityTypeKey<Message>> kinds = new ArrayList<>();

  /**
   * The configuration of a node's actor system: {@code qanat-node.conf} under what is given.
   *
   * @param overrides of any key
   */
  public static Config systemConfig(final Config overrides) {
    return overrides
        .withFallback(ConfigFactory.parseResources("qanat-node.conf"))
        .withFallback(ConfigFactory.load())
        .resolve();
  }

  /**
   * Starts sharding on a node that joins a cluster, and starts every entity of the log that has
   * something to do. Call it from a thread that is no actor's.
   *
   * @param system made with {@link #systemConfig}
   * @param counters count what happens on this node; what concerns the log is the log's to count
   */
  public static ShardedEntities start(
      final ActorSystem<?> system,
      final EventLog log,
      final Core.Factory cores,
      final Edge edge,
      final EntityConfig config,
      final RuntimeCounters counters) {
    final ShardedEntities entities =
        new ShardedEntities(system, log, cores, edge, config, counters);
    entities.startRegions();
    system.systemActorOf(
        LostAndFound.create(message -> entities.region(message.entity()).tell(message)),
        "qanat-lost-and-found",
        Props.empty());
    entities.startWakeable();
    return entities;
  }

  private ShardedEntities(
      final ActorSystem<?> system,
      final EventLog log,
      final Core.Factory cores,
      final Edge edge,
      final EntityConfig config,
      final RuntimeCounters counters) {
    this.system = system;
    this.log = log;
    this.edge = edge;
    this.local = new LocalEntities(counters, this::stopped, this::moved);
    this.node =
        new EntityActor.Node(
            config,
            new EntityRunner.Ports(
                log,
                edge,
                new MeteredPeers(this::route, counters),
                cores,
                new SystemEpochNanoClock(),
                SystemNanoClock.INSTANCE),
            local,
            this::isMember);
  }

  private PeerTransport.Route route(final long peer) {
    final LocalEntities.Place place = local.place(peer);
    final ActorRef<Message> region = region(peer);
    return new PeerTransport.Route() {
      @Override
      public void send(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        if (!handOver(message, cause, causeTimeNanos)) {
          region.tell(new PeerMessage(peer, message, cause, causeTimeNanos));
        }
      }

      @Override
      public boolean handOver(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        final ActorRef<Message> actor = place.actor();
        if (actor == null) {
          return false;
        }
        actor.tell(new PeerMessage(peer, message, cause, causeTimeNanos));
        return true;
      }
    };
  }

  /** Makes a node a cluster of its own. */
  public static void beAlone(final ActorSystem<?> system) {
    final Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  private boolean isMember() {
    final MemberStatus status = Cluster.get(system).selfMember().status();
    return status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
  }

  private void startRegions() {
    regions.add(null);
    for (int kind = EntityKey.PARTNER; kind <= EntityKey.ADMINISTRATION; kind++) {
      final String name =
          switch (kind) {
            case EntityKey.PARTNER -> "partner";
            case EntityKey.ACCOUNT -> "account";
            case EntityKey.INSTRUMENT -> "instrument";
            default -> "administration";
          };
      final EntityTypeKey<Message> key = EntityTypeKey.create(Message.class, name);
      kinds.add(key);
      regions.add(startRegion(key));
    }
  }

  private ActorRef<Message> startRegion(final EntityTypeKey<Message> key) {
    final ClusterShardingSettings settings = ClusterShardingSettings.create(system);
    return ClusterSharding.get(system)
        .init(
            Entity.of(key, this::behavior)
                .withMessageExtractor(new Extractor(settings.numberOfShards()))
                .withStopMessage(Drain.INSTANCE)
                .withSettings(settings)
                .withEntityProps(DispatcherSelector.fromConfig(DISPATCHER)));
  }

  private Behavior<Message> behavior(final EntityContext<Message> context) {
    return Behaviors.setup(
        actor ->
            EntityActor.create(
                Long.parseLong(context.getEntityId()),
                node,
                () -> context.getShard().tell(new ClusterSharding.Passivate<>(actor.getSelf()))));
  }

  private void stopped(final long entity) {
    if (EntityKey.kind(entity) == EntityKey.INSTRUMENT) {
      edge.onInstrumentStopped(entity);
    }
  }

  private void moved(final long entity) {
    if (EntityKey.kind(entity) == EntityKey.ACCOUNT) {
      edge.onAccountMoved(entity);
    }
    start(entity);
  }

  /** Makes sure that an entity runs, wherever it belongs. */
  public void start(final long entity) {
    if (!isStopping) {
      region(entity).tell(new Start(entity));
    }
  }

  /** Starts every entity of the log that has something to do and does not run: after a failure. */
  public void startWakeable() {
    log.wakeable(this::startAll);
  }

  private void startAll(final List<EventLog.Wakeable> wakeable) {
    wakeable.forEach(entity -> start(entity.entity()));
  }

  @Override
  public void tell(
      final long entity, final DirectBuffer input, final int offset, final int length) {
    final DirectBuffer copy = copy(input, offset, length);
    if (!exists(entity)) {
      refuse(entity, Edge.Refusal.POISON, 0, copy);
    } else if (isStopping) {
      refuse(entity, Edge.Refusal.UNAVAILABLE, ReplayedEntity.requestId(copy), copy);
    } else {
      tell(new ExternalInput(entity, copy));
    }
  }

  @Override
  public void query(
      final long entity,
      final long requestId,
      final DirectBuffer body,
      final int offset,
      final int length) {
    final DirectBuffer copy = copy(body, offset, length);
    if (!exists(entity)) {
      refuse(entity, Edge.Refusal.POISON, requestId, copy);
    } else if (isStopping) {
      refuse(entity, Edge.Refusal.UNAVAILABLE, requestId, copy);
    } else {
      tell(new EntityProtocol.Query(entity, requestId, copy));
    }
  }

  private void tell(final Addressed message) {
    final ActorRef<Message> actor = local.place(message.entity()).actor();
    (actor == null ? region(message.entity()) : actor).tell(message);
  }

  private void refuse(
      final long entity,
      final Edge.Refusal refusal,
      final long requestId,
      final DirectBuffer bytes) {
    edge.onRefused(entity, refusal, 0, requestId, bytes, 0, bytes.capacity());
  }

  private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }

  private static boolean exists(final long entity) {
    final int kind = EntityKey.kind(entity);
    return kind >= EntityKey.PARTNER && kind <= EntityKey.ADMINISTRATION;
  }

  private ActorRef<Message> region(final long entity) {
    return regions.get(EntityKey.kind(entity));
  }

  /** How many entities run on this node now. */
  public int running() {
    return local.running();
  }

  /** How shards and entities are spread over all nodes; fails if one does not answer in time. */
  public CompletionStage<Map<Address, ShardCounts.OfNode>> counts() {
    return ShardCounts.ask(system, kinds);
  }

  /** Where an entity stands; it is started if it is not running. Fails after ten seconds. */
  public CompletionStage<EntityStatus> status(final long entity) {
    return AskPattern.<Message, StatusReply>ask(
            region(entity),
            replyTo -> new GetStatus(entity, replyTo),
            STATUS_TIMEOUT,
            system.scheduler())
        .thenApply(StatusReply::status);
  }

  /**
   * Moves every entity off this node: each settles what is under way and stops. Inputs that come
   * meanwhile are refused as UNAVAILABLE or lost with their sender none the wiser.
   *
   * @param timeout after which whatever is left is stopped
   * @return done when no entity is left here; exceptionally if the timeout came first
   */
  public CompletionStage<Void> stop(final Duration timeout) {
    isStopping = true;
    final CompletableFuture<?>[] stops =
        regions.stream()
            .skip(1)
            .map(
                region ->
                    Patterns.gracefulStop(
                            Adapter.toClassic(region),
                            timeout,
                            ShardRegion.gracefulShutdownInstance())
                        .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(stops);
  }

  /** The entity's key is its name, so keys are the same on all nodes and in the log. */
  private static final class Extractor extends ShardingMessageExtractor<Message, Message> {
    private final int shards;

    Extractor(final int shards) {
      this.shards = shards;
    }

    @Override
    public String entityId(final Message message) {
      return message instanceof Addressed addressed ? Long.toString(addressed.entity()) : null;
    }

    @Override
    public String shardId(final String entityId) {
      return Integer.toString(Math.floorMod(Long.hashCode(Long.parseLong(entityId)), shards));
    }

    @Override
    public Message unwrapMessage(final Message message) {
      return message;
    }
  }
}
