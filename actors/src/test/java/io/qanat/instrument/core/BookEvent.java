package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import java.util.ArrayList;
import java.util.List;

/** What a listener heard, with everything that the order showed at that moment. */
record BookEvent(
    Type type,
    long orderId,
    Side side,
    long price,
    long orderQty,
    long leavesQty,
    long mdOrderId,
    long mdOrderPriority,
    long restingOrderId,
    long restingLeavesQty,
    long tradeId,
    long lastQty,
    long oldPrice) {

  enum Type {
    ACCEPTED,
    TRADE,
    CROSSED,
    RESTED,
    UNFILLED,
    REDUCED,
    REPLACED,
    CANCELED,
    EXPIRED
  }

  /** Remembers everything it hears until asked. */
  static final class Recorder implements OrderBookListener {
    private List<BookEvent> events = new ArrayList<>();

    List<BookEvent> take() {
      final List<BookEvent> taken = events;
      events = new ArrayList<>();
      return taken;
    }

    @Override
    public void onAccepted(final Order order) {
      add(Type.ACCEPTED, order, null, 0, 0, 0);
    }

    @Override
    public void onTrade(
        final long tradeId, final Order resting, final Order incoming, final long lastQty) {
      add(Type.TRADE, incoming, resting, tradeId, lastQty, 0);
    }

    @Override
    public void onCrossed(
        final long tradeId,
        final Order buy,
        final Order sell,
        final long price,
        final long lastQty) {
      // The price of the trade stands where others have the price that was left.
      add(Type.CROSSED, buy, sell, tradeId, lastQty, price);
    }

    @Override
    public void onRested(final Order order) {
      add(Type.RESTED, order, null, 0, 0, 0);
    }

    @Override
    public void onUnfilled(final Order order) {
      add(Type.UNFILLED, order, null, 0, 0, 0);
    }

    @Override
    public void onReduced(final Order order) {
      add(Type.REDUCED, order, null, 0, 0, 0);
    }

    @Override
    public void onReplaced(final Order order, final long oldPrice) {
      add(Type.REPLACED, order, null, 0, 0, oldPrice);
    }

    @Override
    public void onCanceled(final Order order) {
      add(Type.CANCELED, order, null, 0, 0, 0);
    }

    @Override
    public void onExpired(final Order order) {
      add(Type.EXPIRED, order, null, 0, 0, 0);
    }

    private void add(
        final Type type,
        final Order order,
        final Order resting,
        final long tradeId,
        final long lastQty,
        final long oldPrice) {
      events.add(
          new BookEvent(
              type,
              order.orderId(),
              order.side(),
              order.price(),
              order.orderQty(),
              order.leavesQty(),
              order.mdOrderId(),
              order.mdOrderPriority(),
              resting == null ? 0 : resting.orderId(),
              resting == null ? 0 : resting.leavesQty(),
              tradeId,
              lastQty,
              oldPrice));
    }
  }
}
