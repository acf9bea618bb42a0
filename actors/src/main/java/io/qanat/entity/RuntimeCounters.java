package io.qanat.entity;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * What the runtime of entities counts on one node, for metrics. Written from hot paths by many
 * threads, read by anybody; counting neither allocates nor waits.
 */
public final class RuntimeCounters {
  /** Loads that the log granted: first ones, after passivation, after a refused append. */
  public final LongAdder loads = new LongAdder();

  /** Entities that left this node's memory: passivated, moved, or given up. */
  public final LongAdder stops = new LongAdder();

  /** Inputs replayed by loads. */
  public final LongAdder inputsReplayed = new LongAdder();

  /** Inputs applied and given to the log. */
  public final LongAdder appends = new LongAdder();

  /** Their bytes. */
  public final LongAdder appendBytes = new LongAdder();

  /** Appends for which the log's client had no room; each is tried again. */
  public final LongAdder appendsFull = new LongAdder();

  /** Appends refused by the log because an earlier entry is missing. */
  public final LongAdder appendsGap = new LongAdder();

  /** Appends refused by the log because somebody else owns the entity. */
  public final LongAdder appendsFenced = new LongAdder();

  /** Appends refused by the log because their cause is not in it. */
  public final LongAdder appendsCauseMissing = new LongAdder();

  /** Entities' snapshots that the log has taken. */
  public final LongAdder snapshots = new LongAdder();

  /** Messages between entities. */
  public final LongAdder channelMessages = new LongAdder();

  /** Of these, sent again. */
  public final LongAdder channelResends = new LongAdder();

  /** Gaps in channels: a receiver asked for messages again. */
  public final LongAdder channelGaps = new LongAdder();

  private final LongConsumer commitNanos;
  private final LongConsumer replayNanos;

  /**
   * Counters.
   *
   * @param commitNanos hears how long a commit took, of some of the appends
   * @param replayNanos hears how long the replay of a load took
   */
  public RuntimeCounters(final LongConsumer commitNanos, final LongConsumer replayNanos) {
    this.commitNanos = commitNanos;
    this.replayNanos = replayNanos;
  }

  /** Counters whose times nobody hears. */
  public RuntimeCounters() {
    this(nanos -> {}, nanos -> {});
  }

  /** A commit was heard so long after its append. */
  public void committedAfter(final long nanos) {
    commitNanos.accept(nanos);
  }

  /** A load was replayed. */
  public void replayed(final int inputs, final long nanos) {
    inputsReplayed.add(inputs);
    replayNanos.accept(nanos);
  }
}
