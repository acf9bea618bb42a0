package io.qanat.entity;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Hash64;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The state of an entity as a snapshot keeps it: SBE messages, each behind its length (int32,
 * little endian); first the channels', then the core's.
 */
final class StateRecords {
  private StateRecords() {}

  /** Writes all records from offset 0 on and returns their length. */
  static int write(final MutableDirectBuffer target, final Channels channels, final Core core) {
    final Writer writer = new Writer(target);
    channels.writeSnapshot(writer);
    core.writeSnapshot(writer);
    return writer.position;
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

  private static final class Writer implements Core.RecordSink {
    private final MutableDirectBuffer target;
    private int position;

    Writer(final MutableDirectBuffer target) {
      this.target = target;
    }

    @Override
    public void record(final DirectBuffer buffer, final int offset, final int length) {
      target.putInt(position, length, ByteOrder.LITTLE_ENDIAN);
      target.putBytes(position + Integer.BYTES, buffer, offset, length);
      position += Integer.BYTES + length;
    }
  }
}
