package io.qanat.account.core;

/** What may be a name on the wire. */
public final class Names {
  private Names() {}

  /** Whether this is printable ASCII without blanks, and not empty: a symbol or a currency. */
  public static boolean isName(final String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** Whether this is printable ASCII, and not empty: a ClOrdID. */
  public static boolean isClOrdId(final String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }
}
