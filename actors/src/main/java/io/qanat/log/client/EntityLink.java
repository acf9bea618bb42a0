package io.qanat.log.client;

import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;

/** What the client knows of one entity: who listens, and how far its entries are settled. */
final class EntityLink {
  private final long entity;

  /** The latest heard of, whoever owns it. */
  private long epochKnown;

  /** Who loaded it here last; null: nobody any more. */
  private EventLog.Listener listener;

  /** Granted to the listener; 0: not yet. */
  private long loadedEpoch;

  private long committedEpoch;
  private long committedSeqNr;
  private long refusedEpoch;
  private long refusedSeqNr;
  private int pendingCount;
  private boolean isDirty;

  EntityLink(final long entity) {
    this.entity = entity;
  }

  long entity() {
    return entity;
  }

  void attach(final EventLog.Listener newListener) {
    listener = newListener;
    loadedEpoch = 0;
  }

  void detach() {
    listener = null;
    loadedEpoch = 0;
  }

  boolean isOf(final EventLog.Listener other) {
    return listener == other;
  }

  EventLog.Listener listener() {
    return listener;
  }

  void loaded(final long epoch) {
    loadedEpoch = epoch;
    epochKnown = epoch;
  }

  long epochKnown() {
    return epochKnown;
  }

  /** The listener, if {@code epoch} is the one it was granted. */
  EventLog.Listener listenerOf(final long epoch) {
    return epoch == loadedEpoch ? listener : null;
  }

  /**
   * Notes a watermark.
   *
   * @return whether it is the first since the listener was told
   */
  boolean committed(final long epoch, final long seqNr) {
    if (epoch < committedEpoch || (epoch == committedEpoch && seqNr <= committedSeqNr)) {
      return false;
    }
    committedEpoch = epoch;
    committedSeqNr = seqNr;
    final boolean wasDirty = isDirty;
    isDirty = true;
    return !wasDirty;
  }

  void tellCommitted() {
    isDirty = false;
    final EventLog.Listener told = listenerOf(committedEpoch);
    if (told != null) {
      told.onCommitted(committedEpoch, committedSeqNr);
    }
  }

  /**
   * Notes that an entry and what follows it in its epoch are not in the log.
   *
   * @return whether this is news
   */
  boolean refused(final long epoch, final long seqNr) {
    if (epoch <= refusedEpoch) {
      return false;
    }
    refusedEpoch = epoch;
    refusedSeqNr = seqNr;
    return true;
  }

  /** Whether nothing of this epoch will be stored any more. */
  boolean isRefused(final long epoch) {
    return epoch <= refusedEpoch;
  }

  boolean isSettled(final LogEntry entry) {
    if (entry.epoch() < refusedEpoch) {
      return true;
    }
    if (entry.epoch() == refusedEpoch && entry.seqNr() >= refusedSeqNr) {
      return true;
    }
    return entry.epoch() < committedEpoch
        || (entry.epoch() == committedEpoch && entry.seqNr() <= committedSeqNr);
  }

  void pendingAdded() {
    pendingCount++;
  }

  void pendingRemoved() {
    pendingCount--;
  }

  /** Whether nobody needs it any more. */
  boolean isUnused() {
    return listener == null && pendingCount == 0 && !isDirty;
  }
}
