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
    final long instrument;
    final long orderId;
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
        final long instrument,
        final long orderId,
        final long tradeId,
        final long contraMdOrderId,
        final LiquidityInd liquidity,
        final long feeRate) {
      this.instrument = instrument;
      this.orderId = orderId;
      this.tradeId = tradeId;
      this.contraMdOrderId = contraMdOrderId;
      this.liquidity = liquidity;
      this.feeRate = feeRate;
    }
  }

  /** Per instrument, oldest first. */
  private final TreeMap<Long, ArrayDeque<Fill>> byInstrument = new TreeMap<>();

  /** Orders that only their fills keep, and some that nothing keeps any more. */
  private final TreeMap<Long, Order> pastOrders = new TreeMap<>();

  /**
   * Remembers a fill and forgets what its instrument no longer remembers.
   *
   * @param oldestTradeId of those the instrument remembers; 0 or less: it did not say
   */
  void add(final Fill fill, final long oldestTradeId) {
    final ArrayDeque<Fill> fills =
        byInstrument.computeIfAbsent(fill.instrument, id -> new ArrayDeque<>());
    fills.add(fill);
    while (!fills.isEmpty() && fills.peek().tradeId < oldestTradeId) {
      fills.remove();
    }
    if (fills.isEmpty()) {
      byInstrument.remove(fill.instrument);
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
      if (fill.tradeId == tradeId && fill.orderId == orderId) {
        return fill;
      }
    }
    return null;
  }

  /** Every fill, by instrument, oldest first. */
  Iterable<Fill> all() {
    return () -> byInstrument.values().stream().flatMap(ArrayDeque::stream).iterator();
  }

  /** The orders that only their fills keep, in order of ids. */
  SortedMap<Long, Order> pastOrders() {
    final TreeMap<Long, Order> kept = new TreeMap<>();
    for (final Fill fill : all()) {
      final Order order = pastOrders.get(fill.orderId);
      if (order != null) {
        kept.put(fill.orderId, order);
      }
    }
    return kept;
  }

  /** The day ends: keeps the orders of fills that the store is about to forget. */
  void rollDay(final OrderStore store) {
    final TreeMap<Long, Order> kept = new TreeMap<>(pastOrders());
    for (final Fill fill : all()) {
      final Order order = store.order(fill.orderId);
      if (order != null && order.isDone()) {
        kept.put(fill.orderId, order);
      }
    }
    pastOrders.clear();
    pastOrders.putAll(kept);
  }

  /** From a snapshot: an order that only its fills keep. */
  void restorePast(final Order order) {
    pastOrders.put(order.orderId, order);
  }

  /** An order that only its fills keep; null if there is none with this id. */
  Order pastOrder(final long orderId) {
    return pastOrders.get(orderId);
  }
}
