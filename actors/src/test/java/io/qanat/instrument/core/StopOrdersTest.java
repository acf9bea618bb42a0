package io.qanat.instrument.core;

import static io.qanat.codecs.fix.OrdType.LIMIT;
import static io.qanat.codecs.fix.OrdType.STOP;
import static io.qanat.codecs.fix.OrdType.STOP_LIMIT;
import static io.qanat.codecs.fix.SecurityTradingStatus.READY_TO_TRADE;
import static io.qanat.codecs.fix.SecurityTradingStatus.TRADING_HALT;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.DAY;
import static io.qanat.codecs.fix.TimeInForce.FILL_OR_KILL;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_CANCEL;
import static io.qanat.codecs.fix.TimeInForce.IMMEDIATE_OR_CANCEL;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static io.qanat.instrument.core.InstrumentDesk.orderId;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.Fixed8;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Orders that wait for a price, alone and in pairs: the whole list of outputs. */
class StopOrdersTest {
  private final InstrumentDesk gold = InstrumentDesk.trading(GOLD);

  private static Consumer<OrderSubmitEncoder> at(final String stopPx) {
    return order -> order.stopPx(Fixed8.parse(stopPx));
  }

  private static Consumer<OrderSubmitEncoder> at(
      final String stopPx, final TriggerPriceType watched) {
    return order -> order.stopPx(Fixed8.parse(stopPx)).triggerPriceType(watched);
  }

  private static Consumer<OrderSubmitEncoder> with(final int account, final int number) {
    return order -> order.linkOrderId(orderId(account, number));
  }

  private static Consumer<OrderSubmitEncoder> atWith(
      final String stopPx, final int account, final int number) {
    return order -> order.stopPx(Fixed8.parse(stopPx)).linkOrderId(orderId(account, number));
  }

  /** Somebody trades one at this price. */
  private List<String> trade(final int number, final String price) {
    gold.limit(21, number, SELL, "1", price);
    return gold.limit(22, number, BUY, "1", price);
  }

  @Test
  void aStopOrderWaitsUnseenAndBecomesAMarketOrder() {
    gold.limit(12, 1, BUY, "5", "90");
    assertThat(gold.special(11, 1, SELL, STOP, DAY, "3", null, at("95")))
        .containsExactly("account-11 ACCEPTED 11/1 md=2 3@market leaves=3 cum=0 stop=95");
    assertThat(trade(1, "95.5"))
        .containsExactly(
            "account-22 ACCEPTED 22/1 md=4 1@95.5 leaves=1 cum=0",
            "account-21 TRADED 21/1 md=3 1@95.5 leaves=0 cum=1 last=1@95.5 trade=1"
                + " contra=4 notional=9550 ADDED",
            "account-22 TRADED 22/1 md=4 1@95.5 leaves=0 cum=1 last=1@95.5 trade=1"
                + " contra=3 notional=9550 REMOVED",
            "BY_ORDER #4 DELETE SELL md=3 p=2 0@95.5 trade 1 1",
            "BY_PRICE #4 DELETE SELL 0@95.5 n=0 | trade 1 BUY 1@95.5",
            "TOP #4 5@90 / - last=1@95.5 volume=1 trades=1");
    assertThat(trade(2, "95"))
        .containsExactly(
            "account-22 ACCEPTED 22/2 md=6 1@95 leaves=1 cum=0",
            "account-21 TRADED 21/2 md=5 1@95 leaves=0 cum=1 last=1@95 trade=2 contra=6"
                + " notional=9500 ADDED",
            "account-22 TRADED 22/2 md=6 1@95 leaves=0 cum=1 last=1@95 trade=2 contra=5"
                + " notional=9500 REMOVED",
            "account-11 TRIGGERED 11/1 md=2 3@market leaves=3 cum=0 stop=95",
            "account-12 TRADED 12/1 md=1 5@90 leaves=2 cum=3 last=3@90 trade=3 contra=2"
                + " notional=27000 ADDED",
            "account-11 TRADED 11/1 md=2 3@market leaves=0 cum=3 last=3@90 trade=3"
                + " contra=1 notional=27000 REMOVED stop=95",
            "BY_ORDER #6 DELETE SELL md=5 p=3 0@95 trade 2 1 | CHANGE BUY md=1 p=1 2@90"
                + " trade 3 3",
            "BY_PRICE #6 CHANGE BUY 2@90 n=1 | DELETE SELL 0@95 n=0 | trade 2 BUY 1@95 |"
                + " trade 3 SELL 3@90",
            "TOP #6 2@90 / - last=3@90 volume=5 trades=3");
  }

