package io.qanat.sim;

import io.qanat.entity.Edge;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.EntityStatus;
import io.qanat.entity.PeerTransport;
import io.qanat.entity.core.Core;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * A cluster of hub nodes in virtual time: on each the log's client and a runner for each entity
 * that lives there; one log, one faulty transport between entities. What a run does follows from
 * its seed alone.
 */
public final class Simulation {
  /** Something that happens now or does not. */
  @FunctionalInterface
  public interface Chance {
    boolean happens();
  }

  /** What there is around the nodes. */
  public interface Outside {
    /** A node has started: where the outputs of its entities go. */
    Edge edge(int node);

    /** A node has lost everything. */
    default void onNodeLost(final int node) {}

    /** Another node has taken over from it. */
    default void onTakenOver(final int node) {}

    /** A fault that is not the nodes'; returns false if there was nobody to do it to. */
    default boolean inject(final Fault fault, final SplittableRandom random) {
      return false;
    }
  }

  /**
   * What a simulation is made of.
   *
   * @param skippedFaults faults of the whole world that do not happen, such as NODE_CRASH-3
   */
  public record Setup(
      int nodes,
      EntityConfig config,
      Core.Factory cores,
      Outside outside,
      Set<String> skippedFaults) {}

  /** A time of the epoch at which every simulation starts. */
  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  private static final int USUAL_NODES = 3;
  private static final long CLOCK_OFF_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long STALL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long ELECTION_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(600);
  private static final long NETWORK_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(300);
  private static final long SAME_NODE_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(10);
  private static final long PATIENCE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final SimScheduler scheduler;
  private final SplittableRandom network;
  private final SimulatedLog log;
  private final Setup setup;
  private final Sharding sharding;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Set<Long> known = new TreeSet<>();
  private final FaultSchedule schedule;
  private Faults faults;
  private long lastClientId;
  private int crashes;
  private int recoveries;

  /** Makes a cluster of three nodes, with one edge for all of them. */
  public Simulation(
      final long seed,
      final Faults faults,
      final Core.Factory cores,
      final Edge edge,
      final EntityConfig config) {
    this(seed, faults, new Setup(USUAL_NODES, config, cores, node -> edge, Set.of()));
  }

  /**
   * Makes a simulation without any entity.
   *
   * @param seed of every chance in it
   */
  public Simulation(final long seed, final Faults faults, final Setup setup) {
    this.scheduler = new SimScheduler(seed, START_NANOS);
    this.network = scheduler.newRandom("network");
    this.faults = faults;
    this.setup = setup;
    this.log = new SimulatedLog(scheduler);
    this.sharding = new Sharding(setup.nodes());
    this.schedule = new FaultSchedule(scheduler, faults, setup.skippedFaults(), this::inject);
    for (int i = 0; i < setup.nodes(); i++) {
      nodes.add(new SimulatedNode(i, this, faults.commitNanosMax()));
    }
    nodes.forEach(SimulatedNode::start);
  }

  public SimScheduler scheduler() {
    return scheduler;
  }

  public SimulatedLog log() {
    return log;
  }

  Setup setup() {
    return setup;
  }

  Sharding sharding() {
    return sharding;
  }

  /** How many runners have lost everything they held in memory. */
  public int crashes() {
    return crashes;
  }

  /** How many loads have been replayed and compared. */
  public int recoveries() {
    return recoveries;
  }

  void recovered() {
    recoveries++;
  }

  void crashed(final int runners) {
    crashes += runners;
  }

  long nextClientId() {
    return ++lastClientId;
  }

  /** How many faults of each kind there were. */
  public Map<Fault, Integer> faultsInjected() {
    return schedule.injected();
  }

  /** The names of those that happened to the whole world, to leave them out one by one. */
  public Set<String> faultNames() {
    return schedule.names();
  }

  /** From now on nothing goes wrong any more. */
  public void heal() {
    faults = Faults.NONE;
    schedule.stop();
    nodes.forEach(SimulatedNode::setClockRight);
  }

