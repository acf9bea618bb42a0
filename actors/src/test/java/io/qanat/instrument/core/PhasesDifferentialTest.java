package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Outputs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random orders through random phases, against the naive venue: every report, and at intervals
 * every order of the book, as it is, as the feeds tell it, and as a snapshot brings it back, in the
 * middle of auctions too.
 *
 * <p>{@code -Dqanat.operations=1000000} is the long run; the build does a part of it.
 */
class PhasesDifferentialTest {
  private static final int OPERATIONS = Integer.getInteger("qanat.operations", 20_000);
  private static final int COMPARE_BOOKS_EVERY = 500;
  private static final long INSTRUMENT = 5;
  private static final int ACCOUNTS = 8;
  private static final long WORST = 10_000;
  private static final long AUCTION_NANOS = 20_000_000L;

  private static final InstrumentTerms TERMS =
      new InstrumentTerms(
          100_000_000L,
          1,
          1,
          1,
          1_000_000,
          -WORST,
          WORST,
          0,
          "CL",
          "CL",
          "USD",
          ContractType.CFD,
          Bool.YES);

  /** Reports in the words of the naive venue; everything goes to the follower too. */
  private static final class Reports implements Outputs {
    private final FeedFollower follower = new FeedFollower();
    private final OrderReportDecoder report = new OrderReportDecoder();
    private final io.qanat.codecs.entity.MessageHeaderDecoder header =
        new io.qanat.codecs.entity.MessageHeaderDecoder();
    private List<String> events = new ArrayList<>();

    List<String> take() {
      final List<String> taken = events;
      events = new ArrayList<>();
      return taken;
    }

    @Override
    public void toPeer(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      follower.toPeer(entity, buffer, offset, length);
      report.wrapAndApplyHeader(buffer, offset, header);
      final String head = report.reportType() + " " + report.orderId() + " ";
      events.add(
          head
              + switch (report.reportType()) {
                case REJECTED -> report.ordRejReason();
                case CANCEL_REJECTED, REPLACE_REJECTED -> report.cxlRejReason();
                case TRADED ->
                    report.leavesQty()
                        + " "
                        + report.cumQty()
                        + " "
                        + report.lastQty()
                        + " "
                        + report.lastPx()
                        + " "
                        + report.tradeId()
                        + " "
                        + report.contraMdOrderId()
                        + " "
                        + report.lastLiquidityInd();
                default -> report.leavesQty() + " " + report.cumQty();
              });
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      follower.toSession(sessionKey, buffer, offset, length);
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
      follower.toMarketData(feed, buffer, offset, length);
    }

