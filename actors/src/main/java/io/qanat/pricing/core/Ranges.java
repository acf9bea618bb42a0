package io.qanat.pricing.core;

import io.qanat.codecs.value.Fixed8;

/** Says what is wrong with a defined value. */
final class Ranges {
  private Ranges() {}

  /** Null if the value is in 0..most, both {@link Fixed8}. */
  static String problem(final String name, final long value, final long most) {
    return value >= 0 && value <= most
        ? null
        : name
            + " must be in 0.."
            + Fixed8.format(most)
            + ": "
            + (value == Fixed8.NULL ? "null" : Fixed8.format(value));
  }

  static String first(final String... problems) {
    for (final String problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }
}
