package io.qanat.sim;

import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.SnapshotPartDecoder;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.client.LogTransport;
import io.qanat.log.node.LogRequests;
import io.qanat.log.store.EntityImage;
import io.qanat.log.store.EntityStore;
import io.qanat.log.store.StoreSnapshotReader;
import io.qanat.log.store.StoreSnapshotWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The log's members as its clients see them: what reaches the leader is stored in one order by the
 * real {@link LogRequests}. A leader may stall; another may take over, with the state as a cluster
 * snapshot holds it, and what was under way to the old one is lost.
 *
 * <p>It remembers every entry that was ever stored, snapshots or not.
 */
public final class SimulatedLog {
  private record Arrived(LogSession from, UnsafeBuffer message) {}

  private static final int MOST_STALLED = 1 << 20;

  private final SimScheduler scheduler;
  private final ArrayDeque<Arrived> waiting = new ArrayDeque<>();
  private final Map<Long, List<LogEntry>> archive = new TreeMap<>();
  private final List<LogSession> sessions = new ArrayList<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final SnapshotPartDecoder snapshotPart = new SnapshotPartDecoder();
  private LogRequests requests = new LogRequests(new EntityStore());
  private UnaryOperator<UnsafeBuffer> gate = UnaryOperator.identity();
  private long position;
  private long stalledUntilNanos;
  private long term = 1;
  private boolean electing;

  SimulatedLog(final SimScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * A node's way to the log.
   *
   * @param delayNanosMax in each direction
   * @param loss chance of an answer to a load or a query to be lost
   * @param wake called when something has come for the node
   */
  LogTransport connect(
      final long delayNanosMax, final Simulation.Chance loss, final Runnable wake) {
    final LogSession session = new LogSession(this, scheduler, delayNanosMax, loss, wake);
    sessions.add(session);
    return session;
  }

  void disconnected(final LogSession session) {
    sessions.remove(session);
  }

  /** For variants of the log that are broken on purpose: sees each message before it is stored. */
  public void gate(final UnaryOperator<UnsafeBuffer> newGate) {
    gate = newGate;
  }

  /** The leader's term. */
  long term() {
    return term;
  }

  boolean isElecting() {
    return electing;
  }

  long position() {
    return position;
  }

  /** The leader takes nothing for a while; what comes waits. */
  void stall(final long nanos) {
    stalledUntilNanos = Math.max(stalledUntilNanos, scheduler.nowNanos() + nanos);
    scheduler.after(nanos, this::goOn);
  }

  private void goOn() {
    while (!waiting.isEmpty() && stalledUntilNanos <= scheduler.nowNanos() && !electing) {
      final Arrived arrived = waiting.poll();
      store(arrived.from(), arrived.message());
    }
  }

  /**
   * Another member leads after a while. What has reached the leader is stored, what has not is
   * lost, and so are all answers under way.
   */
  void changeLeader(final long electionNanos) {
    if (electing) {
      return;
    }
    electing = true;
    term++;
    waiting.clear();
    final EntityStore taken = takeOver();
    scheduler.after(
        electionNanos,
        () -> {
          requests = new LogRequests(taken);
          electing = false;
          List.copyOf(sessions).forEach(LogSession::onNewLeader);
        });
  }

  /** The state as a member has it that started from a cluster snapshot. */
  private EntityStore takeOver() {
    final StoreSnapshotReader reader = new StoreSnapshotReader();
    new StoreSnapshotWriter(reader::onRecord).write(requests.store(), position);
    return reader.store();
  }

  /** A message has reached the members. */
  void receive(final LogSession from, final long sentInTerm, final UnsafeBuffer message) {
    if (electing || sentInTerm != term) {
      return;
    }
    if (stalledUntilNanos > scheduler.nowNanos() || !waiting.isEmpty()) {
      if (waiting.size() < MOST_STALLED) {
        waiting.add(new Arrived(from, message));
      }
    } else {
      store(from, message);
    }
  }

  private void store(final LogSession from, final UnsafeBuffer received) {
    final UnsafeBuffer message = gate.apply(received);
    if (message == null) {
      return;
    }
    header.wrap(message, 0);
    if (header.templateId() == SnapshotPartDecoder.TEMPLATE_ID) {
      remember(snapshotPart.wrapAndApplyHeader(message, 0, header).entity());
    }
    position += message.capacity();
    requests.onMessage(from, message, 0, message.capacity());
  }

  /** Keeps an entity's tail before a snapshot drops it. */
  private List<LogEntry> remember(final long entity) {
    final List<LogEntry> known = archive.computeIfAbsent(entity, e -> new ArrayList<>());
    final EntityImage image = requests.store().image(entity);
    if (image != null && image.seqNr() > known.size()) {
      for (final LogEntry entry : image.toLoadedEntity().tail()) {
        if (entry.seqNr() == known.size() + 1) {
          known.add(entry);
        }
      }
      if (known.size() != image.seqNr()) {
        throw new SimulationFailure(
            "the log holds " + image.seqNr() + " entries, remembered are " + known.size());
      }
    }
    return known;
  }

  /** The store that decides now; for variants that are broken on purpose. */
  public EntityStore store() {
    return requests.store();
  }

  /** Everything an entity was ever told, snapshots or not. */
  public List<LogEntry> history(final long entity) {
    return List.copyOf(remember(entity));
  }

  /** Every entity there is. */
  public List<Long> entities() {
    final List<Long> all = new ArrayList<>();
    for (final EntityImage image : requests.store().images()) {
      all.add(image.entity());
    }
    all.sort(null);
    return all;
  }

  /** The whole log as it is now. */
  public EventLog.Cut cut() {
    final List<LoadedEntity> all = new ArrayList<>();
    for (final long entity : entities()) {
      all.add(requests.store().image(entity).toLoadedEntity());
    }
    return new EventLog.Cut(position, all);
  }

  static UnsafeBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }
}
