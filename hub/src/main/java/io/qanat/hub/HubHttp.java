package io.qanat.hub;

import io.qanat.entity.Entities;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.gateway.http.Authenticator;
import io.qanat.hub.gateway.http.HealthModule;
import io.qanat.hub.gateway.http.HttpConfig;
import io.qanat.hub.gateway.http.HttpGateway;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.OrdersModule;
import io.qanat.hub.gateway.http.StoredKeyAuthenticator;
import java.util.List;
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
        new StoredKeyAuthenticator(
            calls,
            SystemEpochNanoClock.INSTANCE,
            config.keyCache().toNanos(),
            config.lookupsPerSecondMax());
    final List<HttpModule> modules =
        List.of(new HealthModule(isReady), new OrdersModule(SystemEpochNanoClock.INSTANCE));
    return HttpGateway.start(
        system, config, calls, authenticator, modules, SystemNanoClock.INSTANCE);
  }
}
