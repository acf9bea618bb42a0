package io.qanat.session;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.EntityReplay;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import io.qanat.session.ReplayIndex.Inputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Replays a session as a whole in one deterministic scheduler: what one entity says reaches the
 * other, as in the hub. The log's order is the schedule.
 *
 * <ul>
 *   <li>Inputs from outside come at their recorded place and time.
 *   <li>A message between entities that history has too (see {@link ReplayIndex}) comes at its
 *       recorded place and time, with what the sender says now.
 *   <li>A new one comes {@code delayNanos} after its cause; so does a wake-up that history does not
 *       have.
 *   <li>One that nothing produces any more is dropped and counted.
 *   <li>What history has under way when it ends stays under way, unless something new overtakes it.
 *   <li>Channels stay in order: what stands before a message goes before it.
 * </ul>
 *
 * <p>So without any change it does exactly what is recorded. Acknowledgements between entities are
 * transport and not compared. Of one thread; {@link ReplayPace} decides when it goes on.
 */
public final class SessionReplay implements SessionReader.Listener {
  private final Path file;
  private final Core.Factory cores;
  private final ReplaySink sink;
  private final ReplayPace pace;
  private final long delayNanos;
  private final long untilNanos;
  private final ReplayIndex index = new ReplayIndex();
  private final ReplayMail mail = new ReplayMail();
  private final ReplayAgenda agenda = new ReplayAgenda();
  private final ReplayIndex.Ordinals recordedOrdinals = new ReplayIndex.Ordinals();
  private final Long2ObjectHashMap<ReplayedEntity> entities = new Long2ObjectHashMap<>();
  private final Long2LongHashMap epochs = new Long2LongHashMap(0);
  private final ReplayComparison comparison = new ReplayComparison();
  private Runnable begin = () -> {};
  private long leadNanos;
  private boolean isSelection;
  private boolean stopped;
  private long nowNanos;
  private long submissions;

  /**
   * A replay that has not begun.
   *
   * @param delayNanos from a new message's cause to its receiver
   * @param untilNanos entries behind this time are left out; {@link Long#MAX_VALUE}: none
   */
  public SessionReplay(
      final Path file,
      final Core.Factory cores,
      final ReplaySink sink,
      final ReplayPace pace,
      final long delayNanos,
      final long untilNanos) {
    this.file = file;
    this.cores = cores;
    this.sink = sink;
    this.pace = pace;
    this.delayNanos = delayNanos;
    this.untilNanos = untilNanos;
  }

  /**
   * Replays to the end, until it is stopped, or up to what is damaged.
   *
   * @throws SessionException if it is no session file, or an entity cannot be begun or fails
   */
  public ReplayReport run() {
    SessionReader.read(file, index);
    final Optional<String> damage = SessionReader.read(file, this);
    if (!stopped) {
      finish();
    }
    return comparison.report(
        index.firstNanos(), Math.min(untilNanos, index.lastNanos()), damage.orElse(null));
  }

  /** Does something once, when everything stands as in the cut and nothing has happened yet. */
  public SessionReplay atBegin(final Runnable action) {
    begin = action;
    return this;
  }

  /** Begins this long before the first recorded input, for those who want to be there by then. */
  public SessionReplay lead(final long nanos) {
    leadNanos = nanos;
    return this;
  }

  /** Ends it as soon as may be; of this thread, such as in a pace. */
  public void stop() {
    stopped = true;
  }

  /** Time in the replay, epoch nanoseconds. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Under which the entity's market data leaves now; 0: it was never loaded. */
  public long epoch(final long entity) {
    return epochs.get(entity);
  }

  /**
   * Asks a core as it stands, which answers in one or several messages.
   *
   * @return false: the session does not have the entity
   */
  public boolean query(
      final long entity,
      final long requestId,
      final DirectBuffer body,
      final Core.RecordSink answers) {
    final ReplayedEntity target = obtain(entity);
    if (target == null) {
      return false;
    }
    target.query(body, requestId, nowNanos, answers);
    return true;
  }

  /** The entity; null: the session does not have it. */
  public ReplayedEntity entity(final long entity) {
    return entities.get(entity);
  }

  /** Visits the entities that there are now, in no particular order. */
  public Iterable<ReplayedEntity> entities() {
    return entities.values();
  }

  /**
   * Adds an input that history does not have.
   *
   * @param input ClientInput or AdminInput; not changed afterwards
   * @param timeNanos when it arrives; not before now
   */
  public void submit(final long entity, final DirectBuffer input, final long timeNanos) {
    final long root = Hash64.mix(~Hash64.SEED, ++submissions);
    agenda.add(
        Math.max(timeNanos, nowNanos),
        () -> {
          final ReplayedEntity target = obtain(entity);
          if (target == null) {
            sink.onRefused(entity, input);
          } else {
            comparison.added(root, entity);
            apply(target, input, root, null);
          }
        });
  }

  @Override
  public void onBegin(final SessionHeader header) {
    isSelection = !header.selection().isEmpty();
    nowNanos = index.firstNanos() - leadNanos;
  }

