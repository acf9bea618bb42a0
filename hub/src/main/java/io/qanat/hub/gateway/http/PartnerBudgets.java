package io.qanat.hub.gateway.http;

import io.qanat.hub.gateway.TokenBucket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * The budgets of requests, one per partner whatever its keys and connections. Thread-safe; bounded:
 * who was not heard of for longest starts afresh.
 */
final class PartnerBudgets {
  private static final int PARTNERS_MAX = 10_000;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  /**
   * What is left after a request.
   *
   * @param granted whether it may go on
   * @param limit requests at once when nothing is used up
   * @param resetSeconds until all of it is there again
   * @param retryAfterMillis until there is one; 0 if granted
   */
  record Grant(
      boolean granted, long limit, long remaining, long resetSeconds, int retryAfterMillis) {}

  /** {@code cancels} is only there for a flood of them to find its end. */
  private record Budget(long perSecond, long burst, TokenBucket bucket, TokenBucket cancels) {}

  private final NanoClock clock;
  private final int floodMultiple;
  private final Map<Long, Budget> budgets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Long, Budget> eldest) {
          return size() > PARTNERS_MAX;
        }
      };

  /**
   * Budgets that are full.
   *
   * @param floodMultiple of the budget: so many cancels are no longer a client's need
   */
  PartnerBudgets(final NanoClock clock, final int floodMultiple) {
    this.clock = clock;
    this.floodMultiple = floodMultiple;
  }

  /**
   * Takes from the caller's budget.
   *
   * @param charged false: for a cancel, which takes nothing from it
   */
  synchronized Grant take(final Caller.Partner caller, final boolean charged) {
    final long nowNanos = clock.nanoTime();
    Budget budget = budgets.get(caller.partner());
    if (budget == null
        || budget.perSecond != caller.messagesPerSecondMax()
        || budget.burst != caller.burstMax()) {
      budget =
          new Budget(
              caller.messagesPerSecondMax(),
              caller.burstMax(),
              new TokenBucket(caller.messagesPerSecondMax(), caller.burstMax(), nowNanos),
              new TokenBucket(
                  caller.messagesPerSecondMax() * floodMultiple,
                  caller.burstMax() * floodMultiple,
                  nowNanos));
      budgets.put(caller.partner(), budget);
    }
    final TokenBucket payer = charged ? budget.bucket : budget.cancels;
    final boolean granted = payer.tryTake(nowNanos);
    final long waitNanos = granted ? 0 : payer.nanosUntilToken(nowNanos);
    return new Grant(
        granted,
        Math.max(1, budget.burst),
        budget.bucket.tokens(nowNanos),
        (budget.bucket.nanosUntilFull(nowNanos) + SECOND - 1) / SECOND,
        (int) Math.min(Integer.MAX_VALUE, (waitNanos + MILLI - 1) / MILLI));
  }
}
