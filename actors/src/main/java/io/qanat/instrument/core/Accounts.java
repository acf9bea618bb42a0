package io.qanat.instrument.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/** The accounts that have traded or ordered here. Whatever leaves it is sorted. */
final class Accounts {
  private static final Comparator<Order> BY_ARRIVAL = Comparator.comparingLong(Order::mdOrderId);

  private final Long2ObjectHashMap<AccountOrders> byAccount = new Long2ObjectHashMap<>();

  /** The account's, made when there was none. */
  AccountOrders of(final long account, final long partner) {
    AccountOrders orders = byAccount.get(account);
    if (orders == null) {
      orders = new AccountOrders(account, partner);
      byAccount.put(account, orders);
    }
    return orders;
  }

  /** Null if it was never here. */
  AccountOrders find(final long account) {
    return byAccount.get(account);
  }

  /** In the order of their numbers. */
  List<AccountOrders> all() {
    final List<AccountOrders> all = new ArrayList<>(byAccount.values());
    all.sort(Comparator.comparingLong(orders -> orders.account));
    return all;
  }

  /** The account's open orders by arrival. */
  List<Order> ordersOf(final long account) {
    final List<Order> found = new ArrayList<>();
    final AccountOrders orders = byAccount.get(account);
    if (orders != null) {
      orders.collect(found);
    }
    return sorted(found);
  }

  /** The open orders of a partner's accounts by arrival; 0: of everybody. */
  List<Order> ordersOfPartner(final long partner) {
    final List<Order> found = new ArrayList<>();
    for (final AccountOrders orders : byAccount.values()) {
      if (partner == 0 || orders.partner == partner) {
        orders.collect(found);
      }
    }
    return sorted(found);
  }

  /** The open orders that the end of the trading day ends, by arrival. */
  List<Order> ordersOfTheDay() {
    final List<Order> found = new ArrayList<>();
    for (final AccountOrders orders : byAccount.values()) {
      orders.collectOfTheDay(found);
    }
    return sorted(found);
  }

  static List<Order> sorted(final List<Order> orders) {
    orders.sort(BY_ARRIVAL);
    return orders;
  }
}
