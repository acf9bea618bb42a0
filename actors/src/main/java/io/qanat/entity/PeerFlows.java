package io.qanat.entity;

import io.qanat.entity.core.Channels;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * When channel messages travel: sent in order within a window, sent again after a request or a
 * silence, acknowledged on the way back or bare after a while. A peer on this node gets a message
 * as soon as the entry that emitted it is on its way to the log, any other once it is committed.
 * Volatile: everything here is rebuilt from {@link Channels} after a load.
 *
 * <pre>
 *   sender                                            receiver
 *     │── PeerInput 1, 2, 3 (ackThrough 7) ─────────────▶│ append, commit 1..3
 *     │── PeerInput 5 ──────────────────────────────────▶│ 4 is missing
 *     │◀──────────────────────────── PeerNack(expected 4)│
 *     │── PeerInput 4, 5 ───────────────────────────────▶│ commit 4, 5
 *     │◀──────────────── PeerInput 8 (ackThrough 5), or PeerAck(5) after 32 messages or 200 ms
 * </pre>
 *
 * <p>Times are of a monotonic clock, nanoseconds. Deadlines are kept as one lower bound over all
 * peers, so that a message costs no search; {@link #tick} finds who is due.
 */
final class PeerFlows {
  private static final int BACKOFF_SHIFT_MAX = 4;

  /** Acknowledgements heard for this many messages are logged without patience. */
  private static final int ACK_LOG_BACKLOG = 1_024;

  private static final long NEVER = Long.MAX_VALUE;

  private static final class Flow {
    private final long peer;
    private final PeerTransport.Route route;
    private long sentThrough;

    /** Emitted by entries that were given to the log. */
    private long appendedThrough;

    /** Of these, emitted by entries that are committed. */
    private long releasedThrough;

    private long heardAckThrough;
    private long resendAtNanos = NEVER;
    private int silentResends;
    private long logAckAtNanos = NEVER;
    private long committedThrough;
    private long ackSentThrough;
    private long ackAtNanos = NEVER;
    private long nackedSeq;
    private long nackAgainAtNanos;

    Flow(final long peer, final PeerTransport.Route route) {
      this.peer = peer;
      this.route = route;
    }
  }

  private final long self;
  private final EntityConfig config;
  private final Channels channels;
  private final PeerTransport transport;
  private final Long2ObjectHashMap<Flow> byPeer = new Long2ObjectHashMap<>();
  private final List<Flow> flows = new ArrayList<>();
  private long nextDeadlineNanos = NEVER;

  PeerFlows(
      final long self,
      final EntityConfig config,
      final Channels channels,
      final PeerTransport transport) {
    this.self = self;
    this.config = config;
    this.channels = channels;
    this.transport = transport;
  }

  /** Sends everything unacknowledged again, as after a load: all of it is committed. */
  void restore(final long nowNanos) {
    channels.forEachPeer(
        peer -> {
          final Flow flow = flow(peer);
          flow.committedThrough = channels.receivedThrough(peer);
          flow.ackSentThrough = flow.committedThrough;
          flow.releasedThrough = channels.sentThrough(peer);
          flow.appendedThrough = flow.releasedThrough;
          flow.heardAckThrough = channels.acknowledgedThrough(peer);
          flow.sentThrough = flow.heardAckThrough;
          pump(flow, nowNanos);
        });
  }

  /**
   * A message may be handed over on this node: the entry that emitted it, and all before it, were
   * given to the log.
   */
  void appended(final long peer, final long channelSeq, final long nowNanos) {
    final Flow flow = flow(peer);
    flow.appendedThrough = channelSeq;
    pump(flow, nowNanos);
  }

  /** A message may leave: the entry that emitted it is committed. */
  void release(final long peer, final long channelSeq, final long nowNanos) {
    final Flow flow = flow(peer);
    flow.releasedThrough = channelSeq;
    flow.appendedThrough = Math.max(flow.appendedThrough, channelSeq);
    if (flow.sentThrough < channelSeq) {
      pump(flow, nowNanos);
    }
  }

  private void pump(final Flow flow, final long nowNanos) {
    final long acknowledged = acknowledged(flow);
    flow.sentThrough = Math.max(flow.sentThrough, acknowledged);
    final long limit = Math.min(flow.appendedThrough, acknowledged + config.peerWindow());
    while (flow.sentThrough < limit && travel(flow, flow.sentThrough + 1)) {
      flow.sentThrough++;
      acknowledgementSent(flow);
      if (flow.resendAtNanos == NEVER) {
        flow.resendAtNanos = due(nowNanos + config.resendAfterNanos());
      }
    }
  }

  /** Returns false if the message must wait until it is committed. */
  private boolean travel(final Flow flow, final long channelSeq) {
    final Channels.Origin origin = channels.origin(flow.peer, channelSeq);
    final DirectBuffer message =
        Envelopes.peerInput(
            self, channelSeq, flow.committedThrough, channels.body(flow.peer, channelSeq));
    final LogEntry.Cause cause =
        new LogEntry.Cause(self, origin.epoch(), origin.seqNr(), origin.outputIndex());
    if (channelSeq > flow.releasedThrough) {
      return flow.route.handOver(message, cause, origin.timeNanos());
    }
    flow.route.send(message, cause, origin.timeNanos());
    return true;
  }

  private long acknowledged(final Flow flow) {
    return Math.max(flow.heardAckThrough, channels.acknowledgedThrough(flow.peer));
  }

  private static void acknowledgementSent(final Flow flow) {
    flow.ackSentThrough = flow.committedThrough;
    flow.ackAtNanos = NEVER;
  }

  /** The peer has committed our messages through this one; it is logged later. */
  void heardAck(final long peer, final long through, final long nowNanos) {
    final Flow flow = flow(peer);
    if (through <= acknowledged(flow)) {
      return;
    }
    flow.heardAckThrough = through;
    progressed(flow, nowNanos);
    final boolean backlog = through - channels.acknowledgedThrough(peer) >= ACK_LOG_BACKLOG;
    flow.logAckAtNanos =
        due(Math.min(flow.logAckAtNanos, nowNanos + (backlog ? 0 : config.ackDelayNanos())));
  }

  /** The channels have taken an acknowledgement from a logged input. */
  void loggedAck(final long peer, final long nowNanos) {
    final Flow flow = flow(peer);
    final long logged = channels.acknowledgedThrough(peer);
    if (logged >= flow.heardAckThrough) {
      flow.logAckAtNanos = NEVER;
    }
    if (logged > flow.heardAckThrough) {
      flow.heardAckThrough = logged;
      progressed(flow, nowNanos);
    }
  }

  private void progressed(final Flow flow, final long nowNanos) {
    flow.silentResends = 0;
    flow.resendAtNanos =
        acknowledged(flow) < flow.sentThrough ? due(nowNanos + config.resendAfterNanos()) : NEVER;
    pump(flow, nowNanos);
  }

  /** The peer asks for everything from this message on. */
  void nacked(final long peer, final long expectedSeq, final long nowNanos) {
    final Flow flow = flow(peer);
    if (expectedSeq > acknowledged(flow) && expectedSeq <= flow.sentThrough) {
      flow.sentThrough = expectedSeq - 1;
      pump(flow, nowNanos);
    }
  }

  /** An input of the peer is committed and waits for its acknowledgement. */
  void committed(final long peer, final long channelSeq, final long nowNanos) {
    final Flow flow = flow(peer);
    flow.committedThrough = channelSeq;
    if (flow.committedThrough - flow.ackSentThrough >= config.ackEvery()) {
      sendAck(flow);
    } else if (flow.ackAtNanos == NEVER) {
      flow.ackAtNanos = due(nowNanos + config.ackDelayNanos());
    }
  }

  private void sendAck(final Flow flow) {
    flow.route.send(Envelopes.peerAck(self, flow.committedThrough), LogEntry.Cause.OUTSIDE, 0);
    acknowledgementSent(flow);
  }

  /** The peer sent something again: our acknowledgement has been lost or is late. */
  void duplicate(final long peer, final long nowNanos) {
    final Flow flow = flow(peer);
    final long soon = nowNanos + config.ackDelayNanos() / 8;
    flow.ackAtNanos = due(Math.min(flow.ackAtNanos, soon));
  }

  /** Asks the peer for a missing message, unless that was just done. */
  void gap(final long peer, final long expectedSeq, final long nowNanos) {
    final Flow flow = flow(peer);
    if (flow.nackedSeq != expectedSeq || nowNanos - flow.nackAgainAtNanos >= 0) {
      flow.nackedSeq = expectedSeq;
      flow.nackAgainAtNanos = nowNanos + config.resendAfterNanos() / 4;
      flow.route.send(Envelopes.peerNack(self, expectedSeq), LogEntry.Cause.OUTSIDE, 0);
    }
  }

  /** Sends bare acknowledgements that are due, and again what has met silence. */
  void tick(final long nowNanos) {
    if (nowNanos < nextDeadlineNanos) {
      return;
    }
    nextDeadlineNanos = NEVER;
    for (final Flow flow : flows) {
      if (flow.ackAtNanos <= nowNanos) {
        sendAck(flow);
      }
      if (flow.resendAtNanos <= nowNanos) {
        resend(flow, nowNanos);
      }
      due(Math.min(flow.ackAtNanos, Math.min(flow.resendAtNanos, flow.logAckAtNanos)));
    }
  }

  /**
   * Asks again by the first and the last message that are unacknowledged, not by all of them: a
   * peer that is only slow gets two duplicates instead of a second flood, and one that has lost
   * something asks for it, since the last shows it the gap.
   */
  private void resend(final Flow flow, final long nowNanos) {
    final long first = acknowledged(flow) + 1;
    flow.silentResends++;
    final long delay = config.resendAfterNanos() << Math.min(flow.silentResends, BACKOFF_SHIFT_MAX);
    flow.resendAtNanos = first <= flow.appendedThrough ? due(nowNanos + delay) : NEVER;
    if (first <= flow.sentThrough) {
      travel(flow, first);
      if (first < flow.sentThrough) {
        travel(flow, flow.sentThrough);
      }
      acknowledgementSent(flow);
    }
    pump(flow, nowNanos);
  }

  /** Visits the peers whose heard acknowledgements should be logged now. */
  void forEachAckToLog(final long nowNanos, final AckConsumer consumer) {
    for (final Flow flow : flows) {
      if (flow.logAckAtNanos <= nowNanos) {
        flow.logAckAtNanos = NEVER;
        if (flow.heardAckThrough > channels.acknowledgedThrough(flow.peer)) {
          consumer.ack(flow.peer, flow.heardAckThrough);
        }
      }
    }
  }

  /**
   * Time of the oldest input whose messages a peer has not acknowledged, whether that is logged or
   * not; {@link #NEVER}: there is none.
   */
  long oldestUnacknowledgedNanos() {
    long oldest = NEVER;
    for (final Flow flow : flows) {
      final long first = acknowledged(flow) + 1;
      if (first <= channels.sentThrough(flow.peer)) {
        oldest = Math.min(oldest, channels.origin(flow.peer, first).timeNanos());
      }
    }
    return oldest;
  }

  /** When {@link #tick} is wanted next; {@link Long#MAX_VALUE}: not at all. */
  long nextDeadlineNanos() {
    return nextDeadlineNanos;
  }

  private long due(final long atNanos) {
    nextDeadlineNanos = Math.min(nextDeadlineNanos, atNanos);
    return atNanos;
  }

  private Flow flow(final long peer) {
    Flow flow = byPeer.get(peer);
    if (flow == null) {
      flow = new Flow(peer, transport.to(peer));
      byPeer.put(peer, flow);
      flows.add(flow);
    }
    return flow;
  }

  /** Receives acknowledgements. */
  @FunctionalInterface
  interface AckConsumer {
    void ack(long peer, long through);
  }
}
