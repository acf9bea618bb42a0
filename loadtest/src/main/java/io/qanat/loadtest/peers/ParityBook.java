package io.qanat.loadtest.peers;

import com.paritytrading.parity.match.OrderBook;
import com.paritytrading.parity.match.OrderBookListener;
import com.paritytrading.parity.match.Side;

/**
 * Parity's matching engine, release 0.7.0. It has no market order: one is a limit order at an
 * extreme price whose rest is cancelled. It has no replacement: a move is a cancel and a new entry
 * under the same id, with the open quantity that the stream knows. Its listener hears of trades,
 * additions and cancellations; all of that is read. By-price data it has none.
 */
final class ParityBook implements PeerBook {
  /** What its listener must also tell: whether the last entry rests. */
  abstract static class Outputs implements OrderBookListener {
    long lastAddedId;
    long tradedQty;

    abstract long checksum();
  }

  /** Reads every word of what is said. */
  static final class Reader extends Outputs {
    private long sum;

    @Override
    public void match(
        final long restingOrderId,
        final long incomingOrderId,
        final Side incomingSide,
        final long price,
        final long executedQuantity,
        final long remainingQuantity) {
      tradedQty += executedQuantity;
      sum += restingOrderId;
      sum += incomingOrderId;
      sum += price;
      sum += executedQuantity;
      sum += remainingQuantity;
      sum += incomingSide == Side.BUY ? 1 : 2;
    }

    @Override
    public void add(final long orderId, final Side side, final long price, final long size) {
      lastAddedId = orderId;
      sum += orderId;
      sum += price;
      sum += size;
      sum += side == Side.BUY ? 1 : 2;
    }

    @Override
    public void cancel(
        final long orderId, final long canceledQuantity, final long remainingQuantity) {
      sum += orderId;
      sum += canceledQuantity;
      sum += remainingQuantity;
    }

    @Override
    long checksum() {
      return sum;
    }
  }

  private final Outputs outputs;
  private final OrderBook book;

  ParityBook(final Outputs outputs) {
    this.outputs = outputs;
    this.book = new OrderBook(outputs);
  }

  @Override
  public void limit(final long orderId, final boolean buy, final long price, final long quantity) {
    book.enter(orderId, buy ? Side.BUY : Side.SELL, price, quantity);
  }

  @Override
  public void market(final long orderId, final boolean buy, final long quantity) {
    book.enter(
        orderId, buy ? Side.BUY : Side.SELL, buy ? Long.MAX_VALUE : Long.MIN_VALUE, quantity);
    if (outputs.lastAddedId == orderId) {
      book.cancel(orderId, 0);
    }
  }

  @Override
  public void cancel(final long orderId) {
    book.cancel(orderId, 0);
  }

  @Override
  public void move(final long orderId, final boolean buy, final long price, final long leavesQty) {
    book.cancel(orderId, 0);
    book.enter(orderId, buy ? Side.BUY : Side.SELL, price, leavesQty);
  }

  @Override
  public void reduce(final long orderId, final long leavesQty, final long reducedQty) {
    book.cancel(orderId, leavesQty);
  }

  @Override
  public long checksum() {
    return outputs.checksum();
  }

  @Override
  public long tradedQty() {
    return outputs.tradedQty;
  }
}
