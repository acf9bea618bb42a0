package io.qanat.session;

import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.session.BlockDecoder;
import io.qanat.codecs.session.MessageHeaderDecoder;
import io.qanat.codecs.session.Packing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The blocks of a session file, checked and unpacked one by one. What is damaged is named by block
 * and offset, and nothing behind it is handed out.
 */
final class SessionBlocks implements AutoCloseable {
  /**
   * An unpacked block, of the caller.
   *
   * @param fileOffset where its header begins
   * @param bytes the records
   */
  record Block(int index, long fileOffset, int recordCount, UnsafeBuffer bytes) {}

  private final Path file;
  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final UnsafeBuffer header = new UnsafeBuffer(new byte[SessionFormat.BLOCK_HEADER_LENGTH]);
  private byte[] stored = new byte[SessionFormat.BLOCK_LENGTH];
  private long offset;
  private int index;

  private SessionBlocks(final Path file, final InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws SessionException if it is not there or no session
   */
  static SessionBlocks open(final Path file) {
    try {
      final InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 18);
      final SessionBlocks blocks = new SessionBlocks(file, in);
      final byte[] magic = in.readNBytes(SessionFormat.MAGIC.length);
      if (!Arrays.equals(magic, SessionFormat.MAGIC)) {
        blocks.close();
        throw new SessionException(file + " is not a session file");
      }
      blocks.offset = magic.length;
      return blocks;
    } catch (final NoSuchFileException e) {
      throw new SessionException("no such file: " + file, e);
    } catch (final IOException e) {
      throw new SessionException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The next block; null at the end of the file.
   *
   * @throws DamagedException if it is not what was written
   */
  Block next() {
    try {
      return read();
    } catch (final IOException e) {
      throw damaged("cannot be read: " + e.getMessage());
    }
  }

  private Block read() throws IOException {
    final int headerLength = in.readNBytes(header.byteArray(), 0, header.capacity());
    if (headerLength == 0) {
      return null;
    }
    if (headerLength < header.capacity()
        || FrameChecker.SESSION.check(header, 0, headerLength) != FrameCheck.OK
        || new MessageHeaderDecoder().wrap(header, 0).templateId() != BlockDecoder.TEMPLATE_ID) {
      throw damaged(headerLength < header.capacity() ? "truncated" : "its header is no header");
    }
    final BlockDecoder block =
        new BlockDecoder().wrapAndApplyHeader(header, 0, new MessageHeaderDecoder());
    final int storedLength = block.storedLength();
    final int rawLength = block.rawLength();
    if (storedLength < 0
        || storedLength > SessionFormat.BLOCK_LENGTH_MAX
        || rawLength < 0
        || rawLength > SessionFormat.BLOCK_LENGTH_MAX) {
      throw damaged("its header is no header");
    }
    if (storedLength > stored.length) {
      stored = new byte[storedLength];
    }
    if (in.readNBytes(stored, 0, storedLength) < storedLength) {
      throw damaged("truncated");
    }
    if (SessionFormat.checksum(header, stored, storedLength) != block.crc32c()) {
      throw damaged("its checksum differs");
    }
    if (block.index() != index) {
      throw damaged("it is block " + block.index() + " of the session, others are missing");
    }
    final Block unpacked =
        new Block(
            index,
            offset,
            block.recordCount(),
            new UnsafeBuffer(unpack(block.packing(), storedLength, rawLength)));
    offset += SessionFormat.BLOCK_HEADER_LENGTH + storedLength;
    index++;
    return unpacked;
  }

  private byte[] unpack(final Packing packing, final int storedLength, final int rawLength) {
    if (packing == Packing.NONE) {
      if (storedLength != rawLength) {
        throw damaged("its lengths differ");
      }
      return Arrays.copyOf(stored, rawLength);
    }
    final byte[] raw = new byte[rawLength];
    inflater.reset();
    inflater.setInput(stored, 0, storedLength);
    try {
      int length = 0;
      while (length < rawLength) {
        final int count = inflater.inflate(raw, length, rawLength - length);
        if (count == 0 && (inflater.finished() || inflater.needsInput())) {
          throw damaged("it unpacks to " + length + " bytes instead of " + rawLength);
        }
        length += count;
      }
      return raw;
    } catch (final DataFormatException e) {
      throw damaged("it does not unpack: " + e.getMessage());
    }
  }

  /** Says what is wrong with the block that was read last or is to be read next. */
  private DamagedException damaged(final String what) {
    return new DamagedException(file, index, offset, what);
  }

  /** Of the next block. */
  long offset() {
    return offset;
  }

  int index() {
    return index;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  /** A block is not what was written; the message names it. What came before it is whole. */
  static final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedException(final Path file, final int index, final long offset, final String what) {
      super(file + " is damaged: block " + index + " at offset " + offset + ": " + what);
    }
  }
}
