package io.qanat.loadtest.peers;

import java.util.List;

/** The levels of a book, each side from best to worst, in the units of a stream. */
record BookDepth(List<Level> bids, List<Level> offers) {
  /** The open quantity at a price. */
  record Level(long price, long quantity) {}
}