  @Override
  public void onEntity(
      final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {
    try {
      entities.put(entity, ReplayedEntity.of(entity, snapshot, cores));
      epochs.put(entity, epoch);
    } catch (final EntityReplay.MismatchException e) {
      throw new SessionException(e.getMessage(), e);
    }
  }

  @Override
  public void onEarlierEntry(final LogEntry entry) {
    final String what = DivergenceFinder.applyAndCompare(entities.get(entry.entity()), entry);
    if (what != null) {
      throw new SessionException(
          "the session does not repeat itself before its cut: "
              + ReplayedEntity.place(entry)
              + ": "
              + what);
    }
  }

  /** What was said before the cut and not heard: it is on its way. */
  @Override
  public void onSpan(final long logPosition) {
    final List<ReplayedEntity> inOrder = new ArrayList<>(entities.values());
    inOrder.sort(java.util.Comparator.comparingLong(ReplayedEntity::entity));
    for (final ReplayedEntity sender : inOrder) {
      sender
          .channels()
          .forEachPeer(
              peer -> {
                final ReplayedEntity receiver = obtain(peer);
                if (receiver != null) {
                  final long heard = receiver.channels().receivedThrough(sender.entity());
                  sender
                      .channels()
                      .forEachUnacknowledged(
                          peer,
                          (seq, buffer, offset, length) -> {
                            if (seq > heard) {
                              final long seqNr = sender.channels().origin(peer, seq).seqNr();
                              post(
                                  sender,
                                  peer,
                                  seq,
                                  index.rootOf(sender.entity(), seqNr),
                                  buffer,
                                  offset,
                                  length);
                            }
                          });
                }
              });
      wakeLater(sender);
    }
    begin.run();
  }

  @Override
  public void onGranted(final long entity, final long epoch, final long logPosition) {
    epochs.put(entity, epoch);
    if (EntityKey.kind(entity) == EntityKey.INSTRUMENT) {
      sink.onInstrumentStarted(entity, epoch);
    }
  }

  @Override
  public boolean onEntry(final LogEntry entry, final long logPosition) {
    if (entry.timeNanos() > untilNanos || !advance(Math.max(nowNanos, entry.timeNanos()))) {
      return false;
    }
    comparison.entry();
    final ReplayedEntity target = obtain(entry.entity());
    if (target == null) {
      throw new SessionException("an entry of " + EntityKey.toString(entry.entity()) + " alone");
    }
    epochs.put(entry.entity(), entry.epoch());
    final DirectBuffer input = entry.input();
    if (Inputs.isPeerInput(input)) {
      onMessage(target, entry);
    } else if (Inputs.isPeerAck(input)) {
      comparison.acknowledgement();
      onAcknowledgement(target, input, entry.timeNanos());
    } else if (Inputs.template(input) == io.qanat.codecs.entity.WakeInputDecoder.TEMPLATE_ID) {
      onWakeUp(target, entry);
    } else {
      apply(target, input, index.rootOf(entry), entry);
    }
    return !stopped;
  }

  /** Lets everything new happen that comes before a time. */
  private boolean advance(final long timeNanos) {
    while (!stopped) {
      final long next = Math.min(timeNanos, agenda.nextNanos());
      if (pace.await(next, this) && !stopped) {
        if (agenda.nextNanos() >= timeNanos) {
          nowNanos = timeNanos;
          return true;
        }
        nowNanos = Math.max(nowNanos, agenda.nextNanos());
        agenda.runNext();
      }
    }
    return false;
  }

  /** What is new at the end still arrives; wake-ups of later times do not happen. */
  private void finish() {
    while (agenda.hasUnplanned() && agenda.nextNanos() <= untilNanos) {
      if (!advance(agenda.nextNanos() + 1)) {
        return;
      }
    }
  }

  private ReplayedEntity obtain(final long entity) {
    final ReplayedEntity known = entities.get(entity);
    if (known != null || isSelection) {
      return known;
    }
    final ReplayedEntity created = ReplayedEntity.of(entity, null, cores);
    entities.put(entity, created);
    return created;
  }

  private void onMessage(final ReplayedEntity target, final LogEntry entry) {
    final long sender = Inputs.sender(entry.input());
    final ReplayedEntity from = obtain(sender);
    if (from == null) {
      apply(
          target, ForeignMessages.next(target, sender, entry.input()), index.rootOf(entry), entry);
      return;
    }
    final long root = index.rootOf(entry);
    final long key =
        ReplayIndex.message(
            root, sender, target.entity(), recordedOrdinals.next(root, sender, target.entity()));
    final ReplayMail.Letter letter = mail.expected(key);
    if (letter != null) {
      deliver(letter, entry);
    } else if (!mail.wasEarly(key)) {
      comparison.dropped(root, target.entity());
      wakeLater(target);
    }
  }

  private void deliver(final ReplayMail.Letter letter, final LogEntry entry) {
    boolean isLast;
    do {
      final ReplayMail.Letter next = mail.take(letter);
      isLast = next.channelSeq() == letter.channelSeq();
      if (!isLast && next.isRecorded()) {
        comparison.early(next.root(), next.receiver());
        mail.early(next.key());
      } else if (!isLast) {
        comparison.added(next.root(), next.receiver());
      }
      apply(
          entities.get(next.receiver()),
          next.envelope(entities.get(next.sender())),
          next.root(),
          isLast ? entry : null);
    } while (!isLast);
  }

  private void onAcknowledgement(
      final ReplayedEntity target, final DirectBuffer input, final long timeNanos) {
    final long sender = Inputs.sender(input);
    final ReplayedEntity from = obtain(sender);
    final DirectBuffer ack =
        from == null
            ? ForeignMessages.acknowledgement(target, sender, input)
            : from.peerAck(target.entity());
    target.apply(ack, Math.max(timeNanos, target.timeNanos()), epochs.get(target.entity()));
  }

  private void onWakeUp(final ReplayedEntity target, final LogEntry entry) {
    final long dueAt = target.core().wakeAtNanos();
    if (dueAt == 0 || dueAt > entry.timeNanos()) {
      comparison.dropped(index.rootOf(entry), target.entity());
      return;
    }
    apply(target, ReplayedEntity.wake(dueAt), index.rootOf(entry), entry);
  }

  private void wakeLater(final ReplayedEntity entity) {
    final long dueAt = entity.core().wakeAtNanos();
    if (dueAt == 0
        || index.hasWakeUp(entity.entity(), dueAt)
        || comparison.isHistoryOf(entity.entity())) {
      // Of an unchanged entity: history wakes it in time, later than it ends, or not at all.
      return;
    }
    final long root = ReplayIndex.wakeUp(entity.entity(), dueAt);
    if (agenda.isPlanned(root)) {
      return;
    }
    agenda.plan(
        root,
        Math.max(dueAt, nowNanos) + delayNanos,
        () -> {
          if (entity.core().wakeAtNanos() == dueAt) {
            comparison.added(root, entity.entity());
            apply(entity, ReplayedEntity.wake(dueAt), root, null);
          }
        });
  }

  /** Applies an input and sends its consequences on their ways. */
  private void apply(
      final ReplayedEntity target,
      final DirectBuffer input,
      final long root,
      final LogEntry recorded) {
    final long timeNanos =
        Math.max(target.timeNanos(), recorded == null ? nowNanos : recorded.timeNanos());
    final long epoch = epochs.get(target.entity());
    final long hash;
    try {
      hash = target.apply(input, timeNanos, epoch);
    } catch (final RuntimeException e) {
      if (recorded == null && ReplayedEntity.leavesUnchanged(e)) {
        sink.onRefused(target.entity(), input);
        return;
      }
      throw new SessionException(
          EntityKey.toString(target.entity()) + " fails in the replay: " + e, e);
    }
    if (recorded != null) {
      comparison.applied(recorded, root, hash);
    }
    target.forEachOutput(new Outputs(target, root, epoch, timeNanos));
    wakeLater(target);
  }

  private void post(
      final ReplayedEntity sender,
      final long receiver,
      final long channelSeq,
      final long root,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (obtain(receiver) == null) {
      return;
    }
    final byte[] body = new byte[length];
    buffer.getBytes(offset, body);
    final long key = mail.key(root, sender.entity(), receiver);
    final boolean isRecorded = index.hasMessage(key);
    final ReplayMail.Letter letter =
        new ReplayMail.Letter(
            key, root, sender.entity(), receiver, channelSeq, new UnsafeBuffer(body), isRecorded);
    mail.add(letter);
    if (!isRecorded && !comparison.isHistory(root)) {
      agenda.add(
          // By the clock of the replay: who spoke last before the cut is ahead of it during the
          // lead.
          nowNanos + delayNanos,
          () -> {
            if (mail.has(letter)) {
              comparison.added(root, receiver);
              deliver(letter, null);
            }
          });
    }
  }

  private final class Outputs implements ReplayedEntity.OutputVisitor {
    private final ReplayedEntity from;
    private final long root;
    private final long epoch;
    private final long timeNanos;

    Outputs(final ReplayedEntity from, final long root, final long epoch, final long timeNanos) {
      this.from = from;
      this.root = root;
      this.epoch = epoch;
      this.timeNanos = timeNanos;
    }

    @Override
    public void toPeer(
        final int i,
        final long peer,
        final long channelSeq,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      post(from, peer, channelSeq, root, buffer, offset, length);
    }

    @Override
    public void toSession(
        final int i,
        final long sessionKey,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      sink.onReport(from.entity(), timeNanos, sessionKey, buffer, offset, length);
    }

    @Override
    public void toMarketData(
        final int i,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      sink.onMarketData(from.entity(), epoch, timeNanos, feed, buffer, offset, length);
    }

    @Override
    public void reply(
        final int i,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      sink.onReply(from.entity(), timeNanos, requestId, buffer, offset, length);
    }
  }
}
