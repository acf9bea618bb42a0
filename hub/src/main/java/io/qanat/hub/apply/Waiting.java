package io.qanat.hub.apply;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for work that is under way. */
final class Waiting {
  private Waiting() {}

  /** Until all have ended; throws what the first one failed with. */
  static void forAll(final List<? extends CompletableFuture<?>> work) {
    try {
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
    } catch (final CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
