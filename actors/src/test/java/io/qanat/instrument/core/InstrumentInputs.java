package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.FullRefreshQueryEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.InstrumentMassCancelEncoder;
import io.qanat.codecs.entity.MarkPriceSetEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelEncoder;
import io.qanat.codecs.entity.OrderMassCancelEncoder;
import io.qanat.codecs.entity.OrderReplaceEncoder;
import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.codecs.entity.ScheduleSetEncoder;
import io.qanat.codecs.entity.TradeBustEncoder;
import io.qanat.codecs.entity.TradeCorrectEncoder;
import io.qanat.codecs.entity.TradingPhaseChangeEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.entity.WakeInputEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what instruments are told, as the log keeps it. An input is valid until the next one. */
final class InstrumentInputs {
  static final long REQUEST_ID = 99;

  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final Input input = new Input();

  Input submit(
      final long nowNanos,
      final long sender,
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    return submit(
        nowNanos,
        sender,
        orderId,
        account,
        partner,
        side,
        ordType,
        timeInForce,
        price,
        orderQty,
        OrderDefaults::plain);
  }

  /** An order in which something is special. */
  Input submit(
      final long nowNanos,
      final long sender,
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final Consumer<OrderSubmitEncoder> special) {
    final OrderSubmitEncoder encoder =
        OrderDefaults.plain(new OrderSubmitEncoder().wrapAndApplyHeader(body, 0, header))
            .orderId(orderId)
            .account(account)
            .partner(partner)
            .price(price)
            .orderQty(orderQty)
            .side(side)
            .ordType(ordType)
            .timeInForce(timeInForce);
    special.accept(encoder);
    return peer(nowNanos, sender, encoder.encodedLength());
  }

  Input cancel(final long nowNanos, final long account, final long orderId, final long requestNo) {
    final OrderCancelEncoder encoder =
        new OrderCancelEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .orderId(orderId)
            .requestNo(requestNo);
    return peer(nowNanos, EntityKey.account(account), encoder.encodedLength());
  }

  Input replace(
      final long nowNanos,
      final long account,
      final long orderId,
      final long requestNo,
      final long price,
      final long orderQty) {
    return replace(nowNanos, account, orderId, requestNo, price, orderQty, OrderDefaults::plain);
  }

  /** A replace of more than price and quantity. */
  Input replace(
      final long nowNanos,
      final long account,
      final long orderId,
      final long requestNo,
      final long price,
      final long orderQty,
      final Consumer<OrderReplaceEncoder> special) {
    final OrderReplaceEncoder encoder =
        OrderDefaults.plain(new OrderReplaceEncoder().wrapAndApplyHeader(body, 0, header))
            .orderId(orderId)
            .requestNo(requestNo)
            .price(price)
            .orderQty(orderQty);
    special.accept(encoder);
    return peer(nowNanos, EntityKey.account(account), encoder.encodedLength());
  }

  Input markPrice(final long nowNanos, final long price) {
    final MarkPriceSetEncoder encoder =
        new MarkPriceSetEncoder().wrapAndApplyHeader(body, 0, header).price(price);
    return admin(nowNanos, encoder.encodedLength());
  }

  Input massCancel(
      final long nowNanos, final long sender, final long account, final long requestNo) {
    final OrderMassCancelEncoder encoder =
        new OrderMassCancelEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .requestNo(requestNo)
            .account(account);
    return peer(nowNanos, EntityKey.account(sender), encoder.encodedLength());
  }

  Input define(final long nowNanos, final InstrumentTerms terms) {
    return define(nowNanos, terms, TradingRules.NONE);
  }

  Input define(final long nowNanos, final InstrumentTerms terms, final TradingRules rules) {
    final InstrumentDefineEncoder encoder =
        new InstrumentDefineEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .contractSize(terms.contractSize())
            .tickSize(terms.tickSize())
            .lotSize(terms.lotSize())
            .minQty(terms.minQty())
            .maxQty(terms.maxQty())
            .lowLimitPrice(terms.lowLimitPrice())
            .highLimitPrice(terms.highLimitPrice())
            .dayRollNanosOfDay(terms.dayRollNanosOfDay())
            .symbol(terms.symbol())
            .baseCurrency(terms.baseCurrency())
            .quoteCurrency(terms.quoteCurrency())
            .contractType(
                terms.contractType() == null ? ContractType.NULL_VAL : terms.contractType())
            .nonPositivePricesAllowed(
                terms.nonPositivePricesAllowed() == null
                    ? Bool.NULL_VAL
                    : terms.nonPositivePricesAllowed())
            .referencePrice(rules.referencePrice())
            .staticBand(rules.staticBand())
            .dynamicBand(rules.dynamicBand())
            .volatilityAuctionNanos(rules.volatilityAuctionNanos())
            .tradesRememberedMax(rules.tradesRememberedMax());
    return admin(nowNanos, encoder.encodedLength());
  }

  Input statusChange(final long nowNanos, final SecurityTradingStatus status) {
    final TradingStatusChangeEncoder encoder =
        new TradingStatusChangeEncoder().wrapAndApplyHeader(body, 0, header).status(status);
    return admin(nowNanos, encoder.encodedLength());
  }

