package io.qanat.loadtest;

/** A run that cannot go on; the message is one line for the user. */
public final class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunException(final String message) {
    super(message);
  }

  public RunException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
