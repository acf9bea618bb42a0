package io.qanat.account.core;

import io.qanat.entity.core.Core.RecordSink;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encoded records behind each other, each behind its length (int32, little endian), as a snapshot
 * has them. What is written is never changed, so snapshots refer to it instead of copying it.
 */
final class RecordChunks {
  private static final int CHUNK_LENGTH = 64 * 1024;
  private static final int INDEX_SHIFT = 32;

  private final List<UnsafeBuffer> chunks = new ArrayList<>();
  private int[] used = new int[0];
  private long count;

  /**
   * Adds a record, with its header, of less than 64 KiB.
   *
   * @return its position, not negative
   */
  long append(final DirectBuffer record, final int offset, final int length) {
    final int framed = Integer.BYTES + length;
    int last = chunks.size() - 1;
    if (last < 0 || used[last] + framed > CHUNK_LENGTH) {
      last++;
      chunks.add(new UnsafeBuffer(new byte[CHUNK_LENGTH]));
      if (last == used.length) {
        used = Arrays.copyOf(used, Math.max(16, last * 2));
      }
      used[last] = 0;
    }
    final int at = used[last];
    final UnsafeBuffer chunk = chunks.get(last);
    chunk.putInt(at, length, ByteOrder.LITTLE_ENDIAN);
    chunk.putBytes(at + Integer.BYTES, record, offset, length);
    used[last] = at + framed;
    count++;
    return (long) last << INDEX_SHIFT | at;
  }

  /** The buffer that holds the record at a position, from {@link #offset} on. */
  DirectBuffer buffer(final long position) {
    return chunks.get((int) (position >>> INDEX_SHIFT));
  }

  /** Where the record at a position begins in its buffer, with its header. */
  int offset(final long position) {
    return (int) position + Integer.BYTES;
  }

  int length(final long position) {
    return buffer(position).getInt((int) position, ByteOrder.LITTLE_ENDIAN);
  }

  /** Number of records, replaced ones included. */
  long count() {
    return count;
  }

  void writeTo(final RecordSink sink) {
    for (int i = 0; i < chunks.size(); i++) {
      sink.run(chunks.get(i), 0, used[i]);
    }
  }

  void clear() {
    chunks.clear();
    count = 0;
  }
}
