package io.qanat.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.TradeAmendEncoder;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.CoreBench;
import io.qanat.entity.core.CoreBench.Output;
import io.qanat.entity.core.EntityKey;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random orders of three accounts against a toy exchange that trades whatever crosses, with reports
 * on their way for a random while. Beside each account runs a twin that is written and read again
 * at random moments and must do the same.
 */
class RandomFlowTest {
  private static final int STEPS = 1_500;
  private static final long[] INSTRUMENTS = {
    AccountBench.GOLD, AccountBench.EURUSD, AccountBench.OIL
  };

  /** An order as the toy exchange has it. */
  private static final class Resting {
    private long orderId;
    private long instrument;
    private Side side;
    private long price;
    private long quantity;
    private long executed;
  }

  /** A trade as the toy exchange has it, to be busted or corrected. */
  private static final class Trade {
    private long tradeId;
    private long instrument;
    private long buyOrderId;
    private long sellOrderId;
    private long originalQty;
    private long price;
    private long quantity;
  }

  private static final int TRADES_REMEMBERED = 30;

  private record Report(long instrument, LedgerAudit.InFlight message) {}

  private static final class Participant {
    private final AccountBench account = new AccountBench();
    private final long number;
    private AccountCore core;
    private AccountCore twin;
    private final CoreBench bench;
    private final CoreBench twinBench;
    private final ArrayDeque<Report> inFlight = new ArrayDeque<>();
    private long names;

    Participant(final long number) {
      this.number = number;
      core = new AccountCore(number);
      twin = new AccountCore(number);
      bench = new CoreBench(core);
      twinBench = new CoreBench(twin);
    }
  }

  private final List<Participant> participants = new ArrayList<>();
  private final TreeMap<Long, Resting> resting = new TreeMap<>();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final io.qanat.codecs.orderentry.MessageHeaderEncoder clientHeader =
      new io.qanat.codecs.orderentry.MessageHeaderEncoder();
  private String context;
  private Random random;
  private int trades;
  private int busts;
  private int corrections;

  /** Whether delivered trades are amended too: then what was delivered may be gone. */
  private boolean amendsDelivered;

