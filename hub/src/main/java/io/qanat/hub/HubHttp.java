package io.qanat.hub;

import io.qanat.entity.Entities;
import io.qanat.hub.administration.AdminModule;
import io.qanat.hub.administration.AdminQueriesModule;
import io.qanat.hub.administration.KeyAuthenticator;
import io.qanat.hub.administration.KeysModule;
import io.qanat.hub.administration.LiquidityModule;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.hub.gateway.http.AccountsModule;
import io.qanat.hub.gateway.http.Authenticator;
import io.qanat.hub.gateway.http.DocumentModule;
import io.qanat.hub.gateway.http.Doorkeeper;
import io.qanat.hub.gateway.http.HealthModule;
import io.qanat.hub.gateway.http.HttpConfig;
import io.qanat.hub.gateway.http.HttpGateway;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.InstrumentsModule;
import io.qanat.hub.gateway.http.MetricsModule;
import io.qanat.hub.gateway.http.OrderMessages;
import io.qanat.hub.gateway.http.OrdersModule;
import io.qanat.hub.gateway.http.TransfersModule;
import io.qanat.hub.gateway.http.ws.StreamModule;
import io.qanat.hub.gateway.http.ws.Streams;
import io.qanat.hub.operations.NodeMetrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The HTTP interface of a node put together: who authenticates, which modules there are, and the
 * streams that are opened through it.
 */
final class HubHttp implements AutoCloseable {
  private final HttpGateway gateway;
  private final Streams streams;

  private HubHttp(final HttpGateway gateway, final Streams streams) {
    this.gateway = gateway;
    this.streams = streams;
  }

  /**
   * Starts it.
   *
   * @param watched what the edge shows to streams
   * @param publisher the publisher's queue
   * @param isReady whether partners can trade on this node now
   */
  static HubHttp start(
      final ActorSystem<?> system,
      final HttpConfig config,
      final Entities entities,
      final Requests requests,
      final WatchQueue watched,
      final MarketDataQueue publisher,
      final NodeMetrics metrics,
      final BooleanSupplier isReady) {
    final EntityCalls calls =
        new EntityCalls(
            entities, requests, system.executionContext(), config.queryTimeout().toMillis());
    final Authenticator authenticator =
        new KeyAuthenticator(
            calls,
            SystemNanoClock.INSTANCE,
            config.keyCache().toNanos(),
            config.lookupsPerSecondMax());
    final Doorkeeper doorkeeper =
        Doorkeeper.create(
            calls, authenticator, config, system.executionContext(), SystemNanoClock.INSTANCE);
    final Streams streams = Streams.start(system, config, doorkeeper, watched, publisher);
    metrics.add(streams.counters());
    final long actTimeoutMillis = config.orderTimeout().toMillis();
    final List<HttpModule> modules = new ArrayList<>();
    Collections.addAll(
        modules,
        new HealthModule(isReady),
        new OrdersModule(new OrderMessages(SystemEpochNanoClock.INSTANCE)),
        new AccountsModule(),
        new TransfersModule(),
        new InstrumentsModule(),
        new StreamModule(streams),
        new AdminModule(calls, actTimeoutMillis),
        new KeysModule(calls, actTimeoutMillis, ForkJoinPool.commonPool()),
        new AdminQueriesModule(calls),
        new LiquidityModule(calls),
        new MetricsModule(metrics.registry(), config.metricsFromAnywhere()));
    modules.add(new DocumentModule(modules));
    try {
      return new HubHttp(
          HttpGateway.start(
              system, config, doorkeeper, modules, metrics.registry(), SystemNanoClock.INSTANCE),
          streams);
    } catch (final RuntimeException e) {
      streams.close();
      throw e;
    }
  }

  HttpGateway gateway() {
    return gateway;
  }

  /** Ends the streams, then the server. */
  @Override
  public void close() {
    streams.close();
    gateway.close();
  }
}
