package io.qanat.hub.config;

import io.qanat.log.IdleStrategies;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** What a thread does that polls and finds nothing: the trade of latency against processor time. */
public enum IdleKind {
  /** Spins, yields, then sleeps up to 50 microseconds: for machines with few cores. */
  BACKOFF,
  /** Yields: lowest latency that still shares a core. */
  YIELD,
  /** Spins: for a thread with a core of its own. */
  BUSY,
  /** Sleeps up to a millisecond: for several nodes on one small machine. */
  SLEEP;

  /** A new one: they have state, every thread needs its own. */
  public IdleStrategy newStrategy() {
    return switch (this) {
      case BACKOFF ->
          new BackoffIdleStrategy(
              10, 20, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(50));
      case YIELD -> new YieldingIdleStrategy();
      case BUSY -> new BusySpinIdleStrategy();
      case SLEEP -> IdleStrategies.of("sleep");
    };
  }
}
