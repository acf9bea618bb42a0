package io.qanat.log.node;

import static io.qanat.log.LogEntries.entry;

import io.qanat.entity.core.EntityKey;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.RecordingListener;
import io.qanat.log.client.LogClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that appends to one entity without end and writes the number of every
 * acknowledged entry to a file, synced, until it is killed. If the log stops by itself, its last
 * line goes to another file and the process ends.
 */
public final class LogChild {
  static final long ENTITY = EntityKey.account(1);
  private static final int IN_FLIGHT_MAX = 64;

  private final Path acknowledged;
  private final Path fatal;

  private LogChild(final Path base) {
    acknowledged = base.resolve("acknowledged");
    fatal = base.resolve("fatal");
  }

  /** Arguments: a base directory, and the file sync level. */
  public static void main(final String[] args) throws IOException {
    new LogChild(Path.of(args[0])).run(directory(Path.of(args[0])), Integer.parseInt(args[1]));
  }

  static Path directory(final Path base) {
    return base.resolve("log");
  }

  /** Starts one; {@code jvmArguments} come first. */
  static Process start(final Path base, final int fileSyncLevel, final String... jvmArguments)
      throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-Xmx256m"));
    command.addAll(List.of(jvmArguments));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            LogChild.class.getName(),
            base.toString(),
            Integer.toString(fileSyncLevel)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(base.toFile(), "child.out")))
        .start();
  }

  /** The last number in the file of what was acknowledged. */
  static long lastAcknowledged(final Path base) {
    final Path file = base.resolve("acknowledged");
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      final byte[] bytes = Files.readAllBytes(file);
      final int whole = bytes.length - bytes.length % Long.BYTES;
      return whole == 0 ? 0 : ByteBuffer.wrap(bytes).getLong(whole - Long.BYTES);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(final Path directory, final int fileSyncLevel) throws IOException {
    final LogNode node =
        LogNode.launch(
            LogNodes.small(directory).withFileSyncLevel(fileSyncLevel),
            new LogNode.Listener() {
              @Override
              public void onNotice(final String line) {
                System.out.println(line);
              }

              @Override
              public void onFatal(final String line) {
                end(line);
              }
            });
    final LogClient log = node.connect();
    final RecordingListener owner = new RecordingListener();
    log.load(ENTITY, owner);
    final LoadedEntity loaded = owner.awaitLoaded();
    long seqNr = lastSeqNr(loaded);
    try (FileChannel file =
        FileChannel.open(
            acknowledged,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      long written = seqNr;
      while (true) {
        while (seqNr - written < IN_FLIGHT_MAX) {
          seqNr++;
          final LogEntry next = entry(ENTITY, loaded.epoch(), seqNr);
          while (!log.append(next)) {
            LockSupport.parkNanos(1_000);
          }
        }
        final long committed = owner.committedSeqNr();
        if (committed > written) {
          written = committed;
          file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, written));
          file.force(false);
        } else {
          LockSupport.parkNanos(1_000);
        }
      }
    }
  }

  private void end(final String line) {
    try {
      Files.writeString(fatal, line);
    } catch (final IOException e) {
      System.out.println(e);
    }
    Runtime.getRuntime().halt(3);
  }

  static long lastSeqNr(final LoadedEntity loaded) {
    final List<LogEntry> tail = loaded.tail();
    return tail.isEmpty() ? 0 : tail.get(tail.size() - 1).seqNr();
  }
}
