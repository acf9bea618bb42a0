package io.qanat.hub.demo;

import io.qanat.codecs.value.Fixed8;
import java.util.Random;

/**
 * Where the demonstration's makers believe an instrument stands: a random walk that is drawn back
 * to a slow wave. Crude oil's wave goes below zero.
 */
final class FairValue {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double centre;
  private final double amplitude;
  private final double periodSeconds;
  private final double volatility;
  private final Random random;
  private final long startNanos;
  private double deviation;

  /**
   * A walk.
   *
   * @param centre of the wave
   * @param amplitude of the wave
   * @param volatility of the walk around it, per step
   */
  FairValue(
      final double centre,
      final double amplitude,
      final double periodSeconds,
      final double volatility,
      final Random random,
      final long startNanos) {
    this.centre = centre;
    this.amplitude = amplitude;
    this.periodSeconds = periodSeconds;
    this.volatility = volatility;
    this.random = random;
    this.startNanos = startNanos;
  }

  /** The next value, in ticks. */
  long nextTicks(final long nowNanos, final long tickSize) {
    deviation = deviation * 0.98 + random.nextGaussian() * volatility;
    final double seconds = (nowNanos - startNanos) / NANOS_PER_SECOND;
    final double value =
        centre + amplitude * Math.sin(2 * Math.PI * seconds / periodSeconds) + deviation;
    return Math.round(value * Fixed8.ONE / tickSize);
  }
}
