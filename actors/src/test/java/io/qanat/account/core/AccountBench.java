package io.qanat.account.core;

import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.SessionClaimEncoder;
import io.qanat.codecs.entity.SessionLostEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.orderentry.ReportAckEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.CoreBench;
import io.qanat.entity.core.EntityKey;
import java.math.RoundingMode;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/**
 * An account under test, in short words. Account 5 of partner 1, session 1; instrument 9 is a CFD
 * on GOLD in USD, 8 is delivered EUR against USD, 7 is a CFD that may trade below zero.
 */
final class AccountBench {
  static final long ACCOUNT = 5;
  static final long GOLD = 9;
  static final long EURUSD = 8;
  static final long OIL = 7;

  final CoreBench bench;
  AccountCore core = new AccountCore(ACCOUNT);
  Terms terms;
  long seqNum;
  private final MessageHeaderEncoder entityHeader = new MessageHeaderEncoder();
  private final io.qanat.codecs.orderentry.MessageHeaderEncoder header =
      new io.qanat.codecs.orderentry.MessageHeaderEncoder();

  AccountBench() {
    bench = new CoreBench(core);
    final TreeMap<Long, InstrumentTerms> instruments = new TreeMap<>();
    instruments.put(GOLD, terms(GOLD, "0.1", "XAU", ContractType.CFD, "1", "5000"));
    instruments.put(EURUSD, terms(EURUSD, "1", "EUR", ContractType.DELIVERED, "0.5", "100"));
    instruments.put(OIL, terms(OIL, "0.1", "OIL", ContractType.CFD, "-100", "1000"));
    terms = new Terms(1, 1, false, 10, 100, 0, 0, "USD", instruments, SelfMatchDefault.NONE);
  }

  static long f(final String decimal) {
    return Fixed8.parse(decimal);
  }

  private static InstrumentTerms terms(
      final long id,
      final String marginRate,
      final String base,
      final ContractType type,
      final String low,
      final String high) {
    return new InstrumentTerms(
        id,
        f("1"),
        f("0.01"),
        f("0.1"),
        f("0.1"),
        f("1000000"),
        f(low),
        f(high),
        f(marginRate),
        f("0.001"),
        f("0.002"),
        base,
        base,
        "USD",
        type,
        id == OIL,
        true);
  }

  /** Opened, claimed by session 1 and with this much USD. */
  static AccountBench rich(final String usd) {
    final AccountBench account = new AccountBench();
    account.tell(account.terms);
    account.claim(1, 1, true);
    if (!"0".equals(usd)) {
      account.transfer(1, usd, "USD");
    }
    return account;
  }

  List<String> tell(final Terms value) {
    terms = value;
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length = value.encode(buffer, 0);
    return Say.all(bench.peer(EntityKey.partner(value.partner()), buffer, 0, length));
  }

  List<String> tellNext(final Terms value) {
    return tell(value.withVersion(terms.version() + 1));
  }

  List<String> claim(final long session, final long incarnation, final boolean cancel) {
    return Say.all(
        bench.client(
            1,
            session,
            incarnation,
            0,
            b ->
                new SessionClaimEncoder()
                    .wrapAndApplyHeader(b, 0, entityHeader)
                    .gateway(3)
                    .cancelOnDisconnect(cancel ? Bool.YES : Bool.NO)
                    .encodedLength()));
  }

  List<String> lose(final long session, final long incarnation, final long gateway) {
    return Say.all(
        bench.client(
            1,
            session,
            incarnation,
            0,
            b ->
                new SessionLostEncoder()
                    .wrapAndApplyHeader(b, 0, entityHeader)
                    .gateway(gateway)
                    .encodedLength()));
  }

  List<String> transfer(final long id, final String amount, final String currency) {
    return Say.all(
        bench.admin(
            b ->
                new CashTransferEncoder()
                    .wrapAndApplyHeader(b, 0, entityHeader)
                    .transferId(id)
                    .amount(f(amount))
                    .currency(currency)
                    .encodedLength()));
  }

