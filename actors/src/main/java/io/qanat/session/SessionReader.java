package io.qanat.session;

import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.session.EntityBeginDecoder;
import io.qanat.codecs.session.EntryDecoder;
import io.qanat.codecs.session.EpochGrantedDecoder;
import io.qanat.codecs.session.MessageHeaderDecoder;
import io.qanat.codecs.session.SessionBeginDecoder;
import io.qanat.codecs.session.SessionEndDecoder;
import io.qanat.codecs.session.SnapshotBytesDecoder;
import io.qanat.codecs.session.SpanBeginDecoder;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import io.qanat.log.SnapshotState;
import io.qanat.session.SessionBlocks.Block;
import io.qanat.session.SessionBlocks.DamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a session file from front to back, record by record. */
public final class SessionReader {
  /** Receives what a session consists of. */
  public interface Listener {
    /** Whether entries of an entity are to be handed over; the others are skipped unread. */
    default boolean wants(final long entity) {
      return true;
    }

    /** The first. */
    default void onBegin(final SessionHeader header) {}

    /**
     * An entity of the cut; its entries before the cut follow.
     *
     * @param epoch at the cut
     * @param seqNr of its last entry before the cut; 0: none
     * @param snapshot null: there is none
     */
    default void onEntity(
        final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {}

    /** An entry before the cut, of the entity that came last; valid during the call. */
    default void onEarlierEntry(final LogEntry entry) {}

    /** The cut is whole, the span begins. */
    default void onSpan(final long logPosition) {}

    /**
     * An entry of the span; valid during the call.
     *
     * @return false: enough
     */
    default boolean onEntry(final LogEntry entry, final long logPosition) {
      return true;
    }

    /** An entity has a new owner. */
    default void onGranted(final long entity, final long epoch, final long logPosition) {}

    /** The file is whole. */
    default void onEnd(final long logPosition) {}
  }

  private final Path file;
  private final Listener listener;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final EntryDecoder entryDecoder = new EntryDecoder();
  private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
  private EntityBeginDecoder entity;
  private byte[] snapshot;
  private int snapshotLength;
  private boolean inSpan;
  private boolean complete;
  private boolean enough;
  private long records;
  private long spanEntries;

  private SessionReader(final Path file, final Listener listener) {
    this.file = file;
    this.listener = listener;
  }

  /**
   * Reads a whole file, or up to what is damaged or missing.
   *
   * @return one line saying what is damaged, naming block and offset; empty: nothing
   * @throws SessionException if there is no such file, it is no session, or of a newer format
   */
  public static Optional<String> read(final Path file, final Listener listener) {
    return new SessionReader(file, listener).run();
  }

