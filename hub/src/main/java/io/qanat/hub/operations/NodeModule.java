package io.qanat.hub.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.Operation;
import io.qanat.hub.gateway.http.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What concerns the node that is asked and not the market: how the cluster stands, a snapshot of
 * the log, giving up what runs here. Every operator may look; the role operator may act.
 */
public final class NodeModule implements HttpModule {
  private static final Pattern WHY = Pattern.compile("\\P{Cntrl}{1,1000}");
  private static final int RETRY_MILLIS = 500;

  private final NodeOperations node;
  private final Executor executor;

  /**
   * Operations of this node.
   *
   * @param executor where a snapshot may take its time
   */
  public NodeModule(final NodeOperations node, final Executor executor) {
    this.node = node;
    this.executor = executor;
  }

  @Override
  public String documentation() {
    return "openapi/node.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.operator(
            "getCluster",
            HttpMethods.GET,
            "/v1/admin/cluster",
            EnumSet.allOf(Caller.Role.class),
            (operator, exchange) -> status(exchange)),
        Operation.operator(
            "drainNode",
            HttpMethods.POST,
            "/v1/admin/node/drain",
            EnumSet.of(Caller.Role.OPERATOR),
            (operator, exchange) ->
                exchange.body().thenCompose(body -> drain(operator, exchange, body))),
        Operation.operator(
            "snapshotLog",
            HttpMethods.POST,
            "/v1/admin/log/snapshot",
            EnumSet.of(Caller.Role.OPERATOR),
            (operator, exchange) ->
                exchange.body().thenCompose(body -> snapshot(operator, exchange, body))));
  }

  private CompletionStage<HttpResponse> status(final Exchange exchange) {
    exchange.query().noOthers();
    return node.status()
        .handle(
            (status, error) -> {
              if (error != null) {
                throw Problem.later(
                    Problem.Kind.BUSY, "the nodes do not say how they stand", RETRY_MILLIS);
              }
              return exchange.answer(200, json(exchange, status));
            });
  }

  private static ObjectNode json(final Exchange exchange, final NodeOperations.Status status) {
    final ObjectNode json =
        exchange
            .json()
            .object()
            .put("node", status.node())
            .put("ready", status.ready())
            .put("draining", status.draining())
            .put("sessions", status.sessions())
            .put("entities", status.entities());
    final ArrayNode members = json.putArray("members");
    for (final NodeOperations.Member member : status.members()) {
      final ObjectNode one =
          members
              .addObject()
              .put("node", member.node())
              .put("address", member.address())
              .put("status", member.status())
              .put("reachable", member.reachable());
      final ArrayNode roles = one.putArray("roles");
      member.roles().forEach(roles::add);
      put(one.putObject("shards"), member.shards());
      put(one.putObject("entities"), member.entities());
    }
    final NodeOperations.LogStatus log = status.log();
    if (log == null) {
      json.putNull("log");
    } else {
      json.putObject("log")
          .put("member", log.member())
          .put("leads", log.leads())
          .put("term", log.term())
          .put("positionBytes", log.positionBytes())
          .put("snapshotPositionBytes", log.snapshotPositionBytes());
    }
    return json;
  }

  private static void put(final ObjectNode json, final Map<String, Integer> counts) {
    counts.forEach(json::put);
  }

  private CompletionStage<HttpResponse> drain(
      final Caller.Operator operator, final Exchange exchange, final BodyFields body) {
    final String why = why(body);
    if (node.isAlone()) {
      throw Problem.of(Problem.Kind.CONFLICT, "the node is alone: nobody could take its entities");
    }
    return node.drain(operator.who(), why)
        .handle(
            (done, error) -> {
              if (error != null) {
                throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "not all entities have left in time, the others take them when it stops");
              }
              return exchange.answer(200, exchange.json().object().put("status", "SAFE_TO_STOP"));
            });
  }

  private CompletionStage<HttpResponse> snapshot(
      final Caller.Operator operator, final Exchange exchange, final BodyFields body) {
    final String why = why(body);
    return CompletableFuture.supplyAsync(() -> node.snapshot(operator.who(), why), executor)
        .handle(
            (position, error) -> {
              if (error != null) {
                final Throwable cause =
                    error instanceof CompletionException ? error.getCause() : error;
                throw Problem.of(Problem.Kind.CONFLICT, cause.getMessage());
              }
              return exchange.answer(
                  200, exchange.json().object().put("positionBytes", (long) position));
            });
  }

  private static String why(final BodyFields body) {
    final String why = body.text("why", WHY, "a reason of 1 to 1000 characters");
    body.noOthers();
    return why;
  }
}
