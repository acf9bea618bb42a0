package io.qanat.loadtest.conform;

/**
 * The hub, or what we may use of it, does not allow this case; the message says what is missing.
 */
public final class CaseSkipped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CaseSkipped(final String message) {
    super(message);
  }
}
