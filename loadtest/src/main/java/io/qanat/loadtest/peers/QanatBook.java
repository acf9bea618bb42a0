package io.qanat.loadtest.peers;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.instrument.core.Order;
import io.qanat.instrument.core.OrderBook;
import io.qanat.instrument.core.PriceLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * Our book. Every operation produces its whole by-order (L3) and by-price (L2) market data, and
 * they are read again; see {@link QanatOutputs}.
 */
final class QanatBook implements PeerBook {
  private final QanatOutputs outputs = new QanatOutputs();
  private final OrderBook book = new OrderBook(outputs);
  private final long priceScale;

  /**
   * An empty book.
   *
   * @param priceScale units of {@code Fixed8} in a price unit of the stream
   */
  QanatBook(final long priceScale) {
    this.priceScale = priceScale;
    outputs.follow(book);
  }

  @Override
  public void limit(final long orderId, final boolean buy, final long price, final long quantity) {
    book.submitLimit(
        orderId,
        1,
        1,
        buy ? Side.BUY : Side.SELL,
        TimeInForce.GOOD_TILL_CANCEL,
        price * priceScale,
        quantity);
    outputs.endOfEvent();
  }

  @Override
  public void market(final long orderId, final boolean buy, final long quantity) {
    book.submitMarket(
        orderId,
        1,
        1,
        buy ? Side.BUY : Side.SELL,
        TimeInForce.IMMEDIATE_OR_CANCEL,
        buy ? Long.MAX_VALUE : -Long.MAX_VALUE,
        quantity);
    outputs.endOfEvent();
  }

  @Override
  public void cancel(final long orderId) {
    book.cancel(book.find(orderId));
    outputs.endOfEvent();
  }

  @Override
  public void move(final long orderId, final boolean buy, final long price, final long leavesQty) {
    final Order order = book.find(orderId);
    book.replace(order, price * priceScale, order.orderQty());
    outputs.endOfEvent();
  }

  @Override
  public void reduce(final long orderId, final long leavesQty, final long reducedQty) {
    final Order order = book.find(orderId);
    book.replace(order, order.price(), order.orderQty() - reducedQty);
    outputs.endOfEvent();
  }

  @Override
  public long checksum() {
    return outputs.checksum();
  }

  @Override
  public long tradedQty() {
    return outputs.tradedQty();
  }

  int orderCount() {
    return book.orderCount();
  }

  BookDepth depth() {
    return new BookDepth(levels(Side.BUY), levels(Side.SELL));
  }

  private List<BookDepth.Level> levels(final Side side) {
    final List<BookDepth.Level> levels = new ArrayList<>();
    for (PriceLevel level = book.best(side); level != null; level = level.worse()) {
      levels.add(new BookDepth.Level(level.price() / priceScale, level.quantity()));
    }
    return levels;
  }
}
