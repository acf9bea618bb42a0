package io.qanat.hub.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.LossGenerator;
import io.qanat.client.BookByPrice;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.FullRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.edge.WatchQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The client's books against the publisher, over UDP, with messages that do not arrive. The far
 * client has a media driver of its own, whose line can be cut.
 */
class MarketDataOnTheWireTest {
  private static final long SECURITY = 3;
  private static final long INSTRUMENT = EntityKey.instrument(SECURITY);
  private static final int EPOCH = 9;
  private static final long SEED = 20_261_124;

  private final EdgeCounters edgeCounters = new EdgeCounters();
  private final Market market = new Market();
  private final Heard nearHeard = new Heard();
  private final Heard farHeard = new Heard();
  private volatile boolean isCut;
  private MediaDriver hubDriver;
  private MediaDriver farDriver;
  private Aeron hubAeron;
  private Aeron farAeron;
  private EdgeRouter edge;
  private MarketDataPublisher publisher;
  private MarketDataClient near;
  private MarketDataClient far;

  @BeforeEach
  void start() {
    hubDriver = MediaDriver.launch(driver());
    final LossGenerator loss = (address, buffer, length) -> isCut;
    farDriver =
        MediaDriver.launch(
            driver()
                .imageLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(1))
                .receiveChannelEndpointSupplier(
                    (channel, dispatcher, status, context) ->
                        new DebugReceiveChannelEndpoint(
                            channel, dispatcher, status, context, loss, loss)));
    hubAeron = connect(hubDriver);
    farAeron = connect(farDriver);
    final MarketDataQueue queue = new MarketDataQueue(1 << 20, edgeCounters);
    final WatchQueue watched = new WatchQueue(1 << 12, edgeCounters);
    final Requests requests = new Requests(1, 100, edgeCounters);
    edge =
        new EdgeRouter(
            new SessionQueue(1 << 12, edgeCounters), requests, queue, watched, edgeCounters);
    publisher =
        MarketDataPublisher.start(
            hubAeron,
            market,
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
    edge.onInstrumentStarted(INSTRUMENT, EPOCH);
    near = subscribe(hubAeron, nearHeard);
  }

  @AfterEach
  void stop() {
    CloseHelper.closeAll(far, near, publisher, farAeron, hubAeron, farDriver, hubDriver);
  }

  @Test
  void whoJoinsLateGetsTheBookAndStaysInStep() {
    awaitStep(near);
    publish(200);
    far = subscribe(farAeron, farHeard);
    awaitStep(far);
    publish(100);
    awaitStep(far);
    assertThat(farHeard.events).as("never out of step").isEmpty();
    assertThat(farHeard.books).isPositive();
  }

  @Test
  void aLostMessageIsNoticedByTheNextOneAndMended() {
    awaitStep(near);
    publish(20);
    awaitStep(near);
    market.change();
    publish(1);
    await("the gap is noticed", () -> nearHeard.events.contains("stale BY_PRICE"));
    publish(20);
    awaitStep(near);
    assertThat(nearHeard.events).containsExactly("stale BY_PRICE");
  }

  /** Nothing follows that could show it, except full refreshes. */
  @Test
  void aLostLastMessageIsNoticedByTheRefreshesAndMended() {
    awaitStep(near);
    publish(20);
    awaitStep(near);
    market.change();
    awaitStep(near);
    assertThat(nearHeard.events).containsExactly("stale BY_PRICE");
  }

  /** Longer than the hub could send again what is missing: several times its term buffer. */
  @Test
  void whoseLineWasCutIsMendedAndNobodyElseNotices() {
    awaitStep(near);
    far = subscribe(farAeron, farHeard);
    awaitStep(far);
    isCut = true;
    final long before = market.rptSeq();
    while (market.rptSeq() < before + 4_000) {
      publish(20);
      await("the near client follows", () -> rptSeq(near) == market.rptSeq());
    }
    assertThat(rptSeq(far)).as("what the far client had heard").isLessThan(before + 200);
    isCut = false;
    publish(20);
    awaitStep(far);
    awaitStep(near);
    // Refreshes that were held up come one by one, each ahead of the increments: it may be stale
    // several times before it has caught up.
    assertThat(farHeard.events).isNotEmpty().containsOnly("stale BY_PRICE");
    assertThat(nearHeard.events).as("the other client").isEmpty();
  }

  private MarketDataClient subscribe(final Aeron aeron, final Heard heard) {
    return MarketDataClient.connect(
        aeron,
        "127.0.0.1",
        publisher.host(),
        publisher.controlPort(),
        Set.of(MDFeed.BY_PRICE),
        heard);
  }

  private void publish(final int count) {
    for (int i = 0; i < count; i++) {
      final UnsafeBuffer message = market.change();
      edge.onMarketData(INSTRUMENT, EPOCH, MDFeed.BY_PRICE, message, 0, message.capacity());
    }
  }

  /** Until the client's book is live, at the market's last change, and the market's. */
  private void awaitStep(final MarketDataClient client) {
    await(
        "in step",
        () -> {
          final BookByPrice book = client.books().byPrice(SECURITY);
          return book != null && book.isLive() && book.rptSeq() == market.rptSeq();
        });
    final BookByPrice book = client.books().byPrice(SECURITY);
    assertThat(levels(book, Side.BUY)).as("bids").isEqualTo(market.levels(Side.BUY));
    assertThat(levels(book, Side.SELL)).as("offers").isEqualTo(market.levels(Side.SELL));
  }

