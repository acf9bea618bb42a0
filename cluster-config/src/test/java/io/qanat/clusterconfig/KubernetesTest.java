package io.qanat.clusterconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.typesafe.config.ConfigFactory;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.qanat.hub.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The manifests are what the Kubernetes API takes: no field that its schema does not have, none
 * missing, every type as it should be; and what they say fits together and to the hub.
 */
class KubernetesTest {
  private static final Path FILE = Path.of("kubernetes", "qanat.yaml");

  /** Throws unless the document is of the schema. */
  @FunctionalInterface
  private interface Schema {
    void validate(JsonElement document) throws IOException;
  }

  private static List<ObjectNode> documents() throws IOException {
    final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    final List<ObjectNode> documents = new ArrayList<>();
    yaml.readerFor(ObjectNode.class)
        .<ObjectNode>readValues(FILE.toFile())
        .forEachRemaining(documents::add);
    return documents;
  }

  private static ObjectNode document(final String kind, final String name) throws IOException {
    return documents().stream()
        .filter(d -> d.path("kind").asText().equals(kind))
        .filter(d -> d.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Schema schema(final JsonNode document) {
    return switch (document.path("apiVersion").asText() + " " + document.path("kind").asText()) {
      case "v1 ConfigMap" -> V1ConfigMap::validateJsonElement;
      case "v1 Service" -> V1Service::validateJsonElement;
      case "policy/v1 PodDisruptionBudget" -> V1PodDisruptionBudget::validateJsonElement;
      case "networking.k8s.io/v1 NetworkPolicy" -> V1NetworkPolicy::validateJsonElement;
      case "apps/v1 StatefulSet" -> V1StatefulSet::validateJsonElement;
      default -> throw new AssertionError("nobody knows the schema of " + document);
    };
  }

  private static void validate(final JsonNode document) throws IOException {
    schema(document).validate(JsonParser.parseString(document.toString()));
  }

  @Test
  void everyDocumentIsOfItsSchema() throws IOException {
    assertThat(documents())
        .extracting(d -> d.path("kind").asText())
        .containsExactly(
            "ConfigMap",
            "Service",
            "Service",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "StatefulSet");
    for (final ObjectNode document : documents()) {
      validate(document);
    }
  }

  @Test
  void aFieldThatTheSchemaDoesNotHaveIsNoticed() throws IOException {
    final ObjectNode set = document("StatefulSet", "qanat");
    ((ObjectNode) set.at("/spec/template/spec/containers/0")).put("readynessProbe", 1);
    assertThatThrownBy(() -> validate(set)).hasMessageContaining("readynessProbe");
  }

  @Test
  void aFieldThatIsMissingIsNoticed() throws IOException {
    final ObjectNode set = document("StatefulSet", "qanat");
    ((ObjectNode) set.get("spec")).remove("selector");
    assertThatThrownBy(() -> validate(set)).hasMessageContaining("selector");
  }

  @Test
  void eachPodIsANodeThatTheHubAccepts() throws IOException {
    final String given = document("ConfigMap", "qanat").at("/data/node.conf").asText();
    for (int pod = 0; pod < 3; pod++) {
      final HubConfig config =
          HubConfig.of(
              HubConfig.complete(
                  ConfigFactory.parseString(
                          "qanat.cluster { node = "
                              + pod
                              + ", host = qanat-"
                              + pod
                              + ".qanat }\nqanat.gateway.aeron.host = \"10.1.2.3\""
                              + "\nqanat.market-data.host = \"10.1.2.3\"")
                      .withFallback(ConfigFactory.parseString(given))));
      assertThat(config.cluster().memberId()).isEqualTo(pod);
      assertThat(config.cluster().members()).hasSize(3);
    }
  }

  @Test
  void whatIsSaidInSeveralPlacesIsTheSame() throws IOException {
    final ObjectNode set = document("StatefulSet", "qanat");
    final JsonNode container = set.at("/spec/template/spec/containers/0");
    assertThat(set.at("/spec/serviceName").asText()).isEqualTo("qanat");
    assertThat(document("Service", "qanat").at("/spec/publishNotReadyAddresses").asBoolean())
        .isTrue();
    for (final String probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/path").asText()).startsWith("/health/");
    }
    assertThat(container.at("/lifecycle/preStop/exec/command").toString()).contains("drain");
    assertThat(set.at("/spec/template/spec/affinity/podAntiAffinity").toString())
        .contains("kubernetes.io/hostname");
    assertThat(document("PodDisruptionBudget", "qanat").at("/spec/maxUnavailable").asInt())
        .isEqualTo(1);
    final Duration stop = HubConfig.of(HubConfig.complete(ConfigFactory.empty())).stopTimeout();
    assertThat(set.at("/spec/template/spec/terminationGracePeriodSeconds").asLong())
        .as("drain, settle, snapshot")
        .isGreaterThan(2 * stop.toSeconds() + 30);
    assertThat(set.at("/spec/template/spec/volumes").toString())
        .contains("\"medium\":\"Memory\"", "sizeLimit");
  }

  @Test
  void theContainerFileCopiesWhatTheBuildMakes() throws IOException {
    final String file = Files.readString(Path.of("Containerfile"));
    final Matcher copy = Pattern.compile("(?m)^COPY (\\S+) (\\S+)$").matcher(file);
    assertThat(copy.find()).isTrue();
    assertThat(copy.group(1)).isEqualTo("hub/target/qanat.jar");
    assertThat(file).contains(copy.group(2) + "\"]");
    assertThat(document("StatefulSet", "qanat").toString()).contains(copy.group(2));
  }
}
