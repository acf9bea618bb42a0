package io.qanat.entity;

import io.qanat.codecs.entity.PeerAckDecoder;
import io.qanat.codecs.entity.PeerInputDecoder;
import io.qanat.codecs.entity.PeerNackDecoder;
import io.qanat.entity.EntityStatus.Phase;
import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * Runs one core: loads it, applies its inputs one by one, appends them without waiting, lets their
 * outputs leave in order once they are committed.
 *
 * <pre>
 *             ┌────────── load granted, replayed ──────────┐
 *   start ─▶ LOADING                                        ▼
 *             ▲   ▲◀── append refused ───────────────── RUNNING ── drained, or fenced ──▶ STOPPED
 *             │   └─── window settled ── SETTLING ◀─ core threw ┘ │
 *             └─ load failed (later)                              └─ history does not repeat,
 *                                                                    or poison ──▶ FAILED
 * </pre>
 *
 * <p>Single-threaded, without a clock or a timer of its own: the host calls it for each event, and
 * {@link #onTick} when {@link #nanosUntilTick} has passed. Buffers given to it are not changed
 * afterwards.
 */
public final class EntityRunner {
  /** What the runner tells whoever runs it. */
  public interface Host {
    /** It has let go of the entity, having nothing in flight, and does nothing any more. */
    void onStopped();

    /** It will not go on until somebody acts; {@code reason} names entity and place. */
    void onFailed(String reason);

    /** Something that should not happen was dealt with; for the operator's log. */
    void onAnomaly(String what);

    /** Whether this node should still own the entity although the log has fenced it. */
    boolean ownsEntity();
  }

  /**
   * What a runner needs of its node.
   *
   * @param clock time of inputs, epoch nanoseconds
   * @param ticker monotonic, for delays
   */
  public record Ports(
      EventLog log,
      Edge edge,
      PeerTransport peers,
      Core.Factory cores,
      EpochNanoClock clock,
      NanoClock ticker) {}

  private static final long NEVER = Long.MAX_VALUE;
  private static final long TICK_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int REFUSED_IN_A_ROW_MAX = 3;

  private final long entity;
  private final EntityConfig config;
  private final Ports ports;
  private final EventLog.Listener listener;
  private final Host host;
  private final InputQueue queue;
  private final AppendWindow window;
  private final LoadShedder shedder;
  private final SnapshotTaker snapshots;
  private final OutputRelease release;
  private final AnswerQueue unconfirmed;

  /** Failures of the core by the peer whose next message it is; by 0 for the wake-up. */
  private final Long2LongHashMap poisonings = new Long2LongHashMap(0);

  private Phase phase = Phase.LOADING;
  private boolean draining;
  private EntityState state;
  private PeerFlows flows;
  private long epoch;
  private long seqNr;
  private long committedSeqNr;
  private long timeNanos;
  private long lastBusyNanos;
  private long loadAgainAtNanos = NEVER;
  private int refusedInARow;

  /**
   * Makes a runner that does nothing until {@link #start}.
   *
   * @param listener given to the log; must call back here, on the runner's thread
   */
  public EntityRunner(
      final long entity,
      final EntityConfig config,
      final Ports ports,
      final EventLog.Listener listener,
      final Host host) {
    this.entity = entity;
    this.config = config;
    this.ports = ports;
    this.listener = listener;
    this.host = host;
    this.queue = new InputQueue(config.queueEntries(), config.queueBytes());
    this.window = new AppendWindow(config.windowEntries(), config.windowBytes());
    this.shedder = new LoadShedder(config.shedAfterNanos());
    this.snapshots = new SnapshotTaker(config);
    this.unconfirmed = new AnswerQueue(config.windowEntries());
    this.release = new OutputRelease(entity, ports.edge(), config.retryAfterMillis());
  }

  /** Asks the log for the entity. */
  public void start() {
    load();
  }

  private void load() {
    phase = Phase.LOADING;
    state = null;
    flows = null;
    loadAgainAtNanos = NEVER;
    refuseAnswers();
    ports.log().load(entity, listener);
  }

  /** An input from outside: ClientInput or AdminInput. */
  public void onInput(final DirectBuffer input) {
    final InputQueue.Item item = InputQueue.Item.external(input);
    if (!Envelopes.isExternal(input)) {
      release.refuse(item, Edge.Refusal.POISON);
    } else if (isClosed()) {
      release.refuse(item, Edge.Refusal.UNAVAILABLE);
    } else if (mayTake(input) && !isOverloaded(input)) {
      takeExternal(item);
    } else if (!mayWait(input) || !queue.offer(item)) {
      release.refuse(item, phase == Phase.RUNNING ? Edge.Refusal.BUSY : Edge.Refusal.UNAVAILABLE);
    }
  }

  /** New work would only make the backlog longer. */
  private boolean isOverloaded(final DirectBuffer input) {
    final int unacknowledged = state.channels().unacknowledgedCount();
    return (unacknowledged >= config.unacknowledgedMax()
            || shedder.isLate(window, flows, unacknowledged, ports.clock().nanoTime()))
        && !Envelopes.isUrgent(input);
  }

  /** New work waits for a load only; what is urgent waits for the window too. */
  private boolean mayWait(final DirectBuffer input) {
    return Envelopes.isUrgent(input)
        || (phase != Phase.RUNNING && queue.size() < config.windowEntries());
  }

  /** A message of another entity: PeerInput, PeerAck or PeerNack. */
  public void onPeer(
      final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
    if (isClosed()) {
      return;
    }
    final InputQueue.Item item = InputQueue.Item.peer(message, cause, causeTimeNanos);
    if (mayTake(message)) {
      takePeer(item);
    } else {
      // Without room it is dropped: its sender keeps it and sends it again.
      queue.offer(item);
    }
  }

  /** A question to the core; the answer leaves from committed state. */
  public void onQuery(final long requestId, final DirectBuffer body) {
    final InputQueue.Item item = InputQueue.Item.query(body, requestId);
    if (isClosed()) {
      release.refuse(item, Edge.Refusal.UNAVAILABLE);
    } else if (phase == Phase.RUNNING) {
      answer(item);
    } else if (queue.size() >= config.windowEntries() || !queue.offer(item)) {
      release.refuse(item, Edge.Refusal.UNAVAILABLE);
    }
  }

  private boolean isClosed() {
    return draining || phase == Phase.STOPPED || phase == Phase.FAILED;
  }

  private boolean mayTake(final DirectBuffer bytes) {
    return phase == Phase.RUNNING && queue.isEmpty() && window.hasRoom(bytes.capacity());
  }

  private void takeWaiting() {
    while (phase == Phase.RUNNING
        && !queue.isEmpty()
        && window.hasRoom(queue.peek().bytes().capacity())) {
      final InputQueue.Item item = queue.poll();
      switch (item.kind()) {
        case EXTERNAL -> takeExternal(item);
        case PEER -> takePeer(item);
        case QUERY -> answer(item);
      }
    }
  }

  private void takeExternal(final InputQueue.Item item) {
    final Throwable failure = apply(item, window.slot());
    if (failure != null) {
      release.refuse(item, Edge.Refusal.POISON);
      if (phase != Phase.RUNNING) {
        host.onAnomaly(poison("an external input", failure));
      }
    }
  }

  private void takePeer(final InputQueue.Item item) {
    final long nowNanos = ports.ticker().nanoTime();
    final DirectBuffer message = item.bytes();
    switch (Envelopes.template(message)) {
      case PeerInputDecoder.TEMPLATE_ID -> takePeerInput(item, nowNanos);
      case PeerAckDecoder.TEMPLATE_ID -> {
        final PeerAckDecoder ack = Envelopes.readPeerAck(message);
        heardAck(ack.sender(), ack.ackThrough(), nowNanos);
      }
      case PeerNackDecoder.TEMPLATE_ID -> {
        final PeerNackDecoder nack = Envelopes.readPeerNack(message);
        flows.nacked(nack.sender(), nack.expectedSeq(), nowNanos);
      }
      default -> host.onAnomaly(name() + ": dropped bytes that are no message of an entity");
    }
  }

  private void heardAck(final long peer, final long through, final long nowNanos) {
    if (through > state.channels().sentThrough(peer)) {
      knowsMore(peer, through);
    } else {
      flows.heardAck(peer, through, nowNanos);
    }
  }

  /**
   * A peer acknowledges what this runner never sent: another runner has owned the entity since, and
   * this one has not heard of it because it appended nothing. It lets go, or learns what it missed;
   * if the log knows of no such message either, the entity stops after some attempts.
   */
  private void knowsMore(final long peer, final long through) {
    final String what =
        name()
            + ": "
            + EntityKey.toString(peer)
            + " acknowledges message "
            + through
            + " that was never sent to it";
    final long attempts = poisonings.get(peer) + 1;
    poisonings.put(peer, attempts);
    if (host.ownsEntity() && attempts >= config.poisonAttempts()) {
      fail(what);
      return;
    }
    host.onAnomaly(what);
    giveUpCore();
  }

  private void takePeerInput(final InputQueue.Item item, final long nowNanos) {
    final PeerInputDecoder peer = Envelopes.readPeerInput(item.bytes());
    final long sender = peer.sender();
    final long channelSeq = peer.channelSeq();
    final Channels channels = state.channels();
    switch (channels.judge(sender, channelSeq)) {
      case DUPLICATE -> {
        heardAck(sender, peer.ackThrough(), nowNanos);
        if (phase == Phase.RUNNING) {
          flows.duplicate(sender, nowNanos);
        }
      }
      case GAP -> flows.gap(sender, channels.receivedThrough(sender) + 1, nowNanos);
      case APPLY -> {
        if (peer.ackThrough() > channels.sentThrough(sender)) {
          knowsMore(sender, peer.ackThrough());
          return;
        }
        final Throwable failure = apply(item, window.slot().from(sender, channelSeq));
        if (failure == null) {
          poisonings.remove(sender);
        } else {
          poisoned(sender, "message " + channelSeq + " of " + EntityKey.toString(sender), failure);
        }
      }
    }
  }

  /** It cannot be refused for ever, for it comes again: after some attempts the entity stops. */
  private void poisoned(final long offender, final String what, final Throwable failure) {
    final long attempts = poisonings.get(offender) + 1;
    poisonings.put(offender, attempts);
    final String reason = poison(what, failure) + " (attempt " + attempts + ")";
    if (attempts >= config.poisonAttempts()) {
      fail(reason);
    } else {
      host.onAnomaly(reason);
    }
  }

  private String poison(final String what, final Throwable failure) {
    return name()
        + " epoch "
        + epoch
        + " seqNr "
        + (seqNr + 1)
        + ": "
        + what
        + " fails: "
        + failure;
  }

  private String name() {
    return EntityKey.toString(entity);
  }

  /**
   * Applies and appends one input.
   *
   * @return null, or why it was not applied: either it cannot be read and nothing has changed, or
   *     the core failed on it and is given up
   */
  private Throwable apply(final InputQueue.Item item, final AppendWindow.Pending slot) {
    final long nowNanos = ports.ticker().nanoTime();
    lastBusyNanos = nowNanos;
    final long inputTimeNanos =
        Math.max(Math.max(ports.clock().nanoTime(), timeNanos), item.causeTimeNanos());
    final OutputBatch outputs = slot.outputs();
    try {
      state.apply(item.bytes(), inputTimeNanos, epoch, seqNr + 1, outputs);
    } catch (final EntityState.InvalidInputException e) {
      window.recycle(slot);
      return e;
    } catch (final RuntimeException | AssertionError | StackOverflowError e) {
      window.recycle(slot);
      giveUpCore();
      return e;
    }
    seqNr++;
    timeNanos = inputTimeNanos;
    final LogEntry entry =
        new LogEntry(
            entity,
            epoch,
            seqNr,
            timeNanos,
            item.cause(),
            state.core().version(),
            outputs.hash(),
            committedSeqNr,
            state.wakeAtNanos(timeNanos),
            item.bytes());
    window.add(slot, entry);
    if (window.offer(ports.log())) {
      release.handOver(outputs, flows, nowNanos);
    }
    if (slot.sender() != 0) {
      flows.loggedAck(slot.sender(), nowNanos);
    }
    snapshots.applied(entry, state.channels(), state.core(), nowNanos);
    return null;
  }

  /**
   * What the core decided before it failed is committed and released first, then it is loaded, or
   * let go if it is another node's by now: then it may have failed because it is behind.
   */
  private void giveUpCore() {
    phase = Phase.SETTLING;
    if (!host.ownsEntity()) {
      drain();
    }
    loadIfSettled();
  }

  private void loadIfSettled() {
    if (phase == Phase.SETTLING && !draining && window.isEmpty()) {
      load();
    }
  }

  private void answer(final InputQueue.Item query) {
    final OutputBatch answers = new OutputBatch();
    final long inputTimeNanos = Math.max(ports.clock().nanoTime(), timeNanos);
    try {
      state.query(query.bytes(), query.requestId(), inputTimeNanos, answers);
    } catch (final EntityState.InvalidInputException e) {
      release.refuse(query, Edge.Refusal.POISON);
      return;
    } catch (final RuntimeException | AssertionError | StackOverflowError e) {
      release.refuse(query, Edge.Refusal.POISON);
      host.onAnomaly(poison("a query", e));
      giveUpCore();
      return;
    }
    final AppendWindow.HeldAnswer answer = new AppendWindow.HeldAnswer(query, answers);
    if (window.isEmpty()) {
      settled(answer);
    } else if (!window.hold(answer)) {
      release.refuse(query, Edge.Refusal.BUSY);
    }
  }

  /** What an answer says is committed; where others may load, it must be ours still. */
  private void settled(final AppendWindow.HeldAnswer answer) {
    if (!ports.log().isShared()) {
      release.answer(answer.answers());
    } else if (unconfirmed.add(answer)) {
      askWhetherOurs();
    } else {
      release.refuse(answer.query(), Edge.Refusal.BUSY);
    }
  }

  private void askWhetherOurs() {
    if (unconfirmed.ask()) {
      ports.log().confirm(entity, epoch, listener);
    }
  }

  private void refuseAnswers() {
    unconfirmed.drop(answer -> release.refuse(answer.query(), Edge.Refusal.UNAVAILABLE));
  }

  /** The entity was ours when the log was asked: what has waited for that is told. */
  public void onConfirmed(final long confirmedEpoch) {
    if (confirmedEpoch == epoch && phase != Phase.LOADING) {
      unconfirmed.release(answer -> release.answer(answer.answers()));
      askWhetherOurs();
    }
  }

  /** Another owner has the entity: nothing that is known here counts any more. */
  public void onLost(final long lostEpoch) {
    if (lostEpoch != epoch || phase == Phase.LOADING || phase == Phase.STOPPED) {
      return;
    }
    refuseAnswers();
    host.onAnomaly(name() + " epoch " + epoch + ": another owner has it");
    // Entries on their way are refused by the log, which ends this epoch as well.
    if (phase == Phase.RUNNING && window.isEmpty()) {
      if (host.ownsEntity() && !draining) {
        load();
      } else {
        stop();
      }
    }
  }

  /** The log granted a load. */
  public void onLoaded(final LoadedEntity loaded) {
    if (phase != Phase.LOADING || draining) {
      return;
    }
    final Recovery.Recovered recovered;
    try {
      recovered =
          Recovery.recover(
              loaded,
              ports.cores(),
              committedSeqNr,
              config.overridesHashMismatchOf(entity),
              host::onAnomaly);
    } catch (final Recovery.RecoveryException | IllegalArgumentException e) {
      fail(e.getMessage());
      return;
    }
    final long nowNanos = ports.ticker().nanoTime();
    phase = Phase.RUNNING;
    epoch = loaded.epoch();
    state = recovered.state();
    seqNr = recovered.seqNr();
    committedSeqNr = seqNr;
    timeNanos = recovered.timeNanos();
    lastBusyNanos = nowNanos;
    snapshots.reset(loaded.tail().size(), recovered.tailBytes(), recovered.snapshotBytes());
    flows = new PeerFlows(entity, config, state.channels(), ports.peers());
    release.releaseAgain(recovered.toRelease(), epoch);
    flows.restore(nowNanos);
    if (EntityKey.kind(entity) == EntityKey.INSTRUMENT) {
      release.instrumentStarted(epoch);
    }
    wakeIfDue();
    takeWaiting();
  }

  /** A load failed; it is tried again after a while. */
  public void onLoadFailed(final String reason) {
    if (phase == Phase.LOADING) {
      host.onAnomaly(name() + ": load failed: " + reason);
      loadAgainAtNanos = ports.ticker().nanoTime() + config.loadRetryNanos();
    }
  }

  /** Everything of an epoch through an entry is committed: its outputs leave. */
  public void onCommitted(final long committedEpoch, final long throughSeqNr) {
    if (committedEpoch != epoch || throughSeqNr <= committedSeqNr || phase == Phase.LOADING) {
      return;
    }
    committedSeqNr = throughSeqNr;
    refusedInARow = 0;
    final long nowNanos = ports.ticker().nanoTime();
    window.commit(
        throughSeqNr, pending -> release.release(pending, epoch, flows, nowNanos, this::settled));
    snapshots.committed(committedSeqNr, ports.log());
    window.offer(ports.log());
    stopIfDrained();
    loadIfSettled();
    takeWaiting();
  }

  /** An entry and all after it were not stored: the core has decided too much and is reloaded. */
  public void onRefused(
      final EventLog.Refusal refusal,
      final long refusedEpoch,
      final long refusedSeqNr,
      final long expectedSeqNr) {
    if (refusedEpoch != epoch
        || window.isEmpty()
        || phase == Phase.LOADING
        || phase == Phase.STOPPED) {
      return;
    }
    window.discard(pending -> release.refuseDiscarded(pending, refusedSeqNr));
    refusedInARow++;
    final String what =
        name()
            + " epoch "
            + epoch
            + " seqNr "
            + refusedSeqNr
            + ": append refused: "
            + refusal
            + ", expected seqNr "
            + expectedSeqNr;
    host.onAnomaly(what);
    if (draining
        || (refusal == EventLog.Refusal.FENCED
            && (!host.ownsEntity() || refusedInARow > REFUSED_IN_A_ROW_MAX))) {
      stop();
    } else if (refusedInARow > REFUSED_IN_A_ROW_MAX && refusal != EventLog.Refusal.CAUSE_MISSING) {
      fail(what);
    } else if (phase != Phase.FAILED) {
      load();
    }
  }

  /** The log stored a snapshot or found it too old. */
  public void onSnapshotStored(final long snapshotEpoch, final long throughSeqNr) {
    snapshots.stored(snapshotEpoch, throughSeqNr);
  }

  /** Does what has become due. Calling it too often is harmless. */
  public void onTick() {
    final long nowNanos = ports.ticker().nanoTime();
    if (phase == Phase.LOADING && loadAgainAtNanos <= nowNanos) {
      load();
    }
    window.offer(ports.log());
    if (phase == Phase.RUNNING) {
      snapshots.committed(committedSeqNr, ports.log());
      flows.tick(nowNanos);
      if (!draining) {
        logAcks(nowNanos);
        wakeIfDue();
        takeWaiting();
      }
    }
  }

  private void logAcks(final long nowNanos) {
    if (window.hasRoom(0)) {
      flows.forEachAckToLog(
          nowNanos,
          (peer, through) ->
              apply(
                  InputQueue.Item.peer(Envelopes.peerAck(peer, through), LogEntry.Cause.OUTSIDE, 0),
                  window.slot().from(peer, 0)));
    }
  }

  private void wakeIfDue() {
    final long wakeAtNanos = state.core().wakeAtNanos();
    if (wakeAtNanos != 0 && wakeAtNanos <= ports.clock().nanoTime() && window.hasRoom(0)) {
      final Throwable failure =
          apply(InputQueue.Item.external(Envelopes.wake(wakeAtNanos)), window.slot());
      if (failure == null) {
        poisonings.remove(EntityKey.NONE);
      } else {
        poisoned(EntityKey.NONE, "the wake-up", failure);
      }
    }
  }

  /** How long the host may wait until {@link #onTick}; {@link Long#MAX_VALUE}: need not call. */
  public long nanosUntilTick() {
    final long nowNanos = ports.ticker().nanoTime();
    long delayNanos = NEVER;
    if (phase == Phase.LOADING && loadAgainAtNanos != NEVER) {
      delayNanos = loadAgainAtNanos - nowNanos;
    }
    if (window.hasUnoffered()) {
      delayNanos = TICK_NANOS_MIN;
    }
    if (phase == Phase.RUNNING && !draining) {
      if (snapshots.isWaiting(committedSeqNr)) {
        delayNanos = TICK_NANOS_MIN;
      }
      if (flows.nextDeadlineNanos() != NEVER) {
        delayNanos = Math.min(delayNanos, flows.nextDeadlineNanos() - nowNanos);
      }
      final long wakeAtNanos = state.core().wakeAtNanos();
      if (wakeAtNanos != 0) {
        delayNanos = Math.min(delayNanos, wakeAtNanos - ports.clock().nanoTime());
      } else if (state.channels().unacknowledgedCount() == 0) {
        delayNanos = Math.min(delayNanos, lastBusyNanos + config.passivateAfterNanos() - nowNanos);
      }
    }
    return Math.max(delayNanos, TICK_NANOS_MIN);
  }

  /** Whether the entity may leave memory: idle for long, and nothing will happen by itself. */
  public boolean isPassivable() {
    return phase == Phase.RUNNING
        && window.isEmpty()
        && queue.isEmpty()
        && !snapshots.isPending()
        && state.core().wakeAtNanos() == 0
        && state.channels().unacknowledgedCount() == 0
        && flows.nextDeadlineNanos() == NEVER
        && ports.ticker().nanoTime() - lastBusyNanos >= config.passivateAfterNanos();
  }

  /** Takes nothing new, and stops once everything applied is committed and released. */
  public void drain() {
    if (!draining && phase != Phase.STOPPED) {
      draining = true;
      refuseWaiting();
      stopIfDrained();
    }
  }

  private void stopIfDrained() {
    if (draining && phase != Phase.STOPPED && window.isEmpty()) {
      stop();
    }
  }

  private void stop() {
    phase = Phase.STOPPED;
    refuseWaiting();
    refuseAnswers();
    ports.log().release(entity, listener);
    host.onStopped();
  }

  private void fail(final String reason) {
    phase = Phase.FAILED;
    refuseWaiting();
    refuseAnswers();
    host.onFailed(reason);
  }

  private void refuseWaiting() {
    while (!queue.isEmpty()) {
      release.refuse(queue.poll(), Edge.Refusal.UNAVAILABLE);
    }
  }

  /** Where the runner stands now. */
  public EntityStatus status() {
    final boolean running = phase == Phase.RUNNING;
    return new EntityStatus(
        entity,
        phase,
        epoch,
        seqNr,
        committedSeqNr,
        queue.size(),
        running ? state.channels().unacknowledgedCount() : 0,
        running ? StateRecords.hash(state.channels(), state.core()) : 0);
  }

  /** The ownership it works under; 0 before the first load. */
  public long epoch() {
    return epoch;
  }

  /** Whether nothing it was told waits to be applied or committed. */
  public boolean isSettled() {
    return phase == Phase.RUNNING && seqNr == committedSeqNr && queue.isEmpty();
  }

  /** The core, for tests and simulations that look inside; null while there is none. */
  public Core core() {
    return phase == Phase.RUNNING ? state.core() : null;
  }

  /** The channels, for the same; null while there are none. */
  public Channels channels() {
    return phase == Phase.RUNNING ? state.channels() : null;
  }
}
