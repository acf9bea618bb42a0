package io.qanat.instrument.core;

import static io.qanat.codecs.fix.OrdType.LIMIT;
import static io.qanat.codecs.fix.OrdType.MARKET;
import static io.qanat.codecs.fix.OrdType.MARKET_WITH_LEFT_OVER_AS_LIMIT;
import static io.qanat.codecs.fix.OrdType.STOP;
import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static io.qanat.codecs.fix.TimeInForce.AT_THE_CLOSE;
import static io.qanat.codecs.fix.TimeInForce.DAY;
import static io.qanat.codecs.fix.TimeInForce.FILL_OR_KILL;
import static io.qanat.codecs.fix.TimeInForce.GOOD_TILL_DATE;
import static io.qanat.codecs.fix.TimeInForce.IMMEDIATE_OR_CANCEL;
import static io.qanat.instrument.core.InstrumentDesk.GOLD;
import static io.qanat.instrument.core.InstrumentDesk.START_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Given a book and an order of a special type, the whole list of outputs. */
class OrderTypesTest {
  private static final long SECOND = 1_000_000_000L;

  private final InstrumentDesk gold = InstrumentDesk.trading(GOLD);

  private static Consumer<OrderSubmitEncoder> until(final long seconds) {
    return order -> order.expireTime(START_NANOS + seconds * SECOND);
  }

  private static Consumer<OrderSubmitEncoder> display(final String quantity) {
    return order -> order.displayQty(Fixed8.parse(quantity));
  }

  private static Consumer<OrderSubmitEncoder> execInst(final int execInst) {
    return order -> order.execInst((short) execInst);
  }

  private static Consumer<OrderSubmitEncoder> minQty(final String quantity) {
    return order -> order.minQty(Fixed8.parse(quantity));
  }

