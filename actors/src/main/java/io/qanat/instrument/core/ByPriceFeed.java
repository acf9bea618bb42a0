package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.entity.core.Outputs;
import java.util.Arrays;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * L2: remembers which levels an event touched and what traded, and publishes at its end how each of
 * those levels stands then. A level that came and went within the event is not mentioned.
 */
final class ByPriceFeed {
  private static final int ENTRY_LENGTH =
      Math.max(
          IncrementalRefreshByPriceEncoder.EntriesEncoder.sbeBlockLength(),
          IncrementalRefreshByPriceEncoder.TradesEncoder.sbeBlockLength());

  /** Levels and trades together. */
  private static final int ENTRIES_MAX =
      (MarketDataFeeds.MESSAGE_BYTES_MAX
              - MessageHeaderEncoder.ENCODED_LENGTH
              - IncrementalRefreshByPriceEncoder.BLOCK_LENGTH
              - IncrementalRefreshByPriceEncoder.EntriesEncoder.sbeHeaderSize()
              - IncrementalRefreshByPriceEncoder.TradesEncoder.sbeHeaderSize())
          / ENTRY_LENGTH;

  /** The levels of one side that an event touched, in the order it did. */
  private static final class Touched {
    final Side side;
    long[] prices = new long[64];
    boolean[] existed = new boolean[64];
    int count;

    /** Whether prices so far went one way only, so that none can be twice. */
    private boolean oneWay = true;

    private boolean rising;

    Touched(final Side side) {
      this.side = side;
    }

    /** Adds a level unless it is the last one added. */
    void add(final long price, final boolean existedBefore) {
      if (count > 0) {
        final long last = prices[count - 1];
        if (last == price) {
          return;
        }
        if (count == 1) {
          rising = price > last;
        } else if (rising != price > last) {
          oneWay = false;
        }
      }
      if (count == prices.length) {
        prices = Arrays.copyOf(prices, 2 * count);
        existed = Arrays.copyOf(existed, 2 * count);
      }
      prices[count] = price;
      existed[count] = existedBefore;
      count++;
    }

    /** Keeps the first of entries of the same level: it knows how the event found the level. */
    void keepFirsts() {
      if (oneWay) {
        return;
      }
      final LongHashSet seen = new LongHashSet();
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (seen.add(prices[i])) {
          prices[kept] = prices[i];
          existed[kept] = existed[i];
          kept++;
        }
      }
      count = kept;
    }

    void clear() {
      count = 0;
      oneWay = true;
    }
  }

  /** Number, price, size and aggressor side. */
  private static final int TRADE_LONGS = 4;

  private final long securityId;
  private final OrderBook book;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MarketDataFeeds.MESSAGE_BYTES_MAX]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final IncrementalRefreshByPriceEncoder message = new IncrementalRefreshByPriceEncoder();

  private final Touched bids = new Touched(Side.BUY);
  private final Touched offers = new Touched(Side.SELL);
  private long[] trades = new long[TRADE_LONGS * 64];
  private int tradeCount;
  private long rptSeq;

  ByPriceFeed(final long securityId, final OrderBook book) {
    this.securityId = securityId;
    this.book = book;
  }

  void touch(final Side side, final long price, final boolean existedBefore) {
    (side == Side.BUY ? bids : offers).add(price, existedBefore);
  }

  void trade(final long tradeId, final long price, final long size, final Side aggressor) {
    final int at = TRADE_LONGS * tradeCount;
    if (at == trades.length) {
      trades = Arrays.copyOf(trades, 2 * trades.length);
    }
    trades[at] = tradeId;
    trades[at + 1] = price;
    trades[at + 2] = size;
    trades[at + 3] = aggressor.value();
    tradeCount++;
  }

  void end(final Outputs outputs, final long nowNanos) {
    forgetUnseen(bids);
    forgetUnseen(offers);
    int bid = 0;
    int offer = 0;
    int trade = 0;
    while (bid < bids.count || offer < offers.count || trade < tradeCount) {
      final int bidsHere = Math.min(bids.count - bid, ENTRIES_MAX);
      final int offersHere = Math.min(offers.count - offer, ENTRIES_MAX - bidsHere);
      final int tradesHere = Math.min(tradeCount - trade, ENTRIES_MAX - bidsHere - offersHere);
      message
          .wrapAndApplyHeader(buffer, 0, header)
          .securityId(securityId)
          .epoch(0)
          .rptSeq(nextRptSeq())
          .transactTime(nowNanos);
      final var entries = message.entriesCount(bidsHere + offersHere);
      encodeLevels(entries, bids, bid, bidsHere);
      encodeLevels(entries, offers, offer, offersHere);
      encodeTrades(trade, tradesHere);
      bid += bidsHere;
      offer += offersHere;
      trade += tradesHere;
      message.endOfEvent(
          MarketDataFeeds.endOfEvent(
              bid == bids.count && offer == offers.count && trade == tradeCount));
      outputs.toMarketData(
          MDFeed.BY_PRICE,
          buffer,
          0,
          MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }
    bids.clear();
    offers.clear();
    tradeCount = 0;
  }

  /** Drops levels that neither were there before the event nor are there after it. */
  private void forgetUnseen(final Touched touched) {
    touched.keepFirsts();
    int kept = 0;
    for (int i = 0; i < touched.count; i++) {
      if (touched.existed[i] || isShown(book.level(touched.side, touched.prices[i]))) {
        touched.prices[kept] = touched.prices[i];
        touched.existed[kept] = touched.existed[i];
        kept++;
      }
    }
    touched.count = kept;
  }

  private static boolean isShown(final PriceLevel level) {
    return level != null && level.orderCount() > 0;
  }

  private void encodeLevels(
      final IncrementalRefreshByPriceEncoder.EntriesEncoder entries,
      final Touched touched,
      final int from,
      final int count) {
    for (int i = from; i < from + count; i++) {
      final PriceLevel level = book.level(touched.side, touched.prices[i]);
      entries.next().price(touched.prices[i]).side(touched.side);
      if (!isShown(level)) {
        entries.size(0).numberOfOrders(0).updateAction(MDUpdateAction.DELETE);
      } else {
        entries
            .size(level.quantity())
            .numberOfOrders(level.orderCount())
            .updateAction(touched.existed[i] ? MDUpdateAction.CHANGE : MDUpdateAction.NEW);
      }
    }
  }

  private void encodeTrades(final int from, final int count) {
    final var encoder = message.tradesCount(count);
    for (int i = TRADE_LONGS * from; i < TRADE_LONGS * (from + count); i += TRADE_LONGS) {
      encoder
          .next()
          .tradeId(trades[i])
          .price(trades[i + 1])
          .size(trades[i + 2])
          .aggressorSide(trades[i + 3] == Side.BUY.value() ? Side.BUY : Side.SELL);
    }
  }

  long nextRptSeq() {
    return ++rptSeq;
  }

  long rptSeq() {
    return rptSeq;
  }

  void restore(final long lastRptSeq) {
    rptSeq = lastRptSeq;
  }
}
