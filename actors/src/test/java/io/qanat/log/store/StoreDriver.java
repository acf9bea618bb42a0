package io.qanat.log.store;

import io.qanat.codecs.log.AppendDecoder;
import io.qanat.codecs.log.AppendEncoder;
import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.SnapshotPartDecoder;
import io.qanat.codecs.log.SnapshotPartEncoder;
import io.qanat.codecs.log.SnapshotPartResult;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import org.agrona.ExpandableArrayBuffer;

/** Operates a store in its own terms: encodes what the store decodes. */
final class StoreDriver {
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private EntityStore store = new EntityStore();

  EntityStore store() {
    return store;
  }

  AppendResult append(final LogEntry entry) {
    final LogEntry.Cause cause = entry.cause();
    new AppendEncoder()
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .entriesCount(1)
        .next()
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
        .causeIndex(cause.outputIndex())
        .coreVersion(entry.coreVersion())
        .putInput(entry.input(), 0, entry.input().capacity());
    return store.append(
        new AppendDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder).entries().next());
  }

  SnapshotPartResult part(final EntitySnapshot snapshot, final int offset, final int length) {
    new SnapshotPartEncoder()
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .entity(snapshot.entity())
        .epoch(snapshot.epoch())
        .seqNr(snapshot.seqNr())
        .stateHash(snapshot.stateHash())
        .wakeAt(snapshot.wakeAtNanos())
        .time(snapshot.timeNanos())
        .totalLength(snapshot.state().length())
        .partOffset(offset)
        .coreVersion(snapshot.coreVersion())
        .putState(snapshot.state().whole(), offset, length);
    return store.snapshotPart(
        new SnapshotPartDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder));
  }

  SnapshotPartResult save(final EntitySnapshot snapshot) {
    return part(snapshot, 0, snapshot.state().length());
  }

  /** Writes the store down and goes on with what is read back. */
  void restart() {
    final StoreSnapshotReader reader = new StoreSnapshotReader();
    new StoreSnapshotWriter(reader::onRecord).write(store, 1);
    store = reader.store();
  }
}
