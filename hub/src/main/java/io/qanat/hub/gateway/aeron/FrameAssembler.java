package io.qanat.hub.gateway.aeron;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts a client's fragments together, up to the longest frame allowed: what is longer is handed on
 * with the length it has reached, to be refused, so nobody can make the hub hold more.
 */
final class FrameAssembler implements FragmentHandler {
  /** Receives whole frames, and the beginning of those that are too long. */
  @FunctionalInterface
  interface FrameHandler {
    void onFrame(DirectBuffer buffer, int offset, int length);
  }

  private final FrameHandler handler;
  private final UnsafeBuffer frame;
  private int assembled;
  private boolean assembling;

  FrameAssembler(final int frameBytesMax, final FrameHandler handler) {
    this.handler = handler;
    frame = new UnsafeBuffer(new byte[frameBytesMax]);
  }

  @Override
  public void onFragment(
      final DirectBuffer buffer, final int offset, final int length, final Header header) {
    final byte flags = header.flags();
    if ((flags & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED) {
      handler.onFrame(buffer, offset, length);
      return;
    }
    if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
      assembled = 0;
      assembling = true;
    }
    if (!assembling) {
      return;
    }
    if (assembled + length > frame.capacity()) {
      assembling = false;
      handler.onFrame(buffer, offset, assembled + length);
      return;
    }
    frame.putBytes(assembled, buffer, offset, length);
    assembled += length;
    if ((flags & FrameDescriptor.END_FRAG_FLAG) != 0) {
      assembling = false;
      handler.onFrame(frame, 0, assembled);
    }
  }
}
