package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.codecs.fix.TimeInForce;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The HTTP door from its own document: every operation with another partner's identifiers, and with
 * everything that no client should send.
 */
class HttpDoorTest {
  private static final long SEED = 20_261_125;
  private static final int READ_MILLIS_MAX = 20_000;
  private static final int GARBAGE = 60;

  /** One operation, its path still with its parameters in it. */
  private record Operation(String method, String path, JsonNode node) {
    String with(final String account, final String orderId, final String instrument) {
      return path.replace("{account}", account)
          .replace("{orderId}", orderId)
          .replace("{instrument}", instrument)
          .replace("{file}", "docs.js")
          .replace("{execution}", "1-1");
    }

    boolean takesBody() {
      return node.has("requestBody");
    }

    String example() {
      final JsonNode examples =
          node.at("/requestBody/content/application~1json/examples").elements().next();
      return examples.path("value").toString();
    }

    boolean isOfAccounts() {
      return path.contains("{account}");
    }
  }

  private static CertificationHub hub;
  private static Floor floor;
  private static Desk victim;
  private static Trader owner;
  private static OrderRequest order;
  private static String orderId;
  private static HttpDoor stranger;
  private static HttpDoor certified;
  private static List<Operation> operations;

  @BeforeAll
  static void start() {
    hub = new CertificationHub();
    floor = new Floor(hub.certified(), System.currentTimeMillis());
    victim = new Desk(floor, new Discovery(floor).find(), 70);
    owner = victim.claimed(victim.logon(victim.logonRequest(), 60_000, 1, false));
    order = owner.buy("a", 1, -5, TimeInForce.GOOD_TILL_CANCEL);
    orderId = Long.toString(owner.expect("a", "NEW NEW 1@-5 leaves 1 cum 0").execution().orderId());
    certified = victim.http();
    final Target other = hub.somebodyElse();
    stranger =
        certified.withCredentials(
            other.partner() + "." + other.accessKeyId() + "." + other.secret());
    operations = operations(certified.get("/openapi.json").expect(200).body());
    assertThat(operations).hasSizeGreaterThan(15);
  }

  @AfterAll
  static void stop() {
    CloseHelper.closeAll(victim, floor, hub);
  }

