package io.qanat.instrument.core;

import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static io.qanat.instrument.core.InstrumentDesk.rules;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trades that operators bust and correct: given a trade and an act, the whole list of outputs. */
class AmendmentsTest {
  private final InstrumentDesk gold = new InstrumentDesk();

  @BeforeEach
  void aTradeOfFour() {
    gold.define(GOLD, rules(null, "0", "0", 0, 3));
    gold.limit(11, 1, SELL, "10", "100");
    gold.limit(12, 1, BUY, "4", "100");
  }

  @Test
  void aBustTellsBothSidesAndTheMarket() {
    assertThat(gold.bust(1))
        .containsExactly(
            "account-12 BUSTED 12/1 BUY trade=1 4@100 notional=40000",
            "account-11 BUSTED 11/1 SELL trade=1 4@100 notional=40000",
            "BY_PRICE #4 trade 1 DELETE 0@100 BY_PRICE",
            "BY_ORDER #4 trade 1 DELETE 0@100 BY_ORDER",
            "reply DONE trade 1 of 4@100 is busted",
            "TOP #4 - / 6@100 last=4@100 volume=0 trades=0");
  }

  @Test
  void aCorrectionSaysWhatWasAndWhatIs() {
    assertThat(gold.correct(1, "2", "99.5"))
        .containsExactly(
            "account-12 CORRECTED 12/1 BUY trade=1 4@100 notional=40000 to 2@99.5"
                + " notional=19900",
            "account-11 CORRECTED 11/1 SELL trade=1 4@100 notional=40000 to 2@99.5"
                + " notional=19900",
            "BY_PRICE #4 trade 1 CHANGE 2@99.5 BY_PRICE",
            "BY_ORDER #4 trade 1 CHANGE 2@99.5 BY_ORDER",
            "reply DONE trade 1 of 4@100 is corrected to 2@99.5",
            "TOP #4 - / 6@100 last=2@99.5 volume=2 trades=1");
    gold.reload();
    assertThat(gold.correct(1, "4", "100"))
        .contains(
            "account-12 CORRECTED 12/1 BUY trade=1 2@99.5 notional=19900 to 4@100"
                + " notional=40000",
            "reply DONE trade 1 of 2@99.5 is corrected to 4@100");
    assertThat(gold.correct(1, "4", "100")).containsExactly("reply UNCHANGED trade 1 of 4@100");
  }

  @Test
  void aTradeIsBustedOnce() {
    gold.bust(1);
    gold.reload();
    assertThat(gold.bust(1)).containsExactly("reply CONFLICT trade 1 is busted already");
    assertThat(gold.correct(1, "1", "100"))
        .containsExactly("reply CONFLICT trade 1 is busted already");
  }

  @Test
  void anUnknownTradeIsNamedWithThoseThereAre() {
    assertThat(gold.bust(2))
        .containsExactly("reply NOT_FOUND trade 2 is not known: remembered are 1 to 1");
    assertThat(gold.correct(0, "1", "100"))
        .containsExactly("reply NOT_FOUND trade 0 is not known: remembered are 1 to 1");
  }

  @Test
  void theOldestTradesAreForgotten() {
    gold.limit(12, 2, BUY, "1", "100");
    gold.limit(12, 3, BUY, "1", "100");
    gold.limit(12, 4, BUY, "1", "100");
    assertThat(gold.bust(1))
        .containsExactly("reply NOT_FOUND trade 1 is not known: remembered are 2 to 4");
    gold.define(GOLD, rules(null, "0", "0", 0, 2));
    assertThat(gold.bust(2))
        .containsExactly("reply NOT_FOUND trade 2 is not known: remembered are 3 to 4");
    gold.define(GOLD, rules(null, "0", "0", 0, 0));
    assertThat(gold.bust(4))
        .containsExactly("reply NOT_FOUND trade 4 is not known: none is remembered");
  }

  @Test
  void aCorrectionMustBePossibleAsATrade() {
    final long hash = gold.core.stateHash();
    assertThat(gold.correct(1, "5", "100"))
        .containsExactly("reply INVALID quantity must be at most the 4 that were traded: 5");
    assertThat(gold.correct(1, "0", "100"))
        .containsExactly(
            "reply INVALID quantity must be greater than 0, or the trade be busted: 0");
    assertThat(gold.correct(1, "1.5", "100"))
        .containsExactly("reply INVALID quantity must be of whole lots: 1.5");
    assertThat(gold.correct(1, "2", "99.3"))
        .containsExactly(
            "reply INVALID price must be one that orders may have: 99.3 is refused with"
                + " INVALID_PRICE_INCREMENT");
    assertThat(gold.correct(1, "2", "1001"))
        .containsExactly(
            "reply INVALID price must be one that orders may have: 1001 is refused with"
                + " PRICE_EXCEEDS_BAND");
    assertThat(gold.core.stateHash()).isEqualTo(hash);
  }

  @Test
  void theLastPriceIsThatOfTheNewestTradeThatStands() {
    gold.limit(12, 2, BUY, "1", "100");
    gold.correct(1, "4", "98");
    assertThat(gold.bust(2)).contains("TOP #5 - / 5@100 last=4@98 volume=4 trades=1");
  }

  @Test
  void yesterdaysTradesDoNotChangeTodaysVolume() {
    gold.wake(gold.core.wakeAtNanos());
    gold.limit(12, 2, BUY, "1", "100");
    assertThat(gold.bust(1))
        .containsExactly(
            "account-12 BUSTED 12/1 BUY trade=1 4@100 notional=40000",
            "account-11 BUSTED 11/1 SELL trade=1 4@100 notional=40000",
            "BY_PRICE #5 trade 1 DELETE 0@100 BY_PRICE",
            "BY_ORDER #5 trade 1 DELETE 0@100 BY_ORDER",
            "reply DONE trade 1 of 4@100 is busted");
  }
}
