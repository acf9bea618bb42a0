package io.qanat.hub.session;

import io.qanat.log.history.LogHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a log lies. */
final class DataOption {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Data directory of a node or of the demo; the node may run, it is not disturbed.")
  private Path directory;

  /** The log's own directory: a demonstration keeps it inside its own. */
  Path directory() {
    final Path inside = directory.resolve("log");
    return Files.exists(directory.resolve("FORMAT")) || !Files.exists(inside.resolve("FORMAT"))
        ? directory
        : inside;
  }

  LogHistory open() {
    return LogHistory.open(directory());
  }
}
