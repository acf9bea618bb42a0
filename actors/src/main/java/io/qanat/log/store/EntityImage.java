package io.qanat.log.store;

import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.SnapshotState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One entity of the store at one log position: immutable, shares the store's bytes. */
public final class EntityImage {
  private final long entity;
  private final long epoch;
  private final long seqNr;
  private final long wakeAtNanos;
  private final long loadClientId;
  private final long loadRequestId;
  private final EpochHistory pastEpochs;
  private final StoredSnapshot snapshot;
  private final StoredSnapshot upload;
  private final byte[][] tail;
  private final int tailCount;

  EntityImage(
      final long entity,
      final long epoch,
      final long seqNr,
      final long wakeAtNanos,
      final long loadClientId,
      final long loadRequestId,
      final EpochHistory pastEpochs,
      final StoredSnapshot snapshot,
      final StoredSnapshot upload,
      final byte[][] tail,
      final int tailCount) {
    this.entity = entity;
    this.epoch = epoch;
    this.seqNr = seqNr;
    this.wakeAtNanos = wakeAtNanos;
    this.loadClientId = loadClientId;
    this.loadRequestId = loadRequestId;
    this.pastEpochs = pastEpochs;
    this.snapshot = snapshot;
    this.upload = upload;
    this.tail = tail;
    this.tailCount = tailCount;
  }

  /** The runtime's view of it; the buffers wrap the stored bytes. */
  public LoadedEntity toLoadedEntity() {
    final EntitySnapshot loadedSnapshot =
        snapshot == null
            ? null
            : new EntitySnapshot(
                entity,
                snapshot.epoch(),
                snapshot.seqNr(),
                snapshot.coreVersion(),
                snapshot.stateHash(),
                snapshot.wakeAtNanos(),
                snapshot.timeNanos(),
                SnapshotState.of(new UnsafeBuffer(snapshot.bytes(), 0, snapshot.length())));
    final List<LogEntry> entries = new ArrayList<>(tailCount);
    final EntryReader reader = new EntryReader();
    for (int i = 0; i < tailCount; i++) {
      entries.add(reader.read(entity, tail[i]));
    }
    return new LoadedEntity(entity, epoch, loadedSnapshot, entries);
  }

  public long entity() {
    return entity;
  }

  /** The current ownership; 0: never loaded. */
  public long epoch() {
    return epoch;
  }

  /** The last entry stored; 0: none. */
  public long seqNr() {
    return seqNr;
  }

  /** When it wants to be started; 0: not on its own. */
  public long wakeAtNanos() {
    return wakeAtNanos;
  }

  long loadClientId() {
    return loadClientId;
  }

  long loadRequestId() {
    return loadRequestId;
  }

  EpochHistory pastEpochs() {
    return pastEpochs;
  }

  StoredSnapshot storedSnapshot() {
    return snapshot;
  }

  StoredSnapshot upload() {
    return upload;
  }

  int tailCount() {
    return tailCount;
  }

  /** An Entry record, header included. */
  byte[] tailEntry(final int index) {
    return tail[index];
  }
}
