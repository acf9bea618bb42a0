package io.qanat.instrument.core;

import io.qanat.administration.core.Administered;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.FullRefreshQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderMassCancelDecoder;
import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.TradesQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/**
 * One instrument: its terms, its trading phase, its book, its market data.
 *
 * <p>It takes OrderSubmit, OrderCancel, OrderReplace and OrderMassCancel from accounts, what {@link
 * OperatorInputs} says from operators, and answers FullRefreshQuery. An account hears of each of
 * its orders by OrderReports:
 *
 * <pre>
 *   submit    REJECTED | ACCEPTED TRADED* CANCELED?     CANCELED without requestNo: the rest of a
 *                                                       market, IOC or FOK order
 *   replace   REPLACE_REJECTED | REPLACED TRADED*
 *   cancel    CANCEL_REJECTED  | CANCELED
 *   auction   TRADED* CANCELED?|EXPIRED?                at the end of a call, see PhaseControl
 *   day roll  EXPIRED                                   for orders of time in force DAY
 * </pre>
 *
 * and of trades that are busted or corrected by TradeAmend.
 *
 * <p>A defined instrument trades continuously at once, and by its schedule if it is given one.
 * While it is halted or closed, new orders are refused with EXCHANGE_CLOSED, cancels work, and a
 * replace may only reduce. Market orders wait while there is a call; orders that must trade at once
 * are refused then, orders for the opening at any other time. What time brings (the end of the
 * trading day, the next phase) happens with whichever input first reaches it, the wake-up for it at
 * the latest, in the order in which it was due, before that input is applied.
 *
 * <p>Nothing here bounds the reports of an account that does not take them: its channel does.
 */
public final class InstrumentCore implements Core {
  private static final int VERSION = 1;

  private final PriceCollar collar = new PriceCollar();
  private final OrderBook book = new OrderBook(new BookListener(), collar);
  private final TradingDay day = new TradingDay();
  private final TradeMemory memory = new TradeMemory();
  private final MarketDataFeeds feeds;
  private final OrderReports reports = new OrderReports(memory);
  private final FullRefresh fullRefresh;
  private final InstrumentState state;
  private final WaitingOrders waiting;
  private final PhaseControl phases;
  private final OperatorInputs operators;
  private final AdminReplies replies = new AdminReplies();
  private final Administered administered = new Administered();
  private final InstrumentDefinitions definitions;

  private final OrderSubmitDecoder submit = new OrderSubmitDecoder();
  private final OrderCancelDecoder cancel = new OrderCancelDecoder();
  private final OrderReplaceDecoder replace = new OrderReplaceDecoder();
  private final OrderMassCancelDecoder massCancel = new OrderMassCancelDecoder();
  private final FullRefreshQueryDecoder fullRefreshQuery = new FullRefreshQueryDecoder();

  /** Returned on reports of the request that is being applied; 0 if nobody asked. */
  private long requestNo;

