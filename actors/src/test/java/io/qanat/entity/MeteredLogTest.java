package io.qanat.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.PeerInputDecoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is counted between entities and the log, and between entities. */
class MeteredLogTest {
  private static final long ENTITY = EntityKey.account(7);

  private final List<Long> commits = new ArrayList<>();
  private final RuntimeCounters counters = new RuntimeCounters(commits::add, nanos -> {});
  private final FakeLog fake = new FakeLog();
  private final long[] now = {1_000};
  private final MeteredLog log = new MeteredLog(fake, counters, () -> now[0]);
  private final Heard heard = new Heard();

  @Test
  void appendsAreTimedOneAtATimeUntilTheyAreCommitted() {
    log.load(ENTITY, heard);
    fake.listener.onLoaded(new LoadedEntity(ENTITY, 1, null, List.of()));
    assertThat(log.append(entry(1))).isTrue();
    now[0] += 5;
    assertThat(log.append(entry(2))).isTrue();
    assertThat(log.entriesInFlight()).isEqualTo(2);
    assertThat(log.entriesInFlightOfOne()).isEqualTo(2);
    now[0] += 10;
    fake.listener.onCommitted(1, 2);
    assertThat(commits).containsExactly(15L);
    assertThat(log.entriesInFlight()).isZero();
    assertThat(counters.appends.sum()).isEqualTo(2);
    assertThat(counters.appendBytes.sum()).isEqualTo(16);
    assertThat(counters.loads.sum()).isEqualTo(1);
    assertThat(heard.said).containsExactly("loaded 1", "committed 1 2");
  }

  @Test
  void whatTheLogDoesNotTakeIsCountedByItsReason() {
    log.load(ENTITY, heard);
    fake.listener.onLoaded(new LoadedEntity(ENTITY, 1, null, List.of()));
    fake.hasRoom = false;
    assertThat(log.append(entry(1))).isFalse();
    fake.hasRoom = true;
    log.append(entry(1));
    fake.listener.onRefused(EventLog.Refusal.GAP, 1, 1, 1);
    fake.listener.onRefused(EventLog.Refusal.FENCED, 1, 1, 1);
    fake.listener.onRefused(EventLog.Refusal.CAUSE_MISSING, 1, 1, 1);
    assertThat(counters.appendsFull.sum()).isEqualTo(1);
    assertThat(counters.appendsGap.sum()).isEqualTo(1);
    assertThat(counters.appendsFenced.sum()).isEqualTo(1);
    assertThat(counters.appendsCauseMissing.sum()).isEqualTo(1);
    assertThat(log.entriesInFlight()).isZero();
    assertThat(commits).isEmpty();
  }

  @Test
  void aNewOwnersListenerIsAnotherOne() {
    log.load(ENTITY, heard);
    final EventLog.Listener first = fake.listener;
    log.load(ENTITY, heard);
    assertThat(fake.listener).isSameAs(first);
    final Heard other = new Heard();
    log.load(ENTITY, other);
    assertThat(fake.listener).isNotSameAs(first);
    first.onCommitted(1, 1);
    assertThat(other.said).isEmpty();
    log.release(ENTITY, heard);
    assertThat(fake.released).isEmpty();
    log.release(ENTITY, other);
    assertThat(fake.released).containsExactly(fake.listener);
  }

  @Test
  void messagesResendsAndGapsOfChannelsAreCounted() {
    final List<DirectBuffer> sent = new ArrayList<>();
    final boolean[] isHere = {true};
    final PeerTransport.Route route =
        new MeteredPeers(
                peer ->
                    new PeerTransport.Route() {
                      @Override
                      public void send(
                          final DirectBuffer message,
                          final LogEntry.Cause cause,
                          final long causeTimeNanos) {
                        sent.add(message);
                      }

                      @Override
                      public boolean handOver(
                          final DirectBuffer message,
                          final LogEntry.Cause cause,
                          final long causeTimeNanos) {
                        return isHere[0];
                      }
                    },
                counters)
            .to(EntityKey.instrument(1));
    final DirectBuffer first = message(1);
    assertThat(route.handOver(first, LogEntry.Cause.OUTSIDE, 0)).isTrue();
    isHere[0] = false;
    assertThat(route.handOver(message(2), LogEntry.Cause.OUTSIDE, 0)).isFalse();
    route.send(message(2), LogEntry.Cause.OUTSIDE, 0);
    route.send(first, LogEntry.Cause.OUTSIDE, 0);
    route.send(Envelopes.peerNack(ENTITY, 3), LogEntry.Cause.OUTSIDE, 0);
    route.send(Envelopes.peerAck(ENTITY, 3), LogEntry.Cause.OUTSIDE, 0);
    assertThat(sent).hasSize(4);
    assertThat(counters.channelMessages.sum()).isEqualTo(5);
    assertThat(counters.channelResends.sum()).isEqualTo(1);
    assertThat(counters.channelGaps.sum()).isEqualTo(1);
  }

  private static DirectBuffer message(final long seq) {
    final DirectBuffer message = Envelopes.peerInput(ENTITY, seq, 0, new UnsafeBuffer(new byte[0]));
    assertThat(Envelopes.template(message)).isEqualTo(PeerInputDecoder.TEMPLATE_ID);
    return message;
  }

  private static LogEntry entry(final long seqNr) {
    return new LogEntry(
        ENTITY,
        1,
        seqNr,
        0,
        LogEntry.Cause.OUTSIDE,
        1,
        0,
        0,
        0,
        new UnsafeBuffer(new byte[Long.BYTES]));
  }

  private static final class FakeLog implements EventLog {
    private final List<Listener> released = new ArrayList<>();
    private Listener listener;
    private boolean hasRoom = true;

    @Override
    public void load(final long entity, final Listener newListener) {
      listener = newListener;
    }

    @Override
    public void release(final long entity, final Listener oldListener) {
      released.add(oldListener);
    }

    @Override
    public boolean append(final LogEntry entry) {
      return hasRoom;
    }

    @Override
    public boolean saveSnapshot(final EntitySnapshot snapshot) {
      return true;
    }

    @Override
    public void wakeable(final Consumer<List<Wakeable>> wakeable) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readCut(final Consumer<Cut> cut) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Heard implements EventLog.Listener {
    private final List<String> said = new ArrayList<>();

    @Override
    public void onLoaded(final LoadedEntity loaded) {
      said.add("loaded " + loaded.epoch());
    }

    @Override
    public void onLoadFailed(final String reason) {
      said.add("failed " + reason);
    }

    @Override
    public void onCommitted(final long epoch, final long seqNr) {
      said.add("committed " + epoch + " " + seqNr);
    }

    @Override
    public void onRefused(
        final EventLog.Refusal refusal,
        final long epoch,
        final long seqNr,
        final long expectedSeqNr) {
      said.add("refused " + refusal);
    }

    @Override
    public void onSnapshotStored(final long epoch, final long seqNr) {
      said.add("stored " + seqNr);
    }
  }
}
