package io.qanat.execution.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.liquidity.ExecutionMode;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that the house takes, and its limits: inputs, then all outputs. */
class PrincipalTest {
  private final HubDesk desk = new HubDesk(2);

  @BeforeEach
  void quotes() {
    desk.reloads = true;
    desk.quote(1, "-1", "100", "1", "100");
  }

  private void define(final Consumer<PolicyBook> house) {
    desk.define(
        new PolicyBook()
            .house(house)
            .with(
                1,
                2,
                policy -> {
                  policy.mode = ExecutionMode.PRINCIPAL;
                  policy.markupPx = "0.5";
                  policy.skewed = true;
                }));
  }

  @Test
  void theHouseTradesAtThePriceOfTheMomentOrNotAtAll() {
    define(house -> {});
    assertThat(desk.ioc(21, 1, Side.BUY, "10", "2"))
        .containsExactly("21 ACCEPTED", "21 TRADED 10@1.5 leaves 0 #1");
    assertThat(desk.ioc(21, 2, Side.SELL, "10", "-1.4"))
        .containsExactly("21 ACCEPTED", "21 CANCELED 10 UNFILLED");
    assertThat(desk.ioc(21, 3, Side.SELL, "10", "-1.6"))
        .containsExactly("21 ACCEPTED", "21 TRADED 10@-1.5 leaves 0 #2");
    assertThat(desk.core.exposures().house().position()).isZero();
    assertThat(desk.core.exposures().house().cash().saturated()).isEqualTo(HubDesk.f("30"));
    assertThat(desk.explain(1).providerOrderId()).isZero();
  }

  @Test
  void anUntrustedPriceTradesNothing() {
    define(house -> {});
    desk.quote(1);
    assertThat(desk.ioc(21, 1, Side.BUY, "10", null))
        .containsExactly("21 ACCEPTED", "21 CANCELED 10 UNFILLED");
    desk.quote(1, "2", "100", "1", "100");
    assertThat(desk.ioc(21, 2, Side.BUY, "10", null))
        .containsExactly("21 ACCEPTED", "21 CANCELED 10 UNFILLED");
    desk.quote(1, "-1", "100", "1", "100");
    desk.wakeAt(60_001);
    assertThat(desk.ioc(21, 3, Side.BUY, "10", null))
        .as("stale")
        .containsExactly("21 ACCEPTED", "21 CANCELED 10 UNFILLED");
  }

  @Test
  void thePositionMovesThePrice() {
    define(
        house -> {
          house.skewPx = "1";
          house.skewPosition = "100";
          house.skewMax = "0.2";
        });
    desk.ioc(21, 1, Side.BUY, "10", null);
    assertThat(desk.ioc(21, 2, Side.BUY, "1", null).get(1)).startsWith("21 TRADED 1@1.6 ");
    desk.ioc(21, 3, Side.BUY, "50", null);
    assertThat(desk.ioc(21, 4, Side.SELL, "1", null).get(1)).startsWith("21 TRADED 1@-1.3 ");
  }

  @Test
  void beyondALimitTheHouseCoversAndWhatItCoversIsNotSentTwice() {
    define(
        house -> {
          house.hedgePosition = "20";
          house.hedgeTo = "5";
        });
    desk.ioc(21, 1, Side.BUY, "20", null);
    assertThat(desk.ioc(21, 2, Side.BUY, "3", null))
        .containsExactly("21 ACCEPTED", "21 TRADED 3@1.5 leaves 0 #2", "p101 BUY 18@1 o1");
    assertThat(desk.ioc(21, 3, Side.BUY, "1", null)).hasSize(2);
    assertThat(desk.fill(1, 1, "18", "1")).isEmpty();
    assertThat(desk.core.exposures().house().position()).isEqualTo(HubDesk.f("-6"));
  }

  @Test
  void aCoverThatIsRejectedIsTriedAgainAfterAPause() {
    define(house -> house.hedgePosition = "20");
    desk.ioc(21, 1, Side.BUY, "21", null);
    assertThat(desk.reject(1, 1)).isEmpty();
    assertThat(desk.quote(1, "-1", "100", "1", "100")).isEmpty();
    desk.nowNanos += House.PAUSE_NANOS;
    assertThat(desk.quote(1, "-1", "100", "1", "100")).containsExactly("p101 BUY 21@1 o2");
  }

  @Test
  void beyondWhatItInternalisesProvidersCoverAndBeyondItsLimitItRefuses() {
    define(house -> house.internalizeMax = "20");
    desk.ioc(21, 1, Side.BUY, "15", null);
    assertThat(desk.ioc(21, 2, Side.BUY, "10", null))
        .containsExactly("21 ACCEPTED", "p101 BUY 10@1 o1");
    assertThat(desk.fill(1, 1, "10", "1")).containsExactly("21 TRADED 10@1.5 leaves 0 #2");
    assertThat(desk.ioc(21, 3, Side.SELL, "30", null)).hasSize(2);
    define(house -> house.positionMax = "20");
    assertThat(desk.ioc(21, 4, Side.SELL, "10", null))
        .containsExactly("21 REJECTED ORDER_EXCEEDS_LIMIT");
    assertThat(desk.ioc(21, 5, Side.BUY, "10", null)).hasSize(2);
  }

  @Test
  void aLossStopsTheHouseUntilAnOperatorLetsItTrade() {
    define(house -> house.lossMax = "100");
    desk.ioc(21, 1, Side.SELL, "50", null);
    desk.quote(1, "-4", "100", "-3", "100");
    assertThat(desk.ioc(21, 2, Side.SELL, "50", null))
        .as("loses 100 exactly")
        .contains("21 ACCEPTED");
    desk.quote(1, "-6", "100", "-5", "100");
    assertThat(desk.ioc(21, 3, Side.BUY, "1", null)).containsExactly("21 REJECTED KILL_SWITCH");
    assertThat(desk.house(true)).containsExactly("CONFLICT its loss is above lossMax");
    desk.quote(1, "6", "100", "7", "100");
    assertThat(desk.ioc(21, 4, Side.BUY, "1", null)).containsExactly("21 REJECTED KILL_SWITCH");
    assertThat(desk.house(true)).containsExactly("DONE");
    assertThat(desk.ioc(21, 5, Side.BUY, "1", null)).hasSize(2);
  }
}
