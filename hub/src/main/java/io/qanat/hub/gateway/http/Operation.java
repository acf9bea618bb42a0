package io.qanat.hub.gateway.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One operation: a method on a path, who may use it, and what it does. The path's segments in
 * braces are parameters: {@code /v1/accounts/{account}/orders}.
 *
 * <p>Handlers answer with a response or throw (or fail with) a {@link Problem}; anything else that
 * is thrown is a defect and answered as INTERNAL. They never block.
 */
public final class Operation {
  /** For anybody. */
  @FunctionalInterface
  public interface OpenHandler {
    CompletionStage<HttpResponse> handle(Exchange exchange);
  }

  /** For partners: everything that belongs to somebody is reached through the scope. */
  @FunctionalInterface
  public interface PartnerHandler {
    CompletionStage<HttpResponse> handle(PartnerScope scope, Exchange exchange);
  }

  /** For operators. */
  @FunctionalInterface
  public interface OperatorHandler {
    CompletionStage<HttpResponse> handle(Caller.Operator operator, Exchange exchange);
  }

  /** For streams: who opens one may say who it is in the stream's first message instead. */
  @FunctionalInterface
  public interface StreamHandler {
    /**
     * Opens a stream.
     *
     * @param logon the key that came with the request, proven; empty if none came
     */
    CompletionStage<HttpResponse> handle(Optional<Doorkeeper.Logon> logon, Exchange exchange);
  }

  /** Who may use it, and how. */
  sealed interface Access permits Open, ForPartners, ForOperators, ForStreams {}

  record ForStreams(StreamHandler handler) implements Access {}

  record Open(OpenHandler handler) implements Access {}

  /** {@code charged}: whether it takes from the partner's budget of requests. */
  record ForPartners(PartnerHandler handler, boolean charged) implements Access {}

  record ForOperators(OperatorHandler handler, Set<Caller.Role> roles) implements Access {}

  private final String id;
  private final HttpMethod method;
  private final String path;
  private final List<String> segments;
  private final Access access;

  private Operation(
      final String id, final HttpMethod method, final String path, final Access access) {
    this.id = id;
    this.method = method;
    this.path = path;
    this.segments = Router.segments(path);
    this.access = access;
  }

  /**
   * An operation without authentication.
   *
   * @param id its operationId in the OpenAPI document
   */
  public static Operation open(
      final String id, final HttpMethod method, final String path, final OpenHandler handler) {
    return new Operation(id, method, path, new Open(handler));
  }

  /** An operation of partners, charged to their budget of requests. */
  public static Operation partner(
      final String id, final HttpMethod method, final String path, final PartnerHandler handler) {
    return new Operation(id, method, path, new ForPartners(handler, true));
  }

  /** The opening of a stream, with or without credentials. */
  public static Operation stream(final String id, final String path, final StreamHandler handler) {
    return new Operation(id, HttpMethods.GET, path, new ForStreams(handler));
  }

  /** An operation of partners that takes risk away: no budget holds it back. */
  public static Operation partnerCancel(
      final String id, final HttpMethod method, final String path, final PartnerHandler handler) {
    return new Operation(id, method, path, new ForPartners(handler, false));
  }

  /**
   * An operation of operators.
   *
   * @param roles one of these is needed
   */
  public static Operation operator(
      final String id,
      final HttpMethod method,
      final String path,
      final Set<Caller.Role> roles,
      final OperatorHandler handler) {
    return new Operation(id, method, path, new ForOperators(handler, Set.copyOf(roles)));
  }

  public String id() {
    return id;
  }

  public HttpMethod method() {
    return method;
  }

  /** With parameters in braces. */
  public String path() {
    return path;
  }

  List<String> segments() {
    return segments;
  }

  Access access() {
    return access;
  }

  @Override
  public String toString() {
    return method.name() + " " + path;
  }
}
