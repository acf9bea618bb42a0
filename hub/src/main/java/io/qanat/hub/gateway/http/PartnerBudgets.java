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

  private record Budget(long perSecond, long burst, TokenBucket bucket) {}

  private final NanoClock clock;
  private final Map<Long, Budget> budgets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Long, Budget> eldest) {
          return size() > PARTNERS_MAX;
        }
      };

  PartnerBudgets(final NanoClock clock) {
    this.clock = clock;
  }

  /**
   * Takes from the caller's budget.
   *
   * @param charged false: only looks
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
              new TokenBucket(caller.messagesPerSecondMax(), caller.burstMax(), nowNanos));
      budgets.put(caller.partner(), budget);
    }
    final boolean granted = !charged || budget.bucket.tryTake(nowNanos);
    final long waitNanos = granted ? 0 : budget.bucket.nanosUntilToken(nowNanos);
    return new Grant(
        granted,
        Math.max(1, budget.burst),
        budget.bucket.tokens(nowNanos),
        (budget.bucket.nanosUntilFull(nowNanos) + SECOND - 1) / SECOND,
        (int) Math.min(Integer.MAX_VALUE, (waitNanos + MILLI - 1) / MILLI));
  }
}
