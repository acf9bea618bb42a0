package io.qanat.execution.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.FillExplanationDecoder;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.liquidity.Routing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that providers cover: inputs, then all outputs. Below zero, as oil once was. */
class AgencyTest {
  private final HubDesk desk = new HubDesk(3);

  @BeforeEach
  void quotes() {
    desk.reloads = true;
    desk.define(
        new PolicyBook()
            .with(
                1,
                2,
                policy -> {
                  policy.markupPx = "0.02";
                  policy.sizes = List.of("10", "30");
                }));
    desk.quote(1, "-37.02", "5", "-37.00", "5", "-37.05", "20", "-36.95", "20");
    desk.quote(2, "-37.03", "10", "-36.98", "10");
    desk.quote(3, "-37.10", "50", "-36.90", "50");
  }

  @Test
  void anOrderIsCoveredByTheBestProviderAndFilledAtItsPriceAndTheCharge() {
    // The pool's offer for 10 is -36.99, the client's -36.97: the charge is 0.02.
    assertThat(desk.ioc(21, 1, Side.BUY, "5", "-36.97"))
        .containsExactly("21 ACCEPTED", "p101 BUY 5@-36.99 o1");
    assertThat(desk.fill(1, 1, "5", "-37")).containsExactly("21 TRADED 5@-36.98 leaves 0 #1");
  }

  @Test
  void anImprovementIsTheClientsWholeAndSoIsWhatIsWorseWithinItsLimit() {
    desk.ioc(21, 1, Side.BUY, "5", "-36.90");
    assertThat(desk.fill(1, 1, "5", "-37.2")).containsExactly("21 TRADED 5@-37.18 leaves 0 #1");
    desk.ioc(21, 2, Side.SELL, "5", "-37.10");
    assertThat(desk.fill(1, 2, "5", "-37.05")).containsExactly("21 TRADED 5@-37.07 leaves 0 #2");
  }

  @Test
  void aLargeOrderIsDividedOverTheDepth() {
    assertThat(desk.ioc(21, 1, Side.BUY, "30", null))
        .containsExactly("21 ACCEPTED", "p101 BUY 20@-36.95 o1", "p102 BUY 10@-36.98 o2");
    assertThat(desk.fill(2, 2, "10", "-36.98")).hasSize(1);
    assertThat(desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "5", "-37", "5", "-37"))
        .hasSize(1);
    // What the first provider cancels goes on to the third.
    assertThat(desk.report(1, 1, ProviderOrdStatus.CANCELED, "0", null, "5", "-37"))
        .containsExactly("p103 BUY 15@-36.9 o3");
    assertThat(desk.fill(3, 3, "15", "-36.9")).hasSize(1);
    assertThat(desk.core.exposures().house().position()).isZero();
  }

  @Test
  void whatIsRejectedGoesToOthersAndWhatNobodyTakesIsCancelled() {
    desk.ioc(21, 1, Side.SELL, "5", null);
    assertThat(desk.reject(1, 1)).containsExactly("p102 SELL 5@-37.03 o2");
    assertThat(desk.reject(2, 2)).containsExactly("p103 SELL 5@-37.1 o3");
    assertThat(desk.reject(3, 3)).containsExactly("21 CANCELED 5 UNFILLED");
  }

  @Test
  void nothingIsAskedOfProvidersBeyondTheLimit() {
    assertThat(desk.ioc(21, 1, Side.BUY, "5", "-37.00"))
        .containsExactly("21 ACCEPTED", "21 CANCELED 5 UNFILLED");
    assertThat(desk.ioc(21, 2, Side.BUY, "15", "-36.96"))
        .containsExactly("21 ACCEPTED", "p101 BUY 5@-36.98 o1", "p102 BUY 10@-36.98 o2");
  }

  @Test
  void fillOrKillAndFullAmountAskOneProviderForAllOfIt() {
    assertThat(desk.order(21, 1, Side.BUY, "15", null, TimeInForce.FILL_OR_KILL))
        .containsExactly("21 ACCEPTED", "p101 BUY 15@-36.95 FOK o1");
    assertThat(desk.reject(1, 1)).containsExactly("p103 BUY 15@-36.9 FOK o2");
    assertThat(desk.fill(3, 2, "15", "-36.9")).hasSize(1);
    desk.define(
        new PolicyBook()
            .with(
                1,
                2,
                policy -> {
                  policy.routing = Routing.FULL_AMOUNT;
                  policy.sizes = List.of("30");
                }));
    assertThat(desk.ioc(21, 2, Side.SELL, "30", null))
        .containsExactly("21 ACCEPTED", "p103 SELL 30@-37.1 o3");
  }

  @Test
  void aCancelAwaitsWhatIsInFlight() {
    desk.ioc(21, 1, Side.BUY, "30", null);
    assertThat(desk.cancel(21, 1)).isEmpty();
    assertThat(desk.reject(1, 1)).isEmpty();
    assertThat(desk.fill(2, 2, "10", "-36.98"))
        .containsExactly("21 TRADED 10@-36.96 leaves 20 #1", "21 CANCELED 20 request 7");
  }

  @Test
  void whoHasNoPolicyTradesInTheBook() {
    assertThat(desk.ioc(31, 1, Side.BUY, "5", "-36.97"))
        .containsExactly("31 ACCEPTED", "31 CANCELED 5 UNFILLED");
  }

  @Test
  void whatMayWaitOrIsTooLargeIsRefused() {
    assertThat(desk.order(21, 1, Side.BUY, "5", "-36", TimeInForce.DAY))
        .containsExactly("21 REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(desk.ioc(21, 2, Side.BUY, "31", null))
        .containsExactly("21 REJECTED ORDER_EXCEEDS_LIMIT");
    desk.house(false);
    assertThat(desk.ioc(21, 3, Side.BUY, "5", null)).containsExactly("21 REJECTED KILL_SWITCH");
  }

  @Test
  void aFillExplainsItself() {
    desk.ioc(21, 1, Side.BUY, "5", "-36.95");
    desk.reject(1, 1);
    desk.nowNanos += 1_000;
    desk.fill(2, 2, "5", "-36.99");
    final FillExplanationDecoder fill = desk.explain(1);
    assertThat(
            List.of(
                fill.account(),
                fill.lastPx(),
                fill.providerPx(),
                fill.poolOfferPx(),
                fill.offerPx(),
                fill.markup(),
                fill.improvement(),
                fill.providerOrderId(),
                fill.policyVersion()))
        .containsExactly(
            21L,
            HubDesk.f("-36.97"),
            HubDesk.f("-36.99"),
            HubDesk.f("-36.99"),
            HubDesk.f("-36.97"),
            HubDesk.f("0.02"),
            0L,
            2L,
            1L);
    final List<String> quotes = new ArrayList<>();
    for (final FillExplanationDecoder.QuotesDecoder quote : fill.quotes()) {
      quotes.add(quote.provider() + " " + quote.counts() + " " + quote.marks().getRaw());
    }
    assertThat(quotes).containsExactly("1 YES 0", "2 YES 0", "3 YES 0");
    final List<String> routes = new ArrayList<>();
    for (final FillExplanationDecoder.RoutesDecoder route : fill.routes()) {
      routes.add(route.provider() + " " + route.ordStatus() + " " + route.cumQty());
    }
    assertThat(routes).containsExactly("1 REJECTED 0", "2 FILLED " + HubDesk.f("5"));
    assertThat(desk.explain(2)).isNull();
  }
}
