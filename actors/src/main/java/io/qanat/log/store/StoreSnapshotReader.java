package io.qanat.log.store;

import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.StoreBeginDecoder;
import io.qanat.codecs.log.StoreEndDecoder;
import org.agrona.DirectBuffer;

/** Reads back what {@link StoreSnapshotWriter} wrote, and believes nothing that does not add up. */
public final class StoreSnapshotReader {
  private final EntityStore store = new EntityStore();
  private final ImageReader images = new ImageReader(store::restore);
  private final RecordChecksum checksum = new RecordChecksum();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private int entityCount;
  private long recordCount;
  private boolean begun;
  private boolean complete;

  /**
   * Takes the next record.
   *
   * @throws CorruptRecordsException if the snapshot is not what was written, or of another format
   */
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      throw new CorruptRecordsException("record of " + length + " bytes");
    }
    header.wrap(buffer, offset);
    if (complete) {
      throw new CorruptRecordsException("records after the end");
    }
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      throw new CorruptRecordsException("record of schema " + header.schemaId());
    }
    if (header.version() > MessageHeaderDecoder.SCHEMA_VERSION) {
      throw new CorruptRecordsException(
          "written by a newer version: schema version " + header.version());
    }
    if (begun == (header.templateId() == StoreBeginDecoder.TEMPLATE_ID)) {
      throw new CorruptRecordsException("the beginning is missing or there twice");
    }
    try {
      switch (header.templateId()) {
        case StoreBeginDecoder.TEMPLATE_ID -> onBegin(buffer, offset);
        case StoreEndDecoder.TEMPLATE_ID -> onEnd(buffer, offset);
        default -> {
          recordCount++;
          images.onRecord(buffer, offset, length);
        }
      }
    } catch (final IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new CorruptRecordsException("malformed record " + recordCount, e);
    }
    checksum.update(buffer, offset, length);
  }

  private void onBegin(final DirectBuffer buffer, final int offset) {
    final StoreBeginDecoder begin = new StoreBeginDecoder();
    begin.wrapAndApplyHeader(buffer, offset, header);
    if (begin.formatVersion() != StoreSnapshotWriter.FORMAT_VERSION) {
      throw new CorruptRecordsException(
          "format version "
              + begin.formatVersion()
              + ", this build reads "
              + StoreSnapshotWriter.FORMAT_VERSION);
    }
    entityCount = begin.entityCount();
    begun = true;
  }

  private void onEnd(final DirectBuffer buffer, final int offset) {
    final StoreEndDecoder end = new StoreEndDecoder();
    end.wrapAndApplyHeader(buffer, offset, header);
    if (end.crc32c() != checksum.value()) {
      throw new CorruptRecordsException("the checksum does not match");
    }
    images.finish();
    if (end.recordCount() != recordCount || entityCount != store.size()) {
      throw new CorruptRecordsException(
          "records missing: "
              + recordCount
              + " of "
              + end.recordCount()
              + ", entities: "
              + store.size()
              + " of "
              + entityCount);
    }
    complete = true;
  }

  /** Whether the end has been read. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * The store that was read.
   *
   * @throws CorruptRecordsException if the end was not read
   */
  public EntityStore store() {
    if (!complete) {
      throw new CorruptRecordsException("the end is missing");
    }
    return store;
  }
}
