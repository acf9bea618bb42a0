package io.qanat.entity.core;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A deterministic core: equal inputs in equal order give equal outputs, byte for byte, and the same
 * {@link #stateHash()}.
 *
 * <p>No clock, threads, I/O, logging, floating point, time-zone data, unseeded random; hash order
 * never reaches an output. Identifiers come from the core's own counters. Numbering of channels,
 * the log and epochs are not its business: the runner around it adds them.
 *
 * <p>A core that throws is discarded and reloaded, and the input that made it throw never reaches
 * the log; so bad input must be answered, not thrown.
 */
public interface Core {
  /** Version of the rules this core decides by; written beside each of its inputs. */
  int version();

  /**
   * Applies one input, emitting everything that follows from it.
   *
   * @param input valid during the call only
   */
  void apply(Input input, Outputs outputs);

  /**
   * Answers a question without changing anything; only {@link Outputs#reply} may be used. The
   * input's body is one of the schema's queries; an unknown one is left unanswered.
   */
  void query(Input query, Outputs answers);

  /** When this core wants a {@link Input.Source#WAKE} input, epoch nanoseconds; 0: never. */
  long wakeAtNanos();

  /** Hash over the whole state; equal states give equal hashes whatever path led there. */
  long stateHash();

  /** Writes the whole state as a sequence of SBE messages. */
  void writeSnapshot(RecordSink sink);

  /** Reads one message of a snapshot, in the order written, into a core that is still empty. */
  void readSnapshotRecord(DirectBuffer buffer, int offset, int length);

  /** Receives records one by one; they are copied before the call returns. */
  @FunctionalInterface
  interface RecordSink {
    void record(DirectBuffer buffer, int offset, int length);

    /**
     * Receives records that follow each other in a buffer, each behind its length (int32, little
     * endian). These bytes are not changed any more, so they may be referred to.
     */
    default void run(final DirectBuffer buffer, final int offset, final int length) {
      for (int at = offset; at < offset + length; ) {
        final int recordLength = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
        record(buffer, at + Integer.BYTES, recordLength);
        at += Integer.BYTES + recordLength;
      }
    }
  }

  /** Makes an empty core. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes the core of an entity, without any state.
     *
     * @param entity the {@link EntityKey} of the new core
     * @throws IllegalArgumentException if no core exists for its kind
     */
    Core create(long entity);
  }
}
