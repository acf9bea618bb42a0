package io.qanat.log.store;

import java.util.Arrays;

/**
 * Which epoch stored which entries of one entity: pairs of epoch and its last seqNr, oldest first.
 *
 * <p>Epochs that stored nothing take no room. The latest {@value #EPOCHS_MAX} are kept; for entries
 * before those the seqNr alone decides, since a cause that old can only be one that its sender
 * resends. Instances are immutable.
 */
final class EpochHistory {
  static final int EPOCHS_MAX = 64;
  static final EpochHistory EMPTY = new EpochHistory(new long[0]);

  private final long[] pairs;

  private EpochHistory(final long[] pairs) {
    this.pairs = pairs;
  }

  static EpochHistory of(final long[] pairs) {
    return new EpochHistory(pairs);
  }

  int size() {
    return pairs.length / 2;
  }

  long epoch(final int index) {
    return pairs[2 * index];
  }

  long lastSeqNr(final int index) {
    return pairs[2 * index + 1];
  }

  /** After {@code epoch} has ended with {@code lastSeqNr}. */
  EpochHistory with(final long epoch, final long lastSeqNr) {
    final int drop = size() == EPOCHS_MAX ? 2 : 0;
    final long[] next = Arrays.copyOfRange(pairs, drop, pairs.length + 2);
    next[next.length - 2] = epoch;
    next[next.length - 1] = lastSeqNr;
    return new EpochHistory(next);
  }

  /** Whether these past epochs stored {@code seqNr} under {@code epoch}. */
  boolean contains(final long epoch, final long seqNr) {
    for (int i = 0; i < size(); i++) {
      if (seqNr <= lastSeqNr(i)) {
        return epoch == epoch(i) || (i == 0 && size() == EPOCHS_MAX && epoch < epoch(i));
      }
    }
    return false;
  }

  /** The last entry that any of these epochs stored, or 0. */
  long lastSeqNr() {
    return pairs.length == 0 ? 0 : pairs[pairs.length - 1];
  }
}
