package io.qanat.log.node;

import io.qanat.log.IdleStrategies;
import java.nio.file.Path;
import java.util.List;
import org.agrona.BitUtil;

/**
 * One member of the log.
 *
 * @param dataDirectory of this member alone; created when it is not there
 * @param memberId which of {@code members} this is
 * @param members all of them; empty: a single member, embedded, on free loopback ports
 * @param fileSyncLevel 1: everything acknowledged is on disk; 2: file metadata as well; 0: a crash
 *     of the machine may lose what was acknowledged
 * @param idleStrategy see {@link IdleStrategies}
 * @param segmentLength of the log's files, in bytes, a power of two, not below termLength
 * @param termLength of the log's term buffers, in bytes, a power of two
 * @param retentionBytes of log kept before the latest snapshot
 * @param snapshotAfterBytes of log since the latest snapshot before one is taken by itself; 0:
 *     never
 * @param freeBytesMin that the disk must have at start
 * @param startTimeoutMillis for the log to be ready, replay included
 * @param snapshotTimeoutMillis for a snapshot to be taken
 * @param leaderTimeoutMillis without a sign of the leader before another one is elected
 */
public record LogConfig(
    Path dataDirectory,
    int memberId,
    List<LogMember> members,
    int fileSyncLevel,
    String idleStrategy,
    int segmentLength,
    int termLength,
    long retentionBytes,
    long snapshotAfterBytes,
    long freeBytesMin,
    long startTimeoutMillis,
    long snapshotTimeoutMillis,
    long leaderTimeoutMillis) {
  private static final int MIB = 1024 * 1024;
  private static final long LEADER_TIMEOUT_MILLIS_MIN = 300;

  /** Validates; the message of a failure names key, value and what is allowed. */
  public LogConfig {
    members = List.copyOf(members);
    final int id = memberId;
    require(
        members.isEmpty() ? id == 0 : members.stream().anyMatch(member -> member.id() == id),
        "memberId",
        memberId,
        members.isEmpty() ? "0 for a single member" : "one of the members' ids");
    require(fileSyncLevel >= 0 && fileSyncLevel <= 2, "fileSyncLevel", fileSyncLevel, "0, 1, 2");
    IdleStrategies.of(idleStrategy);
    require(
        BitUtil.isPowerOfTwo(termLength) && termLength >= 4 * MIB && termLength <= 1024 * MIB,
        "termLength",
        termLength,
        "powers of two from 4 MiB to 1 GiB");
    require(
        BitUtil.isPowerOfTwo(segmentLength)
            && segmentLength >= termLength
            && segmentLength <= 1024 * MIB,
        "segmentLength",
        segmentLength,
        "powers of two from termLength to 1 GiB");
    require(retentionBytes >= 0, "retentionBytes", retentionBytes, "at least 0");
    require(snapshotAfterBytes >= 0, "snapshotAfterBytes", snapshotAfterBytes, "at least 0");
    require(freeBytesMin >= 0, "freeBytesMin", freeBytesMin, "at least 0");
    require(startTimeoutMillis > 0, "startTimeoutMillis", startTimeoutMillis, "above 0");
    require(snapshotTimeoutMillis > 0, "snapshotTimeoutMillis", snapshotTimeoutMillis, "above 0");
    require(
        leaderTimeoutMillis >= LEADER_TIMEOUT_MILLIS_MIN,
        "leaderTimeoutMillis",
        leaderTimeoutMillis,
        "at least " + LEADER_TIMEOUT_MILLIS_MIN);
  }

  /** A single member, embedded, with fsync. */
  public static LogConfig embedded(final Path dataDirectory) {
    return new LogConfig(
        dataDirectory,
        0,
        List.of(),
        1,
        "backoff",
        64 * MIB,
        16 * MIB,
        4096L * MIB,
        2048L * MIB,
        512L * MIB,
        120_000,
        30_000,
        2_000);
  }

  /** The same with another sync level. */
  public LogConfig withFileSyncLevel(final int level) {
    return new LogConfig(
        dataDirectory,
        memberId,
        members,
        level,
        idleStrategy,
        segmentLength,
        termLength,
        retentionBytes,
        snapshotAfterBytes,
        freeBytesMin,
        startTimeoutMillis,
        snapshotTimeoutMillis,
        leaderTimeoutMillis);
  }

  /** The same with another idle strategy. */
  public LogConfig withIdleStrategy(final String name) {
    return new LogConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        name,
        segmentLength,
        termLength,
        retentionBytes,
        snapshotAfterBytes,
        freeBytesMin,
        startTimeoutMillis,
        snapshotTimeoutMillis,
        leaderTimeoutMillis);
  }

  /** The same with other files: lengths in bytes, and when they are replaced and dropped. */
  public LogConfig withFiles(
      final int newSegmentLength,
      final int newTermLength,
      final long newRetentionBytes,
      final long newSnapshotAfterBytes) {
    return new LogConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        idleStrategy,
        newSegmentLength,
        newTermLength,
        newRetentionBytes,
        newSnapshotAfterBytes,
        freeBytesMin,
        startTimeoutMillis,
        snapshotTimeoutMillis,
        leaderTimeoutMillis);
  }

  /** The same with another demand on the disk. */
  public LogConfig withFreeBytesMin(final long bytes) {
    return new LogConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        idleStrategy,
        segmentLength,
        termLength,
        retentionBytes,
        snapshotAfterBytes,
        bytes,
        startTimeoutMillis,
        snapshotTimeoutMillis,
        leaderTimeoutMillis);
  }

  /** The same with another bound on starting. */
  public LogConfig withStartTimeoutMillis(final long millis) {
    return new LogConfig(
        dataDirectory,
        memberId,
        members,
        fileSyncLevel,
        idleStrategy,
        segmentLength,
        termLength,
        retentionBytes,
        snapshotAfterBytes,
        freeBytesMin,
        millis,
        snapshotTimeoutMillis,
        leaderTimeoutMillis);
  }

  private static void require(
      final boolean holds, final String key, final long value, final String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + "=" + value + ", allowed: " + allowed);
    }
  }
}
