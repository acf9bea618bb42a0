package io.qanat.administration.core;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One act on its way.
 *
 * @param no the administration's number of it
 * @param who whose act it is: operator, or {@link Operators#CONFIGURATION}
 * @param target EntityKey of whom it concerns
 * @param body its message with header; not changed
 * @param proposal number under which it was proposed; 0: it was not
 * @param approver who approved it; empty: nobody had to
 * @param asker who hears the answer
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Act(
    long no,
    String who,
    String accessKeyId,
    String why,
    long target,
    byte[] body,
    long proposal,
    String approver,
    Asker asker) {

  /**
   * Who waits for the answer.
   *
   * @param requestId 0: nobody
   * @param who with the idempotency key
   * @param idempotencyKey empty: none
   */
  record Asker(long requestId, String who, String idempotencyKey) {}

  int template() {
    return new MessageHeaderDecoder().wrap(buffer(), 0).templateId();
  }

  int blockLength() {
    return new MessageHeaderDecoder().wrap(buffer(), 0).blockLength();
  }

  int version() {
    return new MessageHeaderDecoder().wrap(buffer(), 0).version();
  }

  UnsafeBuffer buffer() {
    return new UnsafeBuffer(body);
  }

  /** The same, as somebody else has asked for it to be done. */
  Act approved(final String by, final Asker newAsker) {
    return new Act(no, who, accessKeyId, why, target, body, proposal, by, newAsker);
  }

  Act proposed(final long number) {
    return new Act(no, who, accessKeyId, why, target, body, number, approver, asker);
  }
}
