package io.qanat.hub.gateway.http.ws;

/** Why a stream ends: the codes of RFC 6455 and, from 4000, its own. */
enum CloseCode {
  /** Asked for. */
  NORMAL(1000),
  /** The hub stops. */
  GOING_AWAY(1001),
  /** Not WebSocket. */
  PROTOCOL_ERROR(1002),
  /** A binary message. */
  UNSUPPORTED_DATA(1003),
  /** A text that is not UTF-8. */
  INVALID_TEXT(1007),
  /** A message longer than is taken. */
  TOO_BIG(1009),
  /** The hub failed on this stream. */
  INTERNAL(1011),
  /** No room; try again later. */
  TRY_AGAIN_LATER(1013),
  /** No logon in time, wrong credentials, or a key that no longer opens. */
  UNAUTHENTICATED(4401),
  /** A good key that may not do this. */
  FORBIDDEN(4403),
  /** Nothing came from the client, not even the answer to a ping. */
  SILENT(4408),
  /** The client did not take what waited for it. */
  SLOW_CONSUMER(4409),
  /** The client sent far more messages than it may. */
  FLOOD(4429);

  private final int code;

  CloseCode(final int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
