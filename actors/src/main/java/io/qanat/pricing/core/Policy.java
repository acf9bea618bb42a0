package io.qanat.pricing.core;

import io.qanat.codecs.value.Fixed8;
import io.qanat.liquidity.core.Pool;
import io.qanat.liquidity.core.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A policy: its prices as they are now, those that were published last, and who hears of them. */
public final class Policy {
  static final int SUBSCRIBERS_MAX = 256;

  /** A session that is told the prices, in the name of an account. */
  record Subscriber(long session, long incarnation, long account) {}

  private final PolicyTerms terms;
  private final long[] bids;
  private final long[] offers;
  private final int[] flags;
  private final long[] publishedBids;
  private final long[] publishedOffers;
  private final int[] publishedFlags;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private long publishedAtNanos;
  private long rptSeq;
  private long conflated;
  private boolean due;
  private boolean formed;

  Policy(final PolicyTerms terms) {
    this.terms = terms;
    final int count = terms.tiers().size();
    bids = new long[count];
    offers = new long[count];
    flags = new int[count];
    publishedBids = new long[count];
    publishedOffers = new long[count];
    publishedFlags = new int[count];
    Arrays.fill(publishedBids, Fixed8.NULL);
    Arrays.fill(publishedOffers, Fixed8.NULL);
    Arrays.fill(publishedFlags, PriceFlags.NO_LIQUIDITY);
  }

  /** As it was defined. */
  public PolicyTerms terms() {
    return terms;
  }

  /** The lowest tier that is for orders of this size, -1: none is. */
  public int tierFor(final long size) {
    for (int tier = 0; tier < bids.length; tier++) {
      if (terms.tiers().get(tier) >= size) {
        return tier;
      }
    }
    return -1;
  }

  /** How many tiers it has. */
  public int tierCount() {
    return bids.length;
  }

  /** {@link Fixed8#NULL}: none. */
  public long bid(final int tier) {
    return bids[tier];
  }

  /** {@link Fixed8#NULL}: none. */
  public long offer(final int tier) {
    return offers[tier];
  }

  /** {@link PriceFlags}. */
  public int flags(final int tier) {
    return flags[tier];
  }

  /** What a taker of the pool's bids would get for a tier, by the policy's source. */
  static long poolBid(final PolicyTerms terms, final Pool pool, final int tier, final Sweep sweep) {
    return switch (terms.source()) {
      case VWAP -> sweep.vwap(pool, false, terms.tiers().get(tier));
      case FULL_AMOUNT -> sweep.fullAmount(pool, false, terms.tiers().get(tier));
      default -> pool.bidPx();
    };
  }

  /** What a taker of the pool's offers would pay. */
  static long poolOffer(
      final PolicyTerms terms, final Pool pool, final int tier, final Sweep sweep) {
    return switch (terms.source()) {
      case VWAP -> sweep.vwap(pool, true, terms.tiers().get(tier));
      case FULL_AMOUNT -> sweep.fullAmount(pool, true, terms.tiers().get(tier));
      default -> pool.offerPx();
    };
  }

  /** Its prices have to be formed again before they are used. */
  void stale() {
    formed = false;
  }

  boolean isFormed() {
    return formed;
  }

  void formed() {
    formed = true;
  }

  void set(final int tier, final PriceFormation formation) {
    bids[tier] = formation.bid();
    offers[tier] = formation.offer();
    flags[tier] = formation.flags();
  }

  boolean differsFromPublished() {
    return !Arrays.equals(bids, publishedBids)
        || !Arrays.equals(offers, publishedOffers)
        || !Arrays.equals(flags, publishedFlags);
  }

  void published(final long nowNanos) {
    System.arraycopy(bids, 0, publishedBids, 0, bids.length);
    System.arraycopy(offers, 0, publishedOffers, 0, bids.length);
    System.arraycopy(flags, 0, publishedFlags, 0, bids.length);
    publishedAtNanos = nowNanos;
    rptSeq++;
    due = false;
  }

  /** A price must wait; whichever waited before is never published. */
  void postpone() {
    if (due) {
      conflated++;
    }
    due = true;
  }

  void nothingDue() {
    if (due) {
      conflated++;
    }
    due = false;
  }

  boolean isDue() {
    return due;
  }

  /** When a changed price may be published. */
  long mayPublishAtNanos() {
    return terms.conflationNanos() == 0
        ? Long.MIN_VALUE
        : publishedAtNanos + terms.conflationNanos();
  }

  List<Subscriber> subscribers() {
    return subscribers;
  }

  /** How many sessions are told. */
  public int subscriberCount() {
    return subscribers.size();
  }

  /** A session that came again has one subscription still. */
  void subscribe(final Subscriber subscriber) {
    unsubscribe(subscriber.session(), subscriber.account());
    subscribers.add(subscriber);
  }

  void unsubscribe(final long session, final long account) {
    subscribers.removeIf(one -> one.session() == session && one.account() == account);
  }

  void sessionLost(final long session, final long incarnation) {
    final Iterator<Subscriber> each = subscribers.iterator();
    while (each.hasNext()) {
      final Subscriber one = each.next();
      if (one.session() == session && one.incarnation() <= incarnation) {
        each.remove();
      }
    }
  }

  /** Counts the prices published. */
  public long rptSeq() {
    return rptSeq;
  }

  /** Counts the prices that others replaced before they were published. */
  public long conflated() {
    return conflated;
  }

  long publishedAtNanos() {
    return publishedAtNanos;
  }

  long publishedBid(final int tier) {
    return publishedBids[tier];
  }

  long publishedOffer(final int tier) {
    return publishedOffers[tier];
  }

  int publishedFlags(final int tier) {
    return publishedFlags[tier];
  }

  void restore(
      final long newPublishedAtNanos,
      final long newRptSeq,
      final long newConflated,
      final boolean newDue) {
    publishedAtNanos = newPublishedAtNanos;
    rptSeq = newRptSeq;
    conflated = newConflated;
    due = newDue;
  }

  void restore(final int tier, final long bid, final long offer, final int newFlags) {
    publishedBids[tier] = bid;
    publishedOffers[tier] = offer;
    publishedFlags[tier] = newFlags;
  }
}
