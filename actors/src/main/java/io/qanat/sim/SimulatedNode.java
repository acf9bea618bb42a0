package io.qanat.sim;

import io.qanat.entity.Edge;
import io.qanat.entity.EntityRunner;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import io.qanat.log.client.LogClientConfig;
import io.qanat.log.client.SteppedLogClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node: its session with the log, its entities, its clock. It comes back after it was lost. */
final class SimulatedNode {
  private static final LogClientConfig LOG_CLIENT =
      new LogClientConfig(
          "", "", null, "", "", "backoff", 64 * 1024, 64 * 1024, 64L << 20, 1_000, 300);
  private static final long STEP_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long HOUSEKEEPING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long NOTICED_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long RESTART_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(2_000);
  private static final int TURNS_MAX = 1_000;

  private final int number;
  private final Simulation world;
  private final SimScheduler scheduler;
  private final long commitNanosMax;
  private final Map<Long, Place> places = new TreeMap<>();
  private long clockOffNanos;
  private int life;
  private boolean up;
  private boolean stepScheduled;
  private LogSession session;
  private SteppedLogClient client;
  private Executor mailboxes;
  private EntityRunner.Ports ports;

  SimulatedNode(final int number, final Simulation world, final long commitNanosMax) {
    this.number = number;
    this.world = world;
    this.scheduler = world.scheduler();
    this.commitNanosMax = commitNanosMax;
  }

  int number() {
    return number;
  }

  boolean isUp() {
    return up;
  }

  void start() {
    life++;
    up = true;
    stepScheduled = false;
    places.clear();
    mailboxes = scheduler.inOrder(STEP_NANOS_MAX);
    final int thisLife = life;
    session =
        (LogSession)
            world
                .log()
                .connect(
                    commitNanosMax,
                    () -> world.happens(Fault.LOST_ANSWER),
                    () -> stepSoon(thisLife));
    client =
        new SteppedLogClient(
            LOG_CLIENT,
            session,
            world.nextClientId(),
            scheduler::nowNanos,
            error -> {
              throw new SimulationFailure("node " + number + ": a listener failed: " + error);
            });
    final Edge edge = world.setup().outside().edge(number);
    ports =
        new EntityRunner.Ports(
            new NodeLog(),
            edge,
            to -> world.route(this, to),
            world.setup().cores(),
            this::clockNanos,
            scheduler::nowNanos);
    keepHouse(thisLife);
  }

  private void keepHouse(final int ofLife) {
    if (up && life == ofLife) {
      step();
      scheduler.after(HOUSEKEEPING_NANOS, () -> keepHouse(ofLife));
    }
  }

  private void stepSoon(final int ofLife) {
    if (up && life == ofLife && !stepScheduled) {
      stepScheduled = true;
      scheduler.after(
          scheduler.random().nextLong(STEP_NANOS_MAX),
          () -> {
            if (up && life == ofLife) {
              stepScheduled = false;
              step();
            }
          });
    }
  }

  private void step() {
    int turns = 0;
    while (client.doWork() > 0) {
      if (++turns == TURNS_MAX) {
        throw new SimulationFailure("node " + number + ": the log's client never comes to rest");
      }
    }
  }

  /** Loses everything. */
  boolean crash(final SplittableRandom random) {
    up = false;
    life++;
    client.close();
    world.crashed(places.size());
    places.values().forEach(Place::lose);
    world.setup().outside().onNodeLost(number);
    final long noticedNanos = 1 + random.nextLong(NOTICED_NANOS_MAX);
    scheduler.after(noticedNanos, () -> world.takeOver(number));
    scheduler.after(noticedNanos + random.nextLong(RESTART_NANOS_MAX), this::comeBack);
    return true;
  }

  private void comeBack() {
    start();
    world.sharding().sitDown(number);
    world.handBack(this);
    startWakeable();
  }

  /** Lets go of what has become another's. */
  void drainForeign() {
    if (up) {
      for (final Place place : new ArrayList<>(places.values())) {
        if (world.sharding().owner(place.entity()) != number) {
          place.drain();
        }
      }
    }
  }

  /** Asks the log for entities that have something to do, and starts those that live here. */
  void startWakeable() {
    final int thisLife = life;
    client.wakeable(
        wakeable ->
            mailboxes.execute(
                () -> {
                  if (up && life == thisLife) {
                    wakeable.forEach(w -> startOwn(w.entity()));
                  }
                }));
    stepSoon(life);
  }

  private void startOwn(final long entity) {
    if (world.sharding().owner(entity) == number) {
      place(entity).act(EntityRunner::onTick);
    }
  }

  void loseLogSession() {
    if (up) {
      session.lose();
    }
  }

  long clockNanos() {
    return scheduler.nowNanos() + clockOffNanos;
  }

  void setClock(final long offNanos) {
    clockOffNanos = offNanos;
  }

  void setClockRight() {
    clockOffNanos = 0;
  }

  EntityRunner.Ports ports() {
    return ports;
  }

  Place place(final long entity) {
    return places.computeIfAbsent(entity, e -> new Place(e, this, world));
  }

  /** The place of an entity that takes messages here, or null. */
  Place runningPlace(final long entity) {
    final Place place = places.get(entity);
    return place != null && place.isRunning() ? place : null;
  }

  /** Whether nothing that was told an entity here is under way; an old owner may not know it. */
  boolean isSettled() {
    for (final Place place : places.values()) {
      if (!place.isSettled()) {
        return false;
      }
    }
    return true;
  }

  /** Brings something to an entity's thread. */
  void mail(final Runnable message) {
    mailboxes.execute(message);
  }

  /** The log as the node's entities see it. */
  private final class NodeLog implements EventLog {
    @Override
    public void load(final long entity, final Listener listener) {
      client.load(entity, listener);
      stepSoon(life);
    }

    @Override
    public void release(final long entity, final Listener listener) {
      client.release(entity, listener);
      stepSoon(life);
    }

    @Override
    public boolean append(final LogEntry entry) {
      if (world.happens(Fault.LOG_FULL) || !client.append(entry)) {
        return false;
      }
      stepSoon(life);
      return true;
    }

    @Override
    public boolean saveSnapshot(final EntitySnapshot snapshot) {
      if (world.happens(Fault.LOG_FULL) || !client.saveSnapshot(snapshot)) {
        return false;
      }
      stepSoon(life);
      return true;
    }

    @Override
    public void wakeable(final Consumer<List<Wakeable>> listener) {
      client.wakeable(listener);
      stepSoon(life);
    }

    @Override
    public void readCut(final Consumer<Cut> listener) {
      client.readCut(listener);
      stepSoon(life);
    }
  }
}
