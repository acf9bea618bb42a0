package io.qanat.account.core;

import io.qanat.codecs.fix.LiquidityInd;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fills that an operator may still bust or correct: those of trades that their instrument still
 * remembers, as each of its fills says. Together with a fill its order is kept, even if it is
 * finished and its trading day over.
 */
final class FillMemory {
  /** What was settled for one order by one trade, as it stands now. */
  static final class Fill {
    final Order order;
    final long tradeId;
    final long contraMdOrderId;
    final LiquidityInd liquidity;
    final long feeRate;
    long price;

    /** 0: busted. */
    long quantity;

    long notional;
    long fee;

    Fill(
        final Order order,
        final long tradeId,
        final long contraMdOrderId,
        final LiquidityInd liquidity,
        final long feeRate) {
      this.order = order;
      this.tradeId = tradeId;
      this.contraMdOrderId = contraMdOrderId;
      this.liquidity = liquidity;
      this.feeRate = feeRate;
    }
  }

  /** Per instrument, oldest first. */
  private final TreeMap<Long, ArrayDeque<Fill>> byInstrument = new TreeMap<>();

  /** Orders that only their fills keep, while a snapshot is being read. */
  private final TreeMap<Long, Order> pastOrders = new TreeMap<>();

  /**
   * Remembers a fill and forgets what its instrument no longer remembers.
   *
   * @param oldestTradeId of those the instrument remembers; 0 or less: it did not say
   */
  void add(final Fill fill, final long oldestTradeId) {
    final ArrayDeque<Fill> fills =
        byInstrument.computeIfAbsent(fill.order.securityId, id -> new ArrayDeque<>());
    fills.add(fill);
    while (!fills.isEmpty() && fills.peek().tradeId < oldestTradeId) {
      fills.remove();
    }
    if (fills.isEmpty()) {
      byInstrument.remove(fill.order.securityId);
    }
  }

  /** The fill of an order by a trade; null if it is not remembered. */
  Fill find(final long instrument, final long tradeId, final long orderId) {
    final ArrayDeque<Fill> fills = byInstrument.get(instrument);
    if (fills == null) {
      return null;
    }
    for (final Iterator<Fill> newestFirst = fills.descendingIterator(); newestFirst.hasNext(); ) {
      final Fill fill = newestFirst.next();
      if (fill.tradeId == tradeId && fill.order.orderId == orderId) {
        return fill;
      }
    }
    return null;
  }

  /** Every fill, by instrument, oldest first. */
  Iterable<Fill> all() {
    return () -> byInstrument.values().stream().flatMap(ArrayDeque::stream).iterator();
  }

  /** Orders of fills that are not among these. */
  SortedMap<Long, Order> ordersBeyond(final OrderStore store) {
    final TreeMap<Long, Order> beyond = new TreeMap<>();
    for (final Fill fill : all()) {
      if (store.order(fill.order.orderId) == null) {
        beyond.put(fill.order.orderId, fill.order);
      }
    }
    return beyond;
  }

  /** From a snapshot: an order that only its fills keep. */
  void restorePast(final Order order) {
    pastOrders.put(order.orderId, order);
  }

  /** From a snapshot; see {@link #restorePast}. */
  Order pastOrder(final long orderId) {
    return pastOrders.get(orderId);
  }
}
