package io.qanat.hub.gateway.http.ws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.client.BookBuilder;
import io.qanat.client.BookByPrice;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.entity.TradesAnswerDecoder;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.gateway.http.EntitledInstrument;
import io.qanat.hub.gateway.http.Values;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.apache.pekko.util.ByteString;

/**
 * One instrument that somebody follows: its book, kept from what the hub publishes, and who is
 * subscribed to its prices, trades and status. Of the engine's thread.
 */
final class InstrumentStream implements MarketDataListener, TradeTape.Words {
  private final EntitledInstrument instrument;
  private final StreamMessages messages;
  private final long pricesIntervalNanos;
  private final BookBuilder books = new BookBuilder(this);
  private final Int2ObjectHashMap<PriceGroup> prices = new Int2ObjectHashMap<>();
  private final TradeTape trades = new TradeTape(this);
  private final Top top = new Top();
  private PriceGroup statuses;
  private SecurityTradingStatus status = SecurityTradingStatus.NULL_VAL;
  private TradingPhase phase = TradingPhase.NULL_VAL;
  private long indicativePx = Fixed8.NULL;
  private long indicativeQty;
  private long imbalanceQty;

  /** The newest top of book. */
  private static final class Top {
    private boolean known;
    private long rptSeq;
    private long transactTime;
    private long bidPx;
    private long bidSize;
    private long offerPx;
    private long offerSize;
    private long lastPx;
    private long lastQty;
    private long totalVolume;
    private long tradeCount;

    void set(final TopOfBookDecoder top) {
      known = true;
      rptSeq = top.rptSeq();
      transactTime = top.transactTime();
      bidPx = top.bidPx();
      bidSize = top.bidSize();
      offerPx = top.offerPx();
      offerSize = top.offerSize();
      lastPx = top.lastPx();
      lastQty = top.lastQty();
      totalVolume = top.totalVolume();
      tradeCount = top.tradeCount();
    }
  }

  InstrumentStream(
      final EntitledInstrument instrument,
      final StreamMessages messages,
      final long pricesIntervalNanos) {
    this.instrument = instrument;
    this.messages = messages;
    this.pricesIntervalNanos = pricesIntervalNanos;
  }

  EntitledInstrument instrument() {
    return instrument;
  }

  TradeTape trades() {
    return trades;
  }

  void add(final Subscription subscription, final long nowNanos) {
    switch (subscription.channel()) {
      case PRICES -> {
        subscription.outbox().offer(subscribed(subscription));
        prices
            .computeIfAbsent(subscription.terms().depth(), depth -> group(depth, nowNanos))
            .add(subscription, nowNanos);
      }
      case TRADES -> trades.add(subscription);
      case STATUS -> {
        subscription.outbox().offer(subscribed(subscription));
        if (statuses == null) {
          statuses = new PriceGroup(pricesIntervalNanos, this::statusMessage, nowNanos);
        }
        statuses.add(subscription, nowNanos);
      }
      case REPORTS -> throw new IllegalArgumentException("reports are an account's");
    }
  }

  /** False if it was not here. */
  boolean remove(final Subscription subscription) {
    return switch (subscription.channel()) {
      case PRICES -> {
        final PriceGroup group = prices.get(subscription.terms().depth());
        final boolean removed = group != null && group.remove(subscription);
        if (removed && group.isEmpty()) {
          prices.remove(subscription.terms().depth());
        }
        yield removed;
      }
      case TRADES -> trades.remove(subscription);
      case STATUS -> {
        final boolean removed = statuses != null && statuses.remove(subscription);
        if (removed && statuses.isEmpty()) {
          statuses = null;
        }
        yield removed;
      }
      case REPORTS -> throw new IllegalArgumentException("reports are an account's");
    };
  }

  boolean isEmpty() {
    return prices.isEmpty() && trades.isEmpty() && statuses == null;
  }

  private PriceGroup group(final int depth, final long nowNanos) {
    return new PriceGroup(
        pricesIntervalNanos, depth == 1 ? this::topMessage : () -> depthMessage(depth), nowNanos);
  }

  /** Takes a market-data message. */
  void onMessage(final DirectBuffer buffer, final int offset, final int length) {
    books.onFragment(buffer, offset, length, null);
  }

  /** Offers the prices and the status that are due; returns to how many. */
  int flush(final long nowNanos) {
    int offered = statuses == null ? 0 : statuses.flush(nowNanos);
    for (final PriceGroup group : prices.values()) {
      offered += group.flush(nowNanos);
    }
    return offered;
  }

  @Override
  public void onTop(final TopOfBookDecoder newTop) {
    top.set(newTop);
    onStatus(newTop.securityId(), newTop.securityTradingStatus());
    prices.values().forEach(PriceGroup::changed);
  }

  @Override
  public void onBook(final long securityId, final MDFeed feed) {
    prices.values().forEach(PriceGroup::changed);
  }

  @Override
  public void onStale(final long securityId, final MDFeed feed) {
    // Trades may be among what was lost.
    trades.wantFill();
    prices.values().forEach(PriceGroup::changed);
  }

  @Override
  public void onStatus(final long securityId, final SecurityTradingStatus newStatus) {
    if (newStatus != status) {
      status = newStatus;
      statusChanged();
      prices.values().forEach(PriceGroup::changed);
    }
  }

  @Override
  public void onTradingPhase(
      final long securityId,
      final TradingPhase newPhase,
      final long newIndicativePx,
      final long newIndicativeQty,
      final long newImbalanceQty) {
    phase = newPhase;
    indicativePx = newIndicativePx;
    indicativeQty = newIndicativeQty;
    imbalanceQty = newImbalanceQty;
    statusChanged();
  }

