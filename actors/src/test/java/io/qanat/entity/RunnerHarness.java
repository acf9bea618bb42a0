package io.qanat.entity;

import io.qanat.codecs.entity.PeerAckDecoder;
import io.qanat.codecs.entity.PeerNackDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.sim.InMemoryEventLog;
import io.qanat.sim.ToyCore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** One runner with a log that answers when told to, and everything it says written down. */
final class RunnerHarness implements EntityRunner.Host, EventLog.Listener {
  static final long START_NANOS = 1_000_000_000_000_000_000L;
  static final long A = EntityKey.account(1);
  static final long B = EntityKey.account(2);

  final ArrayDeque<Runnable> answers = new ArrayDeque<>();
  final List<String> said = new ArrayList<>();
  final List<Long> causeSeqNrs = new ArrayList<>();
  final InMemoryEventLog log;
  final long entity;
  boolean room = true;
  boolean owns = true;

  /** Whether every peer runs on the same node. */
  boolean peersAreHere;

  long nowNanos = START_NANOS;
  EntityRunner runner;

  RunnerHarness(final long entity) {
    this.entity = entity;
    this.log = new InMemoryEventLog(Runnable::run, answers::add, () -> room);
  }

  /** A loaded runner of account 1 with toy core and default configuration. */
  static RunnerHarness started() {
    return new RunnerHarness(A).start(ToyCore.factory(), EntityConfig.defaults()).settle();
  }

  /** A new runner on the same log, as after a crash. */
  RunnerHarness start(final Core.Factory cores, final EntityConfig config) {
    runner =
        new EntityRunner(
            entity,
            config,
            new EntityRunner.Ports(
                log, new SayingEdge(), this::route, cores, () -> nowNanos, () -> nowNanos),
            this,
            this);
    runner.start();
    return this;
  }

  /** Lets the log answer everything, commits included. */
  RunnerHarness settle() {
    while (!answers.isEmpty()) {
      answers.poll().run();
    }
    return this;
  }

  RunnerHarness pass(final long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    runner.onTick();
    return this;
  }

  void receive(final DirectBuffer message) {
    runner.onPeer(message, LogEntry.Cause.OUTSIDE, 0);
  }

  /** Message {@code seq} of account 2, paying {@code amount}. */
  void paidByB(final long seq, final long amount, final long ackThrough) {
    receive(Envelopes.peerInput(B, seq, ackThrough, ToyCore.body(entity, amount)));
  }

  /** What was said since the last time. */
  List<String> said() {
    final List<String> all = List.copyOf(said);
    said.clear();
    return all;
  }

  List<LogEntry> history() {
    return log.history(entity);
  }

  ToyCore core() {
    return (ToyCore) runner.core();
  }

  private PeerTransport.Route route(final long to) {
    return new PeerTransport.Route() {
      @Override
      public void send(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        sent(to, message, cause);
      }

      @Override
      public boolean handOver(
          final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
        if (peersAreHere) {
          sent(to, message, cause);
        }
        return peersAreHere;
      }
    };
  }

  private void sent(final long to, final DirectBuffer message, final LogEntry.Cause cause) {
    said.add(
        EntityKey.toString(to)
            + switch (Envelopes.template(message)) {
              case PeerAckDecoder.TEMPLATE_ID ->
                  " ack " + Envelopes.readPeerAck(message).ackThrough();
              case PeerNackDecoder.TEMPLATE_ID ->
                  " nack " + Envelopes.readPeerNack(message).expectedSeq();
              default -> {
                final var input = Envelopes.readPeerInput(message);
                final long seq = input.channelSeq();
                final long ack = input.ackThrough();
                final int body = input.limit() + Integer.BYTES;
                causeSeqNrs.add(cause.seqNr());
                yield " input " + seq + " pays " + ToyCore.amountOf(message, body) + " ack " + ack;
              }
            });
  }

  @Override
  public void onLoaded(final LoadedEntity loaded) {
    runner.onLoaded(loaded);
  }

  @Override
  public void onLoadFailed(final String reason) {
    runner.onLoadFailed(reason);
  }

  @Override
  public void onCommitted(final long epoch, final long seqNr) {
    runner.onCommitted(epoch, seqNr);
  }

  @Override
  public void onRefused(
      final EventLog.Refusal refusal, final long epoch, final long seqNr, final long expected) {
    runner.onRefused(refusal, epoch, seqNr, expected);
  }

  @Override
  public void onConfirmed(final long epoch) {
    runner.onConfirmed(epoch);
  }

  @Override
  public void onLost(final long epoch) {
    runner.onLost(epoch);
  }

  @Override
  public void onSnapshotStored(final long epoch, final long seqNr) {
    said.add("snapshot " + seqNr);
    runner.onSnapshotStored(epoch, seqNr);
  }

  @Override
  public void onStopped() {
    said.add("stopped");
  }

  @Override
  public void onFailed(final String reason) {
    said.add("failed: " + reason);
  }

  @Override
  public void onAnomaly(final String what) {
    said.add("anomaly: " + what);
  }

  @Override
  public boolean ownsEntity() {
    return owns;
  }

  private final class SayingEdge implements Edge {
    @Override
    public void onReport(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      said.add("report " + ToyCore.amountOf(buffer, offset));
    }

    @Override
    public void onReply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      said.add("reply " + requestId + ": " + ToyCore.amountOf(buffer, offset));
    }

    @Override
    public void onMarketData(
        final long instrument,
        final long epoch,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      said.add("market data " + feed + " epoch " + epoch + ": " + ToyCore.amountOf(buffer, offset));
    }

    @Override
    public void onInstrumentStarted(final long instrument, final long epoch) {
      said.add("started epoch " + epoch);
    }

    @Override
    public void onRefused(
        final long refusedBy,
        final Refusal refusal,
        final int retryAfterMillis,
        final long requestId,
        final DirectBuffer input,
        final int offset,
        final int length) {
      said.add(refusal + " " + requestId + " retry " + retryAfterMillis);
    }
  }
}
