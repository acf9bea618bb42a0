package io.qanat.log.node;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.MemberSubstitution;

/**
 * A Java agent that puts a disk under Aeron's files which keeps in memory what it was not told to
 * sync: when the process dies, exactly that is gone. Or ({@code full}) a disk that is full after a
 * while.
 *
 * <p>Two ways, because Aeron writes in two:
 *
 * <ul>
 *   <li>The segment files of every recording, which are the log itself and the snapshots, are
 *       written through channels. The archive opens them as {@link RandomAccessFile}s, which a
 *       file-system provider would not see, so the one call by which {@code RecordingWriter} gets
 *       its channel is replaced by one that holds writes back until they are forced.
 *   <li>The archive's catalog, node-state.dat, recording.log and the mark files are memory-mapped
 *       or written in place. Each time one of them is forced, its content is kept aside, and {@link
 *       #loseUnsynced} puts that back: what was written after the last completed force is gone, and
 *       a file that was never forced is as if it had only been given its length.
 * </ul>
 *
 * <p>Not covered: that a file system writes back some unforced pages and not others (here it is all
 * or nothing per file), names of files (a segment's file, and its length, are there at once), and
 * this project's own FORMAT, which is written beside, forced and renamed.
 */
public final class UnsyncedDisk {
  private static final long FULL_AFTER_BYTES = 300_000;
  private static final String KEPT = "kept";
  private static final String CATALOG = "archive/archive.catalog";
  private static final String RECORDING_LOG = "cluster/recording.log";
  private static final String NODE_STATE = "cluster/node-state.dat";
  private static final String ARCHIVE_MARK = "archive/archive-mark.dat";
  private static final String CLUSTER_MARK = "cluster/cluster-mark.dat";
  private static final String SERVICE_MARK = "cluster/cluster-mark-service-0.dat";
  private static final List<String> IN_PLACE =
      List.of(CATALOG, RECORDING_LOG, NODE_STATE, ARCHIVE_MARK, CLUSTER_MARK, SERVICE_MARK);

  private static boolean isFull;
  private static long written;

  /** The log's directory; null: only segment files are looked after. */
  private static Path directory;

  private UnsyncedDisk() {}

  /** {@code full}, or {@code hold=} and the log's directory. */
  public static void premain(final String argument, final Instrumentation instrumentation)
      throws NoSuchMethodException {
    isFull = argument.equals("full");
    final var channelOf = UnsyncedDisk.class.getMethod("channelOf", RandomAccessFile.class);
    AgentBuilder agent =
        replacing("io.aeron.archive.RecordingWriter", "getChannel", channelOf)
            .in(new AgentBuilder.Default(), "openRecordingSegmentFile");
    if (!isFull) {
      directory = Path.of(argument.substring("hold=".length()));
      final Class<?> disk = UnsyncedDisk.class;
      final Class<?> channel = FileChannel.class;
      final Class<?> mapped = MappedByteBuffer.class;
      agent =
          replacing(
                  "io.aeron.archive.Catalog",
                  "force",
                  disk.getMethod("forceCatalog", channel, boolean.class))
              .in(agent, "fsync");
      agent =
          replacing(
                  "io.aeron.cluster.RecordingLog",
                  "force",
                  disk.getMethod("forceRecordingLog", channel, boolean.class))
              .in(agent, "force");
      agent =
          replacing(
                  "io.aeron.cluster.NodeStateFile",
                  "force",
                  disk.getMethod("forceNodeState", mapped))
              .in(agent, "syncFile");
      agent =
          replacing(
                  "io.aeron.archive.ArchiveMarkFile",
                  "force",
                  disk.getMethod("forceArchiveMark", mapped))
              .in(agent, "force");
      agent =
          replacing(
                  "io.aeron.cluster.service.ClusterMarkFile",
                  "force",
                  disk.getMethod("forceClusterMarks", mapped))
              .in(agent, "force");
    }
    agent.installOn(instrumentation);
  }

  private record Replacement(String type, String called, Method by) {
    AgentBuilder in(final AgentBuilder agent, final String caller) {
      return agent
          .type(named(type))
          .transform(
              (builder, description, loader, module, domain) ->
                  builder.visit(
                      MemberSubstitution.relaxed()
                          .method(named(called).and(isDeclaredBy(nameStartsWith("java."))))
                          .replaceWith(by)
                          .on(named(caller))));
    }
  }

