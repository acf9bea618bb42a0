package io.qanat.hub.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.qanat.hub.HubConfig;
import io.qanat.hub.HubNode;
import io.qanat.log.node.LogNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.IoUtil;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A whole hub for tests over HTTP: two instruments, partners 1 (accounts 101 and 102) and 2
 * (accounts 201 and 202, whose key may not move money), and partner 3 (account 301) with a budget
 * of 5 requests. One for all test classes, so every test uses ClOrdIDs of its own ({@link
 * #name()}), and prices far from the others'.
 */
final class HttpHub implements AutoCloseable {
  static final String ONE = "1.one.secret-of-partner-one-123";
  static final String TWO = "2.two.secret-of-partner-two-456";
  static final String THREE = "3.three.secret-of-partner-three";
  static final String OPERATOR = "operator.omar-1.secret-of-operator-omar";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final AtomicLong NAMES = new AtomicLong();

  private static final String PARTNER =
      """
      {
        id = %1$d, name = "Partner %1$d"
        messages-per-second-max = %2$d, burst-max = %3$d, sessions-max = 4
        live-orders-max = 1000, unacknowledged-reports-max = 5000, day-roll = %5$ds
        keys = [{id = %4$s, secret = "%6$s"%8$s}]
        accounts = [
          {id = %1$d01, deposits = [{transfer-id = 1, currency = USD, amount = 1000000}]}
          {id = %1$d02, deposits = [{transfer-id = 1, currency = USD, amount = 1000000}]}
        ]
        entitlements = [{symbol = EURUSD, margin-rate = "0.1", maker-fee-rate = 0, taker-fee-rate = "0.001"}%7$s]
      }
      """;

  private final Path directory;
  private final HubNode node;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpHub() {
    this("");
  }

  HttpHub(final String settings) {
    try {
      directory = Files.createTempDirectory("qanat-http");
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    // Half a day away: no test meets the end of the trading day.
    final int dayRollSeconds =
        java.time.LocalTime.now(java.time.ZoneOffset.UTC).plusHours(12).toSecondOfDay();
    node =
        HubNode.start(
            HubConfig.of(
                HubConfig.complete(
                    ConfigFactory.parseString(settings)
                        .withFallback(
                            ConfigFactory.parseString(config(directory, dayRollSeconds))))),
            new Listener());
  }

  private static String config(final Path directory, final int dayRoll) {
    return """
    qanat.log { data-directory = "%s", file-sync-level = 0, segment-length = 16 MiB, term-length = 4 MiB }
    qanat.gateway.aeron { port = 0, control-port = 0 }
    qanat.market-data { control-port = 0 }
    qanat.http { port = 0, denied-delay = 50 ms, body-timeout = 1 s, flood-multiple = 2 }
    qanat.http.stream {
      logon-timeout = 2 s, key-check = 100 ms, streams-per-partner-max = 20, anonymous-max = 3
      subscriptions-max = 8, messages-per-second-max = 100
    }
    qanat.setup.operators = [
      {name = omar, roles = [operator], keys = [{id = omar-1, secret = "%3$s"}]}
    ]
    qanat.setup.instruments = [
      {
        id = 1, symbol = EURUSD, base-currency = EUR, quote-currency = USD
        contract-type = cfd, contract-size = 1
        tick-size = "0.0001", lot-size = 1, min-qty = 1, max-qty = 100000
        low-limit-price = "0.1", high-limit-price = "10", non-positive-prices-allowed = false
        day-roll = %2$ds
      }
      {
        id = 2, symbol = OIL, base-currency = OIL, quote-currency = USD
        contract-type = cfd, contract-size = 1
        tick-size = "0.01", lot-size = 1, min-qty = 1, max-qty = 1000
        low-limit-price = -100, high-limit-price = 500, non-positive-prices-allowed = true
        day-roll = %2$ds
      }
    ]
    """
            .formatted(directory.resolve("log"), dayRoll, secret(OPERATOR))
        + "qanat.setup.partners = ["
        + PARTNER.formatted(
            1,
            5000,
            5000,
            "one",
            dayRoll,
            secret(ONE),
            ", {symbol = OIL, margin-rate =" + " \"0.1\", maker-fee-rate = 0, taker-fee-rate = 0}",
            ", transfers = true")
        + PARTNER.formatted(2, 5000, 5000, "two", dayRoll, secret(TWO), "", "")
        + PARTNER.formatted(3, 1, 5, "three", dayRoll, secret(THREE), "", "")
        + "]";
  }

  private static String secret(final String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Of the hub's data. */
  Path directory() {
    return directory;
  }

  HubNode node() {
    return node;
  }

  int port() {
    return node.http().orElseThrow().port();
  }

  /** A name that no other test uses. */
  static String name() {
    return "t" + NAMES.incrementAndGet();
  }

  /** An answer with its body as JSON. */
  record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {
    String text(final String field) {
      return body.path(field).asText();
    }

    String header(final String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer get(final String key, final String path) {
    return send(request(key, path).GET());
  }

  Answer delete(final String key, final String path) {
    return send(request(key, path).DELETE());
  }

  Answer post(final String key, final String path, final String json) {
    return send(
        request(key, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Answer put(final String key, final String path, final String json) {
    return send(
        request(key, path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpRequest.Builder request(final String key, final String path) {
    final HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(60));
    return key == null ? builder : builder.header("Authorization", "Bearer " + key);
  }

  Answer send(final HttpRequest.Builder request) {
    try {
      final HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      final boolean json =
          response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(
          response.statusCode(),
          json ? MAPPER.readTree(response.body()) : MAPPER.nullNode(),
          response);
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Places a limit order on EURUSD. */
  Answer place(
      final String key,
      final long account,
      final String clOrdId,
      final String side,
      final String qty,
      final String price) {
    return post(
        key,
        "/v1/accounts/" + account + "/orders",
        """
        {"clOrdId": "%s", "symbol": "EURUSD", "side": "%s", "ordType": "LIMIT", "price": "%s", "orderQty": "%s"}
        """
            .formatted(clOrdId, side, price, qty));
  }

  /** Asks until an order has come to this status. */
  JsonNode await(final String key, final String path, final String ordStatus) {
    final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    JsonNode order = get(key, path).body();
    while (!order.path("ordStatus").asText().equals(ordStatus) && System.nanoTime() < deadline) {
      order = get(key, path).body();
    }
    assertThat(order.path("ordStatus").asText()).as(order.toString()).isEqualTo(ordStatus);
    return order;
  }

  static JsonNode json(final String text) {
    try {
      return MAPPER.readTree(text);
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String utf8(final HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    node.close();
    IoUtil.delete(directory.toFile(), true);
  }

  private static final class Listener implements LogNode.Listener {
    @Override
    public void onNotice(final String line) {
      System.out.println(line);
    }

    @Override
    public void onFatal(final String line) {
      System.err.println(line);
    }
  }

  /** Gives the one hub to tests that ask for it. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(
        final ParameterContext parameter, final ExtensionContext context) {
      return parameter.getParameter().getType() == HttpHub.class;
    }

    @Override
    public Object resolveParameter(
        final ParameterContext parameter, final ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(HttpHub.class);
    }
  }
}
