package io.qanat.log.client;

import io.qanat.codecs.log.AppendEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.log.LogEntry;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Packs pending entries into an Append, as many as are there and fit. */
final class BatchEncoder {
  private static final int ENTRIES_MAX = 4096;
  private static final int FIXED_LENGTH =
      MessageHeaderEncoder.ENCODED_LENGTH + AppendEncoder.EntriesEncoder.sbeHeaderSize();
  private static final int ENTRY_LENGTH =
      AppendEncoder.EntriesEncoder.sbeBlockLength()
          + AppendEncoder.EntriesEncoder.inputHeaderLength();

  private final int bytesMax;
  private final UnsafeBuffer buffer;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AppendEncoder encoder = new AppendEncoder();
  private int length;

  BatchEncoder(final int bytesMax) {
    this.bytesMax = bytesMax;
    final int capacity =
        Math.max(bytesMax, FIXED_LENGTH + ENTRY_LENGTH + LogClientConfig.INPUT_LENGTH_MAX);
    buffer = new UnsafeBuffer(new byte[capacity]);
  }

  /**
   * Encodes from the first unsent entry on; one alone may be longer than a batch.
   *
   * @return how many
   */
  int encode(final PendingEntries pending) {
    final int available = Math.min(ENTRIES_MAX, pending.unsentCount());
    int count = 1;
    int bytes = FIXED_LENGTH + lengthOf(pending.unsent(0));
    while (count < available) {
      bytes += lengthOf(pending.unsent(count));
      if (bytes > bytesMax) {
        break;
      }
      count++;
    }
    final AppendEncoder.EntriesEncoder entries =
        encoder.wrapAndApplyHeader(buffer, 0, header).entriesCount(count);
    for (int i = 0; i < count; i++) {
      put(entries.next(), pending.unsent(i));
    }
    length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    return count;
  }

  private static int lengthOf(final LogEntry entry) {
    return ENTRY_LENGTH + entry.input().capacity();
  }

  static void put(final AppendEncoder.EntriesEncoder to, final LogEntry entry) {
    final LogEntry.Cause cause = entry.cause();
    to.entity(entry.entity())
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
  }

  DirectBuffer buffer() {
    return buffer;
  }

  int length() {
    return length;
  }
}
