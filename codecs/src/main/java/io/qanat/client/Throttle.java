package io.qanat.client;

/**
 * A message rate with a burst, as the generic cell rate algorithm (ITU-T I.371): one number, the
 * time at which the bucket would be full again.
 */
final class Throttle {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private long intervalNanos;
  private long toleranceNanos;
  private long fullAtNanos;

  /** Sets the limit; a rate of 0 allows nothing. */
  void limit(final long perSecondMax, final long burstMax, final long nowNanos) {
    intervalNanos = perSecondMax == 0 ? 0 : Math.max(1, NANOS_PER_SECOND / perSecondMax);
    toleranceNanos = intervalNanos * Math.max(0, burstMax - 1);
    fullAtNanos = nowNanos;
  }

  boolean allows(final long nowNanos) {
    return intervalNanos > 0 && fullAtNanos - nowNanos <= toleranceNanos;
  }

  /** One message left. */
  void took(final long nowNanos) {
    fullAtNanos = Math.max(fullAtNanos - nowNanos, 0) + nowNanos + intervalNanos;
  }
}