  /** Pairs of an instant and the phase that begins then. */
  Input schedule(final long nowNanos, final Object... transitions) {
    final ScheduleSetEncoder encoder = new ScheduleSetEncoder().wrapAndApplyHeader(body, 0, header);
    final ScheduleSetEncoder.TransitionsEncoder group =
        encoder.transitionsCount(transitions.length / 2);
    for (int i = 0; i < transitions.length; i += 2) {
      group.next().at((Long) transitions[i]).phase((TradingPhase) transitions[i + 1]);
    }
    return admin(nowNanos, encoder.encodedLength());
  }

  Input phaseChange(final long nowNanos, final TradingPhase phase, final long auctionNanos) {
    final TradingPhaseChangeEncoder encoder =
        new TradingPhaseChangeEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .phase(phase)
            .auctionNanos(auctionNanos);
    return admin(nowNanos, encoder.encodedLength());
  }

  Input bust(final long nowNanos, final long tradeId) {
    final TradeBustEncoder encoder =
        new TradeBustEncoder().wrapAndApplyHeader(body, 0, header).tradeId(tradeId);
    return admin(nowNanos, encoder.encodedLength());
  }

  Input correct(final long nowNanos, final long tradeId, final long price, final long quantity) {
    final TradeCorrectEncoder encoder =
        new TradeCorrectEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .tradeId(tradeId)
            .price(price)
            .quantity(quantity);
    return admin(nowNanos, encoder.encodedLength());
  }

  Input instrumentMassCancel(final long nowNanos, final long partner) {
    final InstrumentMassCancelEncoder encoder =
        new InstrumentMassCancelEncoder().wrapAndApplyHeader(body, 0, header).partner(partner);
    return admin(nowNanos, encoder.encodedLength());
  }

  Input wake(final long nowNanos) {
    final WakeInputEncoder encoder =
        new WakeInputEncoder().wrapAndApplyHeader(envelope, 0, header).dueAt(nowNanos);
    return input.wrap(
        envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), nowNanos);
  }

  Input fullRefresh(final long nowNanos, final boolean byPrice, final boolean byOrder) {
    final FullRefreshQueryEncoder encoder =
        new FullRefreshQueryEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .byPrice(byPrice ? Bool.YES : Bool.NO)
            .byOrder(byOrder ? Bool.YES : Bool.NO);
    return input.wrapQuery(
        body,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(),
        REQUEST_ID,
        nowNanos);
  }

  /** Applies what a random stream asks of a book. */
  Input of(final long nowNanos, final BookInputs.BookInput random) {
    final long account = random.orderId() >>> 39;
    final long price = random.price();
    return switch (random.kind()) {
      case LIMIT, MARKET -> {
        final boolean limit = random.kind() == BookInputs.BookInput.Kind.LIMIT;
        yield submit(
            nowNanos,
            EntityKey.account(account),
            random.orderId(),
            account,
            random.partner(),
            random.side(),
            limit ? OrdType.LIMIT : OrdType.MARKET,
            random.timeInForce(),
            limit ? price : Fixed8.NULL,
            random.orderQty());
      }
      case SPECIAL -> special(nowNanos, random);
      case CANCEL -> cancel(nowNanos, account, random.orderId(), 7);
      case REPLACE ->
          replace(
              nowNanos,
              account,
              random.orderId(),
              8,
              price,
              random.orderQty(),
              encoder ->
                  encoder
                      .stopPx(random.special().stopPx())
                      .displayQty(random.special().displayQty())
                      .expireTime(expireTime(nowNanos, random.special())));
      case MARK -> markPrice(nowNanos, price);
      case CANCEL_ACCOUNT -> massCancel(nowNanos, random.account(), random.account(), 9);
      case CANCEL_PARTNER -> instrumentMassCancel(nowNanos, random.partner());
      case CANCEL_ALL -> instrumentMassCancel(nowNanos, 0);
      case EXPIRE_DAY, EXPIRE_DUE -> wake(nowNanos);
    };
  }

  private Input special(final long nowNanos, final BookInputs.BookInput random) {
    final BookInputs.Special special = random.special();
    return submit(
        nowNanos,
        EntityKey.account(random.account()),
        random.orderId(),
        random.account(),
        random.partner(),
        random.side(),
        special.ordType(),
        random.timeInForce(),
        random.hasLimit() ? random.price() : Fixed8.NULL,
        random.orderQty(),
        encoder ->
            encoder
                .stopPx(special.stopPx())
                .triggerPriceType(special.triggerPriceType())
                .displayQty(special.displayQty())
                .minQty(special.minQty())
                .expireTime(expireTime(nowNanos, special))
                .execInst((short) special.execInst())
                .selfMatchPreventionInstruction(special.selfMatch())
                .selfMatchPreventionScope(special.selfMatchScope())
                .linkOrderId(special.linkOrderId()));
  }

  /** Delays of the streams are in milliseconds here. */
  private static long expireTime(final long nowNanos, final BookInputs.Special special) {
    return special.delayNanos() == 0 ? 0 : nowNanos + 1_000_000 * special.delayNanos();
  }

  private Input peer(final long nowNanos, final long sender, final int blockLength) {
    final PeerInputEncoder encoder =
        new PeerInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .sender(sender)
            .channelSeq(1)
            .ackThrough(0)
            .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    return input.wrap(
        envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), nowNanos);
  }

  private Input admin(final long nowNanos, final int blockLength) {
    final AdminInputEncoder encoder =
        new AdminInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .requestId(REQUEST_ID)
            .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength)
            .who("operator")
            .why("test");
    return input.wrap(
        envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), nowNanos);
  }
}
