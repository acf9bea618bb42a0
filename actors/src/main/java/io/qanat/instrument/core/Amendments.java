package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradeAmendEncoder;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Busts and corrects trades: both accounts are told, so that they reverse what they settled; the
 * market is told; the day's volume and the last price follow. Orders in the book do not change:
 * what a bust takes back is not put into the book again. Positions do, and end orders that only
 * reduce them.
 */
final class Amendments {
  /** How an operator's wish ended, in words that name what was wrong. */
  record Outcome(AdminResult result, String text) {}

  private static final int ACCOUNT_SHIFT = 39;

  private final InstrumentState state;
  private final TradeMemory memory;
  private final TradingDay day;
  private final MarketDataFeeds feeds;
  private final OrderBook book;
  private final UnsafeBuffer buffer =
      new UnsafeBuffer(
          new byte[MessageHeaderEncoder.ENCODED_LENGTH + TradeAmendEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final TradeAmendEncoder amend = new TradeAmendEncoder();

  Amendments(
      final InstrumentState state,
      final TradeMemory memory,
      final TradingDay day,
      final MarketDataFeeds feeds,
      final OrderBook book) {
    this.state = state;
    this.memory = memory;
    this.day = day;
    this.feeds = feeds;
    this.book = book;
  }

  /** The trade never was. */
  Outcome bust(final Outputs outputs, final long nowNanos, final long tradeId) {
    final TradeMemory.Trade trade = memory.find(tradeId);
    final Outcome refusal = unknownOrBusted(trade, tradeId);
    if (refusal != null) {
      return refusal;
    }
    final String text = describe(trade) + " is busted";
    apply(outputs, nowNanos, trade, trade.price, 0);
    return new Outcome(AdminResult.DONE, text);
  }

  /** The trade was at this price and of this quantity. */
  Outcome correct(
      final Outputs outputs,
      final long nowNanos,
      final long tradeId,
      final long price,
      final long quantity) {
    final TradeMemory.Trade trade = memory.find(tradeId);
    final Outcome refusal = unknownOrBusted(trade, tradeId);
    if (refusal != null) {
      return refusal;
    }
    final String problem = problem(trade, price, quantity);
    if (problem != null) {
      return new Outcome(AdminResult.INVALID, problem);
    }
    final String text = describe(trade);
    if (price == trade.price && quantity == trade.quantity) {
      return new Outcome(AdminResult.UNCHANGED, text);
    }
    apply(outputs, nowNanos, trade, price, quantity);
    return new Outcome(AdminResult.DONE, text + " is corrected to " + amount(price, quantity));
  }

  private Outcome unknownOrBusted(final TradeMemory.Trade trade, final long tradeId) {
    if (trade == null) {
      return new Outcome(
          AdminResult.NOT_FOUND,
          "trade "
              + tradeId
              + " is not known: "
              + (memory.size() == 0
                  ? "none is remembered"
                  : "remembered are " + memory.oldestTradeId() + " to " + memory.lastTradeId()));
    }
    return trade.isBusted()
        ? new Outcome(AdminResult.CONFLICT, "trade " + tradeId + " is busted already")
        : null;
  }

  private String problem(final TradeMemory.Trade trade, final long price, final long quantity) {
    if (quantity <= 0) {
      return "quantity must be greater than 0, or the trade be busted: " + Fixed8.format(quantity);
    }
    if (quantity > trade.originalQty) {
      return "quantity must be at most the "
          + Fixed8.format(trade.originalQty)
          + " that were traded: "
          + Fixed8.format(quantity);
    }
    if (!state.terms.hasWholeLots(quantity)) {
      return "quantity must be of whole lots: " + Fixed8.format(quantity);
    }
    if (price == Fixed8.NULL) {
      return "price is absent";
    }
    final OrdRejReason refusal = state.terms.priceRefusal(price);
    if (refusal != null) {
      return "price must be one that orders may have: "
          + Fixed8.format(price)
          + " is refused with "
          + refusal;
    }
    return state.terms.hasNotional(price, quantity)
        ? null
        : "price x quantity is beyond what can be held: " + amount(price, quantity);
  }

  private static String describe(final TradeMemory.Trade trade) {
    return "trade " + trade.tradeId + " of " + amount(trade.price, trade.quantity);
  }

  private static String amount(final long price, final long quantity) {
    return Fixed8.format(quantity) + "@" + Fixed8.format(price);
  }

  private void apply(
      final Outputs outputs,
      final long nowNanos,
      final TradeMemory.Trade trade,
      final long price,
      final long quantity) {
    amend
        .wrapAndApplyHeader(buffer, 0, header)
        .tradeId(trade.tradeId)
        .transactTime(nowNanos)
        .oldPx(trade.price)
        .oldQty(trade.quantity)
        .oldNotional(state.terms.notional(trade.price, trade.quantity))
        .newPx(price)
        .newQty(quantity)
        .newNotional(quantity == 0 ? 0 : state.terms.notional(price, quantity))
        .instrument(state.instrumentId());
    send(outputs, trade.buyOrderId, Side.BUY);
    send(outputs, trade.sellOrderId, Side.SELL);
    if (trade.tradeId > state.lastTradeIdOfYesterday) {
      day.amend(quantity - trade.quantity, quantity == 0);
    }
    final long takenBack = trade.quantity - quantity;
    book.takeBack(trade.buyOrderId >>> ACCOUNT_SHIFT, trade.buyPartner, Side.BUY, takenBack);
    book.takeBack(trade.sellOrderId >>> ACCOUNT_SHIFT, trade.sellPartner, Side.SELL, takenBack);
    trade.price = price;
    trade.quantity = quantity;
    state.trades.amend(trade.tradeId, price, quantity);
    final TradeMemory.Trade last = memory.newestStanding();
    if (last != null) {
      day.last(last.price, last.quantity);
    }
    feeds.amended(trade);
    book.endTakeBack();
  }

  private void send(final Outputs outputs, final long orderId, final Side side) {
    amend.orderId(orderId).side(side);
    outputs.toPeer(EntityKey.account(orderId >>> ACCOUNT_SHIFT), buffer, 0, buffer.capacity());
  }
}
