package io.qanat.entity;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One entity of a recording, brought forward input by input, without a log and without a runner:
 * for proofs and replays. It does what a runner does with an input, and nothing leaves it.
 */
public final class ReplayedEntity {
  /**
   * Receives what the last input made the core emit, in order; buffers are valid in the call. What
   * is not overridden is nobody's concern.
   */
  public interface OutputVisitor {
    /** A message to another entity, with its number in the channel to it. */
    default void toPeer(
        final int index,
        final long peer,
        final long channelSeq,
        final DirectBuffer buffer,
        final int offset,
        final int length) {}

    /** A message to the client of a session. */
    default void toSession(
        final int index,
        final long sessionKey,
        final DirectBuffer buffer,
        final int offset,
        final int length) {}

    /** A message to everybody. */
    default void toMarketData(
        final int index,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {}

    /** An answer to an act. */
    default void reply(
        final int index,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length) {}
  }

  private final long entity;
  private final EntityState state;
  private final OutputBatch outputs = new OutputBatch();
  private long seqNr;
  private long timeNanos;

  private ReplayedEntity(final long entity, final EntityState state) {
    this.entity = entity;
    this.state = state;
  }

  /**
   * An entity as a snapshot holds it, or empty.
   *
   * @param snapshot null: it begins empty
   * @throws EntityReplay.MismatchException if the snapshot cannot be read here or is not the
   *     recorded state
   */
  public static ReplayedEntity of(
      final long entity, final EntitySnapshot snapshot, final Core.Factory cores) {
    try {
      final Recovery.Recovered recovered =
          Recovery.recover(
              new LoadedEntity(entity, 0, snapshot, List.of()), cores, 0, false, anomaly -> {});
      final ReplayedEntity replayed = new ReplayedEntity(entity, recovered.state());
      replayed.seqNr = recovered.seqNr();
      replayed.timeNanos = recovered.timeNanos();
      return replayed;
    } catch (final Recovery.RecoveryException e) {
      throw new EntityReplay.MismatchException(e);
    }
  }

  /**
   * Applies an input as the log keeps it.
   *
   * @return hash over the outputs, as the log keeps it
   * @throws RuntimeException if the input cannot be applied; after one of the core this entity is
   *     of no use any more
   */
  public long apply(final DirectBuffer input, final long inputTimeNanos, final long epoch) {
    state.apply(input, inputTimeNanos, epoch, seqNr + 1, outputs.clear());
    seqNr++;
    timeNanos = inputTimeNanos;
    return outputs.hash();
  }

  /** Whether an exception of {@link #apply} has changed nothing. */
  public static boolean leavesUnchanged(final RuntimeException e) {
    return e instanceof EntityState.InvalidInputException;
  }

  /** Visits the outputs of the last input. */
  public void forEachOutput(final OutputVisitor visitor) {
    final DirectBuffer buffer = outputs.buffer();
    for (int i = 0; i < outputs.count(); i++) {
      final int offset = outputs.offset(i);
      final int length = outputs.length(i);
      final long address = outputs.address(i);
      switch (outputs.kind(i)) {
        case PEER -> visitor.toPeer(i, address, outputs.channelSeq(i), buffer, offset, length);
        case SESSION -> visitor.toSession(i, address, buffer, offset, length);
        case MARKET_DATA ->
            visitor.toMarketData(i, MDFeed.get((short) address), buffer, offset, length);
        case REPLY -> visitor.reply(i, address, buffer, offset, length);
      }
    }
  }

  /** Asks the core, which answers in one or several messages; buffers are valid in the call. */
  public void query(
      final DirectBuffer body,
      final long requestId,
      final long queryTimeNanos,
      final Core.RecordSink answers) {
    final OutputBatch batch = new OutputBatch();
    state.query(body, requestId, Math.max(queryTimeNanos, timeNanos), batch);
    for (int i = 0; i < batch.count(); i++) {
      answers.record(batch.buffer(), batch.offset(i), batch.length(i));
    }
  }

  /** The envelope in which a message of this entity's channel travels to a peer; fresh. */
  public DirectBuffer peerInput(
      final long peer,
      final long channelSeq,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    return Envelopes.peerInput(
        entity,
        channelSeq,
        state.channels().receivedThrough(peer),
        new UnsafeBuffer(buffer, offset, length));
  }

  /** A bare acknowledgement of everything that a peer has sent to this entity; fresh. */
  public DirectBuffer peerAck(final long peer) {
    return Envelopes.peerAck(entity, state.channels().receivedThrough(peer));
  }

  /** The request that an input's answer goes to; 0: none. */
  public static long requestId(final DirectBuffer input) {
    return Envelopes.requestId(input);
  }

  /** The input of a wake-up. */
  public static DirectBuffer wake(final long dueAtNanos) {
    return Envelopes.wake(dueAtNanos);
  }

  public long entity() {
    return entity;
  }

  /** Of the last input; 0: none. */
  public long seqNr() {
    return seqNr;
  }

  /** Of the last input, epoch nanoseconds. */
  public long timeNanos() {
    return timeNanos;
  }

  public Core core() {
    return state.core();
  }

  public Channels channels() {
    return state.channels();
  }

  /** Hash over core and channels. */
  public long stateHash() {
    return StateRecords.hash(state.channels(), state.core());
  }

  /** The whole state, as a snapshot would hold it: SBE messages, channels first; fresh. */
  public List<DirectBuffer> stateRecords() {
    final List<DirectBuffer> records = new ArrayList<>();
    final Core.RecordSink sink =
        (buffer, offset, length) -> {
          final byte[] bytes = new byte[length];
          buffer.getBytes(offset, bytes);
          records.add(new UnsafeBuffer(bytes));
        };
    state.channels().writeSnapshot(sink);
    state.core().writeSnapshot(sink);
    return records;
  }

  /** A snapshot of the state now; fresh. */
  public EntitySnapshot snapshot(final long epoch) {
    return new EntitySnapshot(
        entity,
        epoch,
        seqNr,
        state.core().version(),
        stateHash(),
        state.wakeAtNanos(timeNanos),
        timeNanos,
        StateRecords.copy(state.channels(), state.core()));
  }

  /** For people: where an entry stands. */
  public static String place(final LogEntry entry) {
    return EntityKey.toString(entry.entity())
        + " epoch "
        + entry.epoch()
        + " seqNr "
        + entry.seqNr()
        + " core version "
        + entry.coreVersion();
  }
}
