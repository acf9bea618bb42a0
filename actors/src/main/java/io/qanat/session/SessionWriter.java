package io.qanat.session;

import io.qanat.codecs.session.BlockEncoder;
import io.qanat.codecs.session.EntityBeginEncoder;
import io.qanat.codecs.session.EntryEncoder;
import io.qanat.codecs.session.EpochGrantedEncoder;
import io.qanat.codecs.session.MessageHeaderEncoder;
import io.qanat.codecs.session.Packing;
import io.qanat.codecs.session.SessionBeginEncoder;
import io.qanat.codecs.session.SessionEndEncoder;
import io.qanat.codecs.session.SnapshotBytesEncoder;
import io.qanat.codecs.session.SpanBeginEncoder;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a session file from front to back, in the order of the schema: {@link #begin}, every
 * {@link #entity}, {@link #spanBegin}, entries and grants, {@link #end}. Memory is one block.
 */
public final class SessionWriter implements AutoCloseable {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  private final OutputStream out;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final ExpandableArrayBuffer records =
      new ExpandableArrayBuffer(SessionFormat.BLOCK_LENGTH + 64 * 1024);
  private final UnsafeBuffer blockHeader =
      new UnsafeBuffer(new byte[SessionFormat.BLOCK_HEADER_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EntryEncoder entryEncoder = new EntryEncoder();
  private byte[] stored = new byte[SessionFormat.BLOCK_LENGTH];
  private int length;
  private int blockRecords;
  private int blockIndex;
  private long recordCount;
  private long spanEntries;

  /** Writes to a stream, which is closed with this. */
  public SessionWriter(final OutputStream out) throws IOException {
    this.out = out;
    out.write(SessionFormat.MAGIC);
  }

  /** The first record. */
  public void begin(final SessionHeader session) throws IOException {
    final SessionBeginEncoder encoder =
        new SessionBeginEncoder()
            .wrapAndApplyHeader(records, next(), header)
            .formatVersion(SessionFormat.VERSION)
            .entityCount(session.entityCount())
            .logPosition(session.logPosition())
            .exportedAt(session.exportedAtNanos())
            .name(session.name())
            .build(session.build())
            .exporter(session.exporter())
            .selection(session.selection())
            .configuration(session.configuration());
    added(encoder.encodedLength());
  }

  /** An entity as the cut holds it: its snapshot, and the entries since. */
  public void entity(final LoadedEntity loaded, final long seqNr) throws IOException {
    final EntitySnapshot snapshot = loaded.snapshot();
    final int snapshotLength = snapshot == null ? -1 : snapshot.state().length();
    final DirectBuffer state = snapshot == null ? null : snapshot.state().whole();
    final EntityBeginEncoder encoder =
        new EntityBeginEncoder()
            .wrapAndApplyHeader(records, next(), header)
            .entity(loaded.entity())
            .epoch(loaded.epoch())
            .seqNr(seqNr)
            .snapshotEpoch(snapshot == null ? 0 : snapshot.epoch())
            .snapshotSeqNr(snapshot == null ? 0 : snapshot.seqNr())
            .snapshotTime(snapshot == null ? 0 : snapshot.timeNanos())
            .stateHash(snapshot == null ? 0 : snapshot.stateHash())
            .wakeAt(snapshot == null ? 0 : snapshot.wakeAtNanos())
            .snapshotLength(snapshotLength)
            .entryCount(loaded.tail().size())
            .coreVersion(snapshot == null ? 0 : snapshot.coreVersion());
    added(encoder.encodedLength());
    for (int at = 0; at < snapshotLength; at += SessionFormat.SNAPSHOT_PART_LENGTH) {
      final int part = Math.min(SessionFormat.SNAPSHOT_PART_LENGTH, snapshotLength - at);
      final SnapshotBytesEncoder bytes =
          new SnapshotBytesEncoder()
              .wrapAndApplyHeader(records, next(), header)
              .putBytes(state, at, part);
      added(bytes.encodedLength());
    }
    for (final LogEntry entry : loaded.tail()) {
      write(entry, 0);
    }
  }

  /** The cut is whole; the span follows. */
  public void spanBegin(final long logPosition) throws IOException {
    final SpanBeginEncoder encoder =
        new SpanBeginEncoder().wrapAndApplyHeader(records, next(), header).logPosition(logPosition);
    added(encoder.encodedLength());
  }

  /** The next entry of the span. */
  public void entry(final LogEntry entry, final long logPosition) throws IOException {
    spanEntries++;
    write(entry, logPosition);
  }

  private void write(final LogEntry entry, final long logPosition) throws IOException {
    final LogEntry.Cause cause = entry.cause();
    entryEncoder
        .wrapAndApplyHeader(records, next(), header)
        .entity(entry.entity())
        .epoch(entry.epoch())
        .seqNr(entry.seqNr())
        .time(entry.timeNanos())
        .causeEntity(cause.entity())
        .causeEpoch(cause.epoch())
        .causeSeqNr(cause.seqNr())
        .outputsHash(entry.outputsHash())
        .releasedThrough(entry.releasedThrough())
        .wakeAt(entry.wakeAtNanos())
        .logPosition(logPosition)
        .causeIndex(cause.outputIndex())
        .coreVersion(entry.coreVersion())
        .putInput(entry.input(), 0, entry.input().capacity());
    added(entryEncoder.encodedLength());
  }

  /** An entity of the span has a new owner. */
  public void granted(final long entity, final long epoch, final long logPosition)
      throws IOException {
    final EpochGrantedEncoder encoder =
        new EpochGrantedEncoder()
            .wrapAndApplyHeader(records, next(), header)
            .entity(entity)
            .epoch(epoch)
            .logPosition(logPosition);
    added(encoder.encodedLength());
  }

  /** The last record: the file is whole. */
  public void end(final long logPosition) throws IOException {
    final SessionEndEncoder encoder =
        new SessionEndEncoder()
            .wrapAndApplyHeader(records, next(), header)
            .logPosition(logPosition)
            .entryCount(spanEntries)
            .recordCount(recordCount);
    added(encoder.encodedLength());
    writeBlock();
    out.flush();
  }

  /** Entries of the span so far. */
  public long spanEntries() {
    return spanEntries;
  }

  private int next() {
    return length + Integer.BYTES;
  }

  private void added(final int encodedLength) throws IOException {
    records.putInt(length, HEADER + encodedLength, ORDER);
    length += Integer.BYTES + HEADER + encodedLength;
    blockRecords++;
    recordCount++;
    if (length >= SessionFormat.BLOCK_LENGTH) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException {
    if (blockRecords == 0) {
      return;
    }
    if (length > SessionFormat.BLOCK_LENGTH_MAX) {
      throw new SessionException("a record of " + length + " bytes is too long for a session file");
    }
    deflater.reset();
    deflater.setInput(records.byteArray(), 0, length);
    deflater.finish();
    int storedLength = 0;
    while (!deflater.finished()) {
      if (storedLength == stored.length) {
        stored = java.util.Arrays.copyOf(stored, stored.length * 2);
      }
      storedLength += deflater.deflate(stored, storedLength, stored.length - storedLength);
    }
    final BlockEncoder encoder =
        new BlockEncoder()
            .wrapAndApplyHeader(blockHeader, 0, header)
            .index(blockIndex++)
            .recordCount(blockRecords)
            .rawLength(length)
            .storedLength(storedLength)
            .packing(Packing.DEFLATE);
    encoder.crc32c(SessionFormat.checksum(blockHeader, stored, storedLength));
    out.write(blockHeader.byteArray());
    out.write(stored, 0, storedLength);
    length = 0;
    blockRecords = 0;
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    out.close();
  }
}
