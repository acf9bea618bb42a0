package io.qanat.log.store;

/**
 * An entity's snapshot as the log keeps it, or the part of one that has been uploaded so far.
 *
 * <p>The array is never written below {@link #length()} again, so it is shared, not copied.
 */
final class StoredSnapshot {
  private final long epoch;
  private final long seqNr;
  private final int coreVersion;
  private final long stateHash;
  private final long wakeAtNanos;
  private final long timeNanos;
  private final int totalLength;
  private final byte[] bytes;
  private final int length;

  StoredSnapshot(
      final long epoch,
      final long seqNr,
      final int coreVersion,
      final long stateHash,
      final long wakeAtNanos,
      final long timeNanos,
      final int totalLength,
      final byte[] bytes,
      final int length) {
    this.epoch = epoch;
    this.seqNr = seqNr;
    this.coreVersion = coreVersion;
    this.stateHash = stateHash;
    this.wakeAtNanos = wakeAtNanos;
    this.timeNanos = timeNanos;
    this.totalLength = totalLength;
    this.bytes = bytes;
    this.length = length;
  }

  /** The same snapshot with more of its bytes there. */
  StoredSnapshot grown(final byte[] moreBytes, final int newLength) {
    return new StoredSnapshot(
        epoch,
        seqNr,
        coreVersion,
        stateHash,
        wakeAtNanos,
        timeNanos,
        totalLength,
        moreBytes,
        newLength);
  }

  boolean isComplete() {
    return length == totalLength;
  }

  boolean isOf(final long otherEpoch, final long otherSeqNr, final int otherTotalLength) {
    return epoch == otherEpoch && seqNr == otherSeqNr && totalLength == otherTotalLength;
  }

  long epoch() {
    return epoch;
  }

  long seqNr() {
    return seqNr;
  }

  int coreVersion() {
    return coreVersion;
  }

  long stateHash() {
    return stateHash;
  }

  long wakeAtNanos() {
    return wakeAtNanos;
  }

  long timeNanos() {
    return timeNanos;
  }

  int totalLength() {
    return totalLength;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
