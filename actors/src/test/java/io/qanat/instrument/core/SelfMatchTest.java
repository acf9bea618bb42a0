package io.qanat.instrument.core;

import static io.qanat.codecs.fix.OrdType.LIMIT;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.FILL_OR_KILL;
import static io.qanat.codecs.fix.TimeInForce.IMMEDIATE_OR_CANCEL;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.value.Fixed8;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An arriving order meets an own one: the whole list of outputs for each instruction. */
class SelfMatchTest {
  private final InstrumentDesk gold = InstrumentDesk.trading(GOLD);

  private static Consumer<OrderSubmitEncoder> own(
      final SelfMatchPreventionInstruction instruction, final SelfMatchPreventionScope scope) {
    return order ->
        order.selfMatchPreventionInstruction(instruction).selfMatchPreventionScope(scope);
  }

  private static Consumer<OrderSubmitEncoder> own(
      final SelfMatchPreventionInstruction instruction) {
    return own(instruction, SelfMatchPreventionScope.ACCOUNT);
  }

  /** Somebody's 1, then an own 3, then somebody's 5, all at 100. */
  private void queue() {
    gold.limit(21, 1, SELL, "1", "100");
    gold.limit(11, 1, SELL, "3", "100");
    gold.limit(21, 2, SELL, "5", "100");
  }