  /** Whether a fault that may happen to each message happens to this one. */
  boolean happens(final Fault fault) {
    final double chance = faults.chance(fault);
    if (chance > 0 && network.nextDouble() < chance) {
      schedule.count(fault);
      return true;
    }
    return false;
  }

  /** An input from outside, as from a gateway beside the entity. */
  public void input(final long entity, final DirectBuffer input) {
    place(entity).act(runner -> runner.onInput(input));
  }

  /** A query from outside. */
  public void query(final long entity, final long requestId, final DirectBuffer body) {
    place(entity).act(runner -> runner.onQuery(requestId, body));
  }

  /** An input from the gateway of a node; on its way it may be lost with the node it goes to. */
  public void tell(final int fromNode, final long entity, final DirectBuffer input) {
    travel(fromNode, entity, () -> place(entity).act(runner -> runner.onInput(input)));
  }

  /** A query from the gateway of a node. */
  public void ask(
      final int fromNode, final long entity, final long requestId, final DirectBuffer body) {
    travel(fromNode, entity, () -> place(entity).act(runner -> runner.onQuery(requestId, body)));
  }

  private void travel(final int fromNode, final long entity, final Runnable arrival) {
    final int target = sharding.owner(entity);
    final boolean away = target != fromNode;
    if (away && happens(Fault.DROP)) {
      return;
    }
    scheduler.after(
        delayNanos(away),
        () -> {
          if (nodes.get(sharding.owner(entity)).isUp()) {
            arrival.run();
          }
        });
  }

  /** How long something takes from node to node, or within one. */
  public long delayNanos(final boolean away) {
    if (away && happens(Fault.DELAY)) {
      return network.nextLong(faults.delayNanosMax() + 1);
    }
    return network.nextLong((away ? NETWORK_NANOS_MAX : SAME_NODE_NANOS_MAX) + 1);
  }

  /** The core of an entity that is running; null if it is not. */
  public Core core(final long entity) {
    return place(entity).core();
  }

  /** The status of an entity that exists; its runner is started if it is not there. */
  public EntityStatus status(final long entity) {
    return place(entity).running().status();
  }

  /** Whether a node runs. */
  public boolean isUp(final int node) {
    return nodes.get(node).isUp();
  }

  /** How far a node's clock is ahead of the world's. */
  public long clockNanos(final int node) {
    return nodes.get(node).clockNanos();
  }

  public void runFor(final long nanos) {
    scheduler.runFor(nanos);
  }

  /**
   * Runs until nothing is under way anywhere.
   *
   * @throws SimulationFailure if that takes more than an hour of virtual time
   */
  public void runToQuiescence() {
    final long patience = scheduler.nowNanos() + PATIENCE_NANOS;
    while (!isQuiet()) {
      if (!scheduler.runNext(patience)) {
        throw new SimulationFailure("not quiet after an hour: " + describe());
      }
    }
  }

  private boolean isQuiet() {
    for (final SimulatedNode node : nodes) {
      if (!node.isSettled()) {
        return false;
      }
    }
    for (final long entity : known) {
      final SimulatedNode owner = nodes.get(sharding.owner(entity));
      if (!owner.isUp() || !owner.place(entity).isQuiet()) {
        return false;
      }
    }
    return true;
  }

  private String describe() {
    final StringBuilder all = new StringBuilder();
    known.forEach(entity -> all.append(status(entity)).append('\n'));
    return all.toString();
  }

  private Place place(final long entity) {
    known.add(entity);
    return nodes.get(sharding.owner(entity)).place(entity);
  }

