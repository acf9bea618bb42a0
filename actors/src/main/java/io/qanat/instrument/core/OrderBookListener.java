package io.qanat.instrument.core;

/**
 * Hears what happens in an {@link OrderBook}, in the order it happens. The book has already changed
 * when it tells. A listener may read the book and must not change it; orders are valid during the
 * call only.
 *
 * <pre>
 *   submit   onAccepted, onTrade*, then at most one of onRested (the rest waits in the book)
 *                                                   or onUnfilled (the rest may not wait)
 *   replace  onReduced                          at the same price for less: the place is kept
 *            onReplaced, onTrade*, onRested?    otherwise: leaves its place, arrives again
 *   cross    onCrossed                          an auction
 *   cancel   onCanceled per order
 *   expire   onExpired per order
 * </pre>
 */
public interface OrderBookListener {
  /** A new order has arrived; nothing of it is executed yet. */
  void onAccepted(Order order);

  /**
   * Two orders traded at the resting one's price. Both quantities are already reduced; an order
   * whose {@link Order#leavesQty()} is 0 is no longer in the book.
   */
  void onTrade(long tradeId, Order resting, Order incoming, long lastQty);

  /**
   * Two waiting orders traded at an auction's price. Both quantities are already reduced; an order
   * whose {@link Order#leavesQty()} is 0 is no longer in the book. Who holds no auctions need not
   * listen.
   */
  default void onCrossed(
      final long tradeId, final Order buy, final Order sell, final long price, final long lastQty) {
    throw new IllegalStateException("a trade of an auction that nobody hears of: " + tradeId);
  }

  /** What is open of an arriving order now waits at the end of its level's queue. */
  void onRested(Order order);

  /**
   * What is open of an arriving order may not wait (market, immediate or cancel, fill or kill) and
   * ends here; it never rested.
   */
  void onUnfilled(Order order);

  /** A resting order shrank and kept its place. */
  void onReduced(Order order);

  /**
   * A resting order has new terms and has left its place; what follows is as for a new order.
   *
   * @param oldPrice price of the level it left
   */
  void onReplaced(Order order, long oldPrice);

  /** A resting order was cancelled. */
  void onCanceled(Order order);

  /** A resting order's time in force is over. */
  void onExpired(Order order);
}