    @Override
    public void reply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      // Operators' answers are specified elsewhere.
    }
  }

  private final InstrumentInputs inputs = new InstrumentInputs();
  private final Reports reports = new Reports();
  private final Set<TradingPhase> phases = EnumSet.noneOf(TradingPhase.class);
  private final long[] recent = new long[60];
  private InstrumentCore core = new InstrumentCore(INSTRUMENT);
  private NaiveVenue naive;
  private Random random;
  private long nowNanos = InstrumentDesk.START_NANOS;
  private long issued;
  private long middle;
  private int auctions;

  @ParameterizedTest(name = "seed={0} middle={1} static={2} dynamic={3}")
  @CsvSource({
    "1, 1000, 0, 0",
    "7, 0, 60, 12",
    "42, 0, 0, 8",
    "2026, -500, 20, 0",
    "20261124, 5, 30, 30"
  })
  void matchesTheNaiveVenue(
      final long seed, final long startMiddle, final long staticBand, final long dynamicBand) {
    random = new Random(seed);
    middle = startMiddle;
    final TradingRules rules =
        new TradingRules(
            startMiddle,
            staticBand,
            dynamicBand,
            staticBand + dynamicBand == 0 ? 0 : AUCTION_NANOS,
            50);
    naive = new NaiveVenue(rules, 1);
    core.apply(inputs.define(nowNanos, TERMS, rules), reports);
    for (int i = 0; i < OPERATIONS; i++) {
      nowNanos += random.nextInt(1_000_000);
      naive.tick(nowNanos);
      step();
      final List<String> expected = naive.take();
      final List<String> actual = reports.take();
      if (!expected.equals(actual)) {
        assertThat(actual).as("seed=%d i=%d phase=%s", seed, i, naive.phase).isEqualTo(expected);
      }
      phases.add(naive.phase);
      auctions += actual.stream().anyMatch(event -> event.endsWith("AUCTION")) ? 1 : 0;
      reports.follower.requireEndOfEvent();
      if (i % COMPARE_BOOKS_EVERY == 0) {
        compareBooks("seed=" + seed + " i=" + i + " phase=" + naive.phase);
      }
    }
    final Set<TradingPhase> expectedPhases =
        EnumSet.complementOf(EnumSet.of(TradingPhase.NULL_VAL, TradingPhase.SBE_UNKNOWN));
    if (staticBand + dynamicBand == 0) {
      expectedPhases.remove(TradingPhase.VOLATILITY_AUCTION);
    }
    assertThat(phases).as("seed=%d", seed).isEqualTo(expectedPhases);
    assertThat(auctions).as("seed=%d", seed).isGreaterThan(OPERATIONS / 1_000);
    assertThat(reports.follower.seen())
        .as("seed=%d", seed)
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    ReportType.RESTATED,
                    ReportType.TRIGGERED,
                    ReportType.NULL_VAL,
                    ReportType.SBE_UNKNOWN)));
  }

  private void step() {
    if (random.nextInt(50) == 0) {
      middle += random.nextInt(7) - 3;
    }
    final int die = random.nextInt(1_000);
    if (die < 560) {
      order();
    } else if (die < 720) {
      final long orderId = recent[random.nextInt(recent.length)];
      naive.cancel(orderId);
      core.apply(inputs.cancel(nowNanos, orderId >>> 39, orderId, 7), reports);
    } else if (die < 980) {
      final long orderId = recent[random.nextInt(recent.length)];
      final long price = price();
      final long quantity = 1L + random.nextInt(20);
      naive.replace(nowNanos, orderId, price, quantity);
      core.apply(inputs.replace(nowNanos, orderId >>> 39, orderId, 8, price, quantity), reports);
    } else {
      changePhase();
    }
  }

  private void order() {
    final long account = 1L + random.nextInt(ACCOUNTS);
    final long orderId = account << 39 | ++issued;
    recent[(int) (issued % recent.length)] = orderId;
    final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    final TimeInForce[] all = {
      TimeInForce.DAY,
      TimeInForce.GOOD_TILL_CANCEL,
      TimeInForce.GOOD_TILL_CANCEL,
      TimeInForce.GOOD_TILL_CANCEL,
      TimeInForce.IMMEDIATE_OR_CANCEL,
      TimeInForce.FILL_OR_KILL,
      TimeInForce.AT_THE_OPENING,
      TimeInForce.AT_THE_CLOSE
    };
    final TimeInForce timeInForce = all[random.nextInt(all.length)];
    final boolean market = random.nextInt(8) == 0;
    final long price = market ? Fixed8.NULL : price();
    final long quantity = 1L + random.nextInt(random.nextInt(10) == 0 ? 200 : 12);
    naive.submit(
        nowNanos, orderId, side, timeInForce, price, side == Side.BUY ? WORST : -WORST, quantity);
    core.apply(
        inputs.submit(
            nowNanos,
            EntityKey.account(account),
            orderId,
            account,
            1,
            side,
            market ? OrdType.MARKET : OrdType.LIMIT,
            timeInForce,
            price,
            quantity),
        reports);
  }

  private long price() {
    return middle + random.nextInt(31) - 15;
  }

  private void changePhase() {
    final TradingPhase[] all = {
      TradingPhase.PRE_OPEN,
      TradingPhase.OPENING_AUCTION,
      TradingPhase.CONTINUOUS,
      TradingPhase.CONTINUOUS,
      TradingPhase.CLOSING_AUCTION,
      TradingPhase.CLOSED,
      TradingPhase.HALT
    };
    final TradingPhase next = all[random.nextInt(all.length)];
    final boolean endsItself = Phases.isAuction(next) && random.nextBoolean();
    final long nanos = endsItself ? AUCTION_NANOS : 0;
    naive.enter(next, endsItself ? nowNanos + nanos : 0);
    core.apply(inputs.phaseChange(nowNanos, next, nanos), reports);
  }

  private void compareBooks(final String message) {
    final List<byte[]> records = new ArrayList<>();
    core.writeSnapshot(
        (buffer, offset, length) -> {
          final byte[] record = new byte[length];
          buffer.getBytes(offset, record);
          records.add(record);
        });
    final InstrumentCore restored = new InstrumentCore(INSTRUMENT);
    records.forEach(r -> restored.readSnapshotRecord(new UnsafeBuffer(r), 0, r.length));
    assertThat(restored.stateHash()).as(message).isEqualTo(core.stateHash());
    assertThat(restored.wakeAtNanos()).as(message).isEqualTo(core.wakeAtNanos());
    core = restored;
    final FeedFollower refreshed = new FeedFollower();
    core.query(inputs.fullRefresh(nowNanos, true, true), refreshed);
    assertThat(reports.follower.orders()).as(message).isEqualTo(refreshed.orders());
    assertThat(reports.follower.levels()).as(message).isEqualTo(refreshed.levels());
    assertThat(reports.follower.levels()).as(message).isEqualTo(refreshed.levelsOfOrders());
    assertThat(reports.follower.top()).as(message).isEqualTo(refreshed.top());
    final Map<Long, FeedFollower.RestingOrder> expected = new TreeMap<>();
    for (final NaiveVenue.Waiting order : naive.resting) {
      expected.put(
          order.mdOrderId,
          new FeedFollower.RestingOrder(order.side, order.price, order.priority, order.leavesQty));
    }
    assertThat(refreshed.orders()).as(message).isEqualTo(expected);
    final List<NaiveVenue.Waiting> bids = naive.side(Side.BUY);
    final List<NaiveVenue.Waiting> offers = naive.side(Side.SELL);
    if (!bids.isEmpty()
        && !offers.isEmpty()
        && !Phases.isCall(naive.phase)
        && naive.phase != TradingPhase.HALT) {
      assertThat(bids.get(0).price).as(message).isLessThan(offers.get(0).price);
    }
  }
}