  /**
   * An instrument that nobody has defined yet.
   *
   * @param instrumentId number of the entity, the SecurityID of its market data
   */
  public InstrumentCore(final long instrumentId) {
    final TradingState trading = new TradingState();
    feeds = new MarketDataFeeds(instrumentId, book, day, trading);
    state = new InstrumentState(instrumentId, book, day, feeds, trading, memory);
    waiting = state.waiting;
    definitions = new InstrumentDefinitions(state);
    fullRefresh = new FullRefresh(instrumentId, book, day, feeds, state);
    phases = new PhaseControl(state, book, collar, waiting, day, feeds, reports);
    operators =
        new OperatorInputs(
            state,
            phases,
            new Amendments(state, memory, day, feeds),
            memory,
            replies,
            this::cancelPartner);
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public long wakeAtNanos() {
    return state.isDefined() ? nextDueNanos() : 0;
  }

  private long nextDueNanos() {
    return Math.min(state.nextRollNanos, state.phases.nextAt());
  }

  @Override
  public long stateHash() {
    return state.hash();
  }

  @Override
  public void writeSnapshot(final RecordSink sink) {
    state.writeSnapshot(sink);
  }

  @Override
  public void readSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {
    state.readSnapshotRecord(buffer, offset, length);
    phases.restored();
    feeds.restoreTop();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a message that no account ever sends: a defect of its
   *     sender, which has no order to be told about
   */
  @Override
  public void apply(final Input input, final Outputs outputs) {
    if (Administered.isAct(input)) {
      administered.apply(this, input, outputs);
      return;
    }
    final long nowNanos = input.timeNanos();
    requestNo = 0;
    reports.begin(outputs, nowNanos);
    feeds.begin(outputs, nowNanos);
    state.trades.begin(nowNanos);
    takeDue(nowNanos);
    phases.beginEvent();
    switch (input.source()) {
      case PEER -> applyPeer(input);
      case ADMIN -> operators.apply(input, outputs);
      case CLIENT ->
          replies.send(
              outputs,
              input.requestId(),
              AdminResult.INVALID,
              "an instrument takes no messages from clients: template " + input.templateId());
      case WAKE -> {
        // What was due has been done above.
      }
    }
    phases.endEvent(nowNanos);
    feeds.end();
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    if (query.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && query.templateId() == DefinitionQueryDecoder.TEMPLATE_ID) {
      definitions.answer(query, answers);
      return;
    }
    if (templateOf(query) == TradesQueryDecoder.TEMPLATE_ID
        && query.blockLength() >= TradesQueryDecoder.BLOCK_LENGTH) {
      state.trades.answer(query, answers);
      return;
    }
    if (query.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || query.templateId() != FullRefreshQueryDecoder.TEMPLATE_ID
        || query.blockLength() < FullRefreshQueryDecoder.BLOCK_LENGTH) {
      return;
    }
    if (!state.isDefined()) {
      replies.send(answers, query.requestId(), AdminResult.NOT_FOUND, state.undefined());
      return;
    }
    fullRefreshQuery.wrap(query.body(), query.blockOffset(), query.blockLength(), query.version());
    fullRefresh.answer(
        answers,
        query.requestId(),
        query.timeNanos(),
        fullRefreshQuery.byPriceRaw() == Bool.YES.value(),
        fullRefreshQuery.byOrderRaw() == Bool.YES.value());
  }

  /** What time has brought since the last input, in its order. */
  private void takeDue(final long nowNanos) {
    while (state.isDefined() && nowNanos >= nextDueNanos()) {
      phases.beginEvent();
      if (state.nextRollNanos <= state.phases.nextAt()) {
        rollDay(nowNanos);
      } else {
        phases.takeDue();
      }
      phases.endEvent(nowNanos);
      feeds.end();
    }
  }

  private void rollDay(final long nowNanos) {
    book.expireIf(order -> order.timeInForce() == TimeInForce.DAY);
    waiting.removeIf(
        order -> order.timeInForce() == TimeInForce.DAY,
        order -> endWaiting(ReportType.EXPIRED, order));
    day.roll();
    state.lastTradeIdOfYesterday = book.lastTradeId();
    if (day.lastPx() != Fixed8.NULL) {
      state.referencePx = day.lastPx();
    }
    state.nextRollNanos = state.terms.nextRollNanos(nowNanos);
  }

  private void endWaiting(final ReportType type, final Order order) {
    reports.ended(type, order, requestNo);
    book.dismiss(order);
  }

  private void applyPeer(final Input input) {
    if (EntityKey.kind(input.sender()) != EntityKey.ACCOUNT) {
      throw new IllegalArgumentException(
          "an instrument listens to accounts only: " + EntityKey.toString(input.sender()));
    }
    switch (templateOf(input)) {
      case OrderSubmitDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderSubmitDecoder.BLOCK_LENGTH);
        submit.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onSubmit(input.sender());
      }
      case OrderCancelDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderCancelDecoder.BLOCK_LENGTH);
        cancel.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onCancel(input.sender());
      }
      case OrderReplaceDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderReplaceDecoder.BLOCK_LENGTH);
        replace.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onReplace(input.sender());
      }
      case OrderMassCancelDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderMassCancelDecoder.BLOCK_LENGTH);
        massCancel.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onMassCancel(input.sender());
      }
      default ->
          throw new IllegalArgumentException(
              "not a message to an instrument: schema "
                  + input.schemaId()
                  + " template "
                  + input.templateId());
    }
  }

  private void onSubmit(final long sender) {
    final OrdRejReason refusal = refusal(sender);
    if (refusal != null) {
      reports.rejected(sender, submit, refusal);
      return;
    }
    final Side side = submit.side();
    if (waits()) {
      final Order order =
          book.arrive(
              submit.orderId(),
              submit.account(),
              submit.partner(),
              side,
              submit.timeInForce(),
              submit.price(),
              submit.orderQty());
      if (isForLaterClose()) {
        waiting.addForClose(order);
      } else {
        waiting.addMarket(order);
      }
    } else if (submit.ordTypeRaw() == OrdType.LIMIT.value()) {
      book.submitLimit(
          submit.orderId(),
          submit.account(),
          submit.partner(),
          side,
          submit.timeInForce(),
          submit.price(),
          submit.orderQty());
    } else {
      book.submitMarket(
          submit.orderId(),
          submit.account(),
          submit.partner(),
          side,
          submit.timeInForce(),
          side == Side.BUY ? state.terms.highLimitPrice() : state.terms.lowLimitPrice(),
          submit.orderQty());
    }
  }

  /** Whether the order is to wait outside the levels. */
  private boolean waits() {
    return isForLaterClose()
        || (submit.ordTypeRaw() == OrdType.MARKET.value() && Phases.isCall(state.phases.phase()));
  }

  private boolean isForLaterClose() {
    return submit.timeInForceRaw() == TimeInForce.AT_THE_CLOSE.value()
        && state.phases.phase() != TradingPhase.CLOSING_AUCTION;
  }

  private OrdRejReason refusal(final long sender) {
    if (EntityKey.id(sender) != submit.account()) {
      return OrdRejReason.UNKNOWN_ACCOUNT;
    }
    if (!state.isDefined()) {
      return OrdRejReason.UNKNOWN_SYMBOL;
    }
    if (!Phases.takesOrders(state.phases.phase())) {
      return OrdRejReason.EXCHANGE_CLOSED;
    }
    if (find(submit.orderId()) != null) {
      return OrdRejReason.DUPLICATE_ORDER;
    }
    final byte sideRaw = submit.sideRaw();
    if ((sideRaw != Side.BUY.value() && sideRaw != Side.SELL.value())
        || !isTimeInForceNow(submit.timeInForceRaw())) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    final boolean priced = submit.price() != Fixed8.NULL;
    if (submit.ordTypeRaw() == OrdType.MARKET.value() && !priced) {
      final OrdRejReason refusal = state.terms.marketRefusal(submit.orderQty(), waits());
      return refusal == null && !waiting.takes(submit.side(), submit.orderQty())
          ? OrdRejReason.ORDER_EXCEEDS_LIMIT
          : refusal;
    }
    if (submit.ordTypeRaw() != OrdType.LIMIT.value() || !priced) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    final OrdRejReason refusal = state.terms.refusal(submit.price(), submit.orderQty());
    if (refusal == null && !levelTakes(submit.side(), submit.price(), submit.orderQty(), 0)) {
      return OrdRejReason.ORDER_EXCEEDS_LIMIT;
    }
    return refusal;
  }

  /** What must trade at once cannot in a call; what is for the opening comes before it. */
  private boolean isTimeInForceNow(final byte raw) {
    final TradingPhase phase = state.phases.phase();
    return raw == TimeInForce.DAY.value()
        || raw == TimeInForce.GOOD_TILL_CANCEL.value()
        || raw == TimeInForce.AT_THE_CLOSE.value()
        || (raw == TimeInForce.AT_THE_OPENING.value()
            && (phase == TradingPhase.PRE_OPEN || phase == TradingPhase.OPENING_AUCTION))
        || (!Phases.isCall(phase)
            && (raw == TimeInForce.IMMEDIATE_OR_CANCEL.value()
                || raw == TimeInForce.FILL_OR_KILL.value()));
  }

  /** Whether a level's sum remains representable when one quantity joins it for another. */
  private boolean levelTakes(
      final Side side, final long price, final long joining, final long leaving) {
    final PriceLevel level = book.level(side, price);
    return level == null || level.quantity() - leaving <= Long.MAX_VALUE - joining;
  }

  private void onCancel(final long sender) {
    final Order order = ownOrder(sender, cancel.orderId());
    if (order == null) {
      reports.changeRejected(
          sender,
          ReportType.CANCEL_REJECTED,
          cancel.orderId(),
          null,
          cancel.requestNo(),
          CxlRejReason.UNKNOWN_ORDER);
      return;
    }
    requestNo = cancel.requestNo();
    if (waiting.remove(order)) {
      endWaiting(ReportType.CANCELED, order);
    } else {
      book.cancel(order);
    }
  }

  private void onReplace(final long sender) {
    final Order order = ownOrder(sender, replace.orderId());
    final CxlRejReason refusal = order == null ? CxlRejReason.UNKNOWN_ORDER : replaceRefusal(order);
    if (refusal != null) {
      reports.changeRejected(
          sender,
          ReportType.REPLACE_REJECTED,
          replace.orderId(),
          order,
          replace.requestNo(),
          refusal);
      return;
    }
    requestNo = replace.requestNo();
    if (waiting.remove(order)) {
      book.replaceOutside(order, replace.price(), replace.orderQty());
      waiting.addForClose(order);
      reports.open(ReportType.REPLACED, order, requestNo);
    } else {
      book.replace(order, replace.price(), replace.orderQty());
    }
  }

  /**
   * Why the replacement is refused. A quantity equal to the executed one is refused too: who wants
   * no more of the order cancels it.
   */
  private CxlRejReason replaceRefusal(final Order order) {
    final long price = replace.price();
    final long orderQty = replace.orderQty();
    if (orderQty <= order.cumQty()) {
      return CxlRejReason.BELOW_CUM_QTY;
    }
    final boolean reduces = price == order.price() && orderQty < order.orderQty();
    if (!Phases.takesOrders(state.phases.phase()) && !reduces) {
      return CxlRejReason.OTHER;
    }
    if (order.price() == Fixed8.NULL) {
      return CxlRejReason.OTHER;
    }
    final OrdRejReason refusal = state.terms.refusal(price, orderQty);
    if (refusal != null) {
      return switch (refusal) {
        case PRICE_NOT_POSITIVE -> CxlRejReason.PRICE_NOT_POSITIVE;
        case INVALID_PRICE_INCREMENT -> CxlRejReason.INVALID_PRICE_INCREMENT;
        case PRICE_EXCEEDS_BAND -> CxlRejReason.PRICE_EXCEEDS_BAND;
        default -> CxlRejReason.INCORRECT_QUANTITY;
      };
    }
    final long leaving = price == order.price() ? order.leavesQty() : 0;
    return levelTakes(order.side(), price, orderQty - order.cumQty(), leaving)
        ? null
        : CxlRejReason.INCORRECT_QUANTITY;
  }

  /** Another account's order is as unknown as none. */
  private Order ownOrder(final long sender, final long orderId) {
    final Order order = find(orderId);
    return order == null || order.account() != EntityKey.id(sender) ? null : order;
  }

  /** The open order of this id, wherever it waits; null if there is none. */
  private Order find(final long orderId) {
    final Order order = book.find(orderId);
    return order == null ? waiting.find(orderId) : order;
  }

  private void onMassCancel(final long sender) {
    final long account = massCancel.account();
    if (account != EntityKey.id(sender)) {
      reports.changeRejected(
          sender,
          ReportType.CANCEL_REJECTED,
          0,
          null,
          massCancel.requestNo(),
          CxlRejReason.UNKNOWN_ORDER);
      return;
    }
    requestNo = massCancel.requestNo();
    cancelIf(order -> order.account() == account);
  }

  private void cancelIf(final Predicate<Order> chosen) {
    book.cancelIf(chosen);
    waiting.removeIf(chosen, order -> endWaiting(ReportType.CANCELED, order));
  }

  /** Cancels one partner's orders, or with 0 everybody's; returns how many. */
  private int cancelPartner(final long partner) {
    final int before = book.orderCount() + waiting.size();
    cancelIf(order -> partner == 0 || order.partner() == partner);
    return before - book.orderCount() - waiting.size();
  }

  /** The body's template, 0 if it is not of the entity schema. */
  private static int templateOf(final Input input) {
    return input.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? input.templateId() : 0;
  }

  private static void requireBlock(final Input input, final int length) {
    if (input.blockLength() < length) {
      throw new IllegalArgumentException(
          "template "
              + input.templateId()
              + " needs a block of "
              + length
              + " bytes: "
              + input.blockLength());
    }
  }

  /** Turns what happens in the book into reports and market data. */
  private final class BookListener implements OrderBookListener {
    @Override
    public void onAccepted(final Order order) {
      reports.open(ReportType.ACCEPTED, order, 0);
    }

    @Override
    public void onTrade(
        final long tradeId, final Order resting, final Order incoming, final long lastQty) {
      final long lastPx = resting.price();
      final long notional = state.terms.notional(lastPx, lastQty);
      day.add(lastPx, lastQty);
      remember(tradeId, resting, incoming, lastPx, lastQty);
      state.trades.add(tradeId, lastPx, lastQty, incoming.side());
      feeds.traded(tradeId, resting, incoming, lastQty);
      reports.traded(resting, incoming, lastPx, lastQty, tradeId, notional, LiquidityInd.ADDED);
      reports.traded(incoming, resting, lastPx, lastQty, tradeId, notional, LiquidityInd.REMOVED);
    }

    @Override
    public void onCrossed(
        final long tradeId,
        final Order buy,
        final Order sell,
        final long price,
        final long lastQty) {
      final long notional = state.terms.notional(price, lastQty);
      day.add(price, lastQty);
      remember(tradeId, buy, sell, price, lastQty);
      state.trades.add(tradeId, price, lastQty, Side.BUY);
      feeds.crossed(tradeId, buy, sell, price, lastQty);
      reports.traded(buy, sell, price, lastQty, tradeId, notional, LiquidityInd.AUCTION);
      reports.traded(sell, buy, price, lastQty, tradeId, notional, LiquidityInd.AUCTION);
    }

    private void remember(
        final long tradeId,
        final Order one,
        final Order other,
        final long price,
        final long lastQty) {
      final Order buy = one.side() == Side.BUY ? one : other;
      final Order sell = buy == one ? other : one;
      memory.add(tradeId, buy.orderId(), sell.orderId(), price, lastQty);
    }

    @Override
    public void onRested(final Order order) {
      feeds.added(order);
    }

    @Override
    public void onUnfilled(final Order order) {
      reports.ended(ReportType.CANCELED, order, 0);
    }

    @Override
    public void onReduced(final Order order) {
      feeds.reduced(order);
      reports.open(ReportType.REPLACED, order, requestNo);
    }

    @Override
    public void onReplaced(final Order order, final long oldPrice) {
      feeds.removed(order, oldPrice);
      reports.open(ReportType.REPLACED, order, requestNo);
    }

    @Override
    public void onCanceled(final Order order) {
      feeds.removed(order, order.price());
      reports.ended(ReportType.CANCELED, order, requestNo);
    }

    @Override
    public void onExpired(final Order order) {
      feeds.removed(order, order.price());
      reports.ended(ReportType.EXPIRED, order, 0);
    }
  }
}
