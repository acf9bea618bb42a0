package io.qanat.loadtest.chaos;

/** What is done to a node while clients trade. */
enum FaultKind {
  /** {@code kill -9} of the node that owns the busiest instrument; it is started again. */
  KILL_OWNER("kill -9 of the busiest instrument's owner"),

  /** {@code kill -9} of the node whose member leads the log; it is started again. */
  KILL_LEADER("kill -9 of the log's leader"),

  /** {@code kill -9} of any node; it is started again. */
  KILL_ANY("kill -9 of any node"),

  /** SIGSTOP of the owner for less than a second: nobody may be given up for it. */
  STALL_OWNER("the owner stalls for less than a second"),

  /** SIGSTOP of the owner until its entities have moved, then SIGCONT: it must not do anything. */
  PAUSE_OWNER("the owner is paused until its entities have moved, and resumed"),

  /** The owner's link is down until its entities have moved, then up again. */
  PARTITION_OWNER("the owner is cut off until its entities have moved, and reconnected"),

  /** The leader's link is down until another member leads, then up again. */
  PARTITION_LEADER("the log's leader is cut off, and reconnected"),

  /** SIGTERM of any node, and a start: as in a rolling upgrade. */
  RESTART("a node is stopped and started"),

  /**
   * Two more nodes come, take shards, and go again; no order is refused for it, no session ends.
   */
  GROW_AND_SHRINK("two nodes come and go");

  private final String text;

  FaultKind(final String text) {
    this.text = text;
  }

  boolean needsPartitions() {
    return this == PARTITION_OWNER || this == PARTITION_LEADER;
  }

  @Override
  public String toString() {
    return text;
  }
}
