package io.qanat.entity.core;

import io.qanat.codecs.marketdata.MDFeed;
import org.agrona.DirectBuffer;

/**
 * Where the consequences of an input go. Bytes are copied before each call returns. All outputs are
 * SBE messages with their header. Nothing leaves the node before the input is committed.
 */
public interface Outputs {
  /** A message to another entity, delivered once and in order; see entity schema 20-59. */
  void toPeer(long entity, DirectBuffer buffer, int offset, int length);

  /**
   * A message to the client that holds a session; lost if the session is gone. {@link
   * SessionKey#NONE} is nobody: only those hear of it who watch what leaves the node.
   */
  void toSession(long sessionKey, DirectBuffer buffer, int offset, int length);

  /** A market-data message of this instrument; its epoch field is stamped on the way out. */
  void toMarketData(MDFeed feed, DirectBuffer buffer, int offset, int length);

  /** The answer to a request; {@code requestId} 0 is nobody. */
  void reply(long requestId, DirectBuffer buffer, int offset, int length);
}
