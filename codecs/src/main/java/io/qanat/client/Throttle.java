package io.qanat.client;

/**
 * A message rate with a burst, as the generic cell rate algorithm (ITU-T I.371): one number, the
 * time at which the bucket would be empty again.
 */
final class Throttle {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private long intervalNanos;
  private long toleranceNanos;
  private long emptyAtNanos;

  /** Sets the limit; a rate of 0 is none. */
  void limit(final long perSecondMax, final long burstMax, final long nowNanos) {
    intervalNanos = perSecondMax == 0 ? 0 : NANOS_PER_SECOND / perSecondMax;
    toleranceNanos = intervalNanos * Math.max(0, burstMax - 1);
    emptyAtNanos = nowNanos;
  }

  boolean allows(final long nowNanos) {
    return emptyAtNanos - nowNanos <= toleranceNanos;
  }

  /** One message left. */
  void took(final long nowNanos) {
    emptyAtNanos = Math.max(emptyAtNanos - nowNanos, 0) + nowNanos + intervalNanos;
  }
}