  private static Replacement replacing(final String type, final String called, final Method by) {
    return new Replacement(type, called, by);
  }

  /** Called by the archive in place of {@link FileChannel#force}. */
  public static void forceCatalog(final FileChannel file, final boolean metaData)
      throws IOException {
    file.force(metaData);
    keep(CATALOG);
  }

  /** Called by the consensus module in place of {@link FileChannel#force}. */
  public static void forceRecordingLog(final FileChannel file, final boolean metaData)
      throws IOException {
    file.force(metaData);
    keep(RECORDING_LOG);
  }

  /** Called by the consensus module in place of {@link MappedByteBuffer#force()}. */
  public static MappedByteBuffer forceNodeState(final MappedByteBuffer file) throws IOException {
    file.force();
    keep(NODE_STATE);
    return file;
  }

  /** Called by the archive in place of {@link MappedByteBuffer#force()}. */
  public static MappedByteBuffer forceArchiveMark(final MappedByteBuffer file) throws IOException {
    file.force();
    keep(ARCHIVE_MARK);
    return file;
  }

  /** Called by consensus module and service in place of {@link MappedByteBuffer#force()}. */
  public static MappedByteBuffer forceClusterMarks(final MappedByteBuffer file) throws IOException {
    file.force();
    keep(CLUSTER_MARK);
    keep(SERVICE_MARK);
    return file;
  }

  private static synchronized void keep(final String name) throws IOException {
    final Path file = directory.resolve(name);
    if (Files.exists(file)) {
      final Path kept = directory.resolveSibling(KEPT).resolve(name);
      Files.createDirectories(kept.getParent());
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * After the process has died: takes what was not synced from the files written in place.
   *
   * @return names of the files whose content changed by that
   */
  static List<String> loseUnsynced(final Path logDirectory) throws IOException {
    final List<String> changed = new ArrayList<>();
    for (final String name : IN_PLACE) {
      final Path file = logDirectory.resolve(name);
      final Path kept = logDirectory.resolveSibling(KEPT).resolve(name);
      final byte[] before = Files.readAllBytes(file);
      final byte[] after = Files.exists(kept) ? Files.readAllBytes(kept) : new byte[before.length];
      if (!Arrays.equals(before, after)) {
        Files.write(file, after);
        changed.add(name);
      }
    }
    return changed;
  }

  /** Called by the archive in place of {@link RandomAccessFile#getChannel}. */
  public static FileChannel channelOf(final RandomAccessFile file) {
    return new HeldChannel(file.getChannel());
  }

  private static synchronized void count(final int bytes) throws IOException {
    written += bytes;
    if (isFull && written > FULL_AFTER_BYTES) {
      throw new IOException("No space left on device");
    }
  }

  /** Holds positional writes until they are forced; the archive uses nothing else. */
  private static final class HeldChannel extends FileChannel {
    private record Write(ByteBuffer bytes, long position) {}

    private final FileChannel disk;
    private final List<Write> held = new ArrayList<>();

    HeldChannel(final FileChannel disk) {
      this.disk = disk;
    }

    @Override
    public int write(final ByteBuffer source, final long position) throws IOException {
      final int length = source.remaining();
      count(length);
      final ByteBuffer copy = ByteBuffer.allocate(length);
      copy.put(source).flip();
      held.add(new Write(copy, position));
      return length;
    }

    @Override
    public void force(final boolean metaData) throws IOException {
      for (final Write write : held) {
        long position = write.position();
        while (write.bytes().hasRemaining()) {
          position += disk.write(write.bytes(), position);
        }
      }
      held.clear();
    }

    @Override
    public FileChannel position(final long newPosition) throws IOException {
      disk.position(newPosition);
      return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
      disk.close();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(final ByteBuffer[] targets, final int offset, final int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer target, final long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(final ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] sources, final int offset, final int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(final long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(
        final long position, final long count, final WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(
        final ReadableByteChannel source, final long position, final long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long position, final long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(final long position, final long size, final boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(final long position, final long size, final boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
