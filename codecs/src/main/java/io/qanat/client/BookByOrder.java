package io.qanat.client;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.FullRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/** The orders of one instrument, those served first first. */
public final class BookByOrder extends InstrumentBook {
  /**
   * One order.
   *
   * @param mdOrderId its public name; on the owner's execution reports too
   * @param mdOrderPriority lower is served first at its price
   * @param price scaled by 10^8
   * @param size what remains, scaled by 10^8
   */
  public record BookOrder(long mdOrderId, long mdOrderPriority, long price, long size, Side side) {}

  private static final Comparator<BookOrder> BY_PRIORITY =
      Comparator.comparingLong(BookOrder::mdOrderPriority).thenComparing(BookOrder::mdOrderId);

  private final Long2ObjectHashMap<BookOrder> orders = new Long2ObjectHashMap<>();
  private final TreeSet<BookOrder> bids =
      new TreeSet<>(
          Comparator.comparingLong(BookOrder::price).reversed().thenComparing(BY_PRIORITY));
  private final TreeSet<BookOrder> offers =
      new TreeSet<>(Comparator.comparingLong(BookOrder::price).thenComparing(BY_PRIORITY));
  private final IncrementalRefreshByOrderDecoder increment = new IncrementalRefreshByOrderDecoder();
  private final FullRefreshByOrderDecoder refresh = new FullRefreshByOrderDecoder();

  BookByOrder(
      final long securityId, final MarketDataListener listener, final StatusTracker status) {
    super(securityId, MDFeed.BY_ORDER, listener, status);
  }

  @Override
  void clearBook() {
    orders.clear();
    bids.clear();
    offers.clear();
  }

  /** An order by its public name, or null. */
  public BookOrder order(final long mdOrderId) {
    return orders.get(mdOrderId);
  }

  /** A live view of one side: best price first, then lowest priority. */
  public Collection<BookOrder> orders(final Side side) {
    return Collections.unmodifiableCollection(side(side));
  }

  private SortedSet<BookOrder> side(final Side side) {
    return side == Side.BUY ? bids : offers;
  }

  private void put(final BookOrder order) {
    remove(order.mdOrderId());
    orders.put(order.mdOrderId(), order);
    side(order.side()).add(order);
  }

  private void remove(final long mdOrderId) {
    final BookOrder order = orders.remove(mdOrderId);
    if (order != null) {
      side(order.side()).remove(order);
    }
  }

  @Override
  void loadChunk(final DirectBuffer buffer) {
    refresh.wrapAndApplyHeader(buffer, 0, header);
    status.set(refresh.securityTradingStatus());
    status.setAuction(
        refresh.tradingPhase(),
        refresh.indicativePx(),
        refresh.indicativeQty(),
        refresh.imbalanceQty());
    for (final FullRefreshByOrderDecoder.EntriesDecoder entry : refresh.entries()) {
      put(
          new BookOrder(
              entry.mdOrderId(),
              entry.mdOrderPriority(),
              entry.price(),
              entry.size(),
              entry.side()));
    }
  }

  @Override
  boolean applyIncrement(final DirectBuffer buffer) {
    increment.wrapAndApplyHeader(buffer, 0, header);
    final long transactTime = increment.transactTime();
    final boolean endOfEvent = increment.endOfEvent() == Bool.YES;
    for (final IncrementalRefreshByOrderDecoder.EntriesDecoder entry : increment.entries()) {
      if (entry.updateAction() == MDUpdateAction.DELETE) {
        remove(entry.mdOrderId());
      } else if (entry.updateAction() != MDUpdateAction.TRADE) {
        put(
            new BookOrder(
                entry.mdOrderId(),
                entry.mdOrderPriority(),
                entry.price(),
                entry.size(),
                entry.side()));
      }
      if (entry.tradeId() != 0) {
        listener.onOrderExecuted(
            securityId,
            entry.tradeId(),
            entry.mdOrderId(),
            entry.side(),
            entry.price(),
            entry.tradedQty(),
            transactTime);
      }
    }
    return endOfEvent;
  }
}
