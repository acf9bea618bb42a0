package io.qanat.loadtest.simulate;

import io.aeron.logbuffer.FragmentHandler;
import io.qanat.client.Offer;
import io.qanat.client.Wire;
import io.qanat.sim.SimScheduler;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client's connection to a gateway. While it stands nothing is lost and the order is kept, as
 * Aeron does it; when it breaks, what is under way is gone in both directions.
 */
final class SimulatedWire implements Wire {
  private static final long DELAY_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(500);

  private final SimScheduler scheduler;
  private final Executor toHub;
  private final Executor fromHub;
  private final Runnable wake;
  private final ArrayDeque<UnsafeBuffer> received = new ArrayDeque<>();
  private SimulatedGateway.Connection connection;
  private boolean broken;

  /**
   * Begins to connect.
   *
   * @param wake called when something has come for the client
   */
  SimulatedWire(final SimScheduler scheduler, final SimulatedGateway gateway, final Runnable wake) {
    this.scheduler = scheduler;
    this.wake = wake;
    toHub = scheduler.inOrder(DELAY_NANOS_MAX);
    fromHub = scheduler.inOrder(DELAY_NANOS_MAX);
    toHub.execute(
        () -> {
          if (!broken && gateway.isUp()) {
            connection = gateway.accept(this);
            fromHub.execute(wake);
          }
        });
  }

  @Override
  public boolean isConnected() {
    return connection != null && !broken;
  }

  @Override
  public Offer offer(final DirectBuffer buffer, final int offset, final int length) {
    if (broken) {
      return Offer.CLOSED;
    }
    if (connection == null) {
      return Offer.RETRY;
    }
    final UnsafeBuffer frame = copy(buffer, offset, length);
    toHub.execute(
        () -> {
          if (!broken) {
            connection.onFrame(frame);
          }
        });
    return Offer.SENT;
  }

  @Override
  public int poll(final FragmentHandler handler, final int fragmentsMax) {
    int fragments = 0;
    while (fragments < fragmentsMax && !received.isEmpty()) {
      final UnsafeBuffer frame = received.poll();
      handler.onFragment(frame, 0, frame.capacity(), null);
      fragments++;
    }
    return fragments;
  }

  /** The hub sends. */
  void send(final DirectBuffer buffer, final int offset, final int length) {
    final UnsafeBuffer frame = copy(buffer, offset, length);
    fromHub.execute(
        () -> {
          if (!broken) {
            received.add(frame);
            wake.run();
          }
        });
  }

  /** The hub has ended the session and says no more. */
  void endOfHub() {
    fromHub.execute(this::cut);
  }

  /** The connection breaks. */
  void cut() {
    if (!broken) {
      broken = true;
      wake.run();
      if (connection != null) {
        scheduler.after(DELAY_NANOS_MAX, connection::onDisconnected);
      }
    }
  }

  @Override
  public void close() {
    toHub.execute(this::cut);
  }

  static UnsafeBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }
}
