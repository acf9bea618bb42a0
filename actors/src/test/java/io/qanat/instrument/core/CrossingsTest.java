package io.qanat.instrument.core;

import static io.qanat.codecs.fix.OrdType.LIMIT;
import static io.qanat.codecs.fix.OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT;
import static io.qanat.codecs.fix.OrdType.STOP;
import static io.qanat.codecs.fix.OrdType.STOP_LIMIT;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.AT_THE_CLOSE;
import static io.qanat.codecs.fix.TimeInForce.DAY;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_CANCEL;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_DATE;
import static io.qanat.codecs.fix.TradingPhase.CLOSING_AUCTION;
import static io.qanat.codecs.fix.TradingPhase.CONTINUOUS;
import static io.qanat.codecs.fix.TradingPhase.OPENING_AUCTION;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static io.qanat.instrument.core.InstrumentDesk.orderId;
import static io.qanat.instrument.core.InstrumentDesk.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Special orders where phases, bands and operators cross them. */
class CrossingsTest {
  private final InstrumentDesk gold = InstrumentDesk.trading(GOLD);

  private static List<String> toAccounts(final List<String> outputs) {
    return outputs.stream().filter(line -> line.startsWith("account-")).toList();
  }

  private void position(final int account, final io.qanat.codecs.fix.Side side, final String qty) {
    gold.limit(22, 900, side == BUY ? SELL : BUY, qty, "100");
    gold.limit(account, 900, side, qty, "100");
  }

  @Test
  void anIcebergCountsWholeAndTradesPartByPartBehindItsPrice() {
    gold.phase(OPENING_AUCTION);
    gold.special(11, 1, SELL, "6", "100", order -> order.displayQty(Fixed8.parse("2")));
    gold.limit(12, 1, SELL, "3", "100");
    assertThat(gold.limit(21, 1, BUY, "7", "100"))
        .contains("BY_PRICE #6 OPENING_AUCTION indicative=7@100 imbalance=-2 BY_PRICE");
    gold.reload();
    assertThat(gold.phase(CONTINUOUS))
        .containsExactly(
            "BY_PRICE #7 OPENING_AUCTION indicative=7@100 imbalance=-2 auction=100 BY_PRICE",
            "BY_ORDER #7 OPENING_AUCTION indicative=7@100 imbalance=-2 auction=100 BY_ORDER",
            "account-21 TRADED 21/1 md=3 7@100 leaves=5 cum=2 last=2@100 trade=1"
                + " contra=1 notional=20000 AUCTION",
            "account-11 TRADED 11/1 md=1 6@100 leaves=4 cum=2 last=2@100 trade=1"
                + " contra=3 notional=20000 AUCTION display=2",
            "account-21 TRADED 21/1 md=3 7@100 leaves=2 cum=5 last=3@100 trade=2"
                + " contra=2 notional=30000 AUCTION",
            "account-12 TRADED 12/1 md=2 3@100 leaves=0 cum=3 last=3@100 trade=2"
                + " contra=3 notional=30000 AUCTION",
            "account-21 TRADED 21/1 md=3 7@100 leaves=0 cum=7 last=2@100 trade=3"
                + " contra=1 notional=20000 AUCTION",
            "account-11 TRADED 11/1 md=1 6@100 leaves=2 cum=4 last=2@100 trade=3"
                + " contra=3 notional=20000 AUCTION display=2",
            "BY_ORDER #8 CHANGE BUY md=3 p=3 5@100 trade 1 2 | DELETE SELL md=1 p=1"
                + " 0@100 trade 1 2 | NEW SELL md=1 p=4 2@100 | CHANGE BUY md=3 p=3 2@100"
                + " trade 2 3 | DELETE SELL md=2 p=2 0@100 trade 2 3 | DELETE BUY md=3 p=3"
                + " 0@100 trade 3 2 | DELETE SELL md=1 p=4 0@100 trade 3 2 | NEW SELL md=1 p=5"
                + " 2@100",
            "BY_PRICE #8 DELETE BUY 0@100 n=0 | CHANGE SELL 2@100 n=1 | trade 1 BUY"
                + " 2@100 | trade 2 BUY 3@100 | trade 3 BUY 2@100",
            "BY_PRICE #9 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #9 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #6 - / 2@100 last=2@100 volume=7 trades=3");
  }

