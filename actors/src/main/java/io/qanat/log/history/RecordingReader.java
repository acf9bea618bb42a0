package io.qanat.log.history;

import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.File;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the messages of one recording from its segment files, whole ones only, each frame checked
 * against its CRC-32C.
 *
 * <p>The files may be written meanwhile: the first frame that is not there, or not whole with none
 * behind it, is the end.
 */
final class RecordingReader {
  /** Receives messages. */
  interface Sink {
    /**
     * Takes the next message, which is valid during the call.
     *
     * @param endPosition of the recording behind it
     * @return false: enough
     */
    boolean onMessage(DirectBuffer buffer, int offset, int length, long endPosition);
  }

  private static final int HEADER = DataHeaderFlyweight.HEADER_LENGTH;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private final File archiveDirectory;
  private final Recording recording;
  private final UnsafeBuffer segment = new UnsafeBuffer(0, 0);
  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer();
  private final CRC32C crc = new CRC32C();
  private byte[] scratch = new byte[64 * 1024];
  private int messageLength;
  private boolean stopped;

  RecordingReader(final File archiveDirectory, final Recording recording) {
    this.archiveDirectory = archiveDirectory;
    this.recording = recording;
  }

  /**
   * Reads from a position where a message begins to the end, or until the sink has enough.
   *
   * @return position behind the last message that was read
   * @throws HistoryException if a segment is missing or a frame is damaged
   */
  long read(final long fromPosition, final Sink sink) {
    long position = fromPosition;
    messageLength = 0;
    stopped = false;
    while (!stopped && !isStop(position)) {
      final long base = recording.segmentBase(position);
      final File file = recording.segment(archiveDirectory, base);
      if (!file.isFile()) {
        if (recording.stopPosition() == AeronArchive.NULL_POSITION && position == base) {
          return position;
        }
        throw new HistoryException("the log's file " + file + " is missing");
      }
      final MappedByteBuffer mapped =
          IoUtil.mapExistingFile(file, FileChannel.MapMode.READ_ONLY, "segment");
      try {
        segment.wrap(mapped);
        position = readSegment(file, base, position, sink);
        if (position < base + recording.segmentLength()) {
          return position;
        }
      } finally {
        segment.wrap(0, 0);
        IoUtil.unmap(mapped);
      }
    }
    return position;
  }

  private boolean isStop(final long position) {
    return recording.stopPosition() != AeronArchive.NULL_POSITION
        && position >= recording.stopPosition();
  }

  /**
   * Returns the position reached: the segment's end, or behind the last whole message. No message
   * goes over two segments, for none goes over two terms.
   */
  private long readSegment(final File file, final long base, final long from, final Sink sink) {
    long position = from;
    long whole = from;
    final long end = base + Math.min(recording.segmentLength(), segment.capacity());
    while (position < end && !isStop(position)) {
      final int at = (int) (position - base);
      final int length = frameLength(at, position);
      if (length <= 0) {
        return requireEnd(file, position, whole);
      }
      final int aligned = BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
      if (at + aligned > segment.capacity()) {
        throw damaged(file, position, "a frame goes beyond the file");
      }
      final int type = segment.getShort(at + DataHeaderFlyweight.TYPE_FIELD_OFFSET, ORDER) & 0xFFFF;
      if (type == DataHeaderFlyweight.HDR_TYPE_DATA) {
        if (!isWhole(at, aligned)) {
          return torn(file, base, position + aligned, position, whole);
        }
        position += aligned;
        if (take(at, length, position, sink)) {
          whole = position;
        }
        if (stopped) {
          return whole;
        }
      } else {
        position += aligned;
        whole = position;
      }
    }
    return whole;
  }

  private int frameLength(final int at, final long position) {
    if (at + HEADER > segment.capacity()) {
      return 0;
    }
    final int length = segment.getIntVolatile(at);
    final boolean isHere =
        length > 0
            && segment.getInt(at + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, ORDER)
                == recording.termOffset(position)
            && segment.getInt(at + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET, ORDER)
                == recording.termId(position);
    return isHere ? length : 0;
  }

  private long requireEnd(final File file, final long position, final long whole) {
    if (recording.stopPosition() != AeronArchive.NULL_POSITION) {
      throw damaged(file, position, "there is no frame");
    }
    return whole;
  }

  /** A frame that is not whole is the end, unless the recording has gone on behind it. */
  private long torn(
      final File file, final long base, final long next, final long position, final long whole) {
    final int at = (int) (next - base);
    final boolean goesOn =
        recording.stopPosition() != AeronArchive.NULL_POSITION
            || (at + HEADER < segment.capacity()
                && frameLength(at, next) > 0
                && at + BitUtil.align(frameLength(at, next), 32) <= segment.capacity()
                && isWhole(at, BitUtil.align(frameLength(at, next), 32)));
    if (goesOn) {
      throw damaged(file, position, "the checksum of a frame differs");
    }
    return whole;
  }

  /** The archive has put the checksum of the frame's body where the session id was. */
  private boolean isWhole(final int at, final int aligned) {
    final int length = aligned - HEADER;
    if (length > scratch.length) {
      scratch = new byte[length];
    }
    segment.getBytes(at + HEADER, scratch, 0, length);
    crc.reset();
    crc.update(scratch, 0, length);
    return (int) crc.getValue()
        == segment.getInt(at + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, ORDER);
  }

  /** Returns whether a message has ended with this frame. */
  private boolean take(final int at, final int length, final long endPosition, final Sink sink) {
    final byte flags = segment.getByte(at + DataHeaderFlyweight.FLAGS_FIELD_OFFSET);
    final int bodyLength = length - HEADER;
    if ((flags & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED) {
      stopped = !sink.onMessage(segment, at + HEADER, bodyLength, endPosition);
      return true;
    }
    if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
      messageLength = 0;
    }
    message.putBytes(messageLength, segment, at + HEADER, bodyLength);
    messageLength += bodyLength;
    if ((flags & FrameDescriptor.END_FRAG_FLAG) == 0) {
      return false;
    }
    final int whole = messageLength;
    messageLength = 0;
    stopped = !sink.onMessage(message, 0, whole, endPosition);
    return true;
  }

  private static HistoryException damaged(final File file, final long position, final String what) {
    return new HistoryException(
        "the log is damaged at position " + position + " (" + file + "): " + what);
  }
}
