package io.qanat.sim;

import io.qanat.entity.Edge;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.EntityRunner;
import io.qanat.entity.EntityStatus;
import io.qanat.entity.PeerTransport;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * A hub in virtual time: a runner for each entity that is spoken to, one log, one faulty transport.
 * What a run does follows from its seed alone.
 */
public final class Simulation {
  /**
   * How bad the world is; probabilities are per message or per append.
   *
   * @param delayNanosMax of a peer message, which reorders them
   * @param elsewhere how often a peer is not on the node of the sender
   * @param commitNanosMax of a request to the log and again of its answer
   * @param crashNanosMean time between crashes of runners, all together; 0: none
   */
  public record Faults(
      double drop,
      double duplicate,
      double elsewhere,
      long delayNanosMax,
      long commitNanosMax,
      double logFull,
      long crashNanosMean) {
    public static final Faults NONE = new Faults(0, 0, 0.5, 10_000, 200_000, 0, 0);
    public static final Faults MANY =
        new Faults(0.1, 0.1, 0.3, 20_000_000, 5_000_000, 0.1, 30_000_000);
  }

  /** A time of the epoch at which every simulation starts. */
  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  private static final long RESTART_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PATIENCE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final SimScheduler scheduler;
  private final InMemoryEventLog log;
  private final EntityConfig config;
  private final Core.Factory cores;
  private final Edge edge;
  private final Map<Long, Node> nodes = new TreeMap<>();
  private Faults faults;
  private int crashes;
  private int recoveries;

  /**
   * Makes a simulation without any entity.
   *
   * @param seed of every chance in it
   */
  public Simulation(
      final long seed,
      final Faults faults,
      final Core.Factory cores,
      final Edge edge,
      final EntityConfig config) {
    this.scheduler = new SimScheduler(seed, START_NANOS);
    this.faults = faults;
    this.cores = cores;
    this.edge = edge;
    this.config = config;
    this.log =
        new InMemoryEventLog(
            scheduler.inOrder(faults.commitNanosMax),
            scheduler.inOrder(faults.commitNanosMax),
            scheduler.inOrder(faults.commitNanosMax),
            () -> !scheduler.chance(this.faults.logFull));
    scheduleCrash();
  }

  public SimScheduler scheduler() {
    return scheduler;
  }

  public InMemoryEventLog log() {
    return log;
  }

  /** How many runners have lost everything they held in memory. */
  public int crashes() {
    return crashes;
  }

  /** How many loads have been replayed and compared. */
  public int recoveries() {
    return recoveries;
  }

  /** From now on nothing goes wrong any more. */
  public void heal() {
    faults = Faults.NONE;
  }

  /** An input from outside, as from a gateway. */
  public void input(final long entity, final DirectBuffer input) {
    node(entity).act(runner -> runner.onInput(input));
  }

  /** A query from outside. */
  public void query(final long entity, final long requestId, final DirectBuffer body) {
    node(entity).act(runner -> runner.onQuery(requestId, body));
  }

  /** The core of an entity that is running; null if it is not. */
  public Core core(final long entity) {
    return node(entity).runner == null ? null : node(entity).runner.core();
  }

  /** The status of an entity that exists; its runner is started if it is not there. */
  public EntityStatus status(final long entity) {
    return node(entity).running().status();
  }

  public void runFor(final long nanos) {
    scheduler.runFor(nanos);
  }

  /**
   * Runs until nothing is under way anywhere.
   *
   * @throws AssertionError if that takes more than an hour of virtual time
   */
  public void runToQuiescence() {
    final long patience = scheduler.nowNanos() + PATIENCE_NANOS;
    while (!isQuiet()) {
      if (!scheduler.runNext(patience)) {
        throw new AssertionError("not quiet after an hour: " + describe());
      }
    }
  }

  private boolean isQuiet() {
    for (final Node node : nodes.values()) {
      if (!node.running().status().isQuiet()) {
        return false;
      }
    }
    return true;
  }

  private String describe() {
    final StringBuilder all = new StringBuilder();
    nodes.values().forEach(node -> all.append(node.running().status()).append('\n'));
    return all.toString();
  }

  private void scheduleCrash() {
    if (faults.crashNanosMean > 0) {
      scheduler.after(
          1 + scheduler.random().nextLong(2 * faults.crashNanosMean),
          () -> {
            if (faults.crashNanosMean > 0 && !nodes.isEmpty()) {
              final int victim = scheduler.random().nextInt(nodes.size());
              nodes.values().stream().skip(victim).findFirst().orElseThrow().crash();
              crashes++;
            }
            scheduleCrash();
          });
    }
  }

