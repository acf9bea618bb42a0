package io.qanat.log.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that cannot be used is refused with one line, and left as it is. */
class DataDirectoryTest {
  @TempDir Path base;

  @Test
  void aNewOneIsMadeAndOpenedAgain() throws IOException {
    final Path path = base.resolve("a/b");
    DataDirectory.open(path, 0).close();
    DataDirectory.open(path, 0).close();
    assertThat(path.resolve("FORMAT")).content().startsWith("format=1\ninitialised=false\n");
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    Files.writeString(base.resolve("FORMAT"), "format=2\ninitialised=true\n");
    assertRefused("is of format 2, this build reads up to 1: use a newer build");
  }

  @Test
  void aFormatThatIsNoNumberIsRefused() throws IOException {
    Files.writeString(base.resolve("FORMAT"), "format=\n");
    assertRefused("has a FORMAT file without a format number");
  }

  @Test
  void aLogWithoutItsFormatIsRefused() throws IOException {
    Files.createDirectories(base.resolve("archive"));
    assertRefused("holds a log but its FORMAT file is missing");
  }

  @Test
  void aLockedOneIsRefused() {
    try (DataDirectory held = DataDirectory.open(base, 0)) {
      assertThat(held.path()).isEqualTo(base);
      assertRefused("is in use by another process (its LOCK is held)");
    }
  }

  @Test
  void aLogWhoseFilesAreGoneIsRefused() throws IOException {
    Files.writeString(base.resolve("FORMAT"), "format=1\ninitialised=true\n");
    assertRefused("is not whole: archive/archive.catalog is missing");
    Files.createDirectories(base.resolve("archive"));
    Files.createFile(base.resolve("archive/archive.catalog"));
    assertRefused("is not whole: cluster/recording.log is missing");
  }

  @Test
  void aFullDiskIsRefused() {
    assertThatThrownBy(() -> DataDirectory.open(base, Long.MAX_VALUE))
        .isInstanceOf(LogStartException.class)
        .message()
        .matches(
            "disk full: data directory " + base + " has \\d+ MiB free, needs 8796093022207 MiB");
  }

  @Test
  void aPathThroughAFileIsRefused() throws IOException {
    final Path file = Files.createFile(base.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data"), 0))
        .isInstanceOf(LogStartException.class)
        .hasMessageStartingWith("data directory " + file.resolve("data") + " cannot be created: ")
        .message()
        .hasLineCount(1);
  }

  private void assertRefused(final String message) {
    final List<Path> before = files();
    assertThatThrownBy(() -> DataDirectory.open(base, 0))
        .isInstanceOf(LogStartException.class)
        .hasMessage("data directory " + base + " " + message);
    assertThat(files()).containsAll(before);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.walk(base)) {
      return files.toList();
    } catch (final IOException e) {
      throw new AssertionError(e);
    }
  }
}
