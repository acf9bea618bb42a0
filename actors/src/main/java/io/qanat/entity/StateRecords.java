package io.qanat.entity;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Hash64;
import io.qanat.log.SnapshotState;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The state of an entity as a snapshot keeps it: SBE messages, each behind its length (int32,
 * little endian); first the channels', then the core's.
 */
final class StateRecords {
  private StateRecords() {}

  /** All records as they are now. */
  static SnapshotState copy(final Channels channels, final Core core) {
    final Writer writer = new Writer();
    channels.writeSnapshot(writer);
    core.writeSnapshot(writer);
    return writer.state();
  }

  /**
   * Reads all records into channels and core, which are empty.
   *
   * @throws IllegalArgumentException if a record is truncated
   */
  static void read(final DirectBuffer state, final Channels channels, final Core core) {
    int at = 0;
    while (at < state.capacity()) {
      requireBytes(state, at, Integer.BYTES);
      final int length = state.getInt(at, ByteOrder.LITTLE_ENDIAN);
      at += Integer.BYTES;
      requireBytes(state, at, Math.max(length, MessageHeaderDecoder.ENCODED_LENGTH));
      final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(state, at);
      if (Channels.isChannelRecord(header.schemaId(), header.templateId())) {
        channels.readSnapshotRecord(state, at);
      } else {
        core.readSnapshotRecord(state, at, length);
      }
      at += length;
    }
  }

  private static void requireBytes(final DirectBuffer state, final int at, final int length) {
    if (length < 0 || length > state.capacity() - at) {
      throw new IllegalArgumentException(
          "truncated snapshot: " + length + " bytes wanted at " + at + " of " + state.capacity());
    }
  }

  /** Hash over the whole entity. */
  static long hash(final Channels channels, final Core core) {
    return Hash64.mix(channels.stateHash(), core.stateHash());
  }

  /** Copies records one by one, and refers to long runs. */
  private static final class Writer implements Core.RecordSink {
    private static final int FIRST_LENGTH = 4_096;

    /** A run shorter than this is copied: a piece of its own would cost more. */
    private static final int RUN_LENGTH_MIN = 1_024;

    private final List<DirectBuffer> pieces = new ArrayList<>();
    private ExpandableArrayBuffer piece = new ExpandableArrayBuffer(FIRST_LENGTH);
    private int position;

    @Override
    public void record(final DirectBuffer buffer, final int offset, final int length) {
      piece.putInt(position, length, ByteOrder.LITTLE_ENDIAN);
      piece.putBytes(position + Integer.BYTES, buffer, offset, length);
      position += Integer.BYTES + length;
    }

    @Override
    public void run(final DirectBuffer buffer, final int offset, final int length) {
      if (length < RUN_LENGTH_MIN) {
        piece.putBytes(position, buffer, offset, length);
        position += length;
      } else {
        endPiece();
        pieces.add(new UnsafeBuffer(buffer, offset, length));
      }
    }

    private void endPiece() {
      if (position > 0) {
        pieces.add(new UnsafeBuffer(piece, 0, position));
        piece = new ExpandableArrayBuffer(FIRST_LENGTH);
        position = 0;
      }
    }

    private SnapshotState state() {
      endPiece();
      return new SnapshotState(pieces);
    }
  }
}
