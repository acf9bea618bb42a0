package io.qanat.log.node;

import io.aeron.archive.checksum.Checksum;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * CRC-32C of every recorded frame, checked on every replay, so that a damaged file is an error and
 * not an input.
 *
 * <p>Aeron's own needs {@code java.util.zip} opened to it; this one does not. Not thread-safe: the
 * archive's recorder and replayer have one each.
 */
final class LogChecksum implements Checksum {
  private final CRC32C crc = new CRC32C();
  private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
  private byte[] scratch = new byte[64 * 1024];

  @Override
  public int compute(final long address, final int offset, final int length) {
    if (length > scratch.length) {
      scratch = new byte[length];
    }
    frame.wrap(address + offset, length);
    frame.getBytes(0, scratch, 0, length);
    crc.reset();
    crc.update(scratch, 0, length);
    return (int) crc.getValue();
  }
}
