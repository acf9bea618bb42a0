package io.qanat.hub.gateway.aeron;

import io.aeron.Image;
import io.qanat.hub.gateway.OrderEntrySession;

/** One client: where its frames come from, its session, and the way back to it. */
final class ClientConnection {
  private final Image image;
  private final Outbound outbound;
  private final FrameAssembler assembler;
  private OrderEntrySession session;
  private long nowNanos;
  private boolean ended;
  private boolean rejected;
  private long endedAtNanos;

  ClientConnection(final Image image, final Outbound outbound, final int frameBytesMax) {
    this.image = image;
    this.outbound = outbound;
    assembler =
        new FrameAssembler(
            frameBytesMax,
            (buffer, offset, length) -> session.onFrame(buffer, offset, length, nowNanos));
  }

  long imageId() {
    return image.correlationId();
  }

  void session(final OrderEntrySession session) {
    this.session = session;
  }

  OrderEntrySession session() {
    return session;
  }

  Outbound outbound() {
    return outbound;
  }

  /** Reads frames; those behind the end of the session are not looked at. */
  int poll(final int fragmentLimit, final long nowNanos) {
    if (ended) {
      return 0;
    }
    this.nowNanos = nowNanos;
    return image.poll(assembler, fragmentLimit);
  }

  /** The client has let go of its channel, and everything it sent was read. */
  boolean isDisconnected() {
    return image.isClosed() || image.isEndOfStream();
  }

  void end(final long nowNanos) {
    ended = true;
    endedAtNanos = nowNanos;
  }

  boolean isEnded() {
    return ended;
  }

  long endedAtNanos() {
    return endedAtNanos;
  }

  /** Makes the driver drop a client that stays after its session has ended. */
  void reject() {
    if (!rejected && !image.isClosed()) {
      rejected = true;
      image.reject("session has ended");
    }
  }
}
