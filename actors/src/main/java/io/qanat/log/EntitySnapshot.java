package io.qanat.log;

/**
 * An entity's state after the entry {@code seqNr}.
 *
 * @param coreVersion version of the core that wrote it
 * @param stateHash the core's and its channels' hash at that point
 * @param wakeAtNanos as of that entry
 * @param timeNanos time of that entry
 * @param state the runner's records: not changed after it is given
 */
public record EntitySnapshot(
    long entity,
    long epoch,
    long seqNr,
    int coreVersion,
    long stateHash,
    long wakeAtNanos,
    long timeNanos,
    SnapshotState state) {}
