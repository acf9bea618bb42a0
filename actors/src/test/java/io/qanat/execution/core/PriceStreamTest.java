package io.qanat.execution.core;

import static io.qanat.codecs.liquidity.SubscriptionRequestType.SNAPSHOT;
import static io.qanat.codecs.liquidity.SubscriptionRequestType.SUBSCRIBE;
import static io.qanat.codecs.liquidity.SubscriptionRequestType.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.liquidity.PriceSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets which prices when, and versions of policies: inputs, then all outputs. */
class PriceStreamTest {
  private final HubDesk desk = new HubDesk(2);

  @BeforeEach
  void quotes() {
    desk.reloads = true;
    desk.quote(1, "-1", "10", "1", "10", "-3", "100", "3", "100");
  }

  private static PolicyBook twoGroups() {
    return new PolicyBook()
        .with(1, 2, policy -> policy.markupPx = "0.1")
        .with(
            2,
            2,
            policy -> {
              policy.markupPx = "0.01";
              policy.source = PriceSource.BEST;
              policy.sizes = List.of("50");
              policy.accounts = List.of(22);
            });
  }

  @Test
  void eachAccountGetsThePricesOfItsGroup() {
    desk.define(twoGroups());
    assertThat(desk.prices(21, SNAPSHOT)).containsExactly("p2 21 v1 r0 10: -1.1/1.1 100: -2.9/2.9");
    assertThat(desk.prices(22, SNAPSHOT)).containsExactly("p2 22 v1 r0 50: -1.01/1.01");
    assertThat(desk.prices(31, SNAPSHOT))
        .containsExactly("p3 REJECT there are no prices for account 31 of this partner");
  }

  @Test
  void theStreamTellsWhatChangesUntilItIsEndedOrItsSessionIsLost() {
    desk.define(twoGroups());
    desk.prices(21, SUBSCRIBE);
    assertThat(desk.quote(2, "-3", "5", "3", "5")).as("the same prices").isEmpty();
    assertThat(desk.quote(2, "-0.5", "10", "0.5", "10"))
        .containsExactly("p2 21 v1 r2 10: -0.6/0.6 100: -2.65/2.65");
    desk.prices(21, UNSUBSCRIBE);
    assertThat(desk.quote(2, "-0.4", "10", "0.4", "10")).isEmpty();
    desk.prices(21, SUBSCRIBE);
    desk.sessionLost(2, 1);
    assertThat(desk.quote(2, "-0.3", "10", "0.3", "10")).isEmpty();
  }

  @Test
  void pricesAreConflatedAndTheLastIsNotLost() {
    desk.define(new PolicyBook().with(1, 2, policy -> policy.conflationNanos = 50_000_000));
    desk.prices(21, SUBSCRIBE);
    assertThat(desk.quote(2, "-0.5", "100", "0.5", "100")).isEmpty();
    assertThat(desk.quote(2, "-0.4", "100", "0.4", "100")).isEmpty();
    assertThat(desk.quote(2, "-0.3", "100", "0.3", "100")).isEmpty();
    assertThat(desk.wantsWakeAt()).isEqualTo(50);
    assertThat(desk.wakeAt(50)).containsExactly("p2 21 v1 r2 10: -0.3/0.3 100: -0.3/0.3");
    assertThat(desk.wantsWakeAt()).isGreaterThan(50);
  }

  @Test
  void aDefinitionIsAppliedLiveAndHadBackAsANewVersion() {
    desk.define(twoGroups());
    desk.prices(21, SUBSCRIBE);
    desk.prices(22, SUBSCRIBE);
    assertThat(desk.define(new PolicyBook().with(1, 2, p -> p.accounts = List.of(21))))
        .containsExactly(
            "p2 REJECT there are no prices for account 22 any more",
            "DONE",
            "p2 21 v2 r1 10: -1/1 100: -2.8/2.8");
    assertThat(desk.revert(1)).containsExactly("DONE", "p2 21 v3 r1 10: -1.1/1.1 100: -2.9/2.9");
    assertThat(desk.revert(1)).containsExactly("UNCHANGED");
    assertThat(desk.revert(4)).containsExactly("INVALID version must be in 1..3: 4");
  }

  @Test
  void whatMakesNoSenseIsNamedAndChangesNothing() {
    assertThat(desk.define(new PolicyBook().with(1, 2, policy -> policy.pool = 9)))
        .containsExactly("INVALID policy 1: pool 9 is not defined");
    assertThat(desk.define(new PolicyBook().with(1, 2, policy -> policy.markupPx = "-1")))
        .containsExactly("INVALID policy 1: markupPx must be in 0..1000000000: -1");
    assertThat(desk.define(new PolicyBook().with(1, 2, policy -> policy.sizes = List.of())))
        .containsExactly("INVALID policy 1: tiers must be 1..8: 0");
    assertThat(desk.define(new PolicyBook().with(1, 2, policy -> policy.skewed = true)))
        .containsExactly(
            "INVALID policy 1: an agency's prices are not skewed: the house has no position in"
                + " them");
    assertThat(desk.define(new PolicyBook().with(1, 2, policy -> {}).with(2, 2, policy -> {})))
        .containsExactly("INVALID policy 2: partner 2 has one without accounts");
    assertThat(desk.prices(21, SNAPSHOT))
        .containsExactly("p2 REJECT there are no prices for account 21 of this partner");
  }
}
