package io.qanat.hub.gateway.aeron;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.edge.WatchQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;

/** A gateway on a real media driver, in front of scripted entities. */
final class GatewayFixture implements AutoCloseable {
  final EdgeCounters edgeCounters = new EdgeCounters();
  final FakeEntities entities = new FakeEntities();
  final AeronOrderEntryGateway gateway;
  final Aeron aeron;
  private final MediaDriver driver;

  GatewayFixture(final String settings) {
    this(settings, 1 << 22);
  }

  GatewayFixture(final String settings, final int queueBytes) {
    driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.SHARED)
                .publicationTermBufferLength(64 * 1024)
                .ipcTermBufferLength(64 * 1024)
                .dirDeleteOnShutdown(true));
    aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    final SessionQueue queue = new SessionQueue(queueBytes, edgeCounters);
    final Requests requests = new Requests(1, 1_000, edgeCounters);
    entities.edge(
        new EdgeRouter(
            queue,
            requests,
            new MarketDataQueue(1 << 16, edgeCounters),
            new WatchQueue(1 << 12, edgeCounters),
            edgeCounters));
    final Config config =
        ConfigFactory.parseString(
                "qanat.gateway.aeron { port = 0, control-port = 0, " + settings + " }")
            .withFallback(ConfigFactory.load());
    gateway =
        AeronOrderEntryGateway.start(
            aeron,
            entities,
            queue,
            requests,
            AeronGatewayConfig.of(config).alone(),
            1,
            SystemNanoClock.INSTANCE);
  }

  /** Settings of a client of partner 1, session 1. */
  OrderEntrySettings settings(final boolean ipc) {
    final OrderEntrySettings settings =
        new OrderEntrySettings()
            .credentials(1, 1, "key", FakeEntities.SECRET)
            .keyDerivation(FakeEntities.DERIVATION);
    return ipc
        ? settings.ipc()
        : settings.udp(gateway.host(), gateway.port(), gateway.controlPort());
  }

  OrderEntryClient connect(final OrderEntrySettings settings, final OrderEntryListener listener) {
    return OrderEntryClient.connect(aeron, settings, listener);
  }

  OrderEntryClient establish(final OrderEntrySettings settings, final OrderEntryListener listener) {
    final OrderEntryClient client = connect(settings, listener);
    await("established", client, () -> client.state() == OrderEntryClient.State.ESTABLISHED);
    return client;
  }

  /** Polls the client until the condition holds, at most 60 seconds. */
  static void await(
      final String what, final OrderEntryClient client, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (client != null && client.poll() > 0) {
        continue;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within 60 s: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000);
    }
  }

  @Override
  public void close() {
    CloseHelper.closeAll(gateway, aeron, driver);
  }
}
