package io.qanat.loadtest.conform;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.qanat.codecs.AeronChannels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Stands between clients and a hub, both over shared memory of two media drivers, and lets a {@link
 * Tampering} have its way with every frame.
 */
final class OrderEntryProxy implements AutoCloseable {
  private static final int FRAGMENTS_MAX = 32;
  private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final Aeron front;
  private final Aeron hub;
  private final List<BrokenHub> broken;
  private final Subscription clients;
  private final Map<Long, Link> links = new HashMap<>();
  private final Thread thread = new Thread(this::run, "order-entry-proxy");
  private volatile boolean closed;
  private volatile RuntimeException failure;

  OrderEntryProxy(final Aeron front, final Aeron hub, final List<BrokenHub> broken) {
    this.front = front;
    this.hub = hub;
    this.broken = broken;
    clients =
        front.addSubscription(
            AeronChannels.orderEntryListenIpc(), AeronChannels.ORDER_ENTRY_REQUEST_STREAM);
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        clients.forEachImage(this::accept);
        int work = 0;
        final Iterator<Link> each = links.values().iterator();
        while (each.hasNext()) {
          final Link link = each.next();
          work += link.poll();
          if (link.isDone()) {
            link.close();
            each.remove();
          }
        }
        if (work == 0) {
          LockSupport.parkNanos(PARK_NANOS);
        }
      }
    } catch (final RuntimeException e) {
      failure = e;
    } finally {
      links.values().forEach(Link::close);
    }
  }

  private void accept(final Image image) {
    if (!image.isClosed() && !image.isEndOfStream()) {
      links.computeIfAbsent(image.correlationId(), id -> new Link(image));
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CloseHelper.close(clients);
    if (failure != null) {
      throw new AssertionError("the proxy failed", failure);
    }
  }

  /** One client's way through. */
  private final class Link implements Tampering.Wires, AutoCloseable {
    private final Image image;
    private final ExclusivePublication toClient;
    private final Subscription fromHub;
    private final ExclusivePublication toHub;
    private final Tampering tampering =
        Tamperings.together(broken.stream().map(BrokenHub::tampering).toList());
    private final Deque<byte[]> forHub = new ArrayDeque<>();
    private final Deque<byte[]> forClient = new ArrayDeque<>();
    private final FragmentHandler clientFrames =
        new FragmentAssembler(
            (buffer, offset, length, header) -> {
              final byte[] frame = new byte[length];
              buffer.getBytes(offset, frame);
              tampering.fromClient(frame, this);
            });
    private final FragmentHandler hubFrames =
        new FragmentAssembler(
            (buffer, offset, length, header) -> {
              final byte[] frame = new byte[length];
              buffer.getBytes(offset, frame);
              tampering.fromHub(frame, this);
            });
    private boolean hubWasThere;

    Link(final Image image) {
      this.image = image;
      toClient =
          front.addExclusivePublication(
              AeronChannels.orderEntryAnswerIpc(image.correlationId()),
              AeronChannels.ORDER_ENTRY_RESPONSE_STREAM);
      fromHub =
          hub.addSubscription(
              AeronChannels.orderEntryResponseIpc(), AeronChannels.ORDER_ENTRY_RESPONSE_STREAM);
      toHub =
          hub.addExclusivePublication(
              AeronChannels.orderEntryRequestIpc(fromHub.registrationId()),
              AeronChannels.ORDER_ENTRY_REQUEST_STREAM);
    }

    int poll() {
      hubWasThere |= fromHub.isConnected();
      int work = image.poll(clientFrames, FRAGMENTS_MAX);
      work += fromHub.poll(hubFrames, FRAGMENTS_MAX);
      return work + flush(forHub, toHub) + flush(forClient, toClient);
    }

    private int flush(final Deque<byte[]> frames, final ExclusivePublication to) {
      int sent = 0;
      while (!frames.isEmpty()
          && to.offer(new UnsafeBuffer(frames.peek()), 0, frames.peek().length) > 0) {
        frames.poll();
        sent++;
      }
      return sent;
    }

    /** Whether either side has gone and nothing is left to be told to the other. */
    boolean isDone() {
      final boolean clientGone = image.isClosed() || image.isEndOfStream();
      final boolean hubGone = hubWasThere && !fromHub.isConnected();
      return (clientGone && forHub.isEmpty()) || (hubGone && forClient.isEmpty());
    }

    @Override
    public void toHub(final byte[] frame) {
      forHub.add(frame);
    }

    @Override
    public void toClient(final byte[] frame) {
      forClient.add(frame);
    }

    @Override
    public void close() {
      final List<AutoCloseable> all = new ArrayList<>(List.of(toHub, fromHub, toClient));
      CloseHelper.closeAll(all);
    }
  }
}
