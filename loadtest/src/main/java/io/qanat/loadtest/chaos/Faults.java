package io.qanat.loadtest.chaos;

import io.qanat.loadtest.RunException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * Does one thing to one node after the other, on a schedule that a seed gives, and waits after each
 * until all nodes are there again. Of each it measures the pause: the longest time without a fill
 * of the busiest instrument.
 */
final class Faults {
  /**
   * One fault that was.
   *
   * @param pauseMillis the longest time without a fill until all nodes were there again
   */
  record Happened(FaultKind kind, int node, long pauseMillis) {
    String line() {
      return String.format(
          Locale.ROOT,
          "node %d: %s; longest time without an execution %d ms",
          node,
          kind,
          pauseMillis);
    }
  }

  private static final Duration CALM = Duration.ofSeconds(60);
  private static final Duration MOVE = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(60);
  private static final int STALL_MILLIS_MIN = 200;
  private static final int STALL_MILLIS_MAX = 700;
  private static final int FILLS_BETWEEN = 20;

  private final Nodes nodes;
  private final IntSupplier owner;
  private final LongSupplier refusals;
  private final Executions executions;
  private final Random random;
  private final List<FaultKind> kinds;
  private final List<FaultKind> bag = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * None yet.
   *
   * @param owner the node that has the busiest instrument now; 0: nobody knows
   * @param refusals how many requests were refused for load until now
   */
  Faults(
      final Nodes nodes,
      final IntSupplier owner,
      final LongSupplier refusals,
      final Executions executions,
      final Random random) {
    this.nodes = nodes;
    this.owner = owner;
    this.refusals = refusals;
    this.executions = executions;
    this.random = random;
    kinds = new ArrayList<>(List.of(FaultKind.values()));
    if (!nodes.network().canPartition()) {
      kinds.removeIf(FaultKind::needsPartitions);
    }
  }

  /** The next fault of the schedule: every kind comes before one comes again. */
  FaultKind next() {
    if (bag.isEmpty()) {
      bag.addAll(kinds);
      Collections.shuffle(bag, random);
    }
    return bag.remove(bag.size() - 1);
  }

  /** Does it, and waits until every node is there again and executes. */
  Happened happen(final FaultKind kind) {
    final int node = target(kind);
    final long fillsBefore = executions.count();
    executions.begin();
    switch (kind) {
      case KILL_OWNER, KILL_LEADER, KILL_ANY -> {
        nodes.kill(node);
        awaitFill(kind);
        start(node);
      }
      case STALL_OWNER -> {
        nodes.pause(node);
        park(STALL_MILLIS_MIN + random.nextInt(STALL_MILLIS_MAX - STALL_MILLIS_MIN));
        nodes.resume(node);
        awaitFill(kind);
      }
      case PAUSE_OWNER -> {
        nodes.pause(node);
        awaitFill(kind);
        awaitOtherThan(node, owner, "another owner");
        nodes.resume(node);
        endAndStart(node);
      }
      case PARTITION_OWNER -> {
        nodes.network().cutOff(node);
        awaitFill(kind);
        awaitOtherThan(node, owner, "another owner");
        nodes.network().reconnect(node);
        endAndStart(node);
      }
      case PARTITION_LEADER -> {
        nodes.network().cutOff(node);
        awaitOtherThan(node, nodes::leader, "another leader");
        awaitFill(kind);
        nodes.network().reconnect(node);
        endAndStart(node);
      }
      case GROW_AND_SHRINK -> growAndShrink();
      case RESTART -> {
        if (!nodes.stop(node)) {
          violations.add("node " + node + " did not stop as it should");
        }
        start(node);
        awaitFill(kind);
      }
    }
    Nodes.await(
        () -> executions.count() > fillsBefore + FILLS_BETWEEN, CALM, "fills after " + kind);
    final long pauseNanos = executions.longestGapNanos();
    if (kind == FaultKind.STALL_OWNER && !isWhole()) {
      violations.add("node " + node + " was given up for a stall of less than a second");
      endAndStart(node);
    }
    return new Happened(kind, node, TimeUnit.NANOSECONDS.toMillis(pauseNanos));
  }

