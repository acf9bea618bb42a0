package io.qanat.log.store;

import static io.qanat.log.LogEntries.entry;
import static io.qanat.log.LogEntries.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.log.SnapshotPartResult;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store beside a naive one: random appends, resends, loads, fences, causes and snapshots. */
class EntityStorePropertyTest {
  private static final int OPERATIONS = 20_000;
  private static final int ENTITIES = 5;
  private static final int CLIENTS = 2;

  private final StoreDriver driver = new StoreDriver();
  private final NaiveStore naive = new NaiveStore();
  private Random random;

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 1_000_003})
  void matchesTheNaiveStore(final long seed) {
    random = new Random(seed);
    for (int i = 0; i < OPERATIONS; i++) {
      final String what = "seed=" + seed + " operation=" + i;
      final int dice = random.nextInt(1_000);
      if (dice < 850) {
        append(what);
      } else if (dice < 900) {
        load(what);
      } else if (dice < 990) {
        save(what);
      } else if (dice < 998) {
        assertThat(everything()).as(what).isEqualTo(naive.all());
      } else {
        driver.restart();
        assertThat(everything()).as(what).isEqualTo(naive.all());
      }
    }
    assertThat(everything()).as("seed=" + seed).isEqualTo(naive.all());
  }

  private void append(final String what) {
    final long entity = entity();
    final long seqNr = Math.max(0, naive.seqNr(entity) + 1 + around());
    final long other = entity();
    final LogEntry.Cause cause =
        random.nextInt(3) > 0
            ? LogEntry.Cause.OUTSIDE
            : new LogEntry.Cause(
                other,
                Math.max(0, naive.epoch(other) - random.nextInt(2)),
                Math.max(0, naive.seqNr(other) + around()),
                1);
    final LogEntry entry =
        entry(entity, naive.epoch(entity) + around(), seqNr, cause, random.nextInt(3));
    assertThat(driver.append(entry)).as(what + " " + entry).isEqualTo(naive.append(entry));
    assertThat(driver.store().expectedSeqNr(entity)).as(what).isEqualTo(naive.seqNr(entity) + 1);
  }

  private void load(final String what) {
    final long entity = entity();
    final long client = 1L + random.nextInt(CLIENTS);
    final long request = random.nextInt(10);
    final long expectedEpoch = naive.epoch(entity) + around();
    assertThat(driver.store().load(client, request, entity, expectedEpoch))
        .as(what)
        .isEqualTo(naive.load(client + "/" + request, entity, expectedEpoch));
    assertThat(driver.store().epoch(entity)).as(what).isEqualTo(naive.epoch(entity));
  }

  private void save(final String what) {
    final long entity = entity();
    final long seqNr = Math.max(0, naive.seqNr(entity) - random.nextInt(20) + 1);
    final EntitySnapshot snapshot =
        snapshot(entity, naive.epoch(entity) + around(), seqNr, random.nextInt(300));
    final int half = snapshot.state().length() / 2;
    if (half > 0 && driver.part(snapshot, 0, half) == SnapshotPartResult.RECEIVED) {
      if (random.nextInt(4) == 0) {
        return;
      }
      if (random.nextInt(4) == 0) {
        driver.restart();
      }
      assertThat(driver.part(snapshot, half, snapshot.state().length() - half))
          .as(what)
          .isEqualTo(SnapshotPartResult.STORED);
      assertThat(naive.save(snapshot)).as(what).isTrue();
      return;
    }
    final boolean isStored = driver.save(snapshot) == SnapshotPartResult.STORED;
    assertThat(isStored).as(what).isEqualTo(naive.save(snapshot));
  }

  /** Mostly 0. */
  private int around() {
    return switch (random.nextInt(12)) {
      case 0 -> -1;
      case 1 -> 1;
      case 2 -> -3;
      default -> 0;
    };
  }

  private long entity() {
    return 1L + random.nextInt(ENTITIES);
  }

  private List<LoadedEntity> everything() {
    return Arrays.stream(driver.store().images())
        .map(EntityImage::toLoadedEntity)
        .sorted(Comparator.comparingLong(LoadedEntity::entity))
        .toList();
  }
}
