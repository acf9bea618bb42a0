package io.qanat.execution.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * Orders to providers: those that are open, and some that have ended, for answers that come late.
 */
final class ProviderOrders {
  static final int ENDED_MAX = 1_000;

  private final TreeMap<Long, ProviderOrder> open = new TreeMap<>();
  private final TreeMap<Long, ProviderOrder> ended = new TreeMap<>();

  void add(final ProviderOrder order) {
    (order.isOpen() ? open : ended).put(order.providerOrderId, order);
  }

  /** It has ended: the oldest that ended are forgotten, unless their client's order goes on. */
  void ended(final ProviderOrder order) {
    open.remove(order.providerOrderId);
    ended.put(order.providerOrderId, order);
    trim();
  }

  void trim() {
    int tooMany = ended.size() - ENDED_MAX;
    final Iterator<ProviderOrder> oldest = ended.values().iterator();
    while (tooMany > 0 && oldest.hasNext()) {
      if (oldest.next().client == null) {
        oldest.remove();
        tooMany--;
      }
    }
  }

  /** Null: there is none, or it is forgotten. */
  ProviderOrder find(final long providerOrderId) {
    final ProviderOrder order = open.get(providerOrderId);
    return order == null ? ended.get(providerOrderId) : order;
  }

  /** In the order of their sending. */
  Collection<ProviderOrder> open() {
    return open.values();
  }

  /** A copy, for whoever ends them. */
  List<ProviderOrder> openNow() {
    return new ArrayList<>(open.values());
  }

  Collection<ProviderOrder> ended() {
    return ended.values();
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
