package io.qanat.entity;

import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;

/**
 * Decides when an entity's tail has grown heavier than its state, copies the state right after an
 * entry was applied, and gives it to the log once that entry is committed. One at a time.
 */
final class SnapshotTaker {
  private final EntityConfig config;
  private long tailEntries;
  private long tailBytes;
  private long snapshotBytes;
  private long notBeforeNanos;
  private EntitySnapshot taken;
  private boolean given;
  private long entriesTaken;
  private long bytesTaken;

  SnapshotTaker(final EntityConfig config) {
    this.config = config;
  }

  /** Starts from what a load found. */
  void reset(final long tailEntries, final long tailBytes, final long snapshotBytes) {
    this.tailEntries = tailEntries;
    this.tailBytes = tailBytes;
    this.snapshotBytes = snapshotBytes;
    taken = null;
    given = false;
  }

  /** Counts an applied entry and copies the state behind it if a snapshot is due. */
  void applied(
      final LogEntry entry, final Channels channels, final Core core, final long nowNanos) {
    tailEntries++;
    tailBytes += entry.input().capacity();
    if (taken == null
        && tailEntries >= config.snapshotFloorEntries()
        && tailBytes >= Math.max(config.snapshotFloorBytes(), snapshotBytes)
        && nowNanos - notBeforeNanos >= 0) {
      taken = copy(entry, channels, core);
      entriesTaken = tailEntries;
      bytesTaken = tailBytes;
      notBeforeNanos = nowNanos + config.snapshotIntervalNanos();
    }
  }

  private static EntitySnapshot copy(
      final LogEntry entry, final Channels channels, final Core core) {
    return new EntitySnapshot(
        entry.entity(),
        entry.epoch(),
        entry.seqNr(),
        core.version(),
        StateRecords.hash(channels, core),
        entry.wakeAtNanos(),
        entry.timeNanos(),
        StateRecords.copy(channels, core));
  }

  /** Gives a copy to the log if everything in it is committed; the log may have no room yet. */
  void committed(final long throughSeqNr, final EventLog log) {
    if (taken != null && !given && taken.seqNr() <= throughSeqNr) {
      given = log.saveSnapshot(taken);
    }
  }

  /** The log has stored it, or did not want it any more. */
  void stored(final long epoch, final long seqNr) {
    if (given && taken.epoch() == epoch && taken.seqNr() == seqNr) {
      tailEntries -= entriesTaken;
      tailBytes -= bytesTaken;
      snapshotBytes = taken.state().length();
      taken = null;
      given = false;
    }
  }

  boolean isPending() {
    return taken != null;
  }

  /** Whether the log refused a copy for lack of room, so that it must be offered again. */
  boolean isWaiting(final long committedSeqNr) {
    return taken != null && !given && taken.seqNr() <= committedSeqNr;
  }
}
