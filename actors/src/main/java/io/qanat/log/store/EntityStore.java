package io.qanat.log.store;

import io.qanat.codecs.log.AppendDecoder;
import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.EntryEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.SnapshotPartDecoder;
import io.qanat.codecs.log.SnapshotPartResult;
import io.qanat.log.LogEntry;
import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The log's state machine: per entity its epoch, its last seqNr, its snapshot and the entries
 * since, and when it wants to be woken.
 *
 * <p>Deterministic: every member applies the same operations in the same order and answers alike.
 * An epoch has one owner, so (epoch, seqNr) identifies an entry's content and whatever is already
 * stored is answered as stored again.
 */
public final class EntityStore {
  /** Longest snapshot of one entity, in bytes. */
  public static final int SNAPSHOT_LENGTH_MAX = 512 * 1024 * 1024;

  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final byte[] NO_BYTES = {};

  private final Long2ObjectHashMap<StoredEntity> entities = new Long2ObjectHashMap<>();
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final EntryEncoder entryEncoder = new EntryEncoder();
  private final UnsafeBuffer entryBuffer = new UnsafeBuffer(0, 0);
  private final UnsafeBuffer partBytes = new UnsafeBuffer(0, 0);

  /**
   * Stores an entry if it is the next of the entity's current epoch and its cause is stored.
   *
   * @param entry positioned on the entry; left behind it, whatever the answer
   */
  public AppendResult append(final AppendDecoder.EntriesDecoder entry) {
    final StoredEntity stored = entities.get(entry.entity());
    final AppendResult result = check(stored, entry);
    if (result == AppendResult.STORED && entry.seqNr() > stored.seqNr()) {
      final long wakeAtNanos = entry.wakeAt();
      stored.store(encode(entry), wakeAtNanos);
    } else {
      entry.skipInput();
    }
    return result;
  }

  private AppendResult check(final StoredEntity stored, final AppendDecoder.EntriesDecoder entry) {
    if (stored == null || entry.epoch() != stored.epoch()) {
      return AppendResult.FENCED;
    }
    if (stored.contains(entry.epoch(), entry.seqNr())) {
      return AppendResult.STORED;
    }
    if (entry.seqNr() != stored.seqNr() + 1) {
      return AppendResult.GAP;
    }
    if (entry.causeEntity() != 0) {
      final StoredEntity cause = entities.get(entry.causeEntity());
      if (cause == null || !cause.contains(entry.causeEpoch(), entry.causeSeqNr())) {
        return AppendResult.CAUSE_MISSING;
      }
    }
    return AppendResult.STORED;
  }

  private byte[] encode(final AppendDecoder.EntriesDecoder entry) {
    final int inputLength = entry.inputLength();
    final byte[] bytes =
        new byte
            [HEADER_LENGTH
                + EntryEncoder.BLOCK_LENGTH
                + EntryEncoder.inputHeaderLength()
                + inputLength];
    entryBuffer.wrap(bytes);
    entryEncoder
        .wrapAndApplyHeader(entryBuffer, 0, headerEncoder)
        .epoch(entry.epoch())
        .seqNr(entry.seqNr())
        .time(entry.time())
        .causeEntity(entry.causeEntity())
        .causeEpoch(entry.causeEpoch())
        .causeSeqNr(entry.causeSeqNr())
        .outputsHash(entry.outputsHash())
        .releasedThrough(entry.releasedThrough())
        .wakeAt(entry.wakeAt())
        .causeIndex(entry.causeIndex())
        .coreVersion(entry.coreVersion());
    // The length, then the input straight to where it stays.
    entryEncoder.putInput(NO_BYTES, 0, 0);
    final int inputOffset = bytes.length - inputLength;
    entryBuffer.putInt(
        inputOffset - EntryEncoder.inputHeaderLength(), inputLength, EntryEncoder.BYTE_ORDER);
    entry.getInput(entryBuffer, inputOffset, inputLength);
    return bytes;
  }

