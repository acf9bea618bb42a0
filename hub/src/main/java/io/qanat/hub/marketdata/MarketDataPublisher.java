package io.qanat.hub.marketdata;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.qanat.codecs.AeronChannels;
import io.qanat.entity.Entities;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.WatchQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Market data over Aeron, running on a thread of its own until it is closed. */
public final class MarketDataPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketDataPublisher.class);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int QUEUE_LIMIT = 512;

  private final MarketDataConfig config;
  private final MarketDataCounters counters;
  private final AgentRunner runner;

  private MarketDataPublisher(
      final MarketDataConfig config, final MarketDataCounters counters, final AgentRunner runner) {
    this.config = config;
    this.counters = counters;
    this.runner = runner;
  }

  /**
   * Begins to publish.
   *
   * @param aeron a client of the hub's media driver; stays the caller's
   * @param entities where instruments are asked for full refreshes
   * @param queue what the edge has for the publisher
   * @param watchers shown what is published of the instruments they watch
   * @param requests open requests of the node
   * @param clock monotonic
   */
  public static MarketDataPublisher start(
      final Aeron aeron,
      final Entities entities,
      final MarketDataQueue queue,
      final WatchQueue watchers,
      final Requests requests,
      final MarketDataConfig config,
      final NanoClock clock) {
    final MarketDataConfig actual = config.withPort();
    final MarketDataCounters counters = new MarketDataCounters();
    final Streams streams = new Streams(aeron, actual);
    final MarketDataDistributor distributor =
        new MarketDataDistributor(
            actual, streams, entities, queue, watchers, requests, counters, clock.nanoTime());
    final AgentRunner runner =
        new AgentRunner(
            actual.idle().newStrategy(),
            error -> LOG.error("market data failed on one message", error),
            null,
            new Duty(distributor, streams, queue, clock));
    AgentRunner.startOnThread(runner);
    LOG.info("market data leaves host={} controlPort={}", actual.host(), actual.controlPort());
    return new MarketDataPublisher(actual, counters, runner);
  }

  /** Address from which it is sent. */
  public String host() {
    return config.host();
  }

  /** UDP port at which subscribers join, the actual one. */
  public int controlPort() {
    return config.controlPort();
  }

  public MarketDataCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    runner.close();
  }

  /** The publisher's duty cycle. */
  private static final class Duty implements Agent {
    private final MarketDataDistributor distributor;
    private final Streams streams;
    private final MarketDataQueue queue;
    private final NanoClock clock;
    private long nextTickNanos;

    Duty(
        final MarketDataDistributor distributor,
        final Streams streams,
        final MarketDataQueue queue,
        final NanoClock clock) {
      this.distributor = distributor;
      this.streams = streams;
      this.queue = queue;
      this.clock = clock;
      nextTickNanos = clock.nanoTime();
    }

    @Override
    public String roleName() {
      return "market-data";
    }

    @Override
    public int doWork() {
      int work = queue.poll(distributor, QUEUE_LIMIT);
      final long now = clock.nanoTime();
      if (now - nextTickNanos >= 0) {
        nextTickNanos = now + TICK_NANOS;
        work += distributor.onTick(now);
      }
      return work;
    }

    @Override
    public void onClose() {
      streams.close();
    }
  }

  /** One publication per stream, all on one channel. */
  private static final class Streams implements MarketDataSink, AutoCloseable {
    private static final int[] IDS = {
      AeronChannels.TOP_STREAM,
      AeronChannels.BY_PRICE_STREAM,
      AeronChannels.BY_ORDER_STREAM,
      AeronChannels.FULL_REFRESH_BY_PRICE_STREAM,
      AeronChannels.FULL_REFRESH_BY_ORDER_STREAM,
      AeronChannels.DEFINITIONS_STREAM,
      AeronChannels.POOL_STREAM
    };

    private final Int2ObjectHashMap<ExclusivePublication> publications = new Int2ObjectHashMap<>();

    Streams(final Aeron aeron, final MarketDataConfig config) {
      final String channel =
          AeronChannels.marketDataPublication(config.host(), config.controlPort())
              + "|fc=max|term-length="
              + config.termBytes();
      for (final int id : IDS) {
        publications.put(id, aeron.addExclusivePublication(channel, id));
      }
    }

    @Override
    public Sent send(
        final int streamId, final DirectBuffer buffer, final int offset, final int length) {
      final ExclusivePublication publication = publications.get(streamId);
      long position = publication.offer(buffer, offset, length);
      if (position == Publication.ADMIN_ACTION) {
        // The term was full and has been rotated: there is room in the next one.
        position = publication.offer(buffer, offset, length);
      }
      if (position > 0) {
        return Sent.YES;
      }
      return position == Publication.NOT_CONNECTED ? Sent.UNHEARD : Sent.LATER;
    }

    @Override
    public void close() {
      CloseHelper.closeAll(publications.values());
    }
  }
}
