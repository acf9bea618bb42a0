package io.qanat.hub.apply;

/** Why nothing, or nothing more, was applied: one line for an operator. */
public final class ApplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApplyException(final String message) {
    super(message);
  }

  ApplyException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
