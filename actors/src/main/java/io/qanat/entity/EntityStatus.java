package io.qanat.entity;

/**
 * Where an entity stands, for operators and tests.
 *
 * @param seqNr last applied
 * @param committedSeqNr last committed and released
 * @param waiting items for the append window or a load
 * @param unacknowledged messages to peers
 * @param stateHash of channels and core; 0 unless RUNNING
 */
public record EntityStatus(
    long entity,
    Phase phase,
    long epoch,
    long seqNr,
    long committedSeqNr,
    int waiting,
    int unacknowledged,
    long stateHash) {
  /** What its runner is doing. */
  public enum Phase {
    LOADING,
    RUNNING,
    /** The core is gone; what was applied before is being committed, then it is loaded again. */
    SETTLING,
    STOPPED,
    FAILED
  }

  /** Whether nothing is under way: all applied is committed, all sent is acknowledged. */
  public boolean isQuiet() {
    return phase == Phase.RUNNING && seqNr == committedSeqNr && waiting == 0 && unacknowledged == 0;
  }
}
