package io.qanat.log.store;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/** CRC-32C (Castagnoli) over records. */
final class RecordChecksum {
  private final CRC32C crc = new CRC32C();
  private byte[] scratch = new byte[64 * 1024];

  void update(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] array = buffer.byteArray();
    if (array != null) {
      crc.update(array, buffer.wrapAdjustment() + offset, length);
      return;
    }
    if (length > scratch.length) {
      scratch = new byte[length];
    }
    buffer.getBytes(offset, scratch, 0, length);
    crc.update(scratch, 0, length);
  }

  long value() {
    return crc.getValue();
  }
}
