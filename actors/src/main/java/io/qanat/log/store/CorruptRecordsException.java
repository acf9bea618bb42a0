package io.qanat.log.store;

/** Records of a cluster snapshot or of an answer that cannot be what was written. */
public final class CorruptRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptRecordsException(final String message) {
    super(message);
  }

  public CorruptRecordsException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