  private static List<Operation> operations(final JsonNode document) {
    final List<Operation> all = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          // Operators' operations take other keys: the hub's tests drive them.
                          if (List.of("get", "put", "post", "delete").contains(operation.getKey())
                              && !operation
                                  .getValue()
                                  .at("/tags/0")
                                  .asText()
                                  .equals("Administration")) {
                            all.add(
                                new Operation(
                                    operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    operation.getValue()));
                          }
                        }));
    return all;
  }

  @Test
  void whatIsAnothersLooksLikeNothing() {
    for (final Operation operation : operations) {
      if (operation.isOfAccounts()) {
        final HttpDoor.Answer others = ask(stranger, operation, "1", orderId);
        final HttpDoor.Answer none = ask(stranger, operation, "9999999", "999999999999");
        assertThat(told(others)).as(operation.toString()).isEqualTo(told(none));
        // A transfer without its Idempotency-Key is refused before anybody looks for the account.
        assertThat(others.status())
            .as(operation.toString())
            .isEqualTo(operation.node.toString().contains("Idempotency-Key") ? 400 : 404);
        if (operation.path.contains("{orderId}")) {
          // In the stranger's own account, the other's order.
          assertThat(told(ask(stranger, operation, "4", orderId)))
              .as(operation.toString())
              .isEqualTo(told(ask(stranger, operation, "4", "999999999999")));
        }
      }
    }
    assertThat(stranger.get("/v1/accounts").expect(200).raw().body())
        .doesNotContain("\"account\":1,");
    assertUntouched();
  }

  /** Of the answer everything but the name of the request and the address asked for. */
  private static String told(final HttpDoor.Answer answer) {
    return answer.status()
        + " "
        + answer.header("content-type")
        + " "
        + answer.body().path("type").asText()
        + " "
        + answer.body().path("title").asText()
        + " "
        + answer.body().path("detail").asText();
  }

  private static HttpDoor.Answer ask(
      final HttpDoor door, final Operation operation, final String account, final String id) {
    return door.send(
        operation.method,
        operation.with(account, id, "OTHERUSD"),
        operation.takesBody() ? operation.example() : null,
        "application/json");
  }

  @Test
  void badBodiesAreRefusedWithWhatIsWrong() {
    final String deep = "[".repeat(20_000) + "]".repeat(20_000);
    final String deepObject = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    final Map<String, String> bodies =
        Map.of(
            "empty", "",
            "cut", "{\"clOrdId\": \"x",
            "array", "[1,2,3]",
            "number", "7",
            "deep array", deep,
            "deep object", deepObject,
            "huge", "{\"clOrdId\":\"" + "x".repeat(200_000) + "\"}",
            "wrong types", "{\"clOrdId\":{},\"side\":1,\"ordType\":[],\"orderQty\":true}",
            "huge number", "{\"clOrdId\":\"x\",\"orderQty\":\"" + "9".repeat(5_000) + "\"}",
            "not utf-8 names", "{\"\\ud800\":1}");
    for (final Operation operation : operations) {
      if (operation.takesBody()) {
        for (final Map.Entry<String, String> body : bodies.entrySet()) {
          final HttpDoor.Answer answer =
              certified.send(
                  operation.method,
                  operation.with("1", orderId, "CERTUSD"),
                  body.getValue(),
                  "application/json");
          assertRefused(operation + " " + body.getKey(), answer);
        }
        assertRefused(
            operation + " media type",
            certified.send(
                operation.method, operation.with("1", orderId, "CERTUSD"), "{}", "text/xml"));
      }
    }
    assertUntouched();
  }

  @Test
  void badPathsAndQueriesAreRefused() {
    for (final Operation operation : operations) {
      for (final String bad : List.of("-1", "0", "x", "99999999999999999999999", "%00", "%ff%fe")) {
        if (operation.path.contains("{")) {
          final HttpDoor.Answer answer =
              certified.send(
                  operation.method,
                  operation.path.replaceAll("\\{[a-zA-Z]+}", bad),
                  operation.takesBody() ? operation.example() : null,
                  "application/json");
          assertRefused(operation + " " + bad, answer);
        }
      }
      if (operation.method.equals("GET") && operation.path.startsWith("/v1")) {
        final String path = operation.with("1", orderId, "CERTUSD");
        for (final String query :
            List.of(
                "limit=-1", "limit=x", "limit=99999999999999999999", "cursor=%ff", "cursor=x")) {
          final HttpDoor.Answer answer = certified.get(path + "?" + query);
          assertThat(answer.status()).as("%s %s", operation, query).isLessThan(500);
          assertThat(answer.raw().body()).doesNotContain("Exception", "\tat ");
        }
      }
    }
    assertUntouched();
  }

  private static void assertRefused(final String what, final HttpDoor.Answer answer) {
    assertThat(answer.status()).as(what).isBetween(400, 499);
    assertThat(answer.raw().body()).as(what).doesNotContain("Exception", "\tat ", "io.qanat");
  }

  @Test
  void bytesThatAreNoHttpAreAnsweredOrCutOff() throws IOException {
    final Random random = new Random(SEED);
    for (int i = 0; i < GARBAGE; i++) {
      final byte[] bytes = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(bytes);
      assertHarmless("seed=" + SEED + " garbage " + i, bytes);
    }
    final String host = "Host: x\r\n";
    for (final String text :
        List.of(
            "GET / HTTP/1.1\r\n\r\n",
            "GET /v1/accounts HTTP/9.9\r\n" + host + "\r\n",
            "POST /v1/accounts/1/orders HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
            "POST /v1/accounts/1/orders HTTP/1.1\r\n"
                + host
                + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
            "POST /v1/accounts/1/orders HTTP/1.1\r\n"
                + host
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET /health/live HTTP/1.1\r\n" + host + "\r\n\0\1\2garbage behind it\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + host + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "X: " + "b".repeat(50_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\n" + host + "X: 1\r\n".repeat(500) + "\r\n")) {
      assertHarmless(
          text.substring(0, Math.min(40, text.length())),
          text.getBytes(StandardCharsets.ISO_8859_1));
    }
    certified.get("/v1/accounts").expect(200);
    assertUntouched();
  }

  /** A body that never comes does not hold the connection for ever. */
  @Test
  void aBodyThatNeverComesIsGivenUp() throws IOException {
    final String head =
        String.join(
            "\r\n",
            "POST /v1/accounts/1/orders HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Authorization: Bearer 1.load-test.load-test-secret-for-sandboxes-only",
            "Content-Length: 100",
            "",
            "{");
    assertThat(exchange(head.getBytes(StandardCharsets.US_ASCII), false)).contains(" 408 ");
  }

  private static void assertHarmless(final String what, final byte[] bytes) throws IOException {
    final String answer = exchange(bytes, true);
    assertThat(answer).as(what).doesNotContain("HTTP/1.1 5", "HTTP/1.0 5", "\tat ");
  }

  private static String exchange(final byte[] bytes, final boolean ends) throws IOException {
    final URI uri = URI.create(hub.hub.node().http().orElseThrow().baseUri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(READ_MILLIS_MAX);
      final OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      if (ends) {
        socket.shutdownOutput();
      }
      final InputStream in = socket.getInputStream();
      final StringBuilder answer = new StringBuilder();
      final byte[] buffer = new byte[4_096];
      try {
        int read = in.read(buffer);
        while (read >= 0 && answer.length() < 100_000 && !(!ends && answer.length() > 0)) {
          answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          read = !ends ? -1 : in.read(buffer);
        }
      } catch (final java.net.SocketException reset) {
        // Cut off, which is an answer too.
        return answer.toString();
      }
      return answer.toString();
    }
  }

  /** The owner heard nothing and its order rests. */
  private static void assertUntouched() {
    owner.expectNothingElse();
    owner.status(order, 0);
    owner.expect("a", "ORDER_STATUS NEW 1@-5 leaves 1 cum 0 unnumbered");
  }
}