  private boolean inject(final Fault fault, final SplittableRandom random) {
    switch (fault) {
      case ENTITY_CRASH -> {
        final Long entity = pick(random);
        if (entity == null || !nodes.get(sharding.owner(entity)).isUp()) {
          return false;
        }
        place(entity).crash(random);
      }
      case TAKEOVER, HANDOFF -> {
        final Long entity = pick(random);
        return entity != null && move(entity, fault == Fault.HANDOFF, random);
      }
      case NODE_CRASH -> {
        final SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        if (nodes.size() == 1 || nodes.stream().filter(SimulatedNode::isUp).count() < 2) {
          return false;
        }
        return node.isUp() && node.crash(random);
      }
      case LOG_STALL -> log.stall(1 + random.nextLong(STALL_NANOS_MAX));
      case LEADER_CHANGE -> log.changeLeader(1 + random.nextLong(ELECTION_NANOS_MAX));
      case LOG_SESSION_LOST -> nodes.get(random.nextInt(nodes.size())).loseLogSession();
      case CLOCK_JUMP ->
          nodes
              .get(random.nextInt(nodes.size()))
              .setClock(random.nextLong(-CLOCK_OFF_NANOS_MAX, CLOCK_OFF_NANOS_MAX + 1));
      case CLIENT_LOST, GATEWAY_LOST -> {
        return setup.outside().inject(fault, random);
      }
      case DROP, DUPLICATE, DELAY, LOG_FULL, LOST_ANSWER ->
          throw new IllegalArgumentException(fault + " happens to messages");
    }
    return true;
  }

  private Long pick(final SplittableRandom random) {
    return known.isEmpty()
        ? null
        : known.stream().skip(random.nextInt(known.size())).findFirst().orElseThrow();
  }

  private boolean move(final long entity, final boolean drained, final SplittableRandom random) {
    final int from = sharding.owner(entity);
    final int to = random.nextInt(nodes.size());
    if (from == to || !nodes.get(to).isUp()) {
      return false;
    }
    sharding.move(entity, to);
    if (drained && nodes.get(from).isUp()) {
      nodes.get(from).place(entity).drain();
    }
    nodes.get(to).place(entity).running();
    return true;
  }

  /** A node is gone and the others have noticed: they take over what was its own. */
  void takeOver(final int lost) {
    final List<SimulatedNode> up = nodes.stream().filter(SimulatedNode::isUp).toList();
    if (!nodes.get(lost).isUp() && !up.isEmpty()) {
      final SimulatedNode next = up.get((int) (lastClientId % up.size()));
      sharding.replace(lost, next.number());
      next.startWakeable();
      setup.outside().onTakenOver(lost);
    }
  }

  /** A node is back: the others let go of what is its own again. */
  void handBack(final SimulatedNode back) {
    nodes.stream().filter(node -> node != back).forEach(SimulatedNode::drainForeign);
  }

  /** All entities of one node are on it, but some are just not there when handed a message. */
  PeerTransport.Route route(final SimulatedNode from, final long to) {
    return new PeerTransport.Route() {
      @Override
      public void send(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        carry(from, to, message, cause, causeTimeNanos);
      }

      @Override
      public boolean handOver(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        final Place place = from.runningPlace(to);
        if (place == null || network.nextDouble() < faults.elsewhere()) {
          return false;
        }
        deliver(from.number() == sharding.owner(to), message, cause, causeTimeNanos, place);
        return true;
      }
    };
  }

  private void carry(
      final SimulatedNode from,
      final long to,
      final DirectBuffer message,
      final LogEntry.Cause cause,
      final long causeTimeNanos) {
    final SimulatedNode target = nodes.get(sharding.owner(to));
    if (target.isUp()) {
      known.add(to);
      deliver(target == from, message, cause, causeTimeNanos, target.place(to));
    }
  }

  private void deliver(
      final boolean near,
      final DirectBuffer message,
      final LogEntry.Cause cause,
      final long causeTimeNanos,
      final Place place) {
    if (happens(Fault.DROP)) {
      return;
    }
    final int copies = happens(Fault.DUPLICATE) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      final long delayNanos =
          happens(Fault.DELAY) ? network.nextLong(faults.delayNanosMax() + 1) : delayNanos(!near);
      scheduler.after(
          delayNanos,
          () -> {
            if (place.isOnRunningNode()) {
              place.act(runner -> runner.onPeer(message, cause, causeTimeNanos));
            }
          });
    }
  }
}
