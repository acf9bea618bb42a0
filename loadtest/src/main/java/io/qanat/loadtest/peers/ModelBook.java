package io.qanat.loadtest.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A slow book with price-time priority that knows what rests while a stream is drawn up, so that
 * every operation names an order that is there. It shares no code with any engine, so it is also
 * the witness that the engines end with the right book.
 */
final class ModelBook implements PeerBook {
  /** A resting order. */
  static final class Resting {
    final long id;
    final boolean buy;
    long price;
    long leavesQty;
    int place;

    Resting(final long id, final boolean buy, final long price, final long leavesQty) {
      this.id = id;
      this.buy = buy;
      this.price = price;
      this.leavesQty = leavesQty;
    }
  }

  // The orders of a level in their order of arrival.
  private final NavigableMap<Long, Map<Long, Resting>> bids =
      new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Long, Map<Long, Resting>> offers = new TreeMap<>();
  private final Map<Long, Resting> byId = new HashMap<>();
  private final List<Resting> all = new ArrayList<>();
  private long tradedQty;

  @Override
  public void limit(final long orderId, final boolean buy, final long price, final long quantity) {
    final Resting order = new Resting(orderId, buy, price, quantity);
    match(order, price);
    if (order.leavesQty > 0) {
      add(order);
    }
  }

  @Override
  public void market(final long orderId, final boolean buy, final long quantity) {
    match(new Resting(orderId, buy, 0, quantity), buy ? Long.MAX_VALUE : Long.MIN_VALUE);
  }

  @Override
  public void cancel(final long orderId) {
    remove(byId.get(orderId));
  }

  @Override
  public void move(final long orderId, final boolean buy, final long price, final long leavesQty) {
    final Resting order = byId.get(orderId);
    remove(order);
    order.price = price;
    match(order, price);
    if (order.leavesQty > 0) {
      add(order);
    }
  }

  @Override
  public void reduce(final long orderId, final long leavesQty, final long reducedQty) {
    byId.get(orderId).leavesQty = leavesQty;
  }

  @Override
  public long checksum() {
    return tradedQty;
  }

  @Override
  public long tradedQty() {
    return tradedQty;
  }

  int size() {
    return all.size();
  }

  /** The resting order of this id; null if there is none. */
  Resting find(final long orderId) {
    return byId.get(orderId);
  }

  /** Any resting order. */
  Resting any(final SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** The order that is served first at a price; null if nothing rests there. */
  Resting first(final boolean buy, final long price) {
    final Map<Long, Resting> level = side(buy).get(price);
    return level == null ? null : level.values().iterator().next();
  }

  /** The best price of a side on which something rests. */
  long bestPrice(final boolean buy) {
    return side(buy).firstKey();
  }

  /** Levels of both sides, best first. */
  BookDepth depth() {
    return new BookDepth(levels(bids), levels(offers));
  }

  private static List<BookDepth.Level> levels(final Map<Long, Map<Long, Resting>> side) {
    final List<BookDepth.Level> levels = new ArrayList<>();
    side.forEach(
        (price, orders) ->
            levels.add(
                new BookDepth.Level(
                    price, orders.values().stream().mapToLong(order -> order.leavesQty).sum())));
    return levels;
  }

  private NavigableMap<Long, Map<Long, Resting>> side(final boolean buy) {
    return buy ? bids : offers;
  }

  private void match(final Resting incoming, final long limit) {
    final NavigableMap<Long, Map<Long, Resting>> opposite = side(!incoming.buy);
    while (incoming.leavesQty > 0 && !opposite.isEmpty()) {
      final long price = opposite.firstKey();
      if (incoming.buy ? price > limit : price < limit) {
        return;
      }
      final Resting resting = first(!incoming.buy, price);
      final long lastQty = Math.min(incoming.leavesQty, resting.leavesQty);
      incoming.leavesQty -= lastQty;
      resting.leavesQty -= lastQty;
      tradedQty += lastQty;
      if (resting.leavesQty == 0) {
        remove(resting);
      }
    }
  }

  private void add(final Resting order) {
    side(order.buy).computeIfAbsent(order.price, p -> new LinkedHashMap<>()).put(order.id, order);
    byId.put(order.id, order);
    order.place = all.size();
    all.add(order);
  }

  private void remove(final Resting order) {
    final Map<Long, Resting> level = side(order.buy).get(order.price);
    level.remove(order.id);
    if (level.isEmpty()) {
      side(order.buy).remove(order.price);
    }
    byId.remove(order.id);
    final Resting last = all.remove(all.size() - 1);
    if (last != order) {
      all.set(order.place, last);
      last.place = order.place;
    }
  }
}
