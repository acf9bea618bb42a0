package io.qanat.hub.marketdata;

import org.agrona.DirectBuffer;

/** Where the publisher's messages go, stream by stream. Never blocks. */
public interface MarketDataSink {
  /** What became of a message. */
  enum Sent {
    /** On its way. */
    YES,
    /** There is no room now; it may be tried again. */
    LATER,
    /** Nobody listens; there is nothing to try again. */
    UNHEARD
  }

  /**
   * Sends a message.
   *
   * @param streamId one of {@link io.qanat.codecs.AeronChannels}' market-data streams
   */
  Sent send(int streamId, DirectBuffer buffer, int offset, int length);
}
