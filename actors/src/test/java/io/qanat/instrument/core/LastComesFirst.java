package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;

/** A book that serves the latest bid of one price first. */
public final class LastComesFirst extends PrioritySlip {
  private final long price;
  private int orderCount;

  /** Breaks this core at a price, scaled by 10^8. */
  public LastComesFirst(final InstrumentCore core, final long price) {
    super(core);
    this.price = price;
  }

  @Override
  void slip() {
    final PriceLevel level = book.level(Side.BUY, price);
    final int before = orderCount;
    orderCount = level == null ? 0 : level.orderCount();
    if (orderCount > before) {
      for (int i = 1; i < orderCount; i++) {
        final Order first = level.first();
        level.unlink(first);
        level.append(first);
      }
    }
  }
}
