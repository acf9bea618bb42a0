package io.qanat.hub.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
  private final Authenticator authenticator;
  private final Scopes scopes;
  private final PartnerBudgets budgets;
  private final NanoClock clock;
  private final Json json;
  private final AccessLog accessLog;
  private final HttpMetrics metrics;

  RequestHandler(
      final ActorSystem<?> system,
      final HttpConfig config,
      final Router router,
      final Authenticator authenticator,
      final Scopes scopes,
      final HttpMetrics metrics,
      final NanoClock clock) {
    this.system = system;
    this.config = config;
    this.router = router;
    this.authenticator = authenticator;
    this.scopes = scopes;
    this.metrics = metrics;
    this.clock = clock;
    budgets = new PartnerBudgets(clock, config.floodMultiple());
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
    return authenticate(exchange).thenCompose(caller -> permit(exchange, operation, caller));
  }

  private CompletionStage<Caller> authenticate(final Exchange exchange) {
    final String header = exchange.header("authorization");
    if (header.isEmpty()) {
      throw unauthenticated();
    }
    final long startNanos = clock.nanoTime();
    return Credentials.parse(header)
        .map(credentials -> authenticator.authenticate(credentials, exchange.remote()))
        .orElseGet(() -> CompletableFuture.completedFuture(new Authenticator.Denied()))
        .thenCompose(
            outcome -> {
              if (outcome instanceof Authenticator.Granted granted) {
                exchange.authenticated(granted.caller());
                return CompletableFuture.completedFuture(granted.caller());
              }
              if (outcome instanceof Authenticator.TryLater later) {
                throw Problem.later(
                    Problem.Kind.BUSY,
                    "credentials cannot be checked now",
                    later.retryAfterMillis());
              }
              return deniedAlike(startNanos);
            });
  }

  /** Every denial takes the same time, so that the time tells nothing, and guessing is slow. */
  private CompletionStage<Caller> deniedAlike(final long startNanos) {
    final long leftNanos =
        Math.max(0, config.deniedDelay().toNanos() - (clock.nanoTime() - startNanos));
    final CompletableFuture<Caller> denied = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(leftNanos, TimeUnit.NANOSECONDS, system.executionContext())
        .execute(() -> denied.completeExceptionally(unauthenticated()));
    return denied;
  }

  private static Problem unauthenticated() {
    return Problem.of(
        Problem.Kind.UNAUTHENTICATED, "Authorization must be: Bearer PARTNER.KEYID.SECRET");
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
    final PartnerBudgets.Grant grant = budgets.take(partner, access.charged());
    CompletionStage<HttpResponse> answer;
    try {
      if (!grant.granted()) {
        throw Problem.later(
            Problem.Kind.RATE_LIMITED,
            access.charged()
                ? "the partner's budget of "
                    + partner.messagesPerSecondMax()
                    + " requests per second"
                : "cancels far beyond the partner's budget of requests",
            grant.retryAfterMillis());
      }
      answer = access.handler().handle(scopes.of(partner), exchange);
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
