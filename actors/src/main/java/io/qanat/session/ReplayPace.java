package io.qanat.session;

/** When a replay goes on. */
@FunctionalInterface
public interface ReplayPace {
  /** As fast as it can. */
  ReplayPace MAX = (timeNanos, replay) -> true;

  /**
   * Waits until it is {@code timeNanos} in the replay. Meanwhile inputs may be submitted to it.
   *
   * @return false: something was submitted, or the replay was stopped; it looks again what is next
   */
  boolean await(long timeNanos, SessionReplay replay);
}
