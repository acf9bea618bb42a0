package io.qanat.config;

/** A configuration that cannot be used; the message is one line for the operator. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(final String message) {
    super(message);
  }

  public ConfigException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
