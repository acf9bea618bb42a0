package io.qanat.hub.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives every operation of operators from the OpenAPI document by its examples. */
class AdministrationDocumentTest {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final List<String> METHODS = List.of("put", "post", "get", "delete");

  @TempDir private static Path folder;
  private static AdminHub hub;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    hub = new AdminHub(folder.resolve("data"));
    document = hub.get("vera", "/openapi.json").body();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private record Described(String path, String method, JsonNode operation) {
    String id() {
      return operation.get("operationId").asText();
    }
  }

  /** What makes things comes before what takes them away. */
  private static List<Described> operations() {
    final List<Described> all = new ArrayList<>();
    for (final String method : METHODS) {
      document
          .get("paths")
          .properties()
          .forEach(
              path -> {
                final JsonNode operation = path.getValue().path(method);
                if (operation.at("/tags/0").asText().equals("Administration")) {
                  all.add(new Described(path.getKey(), method, operation));
                }
              });
    }
    return all;
  }

  private static JsonNode resolve(final JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  @Test
  void everyOperationAnswersAsDescribed() {
    assertThat(operations()).hasSizeGreaterThan(30);
    for (final Described described : operations()) {
      for (final String operator : List.of("vera", "omar", "rita", "anna")) {
        final AdminHub.Answer answer =
            send(described, "operator." + AdminHub.keyOf(operator), body(described));
        assertDescribed(described, answer);
        if (described.method().equals("get") && !described.path().contains("{")) {
          assertThat(answer.status()).as(described.id()).isEqualTo(200);
        }
      }
    }
    // What the examples say is there now.
    for (final String path : List.of("partners/7", "instruments/7")) {
      assertThat(hub.get("vera", "/v1/admin/" + path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void wrongBodiesAndStrangersAreAnsweredAsDescribed() {
    for (final Described described : operations()) {
      if (body(described) != null) {
        for (final String body : List.of("{}", "[]", "nonsense", "{\"why\": 1}")) {
          final AdminHub.Answer answer =
              send(described, "operator." + AdminHub.keyOf("omar"), body);
          assertThat(answer.status()).as(described.id() + " " + answer.body()).isEqualTo(400);
          assertDescribed(described, answer);
        }
      }
      final AdminHub.Answer stranger =
          send(described, "operator.k-omar.not-the-secret-of-omar", body(described));
      assertThat(stranger.status()).as(described.id()).isIn(401, 503);
      assertDescribed(described, stranger);
    }
  }

  private static String body(final Described described) {
    final JsonNode example =
        described.operation().at("/requestBody/content/application~1json/example");
    return example.isMissingNode() ? null : example.toString();
  }

  private static AdminHub.Answer send(
      final Described described, final String bearer, final String body) {
    String path = described.path();
    final StringBuilder query = new StringBuilder();
    for (final JsonNode reference : described.operation().path("parameters")) {
      final JsonNode parameter = resolve(reference);
      final String name = parameter.get("name").asText();
      final String value = parameter.get("example").asText();
      switch (parameter.get("in").asText()) {
        case "path" -> path = path.replace("{" + name + "}", value);
        case "query" ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        default -> {
          // Without idempotency keys, so that every attempt is one of its own.
        }
      }
    }
    return hub.sendAs(bearer, described.method().toUpperCase(Locale.ROOT), path + query, body);
  }

  private static void assertDescribed(final Described described, final AdminHub.Answer answer) {
    final String what = described.id() + " " + answer.status() + " " + answer.body();
    final JsonNode response =
        described.operation().get("responses").get(Integer.toString(answer.status()));
    assertThat(response).as(what).isNotNull();
    final JsonNode contents = resolve(response).get("content");
    final JsonNode content =
        answer.status() < 300
            ? contents.get("application/json")
            : contents.get("application/problem+json");
    final ObjectNode schema = content.get("schema").deepCopy();
    schema.set("components", document.get("components"));
    assertThat(SCHEMAS.getSchema(schema).validate(answer.body())).as(what).isEmpty();
  }
}
