package io.qanat.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes find each other in whatever order they start, and make one cluster. */
class ClusterJoinerTest {
  private static final Duration BEGIN_AFTER = Duration.ofMillis(600);
  private static final int NOBODY = -1;

  private final List<ActorSystem<?>> systems = new ArrayList<>();
  private final AtomicInteger leader = new AtomicInteger(NOBODY);

  @AfterEach
  void stop() throws Exception {
    for (final ActorSystem<?> system : systems) {
      system.terminate();
    }
    for (final ActorSystem<?> system : systems) {
      system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private void startSystems(final int count) {
    for (int i = 0; i < count; i++) {
      systems.add(
          ActorSystem.create(
              Behaviors.empty(), "qanat", ShardedEntities.systemConfig(ConfigFactory.empty())));
    }
  }

  private Address address(final int node) {
    return Cluster.get(systems.get(node)).selfMember().address();
  }

  private String hostAndPort(final int node) {
    return address(node).getHost().orElseThrow() + ":" + address(node).getPort().orElseThrow();
  }

  private void join(final int node, final List<String> nodes) {
    ClusterJoiner.start(systems.get(node), nodes, () -> leader.get() == node, BEGIN_AFTER);
  }

  private boolean isUp(final int node) {
    return Cluster.get(systems.get(node)).selfMember().status().equals(MemberStatus.up());
  }

  /** How many members a node sees. */
  private int members(final int node) {
    return Cluster.get(systems.get(node)).state().members().size();
  }

  private static void await(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void theLogsLeaderBeginsWhicheverPlaceInTheListItHasAndAllOthersJoinIt() {
    startSystems(3);
    final List<String> nodes = List.of(hostAndPort(0), hostAndPort(1), hostAndPort(2));
    leader.set(2);

    for (int node = 0; node < 3; node++) {
      join(node, nodes);
    }

    await("one cluster of three", () -> members(0) == 3 && members(1) == 3 && members(2) == 3);
  }

  @Test
  void aLeaderThatFindsMembersJoinsThemAndNobodyBeginsWithoutALeader() {
    startSystems(2);
    final List<String> nodes = List.of(hostAndPort(0), hostAndPort(1));
    join(1, nodes);
    final long start = System.nanoTime();
    await("well over the time", () -> System.nanoTime() - start > 2 * BEGIN_AFTER.toNanos());
    assertThat(isUp(1)).as("nobody leads").isFalse();

    leader.set(1);
    await("the leader is alone", () -> isUp(1) && members(1) == 1);
    leader.set(0);
    join(0, nodes);

    await("one cluster of two", () -> isUp(0) && members(0) == 2 && members(1) == 2);
  }

  @Test
  void aNameThatStandsForSeveralAddressesCountsAsAllOfThem() {
    startSystems(1);
    final AtomicInteger lookups = new AtomicInteger();
    leader.set(0);

    ClusterJoiner.start(
        systems.get(0),
        List.of("hub.example:" + address(0).getPort().orElseThrow()),
        host -> {
          lookups.incrementAndGet();
          return List.of("127.0.0.1", "127.0.0.9");
        },
        () -> leader.get() == 0,
        BEGIN_AFTER);

    await("it is not among the others, who do not answer", () -> isUp(0));
    assertThat(lookups).hasPositiveValue();
  }
}
