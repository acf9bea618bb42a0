package io.qanat.sim;

import io.qanat.entity.EntityRunner;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * An entity's place on a node: at most one runner at a time, and nothing reaches one that has
 * crashed. It does what an entity's actor does.
 */
final class Place implements EntityRunner.Host {
  /** Something that happens to a runner. */
  interface Action {
    void on(EntityRunner runner);
  }

  /**
   * What an owner that has been replaced meets, or one that hears from a peer what the peer will
   * not have decided. An entity that does not get over it fails, which ends the simulation.
   */
  private static final List<String> EXPECTED_ANOMALIES =
      List.of("FENCED", "CAUSE_MISSING", "load failed", "was never sent to it", "(attempt ");

  private static final long RESTART_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

  private final long entity;
  private final SimulatedNode node;
  private final Simulation world;
  private final SimScheduler scheduler;
  private EntityRunner runner;
  private LifeListener listener;
  private long tickAtNanos = Long.MAX_VALUE;
  private int life;
  private boolean draining;

  Place(final long entity, final SimulatedNode node, final Simulation world) {
    this.entity = entity;
    this.node = node;
    this.world = world;
    this.scheduler = world.scheduler();
  }

  long entity() {
    return entity;
  }

  boolean isRunning() {
    return runner != null && !draining;
  }

  boolean isOnRunningNode() {
    return node.isUp() && node.place(entity) == this;
  }

  /** Whether nothing that was told it here is under way. */
  boolean isSettled() {
    return runner == null || runner.isSettled();
  }

  /** Whether everything it has sent is acknowledged, too. */
  boolean isQuiet() {
    final EntityRunner started = running();
    return started.isSettled() && started.channels().unacknowledgedCount() == 0;
  }

  Core core() {
    return runner == null ? null : runner.core();
  }

  EntityRunner running() {
    if (runner == null) {
      life++;
      draining = false;
      tickAtNanos = Long.MAX_VALUE;
      listener = new LifeListener(life);
      runner = new EntityRunner(entity, world.setup().config(), node.ports(), listener, this);
      runner.start();
      arm();
    }
    return runner;
  }

  void act(final Action action) {
    action.on(running());
    arm();
  }

  private void actInLife(final int expectedLife, final Action action) {
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
              actInLife(armedLife, this::tick);
            }
          });
    }
  }

  private void tick(final EntityRunner ticked) {
    ticked.onTick();
    if (runner != null && ticked.isPassivable()) {
      drain();
    }
  }

  /** The entity takes nothing new here and stops when it has settled. */
  void drain() {
    if (runner != null) {
      draining = true;
      runner.drain();
      arm();
    }
  }

  /** Its node is gone. */
  void lose() {
    runner = null;
    life++;
  }

  /** Loses everything, and comes back soon. */
  void crash(final SplittableRandom random) {
    if (runner == null) {
      return;
    }
    node.ports().log().release(entity, listener);
    lose();
    world.crashed(1);
    scheduler.after(
        random.nextLong(RESTART_NANOS_MAX),
        () -> {
          if (isOnRunningNode() && world.sharding().owner(entity) == node.number()) {
            act(EntityRunner::onTick);
          }
        });
  }

  @Override
  public void onStopped() {
    runner = null;
    life++;
  }

  @Override
  public void onFailed(final String reason) {
    throw new SimulationFailure(reason);
  }

  @Override
  public void onAnomaly(final String what) {
    for (final String expected : EXPECTED_ANOMALIES) {
      if (what.contains(expected)) {
        return;
      }
    }
    throw new SimulationFailure(what);
  }

  @Override
  public boolean ownsEntity() {
    return world.sharding().owner(entity) == node.number();
  }

  @Override
  public String toString() {
    return EntityKey.toString(entity) + " on node " + node.number();
  }

  /** What the log tells a runner that may have crashed since. */
  private final class LifeListener implements EventLog.Listener {
    private final int ofLife;

    LifeListener(final int ofLife) {
      this.ofLife = ofLife;
    }

    private void tell(final Action action) {
      node.mail(() -> actInLife(ofLife, action));
    }

    @Override
    public void onLoaded(final LoadedEntity loaded) {
      tell(
          heard -> {
            world.recovered();
            heard.onLoaded(loaded);
          });
    }

    @Override
    public void onLoadFailed(final String reason) {
      tell(heard -> heard.onLoadFailed(reason));
    }

    @Override
    public void onCommitted(final long epoch, final long seqNr) {
      tell(heard -> heard.onCommitted(epoch, seqNr));
    }

    @Override
    public void onRefused(
        final EventLog.Refusal refusal, final long epoch, final long seqNr, final long expected) {
      tell(heard -> heard.onRefused(refusal, epoch, seqNr, expected));
    }

    @Override
    public void onSnapshotStored(final long epoch, final long seqNr) {
      tell(heard -> heard.onSnapshotStored(epoch, seqNr));
    }
  }
}