  @Test
  void whatIsHiddenCountsInThePriceAndTradesBehindWhatIsShown() {
    gold.phase(OPENING_AUCTION);
    gold.special(11, 1, SELL, "4", "100", order -> order.displayQty(0));
    gold.limit(12, 1, SELL, "3", "100");
    assertThat(gold.limit(21, 1, BUY, "5", "101"))
        .contains("BY_PRICE #5 OPENING_AUCTION indicative=5@100 imbalance=-2 BY_PRICE");
    assertThat(gold.phase(CONTINUOUS))
        .containsExactly(
            "BY_PRICE #6 OPENING_AUCTION indicative=5@100 imbalance=-2 auction=100 BY_PRICE",
            "BY_ORDER #6 OPENING_AUCTION indicative=5@100 imbalance=-2 auction=100 BY_ORDER",
            "account-21 TRADED 21/1 md=3 5@101 leaves=2 cum=3 last=3@100 trade=1"
                + " contra=2 notional=30000 AUCTION",
            "account-12 TRADED 12/1 md=2 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=3 notional=30000 AUCTION",
            "account-21 TRADED 21/1 md=3 5@101 leaves=0 cum=5 last=2@100 trade=2"
                + " contra=1 notional=20000 AUCTION",
            "account-11 TRADED 11/1 md=1 4@100 leaves=2 cum=2 last=2@100 trade=2"
                + " contra=3 notional=20000 AUCTION display=0",
            "BY_ORDER #7 CHANGE BUY md=3 p=3 2@101 trade 1 3 | DELETE SELL md=2 p=2"
                + " 0@100 trade 1 3 | DELETE BUY md=3 p=3 0@101 trade 2 2 | hidden SELL trade"
                + " 2 2@100",
            "BY_PRICE #7 DELETE BUY 0@101 n=0 | DELETE SELL 0@100 n=0 | trade 1 BUY"
                + " 3@100 | trade 2 BUY 2@100",
            "BY_PRICE #8 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #8 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #5 - / - last=2@100 volume=5 trades=2");
  }

