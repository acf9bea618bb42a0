package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.TWO;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is another partner's is told like what does not exist, and stays as it was. */
@ExtendWith(HttpHub.Shared.class)
class HttpIsolationTest {
  private static final String BODY =
      "{\"clOrdId\":\"x\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"price\":\"1\","
          + "\"orderQty\":\"1\",\"type\":\"DEPOSIT\",\"amount\":\"1\",\"currency\":\"USD\"}";

  private final HttpHub hub;

  HttpIsolationTest(final HttpHub hub) {
    this.hub = hub;
  }

  private HttpHub.Answer call(final String key, final String method, final String path) {
    final HttpRequest.Builder request = hub.request(key, path).header("Idempotency-Key", "k");
    return hub.send(
        method.equals("POST") || method.equals("PUT")
            ? request
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(BODY))
            : request.method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static JsonNode withoutInstance(final HttpHub.Answer answer) {
    return ((ObjectNode) answer.body()).without("instance");
  }

  @Test
  void anotherPartnersAccountIsLikeNoAccount() {
    final HttpHub.Answer victim = hub.place(TWO, 201, name(), "BUY", "1", "0.25");
    final String order = "/orders/" + victim.text("orderId");
    final List<String> operations =
        List.of(
            "GET ",
            "GET /balances",
            "GET /positions",
            "GET /fills",
            "GET /reports",
            "GET /orders",
            "POST /orders",
            "DELETE /orders",
            "GET " + order,
            "PUT " + order,
            "DELETE " + order,
            "GET /transfers",
            "POST /transfers");
    for (final String operation : operations) {
      final String method = operation.split(" ", -1)[0];
      final String path = operation.substring(method.length() + 1);
      final HttpHub.Answer others = call(ONE, method, "/v1/accounts/201" + path);
      final HttpHub.Answer nobodys = call(ONE, method, "/v1/accounts/987654" + path);
      assertThat(others.status()).as(operation).isEqualTo(404);
      assertThat(withoutInstance(others)).as(operation).isEqualTo(withoutInstance(nobodys));
      assertThat(nobodys.status()).as(operation).isEqualTo(404);
    }
    // In the caller's own account, too, another's order is nobody's.
    final HttpHub.Answer others = call(ONE, "GET", "/v1/accounts/101" + order);
    assertThat(others.status()).isEqualTo(404);
    assertThat(withoutInstance(others))
        .isEqualTo(withoutInstance(call(ONE, "GET", "/v1/accounts/101/orders/55555")));
    assertThat(call(ONE, "DELETE", "/v1/accounts/101" + order).status()).isEqualTo(404);

    assertThat(hub.get(TWO, victim.header("Location")).text("ordStatus")).isEqualTo("NEW");
    hub.delete(TWO, victim.header("Location"));
  }

  @Test
  void anInstrumentWithoutEntitlementIsLikeNoInstrument() {
    for (final String part : List.of("", "/depth", "/trades")) {
      final HttpHub.Answer known = hub.get(TWO, "/v1/instruments/OIL" + part);
      final HttpHub.Answer unknown = hub.get(TWO, "/v1/instruments/NONE" + part);
      assertThat(known.status()).isEqualTo(404);
      assertThat(withoutInstance(known)).isEqualTo(withoutInstance(unknown));
      assertThat(hub.get(ONE, "/v1/instruments/OIL" + part).status()).isEqualTo(200);
    }
    assertThat(hub.get(TWO, "/v1/instruments").body().get("items")).hasSize(1);
    assertThat(hub.get(TWO, "/v1/accounts").body().get("items"))
        .extracting(item -> item.get("account").asInt())
        .containsExactly(201, 202);
  }

  @Test
  void wrongCredentialsAreToldAlike() {
    final JsonNode none = withoutInstance(hub.get(null, "/v1/accounts"));
    for (final String key :
        List.of(
            "1.one.secret-of-partner-one-124",
            "1.two.secret-of-partner-two-456",
            "2.one.secret-of-partner-one-123",
            "999.one.secret-of-partner-one-123",
            "0.one.secret-of-partner-one-123",
            "99999999999.one.secret-of-partner-one-123",
            "operator.one.secret-of-partner-one-123",
            "1.one.short",
            "nonsense")) {
      final HttpHub.Answer answer = hub.get(key, "/v1/accounts");
      assertThat(answer.status()).as(key).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(withoutInstance(answer)).as(key).isEqualTo(none);
    }
  }
}
