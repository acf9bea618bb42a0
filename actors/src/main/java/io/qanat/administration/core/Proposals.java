package io.qanat.administration.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Acts that await a second person, until they expire. */
final class Proposals {
  /** Open at once. */
  static final int OPEN_MAX = 10_000;

  /** Standard lifetime: a day. */
  static final long LIFETIME_NANOS = 86_400_000_000_000L;

  /** Longest lifetime that can be set: a quarter of a year. */
  static final long LIFETIME_NANOS_MAX = 90 * LIFETIME_NANOS;

  /** Shortest lifetime that can be set: a minute. */
  static final long LIFETIME_NANOS_MIN = 60_000_000_000L;

  /** An open proposal; times are epoch nanoseconds. */
  record Proposal(Act act, long proposedAt, long expiresAt) {}

  private final TreeMap<Long, Proposal> open = new TreeMap<>();
  long lifetimeNanos = LIFETIME_NANOS;
  long last;

  boolean isFull() {
    return open.size() >= OPEN_MAX;
  }

  /** Opens a proposal and gives it its number. */
  Proposal open(final Act act, final long nowNanos) {
    final Proposal proposal =
        new Proposal(act.proposed(++last), nowNanos, nowNanos + lifetimeNanos);
    open.put(last, proposal);
    return proposal;
  }

  void restore(final Proposal proposal) {
    open.put(proposal.act.proposal(), proposal);
  }

  Proposal get(final long number) {
    return open.get(number);
  }

  void close(final long number) {
    open.remove(number);
  }

  /** Closes what has expired, oldest first. */
  List<Proposal> expire(final long nowNanos) {
    final List<Proposal> expired = new ArrayList<>();
    open.values().stream().filter(p -> p.expiresAt <= nowNanos).forEach(expired::add);
    expired.forEach(p -> close(p.act.proposal()));
    return expired;
  }

  /** When the next one expires, epoch nanoseconds; 0: none is open. */
  long nextExpiryNanos() {
    return open.values().stream().mapToLong(Proposal::expiresAt).min().orElse(0);
  }

  Collection<Proposal> all() {
    return open.values();
  }
}
