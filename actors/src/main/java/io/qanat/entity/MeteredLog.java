package io.qanat.entity;

import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.NanoClock;

/**
 * A log that counts what entities ask of it and how long commits take. Of each entity one append at
 * a time is timed, so that nothing is kept per entry.
 */
public final class MeteredLog implements EventLog {
  private static final int STRIPES = 64;

  private final EventLog log;
  private final RuntimeCounters counters;
  private final NanoClock clock;

  /** Read without a lock; a stripe is copied when somebody new loads an entity. */
  private final AtomicReferenceArray<Long2ObjectHashMap<Tracked>> stripes =
      new AtomicReferenceArray<>(STRIPES);

  /**
   * Counts on the way to a log.
   *
   * @param clock monotonic
   */
  public MeteredLog(final EventLog log, final RuntimeCounters counters, final NanoClock clock) {
    this.log = log;
    this.counters = counters;
    this.clock = clock;
    for (int i = 0; i < STRIPES; i++) {
      stripes.set(i, new Long2ObjectHashMap<>());
    }
  }

  private static int stripe(final long entity) {
    return Long.hashCode(entity) & (STRIPES - 1);
  }

  private Tracked tracked(final long entity) {
    return stripes.get(stripe(entity)).get(entity);
  }

  @Override
  public void load(final long entity, final Listener listener) {
    final Tracked earlier = tracked(entity);
    if (earlier != null && earlier.listener == listener) {
      log.load(entity, earlier);
      return;
    }
    final Tracked tracked = new Tracked(listener);
    synchronized (stripes) {
      final Long2ObjectHashMap<Tracked> copy =
          new Long2ObjectHashMap<>(stripes.get(stripe(entity)));
      copy.put(entity, tracked);
      stripes.set(stripe(entity), copy);
    }
    log.load(entity, tracked);
  }

  @Override
  public void release(final long entity, final Listener listener) {
    final Tracked tracked = tracked(entity);
    if (tracked != null && tracked.listener == listener) {
      tracked.forget();
      log.release(entity, tracked);
    }
  }

  @Override
  public boolean append(final LogEntry entry) {
    final Tracked tracked = tracked(entry.entity());
    if (tracked != null) {
      tracked.appending(entry.seqNr());
    }
    if (!log.append(entry)) {
      counters.appendsFull.increment();
      return false;
    }
    counters.appends.increment();
    counters.appendBytes.add(entry.input().capacity());
    if (tracked != null) {
      tracked.appendedThrough = entry.seqNr();
    }
    return true;
  }

  @Override
  public boolean saveSnapshot(final EntitySnapshot snapshot) {
    return log.saveSnapshot(snapshot);
  }

  @Override
  public boolean isShared() {
    return log.isShared();
  }

  @Override
  public void confirm(final long entity, final long epoch, final Listener listener) {
    log.confirm(entity, epoch, listener);
  }

  @Override
  public void wakeable(final Consumer<List<Wakeable>> listener) {
    log.wakeable(listener);
  }

  @Override
  public void readCut(final Consumer<Cut> listener) {
    log.readCut(listener);
  }

  /** Entries given to the log whose commit was not heard yet: their outputs wait for it. */
  public long entriesInFlight() {
    final long[] sum = {0};
    forEach(tracked -> sum[0] += tracked.inFlight());
    return sum[0];
  }

  /** The most of these that one entity has. */
  public long entriesInFlightOfOne() {
    final long[] most = {0};
    forEach(tracked -> most[0] = Math.max(most[0], tracked.inFlight()));
    return most[0];
  }

  private void forEach(final Consumer<Tracked> each) {
    for (int i = 0; i < STRIPES; i++) {
      stripes.get(i).values().forEach(each);
    }
  }

  /** One entity: appended to on its owner's thread, heard of on the log client's. */
  private final class Tracked implements Listener {
    private final Listener listener;
    private volatile long appendedThrough;
    private volatile long committedThrough;

    /** The entry that is being timed; 0: none. */
    private volatile long timedSeqNr;

    private long timedSinceNanos;

    Tracked(final Listener listener) {
      this.listener = listener;
    }

    void appending(final long seqNr) {
      if (timedSeqNr == 0) {
        timedSinceNanos = clock.nanoTime();
        timedSeqNr = seqNr;
      }
    }

    long inFlight() {
      return Math.max(0, appendedThrough - committedThrough);
    }

    void forget() {
      timedSeqNr = 0;
      appendedThrough = 0;
      committedThrough = 0;
    }

    @Override
    public void onLoaded(final LoadedEntity loaded) {
      counters.loads.increment();
      timedSeqNr = 0;
      final List<LogEntry> tail = loaded.tail();
      final long seqNr =
          tail.isEmpty()
              ? loaded.snapshot() == null ? 0 : loaded.snapshot().seqNr()
              : tail.get(tail.size() - 1).seqNr();
      appendedThrough = seqNr;
      committedThrough = seqNr;
      listener.onLoaded(loaded);
    }

    @Override
    public void onLoadFailed(final String reason) {
      listener.onLoadFailed(reason);
    }

    @Override
    public void onCommitted(final long epoch, final long seqNr) {
      committedThrough = seqNr;
      final long timed = timedSeqNr;
      if (timed != 0 && timed <= seqNr) {
        counters.committedAfter(clock.nanoTime() - timedSinceNanos);
        timedSeqNr = 0;
      }
      listener.onCommitted(epoch, seqNr);
    }

    @Override
    public void onRefused(
        final Refusal refusal, final long epoch, final long seqNr, final long expectedSeqNr) {
      switch (refusal) {
        case GAP -> counters.appendsGap.increment();
        case FENCED -> counters.appendsFenced.increment();
        case CAUSE_MISSING -> counters.appendsCauseMissing.increment();
      }
      forget();
      listener.onRefused(refusal, epoch, seqNr, expectedSeqNr);
    }

    @Override
    public void onConfirmed(final long epoch) {
      listener.onConfirmed(epoch);
    }

    @Override
    public void onLost(final long epoch) {
      listener.onLost(epoch);
    }

    @Override
    public void onSnapshotStored(final long epoch, final long seqNr) {
      counters.snapshots.increment();
      listener.onSnapshotStored(epoch, seqNr);
    }
  }
}
