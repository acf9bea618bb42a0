package io.qanat.execution.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers that fail while they have an order: what becomes of clients, house and exposures. */
class FaultsTest {
  private final HubDesk desk = new HubDesk(2);

  @BeforeEach
  void quotes() {
    desk.reloads = true;
    desk.define(new PolicyBook().with(1, 2, policy -> {}));
    desk.quote(1, "-1", "100", "1", "100");
    desk.quote(2, "-2", "100", "2", "100");
  }

  private long house() {
    return desk.core.exposures().house().position();
  }

  @Test
  void aProviderThatDiesMidOrderIsAskedAndItsClientGoesToAnother() {
    desk.ioc(21, 1, Side.BUY, "10", null);
    desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "4", "1", "4", "1");
    assertThat(desk.sessionLost(101, 1)).containsExactly("p101 STATUS? o1", "p102 BUY 6@2 o2");
    assertThat(desk.fill(2, 2, "6", "2")).containsExactly("21 TRADED 6@2 leaves 0 #2");
    // It comes back, is asked at once, and had filled all of it: the house's now.
    assertThat(desk.quoteAs(1, 2, "-1", "100", "1", "100")).containsExactly("p101 STATUS? o1");
    assertThat(desk.report(1, 1, ProviderOrdStatus.FILLED, "0", null, "10", "1")).isEmpty();
    assertThat(house()).isEqualTo(HubDesk.f("6"));
  }

  @Test
  void anAnswerThatComesTwiceCountsOnce() {
    desk.ioc(21, 1, Side.BUY, "10", null);
    assertThat(desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "4", "1", "4", "1"))
        .hasSize(1);
    assertThat(desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "4", "1", "4", "1")).isEmpty();
    assertThat(desk.fill(1, 1, "10", "1")).containsExactly("21 TRADED 6@1 leaves 0 #2");
    assertThat(desk.fill(1, 1, "10", "1")).isEmpty();
    assertThat(desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "4", "1", "4", "1")).isEmpty();
    assertThat(house()).isZero();
  }

  @Test
  void anAnswerThatIsLostIsMadeUpByTheNext() {
    desk.ioc(21, 1, Side.BUY, "10", "3");
    // 4 at 1 was lost; 6 at 2 brings the average to 1.6.
    assertThat(desk.report(1, 1, ProviderOrdStatus.FILLED, "6", "2", "10", "1.6"))
        .containsExactly("21 TRADED 10@1.6 leaves 0 #1");
  }

  @Test
  void anOrderWithoutAnAnswerIsUnknownAndWhatComesLateIsTheHouses() {
    desk.ioc(21, 1, Side.BUY, "10", null);
    assertThat(desk.wantsWakeAt()).isEqualTo(2_000);
    assertThat(desk.wakeAt(2_000)).containsExactly("p101 STATUS? o1", "p102 BUY 10@2 o2");
    assertThat(desk.reject(2, 2)).containsExactly("21 CANCELED 10 UNFILLED");
    assertThat(desk.wakeAt(3_000)).as("again and again").containsExactly("p101 STATUS? o1");
    assertThat(desk.fill(1, 1, "10", "1")).isEmpty();
    assertThat(house()).isEqualTo(HubDesk.f("10"));
    assertThat(desk.wantsWakeAt()).isGreaterThan(4_000);
  }

  @Test
  void anUnknownOrderEndsByAnOperatorsWord() {
    desk.ioc(21, 1, Side.SELL, "10", null);
    assertThat(desk.resolve(1, "0", "0")).containsExactly("CONFLICT order 1 is NEW");
    desk.wakeAt(2_000);
    desk.fill(2, 2, "10", "-2");
    assertThat(desk.resolve(1, "11", "-1")).containsExactly("INVALID cumQty must be in 0..10: 11");
    assertThat(desk.resolve(1, "3", "-1")).containsExactly("DONE");
    assertThat(house()).isEqualTo(HubDesk.f("-3"));
    assertThat(desk.resolve(9, "0", "0")).containsExactly("NOT_FOUND no order to a provider 9");
    // What the provider says after that adds to it.
    assertThat(desk.fill(1, 1, "10", "-1")).isEmpty();
    assertThat(house()).isEqualTo(HubDesk.f("-10"));
  }

  @Test
  void anOrderThatNeverArrivedIsNotKnown() {
    desk.ioc(21, 1, Side.BUY, "10", null);
    desk.wakeAt(2_000);
    assertThat(desk.report(1, 1, ProviderOrdStatus.NOT_KNOWN, "0", null, "0", null)).isEmpty();
    assertThat(desk.fill(2, 2, "10", "2")).hasSize(1);
    assertThat(house()).isZero();
  }

  @Test
  void aProviderThatContradictsItselfIsRefusedAndAsked() {
    desk.ioc(21, 1, Side.BUY, "10", "1");
    assertThat(desk.fill(1, 1, "11", "1"))
        .containsExactly(
            "p101 STATUS? o1",
            "21 CANCELED 10 UNFILLED",
            "p101 REJECT FILLED with cumQty 11 of 10");
    desk.ioc(21, 2, Side.BUY, "10", "1");
    assertThat(desk.fill(1, 2, "10", "1.01"))
        .containsExactly(
            "p101 STATUS? o2",
            "21 CANCELED 10 UNFILLED",
            "p101 REJECT a fill at 1.01 with the limit 1");
    assertThat(house()).isZero();
    assertThat(desk.reportAs(102, 1, 2, ProviderOrdStatus.FILLED, "10", "1", "10", "1"))
        .containsExactly("p102 REJECT no such order, or it is forgotten");
    assertThat(desk.fill(2, 2, "10", "1"))
        .containsExactly("p102 REJECT no such order, or it is forgotten");
  }

  @Test
  void nonsenseOfAProviderIsRefusedWhateverItsNumbers() {
    desk.ioc(21, 1, Side.SELL, "10", null);
    desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "4", "-1", "4", "-1");
    // Too far from the average, beyond the instrument's prices, below nothing.
    assertThat(desk.report(1, 1, ProviderOrdStatus.PARTIALLY_FILLED, "0", null, "5", "90000000000"))
        .contains("p101 REJECT a fill at no price with the limit -1");
    assertThat(desk.report(1, 1, ProviderOrdStatus.FILLED, "6", "1001", "10", "0"))
        .containsExactly("p101 REJECT a fill at 1001, which no price of the instrument may be");
    assertThat(desk.report(1, 1, ProviderOrdStatus.CANCELED, "0", null, "-90000000000", "1"))
        .containsExactly("p101 REJECT cumQty -90000000000 of an order for 10");
    assertThat(desk.resolve(1, "5", "90000000000"))
        .containsExactly("INVALID avgPx does not go with what is filled already: 90000000000");
    assertThat(house()).isZero();
  }

  @Test
  void aProviderThatRejectsEverythingCostsNothing() {
    for (int i = 1, at = 1; i <= 20; i++, at += 2) {
      desk.ioc(21, i, Side.BUY, "10", null);
      desk.reject(1, at);
      assertThat(desk.fill(2, at + 1, "10", "2")).hasSize(1);
    }
    assertThat(house()).isZero();
  }

  @Test
  void aProviderThatFreezesIsStaleAndTheOthersArePriced() {
    desk.prices(21, SubscriptionRequestType.SUBSCRIBE);
    desk.nowNanos += 30 * HubDesk.SECOND;
    desk.quote(2, "-2", "100", "2", "100");
    assertThat(desk.wakeAt(60_001)).containsExactly("p2 21 v1 r2 10: -2/2 100: -2/2");
    assertThat(desk.ioc(21, 1, Side.BUY, "10", null))
        .containsExactly("21 ACCEPTED", "p102 BUY 10@2 o1");
  }

  @Test
  void aProviderThatCrossesTheMarketPutsTheOlderOut() {
    desk.prices(21, SubscriptionRequestType.SUBSCRIBE);
    assertThat(desk.quote(2, "3", "100", "4", "100"))
        .containsExactly("p2 21 v1 r2 10: 3/4 100: 3/4");
    assertThat(desk.quote(2, "4", "100", "3", "100"))
        .as("itself: it does not count, and nobody else has quoted since")
        .containsExactly("p2 21 v1 r3 10: -1/1 100: -1/1");
  }

  @Test
  void withoutQuotesForMinutesThereIsNoPriceAndNothingTrades() {
    desk.prices(21, SubscriptionRequestType.SUBSCRIBE);
    assertThat(desk.wakeAt(60_001)).containsExactly("p2 21 v1 r2 10: -/- f2 100: -/- f2");
    assertThat(desk.ioc(21, 1, Side.SELL, "10", null))
        .containsExactly("21 ACCEPTED", "21 CANCELED 10 UNFILLED");
    assertThat(desk.quote(1, "-1", "100", "1", "100"))
        .containsExactly("p2 21 v1 r3 10: -1/1 100: -1/1");
  }
}
