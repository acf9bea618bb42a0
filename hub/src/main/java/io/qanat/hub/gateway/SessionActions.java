package io.qanat.hub.gateway;

import org.agrona.DirectBuffer;

/**
 * What a session wants done, said while it handles something. Buffers are valid during the call,
 * and nothing here calls back into the session that speaks.
 */
public interface SessionActions {
  /** A message to the client. */
  void send(DirectBuffer buffer, int offset, int length);

  /** A ClientInput to an entity. */
  void tell(long entity, DirectBuffer buffer, int offset, int length);

  /**
   * Opens a request whose answers come back to this session.
   *
   * @return its id, or 0 if the hub has too many open
   */
  long openRequest(long nowNanos);

  /** No more answers are wanted. */
  void closeRequest(long requestId);

  /** A query to an entity, answered under the request's id. */
  void query(long entity, long requestId, DirectBuffer buffer, int offset, int length);

  /**
   * The session is negotiated: it receives the key's reports, and an older holder is superseded.
   */
  void bind(long sessionKey);

  /** The session has ended: close the connection when what was sent has left. */
  void end();
}
