package io.qanat.loadtest.chaos;

import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory;
import io.qanat.log.store.EntityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.LongArrayList;

/** Compares what the members of the log have recorded, entry by entry. */
final class MemberLogs {
  /** One member's entries: a hash of each, in order. */
  private static final class Hashes implements LogHistory.Visitor {
    private final LongArrayList hashes = new LongArrayList();
    private final List<String> names;

    Hashes(final List<String> names) {
      this.names = names;
    }

    @Override
    public boolean onPosition(final long logPosition, final EntityStore store) {
      return true;
    }

    @Override
    public void onEntry(final LogEntry entry, final long logPosition) {
      long hash = Hash64.mix(Hash64.SEED, entry.entity());
      hash = Hash64.mix(hash, entry.epoch());
      hash = Hash64.mix(hash, entry.seqNr());
      hash = Hash64.mix(hash, entry.timeNanos());
      hashes.addLong(Hash64.mix(hash, entry.outputsHash()));
      if (names != null) {
        names.add(EntityKey.toString(entry.entity()) + " seqNr " + entry.seqNr());
      }
    }

    @Override
    public void onGranted(final long entity, final long epoch, final long logPosition) {
      // An entry names the epoch it was decided under.
    }
  }

  private MemberLogs() {}

  /** The member with the longest log, and the first difference between two members, if any. */
  record Comparison(int longest, Optional<String> difference) {}

  /**
   * Compares whole logs; a member may be behind.
   *
   * @param members logs by number of their node, from 1; index 0 is nobody's
   */
  static Comparison compare(final List<LogHistory> members) {
    final List<Hashes> all = new ArrayList<>();
    int longest = 1;
    for (int member = 1; member < members.size(); member++) {
      final Hashes hashes = new Hashes(member == 1 ? new ArrayList<>() : null);
      members.get(member).visit(members.get(member).baseFor(0), hashes);
      all.add(hashes);
      if (hashes.hashes.size() > all.get(longest - 1).hashes.size()) {
        longest = member;
      }
    }
    for (int member = 2; member <= all.size(); member++) {
      final LongArrayList first = all.get(0).hashes;
      final LongArrayList other = all.get(member - 1).hashes;
      for (int i = 0; i < Math.min(first.size(), other.size()); i++) {
        if (first.getLong(i) != other.getLong(i)) {
          return new Comparison(
              longest,
              Optional.of(
                  "the logs of nodes 1 and "
                      + member
                      + " differ in entry "
                      + i
                      + ", "
                      + all.get(0).names.get(i)));
        }
      }
    }
    return new Comparison(longest, Optional.empty());
  }
}
