package io.qanat.hub.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The OpenAPI document, and a page to read it and to try it, which loads nothing from elsewhere.
 */
public final class DocumentModule implements HttpModule {
  private static final Map<String, ContentType> FILES =
      Map.of(
          "docs.js", ContentTypes.parse("text/javascript; charset=UTF-8"),
          "docs.css", ContentTypes.parse("text/css; charset=UTF-8"));
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private final byte[] document;
  private final byte[] page = resource("docs.html");
  private final Map<String, byte[]> files =
      Map.of("docs.js", resource("docs.js"), "docs.css", resource("docs.css"));

  /**
   * The document of these modules and of this one.
   *
   * @throws IllegalStateException if the modules' documentation does not fit together
   */
  public DocumentModule(final List<HttpModule> others) {
    final List<HttpModule> all = new ArrayList<>(others);
    all.add(this);
    document = new Json(2, 2).write(OpenApi.of(all));
  }

  @Override
  public String documentation() {
    return "openapi/document.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.open(
            "getOpenApi",
            HttpMethods.GET,
            "/openapi.json",
            e -> answer(ContentTypes.APPLICATION_JSON, document)),
        Operation.open(
            "getDocs", HttpMethods.GET, "/docs", e -> answer(ContentTypes.TEXT_HTML_UTF8, page)),
        Operation.open("getDocsFile", HttpMethods.GET, "/docs/{file}", DocumentModule.this::file));
  }

  private CompletionStage<HttpResponse> file(final Exchange exchange) {
    final String name = exchange.parameter("file");
    final byte[] bytes = files.get(name);
    if (bytes == null) {
      throw Problem.notFound();
    }
    return answer(FILES.get(name), bytes);
  }

  private static CompletionStage<HttpResponse> answer(final ContentType type, final byte[] bytes) {
    return CompletableFuture.completedFuture(
        HttpResponse.create()
            .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
            .withEntity(HttpEntities.create(type, bytes)));
  }

  private static byte[] resource(final String name) {
    try (InputStream in =
        DocumentModule.class.getClassLoader().getResourceAsStream("docs/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource docs/" + name);
      }
      return in.readAllBytes();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
