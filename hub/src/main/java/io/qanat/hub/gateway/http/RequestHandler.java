package io.qanat.hub.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.agrona.concurrent.NanoClock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request through everything that all have in common: its operation, who sent it, the
 * budget, its handler, and whatever went wrong.
 */
final class RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
  private static final int MILLIS_PER_SECOND = 1000;
  private static final long NANOS_PER_MICRO = 1000;

  private final ActorSystem<?> system;
  private final HttpConfig config;
  private final Router router;
  private final Doorkeeper doorkeeper;
  private final NanoClock clock;
  private final Json json;
  private final AccessLog accessLog;
  private final HttpMetrics metrics;

  RequestHandler(
      final ActorSystem<?> system,
      final HttpConfig config,
      final Router router,
      final Doorkeeper doorkeeper,
      final HttpMetrics metrics,
      final NanoClock clock) {
    this.system = system;
    this.config = config;
    this.router = router;
    this.doorkeeper = doorkeeper;
    this.metrics = metrics;
    this.clock = clock;
    json = new Json(config.jsonDepthMax(), config.bodyBytesMax());
    accessLog = new AccessLog(json, config.accessLog());
  }

  /** Answers a request; never fails. */
  CompletionStage<HttpResponse> handle(final HttpRequest request) {
    final long startNanos = clock.nanoTime();
    metrics.begin();
    final Exchange exchange =
        new Exchange(system, request, Trace.of(request), json, config.bodyTimeout());
    CompletionStage<HttpResponse> answer;
    try {
      answer = dispatch(exchange);
    } catch (final RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer
        .exceptionally(e -> failed(exchange, e))
        .thenApply(response -> finish(exchange, response, startNanos));
  }

  private CompletionStage<HttpResponse> dispatch(final Exchange exchange) {
    final Router.Match match = match(exchange.request());
    if (match instanceof Router.WrongMethod wrong) {
      throw Problem.of(
          Problem.Kind.METHOD_NOT_ALLOWED,
          "the resource takes " + String.join(", ", wrong.allowed()),
          node -> wrong.allowed().forEach(node.putArray("allowed")::add));
    }
    if (!(match instanceof Router.Found found)) {
      throw Problem.notFound();
    }
    final Operation operation = found.operation();
    exchange.matched(operation, found.parameters());
    if (operation.access() instanceof Operation.Open open) {
      return open.handler().handle(exchange);
    }
    if (operation.access() instanceof Operation.ForStreams stream) {
      return open(exchange, stream);
    }
    return authenticate(exchange)
        .thenCompose(granted -> permit(exchange, operation, granted.caller()));
  }

  private CompletionStage<Authenticator.Granted> authenticate(final Exchange exchange) {
    return doorkeeper
        .prove(exchange.header("authorization"), exchange.remote())
        .thenApply(
            granted -> {
              exchange.authenticated(granted.caller());
              return granted;
            });
  }

  private CompletionStage<HttpResponse> open(
      final Exchange exchange, final Operation.ForStreams stream) {
    if (exchange.header("authorization").isEmpty()) {
      return stream.handler().handle(Optional.empty(), exchange);
    }
    return authenticate(exchange)
        .thenCompose(
            granted -> stream.handler().handle(Optional.of(doorkeeper.logon(granted)), exchange));
  }

  private CompletionStage<HttpResponse> permit(
      final Exchange exchange, final Operation operation, final Caller caller) {
    if (operation.access() instanceof Operation.ForPartners partners) {
      if (!(caller instanceof Caller.Partner partner)) {
        throw Problem.of(Problem.Kind.FORBIDDEN, "this operation is for partners' keys");
      }
      return charged(exchange, partners, partner);
    }
    final Operation.ForOperators operators = (Operation.ForOperators) operation.access();
    if (!(caller instanceof Caller.Operator operator)) {
      throw Problem.notFound();
    }
    if (operators.roles().stream().noneMatch(operator.roles()::contains)) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN, "this operation needs one of the roles " + operators.roles());
    }
    return operators.handler().handle(operator, exchange);
  }

  private CompletionStage<HttpResponse> charged(
      final Exchange exchange, final Operation.ForPartners access, final Caller.Partner partner) {
    final PartnerBudgets.Grant grant = doorkeeper.take(partner, access.charged());
    CompletionStage<HttpResponse> answer;
    try {
      if (!grant.granted()) {
        throw Doorkeeper.rateLimited(partner, access.charged(), grant);
      }
      answer = access.handler().handle(doorkeeper.scope(partner), exchange);
    } catch (final RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer
        .exceptionally(e -> failed(exchange, e))
        .thenApply(
            response ->
                response
                    .addHeader(RawHeader.create("RateLimit-Limit", Long.toString(grant.limit())))
                    .addHeader(
                        RawHeader.create("RateLimit-Remaining", Long.toString(grant.remaining())))
                    .addHeader(
                        RawHeader.create("RateLimit-Reset", Long.toString(grant.resetSeconds()))));
  }

  private HttpResponse failed(final Exchange exchange, final Throwable thrown) {
    final Throwable e =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    final Problem problem;
    if (e instanceof Problem expected) {
      problem = expected;
    } else {
      LOG.error("http request failed traceId={}", exchange.traceId(), e);
      problem = Problem.of(Problem.Kind.INTERNAL, "the hub failed on this request");
    }
    HttpResponse response = exchange.answer(problem);
    if (problem.retryAfterMillis() > 0) {
      final int seconds = (problem.retryAfterMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
      response = response.addHeader(RawHeader.create("Retry-After", Integer.toString(seconds)));
    }
    if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
      response = response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
    }
    if (problem.kind() == Problem.Kind.UPGRADE_REQUIRED) {
      response = response.addHeader(RawHeader.create("Upgrade", "websocket"));
    }
    if (problem.kind() == Problem.Kind.METHOD_NOT_ALLOWED) {
      response =
          response.addHeader(RawHeader.create("Allow", String.join(", ", allowed(exchange))));
    }
    return response;
  }

  private Set<String> allowed(final Exchange exchange) {
    return match(exchange.request()) instanceof Router.WrongMethod wrong
        ? wrong.allowed()
        : Set.of();
  }

  private Router.Match match(final HttpRequest request) {
    final List<String> segments = new ArrayList<>();
    request.getUri().pathSegments().forEach(segments::add);
    return router.match(request.method(), segments);
  }

  private HttpResponse finish(
      final Exchange exchange, final HttpResponse answer, final long startNanos) {
    HttpResponse response =
        answer
            .addHeader(RawHeader.create("X-Request-Id", exchange.traceId()))
            .addHeader(RawHeader.create("Cache-Control", "no-store"))
            .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"));
    if (!exchange.isBodyTaken()) {
      // Nobody reads the rest of this body: the connection cannot be used again.
      exchange.request().discardEntityBytes(system);
      response = response.addHeader(RawHeader.create("Connection", "close"));
    }
    final long nanos = clock.nanoTime() - startNanos;
    metrics.end(exchange.operationId(), response.status().intValue(), nanos);
    accessLog.write(exchange, response.status().intValue(), nanos / NANOS_PER_MICRO);
    return response;
  }
}
