package io.qanat.log.node;

import static io.qanat.log.LogEntries.entry;
import static io.qanat.log.LogEntries.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.entity.core.EntityKey;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.RecordingListener;
import io.qanat.log.client.LogClient;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log's files: when snapshots are taken, what is purged, and what is found out at start. */
class LogFilesTest {
  private static final int MIB = 1024 * 1024;
  private static final long ACCOUNT = EntityKey.account(17);
  private static final int INPUT_LENGTH = 64 * 1024;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {0, 8 * MIB})
  void segmentsBehindTheRetentionArePurgedAndTheRestRecovers(final long retentionBytes)
      throws IOException {
    final LogConfig config =
        LogConfig.embedded(directory).withFiles(4 * MIB, 4 * MIB, retentionBytes, 0);
    final long position;
    try (LogNode node = LogNodes.launch(config);
        LogClient log = node.connect()) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      appendMebibytes(log, owner, 1, 20);
      assertThat(logSegments()).contains(0L);
      log.saveSnapshot(snapshot(ACCOUNT, 1, owner.committedSeqNr() - 3, 1_000));
      owner.awaitSnapshot(owner.committedSeqNr() - 3);

      position = node.takeSnapshot();

      assertThat(position).isGreaterThan(20 * MIB);
      assertThat(logSegments().get(0))
          .as("of %s, the latest snapshot at %d", logSegments(), position)
          .isEqualTo(Math.max(0, position - retentionBytes) / (4 * MIB) * (4 * MIB));
    }
    try (LogNode node = LogNodes.launch(config);
        LogClient log = node.connect()) {
      assertThat(node.snapshotPosition()).isGreaterThanOrEqualTo(position);
      final LoadedEntity loaded = load(log);
      assertThat(loaded.epoch()).isEqualTo(2);
      assertThat(loaded.tail()).containsExactly(big(318), big(319), big(320));
    }
  }

  @Test
  void aSnapshotIsTakenByItselfWhenTheLogHasGrownEnough() {
    final LogConfig config = LogConfig.embedded(directory).withFiles(4 * MIB, 4 * MIB, 0, 2 * MIB);
    try (LogNode node = LogNodes.launch(config);
        LogClient log = node.connect()) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      appendMebibytes(log, owner, 1, 1);
      assertThat(node.snapshotPosition()).isZero();

      appendMebibytes(log, owner, 17, 2);
      RecordingListener.await(() -> node.snapshotPosition() > 2 * MIB, "a first snapshot");
      final long first = node.snapshotPosition();

      appendMebibytes(log, owner, 49, 3);
      RecordingListener.await(() -> node.snapshotPosition() > first, "a second snapshot");
      assertThat(node.snapshotPosition()).isGreaterThanOrEqualTo(first + 2 * MIB);
      assertThat(load(log).tail()).hasSize(96);
    }
  }

  /** Never a silent fresh start: one line, and the files stay as they are. */
  @Test
  void aCorruptSnapshotIsRefusedWithOneLine() throws IOException {
    writeAndClose();
    final List<Path> snapshots = snapshots();
    assertThat(snapshots).isNotEmpty();
    for (final Path snapshot : snapshots) {
      flipByte(snapshot, 140);
    }
    assertRefusedWithOneLine(
        "the log in "
            + directory
            + " has stopped: a recording is corrupt: .*CRC checksum mismatch at position=96 .*"
            + "segmentFile=\\d-0.rec.*");
    assertThat(recordings()).containsAll(snapshots);
  }

  @Test
  void aMissingSnapshotIsRefusedWithOneLine() throws IOException {
    writeAndClose();
    for (final Path file : snapshots()) {
      Files.delete(file);
    }
    assertRefusedWithOneLine(
        "data directory "
            + directory
            + " is not whole: archive/\\d+-\\*\\.rec of the latest snapshot is missing");
  }

  private void writeAndClose() {
    try (LogNode node = LogNodes.launch(LogNodes.small(directory));
        LogClient log = node.connect()) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      appendMebibytes(log, owner, 1, 1);
    }
  }

  private void assertRefusedWithOneLine(final String pattern) {
    assertThatThrownBy(
            () -> LogNodes.launch(LogNodes.small(directory).withStartTimeoutMillis(20_000)).close())
        .isInstanceOf(LogStartException.class)
        .message()
        .matches(pattern);
  }

  private static void flipByte(final Path file, final long position) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(position);
      final int value = bytes.read();
      bytes.seek(position);
      bytes.write(value ^ 0x10);
    }
  }

  /** Positions at which the segments of the log itself begin. */
  private List<Long> logSegments() throws IOException {
    return recordings().stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.startsWith("0-"))
        .map(name -> Long.valueOf(name.substring(2, name.length() - ".rec".length())))
        .sorted()
        .toList();
  }

  private List<Path> snapshots() throws IOException {
    return recordings().stream()
        .filter(file -> !file.getFileName().toString().startsWith("0-"))
        .toList();
  }

  private List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("archive"))) {
      return files.filter(file -> file.getFileName().toString().endsWith(".rec")).toList();
    }
  }

  private static LoadedEntity load(final LogClient log) {
    final RecordingListener reader = new RecordingListener();
    log.load(ACCOUNT, reader);
    return reader.awaitLoaded();
  }

  private static void appendMebibytes(
      final LogClient log, final RecordingListener owner, final long fromSeqNr, final long count) {
    final long throughSeqNr = fromSeqNr + count * (MIB / INPUT_LENGTH) - 1L;
    for (long seqNr = fromSeqNr; seqNr <= throughSeqNr; seqNr++) {
      final LogEntry next = big(seqNr);
      RecordingListener.await(() -> log.append(next), "room for an entry");
    }
    owner.awaitCommitted(1, throughSeqNr);
  }

  private static LogEntry big(final long seqNr) {
    final LogEntry small = entry(ACCOUNT, 1, seqNr);
    final byte[] input = new byte[INPUT_LENGTH];
    small.input().getBytes(0, input, 0, small.input().capacity());
    return new LogEntry(
        small.entity(),
        small.epoch(),
        small.seqNr(),
        small.timeNanos(),
        small.cause(),
        small.coreVersion(),
        small.outputsHash(),
        small.releasedThrough(),
        small.wakeAtNanos(),
        new UnsafeBuffer(input));
  }
}
