package io.qanat.hub.gateway.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Whether the process lives, and whether it takes orders. */
public final class HealthModule implements HttpModule {
  private final BooleanSupplier isReady;

  /**
   * Health of a node.
   *
   * @param isReady whether partners can trade on it now
   */
  public HealthModule(final BooleanSupplier isReady) {
    this.isReady = isReady;
  }

  @Override
  public String documentation() {
    return "openapi/health.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.open("getLiveness", HttpMethods.GET, "/health/live", e -> health(e, true)),
        Operation.open(
            "getReadiness",
            HttpMethods.GET,
            "/health/ready",
            e -> health(e, isReady.getAsBoolean())));
  }

  private static CompletionStage<HttpResponse> health(final Exchange exchange, final boolean up) {
    return CompletableFuture.completedFuture(
        exchange.answer(
            up ? 200 : 503, exchange.json().object().put("status", up ? "UP" : "DOWN")));
  }
}
