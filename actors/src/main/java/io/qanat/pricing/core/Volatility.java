package io.qanat.pricing.core;

import io.qanat.codecs.value.Fixed8;

/**
 * How much a pool's middle moves from input to input: an exponential moving average of its absolute
 * moves, {@code v ← v + (|move| − v) ÷ 2^shift} rounded down, at most {@link #MAX}. Inputs behind
 * which the pool lacks a side do not count.
 */
final class Volatility {
  /** Ten million, so that no multiple of it overflows. */
  static final long MAX = 1_000_000_000_000_000L;

  private long value;

  /** Twice the middle, {@link Fixed8#NULL}: none was seen. */
  private long middle2 = Fixed8.NULL;

  void observe(final long bid, final long offer, final int shift) {
    if (bid == Fixed8.NULL || offer == Fixed8.NULL) {
      return;
    }
    final long seen = bid + offer;
    if (middle2 != Fixed8.NULL) {
      final long difference = seen / 2 - middle2 / 2;
      final long move = Math.min(MAX, Math.abs(difference));
      value += (move - value) >> shift;
    }
    middle2 = seen;
  }

  long value() {
    return value;
  }

  /** The middle seen last, rounded down; {@link Fixed8#NULL}: none was seen. */
  long middle() {
    return middle2 == Fixed8.NULL ? Fixed8.NULL : middle2 >> 1;
  }

  long middle2() {
    return middle2;
  }

  /** Another pool is watched from now on. */
  void reset() {
    value = 0;
    middle2 = Fixed8.NULL;
  }

  void restore(final long newValue, final long newMiddle2) {
    value = newValue;
    middle2 = newMiddle2;
  }
}
