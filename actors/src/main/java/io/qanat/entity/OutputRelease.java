package io.qanat.entity;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.log.LogEntry;
import java.util.List;
import java.util.function.Consumer;

/** Lets outputs leave in order, and says what was not taken. */
final class OutputRelease {
  private final long entity;
  private final Edge edge;
  private final int retryAfterMillis;

  OutputRelease(final long entity, final Edge edge, final int retryAfterMillis) {
    this.entity = entity;
    this.edge = edge;
    this.retryAfterMillis = retryAfterMillis;
  }

  /**
   * An entry that was given to the log: its messages to peers of this node travel at once. If the
   * log does not store it, it stores nothing that names it as its cause either, and those peers
   * discard what they decided.
   */
  void handOver(final OutputBatch outputs, final PeerFlows flows, final long nowNanos) {
    for (int i = 0; i < outputs.count(); i++) {
      if (outputs.kind(i) == OutputBatch.Kind.PEER) {
        flows.appended(outputs.address(i), outputs.channelSeq(i), nowNanos);
      }
    }
  }

  /**
   * A committed entry: its outputs leave, the acknowledgement of its input is owed.
   *
   * @param settled takes the answers that have waited for it
   */
  void release(
      final AppendWindow.Pending committed,
      final long epoch,
      final PeerFlows flows,
      final long nowNanos,
      final Consumer<AppendWindow.HeldAnswer> settled) {
    final OutputBatch outputs = committed.outputs();
    if (committed.channelSeq() != 0) {
      flows.committed(committed.sender(), committed.channelSeq(), nowNanos);
    }
    for (int i = 0; i < outputs.count(); i++) {
      switch (outputs.kind(i)) {
        case PEER -> flows.release(outputs.address(i), outputs.channelSeq(i), nowNanos);
        case SESSION -> toSession(outputs, i);
        case MARKET_DATA -> toMarketData(outputs, i, epoch);
        case REPLY -> reply(outputs, i);
      }
    }
    committed.answers().forEach(settled);
  }

  /**
   * Outputs of an earlier epoch that may not have left. Replies mean nothing after a restart; peer
   * messages are sent by {@link PeerFlows#restore}.
   */
  void releaseAgain(final List<OutputBatch> batches, final long epoch) {
    for (final OutputBatch outputs : batches) {
      for (int i = 0; i < outputs.count(); i++) {
        switch (outputs.kind(i)) {
          case SESSION -> toSession(outputs, i);
          case MARKET_DATA -> toMarketData(outputs, i, epoch);
          case PEER, REPLY -> {}
        }
      }
    }
  }

  /** The answers to a query; a core may give nothing else. */
  void answer(final OutputBatch answers) {
    for (int i = 0; i < answers.count(); i++) {
      if (answers.kind(i) == OutputBatch.Kind.REPLY) {
        reply(answers, i);
      }
    }
  }

  private void toSession(final OutputBatch outputs, final int i) {
    edge.onReport(outputs.address(i), outputs.buffer(), outputs.offset(i), outputs.length(i));
  }

  private void toMarketData(final OutputBatch outputs, final int i, final long epoch) {
    edge.onMarketData(
        entity,
        epoch,
        MDFeed.get((short) outputs.address(i)),
        outputs.buffer(),
        outputs.offset(i),
        outputs.length(i));
  }

  private void reply(final OutputBatch outputs, final int i) {
    if (outputs.address(i) != 0) {
      edge.onReply(outputs.address(i), outputs.buffer(), outputs.offset(i), outputs.length(i));
    }
  }

  void instrumentStarted(final long epoch) {
    edge.onInstrumentStarted(entity, epoch);
  }

  /**
   * An external input or a query was not taken. Peer messages are never refused: they come again.
   */
  void refuse(final InputQueue.Item item, final Edge.Refusal refusal) {
    final long requestId =
        switch (item.kind()) {
          case EXTERNAL -> Envelopes.requestId(item.bytes());
          case QUERY -> item.requestId();
          case PEER -> 0;
        };
    if (item.kind() != InputQueue.Kind.PEER) {
      edge.onRefused(
          entity,
          refusal,
          refusal == Edge.Refusal.POISON ? 0 : retryAfterMillis,
          requestId,
          item.bytes(),
          0,
          item.bytes().capacity());
    }
  }

  /**
   * An applied entry will not be committed by this owner. What the log has certainly not stored is
   * refused; peers send again by themselves.
   *
   * @param refusedSeqNr the first entry that is not in the log
   */
  void refuseDiscarded(final AppendWindow.Pending pending, final long refusedSeqNr) {
    final LogEntry entry = pending.entry();
    if (entry.seqNr() >= refusedSeqNr && Envelopes.isExternal(entry.input())) {
      refuse(InputQueue.Item.external(entry.input()), Edge.Refusal.UNAVAILABLE);
    }
    for (final AppendWindow.HeldAnswer answer : pending.answers()) {
      refuse(answer.query(), Edge.Refusal.UNAVAILABLE);
    }
  }
}
