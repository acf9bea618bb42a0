package io.qanat.log.history;

import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.log.AppendDecoder;
import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.LoadDecoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.SnapshotPartDecoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory.Visitor;
import io.qanat.log.store.EntityStore;
import org.agrona.DirectBuffer;

/** Applies the log's messages as the log's service does, and tells what was stored. */
final class HistoryStore {
  private final EntityStore store;
  private final Visitor visitor;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final AppendDecoder append = new AppendDecoder();
  private final LoadDecoder load = new LoadDecoder();
  private final SnapshotPartDecoder snapshotPart = new SnapshotPartDecoder();

  HistoryStore(final EntityStore store, final Visitor visitor) {
    this.store = store;
    this.visitor = visitor;
  }

  EntityStore store() {
    return store;
  }

  void onMessage(
      final DirectBuffer buffer, final int offset, final int length, final long logPosition) {
    if (FrameChecker.LOG.check(buffer, offset, length) != FrameCheck.OK) {
      return;
    }
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case AppendDecoder.TEMPLATE_ID -> onAppend(buffer, offset, logPosition);
      case LoadDecoder.TEMPLATE_ID -> onLoad(buffer, offset, logPosition);
      case SnapshotPartDecoder.TEMPLATE_ID ->
          store.snapshotPart(snapshotPart.wrapAndApplyHeader(buffer, offset, header));
      default -> {
        // Questions change nothing.
      }
    }
  }

  private void onAppend(final DirectBuffer buffer, final int offset, final long logPosition) {
    final AppendDecoder.EntriesDecoder entries =
        append.wrapAndApplyHeader(buffer, offset, header).entries();
    while (entries.hasNext()) {
      entries.next();
      final long entity = entries.entity();
      final long seqNr = entries.seqNr();
      final long expected = store.expectedSeqNr(entity);
      final AppendResult result = store.append(entries);
      if (result == AppendResult.STORED && seqNr == expected) {
        final LogEntry entry = store.lastEntry(entity);
        visitor.onEntry(entry, logPosition);
      }
    }
  }

  private void onLoad(final DirectBuffer buffer, final int offset, final long logPosition) {
    load.wrapAndApplyHeader(buffer, offset, header);
    final long entity = load.entity();
    if (!EntityKey.isValid(entity)) {
      return;
    }
    final long before = store.epoch(entity);
    if (store.load(load.clientId(), load.requestId(), entity, load.expectedEpoch())
        && store.epoch(entity) != before) {
      visitor.onGranted(entity, store.epoch(entity), logPosition);
    }
  }
}
