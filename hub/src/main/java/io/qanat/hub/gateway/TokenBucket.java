package io.qanat.hub.gateway;

/**
 * A rate limit with a burst: the Generic Cell Rate Algorithm (ITU-T I.371), which keeps one number,
 * the time at which the bucket would be full again.
 */
public final class TokenBucket {
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
  public TokenBucket(final long perSecond, final long burst, final long nowNanos) {
    intervalNanos = perSecond <= 0 ? 0 : Math.max(1, NANOS_PER_SECOND / perSecond);
    toleranceNanos = intervalNanos * (Math.max(1, burst) - 1);
    fullAtNanos = nowNanos;
  }

  /** Takes one token if there is one. */
  public boolean tryTake(final long nowNanos) {
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
  public long nanosUntilToken(final long nowNanos) {
    return intervalNanos == 0
        ? Long.MAX_VALUE
        : Math.max(0, fullAtNanos - nowNanos - toleranceNanos);
  }

  /** Tokens there are now. */
  public long tokens(final long nowNanos) {
    if (intervalNanos == 0) {
      return 0;
    }
    final long roomNanos = toleranceNanos + intervalNanos - nanosUntilFull(nowNanos);
    return Math.max(0, roomNanos / intervalNanos);
  }

  /** How long until all tokens are there; 0 if they are. */
  public long nanosUntilFull(final long nowNanos) {
    return Math.max(0, fullAtNanos - nowNanos);
  }
}
