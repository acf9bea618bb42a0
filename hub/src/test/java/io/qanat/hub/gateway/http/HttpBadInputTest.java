package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives, the answer is a clear 4xx that names what was wrong, and the hub goes on. */
@ExtendWith(HttpHub.Shared.class)
class HttpBadInputTest {
  private static final String ORDERS = "/v1/accounts/101/orders";

  private static final int SILENCE_MILLIS = 2_000;
  private static final int SHORT_SILENCE_MILLIS = 400;

  private final HttpHub hub;

  HttpBadInputTest(final HttpHub hub) {
    this.hub = hub;
  }

  @Test
  void whatTheCoreRefusesCarriesItsReason() {
    final HttpHub.Answer answer =
        hub.post(
            ONE,
            ORDERS,
            "{\"clOrdId\":\"priced-market\",\"securityId\":1,\"side\":\"BUY\","
                + "\"ordType\":\"MARKET\",\"price\":\"1\",\"orderQty\":\"1\"}");
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
    assertThat(answer.text("detail")).isEqualTo("an order of type MARKET must not have a price");
    assertThat(answer.text("ordRejReason")).isEqualTo("UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|the body must be a JSON object",
        "null|the body must be a JSON object",
        "``|the body is empty",
        "{\"clOrdId\":\"a\"|it does not parse",
        "{\"clOrdId\":\"a\",\"clOrdId\":\"a\"}|it does not parse",
        "{} {}|it does not parse",
        "{\"clOrdId\":1}|/clOrdId must be 1 to 20 printable ASCII characters without blanks",
        "{\"clOrdId\":\"\"}|/clOrdId must be 1 to 20 printable ASCII characters without blanks",
        "{\"clOrdId\":\"ü\"}|/clOrdId must be 1 to 20 printable ASCII characters without blanks",
        "{\"clOrdId\":\"a\"}|/securityId or /symbol must be there, and not both",
        "{\"clOrdId\":\"a\",\"securityId\":1.5}|/securityId must be a whole number from 1 to",
        "{\"clOrdId\":\"a\",\"securityId\":99999999999999999999}|/securityId must be a whole number",
        "{\"clOrdId\":\"a\",\"symbol\":\"X\",\"side\":\"UP\"}|/side must be one of [BUY, SELL]",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"NULL_VAL\"}|/side must be one of [BUY, SELL]",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":1.5}|/price must be a decimal as a string",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":\"1e5\"}|/price must be a decimal as a string",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":\"1\",\"orderQty\":\"0.000000001\"}|/orderQty must be a decimal as a string",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":\"999999999999\",\"orderQty\":\"1\"}|/price must be within",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":\"1\",\"orderQty\":\"1\",\"typo\":1}|'typo' is not a field of this request",
        "{\"clOrdId\":\"a\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":\"1\",\"orderQty\":\"-1\"}|orderQty must be above 0"
      })
  void aBadOrderIsNamed(final String body, final String detail) {
    final HttpHub.Answer answer = hub.post(ONE, ORDERS, body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    assertThat(answer.text("detail")).contains(detail);
    assertThat(answer.body().toString()).doesNotContain("Exception", ".java", "jackson");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=-1",
        "?limit=x",
        "?limit=9999999999999999999999",
        "?cursor=abc",
        "?status=no",
        "?clOrdId=%C3%BC",
        "?unknown=1",
        "?limit=1&limit=2",
        "?limit=%",
        "?%ZZ"
      })
  void aBadQueryIsNamed(final String query) throws IOException {
    final String answer =
        raw(
            "GET "
                + ORDERS
                + query
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                + ONE
                + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @Test
  void pathsThatAreNoneAreNotFound() {
    for (final String path :
        new String[] {
          "/v1/accounts/x",
          "/v1/accounts/0",
          "/v1/accounts/16777216",
          "/v1/accounts/-1/orders",
          "/v1/accounts/99999999999999999999/fills",
          "/v1/accounts/101/orders/abc",
          "/v1/accounts/101/orders/99999999999999999999",
          "/v1/accounts/101/orders/0",
          "/v1",
          "/",
          "/v1/accounts/101/orders/1/2",
          "/v1/accounts/%2e%2e",
          "/V1/accounts"
        }) {
      assertThat(hub.get(ONE, path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void deepHugeAndForeignBodiesAreRefused() {
    final String deep = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    assertThat(hub.post(ONE, ORDERS, deep).text("detail")).contains("too deep");
    final HttpHub.Answer huge = hub.post(ONE, ORDERS, "{\"a\":\"" + "x".repeat(200_000) + "\"}");
    assertThat(huge.status()).isEqualTo(413);
    final HttpHub.Answer longText = hub.post(ONE, ORDERS, "{\"a\":\"" + "x".repeat(50_000) + "\"}");
    assertThat(longText.status()).isEqualTo(400);
    final HttpHub.Answer chunked =
        hub.send(
            hub.request(ONE, ORDERS)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(" ".repeat(200_000)))));
    assertThat(chunked.status()).isEqualTo(413);
    for (final String type : new String[] {"text/plain", "application/xml"}) {
      final HttpHub.Answer foreign =
          hub.send(
              hub.request(ONE, ORDERS)
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(foreign.status()).as(type).isEqualTo(415);
    }
    final byte[] broken = "{\"clOrdId\":\"a?\"}".getBytes(StandardCharsets.US_ASCII);
    broken[12] = (byte) 0xC3;
    final HttpHub.Answer badUtf8 =
        hub.send(
            hub.request(ONE, ORDERS)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(broken)));
    assertThat(badUtf8.status()).isEqualTo(400);
  }

  @Test
  void methodsThatAreNoneSayWhichThereAre() {
    final HttpHub.Answer patch =
        hub.send(hub.request(ONE, ORDERS).method("PATCH", HttpRequest.BodyPublishers.noBody()));
    assertThat(patch.status()).isEqualTo(405);
    assertThat(patch.header("Allow")).isEqualTo("DELETE, GET, POST");
  }

  @Test
  void aSlowBodyEndsInTime() throws IOException {
    final String answer =
        raw(
            "POST "
                + ORDERS
                + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + ONE
                + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"clOrdId\":");
    assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\n",
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "FOO / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
      })
  void whatIsNoHttpIsAClearRefusal(final String bytes) throws IOException {
    final String answer = raw(bytes);
    if (!answer.isEmpty()) {
      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception", "pekko");
    }
    assertThat(hub.get(null, "/health/live").status()).isEqualTo(200);
  }

  @Test
  void hugeHeadersAndAddressesAreRefused() throws IOException {
    assertThat(raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 414");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    final StringBuilder many = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 200; i++) {
      many.append("X-").append(i).append(": 1\r\n");
    }
    assertThat(raw(many.append("\r\n").toString())).startsWith("HTTP/1.1 4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void mutatedRequestsNeverFailTheHub(final long seed) throws IOException {
    final Random random = new Random(seed);
    final byte[] good =
        ("POST "
                + ORDERS
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                + ONE
                + "\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n"
                + "{\"clOrdId\":\"m\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\"}")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 20; i++) {
      final byte[] bad = good.clone();
      final int changes = 1 + random.nextInt(4);
      for (int j = 0; j < changes; j++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      // A request that was spoiled so that it waits for more is not waited for.
      final String answer = raw(bad, SHORT_SILENCE_MILLIS);
      if (!answer.isEmpty()) {
        assertThat(answer)
            .as("seed %d, request %d: %s", seed, i, new String(bad, StandardCharsets.ISO_8859_1))
            .matches("(?s)HTTP/1.1 [24].*")
            .doesNotContain("Exception");
      }
    }
    assertThat(hub.place(ONE, 101, name(), "BUY", "1", "0.11").status()).isEqualTo(201);
    hub.delete(ONE, ORDERS);
  }

  private String raw(final String request) throws IOException {
    return raw(request.getBytes(StandardCharsets.ISO_8859_1), SILENCE_MILLIS);
  }

  /** What comes back until the hub closes the connection, or is silent for a while. */
  private String raw(final byte[] request, final int silenceMillis) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(silenceMillis);
      final OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      final InputStream in = socket.getInputStream();
      final StringBuilder answer = new StringBuilder();
      final byte[] buffer = new byte[8192];
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          if (answer.indexOf("\r\n\r\n") > 0 && answer.indexOf("}") > 0) {
            return answer.toString();
          }
        }
      } catch (final java.net.SocketTimeoutException | java.net.SocketException e) {
        // What has come is the answer: some requests wait for more, others are cut off.
        return answer.toString();
      }
      return answer.toString();
    }
  }
}
