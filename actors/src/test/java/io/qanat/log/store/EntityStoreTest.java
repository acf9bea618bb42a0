package io.qanat.log.store;

import static io.qanat.log.LogEntries.entry;
import static io.qanat.log.LogEntries.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.SnapshotPartResult;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import org.junit.jupiter.api.Test;

class EntityStoreTest {
  private static final long A = 11;
  private static final long B = 12;
  private static final long CLIENT = 5;

  private final StoreDriver driver = new StoreDriver();
  private long requests;

  @Test
  void storesTheNextEntryOnly() {
    load(A, 0);
    assertThat(driver.append(entry(A, 1, 1))).isEqualTo(AppendResult.STORED);
    assertThat(driver.append(entry(A, 1, 3))).isEqualTo(AppendResult.GAP);
    assertThat(driver.store().expectedSeqNr(A)).isEqualTo(2);
    assertThat(loaded(A).tail()).containsExactly(entry(A, 1, 1));
  }

  @Test
  void whatIsStoredIsStoredAgainWithoutChange() {
    load(A, 0);
    driver.append(entry(A, 1, 1));
    driver.append(entry(A, 1, 2));
    assertThat(driver.append(entry(A, 1, 1))).isEqualTo(AppendResult.STORED);
    assertThat(driver.append(entry(A, 1, 2))).isEqualTo(AppendResult.STORED);
    assertThat(loaded(A).tail()).containsExactly(entry(A, 1, 1), entry(A, 1, 2));
  }

  @Test
  void onlyTheCurrentEpochAppends() {
    assertThat(driver.append(entry(A, 1, 1))).isEqualTo(AppendResult.FENCED);
    load(A, 0);
    driver.append(entry(A, 1, 1));
    load(A, 1);
    assertThat(driver.append(entry(A, 1, 2))).isEqualTo(AppendResult.FENCED);
    assertThat(driver.append(entry(A, 3, 2))).isEqualTo(AppendResult.FENCED);
    assertThat(driver.append(entry(A, 2, 2))).isEqualTo(AppendResult.STORED);
  }

  /** Content of an earlier epoch is not this one's. */
  @Test
  void theEntriesOfAnEarlierEpochAreNotAcknowledgedToALaterOne() {
    load(A, 0);
    driver.append(entry(A, 1, 1));
    load(A, 1);
    assertThat(driver.append(entry(A, 2, 1))).isEqualTo(AppendResult.GAP);
    assertThat(driver.store().expectedSeqNr(A)).isEqualTo(2);
  }

  @Test
  void aCauseMustBeStoredUnderItsEpoch() {
    load(A, 0);
    load(B, 0);
    driver.append(entry(A, 1, 1));
    load(A, 1);
    driver.append(entry(A, 2, 2));
    assertThat(causedAppend(1, 1, 1)).isEqualTo(AppendResult.STORED);
    assertThat(causedAppend(2, 2, 2)).isEqualTo(AppendResult.STORED);
    assertThat(causedAppend(3, 2, 3)).isEqualTo(AppendResult.CAUSE_MISSING);
    assertThat(causedAppend(3, 1, 2)).isEqualTo(AppendResult.CAUSE_MISSING);
    assertThat(causedAppend(3, 2, 1)).isEqualTo(AppendResult.CAUSE_MISSING);
    assertThat(driver.store().expectedSeqNr(B)).isEqualTo(3);
  }

  private AppendResult causedAppend(
      final long seqNr, final long causeEpoch, final long causeSeqNr) {
    return driver.append(entry(B, 1, seqNr, new LogEntry.Cause(A, causeEpoch, causeSeqNr, 0), 0));
  }

  @Test
  void aCauseStaysKnownOverSnapshotsAndManyEpochs() {
    load(B, 0);
    for (int epoch = 1; epoch <= 3 * EpochHistory.EPOCHS_MAX; epoch++) {
      load(A, epoch - 1);
      driver.append(entry(A, epoch, epoch));
      driver.save(snapshot(A, epoch, epoch, 10));
    }
    assertThat(causedAppend(1, 1, 1)).isEqualTo(AppendResult.STORED);
    assertThat(causedAppend(2, 190, 190)).isEqualTo(AppendResult.STORED);
    assertThat(causedAppend(3, 189, 190)).isEqualTo(AppendResult.CAUSE_MISSING);
    driver.restart();
    assertThat(causedAppend(3, 189, 189)).isEqualTo(AppendResult.STORED);
  }

