package io.qanat.hub.gateway.http;

import io.qanat.entity.Edge;
import io.qanat.hub.edge.EntityCalls;
import org.agrona.DirectBuffer;

/** What a call's end means to an HTTP client. */
public final class Outcomes {
  private static final int UNANSWERED_RETRY_MILLIS = 1_000;

  private Outcomes() {}

  /**
   * The only message of an answer.
   *
   * @throws Problem if there is none
   */
  public static DirectBuffer answer(final EntityCalls.Outcome outcome) {
    return answered(outcome).message();
  }

  /**
   * The answer.
   *
   * @throws Problem if there is none
   */
  public static EntityCalls.Answered answered(final EntityCalls.Outcome outcome) {
    if (outcome instanceof EntityCalls.Answered answered) {
      return answered;
    }
    if (outcome instanceof EntityCalls.Refused refused) {
      throw refusal(refused);
    }
    throw Problem.later(Problem.Kind.BUSY, "there was no answer in time", UNANSWERED_RETRY_MILLIS);
  }

  /** Nothing was changed, and why. */
  public static Problem refusal(final EntityCalls.Refused refused) {
    return refused.refusal() == Edge.Refusal.POISON
        ? Problem.of(Problem.Kind.INTERNAL, "the request could not be applied; nothing was changed")
        : Problem.later(
            Problem.Kind.BUSY,
            "it was not taken because of load or a move; nothing was changed",
            refused.retryAfterMillis());
  }
}
