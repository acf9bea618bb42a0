package io.qanat.loadtest.conform;

/** Gives the short names of a case ClOrdIDs that were never used before, and back. */
final class Names {
  private static final int RADIX = 36;

  private final String prefix;

  /**
   * Names of one case of one run.
   *
   * @param runMillis epoch milliseconds at which the run began
   * @param number of the case within the run
   */
  Names(final long runMillis, final int number) {
    prefix = Long.toString(runMillis, RADIX) + Integer.toString(number, RADIX) + '-';
  }

  String clOrdIdOf(final String name) {
    final String clOrdId = prefix + name;
    if (clOrdId.length() > 20) {
      throw new IllegalArgumentException("name too long for a ClOrdID: " + name);
    }
    return clOrdId;
  }

  String nameOf(final String clOrdId) {
    return clOrdId.startsWith(prefix) ? clOrdId.substring(prefix.length()) : clOrdId;
  }
}
