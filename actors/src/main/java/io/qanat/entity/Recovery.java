package io.qanat.entity;

import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rebuilds an entity from its snapshot and its tail, and proves it: the snapshot's hash and the
 * outputs' hash of every replayed input must be the recorded ones.
 */
final class Recovery {
  /** The recorded history cannot be repeated here; the message names entity and place. */
  static final class RecoveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecoveryException(final String message) {
      super(message);
    }

    RecoveryException(final String message, final Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A recovered entity.
   *
   * @param seqNr of its last entry
   * @param timeNanos of that entry
   * @param toRelease outputs that may not have left before, oldest first
   */
  record Recovered(
      EntityState state,
      long seqNr,
      long timeNanos,
      long tailBytes,
      long snapshotBytes,
      List<OutputBatch> toRelease) {}

  private final LoadedEntity loaded;
  private final EntityState state;
  private final long releasedThrough;
  private final boolean overrideHashMismatch;
  private final Consumer<String> anomalies;

  private Recovery(
      final LoadedEntity loaded,
      final EntityState state,
      final long releasedThrough,
      final boolean overrideHashMismatch,
      final Consumer<String> anomalies) {
    this.loaded = loaded;
    this.state = state;
    this.releasedThrough = releasedThrough;
    this.overrideHashMismatch = overrideHashMismatch;
    this.anomalies = anomalies;
  }

  /**
   * Replays what was loaded.
   *
   * @param releasedThrough outputs through this entry have left this node; 0: not known
   * @param overrideHashMismatch an operator's decision: go on, and report to {@code anomalies}
   * @throws RecoveryException if the history needs another version of the core or does not repeat
   */
  static Recovered recover(
      final LoadedEntity loaded,
      final Core.Factory cores,
      final long releasedThrough,
      final boolean overrideHashMismatch,
      final Consumer<String> anomalies) {
    final EntityState state = new EntityState(cores.create(loaded.entity()));
    return new Recovery(loaded, state, releasedThrough, overrideHashMismatch, anomalies).run();
  }

  private Recovered run() {
    long seqNr = 0;
    long timeNanos = 0;
    int snapshotBytes = 0;
    final EntitySnapshot snapshot = loaded.snapshot();
    if (snapshot != null) {
      readSnapshot(snapshot);
      seqNr = snapshot.seqNr();
      timeNanos = snapshot.timeNanos();
      snapshotBytes = snapshot.state().length();
    }
    long left = Math.max(releasedThrough, seqNr);
    for (final LogEntry entry : loaded.tail()) {
      left = Math.max(left, entry.releasedThrough());
    }
    long tailBytes = 0;
    final List<OutputBatch> toRelease = new ArrayList<>();
    OutputBatch outputs = new OutputBatch();
    for (final LogEntry entry : loaded.tail()) {
      if (entry.seqNr() != seqNr + 1) {
        throw failure(entry, "entry " + (seqNr + 1) + " is missing before it");
      }
      replay(entry, outputs.clear());
      seqNr = entry.seqNr();
      timeNanos = entry.timeNanos();
      tailBytes += entry.input().capacity();
      if (seqNr > left && outputs.count() > 0) {
        toRelease.add(outputs);
        outputs = new OutputBatch();
      }
    }
    return new Recovered(state, seqNr, timeNanos, tailBytes, snapshotBytes, toRelease);
  }

  private void readSnapshot(final EntitySnapshot snapshot) {
    final String place =
        EntityKey.toString(loaded.entity())
            + " epoch "
            + snapshot.epoch()
            + " snapshot at seqNr "
            + snapshot.seqNr()
            + ": ";
    if (snapshot.coreVersion() != state.core().version()) {
      throw new RecoveryException(place + wrongVersion(snapshot.coreVersion()));
    }
    try {
      StateRecords.read(snapshot.state().whole(), state.channels(), state.core());
    } catch (final RuntimeException e) {
      throw new RecoveryException(place + "cannot be read: " + e.getMessage(), e);
    }
    final long hash = StateRecords.hash(state.channels(), state.core());
    if (hash != snapshot.stateHash()) {
      mismatch(
          place
              + "recorded state hash "
              + Long.toHexString(snapshot.stateHash())
              + ", read "
              + Long.toHexString(hash));
    }
  }

  private void replay(final LogEntry entry, final OutputBatch outputs) {
    if (entry.coreVersion() != state.core().version()) {
      throw failure(entry, wrongVersion(entry.coreVersion()));
    }
    try {
      state.apply(entry.input(), entry.timeNanos(), entry.epoch(), entry.seqNr(), outputs);
    } catch (final RuntimeException | AssertionError | StackOverflowError e) {
      throw new RecoveryException(place(entry) + "cannot be replayed: " + e, e);
    }
    final long hash = outputs.hash();
    if (hash != entry.outputsHash()) {
      mismatch(
          place(entry)
              + "recorded outputs hash "
              + Long.toHexString(entry.outputsHash())
              + ", replayed "
              + Long.toHexString(hash));
    }
  }

  private void mismatch(final String what) {
    if (!overrideHashMismatch) {
      throw new RecoveryException(what);
    }
    anomalies.accept(what + "; goes on by the operator's override");
  }

  private String wrongVersion(final int version) {
    return "decided by core version "
        + version
        + ", this node has version "
        + state.core().version();
  }

  private RecoveryException failure(final LogEntry entry, final String what) {
    return new RecoveryException(place(entry) + what);
  }

  private static String place(final LogEntry entry) {
    return EntityKey.toString(entry.entity())
        + " epoch "
        + entry.epoch()
        + " seqNr "
        + entry.seqNr()
        + " core version "
        + entry.coreVersion()
        + ": ";
  }
}
