package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;

/** Lets stop orders arrive whose price is reached. */
final class Triggers {
  private final OpenOrders orders;
  private final Matcher matcher;
  private final OrderBookListener listener;

  Triggers(final OpenOrders orders, final Matcher matcher, final OrderBookListener listener) {
    this.orders = orders;
    this.matcher = matcher;
    this.listener = listener;
  }

  /**
   * Lets every stop order arrive whose price is reached, and those that this triggers, until none
   * is left; {@link StopOrders} says in which order.
   *
   * @param lastPx last trade, {@link Fixed8#NULL} if there is none
   * @param markPx mark price, {@link Fixed8#NULL} if there is none
   * @param lowLimitPrice where triggered sales without a limit end
   * @param highLimitPrice where triggered buys without a limit end
   */
  void trigger(
      final long lastPx, final long markPx, final long lowLimitPrice, final long highLimitPrice) {
    if (orders.stops.size() == 0) {
      orders.stops.forgetTrades();
      return;
    }
    look(lastPx, markPx);
    for (Order order = orders.stops.next(); order != null; order = orders.stops.next()) {
      listener.onTriggered(order);
      final Order linked = order.special.linked;
      if (linked != null) {
        orders.unlink(order);
        orders.end(linked, ExecRestatementReason.LINKED_ORDER);
      }
      if (order.price != Fixed8.NULL) {
        matcher.arrive(order, order.price);
      } else {
        matcher.arrive(order, order.side == Side.BUY ? highLimitPrice : lowLimitPrice);
      }
      orders.endWhatWouldIncrease();
      look(Fixed8.NULL, markPx);
    }
  }

  private void look(final long lastPx, final long markPx) {
    final PriceLevel bid = orders.bids.bestShown();
    final PriceLevel offer = orders.offers.bestShown();
    orders.stops.look(
        lastPx,
        bid == null ? Fixed8.NULL : bid.price,
        offer == null ? Fixed8.NULL : offer.price,
        markPx);
  }
}
