package io.qanat.log.store;

import io.qanat.codecs.log.BytesEncoder;
import io.qanat.codecs.log.EntityStateEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.SnapshotStateEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records of entities, in the order in which {@link ImageReader} wants them: EntityState,
 * SnapshotState and its Bytes, the same of an unfinished upload, then the entries.
 */
public final class ImageRecords implements Records {
  /** Of a snapshot, per Bytes record. */
  static final int BYTES_MAX = 32 * 1024;

  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

  /** What of the current entity comes next. */
  private enum Step {
    ENTITY,
    SNAPSHOT,
    UPLOAD,
    ENTRIES
  }

  private final EntityImage[] images;
  private final boolean withUploads;
  private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(BYTES_MAX + 64);
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EntityStateEncoder entityEncoder = new EntityStateEncoder();
  private final SnapshotStateEncoder snapshotEncoder = new SnapshotStateEncoder();
  private final BytesEncoder bytesEncoder = new BytesEncoder();

  private int imageIndex = -1;
  private Step step = Step.ENTRIES;
  private StoredSnapshot snapshot;
  private int snapshotOffset;
  private int entryIndex;
  private DirectBuffer buffer = scratch;
  private int length;

  /**
   * A stream over some entities.
   *
   * @param withUploads whether unfinished uploads are part of it; only a cluster snapshot needs
   *     them
   */
  public ImageRecords(final EntityImage[] images, final boolean withUploads) {
    this.images = images;
    this.withUploads = withUploads;
  }

  @Override
  public boolean next() {
    if (snapshot != null) {
      if (snapshotOffset < snapshot.length()) {
        encodeBytes();
        return true;
      }
      snapshot = null;
    }
    while (true) {
      switch (step) {
        case ENTITY -> {
          step = Step.SNAPSHOT;
          encodeEntity(images[imageIndex]);
          return true;
        }
        case SNAPSHOT -> {
          step = Step.UPLOAD;
          if (encodeSnapshot(images[imageIndex].storedSnapshot())) {
            return true;
          }
        }
        case UPLOAD -> {
          step = Step.ENTRIES;
          entryIndex = 0;
          if (withUploads && encodeSnapshot(images[imageIndex].upload())) {
            return true;
          }
        }
        case ENTRIES -> {
          if (imageIndex >= 0 && entryIndex < images[imageIndex].tailCount()) {
            view.wrap(images[imageIndex].tailEntry(entryIndex++));
            buffer = view;
            length = view.capacity();
            return true;
          }
          if (++imageIndex >= images.length) {
            imageIndex = images.length - 1;
            return false;
          }
          step = Step.ENTITY;
        }
      }
    }
  }

  private void encodeEntity(final EntityImage image) {
    final EpochHistory epochs = image.pastEpochs();
    entityEncoder
        .wrapAndApplyHeader(scratch, 0, header)
        .entity(image.entity())
        .epoch(image.epoch())
        .seqNr(image.seqNr())
        .wakeAt(image.wakeAtNanos())
        .loadClientId(image.loadClientId())
        .loadRequestId(image.loadRequestId())
        .tailCount(image.tailCount());
    final EntityStateEncoder.EpochsEncoder group = entityEncoder.epochsCount(epochs.size());
    for (int i = 0; i < epochs.size(); i++) {
      group.next().epoch(epochs.epoch(i)).lastSeqNr(epochs.lastSeqNr(i));
    }
    encoded(entityEncoder.encodedLength());
  }

  private boolean encodeSnapshot(final StoredSnapshot of) {
    if (of == null) {
      return false;
    }
    snapshot = of;
    snapshotOffset = 0;
    snapshotEncoder
        .wrapAndApplyHeader(scratch, 0, header)
        .epoch(of.epoch())
        .seqNr(of.seqNr())
        .stateHash(of.stateHash())
        .wakeAt(of.wakeAtNanos())
        .time(of.timeNanos())
        .totalLength(of.totalLength())
        .length(of.length())
        .coreVersion(of.coreVersion());
    encoded(snapshotEncoder.encodedLength());
    return true;
  }

  private void encodeBytes() {
    final int count = Math.min(BYTES_MAX, snapshot.length() - snapshotOffset);
    bytesEncoder
        .wrapAndApplyHeader(scratch, 0, header)
        .putBytes(snapshot.bytes(), snapshotOffset, count);
    snapshotOffset += count;
    encoded(bytesEncoder.encodedLength());
  }

  private void encoded(final int bodyLength) {
    buffer = scratch;
    length = HEADER_LENGTH + bodyLength;
  }

  @Override
  public DirectBuffer buffer() {
    return buffer;
  }

  @Override
  public int length() {
    return length;
  }
}
