package io.qanat.hub.gateway.http;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is no HTTP request at all. Named in the server's settings, which look for a Scala
 * object; {@link #MODULE$} makes this one. Nothing of the request is logged or repeated: it may
 * hold a secret.
 */
public final class HttpErrors extends ParsingErrorHandler {
  /** The only one. */
  @SuppressWarnings("MemberName")
  public static final HttpErrors MODULE$ = new HttpErrors();

  private HttpErrors() {}

  @Override
  public HttpResponse handle(
      final StatusCode status,
      final ErrorInfo info,
      final LoggingAdapter log,
      final ServerSettings settings) {
    // Unknown methods and versions are the client's doing, not the hub's.
    final int code = status.intValue() >= 500 ? 400 : status.intValue();
    final Problem.Kind kind =
        switch (code) {
          case 413 -> Problem.Kind.TOO_LARGE;
          case 431 -> Problem.Kind.HEADERS_TOO_LARGE;
          default -> Problem.Kind.BAD_REQUEST;
        };
    final String detail =
        code == 414 ? "the URI is longer than is taken here" : "this is no HTTP request";
    final Problem problem = Problem.of(kind, detail).withStatus(code);
    final Json json = new Json(2, 1024);
    final var node = json.object();
    problem.writeTo(node, "/requests/" + Trace.made());
    return HttpResponse.create()
        .withStatus(StatusCodes.get(code))
        .withEntity(
            HttpEntities.create(
                ContentTypes.parse("application/problem+json"),
                new String(json.write(node), StandardCharsets.UTF_8)
                    .getBytes(StandardCharsets.UTF_8)));
  }
}