  @Test
  void aLoadIsGrantedOncePerRequestAndRefusedWhenStale() {
    assertThat(driver.store().load(CLIENT, 1, A, 0)).isTrue();
    assertThat(driver.store().load(CLIENT, 1, A, 0)).isTrue();
    assertThat(driver.store().epoch(A)).isEqualTo(1);
    assertThat(driver.store().load(CLIENT, 2, A, 0)).isFalse();
    assertThat(driver.store().load(CLIENT + 1, 1, A, 1)).isTrue();
    assertThat(driver.store().epoch(A)).isEqualTo(2);
    assertThat(driver.store().load(CLIENT, 1, A, 0)).isFalse();
  }

  @Test
  void aSnapshotReplacesTheTailThroughIt() {
    load(A, 0);
    appendThrough(5);
    assertThat(driver.save(snapshot(A, 1, 3, 100))).isEqualTo(SnapshotPartResult.STORED);
    assertThat(loaded(A).snapshot()).isEqualTo(snapshot(A, 1, 3, 100));
    assertThat(loaded(A).tail()).containsExactly(entry(A, 1, 4), entry(A, 1, 5));
    assertThat(driver.append(entry(A, 1, 2))).isEqualTo(AppendResult.STORED);
    assertThat(driver.append(entry(A, 1, 6))).isEqualTo(AppendResult.STORED);
  }

  @Test
  void aSnapshotComesInPartsThatMayBeRepeated() {
    load(A, 0);
    appendThrough(2);
    final var saved = snapshot(A, 1, 2, 200_000);
    assertThat(driver.part(saved, 0, 70_000)).isEqualTo(SnapshotPartResult.RECEIVED);
    assertThat(driver.part(saved, 100_000, 100_000)).isEqualTo(SnapshotPartResult.OUT_OF_ORDER);
    assertThat(driver.store().receivedLength(A)).isEqualTo(70_000);
    driver.restart();
    assertThat(driver.part(saved, 70_000, 70_000)).isEqualTo(SnapshotPartResult.RECEIVED);
    assertThat(driver.part(saved, 70_000, 70_000)).isEqualTo(SnapshotPartResult.RECEIVED);
    assertThat(loaded(A).snapshot()).isNull();
    assertThat(driver.part(saved, 140_000, 60_000)).isEqualTo(SnapshotPartResult.STORED);
    assertThat(driver.part(saved, 140_000, 60_000)).isEqualTo(SnapshotPartResult.STORED);
    assertThat(loaded(A).snapshot()).isEqualTo(saved);
    assertThat(loaded(A).tail()).isEmpty();
  }

  @Test
  void aSnapshotOfAnOldEpochOrOfWhatIsNotStoredIsRefused() {
    assertThat(driver.save(snapshot(A, 1, 1, 10))).isEqualTo(SnapshotPartResult.REFUSED);
    load(A, 0);
    appendThrough(3);
    assertThat(driver.save(snapshot(A, 1, 4, 10))).isEqualTo(SnapshotPartResult.REFUSED);
    driver.save(snapshot(A, 1, 3, 10));
    assertThat(driver.save(snapshot(A, 1, 2, 10))).isEqualTo(SnapshotPartResult.REFUSED);
    load(A, 1);
    assertThat(driver.save(snapshot(A, 1, 3, 10))).isEqualTo(SnapshotPartResult.REFUSED);
  }

  @Test
  void anImageStaysWhatItWas() {
    load(A, 0);
    appendThrough(20);
    final EntityImage image = driver.store().image(A);
    final LoadedEntity before = image.toLoadedEntity();
    driver.append(entry(A, 1, 21));
    driver.save(snapshot(A, 1, 10, 50));
    driver.append(entry(A, 1, 22));
    assertThat(image.toLoadedEntity()).isEqualTo(before);
  }

  @Test
  void theWakeUpTimeIsTheLastEntrys() {
    load(A, 0);
    driver.append(entry(A, 1, 1, LogEntry.Cause.OUTSIDE, 500));
    assertThat(driver.store().wakeable()).containsExactly(A, 500);
    driver.append(entry(A, 1, 2));
    assertThat(driver.store().wakeable()).isEmpty();
  }

  private void appendThrough(final long seqNr) {
    for (long i = 1; i <= seqNr; i++) {
      assertThat(driver.append(entry(A, 1, i))).isEqualTo(AppendResult.STORED);
    }
  }

  private void load(final long entity, final long expectedEpoch) {
    assertThat(driver.store().load(CLIENT, ++requests, entity, expectedEpoch)).isTrue();
  }

  private LoadedEntity loaded(final long entity) {
    return driver.store().image(entity).toLoadedEntity();
  }
}
