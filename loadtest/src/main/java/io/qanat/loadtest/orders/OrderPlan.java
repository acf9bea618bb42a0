package io.qanat.loadtest.orders;

import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;

/**
 * What message number {@code n} of a run says, as a function of {@code n} alone, so that it can be
 * said again word by word after a reconnection.
 *
 * <p>Of ten messages five are resting limit orders, four are immediate-or-cancel orders that take
 * the resting order before them, and one cancels the last: the book stays small, and 40% of the
 * messages trade. Sides alternate and prices wander over twenty ticks.
 */
final class OrderPlan {
  private static final int CYCLE = 10;
  private static final long TICK = Fixed8.ONE / 10_000;
  private static final long BASE_PRICE = Fixed8.ofUnits(100);
  private static final int PRICES = 20;

  private final String runId;
  private final long account;
  private final long securityId;

  /**
   * A plan.
   *
   * @param runId at most 8 characters, different for each run on the same trading day
   */
  OrderPlan(final String runId, final long account, final long securityId) {
    if (runId.length() > 8) {
      throw new IllegalArgumentException("run id longer than 8: " + runId);
    }
    this.runId = runId;
    this.account = account;
    this.securityId = securityId;
  }

  String clOrdId(final long n) {
    return runId + "-" + Long.toString(n, 36);
  }

  /** The number behind a ClOrdID of this run, or -1. */
  long number(final String clOrdId) {
    if (!clOrdId.startsWith(runId) || clOrdId.length() < runId.length() + 2) {
      return -1;
    }
    return Long.parseLong(clOrdId, runId.length() + 1, clOrdId.length(), 36);
  }

  boolean isCancel(final long n) {
    return n % CYCLE == CYCLE - 1;
  }

  Offer send(final OrderEntryClient client, final long n) {
    if (isCancel(n)) {
      return client.cancel(account, 0, clOrdId(n), clOrdId(n - 1));
    }
    final boolean takes = n % 2 == 1;
    final long resting = takes ? n - 1 : n;
    final Side restingSide = resting / 2 % 2 == 0 ? Side.BUY : Side.SELL;
    final Side side = takes == (restingSide == Side.BUY) ? Side.SELL : Side.BUY;
    return client.newOrder(
        account,
        securityId,
        clOrdId(n),
        side,
        OrdType.LIMIT,
        takes ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.GOOD_TILL_CANCEL,
        BASE_PRICE + resting * 7 % PRICES * TICK,
        Fixed8.ofUnits(1 + resting % 9));
  }
}
