package io.qanat.clusterconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboard ask for metrics that a node exposes, and are of the shape they must be. */
class MonitoringTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:qanat|jvm|process|system)_[a-z0-9_]+");
  private static final Path ALERTS = Path.of("monitoring", "alerts.yaml");
  private static final Path DASHBOARD = Path.of("monitoring", "dashboard.json");

  @TempDir private Path folder;

  private static List<String> alertExpressions() throws IOException {
    final List<String> expressions = new ArrayList<>();
    for (final JsonNode group : alerts().get("groups")) {
      for (final JsonNode rule : group.get("rules")) {
        expressions.add(rule.get("expr").asText());
      }
    }
    return expressions;
  }

  private static JsonNode alerts() throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile());
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile());
  }

  private static List<String> panelExpressions() throws IOException {
    final List<String> expressions = new ArrayList<>();
    for (final JsonNode panel : dashboard().get("panels")) {
      for (final JsonNode target : panel.get("targets")) {
        expressions.add(target.get("expr").asText());
      }
    }
    return expressions;
  }

  @Test
  void everyMetricThatIsAskedForIsExposed() throws IOException, InterruptedException {
    final Set<String> exposed = exposed();
    final Set<String> asked = new TreeSet<>();
    final List<String> expressions = new ArrayList<>(alertExpressions());
    expressions.addAll(panelExpressions());
    for (final String expression : expressions) {
      final Matcher metric = METRIC.matcher(expression);
      while (metric.find()) {
        asked.add(metric.group());
      }
    }
    assertThat(asked).hasSizeGreaterThan(20);
    assertThat(exposed).containsAll(asked);
  }

  private Set<String> exposed() throws IOException, InterruptedException {
    final HubConfig config =
        HubConfig.of(
            HubConfig.complete(
                ConfigFactory.parseMap(
                        Map.of(
                            "qanat.log.data-directory",
                            folder.resolve("data").toString(),
                            "qanat.gateway.aeron.port",
                            0,
                            "qanat.gateway.aeron.control-port",
                            0,
                            "qanat.market-data.control-port",
                            0,
                            "qanat.http.port",
                            0))
                    .withFallback(ConfigFactory.parseFile(Path.of("load-test.conf").toFile()))));
    final Set<String> names = new HashSet<>();
    try (HubNode node = HubNode.start(config, new Quiet())) {
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(node.http().orElseThrow().baseUri() + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
    }
    return names;
  }

  @Test
  void everyAlertSaysWhatAndWhatToDo() throws IOException {
    for (final JsonNode rule : alerts().at("/groups/0/rules")) {
      final String name = rule.get("alert").asText();
      assertThat(name).startsWith("Qanat");
      assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
      assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(rule.at("/annotations/description").asText()).as(name).isNotBlank();
      assertThat(isBalanced(rule.get("expr").asText())).as(name).isTrue();
    }
  }

  @Test
  void theDashboardCanBeImported() throws IOException {
    final JsonNode dashboard = dashboard();
    assertThat(dashboard.get("title").asText()).isEqualTo("Qanat");
    assertThat(dashboard.get("schemaVersion").asInt()).isPositive();
    assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
    final Set<Integer> ids = new HashSet<>();
    final Set<String> places = new HashSet<>();
    for (final JsonNode panel : dashboard.get("panels")) {
      final String title = panel.get("title").asText();
      assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
      assertThat(places.add(panel.get("gridPos").toString())).as(title).isTrue();
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${source}");
    }
    assertThat(panelExpressions()).allMatch(MonitoringTest::isBalanced);
  }

  private static boolean isBalanced(final String expression) {
    int open = 0;
    for (int i = 0; i < expression.length(); i++) {
      final char c = expression.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open < 0) {
        return false;
      }
    }
    return open == 0;
  }

  /** Nothing that it says matters here. */
  private static final class Quiet implements LogNode.Listener {
    @Override
    public void onNotice(final String line) {
      // Nobody reads it.
    }

    @Override
    public void onFatal(final String line) {
      throw new AssertionError(line);
    }
  }
}
