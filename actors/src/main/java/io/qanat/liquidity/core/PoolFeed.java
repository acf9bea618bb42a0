package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.PoolPublication;
import io.qanat.entity.core.Outputs;

/** A pool, and what of it is published behind the events of one input. */
final class PoolFeed {
  private final Pool pool;
  private final PoolTopsWriter writer = new PoolTopsWriter();
  private long bidPx;
  private long bidSize;
  private long offerPx;
  private long offerSize;
  private int lastProvider;
  private int lastMarks;

  PoolFeed(final Pool pool) {
    this.pool = pool;
  }

  Pool pool() {
    return pool;
  }

  private boolean isEveryEvent() {
    return pool.terms().publication() == PoolPublication.EVERY_EVENT;
  }

  /**
   * Begins with an input.
   *
   * @param events how many events it holds
   * @param eventNo number of the last of them
   */
  void begin(final long instrumentId, final int events, final long nowNanos, final long eventNo) {
    bidPx = pool.bidPx();
    bidSize = pool.bidSize();
    offerPx = pool.offerPx();
    offerSize = pool.offerSize();
    lastProvider = 0;
    lastMarks = 0;
    if (isEveryEvent()) {
      writer.begin(
          instrumentId, pool.terms().pool(), pool.rptSeq() + events, nowNanos, eventNo, events);
    }
  }

  /** An event is complete. */
  void onEvent(final int provider, final int marks) {
    pool.compute();
    pool.countEvent();
    lastProvider = provider;
    lastMarks = marks;
    if (isEveryEvent()) {
      pool.nextRptSeq();
      writer.add(pool, provider, marks);
    }
  }

  /** Ends with an input of at least one event. */
  void end(
      final long instrumentId, final long nowNanos, final long eventNo, final Outputs outputs) {
    if (isEveryEvent()) {
      writer.send(outputs);
    } else {
      publishIfChanged(instrumentId, nowNanos, eventNo, outputs);
    }
  }

  /** Something else than a quote may have changed the pool; {@link #begin} was of no events. */
  void recompute(
      final long instrumentId, final long nowNanos, final long eventNo, final Outputs outputs) {
    pool.compute();
    publishIfChanged(instrumentId, nowNanos, eventNo, outputs);
  }

  private void publishIfChanged(
      final long instrumentId, final long nowNanos, final long eventNo, final Outputs outputs) {
    final boolean changed =
        bidPx != pool.bidPx()
            || bidSize != pool.bidSize()
            || offerPx != pool.offerPx()
            || offerSize != pool.offerSize();
    if (changed && pool.terms().publication() != PoolPublication.NONE) {
      writer.begin(instrumentId, pool.terms().pool(), pool.nextRptSeq(), nowNanos, eventNo, 1);
      writer.add(pool, lastProvider, lastMarks);
      writer.send(outputs);
    }
  }
}
