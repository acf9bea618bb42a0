package io.qanat.hub.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.edge.WatchQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publisher and subscribers over UDP on a real media driver. */
class MarketDataPublisherTest {
  private static final long INSTRUMENT = EntityKey.instrument(3);

  private final EdgeCounters edgeCounters = new EdgeCounters();
  private MediaDriver driver;
  private Aeron aeron;
  private EdgeRouter edge;
  private MarketDataPublisher publisher;
  private volatile long rptSeq;

  @BeforeEach
  void start() {
    driver = launchDriver();
    aeron = connect(driver);
    final MarketDataQueue queue = new MarketDataQueue(1 << 20, edgeCounters);
    final WatchQueue watched = new WatchQueue(1 << 12, edgeCounters);
    final Requests requests = new Requests(1, 100, edgeCounters);
    edge =
        new EdgeRouter(
            new SessionQueue(1 << 12, edgeCounters), requests, queue, watched, edgeCounters);
    publisher =
        MarketDataPublisher.start(
            aeron,
            new Instrument(),
            queue,
            watched,
            requests,
            MarketDataConfig.of(
                ConfigFactory.parseString(
                        "qanat.market-data { control-port = 0, term-length = 64 KiB,"
                            + " refresh-changed = 50 ms, refresh-unchanged = 100 ms,"
                            + " definitions = 50 ms }")
                    .withFallback(ConfigFactory.load())),
            SystemNanoClock.INSTANCE);
    edge.onInstrumentStarted(INSTRUMENT, 9);
  }

  @AfterEach
  void stop() {
    CloseHelper.closeAll(publisher, aeron, driver);
  }

  @Test
  void whoJoinsLateFindsDefinitionRefreshAndIncrements() {
    publishIncrements(100);
    final List<Long> definitions = new ArrayList<>();
    final List<Long> refreshes = new ArrayList<>();
    final List<Long> increments = new ArrayList<>();
    try (Subscription definition = subscribe(AeronChannels.DEFINITIONS_STREAM);
        Subscription refresh = subscribe(AeronChannels.FULL_REFRESH_BY_PRICE_STREAM);
        Subscription increment = subscribe(AeronChannels.BY_PRICE_STREAM)) {
      await("definition", () -> poll(definition, definitions) && !definitions.isEmpty());
      await("joined", () -> poll(increment, increments) && increment.isConnected());
      // What was published meanwhile is missed; the refresh says from where to go on.
      await("refresh", () -> poll(refresh, refreshes) && refreshes.contains(100L));
      publishIncrements(50);
      await("increments", () -> poll(increment, increments) && increments.size() >= 50);
      assertThat(increments).last().isEqualTo(150L);
      await("next refresh", () -> poll(refresh, refreshes) && refreshes.contains(150L));
    }
  }

  @Test
  void aSlowSubscriberHoldsUpNobody() {
    final List<Long> increments = new ArrayList<>();
    // On a media driver of its own, as elsewhere: subscribers of one driver may share an image.
    try (MediaDriver slowDriver = launchDriver();
        Aeron slowAeron = connect(slowDriver);
        Subscription slow = subscribe(slowAeron, AeronChannels.BY_PRICE_STREAM);
        Subscription quick = subscribe(AeronChannels.BY_PRICE_STREAM)) {
      await("joined", () -> slow.isConnected() && quick.isConnected());
      publishIncrements(1);
      await("heard", () -> poll(quick, increments) && !increments.isEmpty());
      // Far more than the slow one's window: it is not polled at all.
      while (rptSeq < 5_000) {
        publishIncrements(20);
        await(
            "heard",
            () -> poll(quick, increments) && increments.get(increments.size() - 1) == rptSeq);
      }
      assertThat(publisher.counters().dropped.value()).isZero();
      assertThat(edgeCounters.marketDataDropped.value()).isZero();
    }
  }

  private Subscription subscribe(final int stream) {
    return subscribe(aeron, stream);
  }

  private static MediaDriver launchDriver() {
    return MediaDriver.launch(
        new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnShutdown(true));
  }

  private static Aeron connect(final MediaDriver mediaDriver) {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(mediaDriver.aeronDirectoryName()));
  }

  private Subscription subscribe(final Aeron client, final int stream) {
    return client.addSubscription(
        AeronChannels.marketDataSubscription(
            "127.0.0.1", publisher.host(), publisher.controlPort()),
        stream);
  }

  private void publishIncrements(final int count) {
    for (int i = 0; i < count; i++) {
      final long next = rptSeq + 1;
      final UnsafeBuffer message = MarketDataMessages.byPrice(next);
      edge.onMarketData(INSTRUMENT, 9, MDFeed.BY_PRICE, message, 0, message.capacity());
      rptSeq = next;
    }
  }

  private static boolean poll(final Subscription subscription, final List<Long> rptSeqs) {
    subscription.poll(
        (buffer, offset, length, header) -> {
          final TopOfBookDecoder common = new TopOfBookDecoder();
          common.wrap(
              buffer,
              offset + MessageHeaderDecoder.ENCODED_LENGTH,
              TopOfBookDecoder.BLOCK_LENGTH,
              TopOfBookDecoder.SCHEMA_VERSION);
          assertThat(common.epoch()).isEqualTo(9);
          rptSeqs.add(common.rptSeq());
        },
        100);
    return true;
  }

  private void await(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within 60 s: " + what + " " + publisher.counters().all());
      }
      LockSupport.parkNanos(20_000);
    }
  }

  /** Answers full-refresh queries at once. */
  private final class Instrument implements Entities {
    @Override
    public void tell(
        final long entity, final DirectBuffer input, final int offset, final int length) {
      throw new AssertionError("market data tells nobody anything");
    }

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer body,
        final int offset,
        final int length) {
      for (final UnsafeBuffer answer :
          List.of(
              MarketDataMessages.refreshByPrice(rptSeq, 1, 1),
              MarketDataMessages.refreshByOrder(rptSeq, 1, 1),
              MarketDataMessages.top(rptSeq),
              MarketDataMessages.definition(1))) {
        edge.onReply(requestId, answer, 0, answer.capacity());
      }
    }
  }
}
