package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.entity.core.EntityKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** One request on its way to its answer. Used by one handler at a time. */
public final class Exchange {
  private static final String JSON_TYPE = "application/json";

  private final ActorSystem<?> system;
  private final HttpRequest request;
  private final String traceId;
  private final Json json;
  private final Duration bodyTimeout;
  private final InetAddress remote;
  private final List<String> logEntries = new ArrayList<>(1);
  private Map<String, String> parameters = Map.of();
  private String operationId = "";
  private Caller caller;
  private boolean bodyTaken;

  Exchange(
      final ActorSystem<?> system,
      final HttpRequest request,
      final String traceId,
      final Json json,
      final Duration bodyTimeout) {
    this.system = system;
    this.request = request;
    this.traceId = traceId;
    this.json = json;
    this.bodyTimeout = bodyTimeout;
    remote =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(address -> address.getAddress())
            .orElseGet(InetAddress::getLoopbackAddress);
  }

  void matched(final Operation operation, final Map<String, String> newParameters) {
    operationId = operation.id();
    parameters = newParameters;
  }

  void authenticated(final Caller newCaller) {
    caller = newCaller;
  }

  /** For what is particular to HTTP, such as an upgrade to WebSocket. */
  public HttpRequest request() {
    return request;
  }

  /** The name of this request in the access log. */
  public String traceId() {
    return traceId;
  }

  /** Where it comes from. */
  public InetAddress remote() {
    return remote;
  }

  public Json json() {
    return json;
  }

  /** The operation it is for; empty before there is one. */
  String operationId() {
    return operationId;
  }

  /** Who sent it; null until that is known. */
  Caller caller() {
    return caller;
  }

  /** A parameter of the path. */
  public String parameter(final String name) {
    return parameters.get(name);
  }

  /** The parameters of the query, to be read strictly. */
  public QueryFields query() {
    return new QueryFields(request.getUri());
  }

  /** A header's value; empty if there is none. */
  public String header(final String name) {
    return request.getHeader(name).map(HttpHeader::value).orElse("");
  }

  /**
   * Remembers that an input was sent, so that the access log leads to the log entry that carries
   * the same request id.
   */
  public void sent(final long entity, final long requestId) {
    if (requestId != 0) {
      synchronized (logEntries) {
        logEntries.add(EntityKey.toString(entity) + "/" + requestId);
      }
    }
  }

  /** Inputs that were sent, as {@code account-17/REQUESTID}. */
  List<String> logEntries() {
    synchronized (logEntries) {
      return List.copyOf(logEntries);
    }
  }

  boolean isBodyTaken() {
    return bodyTaken || request.entity().isStrict();
  }

  /**
   * Reads the body as a JSON object.
   *
   * @return fails with a {@link Problem} if it is too long, too slow, or something else
   */
  public CompletionStage<BodyFields> body() {
    final String type = request.entity().getContentType().mediaType().toString();
    if (!type.equals(JSON_TYPE)) {
      throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + JSON_TYPE);
    }
    if (request
        .entity()
        .getContentType()
        .getCharsetOption()
        .filter(charset -> !charset.value().equalsIgnoreCase("UTF-8"))
        .isPresent()) {
      throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "the charset must be UTF-8");
    }
    bodyTaken = true;
    return request
        .entity()
        .toStrict(bodyTimeout.toMillis(), system)
        .handle(
            (strict, e) -> {
              if (e != null) {
                throw unreadable(e);
              }
              final JsonNode node = json.read(strict.getData().toArray());
              if (!(node instanceof ObjectNode object)) {
                throw Problem.of(Problem.Kind.BAD_REQUEST, "the body must be a JSON object");
              }
              return new BodyFields(object);
            });
  }

  private static RuntimeException unreadable(final Throwable e) {
    final Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (cause instanceof EntityStreamSizeException) {
      return Problem.of(Problem.Kind.TOO_LARGE, "the body is longer than is taken here");
    }
    if (cause instanceof TimeoutException) {
      return Problem.of(Problem.Kind.REQUEST_TIMEOUT, "the body did not arrive in time");
    }
    if (cause instanceof EntityStreamException) {
      return Problem.of(Problem.Kind.BAD_REQUEST, "the body is cut off or badly framed");
    }
    return new CompletionException(cause);
  }

  /** An answer with a JSON body. */
  public HttpResponse answer(final int status, final JsonNode body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json.write(body)));
  }

  /** A problem's answer. */
  HttpResponse answer(final Problem problem) {
    final ObjectNode node = json.object();
    problem.writeTo(node, "/requests/" + traceId);
    return HttpResponse.create()
        .withStatus(StatusCodes.get(problem.status()))
        .withEntity(
            HttpEntities.create(
                MediaTypes.applicationWithFixedCharset(
                        "problem+json", org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8)
                    .toContentType(),
                json.write(node)));
  }
}