  CoreBench.Body order(
      final String clOrdId,
      final long instrument,
      final Side side,
      final String quantity,
      final String price) {
    return b ->
        OrderDefaults.plain(new NewOrderSingleEncoder().wrapAndApplyHeader(b, 0, header))
            .seqNum(seqNum)
            .account(ACCOUNT)
            .securityId(instrument)
            .price(price == null ? Fixed8.NULL : f(price))
            .orderQty(f(quantity))
            .sendingTime(bench.nowNanos)
            .clOrdId(clOrdId)
            .side(side)
            .ordType(price == null ? OrdType.MARKET : OrdType.LIMIT)
            .timeInForce(TimeInForce.GOOD_TILL_CANCEL)
            .encodedLength();
  }

  /** An order on GOLD in which something is special; price null: no limit. */
  List<String> special(
      final String clOrdId,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final String quantity,
      final String price,
      final Consumer<NewOrderSingleEncoder> special) {
    return send(
        b -> {
          final int length = order(clOrdId, GOLD, side, quantity, price).encode(b);
          final NewOrderSingleEncoder encoder =
              new NewOrderSingleEncoder()
                  .wrap(b, io.qanat.codecs.orderentry.MessageHeaderEncoder.ENCODED_LENGTH)
                  .ordType(ordType)
                  .timeInForce(timeInForce);
          special.accept(encoder);
          return length;
        });
  }

  /** A report of the instrument about the order with this counter, with more in it. */
  List<String> report(
      final ReportType type,
      final long counter,
      final long requestNo,
      final Consumer<OrderReportEncoder> more) {
    final Order order = core.state().orders.order(ACCOUNT << 39 | counter);
    return Say.all(
        bench.peer(
            EntityKey.instrument(order.securityId),
            b -> {
              final OrderReportEncoder report =
                  OrderDefaults.plain(
                          new OrderReportEncoder().wrapAndApplyHeader(b, 0, entityHeader))
                      .orderId(order.orderId)
                      .mdOrderId(counter)
                      .requestNo(requestNo)
                      .transactTime(bench.nowNanos)
                      .price(order.price)
                      .orderQty(order.orderQty)
                      .leavesQty(order.leavesQty)
                      .cumQty(order.cumQty)
                      .lastPx(Fixed8.NULL)
                      .lastQty(0)
                      .tradeId(0)
                      .contraMdOrderId(0)
                      .notional(0)
                      .reportType(type)
                      .lastLiquidityInd(LiquidityInd.NONE)
                      .ordRejReason(OrdRejReason.NULL_VAL)
                      .cxlRejReason(CxlRejReason.NULL_VAL)
                      .stopPx(order.stopPx)
                      .displayQty(order.displayQty)
                      .expireTime(order.expireTime);
              more.accept(report);
              return report.encodedLength();
            }));
  }

  List<String> replace(
      final String clOrdId,
      final String origClOrdId,
      final String qty,
      final String price,
      final Consumer<OrderCancelReplaceRequestEncoder> special) {
    return send(
        b -> {
          final OrderCancelReplaceRequestEncoder encoder =
              OrderDefaults.plain(
                      new OrderCancelReplaceRequestEncoder().wrapAndApplyHeader(b, 0, header))
                  .seqNum(seqNum)
                  .account(ACCOUNT)
                  .orderId(0)
                  .price(price == null ? Fixed8.NULL : f(price))
                  .orderQty(f(qty))
                  .sendingTime(0)
                  .clOrdId(clOrdId)
                  .origClOrdId(origClOrdId);
          special.accept(encoder);
          return encoder.encodedLength();
        });
  }

  List<String> send(final CoreBench.Body body) {
    seqNum++;
    return Say.all(bench.client(1, 1, 1, seqNum, body));
  }

  List<String> buy(final String clOrdId, final long id, final String qty, final String price) {
    return send(order(clOrdId, id, Side.BUY, qty, price));
  }

  List<String> sell(final String clOrdId, final long id, final String qty, final String price) {
    return send(order(clOrdId, id, Side.SELL, qty, price));
  }

  List<String> cancel(final String clOrdId, final String origClOrdId) {
    return send(
        b ->
            new OrderCancelRequestEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .seqNum(seqNum)
                .account(ACCOUNT)
                .orderId(0)
                .sendingTime(0)
                .clOrdId(clOrdId)
                .origClOrdId(origClOrdId)
                .encodedLength());
  }

