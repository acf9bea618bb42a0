package io.qanat.log.node;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.MemberSubstitution;

/**
 * A Java agent that puts a disk under Aeron's archive which keeps in memory what it was not told to
 * sync: when the process dies, exactly that is gone. Or ({@code full}) a disk that is full after a
 * while.
 *
 * <p>Covered: the segment files of every recording, which are the log itself and the snapshots. The
 * archive opens them as {@link RandomAccessFile}s, which a file-system provider would not see, so
 * the one call by which {@code RecordingWriter} gets its channel is replaced.
 *
 * <p>Not covered, because memory-mapped (the archive's catalog, node-state.dat, the mark files) or
 * not on the path of an acknowledgement (recording.log, written and forced when a term begins or a
 * snapshot is taken, and this project's FORMAT). The length of a new segment is set at once.
 */
public final class UnsyncedDisk {
  private static final long FULL_AFTER_BYTES = 300_000;
  private static boolean isFull;
  private static long written;

  private UnsyncedDisk() {}

  /** {@code hold} or {@code full}. */
  public static void premain(final String argument, final Instrumentation instrumentation)
      throws NoSuchMethodException {
    isFull = argument.equals("full");
    final var replacement = UnsyncedDisk.class.getMethod("channelOf", RandomAccessFile.class);
    new AgentBuilder.Default()
        .type(named("io.aeron.archive.RecordingWriter"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    MemberSubstitution.relaxed()
                        .method(named("getChannel"))
                        .replaceWith(replacement)
                        .on(named("openRecordingSegmentFile"))))
        .installOn(instrumentation);
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