  @Test
  void aPairTradesOnceAndWhatItCountedForIsAuctionedAgain() {
    gold.phase(OPENING_AUCTION);
    gold.limit(11, 1, SELL, "3", "100");
    gold.special(11, 2, SELL, "3", "101", order -> order.linkOrderId(orderId(11, 1)));
    gold.limit(12, 1, SELL, "3", "102");
    assertThat(gold.limit(21, 1, BUY, "6", "103"))
        .contains("BY_PRICE #7 OPENING_AUCTION indicative=6@101 BY_PRICE");
    assertThat(gold.phase(CONTINUOUS))
        .containsExactly(
            "BY_PRICE #8 OPENING_AUCTION indicative=6@101 auction=101 BY_PRICE",
            "BY_ORDER #8 OPENING_AUCTION indicative=6@101 auction=101 BY_ORDER",
            "account-21 TRADED 21/1 md=4 6@103 leaves=3 cum=3 last=3@101 trade=1"
                + " contra=1 notional=30300 AUCTION",
            "account-11 TRADED 11/1 md=1 3@100 leaves=0 cum=3 last=3@101 trade=1"
                + " contra=4 notional=30300 AUCTION",
            "account-11 CANCELED 11/2 md=2 3@101 leaves=0 cum=0 LINKED_ORDER",
            "BY_ORDER #9 CHANGE BUY md=4 p=4 3@103 trade 1 3 | DELETE SELL md=1 p=1"
                + " 0@100 trade 1 3 | DELETE SELL md=2 p=2 0@101",
            "BY_PRICE #9 CHANGE BUY 3@103 n=1 | DELETE SELL 0@100 n=0 | DELETE SELL"
                + " 0@101 n=0 | trade 1 BUY 3@101",
            "BY_PRICE #10 OPENING_AUCTION indicative=3@102 auction=102 BY_PRICE",
            "BY_ORDER #10 OPENING_AUCTION indicative=3@102 auction=102 BY_ORDER",
            "account-21 TRADED 21/1 md=4 6@103 leaves=0 cum=6 last=3@102 trade=2"
                + " contra=3 notional=30600 AUCTION",
            "account-12 TRADED 12/1 md=3 3@102 leaves=0 cum=3 last=3@102 trade=2"
                + " contra=4 notional=30600 AUCTION",
            "BY_ORDER #11 DELETE BUY md=4 p=4 0@103 trade 2 3 | DELETE SELL md=3 p=3"
                + " 0@102 trade 2 3",
            "BY_PRICE #11 DELETE BUY 0@103 n=0 | DELETE SELL 0@102 n=0 | trade 2 BUY 3@102",
            "BY_PRICE #12 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #12 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "TOP #5 - / - last=3@102 volume=6 trades=2");
  }

  @Test
  void reduceOnlyIsCutToThePositionInAnAuctionToo() {
    position(11, BUY, "2");
    gold.phase(OPENING_AUCTION);
    gold.special(
        11, 1, SELL, "5", "100", order -> order.execInst((short) ExecInst.DO_NOT_INCREASE));
    gold.limit(12, 1, SELL, "5", "101");
    gold.limit(21, 1, BUY, "6", "102");
    assertThat(toAccounts(gold.phase(CONTINUOUS)))
        .containsExactly(
            "account-21 TRADED 21/1 md=5 6@102 leaves=4 cum=2 last=2@101 trade=2"
                + " contra=3 notional=20200 AUCTION",
            "account-11 TRADED 11/1 md=3 5@100 leaves=3 cum=2 last=2@101 trade=2"
                + " contra=5 notional=20200 AUCTION",
            "account-11 CANCELED 11/1 md=3 5@100 leaves=0 cum=2 WOULD_INCREASE_POSITION",
            "account-21 TRADED 21/1 md=5 6@102 leaves=0 cum=6 last=4@101 trade=3"
                + " contra=4 notional=40400 AUCTION",
            "account-12 TRADED 12/1 md=4 5@101 leaves=1 cum=4 last=4@101 trade=3"
                + " contra=5 notional=40400 AUCTION");
  }

  @Test
  void reduceOnlyWithoutAPositionIsRefusedInACall() {
    gold.phase(OPENING_AUCTION);
    assertThat(
            gold.special(
                11, 1, SELL, "5", "100", order -> order.execInst((short) ExecInst.DO_NOT_INCREASE)))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 5@100 leaves=0 cum=0 WOULD_INCREASE_POSITION");
  }

  @Test
  void postOnlyRestsInACallUnlessItWouldCrossAndThenTradesInTheAuction() {
    gold.phase(OPENING_AUCTION);
    gold.special(
        11,
        1,
        SELL,
        "3",
        "100",
        order -> order.execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE));
    assertThat(
            gold.special(
                12,
                1,
                BUY,
                "3",
                "100",
                order -> order.execInst((short) ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "account-12 REJECTED 12/1 md=0 3@100 leaves=0 cum=0 POST_ONLY_WOULD_TRADE");
    gold.limit(12, 2, BUY, "3", "100");
    assertThat(toAccounts(gold.phase(CONTINUOUS)))
        .containsExactly(
            "account-12 TRADED 12/2 md=2 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=1 notional=30000 AUCTION",
            "account-11 TRADED 11/1 md=1 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=2 notional=30000 AUCTION");
  }

  @Test
  void ordersOfOneAccountMeetInAnAuctionWhateverTheySayOfSelfMatches() {
    gold.phase(OPENING_AUCTION);
    gold.special(
        11,
        1,
        SELL,
        "3",
        "100",
        order ->
            order.selfMatchPreventionInstruction(SelfMatchPreventionInstruction.CANCEL_PASSIVE));
    gold.special(
        11,
        2,
        BUY,
        "3",
        "100",
        order ->
            order.selfMatchPreventionInstruction(SelfMatchPreventionInstruction.CANCEL_PASSIVE));
    assertThat(toAccounts(gold.phase(CONTINUOUS)))
        .containsExactly(
            "account-11 TRADED 11/2 md=2 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=1 notional=30000 AUCTION",
            "account-11 TRADED 11/1 md=1 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=2 notional=30000 AUCTION");
  }

  @Test
  void marketToLimitIsRefusedInACall() {
    gold.phase(OPENING_AUCTION);
    assertThat(
            gold.special(11, 1, BUY, MARKET_WITH_LEFT_OVER_AS_LIMIT, DAY, "1", null, order -> {}))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 1@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void aStopOrderSeesThePriceOfTheAuctionOnceTradingIsContinuous() {
    gold.phase(OPENING_AUCTION);
    gold.special(
        11, 1, BUY, STOP_LIMIT, GOOD_TILL_CANCEL, "2", "106", o -> o.stopPx(Fixed8.parse("105")));
    gold.limit(12, 1, SELL, "4", "105");
    gold.limit(12, 2, SELL, "1", "106");
    gold.limit(21, 1, BUY, "4", "105");
    assertThat(gold.phase(CONTINUOUS))
        .containsExactly(
            "BY_PRICE #7 OPENING_AUCTION indicative=4@105 auction=105 BY_PRICE",
            "BY_ORDER #7 OPENING_AUCTION indicative=4@105 auction=105 BY_ORDER",
            "account-21 TRADED 21/1 md=4 4@105 leaves=0 cum=4 last=4@105 trade=1"
                + " contra=2 notional=42000 AUCTION",
            "account-12 TRADED 12/1 md=2 4@105 leaves=0 cum=4 last=4@105 trade=1"
                + " contra=4 notional=42000 AUCTION",
            "BY_ORDER #8 DELETE BUY md=4 p=3 0@105 trade 1 4 | DELETE SELL md=2 p=1"
                + " 0@105 trade 1 4",
            "BY_PRICE #8 DELETE BUY 0@105 n=0 | DELETE SELL 0@105 n=0 | trade 1 BUY 4@105",
            "BY_PRICE #9 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #9 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "account-11 TRIGGERED 11/1 md=1 2@106 leaves=2 cum=0 stop=105",
            "account-12 TRADED 12/2 md=3 1@106 leaves=0 cum=1 last=1@106 trade=2"
                + " contra=1 notional=10600 ADDED",
            "account-11 TRADED 11/1 md=1 2@106 leaves=1 cum=1 last=1@106 trade=2"
                + " contra=3 notional=10600 REMOVED stop=105",
            "BY_ORDER #10 DELETE SELL md=3 p=2 0@106 trade 2 1 | NEW BUY md=1 p=4 1@106",
            "BY_PRICE #10 NEW BUY 1@106 n=1 | DELETE SELL 0@106 n=0 | trade 2 BUY 1@106",
            "TOP #5 1@106 / - last=1@106 volume=5 trades=2");
  }

  @Test
  void noStopOrderIsTriggeredInACallByTheTouchEither() {
    gold.special(
        11,
        1,
        BUY,
        STOP,
        GOOD_TILL_CANCEL,
        "2",
        null,
        order ->
            order
                .stopPx(Fixed8.parse("105"))
                .triggerPriceType(io.qanat.codecs.fix.TriggerPriceType.BEST_BID));
    gold.phase(OPENING_AUCTION);
    assertThat(toAccounts(gold.limit(12, 1, BUY, "1", "106")))
        .containsExactly("account-12 ACCEPTED 12/1 md=2 1@106 leaves=1 cum=0");
    gold.limit(21, 1, SELL, "3", "107");
    assertThat(toAccounts(gold.phase(CONTINUOUS)))
        .containsExactly(
            "account-11 TRIGGERED 11/1 md=1 2@market leaves=2 cum=0 stop=105",
            "account-21 TRADED 21/1 md=3 3@107 leaves=1 cum=2 last=2@107 trade=1"
                + " contra=1 notional=21400 ADDED",
            "account-11 TRADED 11/1 md=1 2@market leaves=0 cum=2 last=2@107 trade=1"
                + " contra=3 notional=21400 REMOVED stop=105");
  }

  @Test
  void aStopOrderThatIsTriggeredIntoABandTradesUpToItAndItsRestGoesToTheAuction() {
    final InstrumentDesk desk = new InstrumentDesk();
    desk.define(GOLD, rules("100", "0", "5", 30, 1_000));
    desk.limit(12, 1, SELL, "1", "102");
    desk.limit(12, 2, SELL, "1", "104");
    desk.limit(12, 3, SELL, "1", "110");
    desk.special(
        11, 1, BUY, STOP_LIMIT, GOOD_TILL_CANCEL, "3", "110", o -> o.stopPx(Fixed8.parse("102")));
    desk.special(11, 2, BUY, STOP, GOOD_TILL_CANCEL, "1", null, o -> o.stopPx(Fixed8.parse("102")));
    assertThat(desk.limit(21, 1, BUY, "1", "102"))
        .containsExactly(
            "account-21 ACCEPTED 21/1 md=6 1@102 leaves=1 cum=0",
            "account-12 TRADED 12/1 md=1 1@102 leaves=0 cum=1 last=1@102 trade=1"
                + " contra=6 notional=10200 ADDED",
            "account-21 TRADED 21/1 md=6 1@102 leaves=0 cum=1 last=1@102 trade=1"
                + " contra=1 notional=10200 REMOVED",
            "account-11 TRIGGERED 11/1 md=4 3@110 leaves=3 cum=0 stop=102",
            "account-12 TRADED 12/2 md=2 1@104 leaves=0 cum=1 last=1@104 trade=2"
                + " contra=4 notional=10400 ADDED",
            "account-11 TRADED 11/1 md=4 3@110 leaves=2 cum=1 last=1@104 trade=2"
                + " contra=2 notional=10400 REMOVED stop=102",
            "account-11 TRIGGERED 11/2 md=5 1@market leaves=1 cum=0 stop=102",
            "account-11 CANCELED 11/2 md=5 1@market leaves=0 cum=0 stop=102 UNFILLED",
            "BY_PRICE #5 VOLATILITY_AUCTION indicative=1@110 imbalance=1 until=+30 BY_PRICE",
            "BY_ORDER #5 VOLATILITY_AUCTION indicative=1@110 imbalance=1 until=+30 BY_ORDER",
            "BY_ORDER #6 DELETE SELL md=1 p=1 0@102 trade 1 1 | DELETE SELL md=2 p=2"
                + " 0@104 trade 2 1 | NEW BUY md=4 p=4 2@110",
            "BY_PRICE #6 NEW BUY 2@110 n=1 | DELETE SELL 0@102 n=0 | DELETE SELL 0@104"
                + " n=0 | trade 1 BUY 1@102 | trade 2 BUY 1@104",
            "TOP #3 2@110 / 1@110 last=1@104 volume=2 trades=2 VOLATILITY_AUCTION"
                + " indicative=1@110 imbalance=1");
    assertThat(toAccounts(desk.wakeAt(30)))
        .containsExactly(
            "account-11 TRADED 11/1 md=4 3@110 leaves=1 cum=2 last=1@110 trade=3"
                + " contra=3 notional=11000 AUCTION stop=102",
            "account-12 TRADED 12/3 md=3 1@110 leaves=0 cum=1 last=1@110 trade=3"
                + " contra=4 notional=11000 AUCTION");
  }

  @Test
  void aBustTakesAwayWhatAReduceOnlyOrderWouldReduce() {
    position(11, BUY, "2");
    gold.special(
        11, 1, SELL, "2", "105", order -> order.execInst((short) ExecInst.DO_NOT_INCREASE));
    assertThat(gold.bust(1))
        .containsExactly(
            "account-11 BUSTED 11/900 BUY trade=1 2@100 notional=20000",
            "account-22 BUSTED 22/900 SELL trade=1 2@100 notional=20000",
            "BY_PRICE #5 trade 1 DELETE 0@100 BY_PRICE",
            "BY_ORDER #5 trade 1 DELETE 0@100 BY_ORDER",
            "account-11 CANCELED 11/1 md=3 2@105 leaves=0 cum=0 WOULD_INCREASE_POSITION",
            "reply DONE trade 1 of 2@100 is busted",
            "BY_ORDER #6 DELETE SELL md=3 p=2 0@105",
            "BY_PRICE #6 DELETE SELL 0@105 n=0",
            "TOP #5 - / - last=2@100 volume=0 trades=0");
  }

  @Test
  void aCorrectionLeavesAReduceOnlyOrderWhatThereStillIs() {
    position(11, BUY, "4");
    gold.special(
        11, 1, SELL, "4", "105", order -> order.execInst((short) ExecInst.DO_NOT_INCREASE));
    assertThat(toAccounts(gold.correct(1, "3", "100")))
        .containsExactly(
            "account-11 CORRECTED 11/900 BUY trade=1 4@100 notional=40000 to 3@100"
                + " notional=30000",
            "account-22 CORRECTED 22/900 SELL trade=1 4@100 notional=40000 to 3@100"
                + " notional=30000");
    assertThat(toAccounts(gold.limit(21, 1, BUY, "4", "105")))
        .containsExactly(
            "account-21 ACCEPTED 21/1 md=4 4@105 leaves=4 cum=0",
            "account-11 TRADED 11/1 md=3 4@105 leaves=1 cum=3 last=3@105 trade=2"
                + " contra=4 notional=31500 ADDED",
            "account-21 TRADED 21/1 md=4 4@105 leaves=1 cum=3 last=3@105 trade=2"
                + " contra=3 notional=31500 REMOVED",
            "account-11 CANCELED 11/1 md=3 4@105 leaves=0 cum=3 WOULD_INCREASE_POSITION");
  }

  @Test
  void whatExpiresWithTheCallDoesNotTakePartInItsAuction() {
    gold.phase(OPENING_AUCTION, 60);
    gold.special(
        11,
        1,
        SELL,
        LIMIT,
        GOOD_TILL_DATE,
        "3",
        "100",
        order -> order.expireTime(InstrumentDesk.START_NANOS + 60_000_000_000L));
    gold.limit(12, 1, SELL, "3", "101");
    gold.limit(21, 1, BUY, "3", "102");
    assertThat(toAccounts(gold.wakeAt(60)))
        .containsExactly(
            "account-11 EXPIRED 11/1 md=1 3@100 leaves=0 cum=0 until=+60",
            "account-21 TRADED 21/1 md=3 3@102 leaves=0 cum=3 last=3@101.5 trade=1"
                + " contra=2 notional=30450 AUCTION",
            "account-12 TRADED 12/1 md=2 3@101 leaves=0 cum=3 last=3@101.5 trade=1"
                + " contra=3 notional=30450 AUCTION");
  }

  @Test
  void aReplaceInACallQueuesBehindAndNeverTrades() {
    gold.phase(OPENING_AUCTION);
    gold.limit(11, 1, SELL, "3", "105");
    gold.limit(12, 1, SELL, "3", "100");
    gold.limit(21, 1, BUY, "3", "100");
    assertThat(toAccounts(gold.replace(11, 11, 1, "3", "100")))
        .containsExactly("account-11 REPLACED 11/1 md=1 request=8 3@100 leaves=3 cum=0");
    assertThat(toAccounts(gold.phase(CONTINUOUS)))
        .containsExactly(
            "account-21 TRADED 21/1 md=3 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=2 notional=30000 AUCTION",
            "account-12 TRADED 12/1 md=2 3@100 leaves=0 cum=3 last=3@100 trade=1"
                + " contra=3 notional=30000 AUCTION");
  }

  @Test
  void ordersForTheCloseLeaveTheSumsOfTheirLevelRepresentable() {
    final InstrumentDesk huge =
        InstrumentDesk.trading(
            InstrumentDesk.terms(
                "HUGE", "1", "1", "1", "1", "40000000000", "1", "90000000000", Bool.NO));
    huge.limit(11, 1, BUY, "40000000000", "1", AT_THE_CLOSE);
    huge.limit(11, 2, BUY, "40000000000", "1", AT_THE_CLOSE);
    assertThat(huge.limit(11, 3, BUY, "40000000000", "1", AT_THE_CLOSE))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 40000000000@1 leaves=0 cum=0 ORDER_EXCEEDS_LIMIT");
    assertThat(huge.limit(11, 4, BUY, "40000000000", "1"))
        .containsExactly(
            "account-11 REJECTED 11/4 md=0 40000000000@1 leaves=0 cum=0 ORDER_EXCEEDS_LIMIT");
    assertThat(huge.market(11, 5, BUY, "40000000000", AT_THE_CLOSE))
        .containsExactly(
            "account-11 REJECTED 11/5 md=0 40000000000@market leaves=0 cum=0"
                + " ORDER_EXCEEDS_LIMIT");
    huge.limit(11, 6, BUY, "10000000000", "1");
    assertThat(huge.replace(11, 11, 6, "20000000000", "1"))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/6 md=3 request=8 10000000000@1"
                + " leaves=10000000000 cum=0 INCORRECT_QUANTITY");
    assertThat(huge.replace(11, 11, 2, "39000000000", "1"))
        .containsExactly(
            "account-11 REPLACED 11/2 md=2 request=8 39000000000@1 leaves=39000000000 cum=0");
    assertThat(huge.phase(CLOSING_AUCTION))
        .containsExactly(
            "BY_PRICE #3 CLOSING_AUCTION BY_PRICE",
            "BY_ORDER #3 CLOSING_AUCTION BY_ORDER",
            "reply DONE",
            "BY_ORDER #4 NEW BUY md=1 p=2 40000000000@1 | NEW BUY md=2 p=3 39000000000@1",
            "BY_PRICE #4 CHANGE BUY 89000000000@1 n=3",
            "TOP #3 89000000000@1 / - last=- volume=0 trades=0 CLOSING_AUCTION");
    // Once they have left there is room again.
    huge.cancel(11, 11, 1);
    assertThat(huge.limit(11, 7, BUY, "40000000000", "1"))
        .containsExactly(
            "account-11 ACCEPTED 11/7 md=4 40000000000@1 leaves=40000000000 cum=0",
            "BY_ORDER #6 NEW BUY md=4 p=4 40000000000@1",
            "BY_PRICE #6 CHANGE BUY 89000000000@1 n=3",
            "TOP #5 89000000000@1 / - last=- volume=0 trades=0 CLOSING_AUCTION");
  }

  @Test
  void stopOrdersLeaveTheSumsOfTheirLevelRepresentable() {
    final InstrumentDesk huge =
        InstrumentDesk.trading(
            InstrumentDesk.terms(
                "HUGE", "1", "1", "1", "1", "50000000000", "1", "90000000000", Bool.NO));
    huge.special(
        11, 1, SELL, STOP_LIMIT, DAY, "50000000000", "1", order -> order.stopPx(Fixed8.ONE));
    assertThat(huge.limit(11, 2, SELL, "50000000000", "1"))
        .containsExactly(
            "account-11 REJECTED 11/2 md=0 50000000000@1 leaves=0 cum=0 ORDER_EXCEEDS_LIMIT");
    huge.special(11, 3, SELL, STOP, DAY, "50000000000", null, order -> order.stopPx(Fixed8.ONE));
    assertThat(huge.limit(11, 4, SELL, "42000000000", "1"))
        .containsExactly(
            "account-11 ACCEPTED 11/4 md=3 42000000000@1 leaves=42000000000 cum=0",
            "BY_ORDER #2 NEW SELL md=3 p=1 42000000000@1",
            "BY_PRICE #2 NEW SELL 42000000000@1 n=1",
            "TOP #2 - / 42000000000@1 last=- volume=0 trades=0");
  }
}