  /** All entities are on one node, but some are just not there when a message is handed over. */
  private PeerTransport.Route route(final long to) {
    return new PeerTransport.Route() {
      @Override
      public void send(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        carry(to, message, cause, causeTimeNanos);
      }

      @Override
      public boolean handOver(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        if (scheduler.chance(faults.elsewhere)) {
          return false;
        }
        carry(to, message, cause, causeTimeNanos);
        return true;
      }
    };
  }

  private void carry(
      final long to,
      final DirectBuffer message,
      final LogEntry.Cause cause,
      final long causeTimeNanos) {
    if (scheduler.chance(faults.drop)) {
      return;
    }
    final int copies = scheduler.chance(faults.duplicate) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      scheduler.after(
          scheduler.random().nextLong(faults.delayNanosMax + 1),
          () -> node(to).act(runner -> runner.onPeer(message, cause, causeTimeNanos)));
    }
  }

  private Node node(final long entity) {
    return nodes.computeIfAbsent(entity, Node::new);
  }

  private interface Action {
    void on(EntityRunner runner);
  }

  /** An entity's place: at most one runner at a time, and nothing reaches one that has crashed. */
  private final class Node implements EntityRunner.Host {
    private final long entity;
    private EntityRunner runner;
    private long tickAtNanos = Long.MAX_VALUE;
    private int life;

    Node(final long entity) {
      this.entity = entity;
    }

    EntityRunner running() {
      if (runner == null) {
        life++;
        tickAtNanos = Long.MAX_VALUE;
        runner =
            new EntityRunner(
                entity,
                config,
                new EntityRunner.Ports(
                    log,
                    edge,
                    Simulation.this::route,
                    cores,
                    scheduler::nowNanos,
                    scheduler::nowNanos),
                new LifeListener(this, life),
                this);
        runner.start();
      }
      return runner;
    }

    void act(final Action action) {
      action.on(running());
      arm();
    }

    void actInLife(final int expectedLife, final Action action) {
      if (runner != null && life == expectedLife) {
        act(action);
      }
    }

    private void arm() {
      final long delayNanos = runner == null ? Long.MAX_VALUE : runner.nanosUntilTick();
      if (delayNanos < tickAtNanos - scheduler.nowNanos()) {
        final int armedLife = life;
        final long atNanos = scheduler.nowNanos() + delayNanos;
        tickAtNanos = atNanos;
        scheduler.after(
            delayNanos,
            () -> {
              if (life == armedLife && tickAtNanos == atNanos) {
                tickAtNanos = Long.MAX_VALUE;
                actInLife(armedLife, EntityRunner::onTick);
              }
            });
      }
    }

    void crash() {
      runner = null;
      life++;
      scheduler.after(
          scheduler.random().nextLong(RESTART_NANOS_MAX), () -> act(EntityRunner::onTick));
    }

    @Override
    public void onStopped() {
      runner = null;
    }

    @Override
    public void onFailed(final String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void onAnomaly(final String what) {
      if (!what.contains("FENCED") && !what.contains("CAUSE_MISSING")) {
        throw new AssertionError(what);
      }
    }

    @Override
    public boolean ownsEntity() {
      return true;
    }

    @Override
    public String toString() {
      return EntityKey.toString(entity);
    }
  }

  /** What the log tells a runner that may have crashed since. */
  private final class LifeListener implements EventLog.Listener {
    private final Node node;
    private final int life;

    LifeListener(final Node node, final int life) {
      this.node = node;
      this.life = life;
    }

    @Override
    public void onLoaded(final LoadedEntity loaded) {
      recoveries++;
      node.actInLife(life, runner -> runner.onLoaded(loaded));
    }

    @Override
    public void onLoadFailed(final String reason) {
      node.actInLife(life, runner -> runner.onLoadFailed(reason));
    }

    @Override
    public void onCommitted(final long epoch, final long seqNr) {
      node.actInLife(life, runner -> runner.onCommitted(epoch, seqNr));
    }

    @Override
    public void onRefused(
        final EventLog.Refusal refusal, final long epoch, final long seqNr, final long expected) {
      node.actInLife(life, runner -> runner.onRefused(refusal, epoch, seqNr, expected));
    }

    @Override
    public void onSnapshotStored(final long epoch, final long seqNr) {
      node.actInLife(life, runner -> runner.onSnapshotStored(epoch, seqNr));
    }
  }
}
