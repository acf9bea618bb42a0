package io.qanat.instrument.core;

import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import java.util.List;
import java.util.TreeSet;

/** The rules of an auction's price by adding up every order at every price. */
final class BruteForceAuction {
  record Limit(Side side, long price, long quantity) {}

  private final List<Limit> limits;
  private final long marketBuy;
  private final long marketSell;
  private final long tick;

  BruteForceAuction(
      final List<Limit> limits, final long marketBuy, final long marketSell, final long tick) {
    this.limits = limits;
    this.marketBuy = marketBuy;
    this.marketSell = marketSell;
    this.tick = tick;
  }

  /** Null: nothing trades. */
  Long price(final long reference) {
    final TreeSet<Long> candidates = new TreeSet<>();
    limits.forEach(limit -> candidates.add(limit.price));
    if (candidates.isEmpty()) {
      final boolean meet = marketBuy > 0 && marketSell > 0 && reference != Fixed8.NULL;
      return meet ? Long.valueOf(reference) : null;
    }
    final long most = candidates.stream().mapToLong(this::volume).max().getAsLong();
    if (most == 0) {
      return null;
    }
    candidates.removeIf(p -> volume(p) < most);
    final long least = candidates.stream().mapToLong(p -> Math.abs(surplus(p))).min().getAsLong();
    candidates.removeIf(p -> Math.abs(surplus(p)) > least);
    if (least > 0 && candidates.stream().allMatch(p -> surplus(p) > 0)) {
      return candidates.last();
    }
    if (least > 0 && candidates.stream().allMatch(p -> surplus(p) < 0)) {
      return candidates.first();
    }
    long low = candidates.first();
    long high = candidates.last();
    if (least > 0) {
      low = candidates.stream().filter(p -> surplus(p) > 0).max(Long::compare).orElseThrow();
      high = candidates.stream().filter(p -> surplus(p) < 0).min(Long::compare).orElseThrow();
    }
    return nearest(low, high, reference);
  }

  /** Tries every tick of the range. */
  private long nearest(final long low, final long high, final long reference) {
    final long wanted =
        reference == Fixed8.NULL ? Math.floorDiv(low / tick + high / tick, 2L) * tick : reference;
    long nearest = low;
    for (long p = low; p <= high; p += tick) {
      if (Math.abs(p - wanted) < Math.abs(nearest - wanted)) {
        nearest = p;
      }
    }
    return nearest;
  }

  private long sum(final Side side, final long price) {
    return limits.stream()
        .filter(limit -> limit.side == side)
        .filter(limit -> side == BUY ? limit.price >= price : limit.price <= price)
        .mapToLong(Limit::quantity)
        .sum();
  }

  long volume(final long price) {
    return Math.min(marketBuy + sum(BUY, price), marketSell + sum(SELL, price));
  }

  long surplus(final long price) {
    return marketBuy + sum(BUY, price) - marketSell - sum(SELL, price);
  }
}
