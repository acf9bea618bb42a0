package io.qanat.session;

import io.qanat.codecs.session.BlockEncoder;
import io.qanat.codecs.session.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/** What writer and reader of a session file have in common. */
final class SessionFormat {
  /** Of the records' meaning; a reader takes this one only. */
  static final int VERSION = 1;

  static final byte[] MAGIC = "QANATSES".getBytes(StandardCharsets.US_ASCII);

  /** Records are packed together up to about this length. */
  static final int BLOCK_LENGTH = 256 * 1024;

  /** Longest block, unpacked: one record is never longer. */
  static final int BLOCK_LENGTH_MAX = 16 * 1024 * 1024;

  /** Bytes of a snapshot in one record. */
  static final int SNAPSHOT_PART_LENGTH = 64 * 1024;

  /** The Block message with its header. */
  static final int BLOCK_HEADER_LENGTH =
      MessageHeaderEncoder.ENCODED_LENGTH + BlockEncoder.BLOCK_LENGTH;

  private static final int CHECKED_LENGTH =
      MessageHeaderEncoder.ENCODED_LENGTH + BlockEncoder.crc32cEncodingOffset();

  private SessionFormat() {}

  /** CRC-32C over a block's header up to the checksum, and its stored bytes. */
  static long checksum(final DirectBuffer header, final byte[] stored, final int length) {
    final CRC32C crc = new CRC32C();
    crc.update(header.byteArray(), header.wrapAdjustment(), CHECKED_LENGTH);
    crc.update(stored, 0, length);
    return crc.getValue();
  }
}
