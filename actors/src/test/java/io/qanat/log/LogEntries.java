package io.qanat.log;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Entries and snapshots for tests. */
public final class LogEntries {
  private LogEntries() {}

  /** From the outside world; every field follows from the numbers. */
  public static LogEntry entry(final long entity, final long epoch, final long seqNr) {
    return entry(entity, epoch, seqNr, LogEntry.Cause.OUTSIDE, 0);
  }

  /** Every field but these follows from the numbers. */
  public static LogEntry entry(
      final long entity,
      final long epoch,
      final long seqNr,
      final LogEntry.Cause cause,
      final long wakeAtNanos) {
    return new LogEntry(
        entity,
        epoch,
        seqNr,
        1_000 + seqNr,
        cause,
        3,
        entity * 31 + seqNr,
        seqNr - 1,
        wakeAtNanos,
        text("input " + entity + "/" + epoch + "/" + seqNr));
  }

  /** A state of so many bytes, which follow from the seqNr. */
  public static EntitySnapshot snapshot(
      final long entity, final long epoch, final long seqNr, final int length) {
    final byte[] state = new byte[length];
    for (int i = 0; i < length; i++) {
      state[i] = (byte) (i * 31L + seqNr);
    }
    return new EntitySnapshot(
        entity,
        epoch,
        seqNr,
        3,
        seqNr * 7,
        0,
        1_000 + seqNr,
        SnapshotState.of(new UnsafeBuffer(state)));
  }

  public static DirectBuffer text(final String text) {
    return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String text(final DirectBuffer buffer) {
    return buffer.getStringWithoutLengthUtf8(0, buffer.capacity());
  }
}
