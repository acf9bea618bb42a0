package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed knows afterwards what operators did, what they proposed, and its keys. */
class AdministrationKillIT {
  private static final Path HUB = Path.of("..", "hub", "target", "qanat.jar");
  private static final String SECRET = "secret-of-operator-";
  private static final String PARTNER =
      """
      qanat.setup.partners = [{
        id = 9, name = "Ninth"
        messages-per-second-max = 100, burst-max = %s, sessions-max = 2
        live-orders-max = 10, unacknowledged-reports-max = 50, day-roll = 22h
        accounts = [{id = 901, deposits = [{transfer-id = 1, currency = USD, amount = 500}]}]
      }]
      """;

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String url;

  @Test
  void actsProposalsAndKeysSurviveAKill() throws IOException, InterruptedException {
    final Path config = config();
    final Path partner = Files.writeString(folder.resolve("ninth.conf"), PARTNER.formatted("20"));
    final JsonNode proposed;
    final String kept;
    final String revoked;
    final JsonNode trail;
    try (ChildProcess hub = startHub(config, 1)) {
      assertThat(apply(partner))
          .contains("+ partner 9 ", "3 differences: 3 applied, 0 await a second person, 0 refused");
      proposed =
          send(
              "omar",
              "POST",
              "/v1/admin/accounts/901/transfers",
              "{\"transferId\": 2, \"amount\": \"200000\", \"currency\": \"USD\","
                  + " \"why\": \"a large one\"}");
      assertThat(proposed.path("status").asText()).isEqualTo("PROPOSED");
      kept = key("kept");
      revoked = key("revoked");
      assertThat(accountsAs(kept)).isEqualTo("200, 20 at once");
      assertThat(accountsAs(revoked)).isEqualTo("200, 20 at once");
      send("omar", "DELETE", "/v1/admin/partners/9/keys/revoked?why=lost", null);
      assertThat(accountsAs(revoked)).isEqualTo("401");
      trail = send("anna", "GET", "/v1/audit?count=1000", null).path("records");
      assertThat(trail).isNotEmpty();
      hub.kill();
    }
    try (ChildProcess hub = startHub(config, 2)) {
      assertThat(accountsAs(kept)).isEqualTo("200, 20 at once");
      assertThat(accountsAs(revoked)).isEqualTo("401");
      assertThat(send("anna", "GET", "/v1/audit?count=" + trail.size(), null).path("records"))
          .isEqualTo(trail);
      assertThat(apply(partner)).contains("the hub is as the files say");
      final JsonNode approved =
          send(
              "anna",
              "POST",
              "/v1/admin/proposals/" + proposed.path("proposal").asLong() + "/approval",
              "{\"why\": \"checked\"}");
      assertThat(approved.path("status").asText()).as(approved.toString()).isEqualTo("APPLIED");
      assertThat(approved.at("/before/cash").asText()).isEqualTo("500");
      assertThat(approved.at("/after/cash").asText()).isEqualTo("200500");
      final String audit = send("anna", "GET", "/v1/audit?count=1000", null).toString();
      assertThat(audit)
          .contains("\"why\":\"a large one\"", "\"approver\":\"anna\"", "applied from files")
          .doesNotContain(SECRET);
      assertThat(apply(Files.writeString(folder.resolve("more.conf"), PARTNER.formatted("30"))))
          .contains("~ partner 9 burstMax: 20 -> 30");
      hub.terminate();
      hub.awaitExit(60);
    }
  }

  @Test
  void aMisspeltKeyIsNamedWithFileLineAndColumn() throws IOException, InterruptedException {
    final Path file =
        Files.writeString(
            folder.resolve("wrong.conf"),
            PARTNER.formatted("20").replace("name = ", "nmae = x, name = "));
    try (ChildProcess apply =
        ChildProcess.start(
            HUB, folder.resolve("wrong.out"), "apply", "--dry-run", file.toString())) {
      assertThat(apply.awaitExit(60)).isEqualTo(1);
      assertThat(apply.output().strip())
          .startsWith("qanat.setup.partners[0].nmae is not a key")
          .endsWith("wrong.conf: 2, column 11)");
    }
  }

  private String apply(final Path file) throws IOException, InterruptedException {
    final Path key = Files.writeString(folder.resolve("key"), "k-omar." + SECRET + "omar\n");
    try (ChildProcess apply =
        ChildProcess.start(
            HUB,
            folder.resolve("apply.out"),
            "apply",
            "--url",
            url,
            "--key-file",
            key.toString(),
            file.toString())) {
      assertThat(apply.awaitExit(120)).as(apply.output()).isZero();
      return apply.output();
    }
  }

  /** Makes a key of the partner; PARTNER.KEYID.SECRET. */
  private String key(final String id) throws IOException, InterruptedException {
    final JsonNode made =
        send(
            "omar",
            "POST",
            "/v1/admin/partners/9/keys",
            "{\"accessKeyId\": \"%s\", \"why\": \"a new desk\"}".formatted(id));
    return "9." + id + "." + made.path("secret").asText();
  }

  /** What the partner's key is told: the status, and how many requests it may make. */
  private String accountsAs(final String key) throws IOException, InterruptedException {
    final HttpResponse<String> answer =
        http.send(request("/v1/accounts", key).GET().build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode()
        + answer
            .headers()
            .firstValue("RateLimit-Limit")
            .map(limit -> ", " + limit + " at once")
            .orElse("");
  }

  private HttpRequest.Builder request(final String path, final String key) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofMinutes(1))
        .header("Authorization", "Bearer " + key);
  }

  private JsonNode send(
      final String operator, final String method, final String path, final String body)
      throws IOException, InterruptedException {
    final HttpRequest.Builder request =
        request(path, "operator.k-" + operator + "." + SECRET + operator)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    return new ObjectMapper()
        .readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body());
  }

  private ChildProcess startHub(final Path config, final int round) throws IOException {
    final ChildProcess hub =
        ChildProcess.start(
            HUB, folder.resolve("hub-" + round + ".out"), "node", "--config", config.toString());
    hub.awaitOutput("ready:", 90);
    assertThat(hub.output()).contains("hashes identical; the ledger balances");
    return hub;
  }

  private Path config() throws IOException {
    final int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    url = "http://127.0.0.1:" + port;
    return Files.writeString(
        folder.resolve("hub.conf"),
        """
        qanat.log.data-directory = "%s"
        qanat.gateway.aeron { port = 0, control-port = 0 }
        qanat.market-data.control-port = 0
        qanat.http.port = %d
        qanat.setup.operators = [%s, %s]
        """
            .formatted(
                folder.resolve("data"),
                port,
                operator("omar", "operator"),
                operator("anna", "approver")));
  }

  private static String operator(final String name, final String role) {
    return "{name = %s, roles = [%s], keys = [{id = \"k-%s\", secret = \"%s\"}]}"
        .formatted(name, role, name, SECRET + name);
  }
}
