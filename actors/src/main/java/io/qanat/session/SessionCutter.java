package io.qanat.session;

import io.qanat.entity.EntityReplay;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cuts a smaller session out of a session: a span of it, some entities of it.
 *
 * <p>The entities are brought forward to where the new span begins and written as snapshots of that
 * place, so the build must be one that verifies the session. Who is left out belongs to the outside
 * world of the new session: what they said to those who stay is part of it.
 */
public final class SessionCutter {
  /**
   * What is kept.
   *
   * @param fromNanos entries before this time are left out; {@link Long#MIN_VALUE}: none
   * @param toNanos entries behind it are left out; {@link Long#MAX_VALUE}: none
   * @param entities keys of instruments, accounts and others; empty: all
   */
  public record Selection(long fromNanos, long toNanos, Set<Long> entities) {}

  private SessionCutter() {}

  /**
   * Writes the part of a session.
   *
   * @param exporter build that does it
   * @return entries of the new span
   * @throws SessionException if the session is damaged, does not repeat itself, or does not have
   *     one of the entities
   */
  public static long cut(
      final Path file,
      final Selection selection,
      final Core.Factory cores,
      final String exporter,
      final Path out) {
    final Scope scope = new Scope(selection, cores);
    requireWhole(SessionReader.read(file, scope));
    final Set<Long> kept = scope.kept();
    try (PartFile part = new PartFile(out)) {
      final long entries;
      try (SessionWriter writer = new SessionWriter(part.open())) {
        final Cut cut = new Cut(selection, kept, cores, exporter, writer);
        requireWhole(SessionReader.read(file, cut));
        entries = cut.finish();
      }
      part.commit();
      return entries;
    } catch (final IOException e) {
      throw new SessionException("cannot write " + out + ": " + e, e);
    } catch (final UncheckedIOException e) {
      throw new SessionException("cannot write " + out + ": " + e.getCause(), e);
    }
  }

  private static void requireWhole(final Optional<String> damage) {
    if (damage.isPresent()) {
      throw new SessionException(damage.get());
    }
  }

  /**
   * Finds what the chosen entities need: for instruments the accounts, for accounts the partners.
   */
  private static final class Scope implements SessionReader.Listener {
    private final Selection selection;
    private final Core.Factory cores;
    private final Set<Long> all = new TreeSet<>();
    private final TreeMap<Long, Set<Long>> senders = new TreeMap<>();

    Scope(final Selection selection, final Core.Factory cores) {
      this.selection = selection;
      this.cores = cores;
    }

    @Override
    public void onEntity(
        final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {
      all.add(entity);
      if (snapshot != null) {
        ReplayedEntity.of(entity, snapshot, cores)
            .channels()
            .forEachPeer(peer -> talks(entity, peer));
      }
    }

    @Override
    public void onEarlierEntry(final LogEntry entry) {
      onEntry(entry, 0);
    }

    @Override
    public boolean onEntry(final LogEntry entry, final long logPosition) {
      all.add(entry.entity());
      if (ReplayIndex.Inputs.isPeerInput(entry.input())) {
        talks(entry.entity(), ReplayIndex.Inputs.sender(entry.input()));
      }
      return true;
    }

    private void talks(final long entity, final long peer) {
      senders.computeIfAbsent(entity, e -> new TreeSet<>()).add(peer);
    }

    Set<Long> kept() {
      if (selection.entities().isEmpty()) {
        return all;
      }
      final Set<Long> kept = new TreeSet<>();
      for (final long entity : selection.entities()) {
        if (!all.contains(entity)) {
          throw new SessionException("the session has no " + EntityKey.toString(entity));
        }
        kept.add(entity);
      }
      if (all.contains(EntityKey.THE_ADMINISTRATION)) {
        kept.add(EntityKey.THE_ADMINISTRATION);
      }
      addNeeded(kept, EntityKey.INSTRUMENT, EntityKey.ACCOUNT);
      addNeeded(kept, EntityKey.ACCOUNT, EntityKey.PARTNER);
      return kept;
    }

    private void addNeeded(final Set<Long> kept, final int kind, final int neededKind) {
      for (final long entity : List.copyOf(kept)) {
        if (EntityKey.kind(entity) == kind) {
          senders.getOrDefault(entity, Set.of()).stream()
              .filter(peer -> EntityKey.kind(peer) == neededKind && all.contains(peer))
              .forEach(kept::add);
        }
      }
    }
  }

