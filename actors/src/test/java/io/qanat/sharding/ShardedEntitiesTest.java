package io.qanat.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.EntityStatus;
import io.qanat.entity.RuntimeCounters;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.LogEntry;
import io.qanat.sim.InMemoryEventLog;
import io.qanat.sim.RecordingEdge;
import io.qanat.sim.ToyCore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardedEntitiesTest {
  private static final long A = EntityKey.account(1);
  private static final long B = EntityKey.account(2);

  private final ExecutorService logThread = Executors.newSingleThreadExecutor();
  private final InMemoryEventLog log = new InMemoryEventLog(logThread, logThread, () -> true);
  private final RecordingEdge edge = new RecordingEdge();
  private final List<ActorSystem<?>> systems = new ArrayList<>();
  private final List<ShardedEntities> started = new ArrayList<>();

  /** Fails whatever it is given: nothing inside a node may come here. */
  public static final class NoSerializer extends org.apache.pekko.serialization.JSerializer {
    @Override
    public int identifier() {
      return 7999;
    }

    @Override
    public boolean includeManifest() {
      return false;
    }

    @Override
    public byte[] toBinary(final Object message) {
      throw new AssertionError("serialized inside a node: " + message);
    }

    @Override
    public Object fromBinaryJava(final byte[] bytes, final Class<?> manifest) {
      throw new AssertionError("deserialized inside a node");
    }
  }

  @AfterEach
  void stop() throws Exception {
    // As a node does it: whoever only terminates waits for entities that are started again.
    for (final ShardedEntities entities : started) {
      entities.stop(Duration.ofSeconds(10)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    for (final ActorSystem<?> system : systems) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    logThread.shutdownNow();
  }

  private ActorSystem<?> system(final String overrides) {
    final Config config = ShardedEntities.systemConfig(ConfigFactory.parseString(overrides));
    final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "qanat", config);
    systems.add(system);
    return system;
  }

  private ShardedEntities entities(final ActorSystem<?> system, final String overrides) {
    final EntityConfig config =
        EntityConfig.of(
            ConfigFactory.parseString("qanat.entity { " + overrides + " }")
                .withFallback(ConfigFactory.defaultReference()));
    if (system.settings().config().getStringList("pekko.cluster.seed-nodes").isEmpty()) {
      ShardedEntities.beAlone(system);
    }
    final ShardedEntities entities =
        ShardedEntities.start(system, log, ToyCore.factory(), edge, config, new RuntimeCounters());
    started.add(entities);
    return entities;
  }

  private static void tell(
      final ShardedEntities entities, final long entity, final DirectBuffer input) {
    entities.tell(entity, input, 0, input.capacity());
  }

  private static EntityStatus status(final ShardedEntities entities, final long entity) {
    return entities.status(entity).toCompletableFuture().join();
  }

  private static void await(final String what, final BooleanSupplier condition) throws Exception {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private long balance(final ShardedEntities entities, final long entity) throws Exception {
    final long requestId = 1_000_000 + entity + System.nanoTime();
    final DirectBuffer body = ToyCore.body(0, 0);
    entities.query(entity, requestId, body, 0, body.capacity());
    await("answer", () -> edge.replies.containsKey(requestId));
    return edge.replies.get(requestId);
  }

  @Test
  void entitiesOfANodePayEachOtherWithoutSerialization() throws Exception {
    final String noSerializer =
        "pekko.actor.serializers { qanat-hot = \"" + NoSerializer.class.getName() + "\" }";
    final ShardedEntities entities = entities(system(noSerializer), "ack-delay = 20 ms");

    for (int i = 1; i <= 200; i++) {
      tell(entities, A, ToyCore.pay(B, 2, i));
    }
    await("200 replies", () -> edge.replies.size() == 200);
    await("quiet", () -> status(entities, A).isQuiet() && status(entities, B).isQuiet());

    assertThat(balance(entities, A)).isEqualTo(-400);
    assertThat(balance(entities, B)).isEqualTo(400);
    assertThat(log.history(B).stream().filter(e -> e.cause().entity() == A)).hasSize(200);
    tell(entities, 17, ToyCore.pay(B, 2, 5));
    assertThat(edge.refusals).as("no such kind").containsExactly("none-17 POISON 0");
  }

  @Test
  void stopSettlesWhatIsUnderWayAndARestartStartsWhatHasSomethingToDo() throws Exception {
    final long instrument = EntityKey.instrument(3);
    final ShardedEntities first = entities(system(""), "");
    tell(first, instrument, ToyCore.pay(instrument, TimeUnit.SECONDS.toNanos(1), 1));
    tell(first, A, ToyCore.pay(B, 2, 2));
    await("2 replies", () -> edge.replies.size() == 2);
    first.stop(Duration.ofSeconds(20)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    final int before = log.history(instrument).size();
    assertThat(edge.starts).containsExactly("instrument-3 epoch 1");

    final ShardedEntities second = entities(system(""), "");

    await("the instrument's timer", () -> log.history(instrument).size() > before);
    assertThat(edge.starts).containsExactly("instrument-3 epoch 1", "instrument-3 epoch 2");
    assertThat(balance(second, B)).isEqualTo(2);
  }

  @Test
  void anIdleEntityLeavesMemoryAndComesBack() throws Exception {
    final ShardedEntities entities =
        entities(system(""), "passivate-after = 50 ms, ack-delay = 10 ms");
    tell(entities, B, ToyCore.admin(1));
    await("reply", () -> edge.replies.containsKey(1L));
    final long first = log.history(B).get(0).epoch();

    await(
        "a new life",
        () -> {
          final EntityStatus status = status(entities, B);
          return status.phase() == EntityStatus.Phase.RUNNING && status.epoch() > first;
        });
    tell(entities, B, ToyCore.admin(2));
    await("reply", () -> edge.replies.containsKey(2L));
    assertThat(log.history(B)).extracting(LogEntry::seqNr).containsExactly(1L, 2L);
  }

  @Test
  void entitiesOfTwoNodesPayEachOther() throws Exception {
    final ActorSystem<?> firstSystem = system("");
    final ShardedEntities first = entities(firstSystem, "ack-delay = 20 ms");
    final var address = Cluster.get(firstSystem).selfMember().address();
    await("up", () -> Cluster.get(firstSystem).selfMember().status().equals(MemberStatus.up()));
    final ActorSystem<?> secondSystem = system("pekko.cluster.seed-nodes = [\"" + address + "\"]");
    final ShardedEntities second = entities(secondSystem, "ack-delay = 20 ms");
    await("up", () -> Cluster.get(secondSystem).selfMember().status().equals(MemberStatus.up()));

    for (int i = 1; i <= 40; i++) {
      tell(
          i % 2 == 0 ? first : second,
          EntityKey.account(i),
          ToyCore.pay(EntityKey.account(41 - i), 2, i));
    }
    await("40 replies", () -> edge.replies.size() == 40);
    await(
        "quiet",
        () -> {
          for (int i = 1; i <= 40; i++) {
            if (!status(second, EntityKey.account(i)).isQuiet()) {
              return false;
            }
          }
          return true;
        });

    for (int i = 1; i <= 40; i++) {
      assertThat(balance(first, EntityKey.account(i))).isZero();
    }
    assertThat(edge.refusals).isEmpty();
  }
}
