package io.qanat.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Keeps what an owner is told, and waits for it. */
public final class RecordingListener implements EventLog.Listener {
  private static final long TIMEOUT_SECONDS = 60;

  private final List<String> events = new ArrayList<>();
  private LoadedEntity loaded;
  private String loadFailed;
  private long committedEpoch;
  private long committedSeqNr;
  private String refused;
  private long snapshotSeqNr;

  @Override
  public synchronized void onLoaded(final LoadedEntity entity) {
    loaded = entity;
    events.add("loaded epoch " + entity.epoch());
  }

  @Override
  public synchronized void onLoadFailed(final String reason) {
    loadFailed = reason;
    events.add("load failed: " + reason);
  }

  @Override
  public synchronized void onCommitted(final long epoch, final long seqNr) {
    committedEpoch = epoch;
    committedSeqNr = seqNr;
  }

  @Override
  public synchronized void onRefused(
      final EventLog.Refusal refusal,
      final long epoch,
      final long seqNr,
      final long expectedSeqNr) {
    refused = refusal + " epoch " + epoch + " seqNr " + seqNr + " expected " + expectedSeqNr;
    events.add(refused);
  }

  @Override
  public synchronized void onSnapshotStored(final long epoch, final long seqNr) {
    snapshotSeqNr = seqNr;
    events.add("snapshot epoch " + epoch + " seqNr " + seqNr);
  }

  /** Waits for the next load to be granted. */
  public LoadedEntity awaitLoaded() {
    awaitEvent(() -> takenLoaded() != null || failed() != null, "a load");
    final LoadedEntity result;
    synchronized (this) {
      result = loaded;
      loaded = null;
    }
    if (result == null) {
      throw new AssertionError(failed());
    }
    return result;
  }

  private synchronized LoadedEntity takenLoaded() {
    return loaded;
  }

  private synchronized String failed() {
    return loadFailed;
  }

  /** Waits until this and everything before it is committed. */
  public void awaitCommitted(final long epoch, final long seqNr) {
    awaitEvent(() -> isCommitted(epoch, seqNr), "commit of epoch " + epoch + " seqNr " + seqNr);
  }

  private synchronized boolean isCommitted(final long epoch, final long seqNr) {
    return committedEpoch == epoch && committedSeqNr >= seqNr;
  }

  /** The latest watermark of the current epoch. */
  public synchronized long committedSeqNr() {
    return committedSeqNr;
  }

  /** Waits for a refusal; as text. */
  public String awaitRefused() {
    awaitEvent(() -> refusedText() != null, "a refusal");
    return refusedText();
  }

  private synchronized String refusedText() {
    return refused;
  }

  /** Waits until a snapshot has ended. */
  public void awaitSnapshot(final long seqNr) {
    awaitEvent(() -> snapshotSeqNr() >= seqNr, "snapshot of seqNr " + seqNr);
  }

  private synchronized long snapshotSeqNr() {
    return snapshotSeqNr;
  }

  private synchronized List<String> events() {
    return List.copyOf(events);
  }

  private void awaitEvent(final BooleanSupplier condition, final String what) {
    await(condition, what + "; so far: " + events());
  }

  /** Waits, with a bound. */
  public static void await(final BooleanSupplier condition, final Object what) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + TIMEOUT_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(100_000);
    }
  }
}