  @Test
  void aStopLimitOrderRestsAtItsLimit() {
    assertThat(gold.special(11, 1, BUY, STOP_LIMIT, GOOD_TILL_CANCEL, "3", "105", at("104")))
        .containsExactly("account-11 ACCEPTED 11/1 md=1 3@105 leaves=3 cum=0 stop=104");
    assertThat(trade(1, "104"))
        .containsExactly(
            "account-22 ACCEPTED 22/1 md=3 1@104 leaves=1 cum=0",
            "account-21 TRADED 21/1 md=2 1@104 leaves=0 cum=1 last=1@104 trade=1 contra=3"
                + " notional=10400 ADDED",
            "account-22 TRADED 22/1 md=3 1@104 leaves=0 cum=1 last=1@104 trade=1 contra=2"
                + " notional=10400 REMOVED",
            "account-11 TRIGGERED 11/1 md=1 3@105 leaves=3 cum=0 stop=104",
            "BY_ORDER #3 DELETE SELL md=2 p=1 0@104 trade 1 1 | NEW BUY md=1 p=2 3@105",
            "BY_PRICE #3 NEW BUY 3@105 n=1 | DELETE SELL 0@104 n=0 | trade 1 BUY 1@104",
            "TOP #3 3@105 / - last=1@104 volume=1 trades=1");
    assertThat(gold.replace(11, 11, 1, "3", "104.5"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 3@104.5 leaves=3 cum=0 stop=104",
            "BY_ORDER #4 DELETE BUY md=1 p=2 0@105 | NEW BUY md=1 p=3 3@104.5",
            "BY_PRICE #4 DELETE BUY 0@105 n=0 | NEW BUY 3@104.5 n=1",
            "TOP #4 3@104.5 / - last=1@104 volume=1 trades=1");
  }

  @Test
  void oneWhosePriceIsReachedIsTriggeredAtOnce() {
    trade(1, "100");
    gold.limit(12, 1, SELL, "5", "101");
    assertThat(gold.special(11, 1, BUY, STOP, DAY, "3", null, at("99")))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=4 3@market leaves=3 cum=0 stop=99",
            "account-11 TRIGGERED 11/1 md=4 3@market leaves=3 cum=0 stop=99",
            "account-12 TRADED 12/1 md=3 5@101 leaves=2 cum=3 last=3@101 trade=2 contra=4"
                + " notional=30300 ADDED",
            "account-11 TRADED 11/1 md=4 3@market leaves=0 cum=3 last=3@101 trade=2"
                + " contra=3 notional=30300 REMOVED stop=99",
            "BY_ORDER #5 CHANGE SELL md=3 p=2 2@101 trade 2 3",
            "BY_PRICE #5 CHANGE SELL 2@101 n=1 | trade 2 BUY 3@101",
            "TOP #5 - / 2@101 last=3@101 volume=4 trades=2");
  }

  @Test
  void everyPriceOfASweepCounts() {
    gold.limit(12, 1, SELL, "1", "100");
    gold.limit(12, 2, SELL, "1", "110");
    gold.special(11, 1, SELL, STOP_LIMIT, DAY, "1", "120", at("100"));
    gold.special(11, 2, BUY, STOP_LIMIT, DAY, "1", "90", at("110"));
    assertThat(gold.limit(22, 1, BUY, "2", "110"))
        .containsExactly(
            "account-22 ACCEPTED 22/1 md=5 2@110 leaves=2 cum=0",
            "account-12 TRADED 12/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=5"
                + " notional=10000 ADDED",
            "account-22 TRADED 22/1 md=5 2@110 leaves=1 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "account-12 TRADED 12/2 md=2 1@110 leaves=0 cum=1 last=1@110 trade=2 contra=5"
                + " notional=11000 ADDED",
            "account-22 TRADED 22/1 md=5 2@110 leaves=0 cum=2 last=1@110 trade=2 contra=2"
                + " notional=11000 REMOVED",
            "account-11 TRIGGERED 11/2 md=4 1@90 leaves=1 cum=0 stop=110",
            "account-11 TRIGGERED 11/1 md=3 1@120 leaves=1 cum=0 stop=100",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 1 | DELETE SELL md=2 p=2 0@110"
                + " trade 2 1 | NEW BUY md=4 p=3 1@90 | NEW SELL md=3 p=4 1@120",
            "BY_PRICE #4 NEW BUY 1@90 n=1 | DELETE SELL 0@100 n=0 | DELETE SELL 0@110 n=0"
                + " | NEW SELL 1@120 n=1 | trade 1 BUY 1@100 | trade 2 BUY 1@110",
            "TOP #3 1@90 / 1@120 last=1@110 volume=2 trades=2");
  }