  private static List<String> levels(final BookByPrice book, final Side side) {
    final List<String> levels = new ArrayList<>();
    for (int i = 0; i < book.levels(side); i++) {
      levels.add(book.size(side, i) + " at " + book.price(side, i));
    }
    return levels;
  }

  private static long rptSeq(final MarketDataClient client) {
    final BookByPrice book = client.books().byPrice(SECURITY);
    return book == null ? 0 : book.rptSeq();
  }

  private void await(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (near.poll() + (far == null ? 0 : far.poll()) == 0) {
        LockSupport.parkNanos(20_000);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "seed=%d not within 30 s: %s; market %d, near %d %s, far %d %s, %s"
                .formatted(
                    SEED,
                    what,
                    market.rptSeq(),
                    rptSeq(near),
                    nearHeard.events,
                    far == null ? 0 : rptSeq(far),
                    farHeard.events,
                    publisher.counters().all()));
      }
    }
  }

  private static MediaDriver.Context driver() {
    return new MediaDriver.Context()
        .aeronDirectoryName(CommonContext.generateRandomDirName())
        .threadingMode(ThreadingMode.SHARED)
        .dirDeleteOnShutdown(true);
  }

  private static Aeron connect(final MediaDriver driver) {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
  }

  /** What a client was told of its book's wholeness. */
  private static final class Heard implements MarketDataListener {
    private final List<String> events = new ArrayList<>();
    private int books;

    @Override
    public void onBook(final long securityId, final MDFeed feed) {
      books++;
    }

    @Override
    public void onStale(final long securityId, final MDFeed feed) {
      events.add("stale " + feed);
    }
  }

  /** An instrument: a book by price that changes at random, and answers refresh queries. */
  private final class Market implements Entities {
    private static final int PRICES = 20;

    private final Random random = new Random(SEED);
    private final Map<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final Map<Long, Long> offers = new TreeMap<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long rptSeq;

    synchronized long rptSeq() {
      return rptSeq;
    }

    synchronized List<String> levels(final Side side) {
      final List<String> levels = new ArrayList<>();
      side(side).forEach((price, size) -> levels.add(size + " at " + price));
      return levels;
    }

    private Map<Long, Long> side(final Side side) {
      return side == Side.BUY ? bids : offers;
    }

    /** Changes one level; returns the increment that says so. */
    synchronized UnsafeBuffer change() {
      final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      final long price = (side == Side.BUY ? 100L : 200L) + random.nextInt(PRICES);
      final Map<Long, Long> levels = side(side);
      final boolean isDeleted = levels.containsKey(price) && random.nextInt(3) == 0;
      final long size = isDeleted ? 0 : 1 + random.nextInt(1_000);
      final MDUpdateAction action =
          isDeleted
              ? MDUpdateAction.DELETE
              : levels.containsKey(price) ? MDUpdateAction.CHANGE : MDUpdateAction.NEW;
      if (isDeleted) {
        levels.remove(price);
      } else {
        levels.put(price, size);
      }
      rptSeq++;
      final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
      final var m = new IncrementalRefreshByPriceEncoder().wrapAndApplyHeader(buffer, 0, header);
      m.securityId(SECURITY).epoch(0).rptSeq(rptSeq).transactTime(rptSeq).endOfEvent(Bool.YES);
      m.entriesCount(1)
          .next()
          .price(price)
          .size(size)
          .numberOfOrders(1)
          .side(side)
          .updateAction(action);
      m.tradesCount(0);
      return copy(buffer, m.encodedLength());
    }

    private synchronized UnsafeBuffer refresh() {
      final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
      final var m = new FullRefreshByPriceEncoder().wrapAndApplyHeader(buffer, 0, header);
      m.securityId(SECURITY).epoch(0).rptSeq(rptSeq).currentChunk(1).noChunks(1);
      m.securityTradingStatus(SecurityTradingStatus.READY_TO_TRADE);
      final var entries = m.entriesCount(bids.size() + offers.size());
      for (final Side side : List.of(Side.BUY, Side.SELL)) {
        side(side)
            .forEach(
                (price, size) ->
                    entries.next().price(price).size(size).numberOfOrders(1).side(side));
      }
      return copy(buffer, m.encodedLength());
    }

    private UnsafeBuffer copy(final ExpandableArrayBuffer buffer, final int bodyLength) {
      return new UnsafeBuffer(
          Arrays.copyOf(buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + bodyLength));
    }

    @Override
    public void tell(
        final long entity, final DirectBuffer input, final int offset, final int length) {
      throw new AssertionError("market data tells nobody anything");
    }

    @Override
    public synchronized void query(
        final long entity,
        final long requestId,
        final DirectBuffer body,
        final int offset,
        final int length) {
      for (final UnsafeBuffer answer :
          List.of(
              refresh(),
              MarketDataMessages.refreshByOrder(rptSeq, 1, 1),
              MarketDataMessages.top(rptSeq),
              MarketDataMessages.definition(1))) {
        edge.onReply(requestId, answer, 0, answer.capacity());
      }
    }
  }
}
