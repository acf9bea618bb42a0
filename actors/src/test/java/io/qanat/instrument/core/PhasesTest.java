package io.qanat.instrument.core;

import static io.qanat.codecs.fix.SecurityTradingStatus.NOT_AVAILABLE_FOR_TRADING;
import static io.qanat.codecs.fix.SecurityTradingStatus.READY_TO_TRADE;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.AT_THE_CLOSE;
import static io.qanat.codecs.fix.TimeInForce.AT_THE_OPENING;
import static io.qanat.codecs.fix.TimeInForce.DAY;
import static io.qanat.codecs.fix.TimeInForce.FILL_OR_KILL;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_CANCEL;
import static io.qanat.codecs.fix.TimeInForce.IMMEDIATE_OR_CANCEL;
import static io.qanat.codecs.fix.TradingPhase.CLOSED;
import static io.qanat.codecs.fix.TradingPhase.CLOSING_AUCTION;
import static io.qanat.codecs.fix.TradingPhase.CONTINUOUS;
import static io.qanat.codecs.fix.TradingPhase.HALT;
import static io.qanat.codecs.fix.TradingPhase.OPENING_AUCTION;
import static io.qanat.codecs.fix.TradingPhase.PRE_OPEN;
import static io.qanat.codecs.fix.TradingPhase.VOLATILITY_AUCTION;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static io.qanat.instrument.core.InstrumentDesk.rules;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The phases of an instrument, each transition and each rule: given a book and an action, the whole
 * list of outputs. Seconds count from the start.
 */
class PhasesTest {
  private final InstrumentDesk gold = InstrumentDesk.trading(GOLD);

  private static InstrumentDesk banded(final String staticBand, final String dynamicBand) {
    final InstrumentDesk desk = new InstrumentDesk();
    desk.define(GOLD, rules("100", staticBand, dynamicBand, 30, 1_000));
    return desk;
  }

  @Test
  void aScheduleBeginsWithWhatHasPassed() {
    assertThat(gold.schedule(0, CLOSED, 10, PRE_OPEN, 20, CONTINUOUS))
        .containsExactly(
            "BY_PRICE #2 NOT_AVAILABLE_FOR_TRADING until=+10 BY_PRICE",
            "BY_ORDER #2 NOT_AVAILABLE_FOR_TRADING until=+10 BY_ORDER",
            "reply DONE",
            "TOP #2 - / - last=- volume=0 trades=0 NOT_AVAILABLE_FOR_TRADING");
    assertThat(gold.wantsWakeAt()).isEqualTo(10);
    assertThat(gold.limit(11, 1, BUY, "1", "100"))
        .containsExactly("account-11 REJECTED 11/1 md=0 1@100 leaves=0 cum=0 EXCHANGE_CLOSED");
  }

