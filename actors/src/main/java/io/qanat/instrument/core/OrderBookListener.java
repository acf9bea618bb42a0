package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;

/**
 * Hears what happens in an {@link OrderBook}, in the order it happens. The book has already changed
 * when it tells. A listener may read the book and must not change it; orders are valid during the
 * call only.
 *
 * <pre>
 *   submit   onAccepted, then it waits for its trigger or auction, or arrives
 *   arrive   onTrade*, then at most one of onRested (the rest waits in the book)
 *                                       or onUnfilled (the rest may not wait)
 *   trigger  onTriggered, then it arrives
 *   replace  onReduced                          at the same price for less: the place is kept
 *            onReplaced, then it arrives or waits again   otherwise: leaves its place
 *   cross    onCrossed                          an auction
 *   cancel   onCanceled per order
 *   expire   onExpired per order
 * </pre>
 *
 * <p>An arriving order may also end or change others: {@link #onCanceled} with a reason (self-match
 * prevention, the other order of a pair, a position that is gone), {@link #onRestated}, and {@link
 * #onReplenished} behind the trade that used up what an iceberg showed.
 */
public interface OrderBookListener {
  /** A new order has arrived; nothing of it is executed yet. */
  void onAccepted(Order order);

  /**
   * Two orders traded at the resting one's price. Both quantities are already reduced; an order
   * whose {@link Order#leavesQty()} is 0 is no longer in the book. A resting one that shows nothing
   * any more has lost its place, unless it is hidden.
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

  /** The next part of an iceberg is shown, at the end of its level's queue. */
  void onReplenished(Order order);

  /**
   * What is open of an arriving order may not wait and ends here; it is not in the book.
   *
   * @param reason UNFILLED for what market, immediate or cancel, fill or kill orders leave
   */
  void onUnfilled(Order order, ExecRestatementReason reason);

  /**
   * A resting order has new terms and kept its place.
   *
   * @param shownBefore what the public saw of it until now
   */
  void onReduced(Order order, long shownBefore);

  /**
   * An order has new terms and has left its place; what follows is as for a new order.
   *
   * @param oldPrice price of the level it left
   * @param wasShown whether the public saw it there
   */
  void onReplaced(Order order, long oldPrice, boolean wasShown);

  /**
   * An order's quantity or price was changed without being asked; its place is kept if it has one.
   *
   * @param reason SELF_MATCH_PREVENTION: its quantity fell; REPRICING: it got its price
   * @param shownBefore what the public saw of it until now
   */
  void onRestated(Order order, ExecRestatementReason reason, long shownBefore);

  /** A waiting order's price was reached: it arrives in the book. */
  void onTriggered(Order order);

  /**
   * An order that rested or waited is cancelled.
   *
   * @param reason null if somebody asked for it
   */
  void onCanceled(Order order, ExecRestatementReason reason);

  /** An order's time in force is over. */
  void onExpired(Order order);
}
