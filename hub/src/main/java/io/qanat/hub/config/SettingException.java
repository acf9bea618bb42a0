package io.qanat.hub.config;

/** A setting is missing or not allowed. Its message is one line for the operator. */
public final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SettingException(final String key, final String value, final String allowed) {
    super(key + "=" + value + ": allowed " + allowed);
  }
}
