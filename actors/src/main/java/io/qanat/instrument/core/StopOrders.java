package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Orders that wait for a price: a buy for one at or above its stop price, a sale for one at or
 * below. Those that one look finds triggered queue up in this order, which is the order in which
 * they then arrive in the book:
 *
 * <ol>
 *   <li>what they watch: last trade, best bid, best offer, mark
 *   <li>buys before sales
 *   <li>the stop price that was reached first: the lowest of buys, the highest of sales
 *   <li>arrival
 * </ol>
 *
 * <p>Each of them trades to its end before the next look; what that triggers queues up behind.
 */
final class StopOrders {
  private static final List<TriggerPriceType> SOURCES =
      List.of(
          TriggerPriceType.LAST_TRADE,
          TriggerPriceType.BEST_BID,
          TriggerPriceType.BEST_OFFER,
          TriggerPriceType.MARK);

  private static final Comparator<Order> BY_ARRIVAL = Comparator.comparingLong(Order::mdOrderId);
  private static final Comparator<Order> LOWEST_FIRST =
      Comparator.<Order>comparingLong(order -> order.special.stopPx).thenComparing(BY_ARRIVAL);
  private static final Comparator<Order> HIGHEST_FIRST =
      Comparator.<Order>comparingLong(order -> order.special.stopPx)
          .reversed()
          .thenComparing(BY_ARRIVAL);

  /** The orders that watch one price. */
  private static final class Watch {
    private final TreeSet<Order> buys = new TreeSet<>(LOWEST_FIRST);
    private final TreeSet<Order> sells = new TreeSet<>(HIGHEST_FIRST);

    private NavigableSet<Order> side(final Side side) {
      return side == Side.BUY ? buys : sells;
    }
  }

  private final Watch[] watches = new Watch[SOURCES.size()];
  private final ArrayDeque<Order> triggered = new ArrayDeque<>();
  private int size;
  private long buyQty;
  private long sellQty;

  // Trades since the last look.
  private long lowPx = Fixed8.NULL;
  private long highPx = Fixed8.NULL;

  StopOrders() {
    for (int i = 0; i < watches.length; i++) {
      watches[i] = new Watch();
    }
  }

  /** Orders that wait, those already triggered included. */
  int size() {
    return size;
  }

  void add(final Order order) {
    order.special.place = SpecialTerms.Place.STOP;
    watched(order).add(order);
    count(order, 1);
  }

  void remove(final Order order) {
    if (order.special.place == SpecialTerms.Place.TRIGGERED) {
      triggered.remove(order);
    } else {
      watched(order).remove(order);
    }
    count(order, -1);
  }

  private void count(final Order order, final int by) {
    size += by;
    if (order.price == Fixed8.NULL) {
      return;
    }
    if (order.side == Side.BUY) {
      buyQty += by * order.leavesQty;
    } else {
      sellQty += by * order.leavesQty;
    }
  }

  /** What a side's orders with a limit have open, which may come to rest. */
  long quantity(final Side side) {
    return side == Side.BUY ? buyQty : sellQty;
  }

  private NavigableSet<Order> watched(final Order order) {
    return watches[SOURCES.indexOf(order.special.triggerPriceType)].side(order.side);
  }

  /** A trade took place. */
  void onTrade(final long price) {
    if (highPx == Fixed8.NULL) {
      lowPx = price;
      highPx = price;
    } else {
      lowPx = Math.min(lowPx, price);
      highPx = Math.max(highPx, price);
    }
  }

  /** Trades up to now no longer count. */
  void forgetTrades() {
    lowPx = Fixed8.NULL;
    highPx = Fixed8.NULL;
  }

  /** Looks at prices, each {@link Fixed8#NULL} if there is none. */
  void look(final long lastPx, final long bidPx, final long offerPx, final long markPx) {
    if (highPx == Fixed8.NULL) {
      look(0, lastPx, lastPx);
    } else {
      look(0, highPx, lowPx);
    }
    look(1, bidPx, bidPx);
    look(2, offerPx, offerPx);
    look(3, markPx, markPx);
    forgetTrades();
  }

  private void look(final int source, final long highest, final long lowest) {
    if (highest == Fixed8.NULL) {
      return;
    }
    final Watch watch = watches[source];
    while (!watch.buys.isEmpty() && watch.buys.first().special.stopPx <= highest) {
      queue(watch.buys.pollFirst());
    }
    while (!watch.sells.isEmpty() && watch.sells.first().special.stopPx >= lowest) {
      queue(watch.sells.pollFirst());
    }
  }

  private void queue(final Order order) {
    order.special.place = SpecialTerms.Place.TRIGGERED;
    triggered.add(order);
  }

  /** Takes out the order whose turn it is; null if none is triggered. */
  Order next() {
    final Order order = triggered.poll();
    if (order != null) {
      order.special.place = SpecialTerms.Place.NOWHERE;
      count(order, -1);
    }
    return order;
  }

  void collect(final List<Order> into) {
    for (final Watch watch : watches) {
      into.addAll(watch.buys);
      into.addAll(watch.sells);
    }
    into.addAll(triggered);
  }
}
