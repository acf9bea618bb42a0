package io.qanat.session;

/** A session cannot be read, written or cut; the message is one line. */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SessionException(final String message) {
    super(message);
  }

  SessionException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
