package io.qanat.hub.gateway.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The node's metrics for Prometheus. */
public final class MetricsModule implements HttpModule {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final boolean fromAnywhere;

  /**
   * Metrics of this registry.
   *
   * @param fromAnywhere false: only to clients on this machine
   */
  public MetricsModule(final PrometheusMeterRegistry registry, final boolean fromAnywhere) {
    this.registry = registry;
    this.fromAnywhere = fromAnywhere;
  }

  @Override
  public String documentation() {
    return "openapi/metrics.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.open(
            "getMetrics",
            HttpMethods.GET,
            "/metrics",
            exchange -> {
              if (!fromAnywhere && !exchange.remote().isLoopbackAddress()) {
                throw Problem.notFound();
              }
              return CompletableFuture.completedFuture(
                  HttpResponse.create()
                      .withEntity(
                          HttpEntities.create(
                              ContentTypes.parse(TEXT_FORMAT),
                              registry.scrape(TEXT_FORMAT).getBytes(StandardCharsets.UTF_8))));
            }));
  }
}
