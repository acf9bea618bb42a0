package io.qanat.instrument.core;

import io.qanat.codecs.marketdata.IncrementalRefreshByOrderEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * L3: changes of orders in the order they happen, written straight into the message. A replaced
 * order that loses its place is deleted and, if anything of it rests again, new under its old name.
 */
final class ByOrderFeed {
  private static final int ENTRIES_MAX =
      (MarketDataFeeds.MESSAGE_BYTES_MAX
              - MessageHeaderEncoder.ENCODED_LENGTH
              - IncrementalRefreshByOrderEncoder.BLOCK_LENGTH
              - IncrementalRefreshByOrderEncoder.EntriesEncoder.sbeHeaderSize())
          / IncrementalRefreshByOrderEncoder.EntriesEncoder.sbeBlockLength();

  private final long securityId;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MarketDataFeeds.MESSAGE_BYTES_MAX]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final IncrementalRefreshByOrderEncoder message = new IncrementalRefreshByOrderEncoder();
  private IncrementalRefreshByOrderEncoder.EntriesEncoder entries;
  private Outputs outputs;
  private long nowNanos;
  private int entryCount;
  private long rptSeq;

  ByOrderFeed(final long securityId) {
    this.securityId = securityId;
  }

  void begin(final Outputs outputs, final long nowNanos) {
    this.outputs = outputs;
    this.nowNanos = nowNanos;
  }

  void entry(
      final Order order,
      final MDUpdateAction action,
      final long price,
      final long size,
      final long tradeId,
      final long tradedQty) {
    nextEntry()
        .mdOrderId(order.mdOrderId())
        .mdOrderPriority(order.mdOrderPriority())
        .price(price)
        .size(size)
        .tradeId(tradeId)
        .tradedQty(tradedQty)
        .side(order.side())
        .updateAction(action);
  }

  /** A trade of an order that the public does not know: no order's name goes with it. */
  void hiddenTrade(final Order order, final long tradeId, final long tradedQty) {
    nextEntry()
        .mdOrderId(0)
        .mdOrderPriority(0)
        .price(order.price())
        .size(0)
        .tradeId(tradeId)
        .tradedQty(tradedQty)
        .side(order.side())
        .updateAction(MDUpdateAction.TRADE);
  }

  private IncrementalRefreshByOrderEncoder.EntriesEncoder nextEntry() {
    if (entryCount == ENTRIES_MAX) {
      publish(false);
    }
    if (entryCount == 0) {
      entries =
          message
              .wrapAndApplyHeader(buffer, 0, header)
              .securityId(securityId)
              .epoch(0)
              .transactTime(nowNanos)
              .entriesCount(ENTRIES_MAX);
    }
    entryCount++;
    return entries.next();
  }

  void end() {
    if (entryCount > 0) {
      publish(true);
    }
  }

  private void publish(final boolean last) {
    entries.resetCountToIndex();
    message.rptSeq(nextRptSeq()).endOfEvent(MarketDataFeeds.endOfEvent(last));
    outputs.toMarketData(
        MDFeed.BY_ORDER, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    entryCount = 0;
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
