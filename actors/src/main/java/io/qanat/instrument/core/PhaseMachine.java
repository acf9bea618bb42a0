package io.qanat.instrument.core;

import io.qanat.codecs.fix.TradingPhase;
import io.qanat.entity.core.Hash64;
import java.util.Arrays;

/**
 * Which phase an instrument is in, and when the next one begins. It knows instants only: local
 * times, zones and holidays are resolved outside.
 *
 * <p>The <em>base</em> is what the schedule says now or, without one, what operators last wanted. A
 * halt lies over it until it is resumed, a volatility interruption until its auction ends; so does,
 * where there is a schedule, a phase that an operator wants, until the next transition. The end of
 * an auction that ends itself is {@code auctionEndsAt}; a transition of the schedule comes before
 * an end at the same instant, and cancels it.
 */
final class PhaseMachine {
  /** Most transitions a schedule may have. */
  static final int TRANSITIONS_MAX = 1_000;

  private TradingPhase phase = TradingPhase.CLOSED;
  private TradingPhase base = TradingPhase.CLOSED;
  private long auctionEndsAt;
  private boolean scheduled;
  private long[] at = new long[0];
  private TradingPhase[] phases = new TradingPhase[0];
  private int next;

  TradingPhase phase() {
    return phase;
  }

  TradingPhase base() {
    return base;
  }

  /** When the auction ends itself, epoch nanoseconds; 0: it does not. */
  long auctionEndsAt() {
    return auctionEndsAt;
  }

  boolean isScheduled() {
    return scheduled;
  }

  /** When time alone changes the phase next; {@link Long#MAX_VALUE}: never. */
  long nextAt() {
    return Math.min(nextTransitionAt(), auctionEndsAt == 0 ? Long.MAX_VALUE : auctionEndsAt);
  }

  private long nextTransitionAt() {
    return next < at.length ? at[next] : Long.MAX_VALUE;
  }

  /** Takes what is due first; returns the phase to be in then, which may be the one there is. */
  TradingPhase takeDue() {
    if (nextTransitionAt() <= nextAt()) {
      base = phases[next++];
      return interrupted();
    }
    auctionEndsAt = 0;
    final TradingPhase after =
        phase == TradingPhase.VOLATILITY_AUCTION ? base : Phases.after(phase);
    wish(after);
    return after;
  }

  /** The base, or the halt that lies over it. */
  private TradingPhase interrupted() {
    return phase == TradingPhase.HALT ? TradingPhase.HALT : base;
  }

  /** An operator, or the first definition, wants this phase from now on. */
  void wish(final TradingPhase wanted) {
    if (!scheduled && wanted != TradingPhase.HALT) {
      base = wanted == TradingPhase.VOLATILITY_AUCTION ? Phases.after(wanted) : wanted;
    }
  }

  /** What a resumption leads to: a closed instrument without a schedule opens by it. */
  TradingPhase resumed() {
    return !scheduled && base == TradingPhase.CLOSED ? TradingPhase.CONTINUOUS : base;
  }

  /**
   * The phase begins.
   *
   * @param endsAt when it ends itself; 0: it does not
   */
  void enter(final TradingPhase entered, final long endsAt) {
    phase = entered;
    auctionEndsAt = endsAt;
  }

  /**
   * Takes a schedule: ascending instants. Without any, trading is continuous.
   *
   * @return the phase to be in now; null if the schedule to come is the one there was
   */
  TradingPhase schedule(final long[] newAt, final TradingPhase[] newPhases, final long nowNanos) {
    int passed = 0;
    while (passed < newAt.length && newAt[passed] <= nowNanos) {
      passed++;
    }
    final boolean isScheduledNow = newAt.length > 0;
    if (scheduled == isScheduledNow
        && Arrays.equals(at, next, at.length, newAt, passed, newAt.length)
        && Arrays.equals(phases, next, at.length, newPhases, passed, newAt.length)) {
      return null;
    }
    final boolean wasScheduled = scheduled;
    final TradingPhase before = base;
    scheduled = isScheduledNow;
    at = Arrays.copyOfRange(newAt, passed, newAt.length);
    phases = Arrays.copyOfRange(newPhases, passed, newAt.length);
    next = 0;
    if (passed > 0) {
      base = newPhases[passed - 1];
    } else if (!scheduled && wasScheduled) {
      base = TradingPhase.CONTINUOUS;
    }
    // What an operator or a band has put over the base goes on while the base does.
    final boolean goesOn =
        base == before && (scheduled == wasScheduled || phase == TradingPhase.VOLATILITY_AUCTION);
    return goesOn ? phase : interrupted();
  }

  int transitionCount() {
    return at.length - next;
  }

  long transitionAt(final int index) {
    return at[next + index];
  }

  TradingPhase transitionPhase(final int index) {
    return phases[next + index];
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, phase.value());
    hash = Hash64.mix(hash, base.value());
    hash = Hash64.mix(hash, auctionEndsAt);
    hash = Hash64.mix(hash, scheduled ? 1 : 0);
    for (int i = next; i < at.length; i++) {
      hash = Hash64.mix(Hash64.mix(hash, at[i]), phases[i].value());
    }
    return hash;
  }

  /** Takes over what a snapshot has. */
  void restore(
      final TradingPhase newPhase,
      final TradingPhase newBase,
      final long newAuctionEndsAt,
      final boolean newScheduled,
      final long[] newAt,
      final TradingPhase[] newPhases) {
    phase = newPhase;
    base = newBase;
    auctionEndsAt = newAuctionEndsAt;
    scheduled = newScheduled;
    at = newAt;
    phases = newPhases;
    next = 0;
  }
}
