package io.qanat.session;

import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory;
import io.qanat.log.store.EntityImage;
import io.qanat.log.store.EntityStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Writes a span of a log's history into a session file. No core is run: a history that does not
 * repeat itself is exported like any other, to be looked at.
 */
public final class SessionExporter {
  /**
   * What is exported.
   *
   * @param name empty: not named
   * @param fromPosition the cut is the first position at or behind this one
   * @param toPosition {@link Long#MAX_VALUE}: up to the end of the log
   */
  public record Span(String name, long fromPosition, long toPosition) {}

  /** What the file says of where it comes from; see {@link SessionHeader}. */
  public record Origin(long exportedAtNanos, String build, String exporter, String configuration) {}

  /** What was written. */
  public record Exported(
      SessionHeader header, long toPosition, long entries, long earlierEntries, long bytes) {}

  private SessionExporter() {}

  /**
   * Exports a span. The file appears when it is whole.
   *
   * @throws io.qanat.log.history.HistoryException if the log is damaged
   * @throws SessionException if the file cannot be written, or the log does not reach back that far
   */
  public static Exported export(
      final LogHistory history, final Span span, final Origin origin, final Path file) {
    final LogHistory.Base base = history.baseFor(span.fromPosition());
    if (base.logPosition() > span.fromPosition() && span.fromPosition() > 0) {
      throw new SessionException(
          "the log begins at position "
              + base.logPosition()
              + " now, position "
              + span.fromPosition()
              + " is dropped");
    }
    try (PartFile part = new PartFile(file)) {
      final Exported exported;
      try (SessionWriter writer = new SessionWriter(part.open())) {
        final SpanVisitor visitor = new SpanVisitor(span, origin, writer);
        exported = visitor.finish(history.visit(base, visitor));
      }
      part.commit();
      return new Exported(
          exported.header,
          exported.toPosition,
          exported.entries,
          exported.earlierEntries,
          Files.size(file));
    } catch (final IOException e) {
      throw new SessionException("cannot write " + file + ": " + e, e);
    } catch (final UncheckedIOException e) {
      throw new SessionException("cannot write " + file + ": " + e.getCause(), e);
    }
  }

  /**
   * The span between two times: from the first entry that is not before the one to the last that is
   * not after the other.
   */
  public static Span between(
      final LogHistory history, final String name, final long fromNanos, final long toNanos) {
    final TimeVisitor visitor = new TimeVisitor(fromNanos, toNanos);
    LogHistory.Base first = history.bases().get(0);
    for (final LogHistory.Base base : history.bases()) {
      if (base.timeMillis() * 1_000_000 < fromNanos) {
        first = base;
      }
    }
    history.visit(first, visitor);
    if (visitor.from < 0) {
      throw new SessionException("the log has no entry between these times");
    }
    return new Span(name, visitor.from, visitor.to);
  }

  private static final class TimeVisitor implements LogHistory.Visitor {
    private final long fromNanos;
    private final long toNanos;
    private long position;
    private long from = -1;
    private long to = Long.MAX_VALUE;

    TimeVisitor(final long fromNanos, final long toNanos) {
      this.fromNanos = fromNanos;
      this.toNanos = toNanos;
    }

    @Override
    public boolean onPosition(final long logPosition, final EntityStore store) {
      position = logPosition;
      return to == Long.MAX_VALUE;
    }

    @Override
    public void onEntry(final LogEntry entry, final long logPosition) {
      if (from < 0 && entry.timeNanos() >= fromNanos && entry.timeNanos() <= toNanos) {
        from = position;
      }
      if (entry.timeNanos() > toNanos && to == Long.MAX_VALUE && from >= 0) {
        to = position;
      }
    }

    @Override
    public void onGranted(final long entity, final long epoch, final long logPosition) {}
  }

  private static final class SpanVisitor implements LogHistory.Visitor {
    private final Span span;
    private final Origin origin;
    private final SessionWriter writer;
    private SessionHeader header;
    private long earlierEntries;

    SpanVisitor(final Span span, final Origin origin, final SessionWriter writer) {
      this.span = span;
      this.origin = origin;
      this.writer = writer;
    }

    @Override
    public boolean onPosition(final long logPosition, final EntityStore store) {
      if (header == null && logPosition >= span.fromPosition()) {
        writeCut(logPosition, store);
      }
      return logPosition < span.toPosition();
    }

    private void writeCut(final long logPosition, final EntityStore store) {
      final EntityImage[] images = store.images();
      Arrays.sort(images, Comparator.comparingLong(EntityImage::entity));
      header =
          new SessionHeader(
              span.name(),
              logPosition,
              origin.exportedAtNanos(),
              images.length,
              origin.build(),
              origin.exporter(),
              "",
              origin.configuration());
      try {
        writer.begin(header);
        for (final EntityImage image : images) {
          final LoadedEntity loaded = image.toLoadedEntity();
          earlierEntries += loaded.tail().size();
          writer.entity(loaded, image.seqNr());
        }
        writer.spanBegin(logPosition);
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onEntry(final LogEntry entry, final long logPosition) {
      if (header != null) {
        try {
          writer.entry(entry, logPosition);
        } catch (final IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public void onGranted(final long entity, final long epoch, final long logPosition) {
      if (header != null) {
        try {
          writer.granted(entity, epoch, logPosition);
        } catch (final IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    Exported finish(final long toPosition) throws IOException {
      if (header == null) {
        throw new SessionException(
            "the log ends at position " + toPosition + ", before " + span.fromPosition());
      }
      writer.end(toPosition);
      return new Exported(header, toPosition, writer.spanEntries(), earlierEntries, 0);
    }
  }
}
