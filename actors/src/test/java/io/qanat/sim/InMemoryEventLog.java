package io.qanat.sim;

import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The log's semantics in memory: epochs, gaps, fences, causes, tails, snapshots. Requests reach it
 * through one executor and answers leave through another; both must keep the order, and the first
 * must run one at a time.
 */
public final class InMemoryEventLog implements EventLog {
  private static final class Stored {
    private long epoch;
    private long seqNr;
    private long wakeAtNanos;
    private EntitySnapshot snapshot;
    private final List<LogEntry> tail = new ArrayList<>();
    private final List<LogEntry> history = new ArrayList<>();
    private final Map<Long, Owner> owners = new TreeMap<>();
  }

  private static final class Owner {
    private Listener listener;
    private boolean refused;

    Owner(final Listener listener) {
      this.listener = listener;
    }
  }

  private final Executor requests;
  private final Executor loads;
  private final Executor answers;
  private final BooleanSupplier room;
  private final Map<Long, Stored> entities = new TreeMap<>();
  private long position;
  private boolean isShared;

  /**
   * Makes an empty log.
   *
   * @param room asked at each append and snapshot whether the client's queue takes it
   */
  public InMemoryEventLog(
      final Executor requests, final Executor answers, final BooleanSupplier room) {
    this(requests, requests, answers, room);
  }

  /**
   * The same with loads that may overtake appends, as they do in the log's client.
   *
   * @param loads for the same thread as {@code requests}
   */
  public InMemoryEventLog(
      final Executor requests,
      final Executor loads,
      final Executor answers,
      final BooleanSupplier room) {
    this.requests = requests;
    this.loads = loads;
    this.answers = answers;
    this.room = room;
  }

  /** From now on owners are to ask whether they are still owners. */
  public void share() {
    isShared = true;
  }

  @Override
  public boolean isShared() {
    return isShared;
  }

  @Override
  public void confirm(final long entity, final long epoch, final Listener listener) {
    requests.execute(
        () -> {
          final boolean isCurrent = stored(entity).epoch == epoch;
          answers.execute(
              () -> {
                if (isCurrent) {
                  listener.onConfirmed(epoch);
                } else {
                  listener.onLost(epoch);
                }
              });
        });
  }

  @Override
  public void load(final long entity, final Listener listener) {
    loads.execute(
        () -> {
          final Stored stored = stored(entity);
          stored.epoch++;
          stored.owners.put(stored.epoch, new Owner(listener));
          final LoadedEntity loaded = view(entity, stored);
          answers.execute(() -> listener.onLoaded(loaded));
        });
  }

  @Override
  public void release(final long entity, final Listener listener) {
    requests.execute(
        () -> stored(entity).owners.values().removeIf(owner -> owner.listener == listener));
  }

  @Override
  public boolean append(final LogEntry entry) {
    if (!room.getAsBoolean()) {
      return false;
    }
    requests.execute(() -> store(entry));
    return true;
  }

  private void store(final LogEntry entry) {
    final Stored stored = stored(entry.entity());
    final Owner owner = stored.owners.get(entry.epoch());
    if (entry.epoch() != stored.epoch) {
      refuse(owner, Refusal.FENCED, entry, stored.seqNr + 1);
    } else if (entry.seqNr() > stored.seqNr + 1) {
      refuse(owner, Refusal.GAP, entry, stored.seqNr + 1);
    } else if (!holds(entry.cause())) {
      refuse(owner, Refusal.CAUSE_MISSING, entry, stored.seqNr + 1);
    } else {
      if (entry.seqNr() == stored.seqNr + 1) {
        position++;
        stored.seqNr = entry.seqNr();
        stored.wakeAtNanos = entry.wakeAtNanos();
        stored.tail.add(entry);
        stored.history.add(entry);
      }
      answer(owner, listener -> listener.onCommitted(entry.epoch(), entry.seqNr()));
    }
  }

  private boolean holds(final LogEntry.Cause cause) {
    if (cause.entity() == EntityKey.NONE || cause.seqNr() == 0) {
      return true;
    }
    final List<LogEntry> history = stored(cause.entity()).history;
    return history.size() >= cause.seqNr()
        && history.get((int) cause.seqNr() - 1).epoch() == cause.epoch();
  }

  private void refuse(
      final Owner owner, final Refusal refusal, final LogEntry entry, final long expected) {
    if (owner != null && !owner.refused) {
      owner.refused = true;
      answer(
          owner, listener -> listener.onRefused(refusal, entry.epoch(), entry.seqNr(), expected));
    }
  }

  @Override
  public boolean saveSnapshot(final EntitySnapshot snapshot) {
    if (!room.getAsBoolean()) {
      return false;
    }
    requests.execute(
        () -> {
          final Stored stored = stored(snapshot.entity());
          final boolean newer =
              stored.snapshot == null || stored.snapshot.seqNr() < snapshot.seqNr();
          if (newer && snapshot.epoch() == stored.epoch && snapshot.seqNr() <= stored.seqNr) {
            stored.snapshot = snapshot;
            stored.tail.removeIf(entry -> entry.seqNr() <= snapshot.seqNr());
          }
          answer(
              stored.owners.get(snapshot.epoch()),
              listener -> listener.onSnapshotStored(snapshot.epoch(), snapshot.seqNr()));
        });
    return true;
  }

  @Override
  public void wakeable(final Consumer<List<Wakeable>> listener) {
    requests.execute(
        () -> {
          final List<Wakeable> wakeable = new ArrayList<>();
          entities.forEach(
              (entity, stored) -> {
                if (stored.wakeAtNanos != 0) {
                  wakeable.add(new Wakeable(entity, stored.wakeAtNanos));
                }
              });
          answers.execute(() -> listener.accept(wakeable));
        });
  }

  @Override
  public void readCut(final Consumer<Cut> listener) {
    requests.execute(
        () -> {
          final Cut cut = cut();
          answers.execute(() -> listener.accept(cut));
        });
  }

  /** The whole log as it is now; for the thread that runs its requests. */
  public Cut cut() {
    final List<LoadedEntity> all = new ArrayList<>();
    entities.forEach((entity, stored) -> all.add(view(entity, stored)));
    return new Cut(position, all);
  }

  /** Everything an entity was ever told, snapshots or not. */
  public List<LogEntry> history(final long entity) {
    return List.copyOf(stored(entity).history);
  }

  /** What a load of the entity would find, without granting anything. */
  public LoadedEntity stored(final long entity, final long epoch) {
    final Stored stored = stored(entity);
    return new LoadedEntity(entity, epoch, stored.snapshot, List.copyOf(stored.tail));
  }

  /** Replaces an entry of the tail, as no real log would. */
  public void falsify(final LogEntry entry) {
    stored(entry.entity()).tail.replaceAll(e -> e.seqNr() == entry.seqNr() ? entry : e);
  }

  private void answer(final Owner owner, final Consumer<Listener> call) {
    if (owner != null) {
      answers.execute(() -> call.accept(owner.listener));
    }
  }

  private static LoadedEntity view(final long entity, final Stored stored) {
    return new LoadedEntity(entity, stored.epoch, stored.snapshot, List.copyOf(stored.tail));
  }

  private Stored stored(final long entity) {
    return entities.computeIfAbsent(entity, e -> new Stored());
  }
}
