package io.qanat.log.store;

import io.qanat.codecs.log.EntryDecoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.log.LogEntry;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads Entry records. */
final class EntryReader {
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final EntryDecoder decoder = new EntryDecoder();

  /** The entry; its input wraps {@code entryRecord}. */
  LogEntry read(final long entity, final byte[] entryRecord) {
    buffer.wrap(entryRecord);
    decoder.wrapAndApplyHeader(buffer, 0, header);
    final LogEntry.Cause cause =
        decoder.causeEntity() == 0
            ? LogEntry.Cause.OUTSIDE
            : new LogEntry.Cause(
                decoder.causeEntity(),
                decoder.causeEpoch(),
                decoder.causeSeqNr(),
                decoder.causeIndex());
    final UnsafeBuffer input = new UnsafeBuffer(0, 0);
    final int inputLength = decoder.inputLength();
    final int inputOffset = decoder.limit() + EntryDecoder.inputHeaderLength();
    input.wrap(entryRecord, inputOffset, inputLength);
    return new LogEntry(
        entity,
        decoder.epoch(),
        decoder.seqNr(),
        decoder.time(),
        cause,
        decoder.coreVersion(),
        decoder.outputsHash(),
        decoder.releasedThrough(),
        decoder.wakeAt(),
        input);
  }
}
