package io.qanat.loadtest.conform;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.LogonProof;
import java.nio.charset.StandardCharsets;

/** Everything that a Negotiate is made of. */
public record LogonRequest(
    long partner,
    long session,
    long incarnation,
    long requestTimestamp,
    String accessKeyId,
    String secret) {
  /** The same for another partner. */
  public LogonRequest withPartner(final long newPartner) {
    return new LogonRequest(
        newPartner, session, incarnation, requestTimestamp, accessKeyId, secret);
  }

  /** The same for another session. */
  public LogonRequest withSession(final long newSession) {
    return new LogonRequest(
        partner, newSession, incarnation, requestTimestamp, accessKeyId, secret);
  }

  /** The same with another incarnation. */
  public LogonRequest withIncarnation(final long newIncarnation) {
    return new LogonRequest(
        partner, session, newIncarnation, requestTimestamp, accessKeyId, secret);
  }

  /** The same from another clock. */
  public LogonRequest withRequestTimestamp(final long newTimestamp) {
    return new LogonRequest(partner, session, incarnation, newTimestamp, accessKeyId, secret);
  }

  /** The same with another key. */
  public LogonRequest withKey(final String newAccessKeyId, final String newSecret) {
    return new LogonRequest(
        partner, session, incarnation, requestTimestamp, newAccessKeyId, newSecret);
  }

  /** The message. */
  public byte[] frame() {
    return frame(proof());
  }

  /** The message, with this proof instead of the right one. */
  public byte[] frame(final byte[] proof) {
    return Frames.negotiate(partner, session, incarnation, requestTimestamp, accessKeyId, proof);
  }

  /** What proves the secret, see the protocol document. */
  public byte[] proof() {
    return LogonProof.proof(
        KeyDerivation.standard(accessKeyId).saltedKey(secret.getBytes(StandardCharsets.US_ASCII)),
        partner,
        session,
        incarnation,
        requestTimestamp,
        accessKeyId);
  }

  @Override
  public String toString() {
    return "partner " + partner + " session " + session + " incarnation " + incarnation;
  }
}
