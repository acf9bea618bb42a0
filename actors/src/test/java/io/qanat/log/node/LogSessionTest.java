package io.qanat.log.node;

import static io.qanat.log.LogEntries.entry;
import static io.qanat.log.LogEntries.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.codecs.log.AppendEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.IdleStrategies;
import io.qanat.log.LoadedEntity;
import io.qanat.log.RecordingListener;
import io.qanat.log.client.LogClient;
import io.qanat.log.client.LogClientConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that end: because of what their client sent or did not read, or for no fault of his. */
class LogSessionTest {
  private static final long ACCOUNT = EntityKey.account(17);
  private static final long OTHER = EntityKey.account(99);

  @TempDir Path directory;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final List<String> clientNotices = new CopyOnWriteArrayList<>();

  @Test
  void bytesThatAreNoRequestEndTheirSessionAndNobodyElses() {
    try (LogNode node = launch(LogNodes.small(directory));
        LogClient log = connect(node)) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      long seqNr = 0;
      final byte[] load = BadRequests.load(OTHER);
      for (final byte[] bytes :
          List.of(
              new byte[3],
              Arrays.copyOf(load, load.length - 1),
              Arrays.copyOf(load, 5_000),
              new byte[200_000])) {
        try (RawSession bad = new RawSession(node)) {
          bad.send(bytes);
          RecordingListener.await(bad::isClosed, "the end of the session");
          final String start = "log: session " + bad.id() + " is closed: it sent " + bytes.length;
          assertThat(notices).filteredOn(line -> line.startsWith(start)).hasSize(1);
        }
        append(log, 1, seqNr + 1, seqNr + 100);
        seqNr += 100;
        owner.awaitCommitted(1, seqNr);
      }
      assertThat(clientNotices).isEmpty();
    }
  }

  /** The same as for the service alone, through the cluster: one session after the other. */
  @Test
  void anyBytesOverManySessions() {
    final long seed = 20_261_124;
    final BadRequests requests = new BadRequests(seed, OTHER);
    try (LogNode node = launch(LogNodes.small(directory));
        LogClient log = connect(node)) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      for (int session = 0; session < 25; session++) {
        try (RawSession bad = new RawSession(node)) {
          for (int i = 0; i < 50 && !bad.isClosed(); i++) {
            bad.offer(requests.next());
          }
        }
        append(log, 1, session + 1, session + 1);
        owner.awaitCommitted(1, session + 1);
      }
    }
    assertThat(notices).as("seed %d", seed).noneMatch(line -> line.contains("FATAL"));
    try (LogNode node = launch(LogNodes.small(directory));
        LogClient log = connect(node)) {
      assertTail(load(log), 25);
    }
  }

  @Test
  void aClientThatDoesNotReadIsClosedAndNobodyWaitsForIt() {
    try (LogNode node = launch(LogNodes.small(directory));
        LogClient log = connect(node);
        RawSession slow = new RawSession(node)) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      final String closed =
          "log: session " + slow.id() + " is closed: it does not take its answers";
      final byte[] append = appendOf(200);
      long seqNr = 0;
      while (!notices.contains(closed)) {
        assertThat(seqNr).as("appends while the slow client is not closed").isLessThan(10_000);
        slow.offer(append);
        append(log, 1, seqNr + 1, seqNr + 1);
        seqNr++;
        owner.awaitCommitted(1, seqNr);
      }
      append(log, 1, seqNr + 1, seqNr + 100);
      owner.awaitCommitted(1, seqNr + 100);
      RecordingListener.await(slow::isClosed, "the end of the slow session");
      assertThat(clientNotices).isEmpty();
    }
  }

  /**
   * Entries, and once a snapshot, are under way when the client's session ends. It takes the engine
   * twenty seconds to notice; the simulation ends sessions of the same client all the time.
   */
  @Tag("chaos")
  @Test
  void whatIsNotAcknowledgedIsSentAgainInOrderAfterTheSessionWasLost() {
    try (LogNode node = launch(LogNodes.small(directory));
        LogClient log = connect(node);
        RawSession other = new RawSession(node)) {
      final RecordingListener owner = new RecordingListener();
      log.load(ACCOUNT, owner);
      owner.awaitLoaded();
      final int rounds = 4;
      final int perRound = 10_000;
      int lossesInFlight = 0;
      for (int round = 0; round < rounds; round++) {
        append(log, 1, round * (long) perRound + 1, (round + 1L) * perRound);
        if (round == 1) {
          log.saveSnapshot(snapshot(ACCOUNT, 1, 1_000, 3_000_000));
        }
        // The session is up again: the first one of this round has arrived.
        owner.awaitCommitted(1, round * (long) perRound + 1);
        for (int id = 1; id <= 2 * rounds; id++) {
          if (id != other.id()) {
            other.closeSession(id);
          }
        }
        lossesInFlight += owner.committedSeqNr() < (round + 1L) * perRound ? 1 : 0;
        final int anew = round + 1;
        RecordingListener.await(
            () -> timesConnectedAnew() >= anew, "loss " + anew + " of the session");
      }
      assertThat(lossesInFlight).as("losses with entries in flight").isPositive();
      owner.awaitCommitted(1, rounds * (long) perRound);
      owner.awaitSnapshot(1_000);

      final LoadedEntity loaded = load(log);
      assertThat(loaded.snapshot()).isEqualTo(snapshot(ACCOUNT, 1, 1_000, 3_000_000));
      assertThat(loaded.tail()).hasSize(rounds * perRound - 1_000);
      for (int i = 0; i < loaded.tail().size(); i++) {
        assertThat(loaded.tail().get(i)).isEqualTo(entry(ACCOUNT, 1, 1_001 + i));
      }
    }
  }

  private long timesConnectedAnew() {
    return clientNotices.stream()
        .filter("log client: connecting anew: session closed"::equals)
        .count();
  }

  /** The client outlives the member: what it took meanwhile is stored by the next one. */
  @Test
  void whatIsNotAcknowledgedIsSentAgainToAMemberThatWasRestarted() {
    final LogMember member = LogMember.onFreeLoopbackPorts(0);
    final LogConfig small = LogNodes.small(directory.resolve("log"));
    final LogConfig config =
        new LogConfig(
            small.dataDirectory(),
            0,
            List.of(member),
            small.fileSyncLevel(),
            small.idleStrategy(),
            small.segmentLength(),
            small.termLength(),
            small.retentionBytes(),
            small.snapshotAfterBytes(),
            small.freeBytesMin(),
            small.startTimeoutMillis(),
            small.snapshotTimeoutMillis(),
            small.leaderTimeoutMillis());
    try (MediaDriver driver =
            MediaDriver.launch(
                new MediaDriver.Context()
                    .aeronDirectoryName(directory.resolve("driver").toString())
                    .threadingMode(ThreadingMode.SHARED)
                    .sharedIdleStrategy(IdleStrategies.of("backoff"))
                    .dirDeleteOnStart(true));
        LogClient log = LogClient.connect(over(driver, member), clientNotices::add)) {
      final RecordingListener owner = new RecordingListener();
      try (LogNode first = launch(config)) {
        log.load(ACCOUNT, owner);
        owner.awaitLoaded();
        append(log, 1, 1, 1_000);
        owner.awaitCommitted(1, 1_000);
        append(log, 1, 1_001, 2_000);
        assertThat(first.logPosition()).isPositive();
      }
      append(log, 1, 2_001, 3_000);
      try (LogNode second = launch(config)) {
        owner.awaitCommitted(1, 3_000);
        assertThat(second.snapshotPosition()).as("what the first one left").isPositive();
        assertTail(load(log), 3_000);
      }
    }
    assertThat(clientNotices).anyMatch(line -> line.startsWith("log client: connecting anew: "));
  }

  private static LogClientConfig over(final MediaDriver driver, final LogMember member) {
    return new LogClientConfig(
        driver.aeronDirectoryName(),
        "aeron:udp?term-length=4m",
        "0=" + member.host() + ":" + member.ingressPort(),
        "aeron:udp?endpoint=localhost:0",
        "aeron:udp?endpoint=localhost:0",
        "backoff",
        64 * 1024,
        64 * 1024,
        64L * 1024 * 1024,
        1_000,
        2_000);
  }

  /** So many entries of an entity that nobody has loaded: each is answered, none is stored. */
  private static byte[] appendOf(final int count) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[count * 200]);
    final AppendEncoder encoder =
        new AppendEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    final AppendEncoder.EntriesEncoder entries = encoder.entriesCount(count);
    for (int i = 0; i < count; i++) {
      entries
          .next()
          .entity(EntityKey.account(1_000 + i))
          .epoch(1)
          .seqNr(1)
          .putInput(new byte[0], 0, 0);
    }
    return Arrays.copyOf(
        buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }

  private LogNode launch(final LogConfig config) {
    return LogNode.launch(
        config,
        new LogNode.Listener() {
          @Override
          public void onNotice(final String line) {
            notices.add(line);
          }

          @Override
          public void onFatal(final String line) {
            notices.add("FATAL " + line);
          }
        });
  }

  private LogClient connect(final LogNode node) {
    return LogClient.connect(
        LogClientConfig.embedded(node.aeronDirectoryName()), clientNotices::add);
  }

  private static LoadedEntity load(final LogClient log) {
    final RecordingListener reader = new RecordingListener();
    log.load(ACCOUNT, reader);
    return reader.awaitLoaded();
  }

  private static void append(
      final LogClient log, final long epoch, final long fromSeqNr, final long throughSeqNr) {
    for (long seqNr = fromSeqNr; seqNr <= throughSeqNr; seqNr++) {
      while (!log.append(entry(ACCOUNT, epoch, seqNr))) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private static void assertTail(final LoadedEntity loaded, final int count) {
    assertThat(loaded.tail()).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(loaded.tail().get(i)).isEqualTo(entry(ACCOUNT, 1, i + 1));
    }
  }
}