  /** Brings the entities forward, then writes. */
  private static final class Cut implements SessionReader.Listener {
    private final Selection selection;
    private final Set<Long> kept;
    private final Core.Factory cores;
    private final String exporter;
    private final SessionWriter writer;
    private final TreeMap<Long, ReplayedEntity> entities = new TreeMap<>();
    private final TreeMap<Long, Long> epochs = new TreeMap<>();
    private SessionHeader header;
    private boolean writing;
    private long position;

    Cut(
        final Selection selection,
        final Set<Long> kept,
        final Core.Factory cores,
        final String exporter,
        final SessionWriter writer) {
      this.selection = selection;
      this.kept = kept;
      this.cores = cores;
      this.exporter = exporter;
      this.writer = writer;
    }

    @Override
    public boolean wants(final long entity) {
      return kept.contains(entity);
    }

    @Override
    public void onBegin(final SessionHeader begun) {
      header = begun;
    }

    @Override
    public void onEntity(
        final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {
      if (kept.contains(entity)) {
        try {
          entities.put(entity, ReplayedEntity.of(entity, snapshot, cores));
          epochs.put(entity, epoch);
        } catch (final EntityReplay.MismatchException e) {
          throw new SessionException(e.getMessage(), e);
        }
      }
    }

    @Override
    public void onEarlierEntry(final LogEntry entry) {
      bringForward(entry);
    }

    @Override
    public void onSpan(final long logPosition) {
      position = logPosition;
    }

    @Override
    public boolean onEntry(final LogEntry entry, final long logPosition) {
      if (entry.timeNanos() > selection.toNanos()) {
        return false;
      }
      if (!writing && entry.timeNanos() < selection.fromNanos()) {
        bringForward(entry);
        position = logPosition;
        return true;
      }
      try {
        begin();
        writer.entry(entry, logPosition);
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
      position = logPosition;
      return true;
    }

    private void bringForward(final LogEntry entry) {
      final ReplayedEntity entity =
          entities.computeIfAbsent(entry.entity(), e -> ReplayedEntity.of(e, null, cores));
      final String what = DivergenceFinder.applyAndCompare(entity, entry);
      if (what != null) {
        throw new SessionException(
            "the session does not repeat itself before the cut: "
                + ReplayedEntity.place(entry)
                + ": "
                + what);
      }
      epochs.put(entry.entity(), entry.epoch());
    }

    @Override
    public void onGranted(final long entity, final long epoch, final long logPosition) {
      if (!kept.contains(entity)) {
        return;
      }
      epochs.put(entity, epoch);
      if (writing) {
        try {
          writer.granted(entity, epoch, logPosition);
        } catch (final IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private void begin() throws IOException {
      if (writing) {
        return;
      }
      writing = true;
      for (final long entity : kept) {
        entities.computeIfAbsent(entity, e -> ReplayedEntity.of(e, null, cores));
      }
      writer.begin(header.cut(position, entities.size(), exporter, text()));
      for (final ReplayedEntity entity : entities.values()) {
        final long epoch = epochs.getOrDefault(entity.entity(), 0L);
        writer.entity(
            new LoadedEntity(
                entity.entity(),
                epoch,
                entity.seqNr() == 0 ? null : entity.snapshot(epoch),
                List.of()),
            entity.seqNr());
      }
      writer.spanBegin(position);
    }

    /** Empty if every entity is kept: then nobody belongs to the outside who did not before. */
    private String text() {
      return selection.entities().isEmpty()
          ? ""
          : String.join(",", kept.stream().map(EntityKey::toString).toList());
    }

    long finish() throws IOException {
      if (!writing) {
        throw new SessionException("the session has no entry between these times");
      }
      writer.end(position);
      return writer.spanEntries();
    }
  }
}
