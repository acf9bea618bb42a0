package io.qanat.loadtest.peers;

/**
 * An engine under comparison, spoken to in its own terms and never in more than it needs. Orders
 * are good till cancelled; a market order takes what it finds and its rest ends. Each
 * implementation reads everything its engine says about an operation before the call returns.
 *
 * <p>Prices are in the stream's units, quantities in lots; both are whole and positive.
 */
interface PeerBook {
  /** A limit order under a new id. */
  void limit(long orderId, boolean buy, long price, long quantity);

  /** A market order under a new id. */
  void market(long orderId, boolean buy, long quantity);

  /** Cancels an order that rests. */
  void cancel(long orderId);

  /**
   * Gives a resting order another price; it arrives anew and may trade.
   *
   * @param leavesQty what is open of it, which does not change
   */
  void move(long orderId, boolean buy, long price, long leavesQty);

  /**
   * Takes quantity from a resting order, which keeps its place.
   *
   * @param leavesQty what remains open, greater than 0
   * @param reducedQty what is taken
   */
  void reduce(long orderId, long leavesQty, long reducedQty);

  /** A number that depends on every output read so far. */
  long checksum();

  /** Quantity traded so far. */
  long tradedQty();
}
