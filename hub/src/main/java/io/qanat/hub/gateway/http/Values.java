package io.qanat.hub.gateway.http;

import io.qanat.codecs.value.Fixed8;
import java.time.Instant;

/** How values look in JSON. */
public final class Values {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Values() {}

  /** A decimal as text; null if it is absent. */
  public static String decimal(final long fixed8) {
    return fixed8 == Fixed8.NULL ? null : Fixed8.format(fixed8);
  }

  /** Epoch nanoseconds as ISO 8601 in UTC. */
  public static String time(final long epochNanos) {
    return Instant.ofEpochSecond(
            Math.floorDiv(epochNanos, NANOS_PER_SECOND),
            Math.floorMod(epochNanos, NANOS_PER_SECOND))
        .toString();
  }

  /**
   * Epoch nanoseconds.
   *
   * @throws ArithmeticException if the instant is beyond the years 1677 to 2262
   */
  public static long nanos(final Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
  }
}
