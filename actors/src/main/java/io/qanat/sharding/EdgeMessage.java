package io.qanat.sharding;

import io.qanat.entity.Edge;
import org.agrona.DirectBuffer;

/**
 * What leaves an entity on one node for a client of another one. Bytes are never changed after they
 * are given.
 *
 * @param key of the session, or of the entity of a refusal or a move
 * @param id of the request; 0: none
 * @param value by kind: the node of a session; the {@link #code} of a refusal
 * @param retryAfterMillis of a refusal
 */
record EdgeMessage(
    Kind kind, long key, long id, int value, int retryAfterMillis, DirectBuffer bytes) {
  /** Append-only: the codes travel. */
  enum Kind {
    /** Where a session is from now on. */
    SESSION(0),
    /** A message for the client of a session. */
    REPORT(1),
    /** An answer to a request. */
    REPLY(2),
    /** An input or a query that was not taken. */
    REFUSED(3),
    /** An account is moving to another node. */
    MOVED(4);

    private final int code;

    Kind(final int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(final int code) {
      for (final Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown kind of an edge message: " + code);
    }
  }

  /** How a refusal travels; append-only. */
  static int code(final Edge.Refusal refusal) {
    return switch (refusal) {
      case BUSY -> 1;
      case UNAVAILABLE -> 2;
      case POISON -> 3;
    };
  }

  /** The refusal that travelled. */
  Edge.Refusal refusal() {
    return switch (value) {
      case 1 -> Edge.Refusal.BUSY;
      case 2 -> Edge.Refusal.UNAVAILABLE;
      case 3 -> Edge.Refusal.POISON;
      default -> throw new IllegalArgumentException("unknown refusal of an edge message: " + value);
    };
  }
}
