package io.qanat.instrument.core;

import io.qanat.entity.core.Hash64;

/**
 * The latest trades, for as long as an operator may still bust or correct them: a ring of bounded
 * size. Trade ids are consecutive, so a trade's place follows from its id.
 */
final class TradeMemory {
  /** A trade as it stands now. The ring uses its trades again. */
  static final class Trade {
    long tradeId;
    long buyOrderId;
    long buyPartner;
    long sellOrderId;
    long sellPartner;
    long originalQty;
    long price;

    /** 0: busted. */
    long quantity;

    boolean isBusted() {
      return quantity == 0;
    }
  }

  private Trade[] ring = new Trade[0];
  private int size;
  private long lastTradeId;

  /** Keeps at most this many from now on; the oldest go first. */
  void resize(final int max) {
    if (max == ring.length) {
      return;
    }
    final Trade[] resized = new Trade[max];
    final int kept = Math.min(size, max);
    for (long id = lastTradeId - kept + 1; id <= lastTradeId; id++) {
      resized[(int) (id % max)] = ring[(int) (id % ring.length)];
    }
    ring = resized;
    size = kept;
  }

  /** Forgets everything: what was agreed then cannot be settled on the terms of now. */
  void clear() {
    size = 0;
  }

  /** Remembers the trade after the last one. */
  void add(
      final long tradeId,
      final long buyOrderId,
      final long buyPartner,
      final long sellOrderId,
      final long sellPartner,
      final long price,
      final long quantity) {
    restore(tradeId, buyOrderId, buyPartner, sellOrderId, sellPartner, quantity, price, quantity);
  }

  /** Takes over the next trade of a snapshot. */
  void restore(
      final long tradeId,
      final long buyOrderId,
      final long buyPartner,
      final long sellOrderId,
      final long sellPartner,
      final long originalQty,
      final long price,
      final long quantity) {
    lastTradeId = tradeId;
    if (ring.length == 0) {
      return;
    }
    final int place = (int) (tradeId % ring.length);
    Trade trade = ring[place];
    if (trade == null) {
      trade = new Trade();
      ring[place] = trade;
    }
    trade.tradeId = tradeId;
    trade.buyOrderId = buyOrderId;
    trade.buyPartner = buyPartner;
    trade.sellOrderId = sellOrderId;
    trade.sellPartner = sellPartner;
    trade.originalQty = originalQty;
    trade.price = price;
    trade.quantity = quantity;
    size = Math.min(size + 1, ring.length);
  }

  /** Null if it is not remembered. */
  Trade find(final long tradeId) {
    return tradeId > lastTradeId - size && tradeId <= lastTradeId
        ? ring[(int) (tradeId % ring.length)]
        : null;
  }

  /** The newest one that is not busted; null if none is remembered. */
  Trade newestStanding() {
    for (long id = lastTradeId; id > lastTradeId - size; id--) {
      final Trade trade = find(id);
      if (!trade.isBusted()) {
        return trade;
      }
    }
    return null;
  }

  int size() {
    return size;
  }

  /** One more than the last trade if none is remembered. */
  long oldestTradeId() {
    return lastTradeId - size + 1;
  }

  long lastTradeId() {
    return lastTradeId;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, size);
    for (long id = oldestTradeId(); id <= lastTradeId; id++) {
      final Trade trade = find(id);
      hash = Hash64.mix(hash, trade.tradeId);
      hash = Hash64.mix(hash, trade.buyOrderId);
      hash = Hash64.mix(hash, trade.buyPartner);
      hash = Hash64.mix(hash, trade.sellOrderId);
      hash = Hash64.mix(hash, trade.sellPartner);
      hash = Hash64.mix(hash, trade.originalQty);
      hash = Hash64.mix(hash, trade.price);
      hash = Hash64.mix(hash, trade.quantity);
    }
    return hash;
  }
}
