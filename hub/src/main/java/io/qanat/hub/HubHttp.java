package io.qanat.hub;

import io.qanat.entity.Entities;
import io.qanat.hub.administration.AdminModule;
import io.qanat.hub.administration.AdminQueriesModule;
import io.qanat.hub.administration.KeyAuthenticator;
import io.qanat.hub.administration.KeysModule;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.gateway.http.Authenticator;
import io.qanat.hub.gateway.http.HealthModule;
import io.qanat.hub.gateway.http.HttpConfig;
import io.qanat.hub.gateway.http.HttpGateway;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.OrdersModule;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.typed.ActorSystem;

/** Puts the HTTP interface of a node together: who authenticates, and which modules there are. */
final class HubHttp {
  private HubHttp() {}

  /**
   * Starts it.
   *
   * @param isReady whether partners can trade on this node now
   */
  static HttpGateway start(
      final ActorSystem<?> system,
      final HttpConfig config,
      final Entities entities,
      final Requests requests,
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
    final long actTimeoutMillis = config.orderTimeout().toMillis();
    final List<HttpModule> modules =
        List.of(
            new HealthModule(isReady),
            new OrdersModule(SystemEpochNanoClock.INSTANCE),
            new AdminModule(calls, actTimeoutMillis),
            new KeysModule(calls, actTimeoutMillis, ForkJoinPool.commonPool()),
            new AdminQueriesModule(calls));
    return HttpGateway.start(
        system, config, calls, authenticator, modules, SystemNanoClock.INSTANCE);
  }
}
