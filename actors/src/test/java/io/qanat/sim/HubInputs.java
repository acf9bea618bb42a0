package io.qanat.sim;

import io.qanat.codecs.entity.AccountPutEncoder;
import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PartnerDefineEncoder;
import io.qanat.codecs.entity.SessionClaimEncoder;
import io.qanat.codecs.entity.TradeBustEncoder;
import io.qanat.codecs.entity.TradeCorrectEncoder;
import io.qanat.codecs.entity.TradingPhaseChangeEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.orderentry.ReportAckEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what one partner, its clients and an operator say to the simulated hub. */
final class HubInputs {
  static final long PARTNER = 7;
  static final long SESSION = 1;

  /** BTC against USD, delivered. */
  static final long DELIVERED = 11;

  /** Gold in EUR, settled by difference. */
  static final long CFD = 12;

  static final long CFD_CONTRACT_SIZE = 10 * Fixed8.ONE;
  static final long CFD_MARGIN_RATE = Fixed8.ONE / 10;

  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int TRADES_REMEMBERED = 40;
  private static final long TICK = Fixed8.ONE / 2;
  private static final long MAX_QTY = 50 * Fixed8.ONE;
  private static final long LOW_LIMIT = 50 * Fixed8.ONE;
  private static final long HIGH_LIMIT = 150 * Fixed8.ONE;

  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final io.qanat.codecs.orderentry.MessageHeaderEncoder clientHeader =
      new io.qanat.codecs.orderentry.MessageHeaderEncoder();
  private long lastRequestId;

  DirectBuffer instrumentDefine(final long instrument) {
    final boolean cfd = instrument == CFD;
    final InstrumentDefineEncoder define =
        new InstrumentDefineEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .contractSize(cfd ? CFD_CONTRACT_SIZE : Fixed8.ONE)
            .tickSize(TICK)
            .lotSize(Fixed8.ONE)
            .minQty(Fixed8.ONE)
            .maxQty(MAX_QTY)
            .lowLimitPrice(LOW_LIMIT)
            .highLimitPrice(HIGH_LIMIT)
            .dayRollNanosOfDay(0)
            .symbol(cfd ? "XAUEUR" : "BTCUSD")
            .baseCurrency(cfd ? "XAU" : "BTC")
            .quoteCurrency(cfd ? "EUR" : "USD")
            .contractType(cfd ? ContractType.CFD : ContractType.DELIVERED)
            .nonPositivePricesAllowed(Bool.NO)
            .referencePrice(Fixed8.NULL)
            .staticBand(0)
            .dynamicBand(0)
            .volatilityAuctionNanos(0)
            .tradesRememberedMax(TRADES_REMEMBERED);
    return admin(define.encodedLength());
  }

  DirectBuffer tradeBust(final long tradeId) {
    return admin(
        new TradeBustEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .tradeId(tradeId)
            .encodedLength());
  }

  DirectBuffer tradeCorrect(final long tradeId, final long price, final long quantity) {
    return admin(
        new TradeCorrectEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .tradeId(tradeId)
            .price(price)
            .quantity(quantity)
            .encodedLength());
  }

  DirectBuffer auction(final long auctionNanos) {
    return admin(
        new TradingPhaseChangeEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .phase(TradingPhase.OPENING_AUCTION)
            .auctionNanos(auctionNanos)
            .encodedLength());
  }

  DirectBuffer entitlementPut(final long instrument) {
    final boolean cfd = instrument == CFD;
    final EntitlementPutEncoder put =
        new EntitlementPutEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .instrument(instrument)
            .contractSize(cfd ? CFD_CONTRACT_SIZE : Fixed8.ONE)
            .tickSize(TICK)
            .lotSize(Fixed8.ONE)
            .minQty(Fixed8.ONE)
            .maxQty(MAX_QTY)
            .lowLimitPrice(LOW_LIMIT)
            .highLimitPrice(HIGH_LIMIT)
            .marginRate(cfd ? CFD_MARGIN_RATE : 0)
            .makerFeeRate(Fixed8.ONE / 10_000)
            .takerFeeRate(Fixed8.ONE / 2_000)
            .symbol(cfd ? "XAUEUR" : "BTCUSD")
            .baseCurrency(cfd ? "XAU" : "BTC")
            .quoteCurrency(cfd ? "EUR" : "USD")
            .contractType(cfd ? ContractType.CFD : ContractType.DELIVERED)
            .nonPositivePricesAllowed(Bool.NO);
    return admin(put.encodedLength());
  }

