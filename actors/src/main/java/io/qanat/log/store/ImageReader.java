package io.qanat.log.store;

import io.qanat.codecs.log.BytesDecoder;
import io.qanat.codecs.log.EntityStateDecoder;
import io.qanat.codecs.log.EntryDecoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.SnapshotStateDecoder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Puts entities together again from the records of {@link ImageRecords}. */
public final class ImageReader {
  private static final int FIRST_BYTES_CAPACITY = 64 * 1024;

  private final Consumer<EntityImage> listener;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final EntityStateDecoder entityDecoder = new EntityStateDecoder();
  private final SnapshotStateDecoder snapshotDecoder = new SnapshotStateDecoder();
  private final BytesDecoder bytesDecoder = new BytesDecoder();

  /** The entity being read; null before the first. */
  private EntityImage state;

  private StoredSnapshot snapshot;
  private StoredSnapshot upload;
  private StoredSnapshot filling;
  private int fillingLength;
  private byte[][] tail;
  private int tailCount;

  /** {@code listener} is given each entity once it is whole. */
  public ImageReader(final Consumer<EntityImage> listener) {
    this.listener = listener;
  }

  /**
   * Takes the next record.
   *
   * @throws CorruptRecordsException if it cannot follow what came before
   */
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      throw new CorruptRecordsException("record of " + length + " bytes");
    }
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case EntityStateDecoder.TEMPLATE_ID -> onEntity(buffer, offset);
      case SnapshotStateDecoder.TEMPLATE_ID -> onSnapshot(buffer, offset);
      case BytesDecoder.TEMPLATE_ID -> onBytes(buffer, offset);
      case EntryDecoder.TEMPLATE_ID -> onEntry(buffer, offset, length);
      default ->
          throw new CorruptRecordsException(
              "record of the unknown kind " + header.templateId() + " after " + where());
    }
  }

  /** The stream has ended: hands out the last entity. */
  public void finish() {
    if (state == null) {
      return;
    }
    endSnapshot();
    if (tailCount != tail.length) {
      throw new CorruptRecordsException(
          "entries missing: " + tailCount + " of " + tail.length + " of " + where());
    }
    listener.accept(
        new EntityImage(
            state.entity(),
            state.epoch(),
            state.seqNr(),
            state.wakeAtNanos(),
            state.loadClientId(),
            state.loadRequestId(),
            state.pastEpochs(),
            snapshot,
            upload,
            tail,
            tailCount));
    state = null;
  }

  private void onEntity(final DirectBuffer buffer, final int offset) {
    finish();
    entityDecoder.wrapAndApplyHeader(buffer, offset, header);
    final int count = entityDecoder.tailCount();
    if (count < 0) {
      throw new CorruptRecordsException("tail of " + count + " entries");
    }
    final EntityStateDecoder.EpochsDecoder epochs = entityDecoder.epochs();
    final long[] pairs = new long[2 * epochs.count()];
    for (int i = 0; epochs.hasNext(); i += 2) {
      epochs.next();
      pairs[i] = epochs.epoch();
      pairs[i + 1] = epochs.lastSeqNr();
    }
    snapshot = null;
    upload = null;
    filling = null;
    tail = new byte[count][];
    tailCount = 0;
    state =
        new EntityImage(
            entityDecoder.entity(),
            entityDecoder.epoch(),
            entityDecoder.seqNr(),
            entityDecoder.wakeAt(),
            entityDecoder.loadClientId(),
            entityDecoder.loadRequestId(),
            EpochHistory.of(pairs),
            null,
            null,
            tail,
            0);
  }

  private void onSnapshot(final DirectBuffer buffer, final int offset) {
    requireEntity("a snapshot");
    endSnapshot();
    snapshotDecoder.wrapAndApplyHeader(buffer, offset, header);
    final int totalLength = snapshotDecoder.totalLength();
    fillingLength = snapshotDecoder.length();
    if (fillingLength < 0 || fillingLength > totalLength) {
      throw new CorruptRecordsException(
          "snapshot of " + fillingLength + " of " + totalLength + " bytes of " + where());
    }
    filling =
        new StoredSnapshot(
            snapshotDecoder.epoch(),
            snapshotDecoder.seqNr(),
            snapshotDecoder.coreVersion(),
            snapshotDecoder.stateHash(),
            snapshotDecoder.wakeAt(),
            snapshotDecoder.time(),
            totalLength,
            // As the bytes arrive: a length alone is not believed.
            new byte[Math.min(fillingLength, FIRST_BYTES_CAPACITY)],
            0);
  }

  private void onBytes(final DirectBuffer buffer, final int offset) {
    bytesDecoder.wrapAndApplyHeader(buffer, offset, header);
    final int count = bytesDecoder.bytesLength();
    if (filling == null || count > fillingLength - filling.length()) {
      throw new CorruptRecordsException("more bytes than the snapshot of " + where() + " has");
    }
    final int newLength = filling.length() + count;
    byte[] target = filling.bytes();
    if (newLength > target.length) {
      target = Arrays.copyOf(target, (int) Math.min(2L * newLength, fillingLength));
    }
    bytesDecoder.getBytes(target, filling.length(), count);
    filling = filling.grown(target, newLength);
  }

  private void endSnapshot() {
    if (filling == null) {
      return;
    }
    if (filling.length() != fillingLength) {
      throw new CorruptRecordsException("bytes missing from the snapshot of " + where());
    }
    if (filling.isComplete()) {
      snapshot = filling;
    } else {
      upload = filling;
    }
    filling = null;
  }

  private void onEntry(final DirectBuffer buffer, final int offset, final int length) {
    requireEntity("an entry");
    endSnapshot();
    if (tailCount == tail.length) {
      throw new CorruptRecordsException("more entries than " + tail.length + " of " + where());
    }
    final byte[] entry = new byte[length];
    buffer.getBytes(offset, entry);
    tail[tailCount++] = entry;
  }

  private void requireEntity(final String what) {
    if (state == null) {
      throw new CorruptRecordsException(what + " before its entity");
    }
  }

  private String where() {
    return state == null ? "the beginning" : "entity " + state.entity();
  }
}
