package io.qanat.loadtest.lobster;

import io.qanat.codecs.fix.Side;

/**
 * What a hub is asked to do so that its book follows the recorded one. Each operation changes the
 * by-price book by exactly one event. Prices are dollars × 10,000, quantities shares.
 */
sealed interface Operation {
  /** A resting limit order. */
  record Place(ReplayOrder order) implements Operation {}

  /** A smaller total quantity at the same price, so that the order keeps its place. */
  record Reduce(ReplayOrder order, long newOrderQty) implements Operation {}

  record Cancel(ReplayOrder order) implements Operation {}

  /**
   * An immediate-or-cancel order that must trade with {@code resting}, wholly, and nobody else.
   *
   * @param side of the aggressor
   */
  record Execute(Side side, long price, long qty, ReplayOrder resting) implements Operation {}
}