  DirectBuffer partnerDefine() {
    final PartnerDefineEncoder define =
        new PartnerDefineEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .messagesPerSecondMax(1_000_000)
            .burstMax(1_000_000)
            .sessionsMax(10)
            .liveOrdersMax(30)
            .unacknowledgedReportsMax(100_000)
            .dayRollNanosOfDay(0)
            .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.NONE)
            .selfMatchPreventionScope(SelfMatchPreventionScope.ACCOUNT)
            .name("simulated");
    return admin(define.encodedLength());
  }

  DirectBuffer accountPut(final long account) {
    final AccountPutEncoder put =
        new AccountPutEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .account(account)
            .creditLimit(100 * Fixed8.ONE)
            .creditCurrency("EUR");
    return admin(put.encodedLength());
  }

  DirectBuffer cashTransfer(final long transferId, final long units, final String currency) {
    final CashTransferEncoder transfer =
        new CashTransferEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .transferId(transferId)
            .amount(units * Fixed8.ONE)
            .currency(currency);
    return admin(transfer.encodedLength());
  }

  DirectBuffer sessionClaim() {
    final SessionClaimEncoder claim =
        new SessionClaimEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .gateway(1)
            .cancelOnDisconnect(Bool.NO);
    return client(claim.encodedLength());
  }

  DirectBuffer newOrder(
      final long account,
      final long instrument,
      final String clOrdId,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    final NewOrderSingleEncoder order =
        OrderDefaults.plain(new NewOrderSingleEncoder().wrapAndApplyHeader(body, 0, clientHeader))
            .seqNum(0)
            .account(account)
            .securityId(instrument)
            .price(price)
            .orderQty(orderQty)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .side(side)
            .ordType(ordType)
            .timeInForce(timeInForce);
    return client(order.encodedLength());
  }

  DirectBuffer cancel(final long account, final String clOrdId, final String origClOrdId) {
    final OrderCancelRequestEncoder cancel =
        new OrderCancelRequestEncoder()
            .wrapAndApplyHeader(body, 0, clientHeader)
            .seqNum(0)
            .account(account)
            .orderId(0)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .origClOrdId(origClOrdId);
    return client(cancel.encodedLength());
  }

  DirectBuffer replace(
      final long account,
      final String clOrdId,
      final String origClOrdId,
      final long price,
      final long orderQty) {
    final OrderCancelReplaceRequestEncoder replace =
        OrderDefaults.plain(
                new OrderCancelReplaceRequestEncoder().wrapAndApplyHeader(body, 0, clientHeader))
            .seqNum(0)
            .account(account)
            .orderId(0)
            .price(price)
            .orderQty(orderQty)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .origClOrdId(origClOrdId);
    return client(replace.encodedLength());
  }

  /** Cancels an account's orders of one instrument, or of all: instrument 0. */
  DirectBuffer massCancel(final long account, final String clOrdId, final long instrument) {
    final OrderMassActionRequestEncoder action =
        new OrderMassActionRequestEncoder()
            .wrapAndApplyHeader(body, 0, clientHeader)
            .seqNum(0)
            .account(account)
            .securityId(instrument)
            .sendingTime(0)
            .clOrdId(clOrdId)
            .scope(instrument == 0 ? MassActionScope.ALL_SECURITIES : MassActionScope.SECURITY);
    return client(action.encodedLength());
  }

  DirectBuffer reportAck(final long account, final long throughReportNo) {
    final ReportAckEncoder ack =
        new ReportAckEncoder()
            .wrapAndApplyHeader(body, 0, clientHeader)
            .seqNum(0)
            .account(account)
            .throughReportNo(throughReportNo);
    return client(ack.encodedLength());
  }

  private DirectBuffer admin(final int blockAndMore) {
    final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
    final AdminInputEncoder admin =
        new AdminInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .requestId(++lastRequestId)
            .putBody(body, 0, HEADER + blockAndMore)
            .who("operator")
            .why("simulation");
    return new UnsafeBuffer(envelope, 0, HEADER + admin.encodedLength());
  }

  private DirectBuffer client(final int blockLength) {
    final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
    final ClientInputEncoder client =
        new ClientInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .partner(PARTNER)
            .session(SESSION)
            .incarnation(1)
            .seqNum(0)
            .requestId(0)
            .putBody(body, 0, HEADER + blockLength);
    return new UnsafeBuffer(envelope, 0, HEADER + client.encodedLength());
  }
}
