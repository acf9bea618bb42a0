package io.qanat.loadtest.orders;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Every acknowledgement a client has seen, appended and synced before the client goes on. A line
 * cut short by a kill of the client is ignored when read.
 */
final class AcknowledgementFile implements AutoCloseable {
  private final FileChannel channel;
  private final boolean durable;
  private final StringBuilder pending = new StringBuilder();

  /**
   * Opens a file for appending.
   *
   * @param durable false: {@link #sync} does nothing, the acknowledgements are thrown away
   */
  AcknowledgementFile(final Path file, final boolean durable) throws IOException {
    this.durable = durable;
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  void add(final Acknowledgement acknowledgement) {
    if (durable) {
      pending.append(acknowledgement.line());
    }
  }

  /** Makes everything added durable. */
  void sync() throws IOException {
    if (pending.length() == 0) {
      return;
    }
    final ByteBuffer bytes =
        ByteBuffer.wrap(pending.toString().getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
    pending.setLength(0);
  }

  static List<Acknowledgement> read(final Path file) throws IOException {
    final String text = Files.readString(file, StandardCharsets.US_ASCII);
    final int end = text.lastIndexOf('\n');
    final List<Acknowledgement> read = new ArrayList<>();
    int row = 0;
    for (final String line : text.substring(0, end + 1).lines().toList()) {
      try {
        read.add(Acknowledgement.parse(line));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " row " + row + ": " + e.getMessage(), e);
      }
      row++;
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    sync();
    channel.close();
  }
}
