package io.qanat.session;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears under its name once it is whole, and not at all if it does not become so. */
final class PartFile implements AutoCloseable {
  private final Path file;
  private final Path part;

  PartFile(final Path file) {
    this.file = file;
    part = file.resolveSibling(file.getFileName() + ".part");
  }

  /** Where it is written, once; the caller closes it before {@link #commit}. */
  OutputStream open() throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(part), 1 << 18);
  }

  void commit() throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }
}
