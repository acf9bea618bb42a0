package io.qanat.log.node;

/** The log cannot start; the message is one line for people and says what is wrong. */
public final class LogStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogStartException(final String message) {
    super(message);
  }

  public LogStartException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
