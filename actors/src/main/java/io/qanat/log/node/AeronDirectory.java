package io.qanat.log.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the media driver keeps its buffers: shared memory where there is enough of it, otherwise
 * the data directory. Each launch has its own.
 */
record AeronDirectory(String name) {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final long SHARED_MEMORY_BYTES_MIN = 256L * 1024 * 1024;
  private static final AtomicInteger LAUNCHES = new AtomicInteger();

  static AeronDirectory forProcess(final Path dataDirectory, final int memberId) {
    final String name =
        "qanat-"
            + ProcessHandle.current().pid()
            + "-"
            + memberId
            + "-"
            + LAUNCHES.getAndIncrement();
    final Path parent =
        hasRoom(SHARED_MEMORY) ? SHARED_MEMORY : dataDirectory.toAbsolutePath().resolve("driver");
    return new AeronDirectory(parent.resolve(name).toString());
  }

  private static boolean hasRoom(final Path directory) {
    try {
      return Files.isWritable(directory)
          && Files.getFileStore(directory).getUsableSpace() >= SHARED_MEMORY_BYTES_MIN;
    } catch (final IOException e) {
      return false;
    }
  }
}
