package io.qanat.client;

import io.aeron.logbuffer.FragmentHandler;
import org.agrona.DirectBuffer;

/** A pair of channels to and from the hub: frames whole and in order, or the end. */
public interface Wire extends AutoCloseable {
  /** Whether both directions stand. */
  boolean isConnected();

  /** Sends one frame: {@link Offer#SENT}, {@link Offer#RETRY} or {@link Offer#CLOSED}. */
  Offer offer(DirectBuffer buffer, int offset, int length);

  /** Hands whole frames to the handler; returns how many fragments there were. */
  int poll(FragmentHandler handler, int fragmentsMax);

  @Override
  void close();
}
