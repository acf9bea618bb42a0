package io.qanat.log.history;

/** The log's files cannot be read; the message is one line that names file or position. */
public final class HistoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HistoryException(final String message) {
    super(message);
  }

  HistoryException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