  private void growAndShrink() {
    final long refusalsBefore = refusals.getAsLong();
    final int first = nodes.count() + 1;
    for (int guest = first; guest <= nodes.countWithGuests(); guest++) {
      nodes.begin(guest);
    }
    for (int guest = first; guest <= nodes.countWithGuests(); guest++) {
      nodes.awaitReady(guest);
    }
    Nodes.await(this::haveGuestsEntities, MOVE, "entities to move to nodes that have come");
    awaitFill(FaultKind.GROW_AND_SHRINK);
    for (int guest = first; guest <= nodes.countWithGuests(); guest++) {
      if (!nodes.stop(guest)) {
        violations.add("node " + guest + " did not stop as it should");
      }
    }
    awaitFill(FaultKind.GROW_AND_SHRINK);
    final long refused = refusals.getAsLong() - refusalsBefore;
    if (refused > 0) {
      violations.add(refused + " requests were refused while two nodes came and went");
    }
  }

  private boolean haveGuestsEntities() {
    for (int guest = nodes.count() + 1; guest <= nodes.countWithGuests(); guest++) {
      if (nodes.metric(guest, "qanat_entities_running") > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isWhole() {
    for (int node = 1; node <= nodes.count(); node++) {
      if (!nodes.isAlive(node)) {
        return false;
      }
    }
    return true;
  }

  private int target(final FaultKind kind) {
    return switch (kind) {
      case KILL_OWNER, STALL_OWNER, PAUSE_OWNER, PARTITION_OWNER ->
          await(owner, "a node that owns an instrument");
      case KILL_LEADER, PARTITION_LEADER -> await(nodes::leader, "a leader of the log");
      case GROW_AND_SHRINK -> nodes.count() + 1;
      case KILL_ANY, RESTART -> 1 + random.nextInt(nodes.count());
    };
  }

  private static int await(final IntSupplier question, final String what) {
    final int[] answer = new int[1];
    Nodes.await(
        () -> {
          answer[0] = question.getAsInt();
          return answer[0] != 0;
        },
        MOVE,
        what);
    return answer[0];
  }

  /** A fill that was decided after what has been done until now. */
  private void awaitFill(final FaultKind kind) {
    executions.await(SystemEpochNanoClock.INSTANCE.nanoTime());
    Nodes.await(executions::hasArrived, MOVE, "a fill after " + kind);
  }

  private static void awaitOtherThan(
      final int node, final IntSupplier question, final String what) {
    await(
        () -> {
          final int answer = question.getAsInt();
          return answer == node ? 0 : answer;
        },
        what + " than node " + node);
  }

  private void start(final int node) {
    nodes.begin(node);
    nodes.awaitReady(node);
  }

  /** A node that was away too long ends by itself; one that was not given up may go on. */
  private void endAndStart(final int node) {
    final OptionalInt back = awaitEndOrMembership(node);
    if (back.isEmpty()) {
      start(node);
    }
  }

  private OptionalInt awaitEndOrMembership(final int node) {
    final long deadline = System.nanoTime() + END.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (!nodes.isAlive(node)) {
        return OptionalInt.empty();
      }
      if (nodes.metric(node, "qanat_cluster_members") == nodes.count()) {
        return OptionalInt.of(node);
      }
      park(100);
    }
    throw new RunException("node " + node + " neither ended nor joined the others again");
  }

  private static void park(final int millis) {
    Nodes.await(new Elapsed(millis)::isOver, CALM, "time");
  }

  private record Elapsed(long endNanos) {
    Elapsed(final int millis) {
      this(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    boolean isOver() {
      return System.nanoTime() - endNanos >= 0;
    }
  }

  /** What should not have happened meanwhile. */
  List<String> violations() {
    return violations;
  }
}
