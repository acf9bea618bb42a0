package io.qanat.loadtest.conform;

/**
 * How a case ended.
 *
 * @param reason empty for PASS
 */
public record CaseResult(ConformCase conformCase, Outcome outcome, String reason, long nanos) {
  /** The three ways. */
  public enum Outcome {
    PASS,
    FAIL,
    SKIP
  }
}
