package io.qanat.loadtest.hub;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.hub.HubNode;
import io.qanat.hub.gateway.http.HttpGateway;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;

/** A way to one hub: makes order-entry and market-data clients for it. */
public final class HubConnection implements AutoCloseable {
  private static final int LOGON_TIMEOUT_SECONDS = 10;

  /** Where there is another gateway to try, a dead one is not waited for. */
  private static final int LOGON_TIMEOUT_SECONDS_OF_SEVERAL = 2;

  private final HubOptions options;
  private final EmbeddedHub embedded;
  private final MediaDriver driver;
  private final Aeron aeron;
  private final int marketDataPort;
  private final AtomicInteger connections = new AtomicInteger();

  private HubConnection(
      final HubOptions options, final EmbeddedHub embedded, final MediaDriver driver) {
    this.options = options;
    this.embedded = embedded;
    this.driver = driver;
    final HubNode node = embedded == null ? null : embedded.node();
    aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(
                    node == null ? driver.aeronDirectoryName() : node.aeronDirectoryName()));
    marketDataPort = node == null ? options.marketDataPort() : node.marketData().controlPort();
  }

  static HubConnection embedded(final HubOptions options, final EmbeddedHub hub) {
    return new HubConnection(options, hub, null);
  }

  static HubConnection remote(final HubOptions options) {
    return new HubConnection(
        options,
        null,
        MediaDriver.launchEmbedded(
            new MediaDriver.Context()
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 5, 1_000, 50_000))
                .termBufferSparseFile(true)
                .dirDeleteOnShutdown(true)));
  }

  /** Begins to log on with the session that the options name. */
  public OrderEntryClient orderEntry(final OrderEntryListener listener) {
    return orderEntry(
        options.partner(), options.session(), options.accessKeyId(), options.secret(), listener);
  }

  /** Begins to log on as somebody else; {@code secret} is the client's from now on. */
  public OrderEntryClient orderEntry(
      final long partner,
      final long session,
      final String accessKeyId,
      final byte[] secret,
      final OrderEntryListener listener) {
    final List<String> hosts = options.hosts();
    return OrderEntryClient.connect(
        aeron,
        address()
            .credentials(partner, session, accessKeyId, secret)
            .logonTimeoutNanos(
                java.time.Duration.ofSeconds(
                        hosts.size() == 1
                            ? LOGON_TIMEOUT_SECONDS
                            : LOGON_TIMEOUT_SECONDS_OF_SEVERAL)
                    .toNanos())
            .holdToThrottle(false),
        listener);
  }

  /** Where the next connection goes. */
  private OrderEntrySettings address() {
    final OrderEntrySettings address = new OrderEntrySettings();
    if (options.ipc()) {
      return address.ipc();
    }
    if (embedded != null) {
      return address.udp(host(), port(), controlPort());
    }
    final List<String> hosts = options.hosts();
    return address.udp(
        hosts.get(connections.getAndIncrement() % hosts.size()),
        options.port(),
        options.controlPort());
  }

  /** Subscribes to feeds. */
  public MarketDataClient marketData(final Set<MDFeed> feeds, final MarketDataListener listener) {
    return MarketDataClient.connect(
        aeron, options.localHost(), options.host(), marketDataPort, feeds, listener);
  }

  /** For whoever speaks to the hub without these clients. */
  public Aeron aeron() {
    return aeron;
  }

  /** The hub's address. */
  public String host() {
    return node().map(n -> n.gateway().host()).orElse(options.host());
  }

  /** Our address towards the hub. */
  public String localHost() {
    return options.localHost();
  }

  /** Order entry's UDP port. */
  public int port() {
    return node().map(n -> n.gateway().port()).orElse(options.port());
  }

  /** UDP port of order entry's responses. */
  public int controlPort() {
    return node().map(n -> n.gateway().controlPort()).orElse(options.controlPort());
  }

  /** UDP port at which market data is joined. */
  public int marketDataPort() {
    return marketDataPort;
  }

  /** Where an embedded hub takes HTTP. */
  public Optional<String> httpUri() {
    return node().flatMap(HubNode::http).map(HttpGateway::baseUri);
  }

  /** The hub, when it runs in this process. */
  public Optional<HubNode> node() {
    return Optional.ofNullable(embedded).map(EmbeddedHub::node);
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(aeron, driver, embedded);
  }
}
