package io.qanat.sim;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.session.SessionHeader;
import io.qanat.session.SessionWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;

/**
 * A session made of a script instead of a recording: what entities say to each other arrives a
 * microsecond later, in order. One partner, accounts from 1 on, two instruments.
 */
public final class ScriptedSession {
  /** Bitcoin against dollars. */
  public static final long INSTRUMENT = HubInputs.DELIVERED;

  public static final long PARTNER = HubInputs.PARTNER;

  /** When it begins, epoch nanoseconds. */
  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  private static final long EPOCH = 3;
  private static final long HOP_NANOS = 1_000;

  private record Letter(long receiver, DirectBuffer input, LogEntry.Cause cause) {}

  private final Core.Factory cores;
  private final HubInputs inputs = new HubInputs();
  private final TreeMap<Long, ReplayedEntity> entities = new TreeMap<>();
  private final TreeMap<Long, LoadedEntity> cut = new TreeMap<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private final Deque<Letter> letters = new ArrayDeque<>();
  private long nowNanos = START_NANOS;

  /** An empty session of these cores. */
  public ScriptedSession(final Core.Factory cores) {
    this.cores = cores;
  }

  /** Instruments, partner, and accounts that have money and a session. */
  public ScriptedSession setUp(final int accounts) {
    for (final long instrument : SimulatedHub.instruments()) {
      input(EntityKey.instrument(instrument), inputs.instrumentDefine(instrument));
    }
    final long partner = EntityKey.partner(PARTNER);
    input(partner, inputs.partnerDefine());
    for (final long instrument : SimulatedHub.instruments()) {
      input(partner, inputs.entitlementPut(instrument));
    }
    for (int account = 1; account <= accounts; account++) {
      input(partner, inputs.accountPut(account));
      input(EntityKey.account(account), inputs.cashTransfer(1, 1_000_000, "USD"));
      input(EntityKey.account(account), inputs.cashTransfer(2, 10_000, "BTC"));
      input(EntityKey.account(account), inputs.sessionClaim());
    }
    return this;
  }

  /** The clock goes on. */
  public ScriptedSession pass(final long nanos) {
    nowNanos += nanos;
    return this;
  }

  public long nowNanos() {
    return nowNanos;
  }

  /** A limit order on {@link #INSTRUMENT}, whole units. */
  public ScriptedSession order(
      final long account, final String clOrdId, final Side side, final int price, final int qty) {
    return input(EntityKey.account(account), newOrder(account, clOrdId, side, price, qty));
  }

  /** The input of such an order. */
  public DirectBuffer newOrder(
      final long account, final String clOrdId, final Side side, final int price, final int qty) {
    return inputs.newOrder(
        account,
        INSTRUMENT,
        clOrdId,
        side,
        OrdType.LIMIT,
        TimeInForce.DAY,
        price * Fixed8.ONE,
        qty * Fixed8.ONE);
  }

  public ScriptedSession cancel(final long account, final String clOrdId, final String orig) {
    return input(EntityKey.account(account), inputs.cancel(account, clOrdId, orig));
  }

  /** An input from outside and all that follows from it. */
  public ScriptedSession input(final long entity, final DirectBuffer input) {
    return inputOnly(entity, input).deliver();
  }

  /** An input from outside; what follows from it is on its way. */
  public ScriptedSession inputOnly(final long entity, final DirectBuffer input) {
    apply(entity, input, LogEntry.Cause.OUTSIDE);
    return this;
  }

  /** What is on its way arrives, and what follows from it. */
  public ScriptedSession deliver() {
    while (!letters.isEmpty()) {
      nowNanos += HOP_NANOS;
      final Letter letter = letters.remove();
      apply(letter.receiver, letter.input, letter.cause);
    }
    nowNanos += HOP_NANOS;
    return this;
  }

  private void apply(final long key, final DirectBuffer input, final LogEntry.Cause cause) {
    final ReplayedEntity entity =
        entities.computeIfAbsent(key, e -> ReplayedEntity.of(e, null, cores));
    final long hash = entity.apply(input, nowNanos, EPOCH);
    final long seqNr = entity.seqNr();
    entries.add(
        new LogEntry(
            key,
            EPOCH,
            seqNr,
            nowNanos,
            cause,
            entity.core().version(),
            hash,
            seqNr - 1,
            entity.core().wakeAtNanos(),
            input));
    entity.forEachOutput(
        new ReplayedEntity.OutputVisitor() {
          @Override
          public void toPeer(
              final int index,
              final long peer,
              final long channelSeq,
              final DirectBuffer buffer,
              final int offset,
              final int length) {
            letters.add(
                new Letter(
                    peer,
                    entity.peerInput(peer, channelSeq, buffer, offset, length),
                    new LogEntry.Cause(key, EPOCH, seqNr, index)));
          }
        });
  }

  /** What was before becomes the cut: snapshots, and {@code tail} entries of each behind them. */
  public ScriptedSession cut() {
    entities.forEach(
        (key, entity) -> {
          final EntitySnapshot snapshot = entity.snapshot(EPOCH);
          cut.put(key, new LoadedEntity(key, EPOCH, snapshot, List.of()));
        });
    entries.clear();
    return this;
  }

  /** What was since the snapshots of the cut becomes earlier entries behind them. */
  public ScriptedSession earlier() {
    for (final LogEntry entry : entries) {
      final LoadedEntity loaded =
          cut.getOrDefault(
              entry.entity(), new LoadedEntity(entry.entity(), EPOCH, null, List.of()));
      final List<LogEntry> tail = new ArrayList<>(loaded.tail());
      tail.add(entry);
      cut.put(entry.entity(), new LoadedEntity(entry.entity(), EPOCH, loaded.snapshot(), tail));
    }
    entries.clear();
    return this;
  }

  /** Entries of the span so far. */
  public List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /** Writes it. */
  public Path write(final Path file) throws IOException {
    return write(file, UnaryOperator.identity());
  }

  /** Writes it as if it had ended behind the first entries of the span. */
  public Path writeFirst(final Path file, final int count) throws IOException {
    return write(file, entries.subList(0, count), UnaryOperator.identity());
  }

  /** Writes the inputs of one entity alone. */
  public Path writeOnly(final Path file, final long entity) throws IOException {
    cut.keySet().removeIf(key -> key != entity);
    entries.removeIf(entry -> entry.entity() != entity);
    return write(file);
  }

  /** Writes it with entries of the span changed, checksums as they should be. */
  public Path write(final Path file, final UnaryOperator<LogEntry> change) throws IOException {
    return write(file, entries, change);
  }

  private Path write(
      final Path file, final List<LogEntry> span, final UnaryOperator<LogEntry> change)
      throws IOException {
    try (SessionWriter writer = new SessionWriter(Files.newOutputStream(file))) {
      writer.begin(
          new SessionHeader("scripted", 100, START_NANOS, cut.size(), "here", "test", "", "a = 1"));
      for (final LoadedEntity loaded : cut.values()) {
        final List<LogEntry> tail = loaded.tail();
        final long seqNr =
            tail.isEmpty() ? loaded.snapshot().seqNr() : tail.get(tail.size() - 1).seqNr();
        writer.entity(loaded, seqNr);
      }
      writer.spanBegin(100);
      long position = 100;
      for (final LogEntry entry : span) {
        position += 64;
        writer.entry(change.apply(entry), position);
      }
      writer.end(position);
    }
    return file;
  }
}
