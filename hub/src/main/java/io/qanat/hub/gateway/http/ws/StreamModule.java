package io.qanat.hub.gateway.http.ws;

import io.qanat.hub.gateway.http.Doorkeeper;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.Operation;
import io.qanat.hub.gateway.http.Problem;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The opening of streams: a GET that is upgraded to a WebSocket. */
public final class StreamModule implements HttpModule {
  private final Streams streams;

  /** Opens these. */
  public StreamModule(final Streams streams) {
    this.streams = streams;
  }

  @Override
  public String documentation() {
    return "openapi/stream.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.stream("openStream", "/v1/stream", this::open));
  }

  private CompletionStage<HttpResponse> open(
      final Optional<Doorkeeper.Logon> logon, final Exchange exchange) {
    exchange.query().noOthers();
    if (!Frames.isUpgrade(exchange.request())) {
      throw Problem.of(
          Problem.Kind.UPGRADE_REQUIRED, "this is a WebSocket (RFC 6455): it takes an upgrade");
    }
    final InetAddress remote = exchange.remote();
    return CompletableFuture.completedFuture(
        Frames.accept(
            exchange.request(),
            new StreamStage(
                streams.config(),
                streams.counters(),
                streams.clock(),
                (wire, outbox) ->
                    new StreamConnection(streams, logon.orElse(null), remote, wire, outbox))));
  }
}
