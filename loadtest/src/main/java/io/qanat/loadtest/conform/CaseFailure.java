package io.qanat.loadtest.conform;

/** The hub did not do what the protocol says; the message says what it did instead. */
public final class CaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CaseFailure(final String message) {
    super(message);
  }

  /** Fails unless both are equal. */
  public static void unlessEqual(final String what, final Object expected, final Object actual) {
    if (!expected.equals(actual)) {
      throw new CaseFailure(what + " is " + actual + ", expected " + expected);
    }
  }

  /** Fails with this message unless it holds. */
  public static void unless(final boolean holds, final String message) {
    if (!holds) {
      throw new CaseFailure(message);
    }
  }
}
