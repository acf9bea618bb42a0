package io.qanat.session;

import io.qanat.codecs.marketdata.MDFeed;
import org.agrona.DirectBuffer;

/** Where the consequences of a replay go that leave the entities. Buffers are valid in the call. */
public interface ReplaySink {
  /**
   * A message of the market.
   *
   * @param epoch belongs into the message's epoch field
   */
  default void onMarketData(
      final long entity,
      final long epoch,
      final long timeNanos,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {}

  /** A message for a client's session. */
  default void onReport(
      final long entity,
      final long timeNanos,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {}

  /** An answer to a request. */
  default void onReply(
      final long entity,
      final long timeNanos,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length) {}

  /** An instrument has a new owner, in the recording. */
  default void onInstrumentStarted(final long entity, final long epoch) {}

  /** An input that was submitted cannot be applied; nothing has changed. */
  default void onRefused(final long entity, final DirectBuffer input) {}
}
