package io.qanat.hub.gateway.http;

/** Whole numbers from strangers' text. */
final class Numbers {
  private static final int DIGITS_MAX = 19;
  private static final int SHOWN_MAX = 40;

  private Numbers() {}

  /**
   * Parses a number within bounds, both included.
   *
   * @param where the field that a refusal names
   */
  static long parse(final String where, final String text, final long min, final long max) {
    if (!text.isEmpty()
        && text.length() <= DIGITS_MAX
        && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        final long number = Long.parseLong(text);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (final NumberFormatException e) {
        throw refusal(where, min, max);
      }
    }
    throw refusal(where, min, max);
  }

  static Problem refusal(final String where, final long min, final long max) {
    return Problem.field(where, "must be a whole number from " + min + " to " + max);
  }

  /** A stranger's name, short and printable. */
  static String shown(final String name) {
    final StringBuilder shown = new StringBuilder();
    name.codePoints()
        .limit(SHOWN_MAX)
        .map(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\' ? c : '?')
        .forEach(shown::appendCodePoint);
    return "'" + shown + "'";
  }
}
