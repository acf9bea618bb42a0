package io.qanat.loadtest.simulate;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The value behind a market, which informed agents see: a random walk with steps of a second, bent
 * by the market's shape.
 */
final class FairValue {
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double STEP_DEVIATION = 0.0004;
  private static final double CRASH_DEPTH = 0.125;
  private static final double NEWS_PER_STEP = 1 / 40.0;
  private static final double NEWS_SIZE = 0.03;
  private static final double STRESSED = 0.05;
  private static final double OUTAGE_FROM = 0.4;
  private static final double OUTAGE_TO = 0.6;

  private final SplittableRandom random;
  private final MarketShape shape;
  private final long instrument;
  private final long startNanos;
  private final long durationNanos;
  private final double scale;
  private double walk;
  private double bend;
  private long stepsDone;

  FairValue(
      final SplittableRandom random,
      final MarketShape shape,
      final long instrument,
      final long startNanos,
      final long durationNanos) {
    this.random = random;
    this.shape = shape;
    this.instrument = instrument;
    this.startNanos = startNanos;
    this.durationNanos = durationNanos;
    scale = MarketSetup.firstPrice(instrument);
  }

  /** The value now. */
  double value(final long nowNanos) {
    while (startNanos + (stepsDone + 1) * STEP_NANOS <= nowNanos) {
      stepsDone++;
      step();
    }
    return scale * (1 + walk + bend);
  }

  /** How far the run has come, from 0 to 1. */
  private double progress() {
    return Math.min(1, (double) stepsDone * STEP_NANOS / durationNanos);
  }

  private void step() {
    walk += STEP_DEVIATION * shape.volatility() * random.nextGaussian();
    walk += shape.driftPerMinute() / 60;
    switch (shape) {
      case FLASH_CRASH -> bend = -CRASH_DEPTH * triangle(progress(), 0.45, 0.5, 0.75);
      case NEWS_GAP -> {
        if (random.nextDouble() < NEWS_PER_STEP) {
          walk += NEWS_SIZE * (random.nextDouble() - 0.5) * 2;
        }
      }
      case NEGATIVE_PRICES -> {
        if (instrument == MarketSetup.OIL) {
          bend = -2.5 * triangle(progress(), 0.2, 0.6, 1.4);
        }
      }
      case QUIET, TREND, PROVIDER_OUTAGE -> {
        // Only the walk.
      }
    }
  }

  /** 0 until {@code from}, 1 at {@code top}, 0 again at {@code to}. */
  private static double triangle(
      final double at, final double from, final double top, final double to) {
    if (at <= from || at >= to) {
      return 0;
    }
    return at < top ? (at - from) / (top - from) : (to - at) / (to - top);
  }

  /** Whether makers stand back. */
  boolean isStressed() {
    return shape == MarketShape.FLASH_CRASH && bend < -STRESSED;
  }

  /** Whether those who provide liquidity are gone. */
  boolean isWithoutProviders() {
    return shape == MarketShape.PROVIDER_OUTAGE
        && progress() >= OUTAGE_FROM
        && progress() < OUTAGE_TO;
  }

  /** Typical move within a second, in price. */
  double deviationPerSecond() {
    return scale * STEP_DEVIATION * shape.volatility();
  }
}
