package io.qanat.hub.apply;

import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Why nothing, or nothing more, was done: one line for an operator. */
public final class ApplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApplyException(final String message) {
    super(message);
  }

  ApplyException(final String message, final Throwable cause) {
    super(message, cause);
  }

  /** What a future's end was caused by, instead of the future's own words for it. */
  static <T> T unwrap(final Supplier<T> join) {
    try {
      return join.get();
    } catch (final CompletionException e) {
      if (e.getCause() instanceof ApplyException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
