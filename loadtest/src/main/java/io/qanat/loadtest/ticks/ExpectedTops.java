package io.qanat.loadtest.ticks;

import java.util.ArrayList;
import java.util.List;

/** What the best prices must be, from the files alone: a quote stands until it is replaced. */
public final class ExpectedTops {
  private ExpectedTops() {}

  /** Best bid and offer behind each row. */
  public static List<Top> of(final List<Tick> ticks, final int sources) {
    final Tick[] standing = new Tick[sources];
    final List<Top> tops = new ArrayList<>(ticks.size());
    for (final Tick tick : ticks) {
      standing[tick.source()] = tick;
      long bid = Long.MIN_VALUE;
      long offer = Long.MAX_VALUE;
      boolean selfCrossed = false;
      for (final Tick quote : standing) {
        if (quote != null) {
          bid = Math.max(bid, quote.bidPx());
          offer = Math.min(offer, quote.offerPx());
          selfCrossed |= quote.bidPx() > quote.offerPx();
        }
      }
      tops.add(new Top(bid, offer, selfCrossed));
    }
    return tops;
  }
}
