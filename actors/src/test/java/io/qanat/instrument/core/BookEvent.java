package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import java.util.ArrayList;
import java.util.List;

/** What a listener heard, with everything that the order showed at that moment. */
record BookEvent(
    Type type,
    long orderId,
    Side side,
    long price,
    long stopPx,
    long orderQty,
    long leavesQty,
    long shownQty,
    long mdOrderId,
    long mdOrderPriority,
    long restingOrderId,
    long restingLeavesQty,
    long restingShownQty,
    long tradeId,
    long lastQty,
    long before,
    ExecRestatementReason reason) {

  enum Type {
    ACCEPTED,
    TRADE,
    CROSSED,
    RESTED,
    UNFILLED,
    REDUCED,
    REPLACED,
    CANCELED,
    EXPIRED,
    REPLENISHED,
    RESTATED,
    TRIGGERED
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
      add(Type.ACCEPTED, order, 0, null);
    }

    @Override
    public void onTrade(
        final long tradeId, final Order resting, final Order incoming, final long lastQty) {
      trade(Type.TRADE, resting, incoming, tradeId, lastQty, 0);
    }

    private void trade(
        final Type type,
        final Order resting,
        final Order incoming,
        final long tradeId,
        final long lastQty,
        final long before) {
      events.add(
          new BookEvent(
              type,
              incoming.orderId(),
              incoming.side(),
              incoming.price(),
              incoming.stopPx(),
              incoming.orderQty(),
              incoming.leavesQty(),
              0,
              incoming.mdOrderId(),
              incoming.mdOrderPriority(),
              resting.orderId(),
              resting.leavesQty(),
              resting.leavesQty() == 0 ? 0 : resting.shownQty(),
              tradeId,
              lastQty,
              before,
              null));
    }

    @Override
    public void onCrossed(
        final long tradeId,
        final Order buy,
        final Order sell,
        final long price,
        final long lastQty) {
      // The price of the trade stands where others have the price that was left.
      trade(Type.CROSSED, buy, sell, tradeId, lastQty, price);
    }

    @Override
    public void onRested(final Order order) {
      add(Type.RESTED, order, 0, null);
    }

    @Override
    public void onReplenished(final Order order) {
      add(Type.REPLENISHED, order, 0, null);
    }

    @Override
    public void onUnfilled(final Order order, final ExecRestatementReason reason) {
      add(Type.UNFILLED, order, 0, reason);
    }

    @Override
    public void onReduced(final Order order, final long shownBefore) {
      add(Type.REDUCED, order, shownBefore, null);
    }

    @Override
    public void onReplaced(final Order order, final long oldPrice, final boolean wasShown) {
      add(Type.REPLACED, order, wasShown ? oldPrice : 0, null);
    }

    @Override
    public void onRestated(
        final Order order, final ExecRestatementReason reason, final long shownBefore) {
      add(Type.RESTATED, order, shownBefore, reason);
    }

    @Override
    public void onTriggered(final Order order) {
      add(Type.TRIGGERED, order, 0, null);
    }

    @Override
    public void onCanceled(final Order order, final ExecRestatementReason reason) {
      add(Type.CANCELED, order, 0, reason);
    }

    @Override
    public void onExpired(final Order order) {
      add(Type.EXPIRED, order, 0, null);
    }

    private void add(
        final Type type, final Order order, final long before, final ExecRestatementReason reason) {
      events.add(
          new BookEvent(
              type,
              order.orderId(),
              order.side(),
              order.price(),
              order.stopPx(),
              order.orderQty(),
              order.leavesQty(),
              order.special == null ? order.leavesQty() : order.shownQty(),
              order.mdOrderId(),
              order.mdOrderPriority(),
              0,
              0,
              0,
              0,
              0,
              before,
              reason));
    }
  }
}
