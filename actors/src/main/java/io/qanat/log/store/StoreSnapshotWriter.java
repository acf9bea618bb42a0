package io.qanat.log.store;

import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.StoreBeginEncoder;
import io.qanat.codecs.log.StoreEndEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the whole store as records: StoreBegin, every entity, StoreEnd with the count and the
 * CRC-32C of all that came before it.
 */
public final class StoreSnapshotWriter {
  /** Of the records' meaning; a reader takes this one only. */
  public static final int FORMAT_VERSION = 1;

  /** Where the records go. */
  public interface Sink {
    /** Takes a record; returns once it is written. */
    void onRecord(DirectBuffer buffer, int offset, int length);
  }

  private final Sink sink;
  private final RecordChecksum checksum = new RecordChecksum();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  public StoreSnapshotWriter(final Sink sink) {
    this.sink = sink;
  }

  /** Writes everything; {@code logPosition} is where the store was at. */
  public void write(final EntityStore store, final long logPosition) {
    final StoreBeginEncoder begin =
        new StoreBeginEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .formatVersion(FORMAT_VERSION)
            .entityCount(store.size())
            .logPosition(logPosition);
    write(buffer, MessageHeaderEncoder.ENCODED_LENGTH + begin.encodedLength());
    final ImageRecords records = new ImageRecords(store.images(), true);
    long count = 0;
    while (records.next()) {
      write(records.buffer(), records.length());
      count++;
    }
    final StoreEndEncoder end =
        new StoreEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .recordCount(count)
            .crc32c(checksum.value());
    sink.onRecord(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + end.encodedLength());
  }

  private void write(final DirectBuffer record, final int length) {
    checksum.update(record, 0, length);
    sink.onRecord(record, 0, length);
  }
}
