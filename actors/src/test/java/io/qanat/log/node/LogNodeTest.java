package io.qanat.log.node;

import static io.qanat.log.LogEntries.entry;
import static io.qanat.log.LogEntries.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntries;
import io.qanat.log.LogEntry;
import io.qanat.log.RecordingListener;
import io.qanat.log.client.LogClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client and member together: what is appended is acknowledged, and is there after a restart. */
class LogNodeTest {
  private static final long ACCOUNT = EntityKey.account(17);
  private static final long INSTRUMENT = EntityKey.instrument(4);

  @TempDir Path directory;

  @Test
  void appendedEntriesAreCommittedAndLoadedAgain() {
    try (LogNode node = launch();
        LogClient log = node.connect()) {
      final RecordingListener first = new RecordingListener();
      log.load(ACCOUNT, first);
      assertThat(first.awaitLoaded()).isEqualTo(new LoadedEntity(ACCOUNT, 1, null, List.of()));
      append(log, 1, 1, 1_000);
      first.awaitCommitted(1, 1_000);

      final RecordingListener second = new RecordingListener();
      log.load(ACCOUNT, second);
      final LoadedEntity loaded = second.awaitLoaded();
      assertThat(loaded.epoch()).isEqualTo(2);
      assertTail(loaded, 1, 1_000);
      assertThat(loaded.tail().get(41)).isEqualTo(entry(ACCOUNT, 1, 42));
    }
  }

  @Test
  void everythingIsThereAfterARestart() {
    try (LogNode node = launch();
        LogClient log = node.connect()) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      append(log, 1, 1, 100);
      log.saveSnapshot(snapshot(ACCOUNT, 1, 60, 100_000));
      owner.awaitCommitted(1, 100);
      owner.awaitSnapshot(60);
    }
    try (LogNode node = launch();
        LogClient log = node.connect()) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      final LoadedEntity loaded = owner.awaitLoaded();
      assertThat(loaded.epoch()).isEqualTo(2);
      assertThat(loaded.snapshot()).isEqualTo(snapshot(ACCOUNT, 1, 60, 100_000));
      assertTail(loaded, 61, 100);
      append(log, 2, 101, 110);
      owner.awaitCommitted(2, 110);
    }
  }

  @Test
  void refusalsSayWhatIsWrong() {
    try (LogNode node = launch();
        LogClient log = node.connect()) {
      final RecordingListener gap = new RecordingListener();
      log.load(ACCOUNT, gap);
      gap.awaitLoaded();
      append(log, 1, 1, 3);
      append(log, 1, 5, 6);
      assertThat(gap.awaitRefused()).isEqualTo("GAP epoch 1 seqNr 5 expected 4");
      gap.awaitCommitted(1, 3);

      final RecordingListener cause = new RecordingListener();
      log.load(INSTRUMENT, cause);
      cause.awaitLoaded();
      assertThat(log.append(caused(1, 3))).isTrue();
      assertThat(log.append(caused(2, 4))).isTrue();
      assertThat(cause.awaitRefused()).isEqualTo("CAUSE_MISSING epoch 1 seqNr 2 expected 0");
      cause.awaitCommitted(1, 1);
    }
  }

  private static LogEntry caused(final long seqNr, final long causeSeqNr) {
    return entry(INSTRUMENT, 1, seqNr, new LogEntry.Cause(ACCOUNT, 1, causeSeqNr, 2), 0);
  }

  @Test
  void aLoadFencesTheOwnerElsewhere() {
    try (LogNode node = launch();
        LogClient here = node.connect();
        LogClient there = node.connect()) {
      final RecordingListener old = new RecordingListener();
      here.load(ACCOUNT, old);
      old.awaitLoaded();
      append(here, 1, 1, 5);
      old.awaitCommitted(1, 5);

      final RecordingListener current = new RecordingListener();
      there.load(ACCOUNT, current);
      assertThat(current.awaitLoaded().epoch()).isEqualTo(2);
      append(here, 1, 6, 6);
      assertThat(old.awaitRefused()).isEqualTo("FENCED epoch 1 seqNr 6 expected 0");
      append(there, 2, 6, 7);
      current.awaitCommitted(2, 7);

      here.load(ACCOUNT, old);
      final LoadedEntity again = old.awaitLoaded();
      assertThat(again.epoch()).isEqualTo(3);
      assertThat(again.tail())
          .extracting(LogEntry::epoch)
          .containsExactly(1L, 1L, 1L, 1L, 1L, 2L, 2L);
    }
  }

  @Test
  void answersToTheWholeLog() throws InterruptedException {
    try (LogNode node = launch();
        LogClient log = node.connect()) {
      final RecordingListener account = new RecordingListener();
      final RecordingListener instrument = new RecordingListener();
      log.load(ACCOUNT, account);
      log.load(INSTRUMENT, instrument);
      account.awaitLoaded();
      instrument.awaitLoaded();
      append(log, 1, 1, 10);
      assertThat(log.append(entry(INSTRUMENT, 1, 1, LogEntry.Cause.OUTSIDE, 7_777))).isTrue();
      account.awaitCommitted(1, 10);
      instrument.awaitCommitted(1, 1);

      final BlockingQueue<List<EventLog.Wakeable>> wakeable = new ArrayBlockingQueue<>(1);
      log.wakeable(wakeable::add);
      assertThat(wakeable.poll(20, TimeUnit.SECONDS))
          .containsExactly(new EventLog.Wakeable(INSTRUMENT, 7_777));

      final BlockingQueue<EventLog.Cut> cuts = new ArrayBlockingQueue<>(1);
      log.readCut(cuts::add);
      final EventLog.Cut cut = cuts.poll(20, TimeUnit.SECONDS);
      assertThat(cut).isNotNull();
      assertThat(cut.logPosition()).isPositive();
      assertThat(cut.entities())
          .extracting(LoadedEntity::entity, entity -> entity.tail().size())
          .containsExactlyInAnyOrder(tuple(ACCOUNT, 10), tuple(INSTRUMENT, 1));
    }
  }

  private LogNode launch() {
    return LogNodes.launch(LogNodes.small(directory));
  }

  private static void append(
      final LogClient log, final long epoch, final long fromSeqNr, final long throughSeqNr) {
    for (long seqNr = fromSeqNr; seqNr <= throughSeqNr; seqNr++) {
      assertThat(log.append(entry(ACCOUNT, epoch, seqNr))).isTrue();
    }
  }

  private static void assertTail(
      final LoadedEntity loaded, final long fromSeqNr, final long throughSeqNr) {
    assertThat(loaded.tail()).hasSize((int) (throughSeqNr - fromSeqNr + 1));
    for (int i = 0; i < loaded.tail().size(); i++) {
      final LogEntry expected = entry(ACCOUNT, 1, fromSeqNr + i);
      assertThat(loaded.tail().get(i)).isEqualTo(expected);
      assertThat(LogEntries.text(loaded.tail().get(i).input()))
          .isEqualTo(LogEntries.text(expected.input()));
    }
  }
}