  @Test
  void withoutInstructionOwnOrdersTrade() {
    gold.limit(11, 1, SELL, "3", "100");
    assertThat(gold.limit(11, 2, BUY, "3", "100"))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=2 3@100 leaves=3 cum=0",
            "account-11 TRADED 11/1 md=1 3@100 leaves=0 cum=3 last=3@100 trade=1 contra=2"
                + " notional=30000 ADDED",
            "account-11 TRADED 11/2 md=2 3@100 leaves=0 cum=3 last=3@100 trade=1 contra=1"
                + " notional=30000 REMOVED",
            "BY_ORDER #3 DELETE SELL md=1 p=1 0@100 trade 1 3",
            "BY_PRICE #3 DELETE SELL 0@100 n=0 | trade 1 BUY 3@100",
            "TOP #3 - / - last=3@100 volume=3 trades=1");
  }

  @Test
  void theArrivingOrderEnds() {
    queue();
    assertThat(
            gold.special(
                11, 2, BUY, "4", "100", own(SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 4@100 leaves=4 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=4"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/2 md=4 4@100 leaves=3 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 CANCELED 11/2 md=4 4@100 leaves=0 cum=1 SELF_MATCH_PREVENTION",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1",
            "BY_PRICE #5 CHANGE SELL 8@100 n=2 | trade 1 BUY 1@100",
            "TOP #5 - / 8@100 last=1@100 volume=1 trades=1");
  }

  @Test
  void theRestingOrderEndsAndTheArrivingOneGoesOn() {
    queue();
    assertThat(
            gold.special(
                11, 2, BUY, "4", "100", own(SelfMatchPreventionInstruction.CANCEL_PASSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 4@100 leaves=4 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=4"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/2 md=4 4@100 leaves=3 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 CANCELED 11/1 md=2 3@100 leaves=0 cum=0 SELF_MATCH_PREVENTION",
            "account-21 TRADED 21/2 md=3 5@100 leaves=2 cum=3 last=3@100 trade=2 contra=4"
                + " notional=30000 ADDED",
            "account-11 TRADED 11/2 md=4 4@100 leaves=0 cum=4 last=3@100 trade=2 contra=3"
                + " notional=30000 REMOVED",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1 | DELETE SELL md=2 p=2 0@100"
                + " | CHANGE SELL md=3 p=3 2@100 trade 2 3",
            "BY_PRICE #5 CHANGE SELL 2@100 n=1 | trade 1 BUY 1@100 | trade 2 BUY 3@100",
            "TOP #5 - / 2@100 last=3@100 volume=4 trades=2");
  }

  @Test
  void bothEnd() {
    queue();
    assertThat(
            gold.special(
                11,
                2,
                BUY,
                "4",
                "100",
                own(SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE_AND_PASSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 4@100 leaves=4 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=4"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/2 md=4 4@100 leaves=3 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 CANCELED 11/1 md=2 3@100 leaves=0 cum=0 SELF_MATCH_PREVENTION",
            "account-11 CANCELED 11/2 md=4 4@100 leaves=0 cum=1 SELF_MATCH_PREVENTION",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1 | DELETE SELL md=2 p=2 0@100",
            "BY_PRICE #5 CHANGE SELL 5@100 n=1 | trade 1 BUY 1@100",
            "TOP #5 - / 5@100 last=1@100 volume=1 trades=1");
  }

  @Test
  void bothLoseTheSmallerQuantity() {
    queue();
    assertThat(gold.special(11, 2, BUY, "9", "100", own(SelfMatchPreventionInstruction.DECREMENT)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 9@100 leaves=9 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=4"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/2 md=4 9@100 leaves=8 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 CANCELED 11/1 md=2 3@100 leaves=0 cum=0 SELF_MATCH_PREVENTION",
            "account-11 RESTATED 11/2 md=4 6@100 leaves=5 cum=1 SELF_MATCH_PREVENTION",
            "account-21 TRADED 21/2 md=3 5@100 leaves=0 cum=5 last=5@100 trade=2 contra=4"
                + " notional=50000 ADDED",
            "account-11 TRADED 11/2 md=4 6@100 leaves=0 cum=6 last=5@100 trade=2 contra=3"
                + " notional=50000 REMOVED",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1 | DELETE SELL md=2 p=2 0@100"
                + " | DELETE SELL md=3 p=3 0@100 trade 2 5",
            "BY_PRICE #5 DELETE SELL 0@100 n=0 | trade 1 BUY 1@100 | trade 2 BUY 5@100",
            "TOP #5 - / - last=5@100 volume=6 trades=2");
  }

  @Test
  void theSmallerArrivingOrderEndsWhenBothLose() {
    queue();
    assertThat(gold.special(11, 2, BUY, "2", "100", own(SelfMatchPreventionInstruction.DECREMENT)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 2@100 leaves=2 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=4"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/2 md=4 2@100 leaves=1 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 RESTATED 11/1 md=2 2@100 leaves=2 cum=0 SELF_MATCH_PREVENTION",
            "account-11 CANCELED 11/2 md=4 2@100 leaves=0 cum=1 SELF_MATCH_PREVENTION",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1 | CHANGE SELL md=2 p=2 2@100",
            "BY_PRICE #5 CHANGE SELL 7@100 n=2 | trade 1 BUY 1@100",
            "TOP #5 - / 7@100 last=1@100 volume=1 trades=1");
  }

  @Test
  void ownIsWhatThePartnerHasOrTheAccountAlone() {
    gold.limit(12, 1, SELL, "3", "100");
    assertThat(
            gold.special(
                11, 1, BUY, "1", "100", own(SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=2 1@100 leaves=1 cum=0",
            "account-12 TRADED 12/1 md=1 3@100 leaves=2 cum=1 last=1@100 trade=1 contra=2"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/1 md=2 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "BY_ORDER #3 CHANGE SELL md=1 p=1 2@100 trade 1 1",
            "BY_PRICE #3 CHANGE SELL 2@100 n=1 | trade 1 BUY 1@100",
            "TOP #3 - / 2@100 last=1@100 volume=1 trades=1");
    assertThat(
            gold.special(
                11,
                2,
                BUY,
                "1",
                "100",
                own(
                    SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE,
                    SelfMatchPreventionScope.PARTNER)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=3 1@100 leaves=1 cum=0",
            "account-11 CANCELED 11/2 md=3 1@100 leaves=0 cum=0 SELF_MATCH_PREVENTION");
  }

  @Test
  void fillOrKillDoesNotCountOnOwnOrders() {
    queue();
    assertThat(
            gold.special(
                11,
                2,
                BUY,
                LIMIT,
                FILL_OR_KILL,
                "7",
                "100",
                own(SelfMatchPreventionInstruction.CANCEL_PASSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 7@100 leaves=7 cum=0",
            "account-11 CANCELED 11/2 md=4 7@100 leaves=0 cum=0 UNFILLED");
    assertThat(
            gold.special(
                11,
                3,
                BUY,
                LIMIT,
                FILL_OR_KILL,
                "2",
                "100",
                own(SelfMatchPreventionInstruction.CANCEL_AGGRESSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/3 md=5 2@100 leaves=2 cum=0",
            "account-11 CANCELED 11/3 md=5 2@100 leaves=0 cum=0 UNFILLED");
    assertThat(
            gold.special(
                11,
                4,
                BUY,
                LIMIT,
                FILL_OR_KILL,
                "6",
                "100",
                own(SelfMatchPreventionInstruction.CANCEL_PASSIVE)))
        .containsExactly(
            "account-11 ACCEPTED 11/4 md=6 6@100 leaves=6 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=6"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/4 md=6 6@100 leaves=5 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 CANCELED 11/1 md=2 3@100 leaves=0 cum=0 SELF_MATCH_PREVENTION",
            "account-21 TRADED 21/2 md=3 5@100 leaves=0 cum=5 last=5@100 trade=2 contra=6"
                + " notional=50000 ADDED",
            "account-11 TRADED 11/4 md=6 6@100 leaves=0 cum=6 last=5@100 trade=2 contra=3"
                + " notional=50000 REMOVED",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1 | DELETE SELL md=2 p=2 0@100"
                + " | DELETE SELL md=3 p=3 0@100 trade 2 5",
            "BY_PRICE #5 DELETE SELL 0@100 n=0 | trade 1 BUY 1@100 | trade 2 BUY 5@100",
            "TOP #5 - / - last=5@100 volume=6 trades=2");
  }

  @Test
  void minQtyDoesNotCountOnOwnOrders() {
    queue();
    assertThat(
            gold.special(
                11,
                2,
                BUY,
                LIMIT,
                IMMEDIATE_OR_CANCEL,
                "9",
                "100",
                order ->
                    order
                        .minQty(Fixed8.parse("7"))
                        .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.DECREMENT)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 9@100 leaves=9 cum=0",
            "account-11 CANCELED 11/2 md=4 9@100 leaves=0 cum=0 MIN_QTY");
    assertThat(
            gold.special(
                11,
                3,
                BUY,
                LIMIT,
                IMMEDIATE_OR_CANCEL,
                "9",
                "100",
                order ->
                    order
                        .minQty(Fixed8.parse("6"))
                        .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.DECREMENT)))
        .containsExactly(
            "account-11 ACCEPTED 11/3 md=5 9@100 leaves=9 cum=0",
            "account-21 TRADED 21/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=5"
                + " notional=10000 ADDED",
            "account-11 TRADED 11/3 md=5 9@100 leaves=8 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-11 CANCELED 11/1 md=2 3@100 leaves=0 cum=0 SELF_MATCH_PREVENTION",
            "account-11 RESTATED 11/3 md=5 6@100 leaves=5 cum=1 SELF_MATCH_PREVENTION",
            "account-21 TRADED 21/2 md=3 5@100 leaves=0 cum=5 last=5@100 trade=2 contra=5"
                + " notional=50000 ADDED",
            "account-11 TRADED 11/3 md=5 6@100 leaves=0 cum=6 last=5@100 trade=2 contra=3"
                + " notional=50000 REMOVED",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 1 | DELETE SELL md=2 p=2 0@100"
                + " | DELETE SELL md=3 p=3 0@100 trade 2 5",
            "BY_PRICE #5 DELETE SELL 0@100 n=0 | trade 1 BUY 1@100 | trade 2 BUY 5@100",
            "TOP #5 - / - last=5@100 volume=6 trades=2");
  }
}
