package io.qanat.session;

import io.qanat.entity.EntityReplay;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Proves a session: every entity alone, from its snapshot on, every input again, every hash of
 * outputs compared with the recorded one.
 *
 * <p>Each thread reads the file and keeps to its own entities, so they share nothing.
 */
public final class SessionVerifier {
  /**
   * What was found.
   *
   * @param entries applied again with equal hashes, those before the cut too
   * @param instrumentEntries of these, inputs of instruments
   * @param nanos it took
   * @param firstDifference null: none
   * @param damage null: the file is whole; else one line
   */
  public record Result(
      SessionHeader header,
      int entities,
      long entries,
      long instrumentEntries,
      long nanos,
      Divergence firstDifference,
      String damage) {
    /** Whether the whole file repeats itself. */
    public boolean isIdentical() {
      return firstDifference == null && damage == null;
    }
  }

  private static final long NONE = Long.MAX_VALUE;

  private final Path file;
  private final Core.Factory cores;
  private final AtomicLong firstDifferent = new AtomicLong(NONE);

  private SessionVerifier(final Path file, final Core.Factory cores) {
    this.file = file;
    this.cores = cores;
  }

  /**
   * Verifies a file.
   *
   * @param threads that share the entities among them
   * @throws SessionException if it is no session file
   */
  public static Result verify(final Path file, final Core.Factory cores, final int threads) {
    return new SessionVerifier(file, cores).run(threads);
  }

  private Result run(final int threads) {
    final long start = System.nanoTime();
    final List<Share> shares = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      shares.add(new Share(i, threads));
    }
    String damage = null;
    for (final Optional<String> found : read(shares)) {
      damage = found.orElse(damage);
    }
    final long nanos = System.nanoTime() - start;
    int entities = 0;
    long entries = 0;
    long instrumentEntries = 0;
    Difference first = null;
    for (final Share share : shares) {
      entities += share.entities.size();
      entries += share.entries;
      instrumentEntries += share.instrumentEntries;
      if (share.difference != null && (first == null || share.difference.index < first.index)) {
        first = share.difference;
      }
    }
    final Divergence divergence =
        first == null
            ? null
            : DivergenceFinder.describe(file, cores, first.entity, first.seqNr, first.what);
    return new Result(
        shares.get(0).header, entities, entries, instrumentEntries, nanos, divergence, damage);
  }

  private List<Optional<String>> read(final List<Share> shares) {
    if (shares.size() == 1) {
      return List.of(SessionReader.read(file, shares.get(0)));
    }
    final ExecutorService executor = Executors.newFixedThreadPool(shares.size());
    try {
      final List<Future<Optional<String>>> futures = new ArrayList<>();
      for (final Share share : shares) {
        futures.add(executor.submit(() -> SessionReader.read(file, share)));
      }
      final List<Optional<String>> results = new ArrayList<>();
      for (final Future<Optional<String>> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (final ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionException("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private record Difference(long index, long entity, long seqNr, String what) {}

  /** The entities of one thread. */
  private final class Share implements SessionReader.Listener {
    private final int number;
    private final int count;
    private final Long2ObjectHashMap<ReplayedEntity> entities = new Long2ObjectHashMap<>();
    private SessionHeader header;
    private Difference difference;
    private long index;
    private long entries;
    private long instrumentEntries;

    Share(final int number, final int count) {
      this.number = number;
      this.count = count;
    }

    private boolean isOwn(final long entity) {
      return count == 1 || Long.remainderUnsigned(Hash64.mix(Hash64.SEED, entity), count) == number;
    }

    @Override
    public boolean wants(final long entity) {
      index++;
      return isOwn(entity);
    }

    @Override
    public void onBegin(final SessionHeader begun) {
      header = begun;
    }

    @Override
    public void onEntity(
        final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {
      index++;
      if (isOwn(entity) && difference == null) {
        try {
          entities.put(entity, ReplayedEntity.of(entity, snapshot, cores));
        } catch (final EntityReplay.MismatchException | IllegalArgumentException e) {
          differs(entity, snapshot == null ? 0 : snapshot.seqNr(), e.getMessage());
        }
      }
    }

    @Override
    public void onEarlierEntry(final LogEntry entry) {
      onEntry(entry, 0);
    }

    @Override
    public boolean onEntry(final LogEntry entry, final long logPosition) {
      if (difference != null || index > firstDifferent.get()) {
        return false;
      }
      final String what = apply(entry);
      if (what != null) {
        differs(entry.entity(), entry.seqNr(), what);
        return false;
      }
      entries++;
      if (EntityKey.kind(entry.entity()) == EntityKey.INSTRUMENT) {
        instrumentEntries++;
      }
      return true;
    }

    private String apply(final LogEntry entry) {
      ReplayedEntity replayed = entities.get(entry.entity());
      if (replayed == null) {
        replayed = ReplayedEntity.of(entry.entity(), null, cores);
        entities.put(entry.entity(), replayed);
      }
      return DivergenceFinder.applyAndCompare(replayed, entry);
    }

    private void differs(final long entity, final long seqNr, final String what) {
      difference = new Difference(index, entity, seqNr, what);
      firstDifferent.accumulateAndGet(index, Math::min);
    }
  }
}
