package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.SessionKey;

/** One provider: what it quotes, what the filters say of it, and how often they said what. */
public final class Provider {
  private ProviderTerms terms;
  private final QuoteLadder ladder = new QuoteLadder();
  private final SpikeFilter spikes = new SpikeFilter();
  private final long[] counts = new long[Marks.COUNT];
  private int marks;
  private long quotedAtNanos;
  private long lastEventNo;
  private long session = SessionKey.NONE;
  private long incarnation;
  private long events;
  private long withdrawals;

  /** Whether another session, or incarnation of it, has spoken since {@link #settle}. */
  private boolean reconnected;

  Provider(final ProviderTerms terms) {
    this.terms = terms;
  }

  ProviderTerms terms() {
    return terms;
  }

  /** Its number. */
  public int number() {
    return terms.provider();
  }

  public String name() {
    return terms.name();
  }

  /** Whose sessions speak for it. */
  public long partner() {
    return terms.partner();
  }

  /** Whether its entries add up; else each is a price for all of an order. */
  public boolean isAdditive() {
    return terms.tierKind() == TierKind.ADDITIVE;
  }

  /** What it quotes now. */
  public QuoteLadder ladder() {
    return ladder;
  }

  /** {@link Marks} of what it quotes now. */
  public int marks() {
    return marks;
  }

  /** Of its last event, by the clock that quotes age by. */
  public long quotedAtNanos() {
    return quotedAtNanos;
  }

  /** Number of its last event; the lower one of two is the older quote. */
  public long lastEventNo() {
    return lastEventNo;
  }

  /** SessionKey that quoted last. */
  public long session() {
    return session;
  }

  /** Of that session. */
  public long incarnation() {
    return incarnation;
  }

  long events() {
    return events;
  }

  long withdrawals() {
    return withdrawals;
  }

  SpikeFilter spikes() {
    return spikes;
  }

  /**
   * How often a mark was made.
   *
   * @param mark its bit's number
   */
  long count(final int mark) {
    return counts[mark];
  }

  /** Defines it anew: its filters begin anew, what it quotes stays. */
  void redefine(final ProviderTerms newTerms, final long nowNanos, final long eventNo) {
    terms = newTerms;
    spikes.reset();
    judge();
    judgeTime(nowNanos, eventNo);
  }

  /** Whose word it is from now on. */
  void heardFrom(final long sessionKey, final long newIncarnation) {
    reconnected |= session != sessionKey || incarnation != newIncarnation;
    session = sessionKey;
    incarnation = newIncarnation;
  }

  /** Whether another session speaks for it since the last input. */
  public boolean isReconnected() {
    return reconnected;
  }

  /** An input is complete: from now on its session is the one it has. */
  void settle() {
    reconnected = false;
  }

  /** An event of its own is complete: the ladder is as it is now. */
  void quoted(final long eventNo, final long nowNanos) {
    ladder.sort();
    events++;
    lastEventNo = eventNo;
    quotedAtNanos = nowNanos;
    judge();
    if (!ladder.isEmpty() && !terms.isInSession(nowNanos)) {
      marks |= Marks.OUT_OF_SESSION;
    }
    for (int rest = marks; rest != 0; rest &= rest - 1) {
      counts[Integer.numberOfTrailingZeros(rest)]++;
    }
  }

  /** Everything that it quotes is gone with its session. */
  void withdraw(final long eventNo, final long nowNanos) {
    ladder.clear();
    ladder.sort();
    withdrawals++;
    lastEventNo = eventNo;
    quotedAtNanos = nowNanos;
    judge();
  }

  /** Marks for what is quoted; what time says is said anew. */
  private void judge() {
    marks = 0;
    final long bid = ladder.bids().best();
    final long offer = ladder.offers().best();
    if (ladder.isEmpty()) {
      spikes.reset();
      return;
    }
    if (bid == Fixed8.NULL || offer == Fixed8.NULL) {
      return;
    }
    marks |= spikes.judge(terms, bid, offer);
    if (bid > offer) {
      marks |= Marks.SELF_CROSSED;
    }
    final long spread = offer - bid;
    if ((terms.minSpread() != 0 && spread < terms.minSpread())
        || (terms.maxSpread() != 0 && spread > terms.maxSpread())) {
      marks |= Marks.SPREAD;
    }
  }

  /**
   * Time has passed, or another provider has quoted.
   *
   * @return whether its marks have changed
   */
  boolean judgeTime(final long nowNanos, final long eventNo) {
    if (ladder.isEmpty()) {
      return false;
    }
    int timely = 0;
    if (terms.staleAgeNanos() != 0 && nowNanos - quotedAtNanos > terms.staleAgeNanos()) {
      timely |= Marks.STALE_BY_AGE;
    }
    if (terms.staleTicks() != 0 && eventNo - lastEventNo > terms.staleTicks()) {
      timely |= Marks.STALE_BY_TICKS;
    }
    for (int rest = timely & ~marks; rest != 0; rest &= rest - 1) {
      counts[Integer.numberOfTrailingZeros(rest)]++;
    }
    if (!terms.isInSession(nowNanos)) {
      timely |= Marks.OUT_OF_SESSION;
    }
    final int before = marks;
    marks = (marks & ~(Marks.STALE | Marks.OUT_OF_SESSION)) | timely;
    return marks != before;
  }

  /** When time alone changes its marks next; {@link Long#MAX_VALUE}: never. */
  long nextDueNanos(final long nowNanos) {
    if (ladder.isEmpty()) {
      return Long.MAX_VALUE;
    }
    final long stale =
        terms.staleAgeNanos() == 0 || (marks & Marks.STALE_BY_AGE) != 0
            ? Long.MAX_VALUE
            : quotedAtNanos + terms.staleAgeNanos() + 1;
    return terms.hasSession() ? Math.min(stale, terms.nextBoundaryNanos(nowNanos)) : stale;
  }

  void restore(
      final int newMarks,
      final long newQuotedAtNanos,
      final long newLastEventNo,
      final long newEvents,
      final long newWithdrawals) {
    marks = newMarks;
    quotedAtNanos = newQuotedAtNanos;
    lastEventNo = newLastEventNo;
    events = newEvents;
    withdrawals = newWithdrawals;
  }

  void restoreCount(final int mark, final long count) {
    counts[mark] = count;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, marks);
    hash = Hash64.mix(hash, quotedAtNanos);
    hash = Hash64.mix(hash, lastEventNo);
    hash = Hash64.mix(hash, session);
    hash = Hash64.mix(hash, incarnation);
    hash = Hash64.mix(hash, events);
    hash = Hash64.mix(hash, withdrawals);
    for (final long count : counts) {
      hash = Hash64.mix(hash, count);
    }
    return ladder.hash(spikes.hash(hash));
  }
}
