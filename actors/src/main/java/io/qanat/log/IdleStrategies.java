package io.qanat.log;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * What the log's threads do when there is nothing to do, by name.
 *
 * <p>{@code backoff} (the default) parks for at most {@value #BACKOFF_PARK_MAX_MICROS} µs and
 * leaves the cores to others; {@code yield} takes less time per message and a core per thread;
 * {@code busy} needs a core of its own per thread; {@code sleep} parks for at most a millisecond
 * and is for several nodes on one small machine, where latency does not matter.
 */
public final class IdleStrategies {
  /** Longest park of {@code backoff}, in microseconds. */
  public static final long BACKOFF_PARK_MAX_MICROS = 50;

  /** The names allowed. */
  public static final List<String> NAMES = List.of("backoff", "yield", "busy", "sleep");

  private IdleStrategies() {}

  /**
   * A new instance: they are not shared by threads.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static IdleStrategy of(final String name) {
    return switch (name) {
      case "backoff" ->
          new BackoffIdleStrategy(
              10,
              5,
              TimeUnit.MICROSECONDS.toNanos(1),
              TimeUnit.MICROSECONDS.toNanos(BACKOFF_PARK_MAX_MICROS));
      case "yield" -> YieldingIdleStrategy.INSTANCE;
      case "busy" -> BusySpinIdleStrategy.INSTANCE;
      case "sleep" ->
          new BackoffIdleStrategy(
              1, 1, TimeUnit.MICROSECONDS.toNanos(100), TimeUnit.MILLISECONDS.toNanos(1));
      default ->
          throw new IllegalArgumentException("idle strategy \"" + name + "\" is none of " + NAMES);
    };
  }
}