  private void statusChanged() {
    if (statuses != null) {
      statuses.changed();
    }
  }

  @Override
  public void onTrade(
      final long securityId,
      final long tradeId,
      final long price,
      final long size,
      final Side aggressorSide,
      final long transactTime) {
    if (!trades.isEmpty()) {
      trades.onTrade(trade(tradeId, price, size, aggressorSide.name(), transactTime));
    }
  }

  @Override
  public void onTradeAmended(
      final long securityId,
      final long tradeId,
      final long price,
      final long size,
      final long transactTime) {
    trades.onAmended(
        tradeId,
        messages.bytes(
            named("tradeAmended")
                .put("tradeId", Long.toString(tradeId))
                .put("transactTime", Values.time(transactTime))
                .put("price", Values.decimal(price))
                .put("size", Values.decimal(size))),
        was -> trade(tradeId, price, size, was.aggressorSide(), was.transactTime()));
  }

  /** The instrument's answer to a TradesQuery, newest first. */
  void onTrades(final TradesAnswerDecoder answer) {
    final List<TradeTape.Trade> filled = new ArrayList<>();
    for (final TradesAnswerDecoder.TradesDecoder entry : answer.trades()) {
      filled.add(
          0,
          trade(
              entry.tradeId(),
              entry.price(),
              entry.size(),
              entry.aggressorSide().name(),
              entry.transactTime()));
    }
    trades.onFill(filled);
  }

  private TradeTape.Trade trade(
      final long tradeId,
      final long price,
      final long size,
      final String aggressorSide,
      final long transactTime) {
    return new TradeTape.Trade(
        tradeId,
        transactTime,
        aggressorSide,
        messages.bytes(
            named("trade")
                .put("tradeId", Long.toString(tradeId))
                .put("transactTime", Values.time(transactTime))
                .put("price", Values.decimal(price))
                .put("size", Values.decimal(size))
                .put("aggressorSide", aggressorSide)));
  }

  private ObjectNode named(final String type) {
    return messages
        .message(type)
        .put("symbol", instrument.symbol())
        .put("securityId", instrument.securityId());
  }

  @Override
  public ByteString subscribed(final Subscription subscription) {
    final ObjectNode node = messages.message("subscribed");
    subscription.describe(node);
    switch (subscription.channel()) {
      case PRICES -> node.put("depth", subscription.terms().depth());
      case TRADES -> node.put("nextTradeId", Long.toString(trades.next()));
      case STATUS, REPORTS -> {
        // Nothing more to say.
      }
    }
    return messages.bytes(node);
  }

  @Override
  public ByteString gap(
      final Subscription subscription, final long fromTradeId, final long throughTradeId) {
    final ObjectNode node = messages.message("gap");
    subscription.describe(node);
    return messages.bytes(
        node.put("fromTradeId", Long.toString(fromTradeId))
            .put("throughTradeId", Long.toString(throughTradeId)));
  }

  private ByteString statusMessage() {
    if (status == SecurityTradingStatus.NULL_VAL) {
      return null;
    }
    final ObjectNode node = named("status").put("securityTradingStatus", status.name());
    if (phase != TradingPhase.NULL_VAL) {
      node.put("tradingPhase", phase.name())
          .put("indicativePx", Values.decimal(indicativePx))
          .put("indicativeQty", Values.decimal(indicativeQty))
          .put("imbalanceQty", Values.decimal(imbalanceQty));
    }
    return messages.bytes(node);
  }

  private ByteString topMessage() {
    if (!top.known) {
      return null;
    }
    final ObjectNode node = named("prices").put("depth", 1);
    put(node, top.rptSeq, top.transactTime, true);
    level(node.putArray("bids"), top.bidPx, top.bidSize);
    level(node.putArray("offers"), top.offerPx, top.offerSize);
    return messages.bytes(node);
  }

  private static void level(final ArrayNode side, final long price, final long size) {
    if (Values.decimal(price) != null) {
      side.addObject().put("price", Values.decimal(price)).put("size", Values.decimal(size));
    }
  }

  private ByteString depthMessage(final int depth) {
    final BookByPrice book = books.byPrice(instrument.securityId());
    if (!top.known || book == null || (book.rptSeq() == 0 && !book.isLive())) {
      return null;
    }
    final ObjectNode node = named("prices").put("depth", depth);
    put(node, book.rptSeq(), Math.max(top.transactTime, book.transactTime()), book.isLive());
    levels(node.putArray("bids"), book, Side.BUY, depth);
    levels(node.putArray("offers"), book, Side.SELL, depth);
    return messages.bytes(node);
  }

  private static void levels(
      final ArrayNode side, final BookByPrice book, final Side of, final int depth) {
    final int levels = Math.min(depth, book.levels(of));
    for (int level = 0; level < levels; level++) {
      side.addObject()
          .put("price", Values.decimal(book.price(of, level)))
          .put("size", Values.decimal(book.size(of, level)))
          .put("numberOfOrders", book.numberOfOrders(of, level));
    }
  }

  private void put(
      final ObjectNode node, final long rptSeq, final long transactTime, final boolean live) {
    node.put("rptSeq", rptSeq)
        .put("transactTime", Values.time(transactTime))
        .put("securityTradingStatus", status.name())
        .put("live", live)
        .put("lastPx", Values.decimal(top.lastPx))
        .put("lastQty", Values.decimal(top.lastQty))
        .put("totalVolume", Values.decimal(top.totalVolume))
        .put("tradeCount", top.tradeCount);
  }
}
