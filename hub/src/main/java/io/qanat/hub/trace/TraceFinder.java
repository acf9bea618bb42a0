package io.qanat.hub.trace;

import io.qanat.codecs.entity.AdminInputDecoder;
import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory;
import io.qanat.log.store.EntityStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.agrona.DirectBuffer;

/**
 * Finds the entries of requests, and every entry that has one of those found before as its cause. A
 * cause is always stored before what it caused, so one way through the history is enough.
 */
final class TraceFinder implements LogHistory.Visitor {
  private record Key(long entity, long epoch, long seqNr) {}

  private final List<TraceStart> starts;
  private final ObjLongConsumer<LogEntry> found;
  private final Set<Key> traced = new HashSet<>();

  /**
   * A finder.
   *
   * @param found hears each entry with the log position behind its message; valid during the call
   */
  TraceFinder(final List<TraceStart> starts, final ObjLongConsumer<LogEntry> found) {
    this.starts = List.copyOf(starts);
    this.found = found;
  }

  /** How many were found. */
  int count() {
    return traced.size();
  }

  @Override
  public boolean onPosition(final long logPosition, final EntityStore store) {
    return true;
  }

  @Override
  public void onEntry(final LogEntry entry, final long logPosition) {
    final LogEntry.Cause cause = entry.cause();
    if (traced.contains(new Key(cause.entity(), cause.epoch(), cause.seqNr())) || isStart(entry)) {
      traced.add(new Key(entry.entity(), entry.epoch(), entry.seqNr()));
      found.accept(entry, logPosition);
    }
  }

  @Override
  public void onGranted(final long entity, final long epoch, final long logPosition) {
    // Owners come and go; the inputs stay.
  }

  private boolean isStart(final LogEntry entry) {
    final long requestId = requestId(entry.input());
    return requestId != 0
        && starts.stream().anyMatch(start -> start.isOf(entry.entity(), requestId));
  }

  /** The request id of an envelope; 0: none. */
  private static long requestId(final DirectBuffer input) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(input, 0);
    return switch (header.templateId()) {
      case ClientInputDecoder.TEMPLATE_ID ->
          new ClientInputDecoder().wrapAndApplyHeader(input, 0, header).requestId();
      case AdminInputDecoder.TEMPLATE_ID ->
          new AdminInputDecoder().wrapAndApplyHeader(input, 0, header).requestId();
      default -> 0;
    };
  }
}