  private final ArrayDeque<Trade> remembered = new ArrayDeque<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 2026})
  void moneyAddsUpAtEveryStep(final long seed) {
    random = new Random(seed);
    amendsDelivered = seed % 2 == 0;
    open();
    for (int step = 0; step < STEPS; step++) {
      context = "seed=" + seed + " step=" + step;
      act();
      audit();
    }
    cancelEverything();
    drain();
    for (final Participant participant : participants) {
      assertReservesOnlyPositions(participant);
    }
    assertThat(trades).as("seed=%d trades", seed).isGreaterThan(STEPS / 50);
    assertThat(busts).as("seed=%d busts", seed).isGreaterThan(5);
    assertThat(corrections).as("seed=%d corrections", seed).isGreaterThan(5);
  }

  private void open() {
    for (long number = 1; number <= 3; number++) {
      final Participant participant = new Participant(number);
      participants.add(participant);
      context = "opening " + number;
      final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
      final int length = participant.account.terms.encode(buffer, 0);
      apply(participant, bench -> bench.peer(EntityKey.partner(1), buffer, 0, length));
      transfer(participant, 1, "100000", "USD");
      transfer(participant, 2, "1000", "EUR");
    }
  }

  private void transfer(
      final Participant to, final long id, final String amount, final String currency) {
    apply(
        to,
        bench ->
            bench.admin(
                b ->
                    new io.qanat.codecs.entity.CashTransferEncoder()
                        .wrapAndApplyHeader(b, 0, header)
                        .transferId(id)
                        .amount(Fixed8.parse(amount))
                        .currency(currency)
                        .encodedLength()));
  }

  private void act() {
    final Participant one = participants.get(random.nextInt(participants.size()));
    switch (random.nextInt(11)) {
      case 10 -> amendSome();
      case 0, 1, 2 -> newOrder(one);
      case 3 -> cancelSome(one);
      case 4 -> replaceSome(one);
      case 5, 6, 7 -> deliver(one);
      case 8 -> trade();
      default -> {
        one.twin = CoreBench.reload(one.twin, new AccountCore(one.number));
        one.twinBench.core(one.twin);
        assertThat(one.twin.stateHash()).as(context).isEqualTo(one.core.stateHash());
        assertThat(one.twin.wakeAtNanos()).as(context).isEqualTo(one.core.wakeAtNanos());
      }
    }
  }

  private void newOrder(final Participant by) {
    final long instrument = INSTRUMENTS[random.nextInt(INSTRUMENTS.length)];
    final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    final long price = price(instrument);
    final long quantity = (1 + random.nextInt(300)) * (Fixed8.ONE / 10);
    final boolean market = instrument == AccountBench.GOLD && random.nextInt(8) == 0;
    final String name = "n" + ++by.names;
    apply(
        by,
        bench ->
            bench.client(
                1,
                0,
                0,
                0,
                b ->
                    OrderDefaults.plain(
                            new NewOrderSingleEncoder().wrapAndApplyHeader(b, 0, clientHeader))
                        .seqNum(0)
                        .account(by.number)
                        .securityId(instrument)
                        .price(market ? Fixed8.NULL : price)
                        .orderQty(quantity)
                        .sendingTime(0)
                        .clOrdId(name)
                        .side(side)
                        .ordType(
                            market
                                ? io.qanat.codecs.fix.OrdType.MARKET
                                : io.qanat.codecs.fix.OrdType.LIMIT)
                        .timeInForce(io.qanat.codecs.fix.TimeInForce.GOOD_TILL_CANCEL)
                        .encodedLength()));
  }

  private long price(final long instrument) {
    final long ticks = random.nextInt(200);
    final long base = instrument == AccountBench.OIL ? -100 : 10_00;
    return (base + ticks) * (Fixed8.ONE / 100);
  }

  private Order someOrder(final Participant by) {
    final List<Order> live = List.copyOf(by.core.state().orders.live());
    return live.isEmpty() ? null : live.get(random.nextInt(live.size()));
  }

  private void cancelSome(final Participant by) {
    final Order order = someOrder(by);
    if (order == null) {
      return;
    }
    final String name = "c" + ++by.names;
    apply(
        by,
        bench ->
            bench.client(
                1,
                0,
                0,
                0,
                b ->
                    new OrderCancelRequestEncoder()
                        .wrapAndApplyHeader(b, 0, clientHeader)
                        .seqNum(0)
                        .account(by.number)
                        .orderId(order.orderId)
                        .sendingTime(0)
                        .clOrdId(name)
                        .origClOrdId("")
                        .encodedLength()));
  }

  private void replaceSome(final Participant by) {
    final Order order = someOrder(by);
    if (order == null) {
      return;
    }
    final String name = "r" + ++by.names;
    final long price = price(order.securityId);
    final long quantity = (1 + random.nextInt(300)) * (Fixed8.ONE / 10);
    apply(
        by,
        bench ->
            bench.client(
                1,
                0,
                0,
                0,
                b ->
                    OrderDefaults.plain(
                            new OrderCancelReplaceRequestEncoder()
                                .wrapAndApplyHeader(b, 0, clientHeader))
                        .seqNum(0)
                        .account(by.number)
                        .orderId(0)
                        .price(price)
                        .orderQty(quantity)
                        .sendingTime(0)
                        .clOrdId(name)
                        .origClOrdId(order.clOrdId)
                        .encodedLength()));
  }

  private void cancelEverything() {
    for (final Participant participant : participants) {
      for (final Order order : List.copyOf(participant.core.state().orders.live())) {
        if (!order.isCancelPending()) {
          final String name = "x" + ++participant.names;
          apply(
              participant,
              bench ->
                  bench.client(
                      1,
                      0,
                      0,
                      0,
                      b ->
                          new OrderCancelRequestEncoder()
                              .wrapAndApplyHeader(b, 0, clientHeader)
                              .seqNum(0)
                              .account(participant.number)
                              .orderId(order.orderId)
                              .sendingTime(0)
                              .clOrdId(name)
                              .origClOrdId("")
                              .encodedLength()));
        }
      }
    }
  }

  private void drain() {
    for (final Participant participant : participants) {
      while (!participant.inFlight.isEmpty()) {
        deliver(participant);
        audit();
      }
    }
  }

  private void deliver(final Participant to) {
    final Report report = to.inFlight.poll();
    if (report != null) {
      final DirectBuffer message = report.message.report();
      apply(
          to,
          bench ->
              bench.peer(EntityKey.instrument(report.instrument), message, 0, message.capacity()));
    }
  }

  /** To the account and its twin, which must answer alike; then to the exchange. */
  private void apply(
      final Participant to, final java.util.function.Function<CoreBench, List<Output>> input) {
    final List<Output> outputs = input.apply(to.bench);
    final List<Output> twins = input.apply(to.twinBench);
    assertThat(hex(twins)).as(context).isEqualTo(hex(outputs));
    assertThat(to.twin.stateHash()).as(context).isEqualTo(to.core.stateHash());
    for (final Output output : outputs) {
      if ("peer".equals(output.to())) {
        exchange(to, EntityKey.id(output.target()), output.message());
      }
    }
  }

  private static String hex(final List<Output> outputs) {
    return outputs.stream()
        .map(
            output -> {
              final byte[] bytes = new byte[output.message().capacity()];
              output.message().getBytes(0, bytes);
              return output.to() + output.target() + java.util.HexFormat.of().formatHex(bytes);
            })
        .collect(Collectors.joining("\n"));
  }

  private void exchange(final Participant from, final long instrument, final DirectBuffer message) {
    final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(message, 0);
    switch (head.templateId()) {
      case OrderSubmitDecoder.TEMPLATE_ID -> {
        final OrderSubmitDecoder submit =
            new OrderSubmitDecoder().wrapAndApplyHeader(message, 0, head);
        final Resting order = new Resting();
        order.orderId = submit.orderId();
        order.instrument = instrument;
        order.side = submit.side();
        order.price = submit.price();
        order.quantity = submit.orderQty();
        if (submit.price() == Fixed8.NULL) {
          report(from, ReportType.REJECTED, order, 0, 0, 0, LiquidityInd.NONE);
        } else {
          resting.put(order.orderId, order);
          report(from, ReportType.ACCEPTED, order, 0, 0, 0, LiquidityInd.NONE);
        }
      }
      case OrderCancelDecoder.TEMPLATE_ID -> {
        final OrderCancelDecoder cancel =
            new OrderCancelDecoder().wrapAndApplyHeader(message, 0, head);
        final Resting order = resting.remove(cancel.orderId());
        report(
            from,
            order == null ? ReportType.CANCEL_REJECTED : ReportType.CANCELED,
            orUnknown(order, cancel.orderId(), instrument),
            cancel.requestNo(),
            0,
            0,
            LiquidityInd.NONE);
      }
      case OrderReplaceDecoder.TEMPLATE_ID -> {
        final OrderReplaceDecoder replace =
            new OrderReplaceDecoder().wrapAndApplyHeader(message, 0, head);
        final Resting order = resting.get(replace.orderId());
        final boolean possible = order != null && replace.orderQty() > order.executed;
        if (possible) {
          order.price = replace.price();
          order.quantity = replace.orderQty();
        }
        report(
            from,
            possible ? ReportType.REPLACED : ReportType.REPLACE_REJECTED,
            orUnknown(order, replace.orderId(), instrument),
            replace.requestNo(),
            0,
            0,
            LiquidityInd.NONE);
      }
      default -> throw new AssertionError(context + " template " + head.templateId());
    }
  }

  private static Resting orUnknown(final Resting order, final long orderId, final long instrument) {
    if (order != null) {
      return order;
    }
    final Resting unknown = new Resting();
    unknown.orderId = orderId;
    unknown.instrument = instrument;
    return unknown;
  }

  /** Trades the first pair that crosses, at the price of one of them. */
  private void trade() {
    final List<Resting> shuffled = new ArrayList<>(resting.values());
    java.util.Collections.shuffle(shuffled, random);
    for (final Resting buy : shuffled) {
      for (final Resting sell : shuffled) {
        if (buy.side == Side.BUY
            && sell.side == Side.SELL
            && buy.instrument == sell.instrument
            && buy.price >= sell.price) {
          trade(buy, sell);
          return;
        }
      }
    }
  }

  private void trade(final Resting buy, final Resting sell) {
    final long most = Math.min(buy.quantity - buy.executed, sell.quantity - sell.executed);
    final long lots = most / (Fixed8.ONE / 10);
    final long quantity = (1 + random.nextLong(lots)) * (Fixed8.ONE / 10);
    final boolean buyRests = random.nextBoolean();
    final long price = buyRests ? buy.price : sell.price;
    trades++;
    remember(buy, sell, price, quantity);
    fill(buy, price, quantity, buyRests);
    fill(sell, price, quantity, !buyRests);
  }

  /** Busts a trade or corrects price and quantity, for both sides. */
  private void amendSome() {
    final List<Trade> standing =
        remembered.stream()
            .filter(trade -> trade.quantity > 0)
            .filter(trade -> amendsDelivered || trade.instrument != AccountBench.EURUSD)
            .toList();
    if (standing.isEmpty()) {
      return;
    }
    final Trade trade = standing.get(random.nextInt(standing.size()));
    final boolean bust = random.nextInt(3) == 0;
    final long newPx = bust ? trade.price : price(trade.instrument);
    final long lots = trade.originalQty / (Fixed8.ONE / 10);
    final long newQty = bust ? 0 : (1 + random.nextLong(lots)) * (Fixed8.ONE / 10);
    busts += bust ? 1 : 0;
    corrections += bust ? 0 : 1;
    amend(trade, trade.buyOrderId, Side.BUY, newPx, newQty);
    amend(trade, trade.sellOrderId, Side.SELL, newPx, newQty);
    trade.price = newPx;
    trade.quantity = newQty;
  }

  private void amend(
      final Trade trade, final long orderId, final Side side, final long newPx, final long newQty) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + TradeAmendEncoder.BLOCK_LENGTH]);
    new TradeAmendEncoder()
        .wrapAndApplyHeader(buffer, 0, header)
        .orderId(orderId)
        .tradeId(trade.tradeId)
        .transactTime(0)
        .oldPx(trade.price)
        .oldQty(trade.quantity)
        .oldNotional(notional(trade.price, trade.quantity))
        .newPx(newPx)
        .newQty(newQty)
        .newNotional(notional(newPx, newQty))
        .instrument(trade.instrument)
        .side(side);
    final Participant owner = participants.get((int) (orderId >>> 39) - 1);
    owner.inFlight.add(
        new Report(trade.instrument, new LedgerAudit.InFlight(owner.number, buffer)));
  }

  private static long notional(final long price, final long quantity) {
    return Fixed8.multiply(price, quantity, Fixed8.ONE, RoundingMode.HALF_EVEN);
  }

  private void remember(
      final Resting buy, final Resting sell, final long price, final long quantity) {
    final Trade trade = new Trade();
    trade.tradeId = trades;
    trade.instrument = buy.instrument;
    trade.buyOrderId = buy.orderId;
    trade.sellOrderId = sell.orderId;
    trade.originalQty = quantity;
    trade.price = price;
    trade.quantity = quantity;
    remembered.add(trade);
    if (remembered.size() > TRADES_REMEMBERED) {
      remembered.remove();
    }
  }

  private void fill(
      final Resting order, final long price, final long quantity, final boolean added) {
    order.executed += quantity;
    if (order.executed == order.quantity) {
      resting.remove(order.orderId);
    }
    final Participant owner = participants.get((int) (order.orderId >>> 39) - 1);
    report(
        owner,
        ReportType.TRADED,
        order,
        0,
        price,
        quantity,
        added ? LiquidityInd.ADDED : LiquidityInd.REMOVED);
  }

  private void report(
      final Participant to,
      final ReportType type,
      final Resting order,
      final long requestNo,
      final long lastPx,
      final long lastQty,
      final LiquidityInd liquidity) {
    final boolean open = type == ReportType.CANCELED || type == ReportType.REJECTED;
    final byte[] bytes =
        new byte[MessageHeaderEncoder.ENCODED_LENGTH + OrderReportEncoder.BLOCK_LENGTH];
    final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    OrderDefaults.plain(new OrderReportEncoder().wrapAndApplyHeader(buffer, 0, header))
        .orderId(order.orderId)
        .mdOrderId(order.orderId)
        .requestNo(requestNo)
        .transactTime(0)
        .price(order.price)
        .orderQty(order.quantity)
        .leavesQty(open ? 0 : order.quantity - order.executed)
        .cumQty(order.executed)
        .lastPx(lastPx)
        .lastQty(lastQty)
        .tradeId(trades)
        .contraMdOrderId(0)
        .notional(notional(lastPx, lastQty))
        .reportType(type)
        .lastLiquidityInd(liquidity)
        .ordRejReason(OrdRejReason.OTHER)
        .cxlRejReason(CxlRejReason.UNKNOWN_ORDER)
        .oldestTradeId(remembered.isEmpty() ? 1 : remembered.peek().tradeId);
    to.inFlight.add(new Report(order.instrument, new LedgerAudit.InFlight(to.number, buffer)));
  }

  private void audit() {
    final LedgerAudit.Result result =
        LedgerAudit.audit(
            participants.stream().map(participant -> participant.core).toList(),
            participants.stream()
                .flatMap(participant -> participant.inFlight.stream())
                .map(Report::message)
                .toList());
    assertThat(result.mismatches()).as(context).isEmpty();
    for (final Participant participant : participants) {
      final AccountState state = participant.core.state();
      for (final Positions.Position position : state.positions.all()) {
        if (position.instrument() != AccountBench.EURUSD) {
          assertThat(state.ledger.balance(Ledger.Book.TRADE, position.instrument(), "USD"))
              .as(context)
              .isEqualTo(position.cost());
        }
        if (position.quantity() == 0) {
          assertThat(position.cost().signum()).as("%s cost of nothing", context).isZero();
        }
      }
      assertThat(state.margin.requirement("EUR").signum()).as(context).isNotNegative();
      if (!amendsDelivered) {
        assertThat(state.ledger.cash("EUR").signum()).as(context).isNotNegative();
        assertThat(state.margin.withdrawable("EUR").signum()).as(context).isNotNegative();
      }
      assertThat(state.margin.available("USD"))
          .as(context)
          .isLessThanOrEqualTo(state.ledger.cash("USD"));
    }
  }

  /** Without orders nothing but the margin of CFD positions is held back. */
  private void assertReservesOnlyPositions(final Participant participant) {
    final AccountState state = participant.core.state();
    assertThat(state.orders.live()).as(context).isEmpty();
    assertThat(state.margin.requirement("EUR")).as(context).isZero();
    BigInteger margin = BigInteger.ZERO;
    for (final Positions.Position position : state.positions.all()) {
      final InstrumentTerms terms = state.terms.instruments().get(position.instrument());
      if (terms.isCfd()) {
        margin =
            margin.add(Exact.product(position.cost().abs(), terms.marginRate(), RoundingMode.UP));
      }
    }
    assertThat(state.margin.requirement("USD")).as(context).isEqualTo(margin);
  }
}
