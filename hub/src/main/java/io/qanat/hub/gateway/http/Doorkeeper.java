package io.qanat.hub.gateway.http;

import io.qanat.hub.edge.EntityCalls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * Lets callers in: those whose credentials are proven, each within its own scope and its partner's
 * budget. Everybody comes past here, with a request or with the first message of a stream.
 * Thread-safe.
 */
public final class Doorkeeper {
  /**
   * A partner's client that was let in.
   *
   * @param scope what it can reach
   * @param recheck as in {@link Authenticator.Granted}
   */
  public record Logon(
      PartnerScope scope, Supplier<CompletionStage<Authenticator.Outcome>> recheck) {}

  private final Authenticator authenticator;
  private final Scopes scopes;
  private final PartnerBudgets budgets;
  private final Duration deniedDelay;
  private final Executor executor;
  private final NanoClock clock;

  private Doorkeeper(
      final Authenticator authenticator,
      final Scopes scopes,
      final PartnerBudgets budgets,
      final Duration deniedDelay,
      final Executor executor,
      final NanoClock clock) {
    this.authenticator = authenticator;
    this.scopes = scopes;
    this.budgets = budgets;
    this.deniedDelay = deniedDelay;
    this.executor = executor;
    this.clock = clock;
  }

  /** The one of a node. */
  public static Doorkeeper create(
      final EntityCalls calls,
      final Authenticator authenticator,
      final HttpConfig config,
      final Executor executor,
      final NanoClock clock) {
    return new Doorkeeper(
        authenticator,
        new Scopes(calls, config.orderTimeout().toMillis(), clock),
        new PartnerBudgets(clock, config.floodMultiple()),
        config.deniedDelay(),
        executor,
        clock);
  }

  /**
   * Proves credentials.
   *
   * @param authorization an Authorization header, or what would be in one
   * @return fails with UNAUTHENTICATED, always after the same time, or with BUSY
   */
  CompletionStage<Authenticator.Granted> prove(
      final String authorization, final InetAddress remote) {
    if (authorization.isEmpty()) {
      return CompletableFuture.failedFuture(unauthenticated());
    }
    final long startNanos = clock.nanoTime();
    final Optional<Credentials> credentials = Credentials.parse(authorization);
    return credentials
        .map(given -> authenticator.authenticate(given, remote))
        .orElseGet(() -> CompletableFuture.completedFuture(new Authenticator.Denied()))
        .thenCompose(
            outcome -> {
              if (outcome instanceof Authenticator.Granted granted) {
                return CompletableFuture.completedFuture(granted);
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
  private CompletionStage<Authenticator.Granted> deniedAlike(final long startNanos) {
    final long leftNanos = Math.max(0, deniedDelay.toNanos() - (clock.nanoTime() - startNanos));
    final CompletableFuture<Authenticator.Granted> denied = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(leftNanos, TimeUnit.NANOSECONDS, executor)
        .execute(() -> denied.completeExceptionally(unauthenticated()));
    return denied;
  }

  private static Problem unauthenticated() {
    return Problem.of(
        Problem.Kind.UNAUTHENTICATED, "Authorization must be: Bearer PARTNER.KEYID.SECRET");
  }

  /**
   * Lets a partner's client into a stream; it takes one request from its partner's budget.
   *
   * @param key PARTNER.KEYID.SECRET
   * @return fails with UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or BUSY
   */
  public CompletionStage<Logon> logon(final String key, final InetAddress remote) {
    return prove("Bearer " + key, remote).thenApply(this::logon);
  }

  /** The same, once the key is proven. */
  Logon logon(final Authenticator.Granted granted) {
    if (!(granted.caller() instanceof Caller.Partner partner)) {
      throw Problem.of(Problem.Kind.FORBIDDEN, "streams are for partners' keys");
    }
    final PartnerBudgets.Grant grant = budgets.take(partner, true);
    if (!grant.granted()) {
      throw rateLimited(partner, true, grant);
    }
    return new Logon(scopes.of(partner), granted.recheck());
  }

  /** What one caller can reach. */
  PartnerScope scope(final Caller.Partner partner) {
    return scopes.of(partner);
  }

  /** Takes from the caller's budget, see {@link PartnerBudgets#take}. */
  PartnerBudgets.Grant take(final Caller.Partner partner, final boolean charged) {
    return budgets.take(partner, charged);
  }

  static Problem rateLimited(
      final Caller.Partner partner, final boolean charged, final PartnerBudgets.Grant grant) {
    return Problem.later(
        Problem.Kind.RATE_LIMITED,
        charged
            ? "the partner's budget of " + partner.messagesPerSecondMax() + " requests per second"
            : "cancels far beyond the partner's budget of requests",
        grant.retryAfterMillis());
  }
}
