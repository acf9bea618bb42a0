package io.qanat.log.node;

import io.aeron.archive.ArchiveMarkFile;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.service.ClusterMarkFile;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemEpochClock;

/**
 * The log's directory: who may use it, in which format it is, and whether it is whole.
 *
 * <pre>
 * FORMAT    version, whether a log was ever started here, and the media driver directory in use
 * LOCK      held by the process for its life
 * archive/  the recorded log and the snapshots
 * cluster/  the consensus module's and the service's files
 * </pre>
 *
 * <p>The operating system drops the lock when the process dies, however it dies. So whoever holds
 * it knows that nobody else uses the directory, and may end the signs of life that a killed process
 * has left in Aeron's mark files, instead of waiting for them to grow old (10 s).
 */
final class DataDirectory implements AutoCloseable {
  /** Of this build. */
  static final int FORMAT = 1;

  private static final String FORMAT_FILE = "FORMAT";
  private static final String LOCK_FILE = "LOCK";
  private static final int MARK_FILE_TIMEOUT_MILLIS = 100;

  private final Path path;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private boolean isInitialised;
  private String aeronDirectory = "";

  private DataDirectory(final Path path, final FileChannel lockChannel, final FileLock lock) {
    this.path = path;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /**
   * Creates or opens it, for this process alone.
   *
   * @param freeBytesMin that its disk must have
   * @throws LogStartException one line saying why it cannot be used
   */
  static DataDirectory open(final Path path, final long freeBytesMin) {
    try {
      Files.createDirectories(path);
    } catch (final IOException e) {
      throw new LogStartException("data directory " + path + " cannot be created: " + e, e);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      final FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new LogStartException(
            "data directory " + path + " is in use by another process (its LOCK is held)");
      }
      final DataDirectory directory = new DataDirectory(path, channel, lock);
      directory.readFormat();
      directory.checkPieces();
      directory.checkSpace(freeBytesMin);
      return directory;
    } catch (final IOException e) {
      CloseHelper.quietClose(channel);
      throw new LogStartException("data directory " + path + " cannot be written: " + e, e);
    } catch (final RuntimeException e) {
      CloseHelper.quietClose(channel);
      throw e;
    }
  }

  private static FileLock tryLock(final FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (final OverlappingFileLockException e) {
      return null;
    }
  }

  private void readFormat() throws IOException {
    final Path file = path.resolve(FORMAT_FILE);
    if (!Files.exists(file)) {
      if (Files.exists(archiveDirectory().toPath()) || Files.exists(clusterDirectory().toPath())) {
        throw new LogStartException(
            "data directory " + path + " holds a log but its FORMAT file is missing");
      }
      writeFormat();
      return;
    }
    final Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    final String format = properties.getProperty("format", "");
    if (!format.matches("[1-9][0-9]{0,8}")) {
      throw new LogStartException(
          "data directory " + path + " has a FORMAT file without a format number");
    }
    if (Integer.parseInt(format) > FORMAT) {
      throw new LogStartException(
          "data directory "
              + path
              + " is of format "
              + format
              + ", this build reads up to "
              + FORMAT
              + ": use a newer build");
    }
    isInitialised = Boolean.parseBoolean(properties.getProperty("initialised"));
    aeronDirectory = properties.getProperty("aeronDirectory", "");
  }

  private void writeFormat() throws IOException {
    final Path file = path.resolve(FORMAT_FILE);
    final Path next = path.resolve(FORMAT_FILE + ".next");
    final String text =
        "format="
            + FORMAT
            + "\ninitialised="
            + isInitialised
            + "\naeronDirectory="
            + aeronDirectory
            + "\n";
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(text));
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(path)) {
      channel.force(true);
    }
  }

  /** Aeron would start with what it finds, and be content with nothing: this is not. */
  private void checkPieces() {
    if (!isInitialised) {
      return;
    }
    require(archiveDirectory(), "archive.catalog");
    require(clusterDirectory(), RecordingLog.RECORDING_LOG_FILE_NAME);
    require(clusterDirectory(), "node-state.dat");
    try (RecordingLog recordingLog = new RecordingLog(clusterDirectory(), false)) {
      for (final RecordingLog.Entry entry : recordingLog.entries()) {
        if (entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_TERM) {
          requireRecording(entry.recordingId, "the log");
        }
      }
      for (final int serviceId : SnapshotEntries.SERVICE_IDS) {
        final RecordingLog.Entry entry = recordingLog.getLatestSnapshot(serviceId);
        if (entry != null) {
          requireRecording(entry.recordingId, "the latest snapshot");
        }
      }
    }
  }

  private void require(final File directory, final String file) {
    if (!new File(directory, file).isFile()) {
      throw new LogStartException(
          "data directory "
              + path
              + " is not whole: "
              + directory.getName()
              + "/"
              + file
              + " is missing");
    }
  }

  private void requireRecording(final long recordingId, final String what) {
    final String[] files = archiveDirectory().list((dir, name) -> name.endsWith(".rec"));
    if (files != null) {
      for (final String file : files) {
        if (file.startsWith(recordingId + "-")) {
          return;
        }
      }
    }
    throw new LogStartException(
        "data directory "
            + path
            + " is not whole: archive/"
            + recordingId
            + "-*.rec of "
            + what
            + " is missing");
  }

  private void checkSpace(final long freeBytesMin) throws IOException {
    final long free = Files.getFileStore(path).getUsableSpace();
    if (free < freeBytesMin) {
      throw new LogStartException(
          "disk full: data directory "
              + path
              + " has "
              + (free >> 20)
              + " MiB free, needs "
              + (freeBytesMin >> 20)
              + " MiB");
    }
  }

  /**
   * Clears away what a killed process has left: its media driver directory and its signs of life.
   *
   * @return whether there was such a process
   */
  boolean takeOver() {
    if (!aeronDirectory.isEmpty()) {
      IoUtil.delete(new File(aeronDirectory), true);
    }
    boolean wasKilled = false;
    final File archiveMark = new File(archiveDirectory(), ArchiveMarkFile.FILENAME);
    if (archiveMark.isFile()) {
      try (ArchiveMarkFile mark =
          new ArchiveMarkFile(
              archiveDirectory(),
              ArchiveMarkFile.FILENAME,
              SystemEpochClock.INSTANCE,
              MARK_FILE_TIMEOUT_MILLIS,
              null)) {
        wasKilled = mark.activityTimestampVolatile() > 0;
        mark.signalTerminated();
      }
    }
    for (final String name :
        new String[] {ClusterMarkFile.FILENAME, ClusterMarkFile.markFilenameForService(0)}) {
      if (new File(clusterDirectory(), name).isFile()) {
        try (ClusterMarkFile mark =
            new ClusterMarkFile(
                clusterDirectory(),
                name,
                SystemEpochClock.INSTANCE,
                MARK_FILE_TIMEOUT_MILLIS,
                null)) {
          wasKilled |= mark.activityTimestampVolatile() > 0;
          mark.signalTerminated();
        }
      }
    }
    return wasKilled;
  }

  /** Remembers the media driver directory, to be deleted by the next process if this one cannot. */
  void useAeronDirectory(final String name) {
    aeronDirectory = name;
    update();
  }

  /** From now on the directory holds a log: the next start insists on finding it. */
  void initialised() {
    if (!isInitialised) {
      isInitialised = true;
      update();
    }
  }

  private void update() {
    try {
      writeFormat();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  File archiveDirectory() {
    return path.resolve("archive").toFile();
  }

  File clusterDirectory() {
    return path.resolve("cluster").toFile();
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(lock, lockChannel);
  }
}
