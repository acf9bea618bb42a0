package io.qanat.loadtest.lobster;

import io.qanat.codecs.fix.Side;
import java.util.List;

/**
 * One row of a LOBSTER order book file: the occupied levels of both sides after a message, best
 * first.
 */
record BookRow(List<Level> bids, List<Level> asks) {
  /**
   * The quantity at a price.
   *
   * @param price dollars × 10,000
   * @param size shares
   */
  record Level(long price, long size) {
    @Override
    public String toString() {
      return size + "@" + price;
    }
  }

  List<Level> levels(final Side side) {
    return side == Side.BUY ? bids : asks;
  }
}
