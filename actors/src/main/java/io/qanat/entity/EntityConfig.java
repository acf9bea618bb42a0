package io.qanat.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.qanat.entity.core.EntityKey;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Bounds and delays of an entity's runner; {@code reference.conf} explains each key.
 *
 * @param windowEntries inputs applied and not committed
 * @param windowBytes the same in bytes
 * @param queueEntries items waiting for the window or a load
 * @param queueBytes the same in bytes
 * @param retryAfterMillis told to a refused sender
 * @param peerWindow messages to one peer on their way
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

  private static final String SECTION = "qanat.entity";
  private static final int ENTRIES_MAX = 1 << 20;
  private static final long BYTES_MIN = 1 << 10;
  private static final long BYTES_MAX = 1 << 30;
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long MILLI_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The values of {@code reference.conf}. */
  public static EntityConfig defaults() {
    return of(ConfigFactory.defaultReference());
  }

  /**
   * Reads and checks section {@code qanat.entity}.
   *
   * @throws IllegalArgumentException naming key, value and what is allowed
   */
  public static EntityConfig of(final Config config) {
    final Section section = new Section(config);
    return new EntityConfig(
        section.integer("window-entries", 1, ENTRIES_MAX),
        section.bytes("window-bytes"),
        section.integer("queue-entries", 1, ENTRIES_MAX),
        section.bytes("queue-bytes"),
        (int) (section.nanos("retry-after", MILLI_NANOS, HOUR_NANOS) / MILLI_NANOS),
        section.integer("peer-window", 1, ENTRIES_MAX),
        section.integer("ack-every", 1, ENTRIES_MAX),
        section.nanos("ack-delay", MILLI_NANOS, HOUR_NANOS),
        section.nanos("resend-after", MILLI_NANOS, HOUR_NANOS),
        section.integer("snapshot-floor-entries", 1, Integer.MAX_VALUE),
        section.bytes("snapshot-floor-bytes"),
        section.nanos("snapshot-interval", 0, HOUR_NANOS),
        section.nanos("passivate-after", MILLI_NANOS, 24 * HOUR_NANOS),
        section.nanos("load-retry", MILLI_NANOS, HOUR_NANOS),
        section.integer("poison-attempts", 1, 1_000),
        section.names("override-hash-mismatch-of"));
  }

  boolean overridesHashMismatchOf(final long entity) {
    return overrideHashMismatchOf.contains(EntityKey.toString(entity));
  }

  private record Section(Config config) {
    int integer(final String key, final int least, final int most) {
      final String path = SECTION + "." + key;
      try {
        final long value = config.getLong(path);
        require(path, value >= least && value <= most, "a whole number " + least + ".." + most);
        return (int) value;
      } catch (final ConfigException e) {
        throw bad(path, "a whole number " + least + ".." + most, e);
      }
    }

    long bytes(final String key) {
      final String path = SECTION + "." + key;
      final String allowed = "a size from 1 KiB to 1 GiB";
      try {
        final long value = config.getBytes(path);
        require(path, value >= BYTES_MIN && value <= BYTES_MAX, allowed);
        return value;
      } catch (final ConfigException e) {
        throw bad(path, allowed, e);
      }
    }

    long nanos(final String key, final long least, final long most) {
      final String path = SECTION + "." + key;
      final String allowed =
          "a duration from " + least / MILLI_NANOS + " ms to " + most / HOUR_NANOS + " h";
      try {
        final long value = config.getDuration(path, TimeUnit.NANOSECONDS);
        require(path, value >= least && value <= most, allowed);
        return value;
      } catch (final ConfigException e) {
        throw bad(path, allowed, e);
      }
    }

    Set<String> names(final String key) {
      final String path = SECTION + "." + key;
      final String allowed = "a list of entities such as [\"account-17\"]";
      try {
        final Set<String> names =
            config.getStringList(path).stream().collect(Collectors.toUnmodifiableSet());
        require(
            path,
            names.stream().allMatch(n -> n.matches("(partner|account|instrument)-\\d+")),
            allowed);
        return names;
      } catch (final ConfigException e) {
        throw bad(path, allowed, e);
      }
    }

    private void require(final String path, final boolean holds, final String allowed) {
      if (!holds) {
        throw bad(path, allowed, null);
      }
    }

    private IllegalArgumentException bad(
        final String path, final String allowed, final ConfigException cause) {
      final String value =
          config.hasPathOrNull(path) && !config.getIsNull(path)
              ? config.getValue(path).render(ConfigRenderOptions.concise())
              : "missing";
      return new IllegalArgumentException(path + " = " + value + ": must be " + allowed, cause);
    }
  }
}
