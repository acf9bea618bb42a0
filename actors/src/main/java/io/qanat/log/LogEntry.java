package io.qanat.log;

import org.agrona.DirectBuffer;

/**
 * One input of one entity, as appended.
 *
 * @param entity {@link io.qanat.entity.core.EntityKey}
 * @param epoch ownership under which it was decided
 * @param seqNr from 1, without gaps over all epochs; (epoch, seqNr) identifies the content
 * @param timeNanos epoch nanoseconds; never less than that of the entity's earlier entries
 * @param cause the entry that produced this input
 * @param coreVersion version of the rules that decided it
 * @param outputsHash hash over everything the core emitted for it
 * @param releasedThrough outputs of entries through this seqNr had left when it was appended
 * @param wakeAtNanos when the entity wants to be started next; 0: not on its own
 * @param input envelope and body, entity schema 1-5; not changed after it is given
 */
public record LogEntry(
    long entity,
    long epoch,
    long seqNr,
    long timeNanos,
    Cause cause,
    int coreVersion,
    long outputsHash,
    long releasedThrough,
    long wakeAtNanos,
    DirectBuffer input) {

  /**
   * The entry, and which of its outputs, that an input comes from.
   *
   * @param entity {@link io.qanat.entity.core.EntityKey}, or NONE for the outside world
   */
  public record Cause(long entity, long epoch, long seqNr, int outputIndex) {
    /** The outside world. */
    public static final Cause OUTSIDE = new Cause(0, 0, 0, 0);
  }
}
