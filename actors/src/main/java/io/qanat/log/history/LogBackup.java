package io.qanat.log.history;

import io.qanat.log.LogEntry;
import io.qanat.log.store.EntityStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies the data directory of a stopped member, and puts it back: for the same member, or for
 * another one that has lost its own. A backup names every file with its length and SHA-256, and is
 * read to its end before it counts as one.
 */
public final class LogBackup {
  private static final String FORMAT_FILE = "FORMAT";
  private static final String LOCK_FILE = "LOCK";
  private static final String MANIFEST_FILE = "MANIFEST";
  private static final int BLOCK = 64 * 1024;

  /**
   * What was copied.
   *
   * @param logPosition behind the last message of the log
   * @param entries that follow its oldest base
   */
  public record Copied(int files, long bytes, long logPosition, long entries) {}

  private record Line(String digest, long length, String file) {
    static Line parse(final String text) {
      final String[] fields = text.split(" ", 3);
      if (fields.length != 3 || !fields[1].matches("[0-9]{1,18}")) {
        throw new HistoryException("not a line of a backup's MANIFEST: " + text);
      }
      return new Line(fields[0], Long.parseLong(fields[1]), fields[2]);
    }
  }

  private LogBackup() {}

  /**
   * Copies a data directory into a new one.
   *
   * @param data of a member that does not run
   * @param backup must not exist, or be empty
   * @throws HistoryException one line, if it is in use, not whole, or cannot be copied
   */
  public static Copied backup(final Path data, final Path backup) {
    if (!Files.isRegularFile(data.resolve(FORMAT_FILE))) {
      throw new HistoryException(data + " is no data directory of a log");
    }
    requireEmpty(backup);
    try (FileChannel channel =
            FileChannel.open(
                data.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (lock == null) {
        throw new HistoryException(data + " is in use: stop its node first");
      }
      final List<Line> lines = new ArrayList<>();
      for (final String file : files(data)) {
        lines.add(copy(data, backup, file));
      }
      Files.writeString(backup.resolve(FORMAT_FILE), formatWithoutProcess(data));
      final Copied copied = read(backup, lines);
      final StringBuilder manifest = new StringBuilder();
      lines.forEach(
          line ->
              manifest
                  .append(line.digest)
                  .append(' ')
                  .append(line.length)
                  .append(' ')
                  .append(line.file)
                  .append('\n'));
      Files.writeString(backup.resolve(MANIFEST_FILE), manifest);
      return copied;
    } catch (final IOException e) {
      throw new HistoryException("cannot copy " + data + " to " + backup + ": " + e, e);
    }
  }

  /**
   * Makes a data directory of a backup.
   *
   * @param data must not exist, or be empty
   * @throws HistoryException one line, if the backup is not what it was, or cannot be copied
   */
  public static Copied restore(final Path backup, final Path data) {
    if (!Files.isRegularFile(backup.resolve(MANIFEST_FILE))) {
      throw new HistoryException(backup + " is no backup of a log, or was not finished");
    }
    requireEmpty(data);
    try {
      final List<Line> lines = new ArrayList<>();
      for (final String text : Files.readAllLines(backup.resolve(MANIFEST_FILE))) {
        final Line line = Line.parse(text);
        if (!Files.isRegularFile(backup.resolve(line.file))
            || !copy(backup, data, line.file).equals(line)) {
          throw new HistoryException(backup + " is not what it was: " + line.file + " differs");
        }
        lines.add(line);
      }
      Files.copy(backup.resolve(FORMAT_FILE), data.resolve(FORMAT_FILE));
      return read(data, lines);
    } catch (final IOException e) {
      throw new HistoryException("cannot copy " + backup + " to " + data + ": " + e, e);
    }
  }

  private static FileLock lock(final FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (final OverlappingFileLockException e) {
      return null;
    }
  }

  private static void requireEmpty(final Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> inside = Files.list(directory)) {
      if (inside.findAny().isPresent()) {
        throw new HistoryException(directory + " is not empty");
      }
    } catch (final IOException e) {
      throw new HistoryException(directory + " cannot be read: " + e, e);
    }
  }

  /** What the log consists of; signs of life of processes are none of it. */
  private static List<String> files(final Path data) throws IOException {
    final List<String> files = new ArrayList<>();
    for (final String part : List.of("archive", "cluster")) {
      try (Stream<Path> inside = Files.list(data.resolve(part))) {
        inside
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.contains("-mark") && !name.endsWith(".log.lck"))
            .filter(name -> !name.endsWith("-error.log"))
            .sorted()
            .forEach(name -> files.add(part + "/" + name));
      }
    }
    return files;
  }

  /** A copy must not clear away the media driver's directory of the process it was copied from. */
  private static String formatWithoutProcess(final Path data) throws IOException {
    return Files.readString(data.resolve(FORMAT_FILE))
        .replaceAll("(?m)^aeronDirectory=.*$", "aeronDirectory=");
  }

  /** Holes stay holes: recordings are sparse. */
  private static Line copy(final Path from, final Path to, final String file) throws IOException {
    final MessageDigest digest = sha256();
    final Path target = to.resolve(file);
    Files.createDirectories(target.getParent());
    final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    final byte[] zeros = new byte[BLOCK];
    long length = 0;
    try (FileChannel in = FileChannel.open(from.resolve(file), StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (in.read(block) >= 0) {
        block.flip();
        final int size = block.remaining();
        digest.update(block.array(), 0, size);
        if (!Arrays.equals(block.array(), 0, size, zeros, 0, size)) {
          while (block.hasRemaining()) {
            out.write(block, length + block.position());
          }
        }
        length += size;
        block.clear();
      }
      if (out.size() < length) {
        out.write(ByteBuffer.allocate(1), length - 1);
      }
      out.force(true);
    }
    return new Line(HexFormat.of().formatHex(digest.digest()), length, file);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Reads all of a log: it is whole. */
  private static Copied read(final Path directory, final List<Line> lines) {
    final LogHistory history = LogHistory.open(directory);
    final long[] entries = new long[1];
    final long position =
        history.visit(
            history.bases().get(0),
            new LogHistory.Visitor() {
              @Override
              public boolean onPosition(final long logPosition, final EntityStore store) {
                return true;
              }

              @Override
              public void onEntry(final LogEntry entry, final long logPosition) {
                entries[0]++;
              }

              @Override
              public void onGranted(final long entity, final long epoch, final long logPosition) {
                // Not counted.
              }
            });
    return new Copied(
        lines.size(), lines.stream().mapToLong(Line::length).sum(), position, entries[0]);
  }
}
