package io.qanat.loadtest.peers;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.instrument.core.Order;
import io.qanat.instrument.core.OrderBook;
import io.qanat.instrument.core.OrderBookListener;
import io.qanat.instrument.core.PriceLevel;
import java.util.Arrays;

/**
 * The market data of an event, as the hub's feeds make it but without their wire format: by order
 * (L3) one record of six longs for each change of a resting order; by price (L2) one record of four
 * for each level that the event touched, as it stands at the event's end. Both are written to
 * memory, and every word of both is read at the end of the event.
 */
final class QanatOutputs implements OrderBookListener {
  private static final int BY_ORDER_WORDS = 6;
  private static final int BY_PRICE_WORDS = 4;
  private static final long NEW = 0;
  private static final long CHANGE = 1;
  private static final long DELETE = 2;

  private OrderBook book;
  private long[] byOrder = new long[64 * BY_ORDER_WORDS];
  private int byOrderLength;
  private long[] byPrice = new long[64 * BY_PRICE_WORDS];
  private int byPriceLength;
  private long lastTouchedPrice;
  private Side lastTouchedSide;
  private long checksum;
  private long tradedQty;

  void follow(final OrderBook followed) {
    book = followed;
  }

  long checksum() {
    return checksum;
  }

  long tradedQty() {
    return tradedQty;
  }

  /** Completes the by-price records and reads everything. */
  void endOfEvent() {
    long sum = checksum;
    for (int i = 0; i < byPriceLength; i += BY_PRICE_WORDS) {
      final PriceLevel level = book.level(byPrice[i] == 1 ? Side.BUY : Side.SELL, byPrice[i + 1]);
      if (level != null) {
        byPrice[i + 2] = level.quantity();
        byPrice[i + 3] = level.orderCount();
      }
    }
    for (int i = 0; i < byPriceLength; i++) {
      sum += byPrice[i];
    }
    for (int i = 0; i < byOrderLength; i++) {
      sum += byOrder[i];
    }
    checksum = sum;
    byPriceLength = 0;
    byOrderLength = 0;
    lastTouchedSide = null;
  }

  @Override
  public void onAccepted(final Order order) {
    checksum ^= order.mdOrderId();
  }

  @Override
  public void onTrade(
      final long tradeId, final Order resting, final Order incoming, final long lastQty) {
    tradedQty += lastQty;
    record(resting, resting.leavesQty() == 0 ? DELETE : CHANGE, resting.price(), tradeId, lastQty);
  }

  @Override
  public void onRested(final Order order) {
    record(order, NEW, order.price(), 0, 0);
  }

  @Override
  public void onReplenished(final Order order) {
    record(order, NEW, order.price(), 0, 0);
  }

  @Override
  public void onRestated(
      final Order order, final ExecRestatementReason reason, final long shownBefore) {
    record(order, CHANGE, order.price(), 0, 0);
  }

  @Override
  public void onTriggered(final Order order) {
    checksum ^= order.mdOrderId();
  }

  @Override
  public void onUnfilled(final Order order, final ExecRestatementReason reason) {
    checksum ^= order.leavesQty();
  }

  @Override
  public void onReduced(final Order order, final long shownBefore) {
    record(order, CHANGE, order.price(), 0, 0);
  }

  @Override
  public void onReplaced(final Order order, final long oldPrice, final boolean wasShown) {
    record(order, DELETE, oldPrice, 0, 0);
  }

  @Override
  public void onCanceled(final Order order, final ExecRestatementReason reason) {
    record(order, DELETE, order.price(), 0, 0);
  }

  @Override
  public void onExpired(final Order order) {
    record(order, DELETE, order.price(), 0, 0);
  }

  private void record(
      final Order order,
      final long action,
      final long price,
      final long tradeId,
      final long tradedQtyHere) {
    if (byOrderLength == byOrder.length) {
      byOrder = Arrays.copyOf(byOrder, 2 * byOrderLength);
    }
    final int at = byOrderLength;
    byOrder[at] = order.mdOrderId() << 2 | action;
    byOrder[at + 1] = order.mdOrderPriority();
    byOrder[at + 2] = price;
    byOrder[at + 3] = order.leavesQty();
    byOrder[at + 4] = tradeId;
    byOrder[at + 5] = tradedQtyHere;
    byOrderLength = at + BY_ORDER_WORDS;
    touch(order.side(), price);
  }

  private void touch(final Side side, final long price) {
    if (side == lastTouchedSide && price == lastTouchedPrice) {
      return;
    }
    lastTouchedSide = side;
    lastTouchedPrice = price;
    if (byPriceLength == byPrice.length) {
      byPrice = Arrays.copyOf(byPrice, 2 * byPriceLength);
    }
    final int at = byPriceLength;
    byPrice[at] = side == Side.BUY ? 1 : 2;
    byPrice[at + 1] = price;
    byPrice[at + 2] = 0;
    byPrice[at + 3] = 0;
    byPriceLength = at + BY_PRICE_WORDS;
  }
}
