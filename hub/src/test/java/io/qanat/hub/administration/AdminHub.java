package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.hub.HubConfig;
import io.qanat.hub.HubNode;
import io.qanat.log.node.LogNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A whole hub on free ports with four operators, and a client of its administration. */
final class AdminHub implements AutoCloseable {
  /** Secrets of operators are this and their name. */
  static final String SECRET = "secret-of-operator-";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final HubNode node;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer. */
  record Answer(int status, JsonNode body) {
    String text(final String pointer) {
      return body.at(pointer).asText();
    }
  }

  AdminHub(final Path data) {
    node = HubNode.start(HubConfig.of(HubConfig.complete(config(data))), new Silent());
  }

  private static Config config(final Path data) {
    return ConfigFactory.parseMap(
            Map.of(
                "qanat.log.data-directory", data.toString(),
                "qanat.log.file-sync-level", 0,
                "qanat.gateway.aeron.port", 0,
                "qanat.gateway.aeron.control-port", 0,
                "qanat.market-data.control-port", 0,
                "qanat.http.port", 0,
                "qanat.http.denied-delay", "1ms",
                "qanat.http.stream.key-check", "100ms",
                "qanat.http.lookups-per-second-max", 1000))
        .withFallback(
            ConfigFactory.parseString(
                """
                qanat.setup.operators = [
                  %s, %s, %s, %s
                ]
                """
                    .formatted(
                        operator("vera", "viewer"),
                        operator("omar", "operator"),
                        operator("rita", "risk"),
                        operator("anna", "approver"))));
  }

  private static String operator(final String name, final String role) {
    return "{name = %s, roles = [%s], keys = [{id = \"k-%s\", secret = \"%s\"}]}"
        .formatted(name, role, name, SECRET + name);
  }

  HubNode node() {
    return node;
  }

  URI url() {
    return URI.create(node.http().orElseThrow().baseUri().toString());
  }

  static String keyOf(final String operator) {
    return "k-" + operator + "." + SECRET + operator;
  }

  Answer get(final String operator, final String path) {
    return send(operator, "GET", path, null);
  }

  Answer send(final String operator, final String method, final String path, final String body) {
    return sendAs("operator." + keyOf(operator), method, path, body);
  }

  Answer sendAs(
      final String bearer,
      final String method,
      final String path,
      final String body,
      final String... headers) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofMinutes(1))
            .header("Authorization", "Bearer " + bearer)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      final HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (final IOException e) {
      throw new AssertionError(e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    node.close();
  }

  private static final class Silent implements LogNode.Listener {
    @Override
    public void onNotice(final String line) {
      // Nobody reads it here.
    }

    @Override
    public void onFatal(final String line) {
      throw new AssertionError(line);
    }
  }
}
