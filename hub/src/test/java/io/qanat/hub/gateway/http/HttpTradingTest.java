package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.THREE;
import static io.qanat.hub.gateway.http.HttpHub.TWO;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What partners do over HTTP, request by request. */
@ExtendWith(HttpHub.Shared.class)
class HttpTradingTest {
  private final HttpHub hub;

  HttpTradingTest(final HttpHub hub) {
    this.hub = hub;
  }

  private static String orders(final long account) {
    return "/v1/accounts/" + account + "/orders";
  }

  @Test
  void anOrderIsPlacedFoundReplacedAndCancelled() {
    final String name = name();
    final HttpHub.Answer placed = hub.place(ONE, 101, name, "BUY", "10", "0.5");
    assertThat(placed.status()).isEqualTo(201);
    assertThat(placed.text("ordStatus")).isEqualTo("NEW");
    assertThat(placed.text("price")).isEqualTo("0.5");
    assertThat(placed.body().get("possResend").asBoolean()).isFalse();
    final String address = placed.header("Location");
    assertThat(address).isEqualTo(orders(101) + "/" + placed.text("orderId"));

    assertThat(hub.get(ONE, address).text("ordStatus")).isEqualTo("NEW");
    assertThat(hub.get(ONE, orders(101) + "?clOrdId=" + name).body().get("items")).hasSize(1);

    final String replacement = name();
    final HttpHub.Answer replaced =
        hub.put(
            ONE,
            address,
            "{\"clOrdId\":\"" + replacement + "\",\"price\":\"0.4999\",\"orderQty\":\"7\"}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.text("execType")).isEqualTo("REPLACED");
    assertThat(replaced.text("leavesQty")).isEqualTo("7");
    assertThat(replaced.text("origClOrdId")).isEqualTo(name);

    final HttpHub.Answer cancelled = hub.delete(ONE, address);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.text("ordStatus")).isEqualTo("CANCELED");
    final HttpHub.Answer again = hub.delete(ONE, address);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().get("possResend").asBoolean()).isTrue();
    final HttpHub.Answer late = hub.delete(ONE, address + "?clOrdId=" + name());
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("cxlRejReason")).isEqualTo("TOO_LATE_TO_CANCEL");
    assertThat(late.body().get("cxlRejReasonCode").asInt()).isZero();
  }

  @Test
  void theSamePostTradesOnce() {
    final String name = name();
    final HttpHub.Answer first = hub.place(ONE, 101, name, "BUY", "10", "0.51");
    final HttpHub.Answer second = hub.place(ONE, 101, name, "BUY", "10", "0.51");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("orderId")).isEqualTo(first.text("orderId"));
    assertThat(second.body().get("possResend").asBoolean()).isTrue();

    final HttpHub.Answer other = hub.place(ONE, 101, name, "BUY", "11", "0.51");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("ordRejReason")).isEqualTo("DUPLICATE_ORDER");
    assertThat(other.body().get("ordRejReasonCode").asInt()).isEqualTo(6);
    hub.delete(ONE, first.header("Location"));
  }

  @Test
  void aRefusalCarriesTheReasonOfFix() {
    final HttpHub.Answer outside = hub.place(ONE, 101, name(), "BUY", "10", "11");
    assertThat(outside.status()).isEqualTo(422);
    assertThat(outside.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(outside.text("type")).isEqualTo("/problems/order-rejected");
    assertThat(outside.text("ordRejReason")).isEqualTo("PRICE_EXCEEDS_BAND");
    assertThat(outside.body().get("ordRejReasonCode").asInt()).isEqualTo(16);
    assertThat(outside.body().get("report").get("ordStatus").asText()).isEqualTo("REJECTED");
  }

  @Test
  void aTradeIsSeenByBothSidesAndInTheMarket() {
    final HttpHub.Answer resting = hub.place(ONE, 102, name(), "SELL", "30", "1.5");
    final HttpHub.Answer taking = hub.place(TWO, 202, name(), "BUY", "20", "1.5");
    assertThat(taking.status()).isEqualTo(201);
    final JsonNode taken = hub.await(TWO, taking.header("Location"), "FILLED");
    assertThat(taken.get("cumQty").asText()).isEqualTo("20");
    hub.await(ONE, resting.header("Location"), "PARTIALLY_FILLED");

    final JsonNode fill = hub.get(TWO, "/v1/accounts/202/fills").body().get("items").get(0);
    assertThat(fill.get("lastPx").asText()).isEqualTo("1.5");
    assertThat(fill.get("lastQty").asText()).isEqualTo("20");
    assertThat(fill.get("fee").asText()).isEqualTo("0.03");
    assertThat(fill.get("lastLiquidityInd").asText()).isEqualTo("REMOVED");
    final JsonNode trade = hub.get(ONE, "/v1/instruments/EURUSD/trades").body().get("items").get(0);
    assertThat(trade.get("tradeId")).isEqualTo(fill.get("tradeId"));
    assertThat(trade.get("aggressorSide").asText()).isEqualTo("BUY");

    final JsonNode depth = hub.get(ONE, "/v1/instruments/1/depth?levels=50").body();
    assertThat(depth.get("offers"))
        .anySatisfy(
            level -> {
              assertThat(level.get("price").asText()).isEqualTo("1.5");
              assertThat(level.get("size").asText()).isEqualTo("10");
            });
    final JsonNode state = hub.get(ONE, "/v1/instruments/EURUSD").body();
    assertThat(state.get("lastPx").asText()).isEqualTo("1.5");
    assertThat(state.get("securityTradingStatus").asText()).isEqualTo("READY_TO_TRADE");

    final JsonNode account = hub.get(TWO, "/v1/accounts/202").body();
    assertThat(account.get("positions").get(0).get("quantity").asText()).isEqualTo("20");
    assertThat(hub.get(TWO, "/v1/accounts/202/positions").body().get("positions"))
        .isEqualTo(account.get("positions"));
    assertThat(hub.get(TWO, "/v1/accounts/202/balances").body().get("balances"))
        .isEqualTo(account.get("balances"));
    final List<String> reports = new ArrayList<>();
    hub.get(TWO, "/v1/accounts/202/reports")
        .body()
        .get("items")
        .forEach(report -> reports.add(report.get("execType").asText()));
    assertThat(reports).endsWith("NEW", "TRADE");
    hub.delete(ONE, resting.header("Location"));
  }

  @Test
  void pagesFollowEachOtherAndALongListStreams() {
    for (int i = 0; i < 205; i++) {
      assertThat(hub.place(TWO, 201, name(), "BUY", "1", "0.2").status()).isEqualTo(201);
    }
    final HttpHub.Answer first = hub.get(TWO, orders(201) + "?limit=3");
    assertThat(first.body().get("items")).hasSize(3);
    final HttpHub.Answer second =
        hub.get(TWO, orders(201) + "?limit=3&cursor=" + first.text("nextCursor"));
    assertThat(second.body().get("items")).hasSize(3);
    assertThat(second.body().get("items").get(0).get("orderId").asLong())
        .isGreaterThan(first.body().get("items").get(2).get("orderId").asLong());
    final HttpHub.Answer all = hub.get(TWO, orders(201) + "?limit=100000");
    assertThat(all.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(all.body().get("items")).hasSize(205);
    assertThat(all.body().get("nextCursor").isNull()).isTrue();
    final HttpHub.Answer most = hub.get(TWO, orders(201) + "?limit=204");
    assertThat(most.body().get("items")).hasSize(204);
    assertThat(hub.get(TWO, orders(201) + "?cursor=" + most.text("nextCursor")).body().get("items"))
        .hasSize(1);

    final HttpHub.Answer cancelled = hub.delete(TWO, orders(201) + "?securityId=1");
    assertThat(cancelled.body().get("totalAffectedOrders").asInt()).isEqualTo(205);
    final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    int live = 205;
    while (live > 0 && System.nanoTime() < deadline) {
      live = hub.get(TWO, orders(201)).body().get("items").size();
    }
    assertThat(live).isZero();
  }

  @Test
  void everythingOfThePartnerIsCancelled() {
    final String address = hub.place(TWO, 202, name(), "BUY", "1", "0.3").header("Location");
    final HttpHub.Answer told = hub.delete(TWO, "/v1/orders?clOrdId=" + name());
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.text("scope")).isEqualTo("PARTNER");
    hub.await(TWO, address, "CANCELED");
  }

  private HttpHub.Answer transfer(final String key, final String name, final String json) {
    return hub.send(
        hub.request(key, "/v1/accounts/" + key.charAt(0) + "02/transfers")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", name)
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  @Test
  void aTransferIsAppliedOnceByItsKey() {
    final String key = name();
    final String deposit = "{\"type\":\"DEPOSIT\",\"amount\":\"250.5\",\"currency\":\"CHF\"}";
    final HttpHub.Answer first = transfer(ONE, key, deposit);
    assertThat(first.status()).isEqualTo(201);
    final HttpHub.Answer second = transfer(ONE, key, deposit);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(
            transfer(ONE, key, "{\"type\":\"DEPOSIT\",\"amount\":\"1\",\"currency\":\"CHF\"}")
                .status())
        .isEqualTo(409);
    final HttpHub.Answer beyond =
        transfer(
            ONE, name(), "{\"type\":\"WITHDRAWAL\",\"amount\":\"250.51\",\"currency\":\"CHF\"}");
    assertThat(beyond.status()).isEqualTo(422);
    assertThat(beyond.text("detail"))
        .isEqualTo("amount is beyond the 250.5 CHF that can be withdrawn");
    assertThat(
            transfer(
                    ONE,
                    name(),
                    "{\"type\":\"WITHDRAWAL\",\"amount\":\"250.5\",\"currency\":\"CHF\"}")
                .status())
        .isEqualTo(201);
    final JsonNode listed = hub.get(ONE, "/v1/accounts/102/transfers?limit=2").body().get("items");
    assertThat(listed.get(0).get("type").asText()).isEqualTo("WITHDRAWAL");
    assertThat(listed.get(1)).isEqualTo(first.body());
    assertThat(hub.post(ONE, "/v1/accounts/102/transfers", deposit).text("detail"))
        .isEqualTo("Idempotency-Key must be a header of 1 to 64 printable ASCII characters");
  }

  @Test
  void onlyAKeyWithTheRightMovesMoney() {
    final HttpHub.Answer refused =
        hub.send(
            hub.request(TWO, "/v1/accounts/202/transfers")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", name())
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"type\":\"DEPOSIT\",\"amount\":\"1\",\"currency\":\"CHF\"}")));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail"))
        .isEqualTo("this key may not deposit and withdraw: an operator can give it the right");
    assertThat(refused.text("type")).isEqualTo("/problems/forbidden");
  }

  @Test
  void theBudgetHoldsBackOrdersButNoCancels() {
    final String address = hub.place(THREE, 301, name(), "BUY", "1", "0.3").header("Location");
    HttpHub.Answer last = hub.get(THREE, address);
    for (int i = 0; i < 50 && last.status() != 429; i++) {
      last = hub.get(THREE, address);
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isEqualTo("1");
    assertThat(last.header("RateLimit-Limit")).isEqualTo("5");
    assertThat(last.header("RateLimit-Remaining")).isEqualTo("0");
    assertThat(Integer.parseInt(last.header("RateLimit-Reset"))).isBetween(4, 5);
    assertThat(last.body().get("retryAfterMillis").asInt()).isBetween(1, 1000);
    assertThat(hub.delete(THREE, address).text("ordStatus")).isEqualTo("CANCELED");
    int cancels = 0;
    while (cancels < 200 && hub.delete(THREE, address).status() != 429) {
      cancels++;
    }
    assertThat(cancels).as("cancels until it is a flood").isBetween(8, 199);
  }
}
