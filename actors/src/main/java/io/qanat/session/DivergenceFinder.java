package io.qanat.session;

import io.qanat.codecs.entity.PeerInputDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.EntityReplay;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.SessionKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Compares entries with what they do now, and describes one that does something else. */
final class DivergenceFinder implements SessionReader.Listener {
  private final Core.Factory cores;
  private final long entity;
  private final long seqNr;
  private final List<Divergence.Output> actual = new ArrayList<>();
  private final List<Divergence.Recorded> recorded = new ArrayList<>();
  private ReplayedEntity replayed;
  private LogEntry found;
  private List<DirectBuffer> stateBefore = List.of();
  private long stateHashBefore;
  private long actualHash;

  private DivergenceFinder(final Core.Factory cores, final long entity, final long seqNr) {
    this.cores = cores;
    this.entity = entity;
    this.seqNr = seqNr;
  }

  /**
   * Applies an entry.
   *
   * @return null if it does what is recorded; else what differs
   */
  static String applyAndCompare(final ReplayedEntity replayed, final LogEntry entry) {
    if (entry.seqNr() != replayed.seqNr() + 1) {
      return "entry " + (replayed.seqNr() + 1) + " is missing before it";
    }
    if (entry.coreVersion() != replayed.core().version()) {
      return "decided by core version "
          + entry.coreVersion()
          + ", this build has version "
          + replayed.core().version();
    }
    final long hash;
    try {
      hash = replayed.apply(entry.input(), entry.timeNanos(), entry.epoch());
    } catch (final RuntimeException | AssertionError | StackOverflowError e) {
      return "the core fails on it: " + e;
    }
    return hash == entry.outputsHash()
        ? null
        : "recorded outputs hash "
            + Long.toHexString(entry.outputsHash())
            + ", replayed "
            + Long.toHexString(hash);
  }

  /** Goes through the file once more for everything around one entry. */
  static Divergence describe(
      final Path file,
      final Core.Factory cores,
      final long entity,
      final long seqNr,
      final String what) {
    final DivergenceFinder finder = new DivergenceFinder(cores, entity, seqNr);
    SessionReader.read(file, finder);
    return new Divergence(
        finder.found == null
            ? new LogEntry(
                entity, 0, seqNr, 0, LogEntry.Cause.OUTSIDE, 0, 0, 0, 0, new UnsafeBuffer(0, 0))
            : finder.found,
        what,
        finder.actualHash,
        List.copyOf(finder.actual),
        List.copyOf(finder.recorded),
        finder.stateBefore,
        finder.stateHashBefore);
  }

  @Override
  public void onEntity(
      final long key, final long epoch, final long lastSeqNr, final EntitySnapshot snapshot) {
    if (key == entity) {
      try {
        replayed = ReplayedEntity.of(key, snapshot, cores);
      } catch (final EntityReplay.MismatchException e) {
        // That is what differs, and it is said already; there is no state to show.
        replayed = null;
      }
    }
  }

  @Override
  public void onEarlierEntry(final LogEntry entry) {
    onEntry(entry, 0);
  }

  @Override
  public boolean onEntry(final LogEntry entry, final long logPosition) {
    if (entry.entity() == entity && found == null) {
      onOwn(entry);
    } else if (entry.cause().entity() == entity && entry.cause().seqNr() == seqNr) {
      recorded.add(
          new Divergence.Recorded(entry.cause().outputIndex(), entry.entity(), body(entry)));
    }
    return true;
  }

  private void onOwn(final LogEntry entry) {
    if (replayed == null) {
      replayed = ReplayedEntity.of(entity, null, cores);
    }
    if (entry.seqNr() < seqNr) {
      applyAndCompare(replayed, entry);
      return;
    }
    found = copy(entry);
    stateBefore = replayed.stateRecords();
    stateHashBefore = replayed.stateHash();
    try {
      actualHash = replayed.apply(entry.input(), entry.timeNanos(), entry.epoch());
      replayed.forEachOutput(new Collector());
    } catch (final RuntimeException | AssertionError | StackOverflowError e) {
      // Said already: it has no outputs.
      actualHash = 0;
    }
  }

  static LogEntry copy(final LogEntry entry) {
    return new LogEntry(
        entry.entity(),
        entry.epoch(),
        entry.seqNr(),
        entry.timeNanos(),
        entry.cause(),
        entry.coreVersion(),
        entry.outputsHash(),
        entry.releasedThrough(),
        entry.wakeAtNanos(),
        copy(entry.input(), 0, entry.input().capacity()));
  }

  private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }

  private static DirectBuffer body(final LogEntry entry) {
    final DirectBuffer input = copy(entry.input(), 0, entry.input().capacity());
    final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    new PeerInputDecoder()
        .wrapAndApplyHeader(input, 0, new io.qanat.codecs.entity.MessageHeaderDecoder())
        .wrapBody(body);
    return body;
  }

  private final class Collector implements ReplayedEntity.OutputVisitor {
    @Override
    public void toPeer(
        final int index,
        final long peer,
        final long channelSeq,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      add(index, "to " + EntityKey.toString(peer), buffer, offset, length);
    }

    @Override
    public void toSession(
        final int index,
        final long sessionKey,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      final String to =
          "to session "
              + SessionKey.session(sessionKey)
              + " of partner "
              + SessionKey.partner(sessionKey);
      add(index, to, buffer, offset, length);
    }

    @Override
    public void toMarketData(
        final int index,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      add(index, "market data " + feed, buffer, offset, length);
    }

    @Override
    public void reply(
        final int index,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      add(index, "reply to request " + requestId, buffer, offset, length);
    }

    private void add(
        final int index,
        final String to,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      actual.add(new Divergence.Output(index, to, copy(buffer, offset, length)));
    }
  }
}
