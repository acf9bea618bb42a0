package io.qanat.log.store;

import io.qanat.codecs.log.SnapshotPartResult;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** What the log keeps of one entity. Mutable, of the store's one thread. */
final class StoredEntity {
  private static final byte[][] NO_ENTRIES = {};
  private static final int FIRST_CAPACITY = 16;
  private static final int FIRST_UPLOAD_CAPACITY = 64 * 1024;

  private final long entity;
  private long epoch;
  private long seqNr;
  private long wakeAtNanos;
  private long loadClientId;
  private long loadRequestId;

  /** Epochs before the current one. */
  private EpochHistory pastEpochs = EpochHistory.EMPTY;

  private StoredSnapshot snapshot;
  private StoredSnapshot upload;

  /** Entries after the snapshot. Slots below {@code tailCount} are never written again. */
  private byte[][] tail = NO_ENTRIES;

  private int tailCount;

  StoredEntity(final long entity) {
    this.entity = entity;
  }

  StoredEntity(final EntityImage image) {
    entity = image.entity();
    epoch = image.epoch();
    seqNr = image.seqNr();
    wakeAtNanos = image.wakeAtNanos();
    loadClientId = image.loadClientId();
    loadRequestId = image.loadRequestId();
    pastEpochs = image.pastEpochs();
    snapshot = image.storedSnapshot();
    upload = image.upload();
    tailCount = image.tailCount();
    tail = new byte[tailCount][];
    for (int i = 0; i < tailCount; i++) {
      tail[i] = image.tailEntry(i);
    }
  }

  long entity() {
    return entity;
  }

  long epoch() {
    return epoch;
  }

  long seqNr() {
    return seqNr;
  }

  long wakeAtNanos() {
    return wakeAtNanos;
  }

  /** Whether the entry {@code seqNr} was stored under {@code ofEpoch}. */
  boolean contains(final long ofEpoch, final long ofSeqNr) {
    if (ofSeqNr < 1 || ofSeqNr > seqNr) {
      return false;
    }
    return ofSeqNr > pastEpochs.lastSeqNr()
        ? ofEpoch == epoch
        : pastEpochs.contains(ofEpoch, ofSeqNr);
  }

  boolean isGrantedTo(final long clientId, final long requestId) {
    return epoch > 0 && loadClientId == clientId && loadRequestId == requestId;
  }

  void grant(final long clientId, final long requestId) {
    if (seqNr > pastEpochs.lastSeqNr()) {
      pastEpochs = pastEpochs.with(epoch, seqNr);
    }
    epoch++;
    loadClientId = clientId;
    loadRequestId = requestId;
    upload = null;
  }

  void store(final byte[] entry, final long entryWakeAtNanos) {
    if (tailCount == tail.length) {
      tail = Arrays.copyOf(tail, Math.max(FIRST_CAPACITY, tailCount * 2));
    }
    tail[tailCount++] = entry;
    seqNr++;
    wakeAtNanos = entryWakeAtNanos;
  }

  byte[] lastEntry() {
    return tailCount == 0 ? null : tail[tailCount - 1];
  }

  int receivedLength() {
    return upload == null ? 0 : upload.length();
  }

  /** See {@link EntityStore#snapshotPart}. {@code empty} carries the header and no bytes. */
  SnapshotPartResult receive(
      final StoredSnapshot empty,
      final int offset,
      final DirectBuffer bytes,
      final int bytesOffset,
      final int length) {
    if (empty.epoch() != epoch || empty.seqNr() > seqNr) {
      return SnapshotPartResult.REFUSED;
    }
    if (snapshot != null && empty.seqNr() <= snapshot.seqNr()) {
      return empty.seqNr() == snapshot.seqNr()
          ? SnapshotPartResult.STORED
          : SnapshotPartResult.REFUSED;
    }
    if (offset == 0) {
      upload = empty;
    } else if (upload == null
        || !upload.isOf(empty.epoch(), empty.seqNr(), empty.totalLength())
        || offset > upload.length()) {
      return SnapshotPartResult.OUT_OF_ORDER;
    } else if (offset < upload.length()) {
      return SnapshotPartResult.RECEIVED;
    }
    final int newLength = offset + length;
    byte[] target = upload.bytes();
    if (newLength > target.length) {
      final long doubled = Math.max(FIRST_UPLOAD_CAPACITY, 2L * newLength);
      target = Arrays.copyOf(target, (int) Math.min(doubled, upload.totalLength()));
    }
    bytes.getBytes(bytesOffset, target, offset, length);
    upload = upload.grown(target, newLength);
    if (!upload.isComplete()) {
      return SnapshotPartResult.RECEIVED;
    }
    snapshot = upload;
    upload = null;
    dropTailThrough(snapshot.seqNr());
    return SnapshotPartResult.STORED;
  }

  private void dropTailThrough(final long throughSeqNr) {
    final int keep = (int) (seqNr - throughSeqNr);
    // A new array: images of the old tail are still being read.
    tail = keep == 0 ? NO_ENTRIES : Arrays.copyOfRange(tail, tailCount - keep, tailCount);
    tailCount = keep;
  }

  EntityImage image() {
    return new EntityImage(
        entity,
        epoch,
        seqNr,
        wakeAtNanos,
        loadClientId,
        loadRequestId,
        pastEpochs,
        snapshot,
        upload,
        tail,
        tailCount);
  }
}
