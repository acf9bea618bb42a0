package io.qanat.log.node;

import java.nio.file.Path;

/** Members for tests. */
public final class LogNodes {
  private static final int MIB = 1024 * 1024;

  private LogNodes() {}

  /** A single member with small files, that keeps no log before its latest snapshot. */
  public static LogConfig small(final Path directory) {
    return LogConfig.embedded(directory).withFiles(4 * MIB, 4 * MIB, 0, 0);
  }

  /** Starts it; what it has to say goes to standard error. */
  public static LogNode launch(final LogConfig config) {
    return LogNode.launch(
        config,
        new LogNode.Listener() {
          @Override
          public void onNotice(final String line) {
            System.err.println(line);
          }

          @Override
          public void onFatal(final String line) {
            System.err.println("FATAL " + line);
          }
        });
  }
}