  private Optional<String> run() {
    try (SessionBlocks blocks = SessionBlocks.open(file)) {
      Block block;
      while (!enough && (block = blocks.next()) != null) {
        read(block);
      }
      if (enough || complete) {
        return Optional.empty();
      }
      return Optional.of(
          new DamagedException(file, blocks.index(), blocks.offset(), "truncated").getMessage());
    } catch (final DamagedException e) {
      return Optional.of(e.getMessage());
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(final Block block) {
    final UnsafeBuffer bytes = block.bytes();
    int at = 0;
    for (int i = 0; i < block.recordCount() && !enough; i++) {
      if (at + Integer.BYTES > bytes.capacity()) {
        throw malformed(block, "fewer records than it says");
      }
      final int length = bytes.getInt(at, ByteOrder.LITTLE_ENDIAN);
      at += Integer.BYTES;
      if (length < 0 || length > bytes.capacity() - at) {
        throw malformed(block, "record " + i + " of " + length + " bytes");
      }
      final FrameCheck check = FrameChecker.SESSION.check(bytes, at, length);
      if (!check.isDecodable()) {
        throw malformed(block, "record " + i + " is " + check);
      }
      if (complete) {
        throw malformed(block, "records after the end");
      }
      record.wrap(bytes, at, length);
      header.wrap(record, 0);
      onRecord(block, i);
      records++;
      at += length;
    }
  }

  private void onRecord(final Block block, final int index) {
    final int template = header.templateId();
    if ((records == 0) != (template == SessionBeginDecoder.TEMPLATE_ID)) {
      throw malformed(block, "the beginning is missing or there twice");
    }
    switch (template) {
      case SessionBeginDecoder.TEMPLATE_ID -> onBegin();
      case EntityBeginDecoder.TEMPLATE_ID -> onEntity();
      case SnapshotBytesDecoder.TEMPLATE_ID -> onSnapshotBytes(block);
      case SpanBeginDecoder.TEMPLATE_ID -> {
        inSpan = true;
        listener.onSpan(new SpanBeginDecoder().wrapAndApplyHeader(record, 0, header).logPosition());
      }
      case EntryDecoder.TEMPLATE_ID -> onEntry(block);
      case EpochGrantedDecoder.TEMPLATE_ID -> {
        final EpochGrantedDecoder granted =
            new EpochGrantedDecoder().wrapAndApplyHeader(record, 0, header);
        listener.onGranted(granted.entity(), granted.epoch(), granted.logPosition());
      }
      case SessionEndDecoder.TEMPLATE_ID -> onEnd(block);
      default -> throw malformed(block, "record " + index + " of the unknown kind " + template);
    }
  }

  private void onBegin() {
    final SessionBeginDecoder begin =
        new SessionBeginDecoder().wrapAndApplyHeader(record, 0, header);
    if (begin.formatVersion() != SessionFormat.VERSION) {
      throw new SessionException(
          file
              + " is of format "
              + begin.formatVersion()
              + ", this build reads "
              + SessionFormat.VERSION);
    }
    listener.onBegin(
        new SessionHeader(
            begin.name(),
            begin.logPosition(),
            begin.exportedAt(),
            begin.entityCount(),
            begin.build(),
            begin.exporter(),
            begin.selection(),
            begin.configuration()));
  }

  private void onEntity() {
    // Of its own bytes: it is looked at again when its snapshot is whole.
    final byte[] copy = new byte[record.capacity()];
    record.getBytes(0, copy);
    entity = new EntityBeginDecoder().wrapAndApplyHeader(new UnsafeBuffer(copy), 0, header);
    snapshotLength = 0;
    snapshot = new byte[Math.min(Math.max(0, entity.snapshotLength()), 1 << 20)];
    if (entity.snapshotLength() <= 0) {
      entityIsWhole();
    }
  }

  private void onSnapshotBytes(final Block block) {
    final SnapshotBytesDecoder bytes =
        new SnapshotBytesDecoder().wrapAndApplyHeader(record, 0, header);
    final int length = bytes.bytesLength();
    if (entity == null || length > entity.snapshotLength() - snapshotLength) {
      throw malformed(block, "more bytes than the snapshot has");
    }
    if (snapshotLength + length > snapshot.length) {
      snapshot =
          java.util.Arrays.copyOf(
              snapshot, (int) Math.min(2L * (snapshotLength + length), entity.snapshotLength()));
    }
    bytes.getBytes(snapshot, snapshotLength, length);
    snapshotLength += length;
    if (snapshotLength == entity.snapshotLength()) {
      entityIsWhole();
    }
  }

  private void entityIsWhole() {
    listener.onEntity(
        entity.entity(),
        entity.epoch(),
        entity.seqNr(),
        entity.snapshotLength() < 0
            ? null
            : new EntitySnapshot(
                entity.entity(),
                entity.snapshotEpoch(),
                entity.snapshotSeqNr(),
                entity.coreVersion(),
                entity.stateHash(),
                entity.wakeAt(),
                entity.snapshotTime(),
                SnapshotState.of(new UnsafeBuffer(snapshot, 0, snapshotLength))));
  }

  private void onEntry(final Block block) {
    entryDecoder.wrapAndApplyHeader(record, 0, header);
    if (!inSpan && (entity == null || entity.entity() != entryDecoder.entity())) {
      throw malformed(block, "an entry before its entity");
    }
    if (inSpan) {
      spanEntries++;
    }
    if (!listener.wants(entryDecoder.entity())) {
      return;
    }
    final LogEntry entry = entry(entryDecoder, record);
    if (inSpan) {
      enough = !listener.onEntry(entry, entryDecoder.logPosition());
    } else {
      listener.onEarlierEntry(entry);
    }
  }

  /** The entry that a decoder stands on; its input wraps the record's bytes. */
  static LogEntry entry(final EntryDecoder decoder, final UnsafeBuffer record) {
    final LogEntry.Cause cause =
        decoder.causeEntity() == 0
            ? LogEntry.Cause.OUTSIDE
            : new LogEntry.Cause(
                decoder.causeEntity(),
                decoder.causeEpoch(),
                decoder.causeSeqNr(),
                decoder.causeIndex());
    final int inputLength = decoder.inputLength();
    return new LogEntry(
        decoder.entity(),
        decoder.epoch(),
        decoder.seqNr(),
        decoder.time(),
        cause,
        decoder.coreVersion(),
        decoder.outputsHash(),
        decoder.releasedThrough(),
        decoder.wakeAt(),
        new UnsafeBuffer(record, decoder.limit() + EntryDecoder.inputHeaderLength(), inputLength));
  }

  private void onEnd(final Block block) {
    final SessionEndDecoder end = new SessionEndDecoder().wrapAndApplyHeader(record, 0, header);
    if (end.recordCount() != records || end.entryCount() != spanEntries) {
      throw malformed(block, "records are missing before the end");
    }
    complete = true;
    listener.onEnd(end.logPosition());
  }

  private DamagedException malformed(final Block block, final String what) {
    return new DamagedException(file, block.index(), block.fileOffset(), what);
  }
}