  @Test
  void preOpenTakesOrdersAndTradesNothing() {
    gold.schedule(0, CLOSED, 10, PRE_OPEN, 20, OPENING_AUCTION);
    assertThat(gold.wakeAt(10))
        .containsExactly(
            "BY_PRICE #3 PRE_OPEN until=+20 BY_PRICE",
            "BY_ORDER #3 PRE_OPEN until=+20 BY_ORDER",
            "TOP #3 - / - last=- volume=0 trades=0 PRE_OPEN");
    gold.limit(11, 1, BUY, "10", "102");
    assertThat(gold.limit(12, 1, SELL, "4", "100", DAY))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=2 4@100 leaves=4 cum=0",
            "BY_ORDER #5 NEW SELL md=2 p=2 4@100",
            "BY_PRICE #5 NEW SELL 4@100 n=1",
            "TOP #5 10@102 / 4@100 last=- volume=0 trades=0 PRE_OPEN");
  }

  @Test
  void inACallWhatMustTradeAtOnceIsRefused() {
    gold.phase(PRE_OPEN);
    assertThat(gold.limit(11, 1, BUY, "1", "100", IMMEDIATE_OR_CANCEL))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 1@100 leaves=0 cum=0 UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.market(11, 2, BUY, "1", FILL_OR_KILL))
        .containsExactly(
            "account-11 REJECTED 11/2 md=0 1@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void anAuctionTellsItsPriceAsTheBookChanges() {
    gold.phase(PRE_OPEN);
    gold.limit(11, 1, BUY, "10", "102");
    gold.limit(12, 1, SELL, "4", "100");
    assertThat(gold.phase(OPENING_AUCTION))
        .containsExactly(
            "BY_PRICE #5 OPENING_AUCTION indicative=4@102 imbalance=6 BY_PRICE",
            "BY_ORDER #5 OPENING_AUCTION indicative=4@102 imbalance=6 BY_ORDER",
            "reply DONE",
            "TOP #5 10@102 / 4@100 last=- volume=0 trades=0 OPENING_AUCTION indicative=4@102"
                + " imbalance=6");
    // A market order is in no depth.
    assertThat(gold.market(21, 1, SELL, "3", DAY))
        .containsExactly(
            "account-21 ACCEPTED 21/1 md=3 3@market leaves=3 cum=0",
            "BY_PRICE #6 OPENING_AUCTION indicative=7@102 imbalance=3 BY_PRICE",
            "BY_ORDER #6 OPENING_AUCTION indicative=7@102 imbalance=3 BY_ORDER",
            "TOP #6 10@102 / 4@100 last=- volume=0 trades=0 OPENING_AUCTION indicative=7@102"
                + " imbalance=3");
    assertThat(gold.limit(12, 2, SELL, "4", "101"))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 4@101 leaves=4 cum=0",
            "BY_ORDER #7 NEW SELL md=4 p=3 4@101",
            "BY_PRICE #7 NEW SELL 4@101 n=1",
            "BY_PRICE #8 OPENING_AUCTION indicative=10@101 imbalance=-1 BY_PRICE",
            "BY_ORDER #8 OPENING_AUCTION indicative=10@101 imbalance=-1 BY_ORDER",
            "TOP #7 10@102 / 4@100 last=- volume=0 trades=0 OPENING_AUCTION indicative=10@101"
                + " imbalance=-1");
    // A price that stays is not told again.
    assertThat(gold.limit(12, 3, SELL, "1", "110"))
        .containsExactly(
            "account-12 ACCEPTED 12/3 md=5 1@110 leaves=1 cum=0",
            "BY_ORDER #9 NEW SELL md=5 p=4 1@110",
            "BY_PRICE #9 NEW SELL 1@110 n=1");
  }

  @Test
  void theOpeningAuctionTradesAtOnePriceAndContinuousTradingBegins() {
    gold.schedule(0, OPENING_AUCTION, 30, CONTINUOUS, 40, CLOSED);
    gold.limit(11, 1, BUY, "10", "102");
    gold.limit(12, 1, SELL, "4", "100", DAY);
    gold.market(21, 1, SELL, "3", DAY);
    gold.limit(21, 2, BUY, "2", "101", AT_THE_OPENING);
    gold.reload();
    assertThat(gold.wakeAt(30))
        .containsExactly(
            "BY_PRICE #8 OPENING_AUCTION indicative=7@102 imbalance=3 auction=102 until=+30"
                + " BY_PRICE",
            "BY_ORDER #8 OPENING_AUCTION indicative=7@102 imbalance=3 auction=102 until=+30"
                + " BY_ORDER",
            "account-11 TRADED 11/1 md=1 10@102 leaves=7 cum=3 last=3@102 trade=1 contra=3"
                + " notional=30600 AUCTION",
            "account-21 TRADED 21/1 md=3 3@market leaves=0 cum=3 last=3@102 trade=1 contra=1"
                + " notional=30600 AUCTION",
            "account-11 TRADED 11/1 md=1 10@102 leaves=3 cum=7 last=4@102 trade=2 contra=2"
                + " notional=40800 AUCTION",
            "account-12 TRADED 12/1 md=2 4@100 leaves=0 cum=4 last=4@102 trade=2 contra=1"
                + " notional=40800 AUCTION",
            "account-21 EXPIRED 21/2 md=4 2@101 leaves=0 cum=0",
            "BY_ORDER #9 CHANGE BUY md=1 p=1 7@102 trade 1 3 | CHANGE BUY md=1 p=1 3@102"
                + " trade 2 4 | DELETE SELL md=2 p=2 0@100 trade 2 4 | DELETE BUY md=4 p=3 0@101",
            "BY_PRICE #9 CHANGE BUY 3@102 n=1 | DELETE BUY 0@101 n=0 | DELETE SELL 0@100 n=0 |"
                + " trade 1 BUY 3@102 | trade 2 BUY 4@102",
            "BY_PRICE #10 READY_TO_TRADE until=+40 BY_PRICE",
            "BY_ORDER #10 READY_TO_TRADE until=+40 BY_ORDER",
            "TOP #6 3@102 / - last=4@102 volume=7 trades=2");
    assertThat(gold.limit(21, 3, BUY, "2", "101", AT_THE_OPENING))
        .containsExactly(
            "account-21 REJECTED 21/3 md=0 2@101 leaves=0 cum=0 UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void anAuctionServesMarketOrdersFirstThenPriceThenTime() {
    gold.phase(OPENING_AUCTION, 60);
    assertThat(gold.wantsWakeAt()).isEqualTo(60);
    gold.limit(21, 1, SELL, "7", "100");
    gold.limit(22, 1, SELL, "1", "99");
    gold.limit(11, 1, BUY, "1", "105");
    gold.market(11, 2, BUY, "5", GOOD_TILL_CANCEL);
    gold.limit(12, 1, BUY, "1", "105");
    gold.market(12, 2, BUY, "3", DAY);
    gold.reload();
    assertThat(gold.wakeAt(60))
        .filteredOn(line -> line.startsWith("account-"))
        .containsExactly(
            "account-11 TRADED 11/2 md=4 5@market leaves=4 cum=1 last=1@105 trade=1 contra=2"
                + " notional=10500 AUCTION",
            "account-22 TRADED 22/1 md=2 1@99 leaves=0 cum=1 last=1@105 trade=1 contra=4"
                + " notional=10500 AUCTION",
            "account-11 TRADED 11/2 md=4 5@market leaves=0 cum=5 last=4@105 trade=2 contra=1"
                + " notional=42000 AUCTION",
            "account-21 TRADED 21/1 md=1 7@100 leaves=3 cum=4 last=4@105 trade=2 contra=4"
                + " notional=42000 AUCTION",
            "account-12 TRADED 12/2 md=6 3@market leaves=0 cum=3 last=3@105 trade=3 contra=1"
                + " notional=31500 AUCTION",
            "account-21 TRADED 21/1 md=1 7@100 leaves=0 cum=7 last=3@105 trade=3 contra=6"
                + " notional=31500 AUCTION");
  }

  @Test
  void whatIsLeftOfMarketOrdersIsCancelledWithTheCall() {
    gold.phase(OPENING_AUCTION);
    gold.market(11, 1, BUY, "5", GOOD_TILL_CANCEL);
    gold.market(12, 1, BUY, "2", AT_THE_OPENING);
    gold.market(12, 2, BUY, "2", DAY);
    gold.limit(21, 1, SELL, "3", "100");
    assertThat(gold.cancel(12, 12, 2))
        .containsExactly(
            "account-12 CANCELED 12/2 md=3 request=7 2@market leaves=0 cum=0",
            "BY_PRICE #5 OPENING_AUCTION indicative=3@100 imbalance=4 BY_PRICE",
            "BY_ORDER #5 OPENING_AUCTION indicative=3@100 imbalance=4 BY_ORDER",
            "TOP #4 - / 3@100 last=- volume=0 trades=0 OPENING_AUCTION indicative=3@100"
                + " imbalance=4");
    assertThat(gold.phase(CONTINUOUS))
        .filteredOn(line -> line.startsWith("account-"))
        .containsExactly(
            "account-11 TRADED 11/1 md=1 5@market leaves=2 cum=3 last=3@100 trade=1 contra=4"
                + " notional=30000 AUCTION",
            "account-21 TRADED 21/1 md=4 3@100 leaves=0 cum=3 last=3@100 trade=1 contra=1"
                + " notional=30000 AUCTION",
            "account-11 CANCELED 11/1 md=1 5@market leaves=0 cum=3 UNFILLED",
            "account-12 EXPIRED 12/1 md=2 2@market leaves=0 cum=0");
  }

  @Test
  void aCallWithNothingToTradeEndsQuietly() {
    gold.phase(OPENING_AUCTION);
    gold.limit(11, 1, BUY, "5", "99");
    gold.limit(12, 1, SELL, "5", "100");
    assertThat(gold.phase(CONTINUOUS))
        .containsExactly(
            "BY_PRICE #5 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #5 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #5 5@99 / 5@100 last=- volume=0 trades=0");
  }

  @Test
  void ordersForTheCloseWaitUnseenAndTakePartInItsAuction() {
    gold.schedule(0, CONTINUOUS, 40, CLOSING_AUCTION, 50, CLOSED);
    gold.limit(11, 1, BUY, "3", "102");
    assertThat(gold.limit(21, 1, SELL, "2", "101", AT_THE_CLOSE))
        .containsExactly("account-21 ACCEPTED 21/1 md=2 2@101 leaves=2 cum=0");
    assertThat(gold.market(12, 1, BUY, "5", AT_THE_CLOSE))
        .containsExactly("account-12 ACCEPTED 12/1 md=3 5@market leaves=5 cum=0");
    assertThat(gold.replace(21, 21, 1, "3", "100.5"))
        .containsExactly("account-21 REPLACED 21/1 md=2 request=8 3@100.5 leaves=3 cum=0");
    gold.reload();
    assertThat(gold.wakeAt(40))
        .containsExactly(
            "BY_PRICE #4 CLOSING_AUCTION indicative=3@102 imbalance=5 until=+50 BY_PRICE",
            "BY_ORDER #4 CLOSING_AUCTION indicative=3@102 imbalance=5 until=+50 BY_ORDER",
            "BY_ORDER #5 NEW SELL md=2 p=2 3@100.5",
            "BY_PRICE #5 NEW SELL 3@100.5 n=1",
            "TOP #3 3@102 / 3@100.5 last=- volume=0 trades=0 CLOSING_AUCTION indicative=3@102"
                + " imbalance=5");
    gold.reload();
    assertThat(gold.wakeAt(50))
        .containsExactly(
            "BY_PRICE #6 CLOSING_AUCTION indicative=3@102 imbalance=5 auction=102 until=+50"
                + " BY_PRICE",
            "BY_ORDER #6 CLOSING_AUCTION indicative=3@102 imbalance=5 auction=102 until=+50"
                + " BY_ORDER",
            "account-12 TRADED 12/1 md=3 5@market leaves=2 cum=3 last=3@102 trade=1 contra=2"
                + " notional=30600 AUCTION",
            "account-21 TRADED 21/1 md=2 3@100.5 leaves=0 cum=3 last=3@102 trade=1 contra=3"
                + " notional=30600 AUCTION",
            "account-12 EXPIRED 12/1 md=3 5@market leaves=0 cum=3",
            "BY_ORDER #7 DELETE SELL md=2 p=2 0@100.5 trade 1 3",
            "BY_PRICE #7 DELETE SELL 0@100.5 n=0 | trade 1 BUY 3@102",
            "BY_PRICE #8 NOT_AVAILABLE_FOR_TRADING BY_PRICE",
            "BY_ORDER #8 NOT_AVAILABLE_FOR_TRADING BY_ORDER",
            "TOP #4 3@102 / - last=3@102 volume=3 trades=1 NOT_AVAILABLE_FOR_TRADING");
  }

  @Test
  void withoutAClosingAuctionOrdersForTheCloseExpire() {
    gold.limit(11, 1, BUY, "3", "102", AT_THE_CLOSE);
    assertThat(gold.phase(CLOSED))
        .containsExactly(
            "account-11 EXPIRED 11/1 md=1 3@102 leaves=0 cum=0",
            "BY_PRICE #2 NOT_AVAILABLE_FOR_TRADING BY_PRICE",
            "BY_ORDER #2 NOT_AVAILABLE_FOR_TRADING BY_ORDER",
            "reply DONE",
            "TOP #2 - / - last=- volume=0 trades=0 NOT_AVAILABLE_FOR_TRADING");
  }

  @Test
  void anOrderTradesAsFarAsTheDynamicBandAndItsRestGoesToAnAuction() {
    final InstrumentDesk desk = banded("0", "2");
    desk.limit(11, 1, SELL, "5", "101");
    desk.limit(11, 2, SELL, "5", "103.5");
    desk.limit(12, 1, BUY, "2", "101");
    // The last price was 101 when it arrived: 103.5 is beyond 103.
    assertThat(desk.limit(12, 2, BUY, "10", "104"))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 10@104 leaves=10 cum=0",
            "account-11 TRADED 11/1 md=1 5@101 leaves=0 cum=5 last=3@101 trade=2 contra=4"
                + " notional=30300 ADDED",
            "account-12 TRADED 12/2 md=4 10@104 leaves=7 cum=3 last=3@101 trade=2 contra=1"
                + " notional=30300 REMOVED",
            "BY_PRICE #5 VOLATILITY_AUCTION indicative=5@104 imbalance=2 until=+30 BY_PRICE",
            "BY_ORDER #5 VOLATILITY_AUCTION indicative=5@104 imbalance=2 until=+30 BY_ORDER",
            "BY_ORDER #6 DELETE SELL md=1 p=1 0@101 trade 2 3 | NEW BUY md=4 p=3 7@104",
            "BY_PRICE #6 NEW BUY 7@104 n=1 | DELETE SELL 0@101 n=0 | trade 2 BUY 3@101",
            "TOP #4 7@104 / 5@103.5 last=3@101 volume=5 trades=2 VOLATILITY_AUCTION"
                + " indicative=5@104 imbalance=2");
    desk.reload();
    assertThat(desk.wantsWakeAt()).isEqualTo(30);
    assertThat(desk.wakeAt(30))
        .containsExactly(
            "BY_PRICE #7 VOLATILITY_AUCTION indicative=5@104 imbalance=2 auction=104 until=+30"
                + " BY_PRICE",
            "BY_ORDER #7 VOLATILITY_AUCTION indicative=5@104 imbalance=2 auction=104 until=+30"
                + " BY_ORDER",
            "account-12 TRADED 12/2 md=4 10@104 leaves=2 cum=8 last=5@104 trade=3 contra=2"
                + " notional=52000 AUCTION",
            "account-11 TRADED 11/2 md=2 5@103.5 leaves=0 cum=5 last=5@104 trade=3 contra=4"
                + " notional=52000 AUCTION",
            "BY_ORDER #8 CHANGE BUY md=4 p=3 2@104 trade 3 5 | DELETE SELL md=2 p=2 0@103.5"
                + " trade 3 5",
            "BY_PRICE #8 CHANGE BUY 2@104 n=1 | DELETE SELL 0@103.5 n=0 | trade 3 BUY 5@104",
            "BY_PRICE #9 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #9 READY_TO_TRADE BY_ORDER",
            "TOP #5 2@104 / - last=5@104 volume=10 trades=3");
  }

  @Test
  void theStaticBandLiesAroundTheReferenceInBothDirections() {
    final InstrumentDesk desk = banded("2", "0");
    desk.limit(11, 1, BUY, "1", "97.5");
    assertThat(desk.limit(12, 1, SELL, "1", "97.5"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=2 1@97.5 leaves=1 cum=0",
            "BY_PRICE #3 VOLATILITY_AUCTION indicative=1@97.5 until=+30 BY_PRICE",
            "BY_ORDER #3 VOLATILITY_AUCTION indicative=1@97.5 until=+30 BY_ORDER",
            "BY_ORDER #4 NEW SELL md=2 p=2 1@97.5",
            "BY_PRICE #4 NEW SELL 1@97.5 n=1",
            "TOP #3 1@97.5 / 1@97.5 last=- volume=0 trades=0 VOLATILITY_AUCTION"
                + " indicative=1@97.5");
    // The auction's price is the new reference: 98 is within the band around 97.5 and not of 100.
    desk.wakeAt(30);
    desk.limit(11, 2, BUY, "1", "96");
    assertThat(desk.limit(12, 2, SELL, "1", "96"))
        .contains(
            "account-12 TRADED 12/2 md=4 1@96 leaves=0 cum=1 last=1@96 trade=2 contra=3"
                + " notional=9600 REMOVED");
  }

  @Test
  void aReplaceCanHitABandToo() {
    final InstrumentDesk desk = banded("2", "0");
    desk.limit(11, 1, SELL, "1", "103");
    desk.limit(12, 1, BUY, "1", "99");
    assertThat(desk.replace(12, 12, 1, "1", "103"))
        .containsExactly(
            "account-12 REPLACED 12/1 md=2 request=8 1@103 leaves=1 cum=0",
            "BY_PRICE #4 VOLATILITY_AUCTION indicative=1@103 until=+30 BY_PRICE",
            "BY_ORDER #4 VOLATILITY_AUCTION indicative=1@103 until=+30 BY_ORDER",
            "BY_ORDER #5 DELETE BUY md=2 p=2 0@99 | NEW BUY md=2 p=3 1@103",
            "BY_PRICE #5 DELETE BUY 0@99 n=0 | NEW BUY 1@103 n=1",
            "TOP #4 1@103 / 1@103 last=- volume=0 trades=0 VOLATILITY_AUCTION indicative=1@103");
  }

  @Test
  void whatCannotRestHitsABandAndEnds() {
    final InstrumentDesk desk = banded("2", "0");
    desk.limit(11, 1, SELL, "5", "101");
    desk.limit(11, 2, SELL, "5", "103");
    assertThat(desk.limit(12, 1, BUY, "6", "103", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 6@103 leaves=6 cum=0",
            "account-12 CANCELED 12/1 md=3 6@103 leaves=0 cum=0 UNFILLED",
            "BY_PRICE #4 VOLATILITY_AUCTION until=+30 BY_PRICE",
            "BY_ORDER #4 VOLATILITY_AUCTION until=+30 BY_ORDER",
            "TOP #3 - / 5@101 last=- volume=0 trades=0 VOLATILITY_AUCTION");
    desk.phase(CONTINUOUS);
    assertThat(desk.market(12, 2, BUY, "6", DAY))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 6@market leaves=6 cum=0",
            "account-11 TRADED 11/1 md=1 5@101 leaves=0 cum=5 last=5@101 trade=1 contra=4"
                + " notional=50500 ADDED",
            "account-12 TRADED 12/2 md=4 6@market leaves=1 cum=5 last=5@101 trade=1 contra=1"
                + " notional=50500 REMOVED",
            "account-12 CANCELED 12/2 md=4 6@market leaves=0 cum=5 UNFILLED",
            "BY_PRICE #6 VOLATILITY_AUCTION until=+30 BY_PRICE",
            "BY_ORDER #6 VOLATILITY_AUCTION until=+30 BY_ORDER",
            "BY_ORDER #7 DELETE SELL md=1 p=1 0@101 trade 1 5",
            "BY_PRICE #7 DELETE SELL 0@101 n=0 | trade 1 BUY 5@101",
            "TOP #5 - / 5@103 last=5@101 volume=5 trades=1 VOLATILITY_AUCTION");
  }

  @Test
  void aFillOrKillThatFillsWithinTheBandsHitsNothing() {
    final InstrumentDesk desk = banded("2", "0");
    desk.limit(11, 1, SELL, "5", "101");
    desk.limit(11, 2, SELL, "5", "103");
    assertThat(desk.limit(12, 1, BUY, "2", "103", FILL_OR_KILL))
        .contains("TOP #3 - / 3@101 last=2@101 volume=2 trades=1");
  }

  @Test
  void theScheduleGoesOnOverAVolatilityInterruption() {
    final InstrumentDesk desk = banded("2", "0");
    desk.schedule(0, CONTINUOUS, 10, CLOSING_AUCTION, 50, CLOSED);
    desk.limit(11, 1, SELL, "1", "103");
    desk.limit(12, 1, BUY, "1", "103");
    assertThat(desk.wantsWakeAt()).isEqualTo(10);
    assertThat(desk.wakeAt(10))
        .containsExactly(
            "BY_PRICE #6 CLOSING_AUCTION indicative=1@103 until=+50 BY_PRICE",
            "BY_ORDER #6 CLOSING_AUCTION indicative=1@103 until=+50 BY_ORDER",
            "TOP #4 1@103 / 1@103 last=- volume=0 trades=0 CLOSING_AUCTION indicative=1@103");
    assertThat(desk.wantsWakeAt()).isEqualTo(50);
  }

  @Test
  void aHaltTakesCancelsAndReductionsOnly() {
    gold.limit(11, 1, SELL, "5", "100");
    assertThat(gold.phase(HALT))
        .containsExactly(
            "BY_PRICE #3 TRADING_HALT BY_PRICE",
            "BY_ORDER #3 TRADING_HALT BY_ORDER",
            "reply DONE",
            "TOP #3 - / 5@100 last=- volume=0 trades=0 TRADING_HALT");
    assertThat(gold.phase(HALT)).containsExactly("reply UNCHANGED");
    assertThat(gold.limit(12, 1, BUY, "5", "100"))
        .containsExactly("account-12 REJECTED 12/1 md=0 5@100 leaves=0 cum=0 EXCHANGE_CLOSED");
    assertThat(gold.replace(11, 11, 1, "6", "100"))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 5@100 leaves=5 cum=0 OTHER");
    assertThat(gold.replace(11, 11, 1, "4", "100"))
        .contains("account-11 REPLACED 11/1 md=1 request=8 4@100 leaves=4 cum=0");
    assertThat(gold.cancel(11, 11, 1))
        .contains("account-11 CANCELED 11/1 md=1 request=7 4@100 leaves=0 cum=0");
    assertThat(gold.status(READY_TO_TRADE))
        .containsExactly(
            "BY_PRICE #6 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #6 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #6 - / - last=- volume=0 trades=0");
  }

  @Test
  void theScheduleGoesOnUnderAHaltAndAHaltedCallEndsWithItsAuctionWhenResumed() {
    gold.schedule(0, OPENING_AUCTION, 5, CONTINUOUS, 9, CLOSED);
    gold.limit(11, 1, BUY, "5", "102");
    gold.limit(12, 1, SELL, "5", "100");
    gold.phase(HALT);
    gold.reload();
    assertThat(gold.wakeAt(6)).isEmpty();
    assertThat(gold.status(READY_TO_TRADE))
        .containsExactly(
            "BY_PRICE #7 TRADING_HALT auction=101 BY_PRICE",
            "BY_ORDER #7 TRADING_HALT auction=101 BY_ORDER",
            "account-11 TRADED 11/1 md=1 5@102 leaves=0 cum=5 last=5@101 trade=1 contra=2"
                + " notional=50500 AUCTION",
            "account-12 TRADED 12/1 md=2 5@100 leaves=0 cum=5 last=5@101 trade=1 contra=1"
                + " notional=50500 AUCTION",
            "BY_ORDER #8 DELETE BUY md=1 p=1 0@102 trade 1 5 | DELETE SELL md=2 p=2 0@100"
                + " trade 1 5",
            "BY_PRICE #8 DELETE BUY 0@102 n=0 | DELETE SELL 0@100 n=0 | trade 1 BUY 5@101",
            "BY_PRICE #9 READY_TO_TRADE until=+9 BY_PRICE",
            "BY_ORDER #9 READY_TO_TRADE until=+9 BY_ORDER",
            "reply DONE",
            "TOP #6 - / - last=5@101 volume=5 trades=1");
  }

  @Test
  void whatAnOperatorWantsHoldsUntilTheScheduleGoesOn() {
    gold.schedule(0, CONTINUOUS, 10, CLOSING_AUCTION, 20, CLOSED);
    gold.status(NOT_AVAILABLE_FOR_TRADING);
    // The same days told again, or more of them, change nothing now.
    assertThat(gold.schedule(0, CONTINUOUS, 10, CLOSING_AUCTION, 20, CLOSED, 30, PRE_OPEN))
        .containsExactly("reply DONE");
    assertThat(gold.schedule(0, CONTINUOUS, 10, CLOSING_AUCTION, 20, CLOSED, 30, PRE_OPEN))
        .containsExactly("reply UNCHANGED");
    assertThat(gold.limit(11, 1, BUY, "1", "100"))
        .containsExactly("account-11 REJECTED 11/1 md=0 1@100 leaves=0 cum=0 EXCHANGE_CLOSED");
    assertThat(gold.wakeAt(10)).contains("BY_PRICE #4 CLOSING_AUCTION until=+20 BY_PRICE");
  }

  @Test
  void resumingIsWhatTheScheduleSays() {
    gold.schedule(0, PRE_OPEN, 10, CONTINUOUS);
    gold.phase(HALT);
    assertThat(gold.status(READY_TO_TRADE))
        .contains("BY_PRICE #4 PRE_OPEN until=+10 BY_PRICE", "reply DONE");
    assertThat(gold.status(READY_TO_TRADE)).containsExactly("reply UNCHANGED");
  }

  @Test
  void anAuctionOfAnOperatorEndsItself() {
    gold.phase(VOLATILITY_AUCTION, 30);
    assertThat(gold.wantsWakeAt()).isEqualTo(30);
    assertThat(gold.phase(VOLATILITY_AUCTION, 40))
        .containsExactly(
            "BY_PRICE #3 VOLATILITY_AUCTION until=+40 BY_PRICE",
            "BY_ORDER #3 VOLATILITY_AUCTION until=+40 BY_ORDER",
            "reply DONE");
    assertThat(gold.wakeAt(40)).contains("BY_PRICE #4 READY_TO_TRADE BY_PRICE");
    gold.phase(CLOSING_AUCTION, 5);
    assertThat(gold.wakeAt(45)).contains("BY_PRICE #6 NOT_AVAILABLE_FOR_TRADING BY_PRICE");
  }

  @Test
  void whatWasMissedHappensInItsOrder() {
    gold.schedule(0, PRE_OPEN, 10, OPENING_AUCTION, 20, CONTINUOUS, 30, CLOSING_AUCTION);
    gold.limit(11, 1, BUY, "5", "102");
    gold.limit(12, 1, SELL, "4", "100");
    gold.nowNanos = InstrumentDesk.START_NANOS + 35_000_000_000L;
    assertThat(gold.limit(21, 1, SELL, "1", "102"))
        .containsExactly(
            "BY_PRICE #5 OPENING_AUCTION indicative=4@102 imbalance=1 until=+20 BY_PRICE",
            "BY_ORDER #5 OPENING_AUCTION indicative=4@102 imbalance=1 until=+20 BY_ORDER",
            "TOP #5 5@102 / 4@100 last=- volume=0 trades=0 OPENING_AUCTION indicative=4@102"
                + " imbalance=1",
            "BY_PRICE #6 OPENING_AUCTION indicative=4@102 imbalance=1 auction=102 until=+20"
                + " BY_PRICE",
            "BY_ORDER #6 OPENING_AUCTION indicative=4@102 imbalance=1 auction=102 until=+20"
                + " BY_ORDER",
            "account-11 TRADED 11/1 md=1 5@102 leaves=1 cum=4 last=4@102 trade=1 contra=2"
                + " notional=40800 AUCTION",
            "account-12 TRADED 12/1 md=2 4@100 leaves=0 cum=4 last=4@102 trade=1 contra=1"
                + " notional=40800 AUCTION",
            "BY_ORDER #7 CHANGE BUY md=1 p=1 1@102 trade 1 4 | DELETE SELL md=2 p=2 0@100"
                + " trade 1 4",
            "BY_PRICE #7 CHANGE BUY 1@102 n=1 | DELETE SELL 0@100 n=0 | trade 1 BUY 4@102",
            "BY_PRICE #8 READY_TO_TRADE until=+30 BY_PRICE",
            "BY_ORDER #8 READY_TO_TRADE until=+30 BY_ORDER",
            "TOP #6 1@102 / - last=4@102 volume=4 trades=1",
            "BY_PRICE #9 CLOSING_AUCTION BY_PRICE",
            "BY_ORDER #9 CLOSING_AUCTION BY_ORDER",
            "TOP #7 1@102 / - last=4@102 volume=4 trades=1 CLOSING_AUCTION",
            "account-21 ACCEPTED 21/1 md=3 1@102 leaves=1 cum=0",
            "BY_ORDER #10 NEW SELL md=3 p=3 1@102",
            "BY_PRICE #10 NEW SELL 1@102 n=1",
            "BY_PRICE #11 CLOSING_AUCTION indicative=1@102 BY_PRICE",
            "BY_ORDER #11 CLOSING_AUCTION indicative=1@102 BY_ORDER",
            "TOP #8 1@102 / 1@102 last=4@102 volume=4 trades=1 CLOSING_AUCTION indicative=1@102");
  }

  @Test
  void withoutAScheduleTradingIsContinuousAgain() {
    gold.schedule(0, CLOSED, 10, PRE_OPEN);
    assertThat(gold.schedule())
        .containsExactly(
            "BY_PRICE #3 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #3 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #3 - / - last=- volume=0 trades=0");
    assertThat(gold.schedule()).containsExactly("reply UNCHANGED");
  }

  @Test
  void theEndOfADayExpiresMarketOrdersForTheDayInACall() {
    gold.phase(OPENING_AUCTION);
    gold.market(11, 1, BUY, "5", DAY);
    gold.market(11, 2, BUY, "5", GOOD_TILL_CANCEL);
    assertThat(gold.wake(gold.core.wakeAtNanos()))
        .containsExactly("account-11 EXPIRED 11/1 md=1 5@market leaves=0 cum=0");
    assertThat(gold.cancelPartner(0))
        .containsExactly(
            "account-11 CANCELED 11/2 md=2 5@market leaves=0 cum=0 OPERATOR",
            "reply DONE 1 orders cancelled");
  }

  @Test
  void nonsenseOfOperatorsIsNamedAndChangesNothing() {
    final long hash = gold.core.stateHash();
    assertThat(gold.schedule(5, PRE_OPEN, 5, CLOSED))
        .containsExactly(
            "reply INVALID transitions[1].at must be later than 1770000005000000000:"
                + " 1770000005000000000");
    assertThat(gold.schedule(5, HALT))
        .containsExactly(
            "reply INVALID transitions[0].phase is none of PRE_OPEN, OPENING_AUCTION, CONTINUOUS,"
                + " CLOSING_AUCTION, CLOSED: 7");
    assertThat(gold.phase(CONTINUOUS, 5))
        .containsExactly("reply INVALID auctionNanos of CONTINUOUS must be in 0..0: 5000000000");
    assertThat(gold.phase(CLOSING_AUCTION, -5))
        .containsExactly(
            "reply INVALID auctionNanos of CLOSING_AUCTION must be in 0..86400000000000:"
                + " -5000000000");
    assertThat(gold.define(GOLD, rules("100.3", "0", "0", 0, 3)))
        .containsExactly(
            "reply INVALID referencePrice must be a price that orders may have: 100.3 is refused"
                + " with INVALID_PRICE_INCREMENT");
    assertThat(gold.define(GOLD, rules(null, "-1", "0", 0, 3)))
        .containsExactly("reply INVALID staticBand must be 0 or greater: -1");
    assertThat(gold.define(GOLD, rules(null, "0", "-2", 0, 3)))
        .containsExactly("reply INVALID dynamicBand must be 0 or greater: -2");
    assertThat(gold.define(GOLD, rules(null, "1", "0", 0, 3)))
        .containsExactly(
            "reply INVALID volatilityAuctionNanos must be greater than 0 where there is a band: 0");
    assertThat(gold.define(GOLD, rules(null, "0", "0", -2, 3)))
        .containsExactly(
            "reply INVALID volatilityAuctionNanos must be in 0..86400000000000: -2000000000");
    assertThat(gold.define(GOLD, rules(null, "0", "0", 0, 2_000_000)))
        .containsExactly("reply INVALID tradesRememberedMax must be in 0..1000000: 2000000");
    assertThat(gold.core.stateHash()).isEqualTo(hash);
  }

  @Test
  void anInstrumentThatIsNotDefinedHasNoPhases() {
    final InstrumentDesk desk = new InstrumentDesk();
    assertThat(desk.schedule(5, CLOSED))
        .containsExactly("reply NOT_FOUND instrument 5 is not defined");
    assertThat(desk.phase(CLOSED)).containsExactly("reply NOT_FOUND instrument 5 is not defined");
    assertThat(desk.bust(1)).containsExactly("reply NOT_FOUND instrument 5 is not defined");
  }
}
