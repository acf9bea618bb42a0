package io.qanat.loadtest.conform;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.qanat.codecs.AeronChannels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Publishes a hub's market data again elsewhere, changed; a frame that becomes null is left out.
 */
final class MarketDataRelay implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int FRAGMENTS_MAX = 32;
  private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<ExclusivePublication> publications = new ArrayList<>();
  private final List<FragmentAssembler> assemblers = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "market-data-relay");
  private volatile boolean closed;

  MarketDataRelay(
      final Aeron aeron, final int hubPort, final int port, final UnaryOperator<byte[]> change) {
    for (int stream = AeronChannels.TOP_STREAM;
        stream <= AeronChannels.DEFINITIONS_STREAM;
        stream++) {
      final ExclusivePublication publication =
          aeron.addExclusivePublication(AeronChannels.marketDataPublication(HOST, port), stream);
      publications.add(publication);
      subscriptions.add(
          aeron.addSubscription(AeronChannels.marketDataSubscription(HOST, HOST, hubPort), stream));
      assemblers.add(
          new FragmentAssembler(
              (buffer, offset, length, header) -> {
                final byte[] frame = new byte[length];
                buffer.getBytes(offset, frame);
                final byte[] changed = change.apply(frame);
                if (changed != null) {
                  publish(publication, changed);
                }
              }));
    }
    thread.start();
  }

  private void publish(final ExclusivePublication publication, final byte[] frame) {
    final UnsafeBuffer buffer = new UnsafeBuffer(frame);
    // As the hub does: whoever is not there or too slow loses it.
    for (int i = 0; i < 100 && publication.offer(buffer, 0, frame.length) < 0; i++) {
      Thread.onSpinWait();
    }
  }

  private void run() {
    while (!closed) {
      int work = 0;
      for (int i = 0; i < subscriptions.size(); i++) {
        work += subscriptions.get(i).poll(assemblers.get(i), FRAGMENTS_MAX);
      }
      if (work == 0) {
        LockSupport.parkNanos(PARK_NANOS);
      }
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
    CloseHelper.closeAll(subscriptions);
    CloseHelper.closeAll(publications);
  }
}
