package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Holds the hub against its OpenAPI document: every operation is driven from it, by its examples,
 * and every answer must be one that it describes, in status, type and schema.
 */
@ExtendWith(HttpHub.Shared.class)
class OpenApiContractTest {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  /** One operation of the document. */
  private record Described(String path, String method, JsonNode operation) {
    String id() {
      return operation.get("operationId").asText();
    }
  }

  private final HttpHub hub;
  private final JsonNode document;

  OpenApiContractTest(final HttpHub hub) {
    this.hub = hub;
    document = hub.get(null, "/openapi.json").body();
  }

  private List<Described> operations() {
    final List<Described> all = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            all.add(
                                new Described(path.getKey(), method.getKey(), method.getValue()))));
    return all;
  }

  private JsonNode resolve(final JsonNode node) {
    return node.has("$ref") ? resolve(document.at(node.get("$ref").asText().substring(1))) : node;
  }

  /** A schema of the document, with the document's components to refer to. */
  private JsonSchema schema(final JsonNode schema) {
    final ObjectNode root = schema.deepCopy();
    root.set("components", document.get("components"));
    return SCHEMAS.getSchema(root);
  }

  private void assertValid(final String what, final JsonNode schema, final JsonNode value) {
    final Set<ValidationMessage> wrong = schema(schema).validate(value);
    assertThat(wrong).as(what + ": " + value).isEmpty();
  }

  @Test
  void theDocumentIsLinted() {
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    final Set<String> ids = new HashSet<>();
    final Set<String> tags = new HashSet<>();
    document.get("tags").forEach(tag -> tags.add(tag.get("name").asText()));
    for (final Described described : operations()) {
      final JsonNode operation = described.operation();
      final String id = described.id();
      assertThat(ids.add(id)).as(id + " is unique").isTrue();
      assertThat(operation.path("summary").asText()).as(id + " has a summary").isNotBlank();
      assertThat(tags).as(id + " has a known tag").contains(operation.at("/tags/0").asText());
      final Set<String> named = new HashSet<>();
      operation
          .path("parameters")
          .forEach(
              reference -> {
                final JsonNode parameter = resolve(reference);
                assertThat(parameter.has("example")).as(id + " " + parameter).isTrue();
                assertValid(id, parameter.get("schema"), parameter.get("example"));
                if (parameter.get("in").asText().equals("path")) {
                  assertThat(parameter.get("required").asBoolean()).isTrue();
                  named.add(parameter.get("name").asText());
                }
              });
      assertThat(named)
          .as(id + " describes the parameters of its path")
          .isEqualTo(parametersOf(described.path()));
      lintContents(id, operation.path("requestBody").path("content"));
      operation
          .get("responses")
          .properties()
          .forEach(
              entry -> {
                final JsonNode response = resolve(entry.getValue());
                assertThat(response.path("description").asText()).as(id).isNotBlank();
                lintContents(id + " " + entry.getKey(), response.path("content"));
                response.path("headers").forEach(this::resolve);
              });
      if (operation.path("security").isMissingNode()) {
        assertThat(operation.get("responses").properties())
            .as(id + " says what happens without credentials, or beyond the budget")
            .extracting(Map.Entry::getKey)
            .contains("401", "429", "503");
      }
    }
    assertThat(document.findValuesAsText("$ref"))
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference + " is there")
                    .isFalse());
    final Set<String> referred = new HashSet<>(document.findValuesAsText("$ref"));
    document
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(
            schema -> assertThat(referred).contains("#/components/schemas/" + schema));
  }

  private void lintContents(final String what, final JsonNode contents) {
    contents
        .properties()
        .forEach(
            content -> {
              final List<JsonNode> examples = examples(content.getValue());
              assertThat(examples).as(what + " has an example").isNotEmpty();
              examples.forEach(
                  example -> assertValid(what, content.getValue().get("schema"), example));
            });
  }

  private static List<JsonNode> examples(final JsonNode content) {
    final List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.get("example"));
    }
    content.path("examples").forEach(example -> examples.add(example.get("value")));
    return examples;
  }

  private static Set<String> parametersOf(final String path) {
    final Set<String> names = new HashSet<>();
    for (final String segment : path.split("/", -1)) {
      if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
      }
    }
    return names;
  }

  @TestFactory
  Stream<DynamicTest> everyOperationAnswersAsDescribed() {
    // Operators' operations are driven by AdministrationDocumentTest, with their keys.
    return operations().stream()
        .filter(described -> !described.operation().at("/tags/0").asText().equals("Administration"))
        // Streams are driven by StreamTest, message by message against their schemas.
        .filter(described -> !described.operation().at("/tags/0").asText().equals("Streaming"))
        // There is no fill against liquidity here; loadtest's WtiScenarioTest asks for
        // explanations.
        .filter(described -> !described.id().equals("explainExecution"))
        .map(described -> DynamicTest.dynamicTest(described.id(), () -> drive(described)));
  }

  /** An order of its own for an operation that needs one: a cancelled one is finished. */
  private void putOrder(final Described described, final Map<String, String> values) {
    if (described.path().contains("{orderId}")) {
      values.put("orderId", hub.place(ONE, 101, name(), "BUY", "2000", "0.15").text("orderId"));
    }
  }

  private void drive(final Described described) {
    final Map<String, String> values = new HashMap<>(Map.of("account", "101"));
    putOrder(described, values);
    values.put("clOrdId", name());
    values.put("Idempotency-Key", name());
    final JsonNode body = described.operation().at("/requestBody/content/application~1json");
    final JsonNode security = described.operation().path("security");
    if (security.at("/0").has("operator")) {
      driveAsStranger(described, values);
      return;
    }
    final boolean open = security.isArray() && security.isEmpty();
    final String key = open ? null : ONE;
    if (body.isMissingNode()) {
      assertDescribed(described, send(described, key, values, null, true), true);
      putOrder(described, values);
      assertDescribed(described, send(described, key, values, null, false), true);
    } else {
      for (final JsonNode example : examples(body)) {
        final ObjectNode json = example.deepCopy();
        if (json.has("clOrdId")) {
          json.put("clOrdId", name());
        }
        prepare(described, json);
        values.put("Idempotency-Key", name());
        final HttpHub.Answer first = send(described, key, values, json.toString(), true);
        assertDescribed(described, first, true);
        assertDescribed(described, send(described, key, values, json.toString(), true), true);
      }
      assertDescribed(described, send(described, key, values, "{}", true), false);
      assertDescribed(described, send(described, key, values, "nonsense", true), false);
    }
    if (!open) {
      assertThat(send(described, null, values, "{}", true).status()).isEqualTo(401);
      assertDescribed(described, send(described, null, values, "{}", true), false);
      values.put("account", "201");
      if (described.path().contains("{account}")) {
        final HttpHub.Answer others = send(described, key, values, "{}", true);
        assertThat(others.status()).isEqualTo(404);
        assertDescribed(described, others, false);
        values.put("account", "987654");
        final HttpHub.Answer nobodys = send(described, key, values, "{}", true);
        assertThat(withoutInstance(others))
            .as("what nobody has")
            .isEqualTo(withoutInstance(nobodys));
      }
    }
    hub.delete(ONE, "/v1/accounts/101/orders");
  }

  /** Makes an example fit to the hub: what it refers to is there, and it is affordable. */
  private void prepare(final Described described, final ObjectNode json) {
    if (!described.id().equals("placeOrder")) {
      return;
    }
    json.put("orderQty", "10");
    if (json.has("clOrdLinkId")) {
      final String linked = name();
      assertThat(hub.place(ONE, 101, linked, "BUY", "10", "0.16").status()).isEqualTo(201);
      json.put("clOrdLinkId", linked);
    }
    if (json.path("execInst").toString().contains("DO_NOT_INCREASE")) {
      // At a price of this test's own, so that the two meet each other.
      hub.place(ONE, 102, name(), "SELL", "10", "0.1602");
      final HttpHub.Answer bought = hub.place(ONE, 101, name(), "BUY", "10", "0.1602");
      hub.await(ONE, bought.header("Location"), "FILLED");
    }
  }

  /** An operation of operators does not exist for partners; who may use it is tested elsewhere. */
  private void driveAsStranger(final Described described, final Map<String, String> values) {
    final HttpHub.Answer partners = send(described, ONE, values, "{}", true);
    assertThat(partners.status()).isEqualTo(404);
    assertDescribed(described, partners, false);
    final HttpHub.Answer nobodys = send(described, null, values, "{}", true);
    assertThat(nobodys.status()).isEqualTo(401);
    assertDescribed(described, nobodys, false);
  }

  /** What is told, without where it was asked. */
  private static JsonNode withoutInstance(final HttpHub.Answer answer) {
    return ((ObjectNode) answer.body()).without("instance");
  }

  private HttpHub.Answer send(
      final Described described,
      final String key,
      final Map<String, String> values,
      final String body,
      final boolean optional) {
    String path = described.path();
    final StringBuilder query = new StringBuilder();
    final Map<String, String> headers = new HashMap<>();
    for (final JsonNode reference : described.operation().path("parameters")) {
      final JsonNode parameter = resolve(reference);
      final String name = parameter.get("name").asText();
      final String value = values.getOrDefault(name, parameter.get("example").asText());
      switch (parameter.get("in").asText()) {
        case "path" -> path = path.replace("{" + name + "}", value);
        case "header" -> headers.put(name, value);
        default -> {
          if (optional || parameter.path("required").asBoolean()) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        }
      }
    }
    final HttpRequest.Builder request = hub.request(key, path + query);
    headers.forEach(request::header);
    final String method = described.method().toUpperCase(java.util.Locale.ROOT);
    final boolean hasBody = described.operation().has("requestBody");
    return hub.send(
        hasBody
            ? request
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
            : request.method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private void assertDescribed(
      final Described described, final HttpHub.Answer answer, final boolean good) {
    final String what = described.id() + " " + answer.status() + " " + answer.body();
    assertThat(answer.status() < 300).as(what).isEqualTo(good);
    final JsonNode reference =
        described.operation().get("responses").get(Integer.toString(answer.status()));
    assertThat(reference).as(what + " is described").isNotNull();
    final JsonNode response = resolve(reference);
    final String type = answer.header("Content-Type").split(";", -1)[0];
    final JsonNode content = response.get("content").get(type);
    assertThat(content).as(what + " of type " + type + " is described").isNotNull();
    if (type.contains("json")) {
      assertValid(what, content.get("schema"), answer.body());
    }
    assertThat(answer.header("X-Request-Id")).as(what).isNotEmpty();
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    final HttpHub.Answer page = hub.get(null, "/docs");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=UTF-8");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    final String html = HttpHub.utf8(page.response());
    assertThat(html).contains("/docs/docs.js", "/docs/docs.css").doesNotContain("http:", "https:");
    final HttpHub.Answer script = hub.get(null, "/docs/docs.js");
    assertThat(script.header("Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
    assertThat(HttpHub.utf8(script.response())).contains("/openapi.json").doesNotContain("http");
    assertThat(hub.get(null, "/docs/nothing.js").status()).isEqualTo(404);
  }

  @Test
  void metricsCountWhatHappens() {
    hub.get(null, "/health/live");
    final String metrics = HttpHub.utf8(hub.get(null, "/metrics").response());
    assertThat(metrics)
        .contains(
            "qanat_http_requests_seconds_count{operation=\"getLiveness\",status=\"200\"}",
            "qanat_http_requests_seconds_bucket{",
            "qanat_gateway_frames_received_total",
            "qanat_edge_replies_total",
            "qanat_entities_inputs_total",
            "qanat_log_position_bytes",
            "qanat_log_appends_total",
            "qanat_log_appended_bytes_total",
            "qanat_log_appends_full_total",
            "qanat_log_appends_refused_total{reason=\"gap\"}",
            "qanat_log_append_latency_seconds_bucket{",
            "qanat_log_entries_in_flight",
            "qanat_entities_running",
            "qanat_entities_loads_total",
            "qanat_entities_stops_total",
            "qanat_entities_replay_seconds_count",
            "qanat_entities_inputs_replayed_total",
            "qanat_entities_window_used_ratio",
            "qanat_channels_messages_total",
            "qanat_channels_resends_total",
            "qanat_channels_gaps_total",
            "qanat_edge_refusals_busy_total",
            "qanat_aeron_counter{",
            "jvm_memory_used_bytes")
        .doesNotContain("partner=", "account=");
  }

  /** The value of a metric without labels. */
  private double metric(final String name) {
    return HttpHub.utf8(hub.get(null, "/metrics").response())
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  @Test
  void metricsFromInsideFollowAnOrder() {
    final double appends = metric("qanat_log_appends_total");
    final double messages = metric("qanat_channels_messages_total");
    assertThat(hub.place(ONE, 101, name(), "BUY", "1", "0.13").status()).isEqualTo(201);
    // The account's input, the instrument's, and the account's again with the report.
    assertThat(metric("qanat_log_appends_total")).isGreaterThanOrEqualTo(appends + 3);
    assertThat(metric("qanat_channels_messages_total")).isGreaterThanOrEqualTo(messages + 2);
    assertThat(metric("qanat_entities_running")).isGreaterThanOrEqualTo(2);
    assertThat(metric("qanat_entities_loads_total")).isGreaterThanOrEqualTo(2);
    assertThat(metric("qanat_log_append_latency_seconds_count")).isPositive();
    assertThat(metric("qanat_entities_window_used_ratio")).isBetween(0.0, 1.0);
    hub.delete(ONE, "/v1/accounts/101/orders");
  }
}
