package io.qanat.hub.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits attempts to negotiate, in total and per access key, before anything is asked of a partner:
 * guessing stays slow and a storm of logons costs the others nothing.
 *
 * <p>Keys are strangers' input, so only the most recently used ones are remembered; the total limit
 * holds whatever they are.
 */
public final class LogonGuard {
  private static final int KEYS_MAX = 10_000;

  private final TokenBucket total;
  private final Map<String, TokenBucket> byKey =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, TokenBucket> eldest) {
          return size() > KEYS_MAX;
        }
      };
  private final int perKeyPerSecond;

  /**
   * Starts with nothing used up.
   *
   * @param perSecond attempts of everybody together
   * @param perKeyPerSecond attempts with one access key
   */
  public LogonGuard(final int perSecond, final int perKeyPerSecond, final long nowNanos) {
    total = new TokenBucket(perSecond, perSecond, nowNanos);
    this.perKeyPerSecond = perKeyPerSecond;
  }

  /** Whether an attempt is allowed now; counts it. */
  public boolean tryAttempt(final String accessKeyId, final long nowNanos) {
    // The key first: one key's storm must not use up what is there for all.
    return byKey
            .computeIfAbsent(
                accessKeyId, key -> new TokenBucket(perKeyPerSecond, perKeyPerSecond, nowNanos))
            .tryTake(nowNanos)
        && total.tryTake(nowNanos);
  }
}