  @Test
  void bestBidBestOfferAndMarkAreWatchedToo() {
    gold.special(11, 1, BUY, STOP_LIMIT, DAY, "1", "90", at("100", TriggerPriceType.BEST_BID));
    gold.special(11, 2, SELL, STOP_LIMIT, DAY, "1", "120", at("105", TriggerPriceType.BEST_OFFER));
    gold.special(11, 3, SELL, STOP_LIMIT, DAY, "1", "130", at("95", TriggerPriceType.MARK));
    assertThat(gold.special(12, 1, BUY, "1", "100", order -> order.displayQty(0)))
        .containsExactly("account-12 ACCEPTED 12/1 md=4 1@100 leaves=1 cum=0 display=0");
    assertThat(gold.limit(12, 2, BUY, "1", "100"))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=5 1@100 leaves=1 cum=0",
            "account-11 TRIGGERED 11/1 md=1 1@90 leaves=1 cum=0 stop=100",
            "BY_ORDER #2 NEW BUY md=5 p=2 1@100 | NEW BUY md=1 p=3 1@90",
            "BY_PRICE #2 NEW BUY 1@100 n=1 | NEW BUY 1@90 n=1",
            "TOP #2 1@100 / - last=- volume=0 trades=0");
    assertThat(gold.limit(12, 3, SELL, "1", "105"))
        .containsExactly(
            "account-12 ACCEPTED 12/3 md=6 1@105 leaves=1 cum=0",
            "account-11 TRIGGERED 11/2 md=2 1@120 leaves=1 cum=0 stop=105",
            "BY_ORDER #3 NEW SELL md=6 p=4 1@105 | NEW SELL md=2 p=5 1@120",
            "BY_PRICE #3 NEW SELL 1@105 n=1 | NEW SELL 1@120 n=1",
            "TOP #3 1@100 / 1@105 last=- volume=0 trades=0");
    assertThat(gold.mark("95.5"))
        .containsExactly("reply DONE", "TOP #4 1@100 / 1@105 last=- volume=0 trades=0 mark=95.5");
    assertThat(gold.mark("95"))
        .containsExactly(
            "reply DONE",
            "account-11 TRIGGERED 11/3 md=3 1@130 leaves=1 cum=0 stop=95",
            "BY_ORDER #4 NEW SELL md=3 p=6 1@130",
            "BY_PRICE #4 NEW SELL 1@130 n=1",
            "TOP #5 1@100 / 1@105 last=- volume=0 trades=0 mark=95");
    assertThat(gold.mark("95")).containsExactly("reply UNCHANGED");
    assertThat(gold.mark("5000")).containsExactly("reply INVALID price is outside 1 to 1000: 5000");
  }

  @Test
  void aCascadeRunsInItsOrder() {
    gold.limit(12, 1, BUY, "2", "99");
    gold.limit(12, 2, BUY, "2", "98");
    gold.limit(12, 3, BUY, "9", "97");
    gold.special(11, 1, SELL, STOP, DAY, "1", null, at("98"));
    gold.special(11, 2, SELL, STOP, DAY, "1", null, at("99.5"));
    gold.special(11, 3, SELL, STOP, DAY, "2", null, at("100"));
    gold.special(11, 4, BUY, STOP_LIMIT, DAY, "1", "96", at("100"));
    gold.special(11, 5, SELL, STOP, DAY, "1", null, at("99.5"));
    assertThat(trade(1, "99.5").stream().filter(line -> line.startsWith("account-11")).toList())
        .containsExactly(
            "account-11 TRIGGERED 11/3 md=6 2@market leaves=2 cum=0 stop=100",
            "account-11 TRADED 11/3 md=6 2@market leaves=0 cum=2 last=2@99 trade=2"
                + " contra=1 notional=19800 REMOVED stop=100",
            "account-11 TRIGGERED 11/2 md=5 1@market leaves=1 cum=0 stop=99.5",
            "account-11 TRADED 11/2 md=5 1@market leaves=0 cum=1 last=1@98 trade=3"
                + " contra=2 notional=9800 REMOVED stop=99.5",
            "account-11 TRIGGERED 11/5 md=8 1@market leaves=1 cum=0 stop=99.5",
            "account-11 TRADED 11/5 md=8 1@market leaves=0 cum=1 last=1@98 trade=4"
                + " contra=2 notional=9800 REMOVED stop=99.5",
            "account-11 TRIGGERED 11/1 md=4 1@market leaves=1 cum=0 stop=98",
            "account-11 TRADED 11/1 md=4 1@market leaves=0 cum=1 last=1@97 trade=5"
                + " contra=3 notional=9700 REMOVED stop=98");
  }

  @Test
  void nothingIsTriggeredInAHalt() {
    gold.limit(12, 1, BUY, "1", "101");
    gold.special(11, 1, SELL, STOP_LIMIT, DAY, "1", "110", at("100", TriggerPriceType.BEST_BID));
    gold.limit(12, 2, BUY, "1", "100");
    gold.status(TRADING_HALT);
    assertThat(gold.cancel(12, 12, 1))
        .containsExactly(
            "account-12 CANCELED 12/1 md=1 request=7 1@101 leaves=0 cum=0",
            "BY_ORDER #5 DELETE BUY md=1 p=1 0@101",
            "BY_PRICE #5 DELETE BUY 0@101 n=0",
            "TOP #4 1@100 / - last=- volume=0 trades=0 TRADING_HALT");
    assertThat(gold.status(READY_TO_TRADE))
        .containsExactly(
            "BY_PRICE #6 READY_TO_TRADE BY_PRICE",
            "BY_ORDER #6 READY_TO_TRADE BY_ORDER",
            "reply DONE",
            "account-11 TRIGGERED 11/1 md=2 1@110 leaves=1 cum=0 stop=100",
            "BY_ORDER #7 NEW SELL md=2 p=3 1@110",
            "BY_PRICE #7 NEW SELL 1@110 n=1",
            "TOP #5 1@100 / 1@110 last=- volume=0 trades=0");
  }

  @Test
  void aWaitingOrderIsChangedAndCancelled() {
    gold.special(11, 1, SELL, STOP, DAY, "3", null, at("95"));
    assertThat(gold.change(11, 1, "4", null, r -> r.stopPx(Fixed8.parse("90"))))
        .containsExactly("account-11 REPLACED 11/1 md=1 request=8 4@market leaves=4 cum=0 stop=90");
    assertThat(trade(1, "95"))
        .containsExactly(
            "account-22 ACCEPTED 22/1 md=3 1@95 leaves=1 cum=0",
            "account-21 TRADED 21/1 md=2 1@95 leaves=0 cum=1 last=1@95 trade=1 contra=3"
                + " notional=9500 ADDED",
            "account-22 TRADED 22/1 md=3 1@95 leaves=0 cum=1 last=1@95 trade=1 contra=2"
                + " notional=9500 REMOVED",
            "BY_ORDER #3 DELETE SELL md=2 p=1 0@95 trade 1 1",
            "BY_PRICE #3 DELETE SELL 0@95 n=0 | trade 1 BUY 1@95",
            "TOP #3 - / - last=1@95 volume=1 trades=1");
    assertThat(gold.change(11, 1, "4", "100", r -> {}))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 4@market leaves=4 cum=0 OTHER"
                + " stop=90");
    assertThat(gold.change(11, 1, "4", null, r -> r.stopPx(Fixed8.parse("90.3"))))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 4@market leaves=4 cum=0"
                + " INVALID_PRICE_INCREMENT stop=90");
    assertThat(gold.cancel(11, 11, 1))
        .containsExactly("account-11 CANCELED 11/1 md=1 request=7 4@market leaves=0 cum=0 stop=90");
    gold.special(11, 2, SELL, STOP, DAY, "3", null, at("90"));
    assertThat(gold.wake(gold.core.wakeAtNanos()))
        .containsExactly(
            "account-11 EXPIRED 11/2 md=4 3@market leaves=0 cum=0 stop=90",
            "TOP #4 - / - last=1@95 volume=0 trades=0");
  }

  @Test
  void aStopOrderThatMakesNoSenseIsRefused() {
    assertThat(gold.special(11, 1, SELL, STOP, DAY, "3", null, order -> {}))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 3@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(11, 2, SELL, LIMIT, DAY, "3", "100", at("95")))
        .containsExactly(
            "account-11 REJECTED 11/2 md=0 3@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(11, 3, SELL, STOP, DAY, "3", null, at("95.3")))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 3@market leaves=0 cum=0 INVALID_PRICE_INCREMENT");
    assertThat(gold.special(11, 4, SELL, STOP, DAY, "3", null, at("1001")))
        .containsExactly(
            "account-11 REJECTED 11/4 md=0 3@market leaves=0 cum=0 PRICE_EXCEEDS_BAND");
    assertThat(gold.special(11, 5, SELL, STOP, IMMEDIATE_OR_CANCEL, "3", null, at("95")))
        .containsExactly(
            "account-11 REJECTED 11/5 md=0 3@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(11, 6, SELL, STOP_LIMIT, DAY, "3", null, at("95")))
        .containsExactly(
            "account-11 REJECTED 11/6 md=0 3@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void aTradeOfOneEndsTheOtherOfThePair() {
    gold.limit(11, 1, SELL, "4", "110");
    assertThat(gold.special(11, 2, SELL, STOP, GOOD_TILL_CANCEL, "4", null, atWith("90", 11, 1)))
        .containsExactly("account-11 ACCEPTED 11/2 md=2 4@market leaves=4 cum=0 stop=90");
    assertThat(gold.limit(12, 1, BUY, "1", "110"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 1@110 leaves=1 cum=0",
            "account-11 TRADED 11/1 md=1 4@110 leaves=3 cum=1 last=1@110 trade=1 contra=3"
                + " notional=11000 ADDED",
            "account-12 TRADED 12/1 md=3 1@110 leaves=0 cum=1 last=1@110 trade=1 contra=1"
                + " notional=11000 REMOVED",
            "account-11 CANCELED 11/2 md=2 4@market leaves=0 cum=0 stop=90 LINKED_ORDER",
            "BY_ORDER #3 CHANGE SELL md=1 p=1 3@110 trade 1 1",
            "BY_PRICE #3 CHANGE SELL 3@110 n=1 | trade 1 BUY 1@110",
            "TOP #3 - / 3@110 last=1@110 volume=1 trades=1");
    assertThat(trade(1, "90"))
        .containsExactly(
            "account-22 ACCEPTED 22/1 md=5 1@90 leaves=1 cum=0",
            "account-21 TRADED 21/1 md=4 1@90 leaves=0 cum=1 last=1@90 trade=2 contra=5"
                + " notional=9000 ADDED",
            "account-22 TRADED 22/1 md=5 1@90 leaves=0 cum=1 last=1@90 trade=2 contra=4"
                + " notional=9000 REMOVED",
            "BY_ORDER #5 DELETE SELL md=4 p=2 0@90 trade 2 1",
            "BY_PRICE #5 DELETE SELL 0@90 n=0 | trade 2 BUY 1@90",
            "TOP #5 - / 3@110 last=1@90 volume=2 trades=2");
  }

  @Test
  void aTriggerOfOneEndsTheOtherOfThePair() {
    gold.special(11, 1, SELL, STOP_LIMIT, GOOD_TILL_CANCEL, "4", "89", at("90"));
    gold.special(11, 2, SELL, "4", "110", with(11, 1));
    assertThat(trade(1, "90"))
        .containsExactly(
            "account-22 ACCEPTED 22/1 md=4 1@90 leaves=1 cum=0",
            "account-21 TRADED 21/1 md=3 1@90 leaves=0 cum=1 last=1@90 trade=1 contra=4"
                + " notional=9000 ADDED",
            "account-22 TRADED 22/1 md=4 1@90 leaves=0 cum=1 last=1@90 trade=1 contra=3"
                + " notional=9000 REMOVED",
            "account-11 TRIGGERED 11/1 md=1 4@89 leaves=4 cum=0 stop=90",
            "account-11 CANCELED 11/2 md=2 4@110 leaves=0 cum=0 LINKED_ORDER",
            "BY_ORDER #4 DELETE SELL md=3 p=2 0@90 trade 1 1 | DELETE SELL md=2 p=1 0@110"
                + " | NEW SELL md=1 p=3 4@89",
            "BY_PRICE #4 DELETE SELL 0@90 n=0 | DELETE SELL 0@110 n=0 | NEW SELL 4@89 n=1"
                + " | trade 1 BUY 1@90",
            "TOP #4 - / 4@89 last=1@90 volume=1 trades=1");
  }

  @Test
  void aPairOfTwoRestingOrdersCountsOnce() {
    gold.limit(11, 1, SELL, "4", "100");
    gold.special(11, 2, SELL, "4", "101", with(11, 1));
    assertThat(gold.limit(12, 1, BUY, "5", "101", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 5@101 leaves=5 cum=0",
            "account-12 CANCELED 12/1 md=3 5@101 leaves=0 cum=0 UNFILLED");
    assertThat(gold.limit(12, 2, BUY, "5", "101", IMMEDIATE_OR_CANCEL))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 5@101 leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 4@100 leaves=0 cum=4 last=4@100 trade=1 contra=4"
                + " notional=40000 ADDED",
            "account-12 TRADED 12/2 md=4 5@101 leaves=1 cum=4 last=4@100 trade=1 contra=1"
                + " notional=40000 REMOVED",
            "account-11 CANCELED 11/2 md=2 4@101 leaves=0 cum=0 LINKED_ORDER",
            "account-12 CANCELED 12/2 md=4 5@101 leaves=0 cum=4 UNFILLED",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 4 | DELETE SELL md=2 p=2 0@101",
            "BY_PRICE #4 DELETE SELL 0@100 n=0 | DELETE SELL 0@101 n=0 | trade 1 BUY 4@100",
            "TOP #3 - / - last=4@100 volume=4 trades=1");
  }

  @Test
  void whenOneIsCancelledTheOtherGoesOnAlone() {
    gold.limit(11, 1, SELL, "4", "110");
    gold.special(11, 2, SELL, "4", "111", with(11, 1));
    assertThat(gold.cancel(11, 11, 1))
        .containsExactly(
            "account-11 CANCELED 11/1 md=1 request=7 4@110 leaves=0 cum=0",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@110",
            "BY_PRICE #4 DELETE SELL 0@110 n=0",
            "TOP #3 - / 4@111 last=- volume=0 trades=0");
    assertThat(gold.limit(12, 1, BUY, "1", "111"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 1@111 leaves=1 cum=0",
            "account-11 TRADED 11/2 md=2 4@111 leaves=3 cum=1 last=1@111 trade=1 contra=3"
                + " notional=11100 ADDED",
            "account-12 TRADED 12/1 md=3 1@111 leaves=0 cum=1 last=1@111 trade=1 contra=2"
                + " notional=11100 REMOVED",
            "BY_ORDER #5 CHANGE SELL md=2 p=2 3@111 trade 1 1",
            "BY_PRICE #5 CHANGE SELL 3@111 n=1 | trade 1 BUY 1@111",
            "TOP #4 - / 3@111 last=1@111 volume=1 trades=1");
  }

  @Test
  void aPairThatMakesNoSenseIsRefused() {
    gold.limit(11, 1, SELL, "4", "110");
    gold.limit(12, 1, SELL, "4", "110");
    assertThat(gold.special(11, 2, SELL, "4", "111", with(11, 9)))
        .containsExactly("account-11 REJECTED 11/2 md=0 4@111 leaves=0 cum=0 UNKNOWN_ORDER");
    assertThat(gold.special(11, 3, SELL, "4", "111", with(12, 1)))
        .containsExactly("account-11 REJECTED 11/3 md=0 4@111 leaves=0 cum=0 UNKNOWN_ORDER");
    assertThat(gold.special(11, 4, BUY, "4", "100", with(11, 1)))
        .containsExactly(
            "account-11 REJECTED 11/4 md=0 4@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(11, 5, SELL, LIMIT, IMMEDIATE_OR_CANCEL, "4", "111", with(11, 1)))
        .containsExactly(
            "account-11 REJECTED 11/5 md=0 4@111 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    gold.special(11, 6, SELL, "4", "111", with(11, 1));
    assertThat(gold.special(11, 7, SELL, "4", "112", with(11, 1)))
        .containsExactly(
            "account-11 REJECTED 11/7 md=0 4@112 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    gold.limit(11, 8, SELL, "4", "109");
    gold.limit(12, 2, BUY, "1", "109");
    assertThat(gold.special(11, 10, SELL, "4", "112", with(11, 8)))
        .containsExactly("account-11 REJECTED 11/10 md=0 4@112 leaves=0 cum=0 UNKNOWN_ORDER");
  }
}
