package io.qanat.instrument.core;

import static io.qanat.codecs.fix.OrdType.LIMIT;
import static io.qanat.codecs.fix.OrdType.MARKET;
import static io.qanat.codecs.fix.SecurityTradingStatus.NOT_AVAILABLE_FOR_TRADING;
import static io.qanat.codecs.fix.SecurityTradingStatus.READY_TO_TRADE;
import static io.qanat.codecs.fix.SecurityTradingStatus.TRADING_HALT;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.DAY;
import static io.qanat.codecs.fix.TimeInForce.FILL_OR_KILL;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_CANCEL;
import static io.qanat.codecs.fix.TimeInForce.IMMEDIATE_OR_CANCEL;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static io.qanat.instrument.core.InstrumentDesk.OIL;
import static io.qanat.instrument.core.InstrumentDesk.START_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Given a book and an action, the whole list of outputs. */
class InstrumentCoreTest {
  private final InstrumentDesk gold = InstrumentDesk.trading(GOLD);

  @Test
  void aLimitOrderRests() {
    assertThat(gold.limit(11, 1, BUY, "10", "100"))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=1 10@100 leaves=10 cum=0",
            "BY_ORDER #2 NEW BUY md=1 p=1 10@100",
            "BY_PRICE #2 NEW BUY 10@100 n=1",
            "TOP #2 10@100 / - last=- volume=0 trades=0");
    assertThat(gold.limit(11, 2, BUY, "5", "99.5", DAY))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=2 5@99.5 leaves=5 cum=0",
            "BY_ORDER #3 NEW BUY md=2 p=2 5@99.5",
            "BY_PRICE #3 NEW BUY 5@99.5 n=1");
    assertThat(gold.limit(12, 1, BUY, "5", "100"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 5@100 leaves=5 cum=0",
            "BY_ORDER #4 NEW BUY md=3 p=3 5@100",
            "BY_PRICE #4 CHANGE BUY 15@100 n=2",
            "TOP #3 15@100 / - last=- volume=0 trades=0");
  }

  @Test
  void aLimitOrderTradesThroughLevelsInPriorityAndRests() {
    gold.limit(11, 1, SELL, "2", "101");
    gold.limit(12, 1, SELL, "3", "100");
    gold.limit(21, 1, SELL, "4", "100");
    assertThat(gold.limit(11, 2, BUY, "10", "101"))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 10@101 leaves=10 cum=0",
            "account-12 TRADED 12/1 md=2 3@100 leaves=0 cum=3 last=3@100 trade=1 contra=4"
                + " notional=30000 ADDED",
            "account-11 TRADED 11/2 md=4 10@101 leaves=7 cum=3 last=3@100 trade=1 contra=2"
                + " notional=30000 REMOVED",
            "account-21 TRADED 21/1 md=3 4@100 leaves=0 cum=4 last=4@100 trade=2 contra=4"
                + " notional=40000 ADDED",
            "account-11 TRADED 11/2 md=4 10@101 leaves=3 cum=7 last=4@100 trade=2 contra=3"
                + " notional=40000 REMOVED",
            "account-11 TRADED 11/1 md=1 2@101 leaves=0 cum=2 last=2@101 trade=3 contra=4"
                + " notional=20200 ADDED",
            "account-11 TRADED 11/2 md=4 10@101 leaves=1 cum=9 last=2@101 trade=3 contra=1"
                + " notional=20200 REMOVED",
            "BY_ORDER #5 DELETE SELL md=2 p=2 0@100 trade 1 3 | DELETE SELL md=3 p=3 0@100"
                + " trade 2 4 | DELETE SELL md=1 p=1 0@101 trade 3 2 | NEW BUY md=4 p=4 1@101",
            "BY_PRICE #5 NEW BUY 1@101 n=1 | DELETE SELL 0@100 n=0 | DELETE SELL 0@101 n=0 |"
                + " trade 1 BUY 3@100 | trade 2 BUY 4@100 | trade 3 BUY 2@101",
            "TOP #5 1@101 / - last=2@101 volume=9 trades=3");
  }

  @Test
  void theRestingOrdersPriceIsTheTradesAndItsRestKeepsItsPlace() {
    gold.limit(11, 1, BUY, "10", "100");
    assertThat(gold.limit(12, 1, SELL, "4", "99"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=2 4@99 leaves=4 cum=0",
            "account-11 TRADED 11/1 md=1 10@100 leaves=6 cum=4 last=4@100 trade=1 contra=2"
                + " notional=40000 ADDED",
            "account-12 TRADED 12/1 md=2 4@99 leaves=0 cum=4 last=4@100 trade=1 contra=1"
                + " notional=40000 REMOVED",
            "BY_ORDER #3 CHANGE BUY md=1 p=1 6@100 trade 1 4",
            "BY_PRICE #3 CHANGE BUY 6@100 n=1 | trade 1 SELL 4@100",
            "TOP #3 6@100 / - last=4@100 volume=4 trades=1");
  }

  @Test
  void immediateOrCancelNeverRests() {
    gold.limit(11, 1, SELL, "2", "100");
    gold.limit(11, 2, SELL, "2", "101");
    assertThat(gold.limit(12, 1, BUY, "5", "100", IMMEDIATE_OR_CANCEL))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 5@100 leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=3"
                + " notional=20000 ADDED",
            "account-12 TRADED 12/1 md=3 5@100 leaves=3 cum=2 last=2@100 trade=1 contra=1"
                + " notional=20000 REMOVED",
            "account-12 CANCELED 12/1 md=3 5@100 leaves=0 cum=2 UNFILLED",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 2",
            "BY_PRICE #4 DELETE SELL 0@100 n=0 | trade 1 BUY 2@100",
            "TOP #3 - / 2@101 last=2@100 volume=2 trades=1");
    assertThat(gold.limit(12, 2, BUY, "5", "100", IMMEDIATE_OR_CANCEL))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 5@100 leaves=5 cum=0",
            "account-12 CANCELED 12/2 md=4 5@100 leaves=0 cum=0 UNFILLED");
  }

  @Test
  void fillOrKillTradesWhollyOrNotAtAll() {
    gold.limit(11, 1, SELL, "2", "100");
    gold.limit(11, 2, SELL, "3", "101");
    gold.limit(11, 3, SELL, "3", "102");
    assertThat(gold.limit(12, 1, BUY, "6", "101", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=4 6@101 leaves=6 cum=0",
            "account-12 CANCELED 12/1 md=4 6@101 leaves=0 cum=0 UNFILLED");
    assertThat(gold.limit(12, 2, BUY, "5", "101", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=5 5@101 leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=5"
                + " notional=20000 ADDED",
            "account-12 TRADED 12/2 md=5 5@101 leaves=3 cum=2 last=2@100 trade=1 contra=1"
                + " notional=20000 REMOVED",
            "account-11 TRADED 11/2 md=2 3@101 leaves=0 cum=3 last=3@101 trade=2 contra=5"
                + " notional=30300 ADDED",
            "account-12 TRADED 12/2 md=5 5@101 leaves=0 cum=5 last=3@101 trade=2 contra=2"
                + " notional=30300 REMOVED",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 trade 1 2 | DELETE SELL md=2 p=2 0@101"
                + " trade 2 3",
            "BY_PRICE #5 DELETE SELL 0@100 n=0 | DELETE SELL 0@101 n=0 | trade 1 BUY 2@100 |"
                + " trade 2 BUY 3@101",
            "TOP #3 - / 3@102 last=3@101 volume=5 trades=2");
  }

  @ParameterizedTest
  @EnumSource(
      value = TimeInForce.class,
      names = {"DAY", "GOOD_TILL_CANCEL", "IMMEDIATE_OR_CANCEL"})
  void aMarketOrderTakesWhatIsThere(final TimeInForce timeInForce) {
    gold.limit(11, 1, BUY, "2", "100");
    gold.limit(11, 2, BUY, "2", "50");
    assertThat(gold.market(12, 1, SELL, "5", timeInForce))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 5@market leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=3"
                + " notional=20000 ADDED",
            "account-12 TRADED 12/1 md=3 5@market leaves=3 cum=2 last=2@100 trade=1 contra=1"
                + " notional=20000 REMOVED",
            "account-11 TRADED 11/2 md=2 2@50 leaves=0 cum=2 last=2@50 trade=2 contra=3"
                + " notional=10000 ADDED",
            "account-12 TRADED 12/1 md=3 5@market leaves=1 cum=4 last=2@50 trade=2 contra=2"
                + " notional=10000 REMOVED",
            "account-12 CANCELED 12/1 md=3 5@market leaves=0 cum=4 UNFILLED",
            "BY_ORDER #4 DELETE BUY md=1 p=1 0@100 trade 1 2 | DELETE BUY md=2 p=2 0@50"
                + " trade 2 2",
            "BY_PRICE #4 DELETE BUY 0@100 n=0 | DELETE BUY 0@50 n=0 | trade 1 SELL 2@100 |"
                + " trade 2 SELL 2@50",
            "TOP #3 - / - last=2@50 volume=4 trades=2");
  }

  @Test
  void aMarketOrderStopsAtTheLimitPriceOfTheInstrument() {
    gold.limit(11, 1, SELL, "2", "100");
    gold.limit(11, 2, SELL, "2", "999");
    gold.define(InstrumentDesk.terms("XAUUSD", "100", "0.5", "1", "1", "100", "1", "999", Bool.NO));
    assertThat(gold.market(12, 1, BUY, "3", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 3@market leaves=3 cum=0",
            "account-11 TRADED 11/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=3"
                + " notional=20000 ADDED",
            "account-12 TRADED 12/1 md=3 3@market leaves=1 cum=2 last=2@100 trade=1 contra=1"
                + " notional=20000 REMOVED",
            "account-11 TRADED 11/2 md=2 2@999 leaves=1 cum=1 last=1@999 trade=2 contra=3"
                + " notional=99900 ADDED",
            "account-12 TRADED 12/1 md=3 3@market leaves=0 cum=3 last=1@999 trade=2 contra=2"
                + " notional=99900 REMOVED",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 2 | CHANGE SELL md=2 p=2 1@999"
                + " trade 2 1",
            "BY_PRICE #4 DELETE SELL 0@100 n=0 | CHANGE SELL 1@999 n=1 | trade 1 BUY 2@100 |"
                + " trade 2 BUY 1@999",
            "TOP #3 - / 1@999 last=1@999 volume=3 trades=2");
    assertThat(gold.market(12, 2, BUY, "3", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 3@market leaves=3 cum=0",
            "account-12 CANCELED 12/2 md=4 3@market leaves=0 cum=0 UNFILLED");
  }

  @Test
  void pricesMayBeZeroAndNegativeWhereAllowed() {
    final InstrumentDesk oil = InstrumentDesk.trading(OIL);
    assertThat(oil.limit(11, 1, BUY, "2", "-36.98"))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=1 2@-36.98 leaves=2 cum=0",
            "BY_ORDER #2 NEW BUY md=1 p=1 2@-36.98",
            "BY_PRICE #2 NEW BUY 2@-36.98 n=1",
            "TOP #2 2@-36.98 / - last=- volume=0 trades=0");
    assertThat(oil.limit(11, 2, SELL, "2", "0"))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=2 2@0 leaves=2 cum=0",
            "BY_ORDER #3 NEW SELL md=2 p=2 2@0",
            "BY_PRICE #3 NEW SELL 2@0 n=1",
            "TOP #3 2@-36.98 / 2@0 last=- volume=0 trades=0");
    assertThat(oil.limit(12, 1, SELL, "1", "-37"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 1@-37 leaves=1 cum=0",
            "account-11 TRADED 11/1 md=1 2@-36.98 leaves=1 cum=1 last=1@-36.98 trade=1"
                + " contra=3 notional=-36980 ADDED",
            "account-12 TRADED 12/1 md=3 1@-37 leaves=0 cum=1 last=1@-36.98 trade=1 contra=1"
                + " notional=-36980 REMOVED",
            "BY_ORDER #4 CHANGE BUY md=1 p=1 1@-36.98 trade 1 1",
            "BY_PRICE #4 CHANGE BUY 1@-36.98 n=1 | trade 1 SELL 1@-36.98",
            "TOP #4 1@-36.98 / 2@0 last=1@-36.98 volume=1 trades=1");
    assertThat(oil.market(12, 2, BUY, "2", DAY))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 2@market leaves=2 cum=0",
            "account-11 TRADED 11/2 md=2 2@0 leaves=0 cum=2 last=2@0 trade=2 contra=4"
                + " notional=0 ADDED",
            "account-12 TRADED 12/2 md=4 2@market leaves=0 cum=2 last=2@0 trade=2 contra=2"
                + " notional=0 REMOVED",
            "BY_ORDER #5 DELETE SELL md=2 p=2 0@0 trade 2 2",
            "BY_PRICE #5 DELETE SELL 0@0 n=0 | trade 2 BUY 2@0",
            "TOP #5 1@-36.98 / - last=2@0 volume=3 trades=2");
  }

  @Test
  void aCancelTakesTheRest() {
    gold.limit(11, 1, BUY, "10", "100");
    gold.limit(12, 1, SELL, "4", "100");
    assertThat(gold.cancel(11, 11, 1))
        .containsExactly(
            "account-11 CANCELED 11/1 md=1 request=7 10@100 leaves=0 cum=4",
            "BY_ORDER #4 DELETE BUY md=1 p=1 0@100",
            "BY_PRICE #4 DELETE BUY 0@100 n=0",
            "TOP #4 - / - last=4@100 volume=4 trades=1");
    assertThat(gold.cancel(11, 11, 1))
        .containsExactly(
            "account-11 CANCEL_REJECTED 11/1 md=0 request=7 - leaves=0 cum=0 UNKNOWN_ORDER");
  }

  @Test
  void anotherAccountsOrderIsUnknown() {
    gold.limit(11, 1, BUY, "10", "100");
    assertThat(gold.cancel(12, 11, 1))
        .containsExactly(
            "account-12 CANCEL_REJECTED 11/1 md=0 request=7 - leaves=0 cum=0 UNKNOWN_ORDER");
    assertThat(gold.replace(12, 11, 1, "5", "100"))
        .containsExactly(
            "account-12 REPLACE_REJECTED 11/1 md=0 request=8 - leaves=0 cum=0 UNKNOWN_ORDER");
  }

  @Test
  void aReplaceForLessKeepsThePlace() {
    gold.limit(11, 1, BUY, "10", "100");
    gold.limit(12, 1, BUY, "10", "100");
    gold.limit(21, 1, SELL, "2", "100");
    assertThat(gold.replace(11, 11, 1, "5", "100"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 5@100 leaves=3 cum=2",
            "BY_ORDER #5 CHANGE BUY md=1 p=1 3@100",
            "BY_PRICE #5 CHANGE BUY 13@100 n=2",
            "TOP #5 13@100 / - last=2@100 volume=2 trades=1");
    assertThat(gold.limit(21, 2, SELL, "4", "100"))
        .containsExactly(
            "account-21 ACCEPTED 21/2 md=4 4@100 leaves=4 cum=0",
            "account-11 TRADED 11/1 md=1 5@100 leaves=0 cum=5 last=3@100 trade=2 contra=4"
                + " notional=30000 ADDED",
            "account-21 TRADED 21/2 md=4 4@100 leaves=1 cum=3 last=3@100 trade=2 contra=1"
                + " notional=30000 REMOVED",
            "account-12 TRADED 12/1 md=2 10@100 leaves=9 cum=1 last=1@100 trade=3 contra=4"
                + " notional=10000 ADDED",
            "account-21 TRADED 21/2 md=4 4@100 leaves=0 cum=4 last=1@100 trade=3 contra=2"
                + " notional=10000 REMOVED",
            "BY_ORDER #6 DELETE BUY md=1 p=1 0@100 trade 2 3 | CHANGE BUY md=2 p=2 9@100"
                + " trade 3 1",
            "BY_PRICE #6 CHANGE BUY 9@100 n=1 | trade 2 SELL 3@100 | trade 3 SELL 1@100",
            "TOP #6 9@100 / - last=1@100 volume=6 trades=3");
  }

  @Test
  void aReplaceForMoreOrTheSameLosesThePlace() {
    gold.limit(11, 1, BUY, "10", "100");
    gold.limit(12, 1, BUY, "10", "100");
    assertThat(gold.replace(11, 11, 1, "11", "100"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 11@100 leaves=11 cum=0",
            "BY_ORDER #4 DELETE BUY md=1 p=1 0@100 | NEW BUY md=1 p=3 11@100",
            "BY_PRICE #4 CHANGE BUY 21@100 n=2",
            "TOP #4 21@100 / - last=- volume=0 trades=0");
    assertThat(gold.replace(12, 12, 1, "10", "100"))
        .containsExactly(
            "account-12 REPLACED 12/1 md=2 request=8 10@100 leaves=10 cum=0",
            "BY_ORDER #5 DELETE BUY md=2 p=2 0@100 | NEW BUY md=2 p=4 10@100",
            "BY_PRICE #5 CHANGE BUY 21@100 n=2");
  }

  @Test
  void aReplaceMayTrade() {
    gold.limit(11, 1, BUY, "10", "99");
    gold.limit(12, 1, SELL, "4", "100");
    assertThat(gold.replace(11, 11, 1, "12", "100"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 12@100 leaves=12 cum=0",
            "account-12 TRADED 12/1 md=2 4@100 leaves=0 cum=4 last=4@100 trade=1 contra=1"
                + " notional=40000 ADDED",
            "account-11 TRADED 11/1 md=1 12@100 leaves=8 cum=4 last=4@100 trade=1 contra=2"
                + " notional=40000 REMOVED",
            "BY_ORDER #4 DELETE BUY md=1 p=1 0@99 | DELETE SELL md=2 p=2 0@100 trade 1 4 |"
                + " NEW BUY md=1 p=3 8@100",
            "BY_PRICE #4 DELETE BUY 0@99 n=0 | NEW BUY 8@100 n=1 | DELETE SELL 0@100 n=0 |"
                + " trade 1 BUY 4@100",
            "TOP #4 8@100 / - last=4@100 volume=4 trades=1");
    gold.limit(12, 2, SELL, "9", "101");
    assertThat(gold.replace(11, 11, 1, "9", "102"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 9@102 leaves=5 cum=4",
            "account-12 TRADED 12/2 md=3 9@101 leaves=4 cum=5 last=5@101 trade=2 contra=1"
                + " notional=50500 ADDED",
            "account-11 TRADED 11/1 md=1 9@102 leaves=0 cum=9 last=5@101 trade=2 contra=3"
                + " notional=50500 REMOVED",
            "BY_ORDER #6 DELETE BUY md=1 p=3 0@100 | CHANGE SELL md=3 p=4 4@101 trade 2 5",
            "BY_PRICE #6 DELETE BUY 0@100 n=0 | CHANGE SELL 4@101 n=1 | trade 2 BUY 5@101",
            "TOP #6 - / 4@101 last=5@101 volume=9 trades=2");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 100, BELOW_CUM_QTY",
    "3, 100, BELOW_CUM_QTY",
    "101, 100, INCORRECT_QUANTITY",
    "9.5, 100, INCORRECT_QUANTITY",
    "9, 100.25, INVALID_PRICE_INCREMENT",
    "9, 1000.5, PRICE_EXCEEDS_BAND",
    "9, 0.5, PRICE_EXCEEDS_BAND",
    "9, 0, PRICE_NOT_POSITIVE"
  })
  void aReplaceIsRefused(final String qty, final String price, final String reason) {
    gold.limit(11, 1, BUY, "10", "100");
    gold.limit(12, 1, SELL, "4", "100");
    final long before = gold.core.stateHash();
    assertThat(gold.replace(11, 11, 1, qty, price))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 10@100 leaves=6 cum=4 " + reason);
    assertThat(gold.core.stateHash()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100, INCORRECT_QUANTITY",
    "-1, 100, INCORRECT_QUANTITY",
    "101, 100, INCORRECT_QUANTITY",
    "1.5, 100, INCORRECT_QUANTITY",
    "1, 100.25, INVALID_PRICE_INCREMENT",
    "1, 1000.5, PRICE_EXCEEDS_BAND",
    "1, 0.5, PRICE_EXCEEDS_BAND",
    "1, 0, PRICE_NOT_POSITIVE",
    "1, -5, PRICE_NOT_POSITIVE"
  })
  void aLimitOrderIsRefused(final String qty, final String price, final String reason) {
    final long before = gold.core.stateHash();
    assertThat(gold.limit(11, 1, BUY, qty, price))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 " + qty + "@" + price + " leaves=0 cum=0 " + reason);
    assertThat(gold.core.stateHash()).isEqualTo(before);
  }

  @Test
  void ordersThatAreNeitherLimitNorMarketAreRefused() {
    final long one = Fixed8.ONE;
    final String refused = "account-11 REJECTED 11/1 md=0 1@%s leaves=0 cum=0 %s";
    final String reason = "UNSUPPORTED_ORDER_CHARACTERISTIC";
    assertThat(gold.submit(11, 1, BUY, LIMIT, DAY, one, Fixed8.NULL))
        .containsExactly(refused.formatted("market", reason));
    assertThat(gold.submit(11, 1, BUY, MARKET, DAY, one, one))
        .containsExactly(refused.formatted("1", reason));
    assertThat(gold.submit(11, 1, BUY, io.qanat.codecs.fix.OrdType.NULL_VAL, DAY, one, Fixed8.NULL))
        .containsExactly(refused.formatted("market", reason));
    assertThat(gold.submit(11, 1, BUY, LIMIT, TimeInForce.NULL_VAL, one, one))
        .containsExactly(refused.formatted("1", reason));
    assertThat(gold.submit(11, 1, io.qanat.codecs.fix.Side.NULL_VAL, LIMIT, DAY, one, one))
        .containsExactly(refused.formatted("1", reason));
    assertThat(gold.market(11, 1, BUY, "101", DAY))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 101@market leaves=0 cum=0 INCORRECT_QUANTITY");
  }

  @Test
  void duplicatesAndForeignAccountsAreRefused() {
    gold.limit(11, 1, BUY, "10", "100");
    assertThat(gold.limit(11, 1, BUY, "3", "99"))
        .containsExactly("account-11 REJECTED 11/1 md=0 3@99 leaves=0 cum=0 DUPLICATE_ORDER");
    assertThat(gold.submitAs(12, 11, 2, BUY, LIMIT, DAY, Fixed8.ONE, Fixed8.ONE))
        .containsExactly("account-12 REJECTED 11/2 md=0 1@1 leaves=0 cum=0 UNKNOWN_ACCOUNT");
    assertThat(gold.cancelAccount(12, 11))
        .containsExactly(
            "account-12 CANCEL_REJECTED 0/0 md=0 request=9 - leaves=0 cum=0 UNKNOWN_ORDER");
  }

  @Test
  void amountsThatCannotBeRepresentedAreRefused() {
    final InstrumentDesk huge =
        InstrumentDesk.trading(
            InstrumentDesk.terms(
                "HUGE", "1", "1", "1", "1", "90000000000", "1", "90000000000", Bool.NO));
    assertThat(huge.limit(11, 1, BUY, "90000000000", "90000000000"))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 90000000000@90000000000 leaves=0 cum=0"
                + " ORDER_EXCEEDS_LIMIT");
    huge.limit(11, 2, BUY, "90000000000", "1");
    assertThat(huge.limit(11, 3, BUY, "90000000000", "1"))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 90000000000@1 leaves=0 cum=0 ORDER_EXCEEDS_LIMIT");
    huge.limit(11, 4, BUY, "10", "2");
    assertThat(huge.replace(11, 11, 4, "90000000000", "1"))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/4 md=2 request=8 10@2 leaves=10 cum=0"
                + " INCORRECT_QUANTITY");
    assertThat(huge.market(12, 1, SELL, "90000000000", DAY)).hasSize(8);
    huge.limit(11, 5, BUY, "90000000000", "1");
    huge.market(12, 2, SELL, "90000000000", DAY);
    assertThat(huge.fullRefresh(false, false).get(1)).contains("volume=92233720368.54775807");
  }

  @Test
  void anUndefinedInstrumentIsUnknown() {
    final InstrumentDesk nothing = new InstrumentDesk();
    assertThat(nothing.limit(11, 1, BUY, "1", "1"))
        .containsExactly("account-11 REJECTED 11/1 md=0 1@1 leaves=0 cum=0 UNKNOWN_SYMBOL");
    assertThat(nothing.status(TRADING_HALT))
        .containsExactly("reply NOT_FOUND instrument 5 is not defined");
    assertThat(nothing.cancelPartner(0))
        .containsExactly("reply NOT_FOUND instrument 5 is not defined");
    assertThat(nothing.fullRefresh(true, true))
        .containsExactly("reply NOT_FOUND instrument 5 is not defined");
    assertThat(nothing.core.wakeAtNanos()).isZero();
  }

  @Test
  void aDefinitionOpensTheInstrument() {
    final InstrumentDesk desk = new InstrumentDesk();
    assertThat(desk.define(GOLD))
        .containsExactly(
            "BY_PRICE #1 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #1 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #1 - / - last=- volume=0 trades=0");
    assertThat(desk.define(GOLD)).containsExactly("reply UNCHANGED");
    assertThat(desk.fullRefresh(true, true))
        .containsExactly(
            "reply definition #1 XAUUSD tick=0.5 READY_TO_TRADE",
            "reply #1 - / - last=- volume=0 trades=0",
            "reply full by price #1 1/1:",
            "reply full by order #1 1/1:");
  }

  @Test
  void aHaltLeavesCancelsAndReductions() {
    gold.limit(11, 1, BUY, "10", "100");
    assertThat(gold.status(TRADING_HALT))
        .containsExactly(
            "BY_PRICE #3 TRADING_HALT BY_PRICE",
            "BY_ORDER #3 TRADING_HALT BY_ORDER",
            "reply DONE",
            "TOP #3 10@100 / - last=- volume=0 trades=0 TRADING_HALT");
    assertThat(gold.status(TRADING_HALT)).containsExactly("reply UNCHANGED");
    assertThat(gold.limit(11, 2, BUY, "1", "100"))
        .containsExactly("account-11 REJECTED 11/2 md=0 1@100 leaves=0 cum=0 EXCHANGE_CLOSED");
    assertThat(gold.replace(11, 11, 1, "11", "100"))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 10@100 leaves=10 cum=0 OTHER");
    assertThat(gold.replace(11, 11, 1, "9", "99"))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 10@100 leaves=10 cum=0 OTHER");
    assertThat(gold.replace(11, 11, 1, "9", "100"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 9@100 leaves=9 cum=0",
            "BY_ORDER #4 CHANGE BUY md=1 p=1 9@100",
            "BY_PRICE #4 CHANGE BUY 9@100 n=1",
            "TOP #4 9@100 / - last=- volume=0 trades=0 TRADING_HALT");
    gold.status(NOT_AVAILABLE_FOR_TRADING);
    assertThat(gold.limit(11, 2, BUY, "1", "100"))
        .containsExactly("account-11 REJECTED 11/2 md=0 1@100 leaves=0 cum=0 EXCHANGE_CLOSED");
    assertThat(gold.cancel(11, 11, 1))
        .containsExactly(
            "account-11 CANCELED 11/1 md=1 request=7 9@100 leaves=0 cum=0",
            "BY_ORDER #6 DELETE BUY md=1 p=1 0@100",
            "BY_PRICE #6 DELETE BUY 0@100 n=0",
            "TOP #6 - / - last=- volume=0 trades=0 NOT_AVAILABLE_FOR_TRADING");
    gold.status(READY_TO_TRADE);
    assertThat(gold.limit(11, 2, BUY, "1", "100")).hasSize(4);
  }

  @Test
  void massCancelsByAccountPartnerAndInstrument() {
    fillForMassCancel();
    assertThat(gold.cancelAccount(11, 11))
        .containsExactly(
            "account-11 CANCELED 11/1 md=1 request=9 1@100 leaves=0 cum=0",
            "account-11 CANCELED 11/2 md=3 request=9 3@102 leaves=0 cum=0",
            "BY_ORDER #6 DELETE BUY md=1 p=1 0@100 | DELETE SELL md=3 p=3 0@102",
            "BY_PRICE #6 CHANGE BUY 2@100 n=1 | DELETE SELL 0@102 n=0",
            "TOP #5 2@100 / 4@103 last=- volume=0 trades=0");
    fillForMassCancel();
    assertThat(gold.cancelPartner(2))
        .containsExactly(
            "account-21 CANCELED 21/1 md=2 2@100 leaves=0 cum=0 OPERATOR",
            "reply DONE 1 orders cancelled",
            "BY_ORDER #9 DELETE BUY md=2 p=2 0@100",
            "BY_PRICE #9 CHANGE BUY 1@100 n=1",
            "TOP #8 1@100 / 3@102 last=- volume=0 trades=0");
    assertThat(gold.cancelPartner(2)).containsExactly("reply UNCHANGED 0 orders cancelled");
    assertThat(gold.cancelPartner(0))
        .containsExactly(
            "account-12 CANCELED 12/1 md=4 4@103 leaves=0 cum=0 OPERATOR",
            "account-11 CANCELED 11/1 md=5 1@100 leaves=0 cum=0 OPERATOR",
            "account-11 CANCELED 11/2 md=6 3@102 leaves=0 cum=0 OPERATOR",
            "reply DONE 3 orders cancelled",
            "BY_ORDER #10 DELETE SELL md=4 p=4 0@103 | DELETE BUY md=5 p=5 0@100 | DELETE SELL md=6"
                + " p=6 0@102",
            "BY_PRICE #10 DELETE BUY 0@100 n=0 | DELETE SELL 0@103 n=0 | DELETE SELL 0@102 n=0",
            "TOP #9 - / - last=- volume=0 trades=0");
  }

  private void fillForMassCancel() {
    gold.limit(11, 1, BUY, "1", "100");
    gold.limit(21, 1, BUY, "2", "100");
    gold.limit(11, 2, SELL, "3", "102");
    gold.limit(12, 1, SELL, "4", "103");
  }

  @Test
  void theDayRollExpiresDayOrders() {
    gold.limit(11, 1, BUY, "10", "100", DAY);
    gold.limit(12, 1, BUY, "10", "100");
    gold.limit(21, 1, SELL, "4", "100");
    gold.limit(21, 2, SELL, "4", "101", DAY);
    final long roll = gold.core.wakeAtNanos();
    assertThat(roll).isEqualTo(20_487L * 86_400_000_000_000L).isGreaterThan(START_NANOS);
    assertThat(gold.wake(roll - 1)).isEmpty();
    assertThat(gold.wake(roll))
        .containsExactly(
            "account-11 EXPIRED 11/1 md=1 10@100 leaves=0 cum=4",
            "account-21 EXPIRED 21/2 md=4 4@101 leaves=0 cum=0",
            "BY_ORDER #6 DELETE BUY md=1 p=1 0@100 | DELETE SELL md=4 p=3 0@101",
            "BY_PRICE #6 CHANGE BUY 10@100 n=1 | DELETE SELL 0@101 n=0",
            "TOP #6 10@100 / - last=4@100 volume=0 trades=0");
    assertThat(gold.core.wakeAtNanos()).isEqualTo(roll + 86_400_000_000_000L);
    assertThat(gold.wake(roll)).isEmpty();
  }

  @Test
  void whicheverInputFirstReachesTheEndOfTheDayEndsIt() {
    gold.limit(11, 1, BUY, "10", "100", DAY);
    gold.nowNanos = gold.core.wakeAtNanos() + 3 * 86_400_000_000_000L + 1;
    assertThat(gold.limit(12, 1, SELL, "1", "100", DAY))
        .containsExactly(
            "account-11 EXPIRED 11/1 md=1 10@100 leaves=0 cum=0",
            "BY_ORDER #3 DELETE BUY md=1 p=1 0@100",
            "BY_PRICE #3 DELETE BUY 0@100 n=0",
            "TOP #3 - / - last=- volume=0 trades=0",
            "account-12 ACCEPTED 12/1 md=2 1@100 leaves=1 cum=0",
            "BY_ORDER #4 NEW SELL md=2 p=2 1@100",
            "BY_PRICE #4 NEW SELL 1@100 n=1",
            "TOP #4 - / 1@100 last=- volume=0 trades=0");
    assertThat(gold.core.wakeAtNanos()).isEqualTo(gold.nowNanos - 1 + 86_400_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0;0.5;1;1;100;1;1000;contractSize must be greater than 0: 0",
        "100;-1;1;1;100;1;1000;tickSize must be greater than 0: -1",
        "100;0.5;0;1;100;1;1000;lotSize must be greater than 0: 0",
        "100;0.5;1;0;100;1;1000;minQty must be a multiple of lotSize 1 and greater than 0: 0",
        "100;0.5;2;3;100;1;1000;minQty must be a multiple of lotSize 2 and greater than 0: 3",
        "100;0.5;1;5;4;1;1000;maxQty must be a multiple of lotSize 1 and at least minQty 5: 4",
        "100;0.5;2;2;5;1;1000;maxQty must be a multiple of lotSize 2 and at least minQty 2: 5",
        "100;0.5;1;1;100;10;9;highLimitPrice must be at least lowLimitPrice 10: 9",
        "100;0.5;1;1;100;-2;0;highLimitPrice must be greater than 0 unless"
            + " nonPositivePricesAllowed: 0"
      })
  void unsoundTermsAreNamed(
      final String contractSize,
      final String tickSize,
      final String lotSize,
      final String minQty,
      final String maxQty,
      final String low,
      final String high,
      final String text) {
    final long before = gold.core.stateHash();
    assertThat(
            gold.define(
                InstrumentDesk.terms(
                    "XAUUSD", contractSize, tickSize, lotSize, minQty, maxQty, low, high, Bool.NO)))
        .containsExactly("reply INVALID " + text);
    assertThat(gold.core.stateHash()).isEqualTo(before);
  }

  @Test
  void newTermsMustFitTheOrdersThatRest() {
    gold.limit(11, 1, BUY, "9", "100.5");
    assertThat(goldWith("200", "0.5", "1", "1", "100"))
        .containsExactly(
            "reply CONFLICT contractSize, contractType, baseCurrency and quoteCurrency cannot"
                + " change while 1 orders rest");
    final String order =
        "reply CONFLICT order 6047313952769 rests, BUY 9 at 100.5, and would not" + " be valid: ";
    assertThat(goldWith("100", "1", "1", "1", "100"))
        .containsExactly(order + "INVALID_PRICE_INCREMENT");
    assertThat(goldWith("100", "0.5", "3", "3", "6")).containsExactly(order + "INCORRECT_QUANTITY");
    assertThat(goldWith("100", "0.5", "2", "2", "100"))
        .containsExactly(order + "open quantity 9 is not of whole lots");
    assertThat(goldWith("100", "0.1", "1", "1", "50")).containsExactly("reply DONE");
    gold.cancel(11, 11, 1);
    assertThat(goldWith("200", "1", "2", "2", "100")).containsExactly("reply DONE");
    assertThat(gold.fullRefresh(false, false))
        .first()
        .isEqualTo("reply definition #3 XAUUSD tick=1 READY_TO_TRADE");
  }

  private List<String> goldWith(
      final String contractSize,
      final String tickSize,
      final String lotSize,
      final String minQty,
      final String maxQty) {
    return gold.define(
        InstrumentDesk.terms(
            "XAUUSD", contractSize, tickSize, lotSize, minQty, maxQty, "1", "1000", Bool.NO));
  }

  @Test
  void largeEventsAreCutIntoMessages() {
    for (int i = 1; i <= 2_000; i++) {
      gold.limit(11, i, SELL, "1", String.valueOf(10 + i / 4));
    }
    final List<String> lines = gold.cancelPartner(0);
    assertThat(lines).filteredOn(line -> line.startsWith("account-11 CANCELED")).hasSize(2_000);
    final List<String> byOrder = lines.stream().filter(l -> l.startsWith("BY_ORDER")).toList();
    assertThat(byOrder).hasSizeGreaterThan(1);
    assertThat(byOrder.subList(0, byOrder.size() - 1)).allMatch(line -> line.endsWith(" ..."));
    assertThat(byOrder.get(byOrder.size() - 1)).doesNotEndWith(" ...");
    assertThat(lines).filteredOn(line -> line.startsWith("BY_PRICE")).hasSize(1);
  }

  @Test
  void aMessageThatNoPeerSendsIsADefect() {
    assertThatThrownBy(
            () ->
                gold.core.apply(
                    gold.inputs.submit(
                        START_NANOS,
                        EntityKey.partner(1),
                        1,
                        1,
                        1,
                        BUY,
                        MARKET,
                        GOOD_TILL_CANCEL,
                        Fixed8.NULL,
                        Fixed8.ONE),
                    gold.outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partner-1");
  }
}
