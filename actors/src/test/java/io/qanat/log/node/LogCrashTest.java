package io.qanat.log.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntries;
import io.qanat.log.LogEntry;
import io.qanat.log.RecordingListener;
import io.qanat.log.client.LogClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, disks that forget and disks that are full. */
class LogCrashTest {
  private static final long SEED = 20_261_123;
  private static final int ROUNDS = 3;

  /** Well under the 10 s for which Aeron holds a killed process for alive. */
  private static final long RESTART_SECONDS_MAX = 8;

  @TempDir Path base;
  private Process child;

  @AfterEach
  void endChild() throws InterruptedException {
    if (child != null) {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void everyAcknowledgedEntryIsThereAfterKills() throws Exception {
    final Random random = new Random(SEED);
    for (int round = 1; round <= ROUNDS; round++) {
      runUntilAcknowledged(1, 500 + random.nextInt(2_000));
      child.destroyForcibly().waitFor();
      final long acknowledged = LogChild.lastAcknowledged(base);

      final long startNanos = System.nanoTime();
      final LoadedEntity loaded = loadAgain();
      final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);

      final String what = "seed=" + SEED + " round=" + round + " acknowledged=" + acknowledged;
      assertThat(LogChild.lastSeqNr(loaded)).as(what).isGreaterThanOrEqualTo(acknowledged);
      assertInOrder(loaded, what);
      assertThat(seconds).as(what).isLessThan(RESTART_SECONDS_MAX);
    }
  }

  /**
   * What the disk has not been told to keep is discarded: see {@link UnsyncedDisk} for what of
   * Aeron's files that covers. The first run makes every file, the second only appends.
   */
  @Test
  void everyAcknowledgedEntryIsThereWhenUnsyncedWritesAreDiscarded() throws Exception {
    for (int run = 1; run <= 2; run++) {
      runUntilAcknowledged(1, 2_000, agent(hold()));
      child.destroyForcibly().waitFor();
      final List<String> lost = UnsyncedDisk.loseUnsynced(LogChild.directory(base));
      assertThat(lost).as("run %d: files with unsynced content", run).isNotEmpty();
    }
    final long acknowledged = LogChild.lastAcknowledged(base);

    final LoadedEntity loaded = loadAgain();

    final String what = "acknowledged=" + acknowledged;
    assertThat(LogChild.lastSeqNr(loaded)).as(what).isGreaterThanOrEqualTo(acknowledged);
    assertInOrder(loaded, what);
  }

  /** The test above can fail: without syncing, the same disk loses what was acknowledged. */
  @Test
  void withoutSyncTheSameDiskLosesEntries() throws Exception {
    runUntilAcknowledged(0, 2_000, agent(hold()));
    child.destroyForcibly().waitFor();
    UnsyncedDisk.loseUnsynced(LogChild.directory(base));
    final long acknowledged = LogChild.lastAcknowledged(base);

    assertThat(lastSeqNrOrFailure()).isLessThan(acknowledged);
  }

  private long lastSeqNrOrFailure() {
    try {
      return LogChild.lastSeqNr(loadAgain());
    } catch (final LogStartException e) {
      return -1;
    }
  }

  @Test
  void aFullDiskStopsTheLogWithOneLine() throws Exception {
    child = LogChild.start(base, 1, agent("full"));
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Files.readString(base.resolve("fatal")))
        .contains("has stopped: disk full")
        .hasLineCount(1);
    final long acknowledged = LogChild.lastAcknowledged(base);
    final LoadedEntity loaded = loadAgain();
    assertThat(LogChild.lastSeqNr(loaded)).isGreaterThanOrEqualTo(acknowledged).isPositive();
  }

  @Test
  void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
    runUntilAcknowledged(1, 1);

    assertThatThrownBy(() -> LogNodes.launch(LogNodes.small(LogChild.directory(base))))
        .isInstanceOf(LogStartException.class)
        .hasMessageContaining("is in use by another process");
  }

  private void runUntilAcknowledged(
      final int fileSyncLevel, final int more, final String... jvmArguments) throws IOException {
    final long before = LogChild.lastAcknowledged(base);
    child = LogChild.start(base, fileSyncLevel, jvmArguments);
    RecordingListener.await(
        () -> !child.isAlive() || LogChild.lastAcknowledged(base) >= before + more,
        more + " acknowledgements of the child");
    assertThat(child.isAlive()).as(() -> "child ended: " + LogChildOutput.of(base)).isTrue();
  }

  private LoadedEntity loadAgain() {
    try (LogNode node = LogNodes.launch(LogNodes.small(LogChild.directory(base)));
        LogClient log = node.connect()) {
      final RecordingListener owner = new RecordingListener();
      log.load(LogChild.ENTITY, owner);
      return owner.awaitLoaded();
    }
  }

  private static void assertInOrder(final LoadedEntity loaded, final String what) {
    long seqNr = 0;
    for (final LogEntry entry : loaded.tail()) {
      seqNr++;
      assertThat(entry).as(what).isEqualTo(LogEntries.entry(LogChild.ENTITY, entry.epoch(), seqNr));
    }
  }

  private String hold() {
    return "hold=" + LogChild.directory(base);
  }

  /** A jar that only names the agent; its classes are on the class path. */
  private String agent(final String what) throws IOException {
    final Path jar = base.resolve("agent.jar");
    final Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), UnsyncedDisk.class.getName());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return "-javaagent:" + jar + "=" + what;
  }

  /** For failure messages. */
  private static final class LogChildOutput {
    static String of(final Path base) {
      try {
        return Files.readString(base.resolve("child.out"));
      } catch (final IOException e) {
        return e.toString();
      }
    }
  }
}