  List<String> replace(
      final String clOrdId, final String origClOrdId, final String qty, final String price) {
    return send(
        b ->
            OrderDefaults.plain(
                    new OrderCancelReplaceRequestEncoder().wrapAndApplyHeader(b, 0, header))
                .seqNum(seqNum)
                .account(ACCOUNT)
                .orderId(0)
                .price(f(price))
                .orderQty(f(qty))
                .sendingTime(0)
                .clOrdId(clOrdId)
                .origClOrdId(origClOrdId)
                .encodedLength());
  }

  List<String> massCancel(final String clOrdId, final MassActionScope scope, final long id) {
    return send(
        b ->
            new OrderMassActionRequestEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .seqNum(seqNum)
                .account(ACCOUNT)
                .securityId(id)
                .sendingTime(0)
                .clOrdId(clOrdId)
                .scope(scope)
                .encodedLength());
  }

  List<String> ack(final long through) {
    return send(
        b ->
            new ReportAckEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .seqNum(seqNum)
                .account(ACCOUNT)
                .throughReportNo(through)
                .encodedLength());
  }

  /** A report of the instrument about the order with this counter. */
  List<String> report(final ReportType type, final long counter, final long requestNo) {
    return report(type, counter, requestNo, "0", null, null);
  }

  /** A fill of this much at this price, or a replace to it. */
  List<String> fill(final long counter, final String quantity, final String price) {
    return report(ReportType.TRADED, counter, 0, quantity, price, LiquidityInd.REMOVED);
  }

  List<String> report(
      final ReportType type,
      final long counter,
      final long requestNo,
      final String quantity,
      final String price,
      final LiquidityInd liquidity) {
    final Order order = core.state().orders.order(ACCOUNT << 39 | counter);
    final boolean trade = type == ReportType.TRADED;
    final boolean replaced = type == ReportType.REPLACED;
    final long lastQty = trade ? f(quantity) : 0;
    final long newQty = replaced ? f(quantity) : order.orderQty;
    final long px = price == null ? Fixed8.NULL : f(price);
    final long size = terms.instruments().get(order.securityId).contractSize();
    return Say.all(
        bench.peer(
            EntityKey.instrument(order.securityId),
            b ->
                OrderDefaults.plain(new OrderReportEncoder().wrapAndApplyHeader(b, 0, entityHeader))
                    .orderId(order.orderId)
                    .mdOrderId(counter)
                    .requestNo(requestNo)
                    .transactTime(bench.nowNanos)
                    .price(replaced ? px : order.price)
                    .orderQty(newQty)
                    .leavesQty(newQty - order.cumQty - lastQty)
                    .cumQty(order.cumQty + lastQty)
                    .lastPx(trade ? px : Fixed8.NULL)
                    .lastQty(lastQty)
                    .tradeId(trade ? 1 : 0)
                    .contraMdOrderId(0)
                    .notional(
                        trade ? Fixed8.multiply(px, lastQty, size, RoundingMode.HALF_EVEN) : 0)
                    .reportType(type)
                    .lastLiquidityInd(liquidity == null ? LiquidityInd.NONE : liquidity)
                    .ordRejReason(
                        type == ReportType.REJECTED
                            ? OrdRejReason.EXCHANGE_CLOSED
                            : OrdRejReason.NULL_VAL)
                    .cxlRejReason(
                        type == ReportType.CANCEL_REJECTED || type == ReportType.REPLACE_REJECTED
                            ? CxlRejReason.UNKNOWN_ORDER
                            : CxlRejReason.NULL_VAL)
                    .encodedLength()));
  }

  String cash(final String currency) {
    return Fixed8.format(Exact.saturated(core.state().ledger.cash(currency)));
  }

  String available(final String currency) {
    return Fixed8.format(Exact.saturated(core.state().margin.available(currency)));
  }

  String reserved(final String currency) {
    return Fixed8.format(Exact.saturated(core.state().margin.requirement(currency)));
  }

  Positions.Position position(final long instrument) {
    return core.state().positions.position(instrument);
  }

  void reload() {
    core = CoreBench.reload(core, new AccountCore(ACCOUNT));
    bench.core(core);
  }
}
