package io.qanat.log.node;

import io.qanat.codecs.log.AppendResult;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Answers to one batch: per entity and epoch one watermark, and the first refusal. What follows a
 * refusal in the same epoch is refused as well and goes without saying.
 */
final class AckBatch {
  private static final int NONE = -1;

  private final Long2LongHashMap latestByEntity = new Long2LongHashMap(NONE);
  private long[] entities = new long[256];
  private long[] epochs = new long[256];
  private long[] seqNrs = new long[256];
  private long[] expectedSeqNrs = new long[256];
  private AppendResult[] results = new AppendResult[256];
  private int size;

  void clear() {
    latestByEntity.clear();
    size = 0;
  }

  void add(
      final long entity,
      final long epoch,
      final long seqNr,
      final long expectedSeqNr,
      final AppendResult result) {
    final int latest = (int) latestByEntity.get(entity);
    if (latest != NONE && epochs[latest] == epoch) {
      if (results[latest] != AppendResult.STORED) {
        return;
      }
      if (result == AppendResult.STORED) {
        seqNrs[latest] = Math.max(seqNrs[latest], seqNr);
        return;
      }
    }
    if (size == entities.length) {
      grow();
    }
    entities[size] = entity;
    epochs[size] = epoch;
    seqNrs[size] = seqNr;
    expectedSeqNrs[size] = expectedSeqNr;
    results[size] = result;
    latestByEntity.put(entity, size);
    size++;
  }

  private void grow() {
    final int capacity = 2 * size;
    entities = Arrays.copyOf(entities, capacity);
    epochs = Arrays.copyOf(epochs, capacity);
    seqNrs = Arrays.copyOf(seqNrs, capacity);
    expectedSeqNrs = Arrays.copyOf(expectedSeqNrs, capacity);
    results = Arrays.copyOf(results, capacity);
  }

  int size() {
    return size;
  }

  long entity(final int index) {
    return entities[index];
  }

  long epoch(final int index) {
    return epochs[index];
  }

  long seqNr(final int index) {
    return seqNrs[index];
  }

  long expectedSeqNr(final int index) {
    return expectedSeqNrs[index];
  }

  AppendResult result(final int index) {
    return results[index];
  }
}
