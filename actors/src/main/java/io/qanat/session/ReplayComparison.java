package io.qanat.session;

import io.qanat.entity.ReplayedEntity;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * How a replay compares with history so far, and what of it is still history: a root or an entity
 * is, until something else than recorded happens to it.
 */
final class ReplayComparison {
  private static final int DIFFERENCES_MAX = 10;

  private final List<String> differences = new ArrayList<>();
  private final LongHashSet changedRoots = new LongHashSet();
  private final LongHashSet changedEntities = new LongHashSet();
  private long entries;
  private long equal;
  private long different;
  private long dropped;
  private long added;
  private long early;
  private long acknowledgements;

  void entry() {
    entries++;
  }

  void acknowledgement() {
    acknowledgements++;
  }

  /** A recorded input was applied at its place. */
  void applied(final LogEntry recorded, final long root, final long outputsHash) {
    if (outputsHash == recorded.outputsHash()) {
      equal++;
      return;
    }
    different++;
    changed(root, recorded.entity());
    if (differences.size() < DIFFERENCES_MAX) {
      differences.add(
          ReplayedEntity.place(recorded)
              + ": recorded outputs hash "
              + Long.toHexString(recorded.outputsHash())
              + ", replayed "
              + Long.toHexString(outputsHash));
    }
  }

  /** An input that history does not have. */
  void added(final long root, final long entity) {
    added++;
    changed(root, entity);
  }

  /** A recorded input that nothing produces any more. */
  void dropped(final long root, final long entity) {
    dropped++;
    changed(root, entity);
  }

  /** A recorded input that comes before its place. */
  void early(final long root, final long entity) {
    early++;
    changed(root, entity);
  }

  private void changed(final long root, final long entity) {
    changedRoots.add(root);
    changedEntities.add(entity);
  }

  /** Whether what goes back to this root is as recorded so far. */
  boolean isHistory(final long root) {
    return !changedRoots.contains(root);
  }

  /** Whether what happened to this entity is as recorded so far. */
  boolean isHistoryOf(final long entity) {
    return !changedEntities.contains(entity);
  }

  ReplayReport report(final long firstNanos, final long lastNanos, final String damage) {
    return new ReplayReport(
        entries,
        equal,
        different,
        dropped,
        added,
        early,
        acknowledgements,
        firstNanos,
        lastNanos,
        List.copyOf(differences),
        damage);
  }
}