  @Test
  void aGoodTillDateOrderEndsAtItsTime() {
    assertThat(gold.special(11, 1, BUY, LIMIT, GOOD_TILL_DATE, "10", "100", until(10)))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=1 10@100 leaves=10 cum=0 until=+10",
            "BY_ORDER #2 NEW BUY md=1 p=1 10@100",
            "BY_PRICE #2 NEW BUY 10@100 n=1",
            "TOP #2 10@100 / - last=- volume=0 trades=0");
    assertThat(gold.core.wakeAtNanos()).isEqualTo(START_NANOS + 10 * SECOND);
    assertThat(gold.wake(START_NANOS + 10 * SECOND - 1)).isEmpty();
    assertThat(gold.wake(START_NANOS + 10 * SECOND))
        .containsExactly(
            "account-11 EXPIRED 11/1 md=1 10@100 leaves=0 cum=0 until=+10",
            "BY_ORDER #3 DELETE BUY md=1 p=1 0@100",
            "BY_PRICE #3 DELETE BUY 0@100 n=0",
            "TOP #3 - / - last=- volume=0 trades=0");
    assertThat(gold.core.wakeAtNanos()).isGreaterThan(START_NANOS + 10 * SECOND);
  }

  @Test
  void whatHasExpiredDoesNotTrade() {
    gold.special(11, 1, BUY, LIMIT, GOOD_TILL_DATE, "1", "100", until(20));
    gold.special(11, 2, BUY, LIMIT, GOOD_TILL_DATE, "2", "100", until(10));
    gold.special(11, 3, BUY, LIMIT, GOOD_TILL_DATE, "3", "99", until(30));
    gold.nowNanos = START_NANOS + 25 * SECOND;
    assertThat(gold.limit(12, 1, SELL, "1", "99"))
        .containsExactly(
            "account-11 EXPIRED 11/2 md=2 2@100 leaves=0 cum=0 until=+10",
            "account-11 EXPIRED 11/1 md=1 1@100 leaves=0 cum=0 until=+20",
            "BY_ORDER #5 DELETE BUY md=2 p=2 0@100 | DELETE BUY md=1 p=1 0@100",
            "BY_PRICE #5 DELETE BUY 0@100 n=0",
            "TOP #4 3@99 / - last=- volume=0 trades=0",
            "account-12 ACCEPTED 12/1 md=4 1@99 leaves=1 cum=0",
            "account-11 TRADED 11/3 md=3 3@99 leaves=2 cum=1 last=1@99 trade=1 contra=4"
                + " notional=9900 ADDED until=+30",
            "account-12 TRADED 12/1 md=4 1@99 leaves=0 cum=1 last=1@99 trade=1 contra=3"
                + " notional=9900 REMOVED",
            "BY_ORDER #6 CHANGE BUY md=3 p=3 2@99 trade 1 1",
            "BY_PRICE #6 CHANGE BUY 2@99 n=1 | trade 1 SELL 1@99",
            "TOP #5 2@99 / - last=1@99 volume=1 trades=1");
  }

  @Test
  void theTimeOfAGoodTillDateOrderMovesWithoutItsPlace() {
    gold.special(11, 1, BUY, LIMIT, GOOD_TILL_DATE, "1", "100", until(10));
    gold.limit(12, 1, BUY, "1", "100");
    assertThat(gold.change(11, 1, "1", "100", r -> r.expireTime(START_NANOS + 60 * SECOND)))
        .containsExactly("account-11 REPLACED 11/1 md=1 request=8 1@100 leaves=1 cum=0 until=+60");
    assertThat(gold.core.wakeAtNanos()).isEqualTo(START_NANOS + 60 * SECOND);
    assertThat(gold.limit(21, 1, SELL, "1", "100"))
        .containsExactly(
            "account-21 ACCEPTED 21/1 md=3 1@100 leaves=1 cum=0",
            "account-11 TRADED 11/1 md=1 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=3"
                + " notional=10000 ADDED until=+60",
            "account-21 TRADED 21/1 md=3 1@100 leaves=0 cum=1 last=1@100 trade=1 contra=1"
                + " notional=10000 REMOVED",
            "BY_ORDER #4 DELETE BUY md=1 p=1 0@100 trade 1 1",
            "BY_PRICE #4 CHANGE BUY 1@100 n=1 | trade 1 SELL 1@100",
            "TOP #4 1@100 / - last=1@100 volume=1 trades=1");
    assertThat(gold.change(12, 1, "1", "100", r -> r.expireTime(START_NANOS + 60 * SECOND)))
        .containsExactly(
            "account-12 REPLACE_REJECTED 12/1 md=2 request=8 1@100 leaves=1 cum=0 OTHER");
  }

  @Test
  void goodTillDateNeedsATimeToCome() {
    assertThat(gold.special(11, 1, BUY, LIMIT, GOOD_TILL_DATE, "1", "100", until(0)))
        .containsExactly("account-11 REJECTED 11/1 md=0 1@100 leaves=0 cum=0 TOO_LATE_TO_ENTER");
    assertThat(
            gold.special(
                11, 2, BUY, LIMIT, GOOD_TILL_DATE, "1", "100", order -> order.expireTime(0)))
        .containsExactly(
            "account-11 REJECTED 11/2 md=0 1@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(11, 3, BUY, LIMIT, DAY, "1", "100", until(10)))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 1@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void anIcebergShowsItsPartAndQueuesAgainBehindOthers() {
    assertThat(gold.special(11, 1, SELL, "10", "100", display("3")))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=1 10@100 leaves=10 cum=0 display=3",
            "BY_ORDER #2 NEW SELL md=1 p=1 3@100",
            "BY_PRICE #2 NEW SELL 3@100 n=1",
            "TOP #2 - / 3@100 last=- volume=0 trades=0");
    gold.limit(12, 1, SELL, "4", "100");
    assertThat(gold.limit(21, 1, BUY, "5", "100"))
        .containsExactly(
            "account-21 ACCEPTED 21/1 md=3 5@100 leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 10@100 leaves=7 cum=3 last=3@100 trade=1 contra=3"
                + " notional=30000 ADDED display=3",
            "account-21 TRADED 21/1 md=3 5@100 leaves=2 cum=3 last=3@100 trade=1 contra=1"
                + " notional=30000 REMOVED",
            "account-12 TRADED 12/1 md=2 4@100 leaves=2 cum=2 last=2@100 trade=2 contra=3"
                + " notional=20000 ADDED",
            "account-21 TRADED 21/1 md=3 5@100 leaves=0 cum=5 last=2@100 trade=2 contra=2"
                + " notional=20000 REMOVED",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 3 | NEW SELL md=1 p=3 3@100 |"
                + " CHANGE SELL md=2 p=2 2@100 trade 2 2",
            "BY_PRICE #4 CHANGE SELL 5@100 n=2 | trade 1 BUY 3@100 | trade 2 BUY 2@100",
            "TOP #4 - / 5@100 last=2@100 volume=5 trades=2");
    assertThat(gold.fullRefresh(true, true))
        .containsExactly(
            "reply definition #1 XAUUSD tick=0.5 READY_TO_TRADE",
            "reply #4 - / 5@100 last=2@100 volume=5 trades=2",
            "reply full by price #4 1/1: SELL 5@100 n=2",
            "reply full by order #4 1/1: SELL md=2 p=2 2@100 | SELL md=1 p=3 3@100");
    assertThat(gold.limit(21, 2, BUY, "9", "100"))
        .containsExactly(
            "account-21 ACCEPTED 21/2 md=4 9@100 leaves=9 cum=0",
            "account-12 TRADED 12/1 md=2 4@100 leaves=0 cum=4 last=2@100 trade=3 contra=4"
                + " notional=20000 ADDED",
            "account-21 TRADED 21/2 md=4 9@100 leaves=7 cum=2 last=2@100 trade=3 contra=2"
                + " notional=20000 REMOVED",
            "account-11 TRADED 11/1 md=1 10@100 leaves=4 cum=6 last=3@100 trade=4 contra=4"
                + " notional=30000 ADDED display=3",
            "account-21 TRADED 21/2 md=4 9@100 leaves=4 cum=5 last=3@100 trade=4 contra=1"
                + " notional=30000 REMOVED",
            "account-11 TRADED 11/1 md=1 10@100 leaves=1 cum=9 last=3@100 trade=5 contra=4"
                + " notional=30000 ADDED display=3",
            "account-21 TRADED 21/2 md=4 9@100 leaves=1 cum=8 last=3@100 trade=5 contra=1"
                + " notional=30000 REMOVED",
            "account-11 TRADED 11/1 md=1 10@100 leaves=0 cum=10 last=1@100 trade=6"
                + " contra=4 notional=10000 ADDED display=3",
            "account-21 TRADED 21/2 md=4 9@100 leaves=0 cum=9 last=1@100 trade=6 contra=1"
                + " notional=10000 REMOVED",
            "BY_ORDER #5 DELETE SELL md=2 p=2 0@100 trade 3 2 | DELETE SELL md=1 p=3 0@100"
                + " trade 4 3 | NEW SELL md=1 p=4 3@100 | DELETE SELL md=1 p=4 0@100 trade 5 3 |"
                + " NEW SELL md=1 p=5 1@100 | DELETE SELL md=1 p=5 0@100 trade 6 1",
            "BY_PRICE #5 DELETE SELL 0@100 n=0 | trade 3 BUY 2@100 | trade 4 BUY 3@100 |"
                + " trade 5 BUY 3@100 | trade 6 BUY 1@100",
            "TOP #5 - / - last=1@100 volume=14 trades=6");
  }

  @Test
  void whatIsHiddenTradesBehindWhatIsShown() {
    assertThat(gold.special(11, 1, SELL, "5", "100", display("0")))
        .containsExactly("account-11 ACCEPTED 11/1 md=1 5@100 leaves=5 cum=0 display=0");
    assertThat(gold.limit(12, 1, SELL, "5", "100"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=2 5@100 leaves=5 cum=0",
            "BY_ORDER #2 NEW SELL md=2 p=2 5@100",
            "BY_PRICE #2 NEW SELL 5@100 n=1",
            "TOP #2 - / 5@100 last=- volume=0 trades=0");
    assertThat(gold.limit(21, 1, BUY, "7", "100"))
        .containsExactly(
            "account-21 ACCEPTED 21/1 md=3 7@100 leaves=7 cum=0",
            "account-12 TRADED 12/1 md=2 5@100 leaves=0 cum=5 last=5@100 trade=1 contra=3"
                + " notional=50000 ADDED",
            "account-21 TRADED 21/1 md=3 7@100 leaves=2 cum=5 last=5@100 trade=1 contra=2"
                + " notional=50000 REMOVED",
            "account-11 TRADED 11/1 md=1 5@100 leaves=3 cum=2 last=2@100 trade=2 contra=3"
                + " notional=20000 ADDED display=0",
            "account-21 TRADED 21/1 md=3 7@100 leaves=0 cum=7 last=2@100 trade=2 contra=1"
                + " notional=20000 REMOVED",
            "BY_ORDER #3 DELETE SELL md=2 p=2 0@100 trade 1 5 | hidden SELL trade 2 2@100",
            "BY_PRICE #3 DELETE SELL 0@100 n=0 | trade 1 BUY 5@100 | trade 2 BUY 2@100",
            "TOP #3 - / - last=2@100 volume=7 trades=2");
    assertThat(gold.fullRefresh(true, true))
        .containsExactly(
            "reply definition #1 XAUUSD tick=0.5 READY_TO_TRADE",
            "reply #3 - / - last=2@100 volume=7 trades=2",
            "reply full by price #3 1/1:",
            "reply full by order #3 1/1:");
    assertThat(gold.cancel(11, 11, 1))
        .containsExactly("account-11 CANCELED 11/1 md=1 request=7 5@100 leaves=0 cum=2 display=0");
  }

  @Test
  void fillOrKillCountsOnWhatIsHidden() {
    gold.special(11, 1, SELL, "5", "100", display("0"));
    gold.special(11, 2, SELL, "5", "100", display("1"));
    assertThat(gold.limit(12, 1, BUY, "11", "100", FILL_OR_KILL))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 11@100 leaves=11 cum=0",
            "account-12 CANCELED 12/1 md=3 11@100 leaves=0 cum=0 UNFILLED");
    assertThat(
            gold.limit(12, 2, BUY, "10", "100", FILL_OR_KILL).stream()
                .filter(line -> line.startsWith("account-12"))
                .toList())
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 10@100 leaves=10 cum=0",
            "account-12 TRADED 12/2 md=4 10@100 leaves=9 cum=1 last=1@100 trade=1 contra=2"
                + " notional=10000 REMOVED",
            "account-12 TRADED 12/2 md=4 10@100 leaves=8 cum=2 last=1@100 trade=2 contra=2"
                + " notional=10000 REMOVED",
            "account-12 TRADED 12/2 md=4 10@100 leaves=7 cum=3 last=1@100 trade=3 contra=2"
                + " notional=10000 REMOVED",
            "account-12 TRADED 12/2 md=4 10@100 leaves=6 cum=4 last=1@100 trade=4 contra=2"
                + " notional=10000 REMOVED",
            "account-12 TRADED 12/2 md=4 10@100 leaves=5 cum=5 last=1@100 trade=5 contra=2"
                + " notional=10000 REMOVED",
            "account-12 TRADED 12/2 md=4 10@100 leaves=0 cum=10 last=5@100 trade=6"
                + " contra=1 notional=50000 REMOVED");
  }

  @Test
  void anIcebergShrinksOutOfSightAndKeepsItsPlace() {
    gold.special(11, 1, SELL, "10", "100", display("3"));
    gold.limit(12, 1, SELL, "4", "100");
    assertThat(gold.replace(11, 11, 1, "5", "100"))
        .containsExactly("account-11 REPLACED 11/1 md=1 request=8 5@100 leaves=5 cum=0 display=3");
    assertThat(gold.replace(11, 11, 1, "2", "100"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 2@100 leaves=2 cum=0 display=3",
            "BY_ORDER #4 CHANGE SELL md=1 p=1 2@100",
            "BY_PRICE #4 CHANGE SELL 6@100 n=2",
            "TOP #4 - / 6@100 last=- volume=0 trades=0");
    assertThat(gold.change(11, 1, "2", "100", r -> r.displayQty(Fixed8.parse("1"))))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 2@100 leaves=2 cum=0 display=1",
            "BY_ORDER #5 DELETE SELL md=1 p=1 0@100 | NEW SELL md=1 p=3 1@100",
            "BY_PRICE #5 CHANGE SELL 5@100 n=2",
            "TOP #5 - / 5@100 last=- volume=0 trades=0");
    assertThat(gold.change(12, 1, "4", "100", r -> r.displayQty(0)))
        .containsExactly(
            "account-12 REPLACED 12/1 md=2 request=8 4@100 leaves=4 cum=0 display=0",
            "BY_ORDER #6 DELETE SELL md=2 p=2 0@100",
            "BY_PRICE #6 CHANGE SELL 1@100 n=1",
            "TOP #6 - / 1@100 last=- volume=0 trades=0");
  }

  @Test
  void aDisplayQtyThatMakesNoSenseIsRefused() {
    assertThat(gold.special(11, 1, SELL, "10", "100", display("11")))
        .containsExactly("account-11 REJECTED 11/1 md=0 10@100 leaves=0 cum=0 INCORRECT_QUANTITY");
    assertThat(gold.special(11, 2, SELL, "10", "100", display("0.5")))
        .containsExactly("account-11 REJECTED 11/2 md=0 10@100 leaves=0 cum=0 INCORRECT_QUANTITY");
    assertThat(gold.special(11, 3, SELL, LIMIT, IMMEDIATE_OR_CANCEL, "10", "100", display("1")))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 10@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(11, 4, SELL, MARKET, DAY, "10", null, display("1")))
        .containsExactly(
            "account-11 REJECTED 11/4 md=0 10@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    gold.limit(11, 5, SELL, "4", "100");
    assertThat(gold.change(11, 5, "4", "100", r -> r.displayQty(Fixed8.parse("5"))))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/5 md=1 request=8 4@100 leaves=4 cum=0"
                + " INCORRECT_QUANTITY");
  }

  @Test
  void postOnlyOnlyRests() {
    assertThat(gold.special(11, 1, BUY, "2", "100", execInst(ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "account-11 ACCEPTED 11/1 md=1 2@100 leaves=2 cum=0",
            "BY_ORDER #2 NEW BUY md=1 p=1 2@100",
            "BY_PRICE #2 NEW BUY 2@100 n=1",
            "TOP #2 2@100 / - last=- volume=0 trades=0");
    assertThat(gold.special(12, 1, SELL, "2", "100", execInst(ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "account-12 REJECTED 12/1 md=0 2@100 leaves=0 cum=0 POST_ONLY_WOULD_TRADE");
    gold.special(12, 2, SELL, "2", "101", display("0"));
    assertThat(gold.special(11, 2, BUY, "2", "101", execInst(ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "account-11 REJECTED 11/2 md=0 2@101 leaves=0 cum=0 POST_ONLY_WOULD_TRADE");
    assertThat(gold.replace(11, 11, 1, "2", "101"))
        .containsExactly(
            "account-11 REPLACE_REJECTED 11/1 md=1 request=8 2@100 leaves=2 cum=0"
                + " POST_ONLY_WOULD_TRADE");
    assertThat(gold.replace(11, 11, 1, "2", "100.5"))
        .containsExactly(
            "account-11 REPLACED 11/1 md=1 request=8 2@100.5 leaves=2 cum=0",
            "BY_ORDER #3 DELETE BUY md=1 p=1 0@100 | NEW BUY md=1 p=3 2@100.5",
            "BY_PRICE #3 DELETE BUY 0@100 n=0 | NEW BUY 2@100.5 n=1",
            "TOP #3 2@100.5 / - last=- volume=0 trades=0");
    assertThat(
            gold.special(
                11,
                3,
                BUY,
                LIMIT,
                IMMEDIATE_OR_CANCEL,
                "2",
                "99",
                execInst(ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 2@99 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(
            gold.special(
                11, 4, BUY, MARKET, DAY, "2", null, execInst(ExecInst.PARTICIPATE_DONT_INITIATE)))
        .containsExactly(
            "account-11 REJECTED 11/4 md=0 2@market leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void minQtyExecutesAtOnceOrNothingDoes() {
    gold.limit(11, 1, SELL, "2", "100");
    gold.limit(11, 2, SELL, "2", "101");
    assertThat(gold.special(12, 1, BUY, LIMIT, IMMEDIATE_OR_CANCEL, "5", "100", minQty("3")))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 5@100 leaves=5 cum=0",
            "account-12 CANCELED 12/1 md=3 5@100 leaves=0 cum=0 MIN_QTY");
    assertThat(gold.special(12, 2, BUY, LIMIT, IMMEDIATE_OR_CANCEL, "5", "101", minQty("3")))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 5@101 leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=4"
                + " notional=20000 ADDED",
            "account-12 TRADED 12/2 md=4 5@101 leaves=3 cum=2 last=2@100 trade=1 contra=1"
                + " notional=20000 REMOVED",
            "account-11 TRADED 11/2 md=2 2@101 leaves=0 cum=2 last=2@101 trade=2 contra=4"
                + " notional=20200 ADDED",
            "account-12 TRADED 12/2 md=4 5@101 leaves=1 cum=4 last=2@101 trade=2 contra=2"
                + " notional=20200 REMOVED",
            "account-12 CANCELED 12/2 md=4 5@101 leaves=0 cum=4 UNFILLED",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 2 | DELETE SELL md=2 p=2 0@101"
                + " trade 2 2",
            "BY_PRICE #4 DELETE SELL 0@100 n=0 | DELETE SELL 0@101 n=0 | trade 1 BUY 2@100"
                + " | trade 2 BUY 2@101",
            "TOP #3 - / - last=2@101 volume=4 trades=2");
  }

  @Test
  void minQtyThatMakesNoSenseIsRefused() {
    assertThat(gold.special(12, 1, BUY, "5", "100", minQty("3")))
        .containsExactly(
            "account-12 REJECTED 12/1 md=0 5@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.special(12, 2, BUY, LIMIT, IMMEDIATE_OR_CANCEL, "5", "100", minQty("6")))
        .containsExactly("account-12 REJECTED 12/2 md=0 5@100 leaves=0 cum=0 INCORRECT_QUANTITY");
    assertThat(gold.special(12, 3, BUY, LIMIT, IMMEDIATE_OR_CANCEL, "5", "100", minQty("0.5")))
        .containsExactly("account-12 REJECTED 12/3 md=0 5@100 leaves=0 cum=0 INCORRECT_QUANTITY");
  }

  @Test
  void marketToLimitTakesTheBestPriceAndStaysThere() {
    gold.limit(11, 1, SELL, "2", "100");
    gold.limit(11, 2, SELL, "2", "101");
    assertThat(
            gold.special(12, 1, BUY, MARKET_WITH_LEFT_OVER_AS_LIMIT, DAY, "5", null, order -> {}))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 5@market leaves=5 cum=0",
            "account-11 TRADED 11/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=3"
                + " notional=20000 ADDED",
            "account-12 TRADED 12/1 md=3 5@market leaves=3 cum=2 last=2@100 trade=1"
                + " contra=1 notional=20000 REMOVED",
            "account-12 RESTATED 12/1 md=3 5@100 leaves=3 cum=2 REPRICING",
            "BY_ORDER #4 DELETE SELL md=1 p=1 0@100 trade 1 2 | NEW BUY md=3 p=3 3@100",
            "BY_PRICE #4 NEW BUY 3@100 n=1 | DELETE SELL 0@100 n=0 | trade 1 BUY 2@100",
            "TOP #3 3@100 / 2@101 last=2@100 volume=2 trades=1");
    assertThat(gold.replace(12, 12, 1, "6", "99.5"))
        .containsExactly(
            "account-12 REPLACED 12/1 md=3 request=8 6@99.5 leaves=4 cum=2",
            "BY_ORDER #5 DELETE BUY md=3 p=3 0@100 | NEW BUY md=3 p=4 4@99.5",
            "BY_PRICE #5 DELETE BUY 0@100 n=0 | NEW BUY 4@99.5 n=1",
            "TOP #4 4@99.5 / 2@101 last=2@100 volume=2 trades=1");
    assertThat(
            gold.special(
                12,
                2,
                BUY,
                MARKET_WITH_LEFT_OVER_AS_LIMIT,
                IMMEDIATE_OR_CANCEL,
                "5",
                null,
                order -> {}))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 5@market leaves=5 cum=0",
            "account-11 TRADED 11/2 md=2 2@101 leaves=0 cum=2 last=2@101 trade=2 contra=4"
                + " notional=20200 ADDED",
            "account-12 TRADED 12/2 md=4 5@market leaves=3 cum=2 last=2@101 trade=2"
                + " contra=2 notional=20200 REMOVED",
            "account-12 CANCELED 12/2 md=4 5@market leaves=0 cum=2 UNFILLED",
            "BY_ORDER #6 DELETE SELL md=2 p=2 0@101 trade 2 2",
            "BY_PRICE #6 DELETE SELL 0@101 n=0 | trade 2 BUY 2@101",
            "TOP #5 4@99.5 / - last=2@101 volume=4 trades=2");
    assertThat(
            gold.special(12, 3, BUY, MARKET_WITH_LEFT_OVER_AS_LIMIT, DAY, "5", null, order -> {}))
        .containsExactly(
            "account-12 ACCEPTED 12/3 md=5 5@market leaves=5 cum=0",
            "account-12 CANCELED 12/3 md=5 5@market leaves=0 cum=0 UNFILLED");
    assertThat(
            gold.special(12, 4, BUY, MARKET_WITH_LEFT_OVER_AS_LIMIT, DAY, "5", "100", order -> {}))
        .containsExactly(
            "account-12 REJECTED 12/4 md=0 5@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void allOrNoneIsTakenWithFillOrKillOnly() {
    assertThat(gold.special(11, 1, SELL, "2", "100", execInst(ExecInst.ALL_OR_NONE)))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 2@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(
            gold.special(
                11,
                2,
                SELL,
                LIMIT,
                IMMEDIATE_OR_CANCEL,
                "2",
                "100",
                execInst(ExecInst.ALL_OR_NONE)))
        .containsExactly(
            "account-11 REJECTED 11/2 md=0 2@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    gold.limit(12, 1, BUY, "2", "100");
    assertThat(
            gold.special(
                11, 3, SELL, LIMIT, FILL_OR_KILL, "2", "100", execInst(ExecInst.ALL_OR_NONE)))
        .containsExactly(
            "account-11 ACCEPTED 11/3 md=2 2@100 leaves=2 cum=0",
            "account-12 TRADED 12/1 md=1 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=2"
                + " notional=20000 ADDED",
            "account-11 TRADED 11/3 md=2 2@100 leaves=0 cum=2 last=2@100 trade=1 contra=1"
                + " notional=20000 REMOVED",
            "BY_ORDER #3 DELETE BUY md=1 p=1 0@100 trade 1 2",
            "BY_PRICE #3 DELETE BUY 0@100 n=0 | trade 1 SELL 2@100",
            "TOP #3 - / - last=2@100 volume=2 trades=1");
    assertThat(gold.special(11, 4, SELL, "2", "100", execInst(64)))
        .containsExactly(
            "account-11 REJECTED 11/4 md=0 2@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
  }

  @Test
  void reduceOnlyNeedsAPosition() {
    assertThat(gold.special(11, 1, SELL, "2", "100", execInst(ExecInst.DO_NOT_INCREASE)))
        .containsExactly(
            "account-11 REJECTED 11/1 md=0 2@100 leaves=0 cum=0 WOULD_INCREASE_POSITION");
    gold.limit(12, 1, SELL, "3", "100");
    gold.limit(11, 2, BUY, "3", "100");
    assertThat(gold.special(11, 3, BUY, "2", "100", execInst(ExecInst.DO_NOT_INCREASE)))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 2@100 leaves=0 cum=0 WOULD_INCREASE_POSITION");
    assertThat(gold.special(11, 4, SELL, "5", "101", execInst(ExecInst.DO_NOT_INCREASE)))
        .containsExactly(
            "account-11 ACCEPTED 11/4 md=3 5@101 leaves=5 cum=0",
            "BY_ORDER #4 NEW SELL md=3 p=2 5@101",
            "BY_PRICE #4 NEW SELL 5@101 n=1",
            "TOP #4 - / 5@101 last=3@100 volume=3 trades=1");
    assertThat(gold.limit(12, 2, BUY, "5", "101"))
        .containsExactly(
            "account-12 ACCEPTED 12/2 md=4 5@101 leaves=5 cum=0",
            "account-11 TRADED 11/4 md=3 5@101 leaves=2 cum=3 last=3@101 trade=2 contra=4"
                + " notional=30300 ADDED",
            "account-12 TRADED 12/2 md=4 5@101 leaves=2 cum=3 last=3@101 trade=2 contra=3"
                + " notional=30300 REMOVED",
            "account-11 CANCELED 11/4 md=3 5@101 leaves=0 cum=3 WOULD_INCREASE_POSITION",
            "BY_ORDER #5 CHANGE SELL md=3 p=2 2@101 trade 2 3 | DELETE SELL md=3 p=2 0@101"
                + " | NEW BUY md=4 p=3 2@101",
            "BY_PRICE #5 NEW BUY 2@101 n=1 | DELETE SELL 0@101 n=0 | trade 2 BUY 3@101",
            "TOP #5 2@101 / - last=3@101 volume=6 trades=2");
  }

  @Test
  void anArrivingReduceOnlyOrderStopsAtAFlatPosition() {
    gold.limit(12, 1, SELL, "3", "100");
    gold.limit(11, 1, BUY, "3", "100");
    gold.limit(12, 2, BUY, "9", "99");
    assertThat(
            gold.special(
                11, 2, SELL, LIMIT, FILL_OR_KILL, "4", "99", execInst(ExecInst.DO_NOT_INCREASE)))
        .containsExactly(
            "account-11 ACCEPTED 11/2 md=4 4@99 leaves=4 cum=0",
            "account-11 CANCELED 11/2 md=4 4@99 leaves=0 cum=0 UNFILLED");
    assertThat(gold.special(11, 3, SELL, "4", "99", execInst(ExecInst.DO_NOT_INCREASE)))
        .containsExactly(
            "account-11 ACCEPTED 11/3 md=5 4@99 leaves=4 cum=0",
            "account-12 TRADED 12/2 md=3 9@99 leaves=6 cum=3 last=3@99 trade=2 contra=5"
                + " notional=29700 ADDED",
            "account-11 TRADED 11/3 md=5 4@99 leaves=1 cum=3 last=3@99 trade=2 contra=3"
                + " notional=29700 REMOVED",
            "account-11 CANCELED 11/3 md=5 4@99 leaves=0 cum=3 WOULD_INCREASE_POSITION",
            "BY_ORDER #5 CHANGE BUY md=3 p=2 6@99 trade 2 3",
            "BY_PRICE #5 CHANGE BUY 6@99 n=1 | trade 2 SELL 3@99",
            "TOP #5 6@99 / - last=3@99 volume=6 trades=2");
  }

  @Test
  void reduceOnlyOrdersEndWithThePosition() {
    gold.limit(12, 1, SELL, "3", "100");
    gold.limit(11, 1, BUY, "3", "100");
    gold.special(11, 2, SELL, "3", "105", execInst(ExecInst.DO_NOT_INCREASE));
    gold.special(
        11,
        3,
        SELL,
        STOP,
        DAY,
        "3",
        null,
        order -> order.stopPx(Fixed8.parse("90")).execInst((short) ExecInst.DO_NOT_INCREASE));
    gold.limit(12, 2, BUY, "3", "99");
    assertThat(gold.limit(11, 4, SELL, "3", "99"))
        .containsExactly(
            "account-11 ACCEPTED 11/4 md=6 3@99 leaves=3 cum=0",
            "account-12 TRADED 12/2 md=5 3@99 leaves=0 cum=3 last=3@99 trade=2 contra=6"
                + " notional=29700 ADDED",
            "account-11 TRADED 11/4 md=6 3@99 leaves=0 cum=3 last=3@99 trade=2 contra=5"
                + " notional=29700 REMOVED",
            "account-11 CANCELED 11/2 md=3 3@105 leaves=0 cum=0 WOULD_INCREASE_POSITION",
            "account-11 CANCELED 11/3 md=4 3@market leaves=0 cum=0 stop=90"
                + " WOULD_INCREASE_POSITION",
            "BY_ORDER #6 DELETE BUY md=5 p=3 0@99 trade 2 3 | DELETE SELL md=3 p=2 0@105",
            "BY_PRICE #6 DELETE BUY 0@99 n=0 | DELETE SELL 0@105 n=0 | trade 2 SELL 3@99",
            "TOP #6 - / - last=3@99 volume=6 trades=2");
  }

  @Test
  void ordersForTheCloseWaitUnseenUntilTheDayEnds() {
    assertThat(gold.special(11, 1, BUY, LIMIT, AT_THE_CLOSE, "2", "100", order -> {}))
        .containsExactly("account-11 ACCEPTED 11/1 md=1 2@100 leaves=2 cum=0");
    assertThat(gold.special(11, 2, SELL, MARKET, AT_THE_CLOSE, "2", null, order -> {}))
        .containsExactly("account-11 ACCEPTED 11/2 md=2 2@market leaves=2 cum=0");
    assertThat(gold.limit(12, 1, SELL, "1", "99"))
        .containsExactly(
            "account-12 ACCEPTED 12/1 md=3 1@99 leaves=1 cum=0",
            "BY_ORDER #2 NEW SELL md=3 p=1 1@99",
            "BY_PRICE #2 NEW SELL 1@99 n=1",
            "TOP #2 - / 1@99 last=- volume=0 trades=0");
    assertThat(gold.replace(11, 11, 1, "3", "101"))
        .containsExactly("account-11 REPLACED 11/1 md=1 request=8 3@101 leaves=3 cum=0");
    assertThat(gold.cancel(11, 11, 2))
        .containsExactly("account-11 CANCELED 11/2 md=2 request=7 2@market leaves=0 cum=0");
    assertThat(gold.special(11, 3, BUY, LIMIT, AT_THE_CLOSE, "2", "100", display("1")))
        .containsExactly(
            "account-11 REJECTED 11/3 md=0 2@100 leaves=0 cum=0"
                + " UNSUPPORTED_ORDER_CHARACTERISTIC");
    assertThat(gold.wake(gold.core.wakeAtNanos()))
        .containsExactly("account-11 EXPIRED 11/1 md=1 3@101 leaves=0 cum=0");
  }
}