  /** The next seqNr the entity wants. */
  public long expectedSeqNr(final long entity) {
    final StoredEntity stored = entities.get(entity);
    return stored == null ? 1 : stored.seqNr() + 1;
  }

  /** The entity's current epoch; 0: it was never loaded. */
  public long epoch(final long entity) {
    final StoredEntity stored = entities.get(entity);
    return stored == null ? 0 : stored.epoch();
  }

  /**
   * Grants the epoch after {@code expectedEpoch} and fences its owner. A request that was granted
   * is granted again, without change, for as long as nobody else was.
   *
   * @return whether the entity is the requester's; if not, the request is stale
   */
  public boolean load(
      final long clientId, final long requestId, final long entity, final long expectedEpoch) {
    StoredEntity stored = entities.get(entity);
    if (stored != null && stored.isGrantedTo(clientId, requestId)) {
      return true;
    }
    if ((stored == null ? 0 : stored.epoch()) != expectedEpoch) {
      return false;
    }
    if (stored == null) {
      stored = new StoredEntity(entity);
      entities.put(entity, stored);
    }
    stored.grant(clientId, requestId);
    return true;
  }

  /**
   * Takes the next part of a snapshot; the last one replaces the entity's snapshot and drops its
   * tail through it. A part at offset 0 starts anew.
   */
  public SnapshotPartResult snapshotPart(final SnapshotPartDecoder part) {
    final StoredEntity stored = entities.get(part.entity());
    final int totalLength = part.totalLength();
    final int offset = part.partOffset();
    final StoredSnapshot empty =
        new StoredSnapshot(
            part.epoch(),
            part.seqNr(),
            part.coreVersion(),
            part.stateHash(),
            part.wakeAt(),
            part.time(),
            totalLength,
            NO_BYTES,
            0);
    part.wrapState(partBytes);
    final int length = partBytes.capacity();
    if (stored == null
        || part.seqNr() < 0
        || totalLength < 0
        || totalLength > SNAPSHOT_LENGTH_MAX
        || offset < 0
        || offset > totalLength
        || length > totalLength - offset) {
      return SnapshotPartResult.REFUSED;
    }
    return stored.receive(empty, offset, partBytes, 0, length);
  }

  /** The entry stored last, whose input wraps the stored bytes; null: its tail is empty. */
  public LogEntry lastEntry(final long entity) {
    final StoredEntity stored = entities.get(entity);
    final byte[] record = stored == null ? null : stored.lastEntry();
    return record == null ? null : new EntryReader().read(entity, record);
  }

  /** Bytes of the entity's unfinished upload. */
  public int receivedLength(final long entity) {
    final StoredEntity stored = entities.get(entity);
    return stored == null ? 0 : stored.receivedLength();
  }

  /** The entity as it is now; null: unknown. */
  public EntityImage image(final long entity) {
    final StoredEntity stored = entities.get(entity);
    return stored == null ? null : stored.image();
  }

  /** Every entity as it is now, in no particular order; takes time with their number only. */
  public EntityImage[] images() {
    final EntityImage[] images = new EntityImage[entities.size()];
    int i = 0;
    for (final StoredEntity stored : entities.values()) {
      images[i++] = stored.image();
    }
    return images;
  }

  /** Entity and wake-up time, in turn, of every entity that has one. */
  public long[] wakeable() {
    final long[] pairs = new long[2 * entities.size()];
    int length = 0;
    for (final StoredEntity stored : entities.values()) {
      if (stored.wakeAtNanos() != 0) {
        pairs[length++] = stored.entity();
        pairs[length++] = stored.wakeAtNanos();
      }
    }
    return Arrays.copyOf(pairs, length);
  }

  public int size() {
    return entities.size();
  }

  /**
   * Puts an entity back.
   *
   * @throws CorruptRecordsException if it is there already
   */
  void restore(final EntityImage image) {
    if (entities.put(image.entity(), new StoredEntity(image)) != null) {
      throw new CorruptRecordsException("entity " + image.entity() + " is there twice");
    }
  }
}
