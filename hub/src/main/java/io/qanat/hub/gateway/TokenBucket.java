package io.qanat.hub.gateway;

/**
 * A rate limit with a burst: the Generic Cell Rate Algorithm (ITU-T I.371), which keeps one number,
 * the time at which the bucket would be full again.
 */
final class TokenBucket {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long intervalNanos;
  private final long toleranceNanos;
  private long fullAtNanos;

  /**
   * Starts full.
   *
   * @param perSecond tokens gained per second; 0: none, ever
   * @param burst tokens when full, at least 1 is kept
   */
  TokenBucket(final long perSecond, final long burst, final long nowNanos) {
    intervalNanos = perSecond <= 0 ? 0 : Math.max(1, NANOS_PER_SECOND / perSecond);
    toleranceNanos = intervalNanos * (Math.max(1, burst) - 1);
    fullAtNanos = nowNanos;
  }

  /** Takes one token if there is one. */
  boolean tryTake(final long nowNanos) {
    if (intervalNanos == 0) {
      return false;
    }
    if (nanosUntilToken(nowNanos) > 0) {
      return false;
    }
    fullAtNanos = Math.max(fullAtNanos, nowNanos) + intervalNanos;
    return true;
  }

  /**
   * How long until there is a token; 0 if there is one, {@link Long#MAX_VALUE} if there never is.
   */
  long nanosUntilToken(final long nowNanos) {
    return intervalNanos == 0
        ? Long.MAX_VALUE
        : Math.max(0, fullAtNanos - nowNanos - toleranceNanos);
  }
}
