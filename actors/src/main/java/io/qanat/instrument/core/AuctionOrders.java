package io.qanat.instrument.core;

import io.qanat.codecs.fix.TimeInForce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Orders that wait for an auction, by arrival: those at the open and those at the close. */
final class AuctionOrders {
  private final TreeSet<Order> atTheOpening =
      new TreeSet<>(Comparator.comparingLong(Order::mdOrderId));
  private final TreeSet<Order> atTheClose =
      new TreeSet<>(Comparator.comparingLong(Order::mdOrderId));

  static boolean isFor(final TimeInForce timeInForce) {
    return timeInForce == TimeInForce.AT_THE_OPENING || timeInForce == TimeInForce.AT_THE_CLOSE;
  }

  void add(final Order order) {
    order.special.place = SpecialTerms.Place.AUCTION;
    of(order.timeInForce).add(order);
  }

  void remove(final Order order) {
    of(order.timeInForce).remove(order);
  }

  int size() {
    return atTheOpening.size() + atTheClose.size();
  }

  /** Those of one auction by arrival. */
  List<Order> list(final TimeInForce timeInForce) {
    return new ArrayList<>(of(timeInForce));
  }

  void collect(final List<Order> into) {
    into.addAll(atTheOpening);
    into.addAll(atTheClose);
  }

  private Set<Order> of(final TimeInForce timeInForce) {
    return timeInForce == TimeInForce.AT_THE_OPENING ? atTheOpening : atTheClose;
  }
}
