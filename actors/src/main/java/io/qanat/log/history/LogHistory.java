package io.qanat.log.history;

import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.qanat.codecs.log.StoreBeginDecoder;
import io.qanat.log.LogEntry;
import io.qanat.log.store.CorruptRecordsException;
import io.qanat.log.store.EntityStore;
import io.qanat.log.store.StoreSnapshotReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;

/**
 * Everything a log member has recorded and not yet dropped, read from its data directory. The
 * member may be stopped, or run meanwhile: nothing is locked, written or asked.
 *
 * <p>The log's messages go through the same {@link EntityStore} as in the member, so what the
 * member refused (a gap, a fenced owner, a resend) is no part of the history here either.
 */
public final class LogHistory {
  /** What the history consists of, in the log's order. */
  public interface Visitor {
    /**
     * A message is about to be applied.
     *
     * @param logPosition behind everything applied so far
     * @param store as it is there; not to be changed
     * @return false: enough
     */
    boolean onPosition(long logPosition, EntityStore store);

    /**
     * An entry was stored; it is valid during the call.
     *
     * @param logPosition behind the message it came in
     */
    void onEntry(LogEntry entry, long logPosition);

    /** An entity has a new owner. */
    void onGranted(long entity, long epoch, long logPosition);
  }

  /**
   * Where reading can begin: the beginning of the log, or a snapshot of it.
   *
   * @param timeMillis since 1970; 0: the beginning of the log
   * @param recordingId of the snapshot; -1: the beginning of the log
   */
  public record Base(long logPosition, long timeMillis, long recordingId) {}

  private static final int SERVICE_ID = 0;
  private static final int SESSION_HEADER =
      MessageHeaderDecoder.ENCODED_LENGTH + SessionMessageHeaderDecoder.BLOCK_LENGTH;

  private final File archiveDirectory;
  private final Recording log;
  private final List<Base> bases;

  private LogHistory(final File archiveDirectory, final Recording log, final List<Base> bases) {
    this.archiveDirectory = archiveDirectory;
    this.log = log;
    this.bases = bases;
  }

  /**
   * Opens a log's data directory: the one with {@code FORMAT}, {@code archive} and {@code cluster}.
   *
   * @throws HistoryException if it is none, or not whole
   */
  public static LogHistory open(final Path directory) {
    final File archive = directory.resolve("archive").toFile();
    final File recordingLog =
        directory.resolve("cluster").resolve(RecordingLog.RECORDING_LOG_FILE_NAME).toFile();
    if (!Files.isRegularFile(directory.resolve("FORMAT"))
        || !recordingLog.isFile()
        || !new File(archive, "archive.catalog").isFile()) {
      throw new HistoryException(directory + " is no data directory of a log");
    }
    try {
      return open(archive, recordingLog);
    } catch (final IOException | IllegalArgumentException | IllegalStateException e) {
      throw new HistoryException(directory + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static LogHistory open(final File archive, final File recordingLogFile)
      throws IOException {
    // Aeron opens it for writing: so a copy.
    final Path copy = Files.createTempDirectory("qanat-history");
    try {
      Files.copy(recordingLogFile.toPath(), copy.resolve(RecordingLog.RECORDING_LOG_FILE_NAME));
      try (RecordingLog recordingLog = new RecordingLog(copy.toFile(), false)) {
        final Recording log = Recording.of(archive, recordingLog.findLastTermRecordingId());
        return new LogHistory(archive, log, bases(recordingLog, log, archive));
      }
    } finally {
      IoUtil.delete(copy.toFile(), true);
    }
  }

  private static List<Base> bases(
      final RecordingLog recordingLog, final Recording log, final File archive) {
    final List<Base> bases = new ArrayList<>();
    if (log.startPosition() == 0) {
      bases.add(new Base(0, 0, -1));
    }
    for (final RecordingLog.Entry entry : recordingLog.entries()) {
      if (entry.isValid
          && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT
          && entry.serviceId == SERVICE_ID
          && entry.logPosition >= log.startPosition()
          && hasFiles(archive, entry.recordingId)) {
        bases.add(new Base(entry.logPosition, entry.timestamp, entry.recordingId));
      }
    }
    bases.sort(Comparator.comparingLong(Base::logPosition));
    return bases;
  }

  private static boolean hasFiles(final File archive, final long recordingId) {
    final String[] files = archive.list((dir, name) -> name.startsWith(recordingId + "-"));
    return files != null && files.length > 0;
  }

  /** Where reading can begin, oldest first; at least one. */
  public List<Base> bases() {
    if (bases.isEmpty()) {
      throw new HistoryException(
          "the log begins at position " + log.startPosition() + " and no snapshot is left there");
    }
    return List.copyOf(bases);
  }

  /** The latest base at or before a position; the earliest if there is none. */
  public Base baseFor(final long logPosition) {
    Base best = bases().get(0);
    for (final Base base : bases()) {
      if (base.logPosition() <= logPosition) {
        best = base;
      }
    }
    return best;
  }

  /**
   * Goes through the history from a base on, until the visitor has enough or the recording ends.
   *
   * @return log position behind the last message
   * @throws HistoryException if something is damaged; what came before it was visited
   */
  public long visit(final Base base, final Visitor visitor) {
    final HistoryStore store =
        new HistoryStore(base.recordingId() < 0 ? new EntityStore() : snapshot(base), visitor);
    final long[] position = {base.logPosition()};
    final boolean[] enough = new boolean[1];
    new RecordingReader(archiveDirectory, log)
        .read(
            base.logPosition(),
            (buffer, offset, length, endPosition) -> {
              enough[0] = !visitor.onPosition(position[0], store.store());
              if (enough[0]) {
                return false;
              }
              position[0] = endPosition;
              if (length > SESSION_HEADER && isOfClient(buffer, offset)) {
                store.onMessage(
                    buffer, offset + SESSION_HEADER, length - SESSION_HEADER, endPosition);
              }
              return true;
            });
    if (!enough[0]) {
      visitor.onPosition(position[0], store.store());
    }
    return position[0];
  }

  private static boolean isOfClient(final DirectBuffer buffer, final int offset) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
    return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && header.templateId() == SessionMessageHeaderDecoder.TEMPLATE_ID;
  }

  private EntityStore snapshot(final Base base) {
    final Recording recording = Recording.of(archiveDirectory, base.recordingId());
    final StoreSnapshotReader reader = new StoreSnapshotReader();
    final MessageHeaderDecoder header = new MessageHeaderDecoder();
    try {
      new RecordingReader(archiveDirectory, recording)
          .read(
              recording.startPosition(),
              (buffer, offset, length, endPosition) -> {
                if (header.wrap(buffer, offset).schemaId() == StoreBeginDecoder.SCHEMA_ID) {
                  reader.onRecord(buffer, offset, length);
                }
                return !reader.isComplete();
              });
      return reader.store();
    } catch (final CorruptRecordsException e) {
      throw new HistoryException(
          "the snapshot at log position " + base.logPosition() + " is corrupt: " + e.getMessage(),
          e);
    }
  }
}
