package io.qanat.entity;

import io.qanat.codecs.marketdata.MDFeed;
import org.agrona.DirectBuffer;

/**
 * What leaves entities for the outside of the node. Called on an entity's thread once the cause is
 * committed; implementations copy, never block, never throw. Buffers are valid during the call.
 */
public interface Edge {
  /** Why an input was not taken; nothing has changed, the sender may try again. */
  enum Refusal {
    /** The entity's window is full. */
    BUSY,
    /** The entity is being loaded or handed over. */
    UNAVAILABLE,
    /** The core failed on it: it is poison, do not send it again. */
    POISON
  }

  /** A message for the client of a session; dropped when the session is not here. */
  void onReport(long sessionKey, DirectBuffer buffer, int offset, int length);

  /** An answer to a query or to an input with a request id. */
  void onReply(long requestId, DirectBuffer buffer, int offset, int length);

  /**
   * A market-data message; {@code epoch} is the owner's and belongs into the message's epoch field.
   *
   * @param entity key of the instrument
   */
  void onMarketData(
      long entity, long epoch, MDFeed feed, DirectBuffer buffer, int offset, int length);

  /** An instrument has (re)started under a new epoch: its subscribers need a full refresh. */
  void onInstrumentStarted(long entity, long epoch);

  /** An instrument does not run on this node any more: another one publishes it, if any. */
  default void onInstrumentStopped(final long entity) {}

  /**
   * An account is moving to another node: what clients have sent it since may be lost on the way,
   * so their sessions log on again and say it again.
   */
  default void onAccountMoved(final long entity) {}

  /** An input or query that was not taken, as it was sent; {@code requestId} 0 if it had none. */
  void onRefused(
      long entity,
      Refusal refusal,
      int retryAfterMillis,
      long requestId,
      DirectBuffer input,
      int offset,
      int length);
}
