package io.qanat.hub.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which build this is. */
public final class BuildInfo {
  /** Of all modules. */
  public static final String VERSION = "0.1.0";

  private static final String TEXT = "qanat " + VERSION + " " + commit();

  private BuildInfo() {}

  /** Version and commit; {@code unknown} if it was not built in a repository. */
  public static String text() {
    return TEXT;
  }

  private static String commit() {
    try (InputStream in = BuildInfo.class.getResourceAsStream("/commit.txt")) {
      final String commit =
          in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return commit.isEmpty() ? "unknown" : commit;
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
