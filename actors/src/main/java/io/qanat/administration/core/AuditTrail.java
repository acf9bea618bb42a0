package io.qanat.administration.core;

import io.qanat.codecs.entity.AuditRecordEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What was done, by whom, why, and what it changed: numbered from 1 without gaps, each record
 * written once. The latest {@value #RECORDS_MAX} and {@value #BYTES_MAX} bytes stay in memory; the
 * log keeps the acts themselves for ever.
 */
final class AuditTrail {
  static final int RECORDS_MAX = 10_000;
  static final int BYTES_MAX = 8 * 1024 * 1024;

  private final ArrayDeque<byte[]> records = new ArrayDeque<>();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private long bytes;
  long lastSequence;

  /**
   * Writes one record.
   *
   * @return its number
   */
  long add(final Act act, final Outcome outcome, final long nowNanos) {
    final int length =
        new AuditRecordEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .sequence(++lastSequence)
            .time(nowNanos)
            .actNo(act.no())
            .proposal(act.proposal())
            .target(act.target())
            .status(outcome.status())
            .result(outcome.result())
            .accessKeyId(act.accessKeyId())
            .who(act.who())
            .why(act.why())
            .approver(act.approver())
            .text(outcome.text())
            .putAct(Secrets.withoutStoredKey(act.body()), 0, act.body().length)
            .putBefore(outcome.before(), 0, outcome.before().length)
            .putAfter(outcome.after(), 0, outcome.after().length)
            .encodedLength();
    keep(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length);
    return lastSequence;
  }

  /** Keeps a record that follows the last one. */
  void keep(final DirectBuffer record, final int offset, final int length) {
    final byte[] copy = new byte[length];
    record.getBytes(offset, copy);
    records.addLast(copy);
    bytes += length;
    while (records.size() > RECORDS_MAX || bytes > BYTES_MAX) {
      bytes -= records.removeFirst().length;
    }
  }

  long oldestSequence() {
    return lastSequence - records.size() + 1;
  }

  /** Encoded AuditRecords from one on. */
  List<byte[]> from(final long sequence, final int count) {
    final List<byte[]> page = new ArrayList<>();
    long next = oldestSequence();
    for (final byte[] record : records) {
      if (next++ >= sequence) {
        if (page.size() >= count) {
          break;
        }
        page.add(record);
      }
    }
    return page;
  }

  Iterable<byte[]> all() {
    return records;
  }
}
