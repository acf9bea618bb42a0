package io.qanat.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.config.Settings;
import io.qanat.entity.core.EntityKey;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Bounds and delays of an entity's runner; {@code reference.conf} explains each key.
 *
 * @param windowEntries inputs applied and not committed
 * @param windowBytes the same in bytes
 * @param queueEntries items waiting for the window or a load
 * @param queueBytes the same in bytes
 * @param retryAfterMillis told to a refused sender
 * @param peerWindow messages to one peer on their way
 * @param unacknowledgedMax messages to peers, on their way or not; beyond it new work is refused
 * @param shedAfterNanos that what was taken may wait; beyond it new work is refused
 * @param ackEvery messages after which an acknowledgement goes bare
 * @param ackDelayNanos time after which it does
 * @param resendAfterNanos without an acknowledgement
 * @param snapshotFloorEntries least tail for a snapshot
 * @param snapshotFloorBytes least tail for a snapshot
 * @param snapshotIntervalNanos least time between two
 * @param passivateAfterNanos without anything to do
 * @param loadRetryNanos after a load that failed
 * @param poisonAttempts failures on the same peer message before the entity stops
 * @param overrideHashMismatchOf names of entities that may recover with other outputs than recorded
 */
public record EntityConfig(
    int windowEntries,
    long windowBytes,
    int queueEntries,
    long queueBytes,
    int retryAfterMillis,
    int peerWindow,
    int unacknowledgedMax,
    long shedAfterNanos,
    int ackEvery,
    long ackDelayNanos,
    long resendAfterNanos,
    int snapshotFloorEntries,
    long snapshotFloorBytes,
    long snapshotIntervalNanos,
    long passivateAfterNanos,
    long loadRetryNanos,
    int poisonAttempts,
    Set<String> overrideHashMismatchOf) {

  private static final int ENTRIES_MAX = 1 << 20;
  private static final long BYTES_MIN = 1 << 10;
  private static final long BYTES_MAX = 1 << 30;
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Pattern ENTITY = Pattern.compile("(partner|account|instrument)-\\d+");

  /** The values of {@code reference.conf}. */
  public static EntityConfig defaults() {
    return of(ConfigFactory.defaultReference());
  }

  /**
   * Reads and checks section {@code qanat.entity}.
   *
   * @throws io.qanat.config.ConfigException naming key, value and what is allowed
   */
  public static EntityConfig of(final Config config) {
    final Settings s = Settings.of(config, "qanat.entity");
    final EntityConfig read =
        new EntityConfig(
            s.intBetween("window-entries", 1, ENTRIES_MAX),
            s.bytesBetween("window-bytes", BYTES_MIN, BYTES_MAX),
            s.intBetween("queue-entries", 1, ENTRIES_MAX),
            s.bytesBetween("queue-bytes", BYTES_MIN, BYTES_MAX),
            (int) s.durationBetween("retry-after", MILLI, HOUR).toMillis(),
            s.intBetween("peer-window", 1, ENTRIES_MAX),
            s.intBetween("unacknowledged-max", 1, ENTRIES_MAX),
            s.durationBetween("shed-after", MILLI, HOUR).toNanos(),
            s.intBetween("ack-every", 1, ENTRIES_MAX),
            s.durationBetween("ack-delay", MILLI, HOUR).toNanos(),
            s.durationBetween("resend-after", MILLI, HOUR).toNanos(),
            s.intBetween("snapshot-floor-entries", 1, Integer.MAX_VALUE),
            s.bytesBetween("snapshot-floor-bytes", BYTES_MIN, BYTES_MAX),
            s.durationBetween("snapshot-interval", Duration.ZERO, HOUR).toNanos(),
            s.durationBetween("passivate-after", MILLI, Duration.ofDays(1)).toNanos(),
            s.durationBetween("load-retry", MILLI, HOUR).toNanos(),
            s.intBetween("poison-attempts", 1, 1_000),
            Set.copyOf(
                s.texts(
                    "override-hash-mismatch-of",
                    ENTITY,
                    "a list of entities such as [\"account-17\"]")));
    s.noOtherKeys();
    return read;
  }

  boolean overridesHashMismatchOf(final long entity) {
    return overrideHashMismatchOf.contains(EntityKey.toString(entity));
  }
}
