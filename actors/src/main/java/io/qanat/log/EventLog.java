package io.qanat.log;

import java.util.List;
import java.util.function.Consumer;

/**
 * The replicated log as the runtime sees it. Thread-safe. No call blocks; callbacks come on the log
 * client's thread and must not block either.
 */
public interface EventLog {
  /** How an append ended that was not stored. */
  enum Refusal {
    /** An earlier entry of the entity is missing; {@code expectedSeqNr} is the next one wanted. */
    GAP,
    /** A newer epoch owns the entity. */
    FENCED,
    /** The entry names a cause that the log does not hold. */
    CAUSE_MISSING
  }

  /** What an owner hears about its entity. */
  interface Listener {
    /** A load was granted. */
    void onLoaded(LoadedEntity loaded);

    /** A load failed: {@code reason} is for people; the owner may try again. */
    void onLoadFailed(String reason);

    /** Everything of this epoch through {@code seqNr} is committed. Cumulative. */
    void onCommitted(long epoch, long seqNr);

    /** The entry and all later ones of this epoch are not in the log: discard and reload. */
    void onRefused(Refusal refusal, long epoch, long seqNr, long expectedSeqNr);

    /** The epoch was current when {@link EventLog#confirm} was asked, or later. */
    default void onConfirmed(final long epoch) {}

    /** The epoch was not current any more. */
    default void onLost(final long epoch) {}

    /** The snapshot was stored and the tail through it dropped, or it came too late. */
    void onSnapshotStored(long epoch, long seqNr);
  }

  /**
   * Takes ownership: fences every earlier owner, and answers with snapshot and tail. The listener
   * stays attached until {@link #release} or the next load of the same entity here.
   */
  void load(long entity, Listener listener);

  /** Detaches the listener; the epoch stays granted until somebody loads again. */
  void release(long entity, Listener listener);

  /**
   * Appends, pipelined: entries of one entity are given in order by one thread.
   *
   * @return false if the client's bounded queue has no room: nothing was taken, try again soon
   */
  boolean append(LogEntry entry);

  /**
   * Replaces an entity's snapshot and drops its tail through it.
   *
   * @return false if there is no room now; the snapshot is not taken
   */
  boolean saveSnapshot(EntitySnapshot snapshot);

  /** Whether others may load from it, so that an epoch may be lost without being told. */
  default boolean isShared() {
    return false;
  }

  /**
   * Asks whether an epoch is still current, through the log like everything else: what is told
   * after {@link Listener#onConfirmed} was true at some time after the question.
   */
  default void confirm(final long entity, final long epoch, final Listener listener) {
    listener.onConfirmed(epoch);
  }

  /** Entities of the log that have a wake-up time, with it; for a shard that starts. */
  void wakeable(Consumer<List<Wakeable>> listener);

  /**
   * The whole log at one position: every entity's snapshot and tail, one consistent cut. {@code
   * epoch} of each is its current one; nothing is fenced.
   */
  void readCut(Consumer<Cut> listener);

  /** An entity that wants to be started by {@code wakeAtNanos}. */
  record Wakeable(long entity, long wakeAtNanos) {}

  /**
   * A consistent cut.
   *
   * @param logPosition of the log service when it was taken
   */
  record Cut(long logPosition, List<LoadedEntity> entities) {}
}
