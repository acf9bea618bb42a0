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
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.DirectBuffer;

/**
 * One instrument: its terms, its trading phase, its book, its market data.
 *
 * <p>It takes OrderSubmit, OrderCancel, OrderReplace and OrderMassCancel from accounts, what {@link
 * OperatorInputs} says from operators, and answers FullRefreshQuery. An account hears of each of
 * its orders by OrderReports:
 *
 * <pre>
 *   submit    REJECTED | ACCEPTED (TRADED | RESTATED)* CANCELED?   CANCELED without requestNo: what
 *                                                       is left may not wait; it says why
 *   trigger   TRIGGERED, then as behind ACCEPTED
 *   replace   REPLACE_REJECTED | REPLACED TRADED*
 *   cancel    CANCEL_REJECTED  | CANCELED
 *   auction   TRADED* CANCELED?|EXPIRED?                at the end of a call, see PhaseControl
 *   day roll  EXPIRED                                   for DAY and at the open or the close
 *   time      EXPIRED                                   for GOOD_TILL_DATE
 * </pre>
 *
 * and of trades that are busted or corrected by TradeAmend. An order may also be CANCELED or
 * RESTATED because of another one; the report says why.
 *
 * <p>A defined instrument trades continuously at once, and by its schedule if it is given one.
 * While it is halted or closed, new orders are refused with EXCHANGE_CLOSED, cancels work, and a
 * replace may only reduce. Market orders wait while there is a call; orders that must trade at once
 * are refused then, orders for the opening at any other time. Stop orders are triggered in
 * continuous trading only. What time brings (the end of the trading day, the next phase) happens
 * with whichever input first reaches it, the wake-up for it at the latest, in the order in which it
 * was due, before that input is applied.
 *
 * <p>Nothing here bounds the reports of an account that does not take them: its channel does.
 */
public final class InstrumentCore implements Core {
  private static final int VERSION = 2;

  private final PriceCollar collar = new PriceCollar();
  private final OrderBook book = new OrderBook(new BookListener(), collar);
  private final SubmitChecks checks = new SubmitChecks(book);
  private final ReplaceChecks replaceChecks = new ReplaceChecks(book, checks);
  private final TradingDay day = new TradingDay();
  private final TradeMemory memory = new TradeMemory();
  private final MarketDataFeeds feeds;
  private final OrderReports reports = new OrderReports(memory);
  private final FullRefresh fullRefresh;
  private final InstrumentState state;
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

  /** Why an order is cancelled that its client did not ask for. */
  private ExecRestatementReason cancelReason = ExecRestatementReason.NULL_VAL;

  /**
   * An instrument that nobody has defined yet.
   *
   * @param instrumentId number of the entity, the SecurityID of its market data
   */
  public InstrumentCore(final long instrumentId) {
    final TradingState trading = new TradingState();
    feeds = new MarketDataFeeds(instrumentId, book, day, trading);
    state = new InstrumentState(instrumentId, book, day, feeds, trading, memory);
    definitions = new InstrumentDefinitions(state);
    fullRefresh = new FullRefresh(instrumentId, book, day, feeds, state);
    phases = new PhaseControl(state, book, collar, day, feeds);
    operators =
        new OperatorInputs(
            state,
            phases,
            new Amendments(state, memory, day, feeds, book),
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
    return Math.min(Math.min(state.nextRollNanos, book.nextExpiryNanos()), state.phases.nextAt());
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
    endEvent(nowNanos);
  }

  private void endEvent(final long nowNanos) {
    if (state.phases.phase() == TradingPhase.CONTINUOUS) {
      book.trigger(
          day.lastPx(), state.markPx, state.terms.lowLimitPrice(), state.terms.highLimitPrice());
    } else {
      book.forgetTrades();
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
      final long dueNanos = nextDueNanos();
      phases.beginEvent();
      if (state.nextRollNanos == dueNanos) {
        rollDay(nowNanos);
      } else if (book.nextExpiryNanos() == dueNanos) {
        // Up to what comes next: who ends with an auction does not take part in it.
        book.expireDue(
            Math.min(nowNanos, Math.min(state.nextRollNanos - 1, state.phases.nextAt())));
      } else {
        phases.takeDue();
      }
      endEvent(nowNanos);
    }
  }

  private void rollDay(final long nowNanos) {
    book.expireDay();
    day.roll();
    state.lastTradeIdOfYesterday = book.lastTradeId();
    if (day.lastPx() != Fixed8.NULL) {
      state.referencePx = day.lastPx();
    }
    state.nextRollNanos = state.terms.nextRollNanos(nowNanos);
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
        onSubmit(input.sender(), input.timeNanos());
      }
      case OrderCancelDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderCancelDecoder.BLOCK_LENGTH);
        cancel.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onCancel(input.sender());
      }
      case OrderReplaceDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderReplaceDecoder.BLOCK_LENGTH);
        replace.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onReplace(input.sender(), input.timeNanos());
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

  private void onSubmit(final long sender, final long nowNanos) {
    final OrdRejReason refusal = refusal(sender, nowNanos);
    if (refusal != null) {
      reports.rejected(sender, submit, refusal);
      return;
    }
    final Side side = submit.side();
    final long price = submit.price();
    final Order order =
        book.newOrder(
            submit.orderId(),
            submit.account(),
            submit.partner(),
            side,
            submit.timeInForce(),
            price,
            submit.orderQty());
    order.special = checks.specialTerms(submit, state.phases.phase());
    book.submit(order, price == Fixed8.NULL ? worstPrice(side) : price);
  }

  private long worstPrice(final Side side) {
    return side == Side.BUY ? state.terms.highLimitPrice() : state.terms.lowLimitPrice();
  }

  private OrdRejReason refusal(final long sender, final long nowNanos) {
    if (EntityKey.id(sender) != submit.account()) {
      return OrdRejReason.UNKNOWN_ACCOUNT;
    }
    if (!state.isDefined()) {
      return OrdRejReason.UNKNOWN_SYMBOL;
    }
    if (!Phases.takesOrders(state.phases.phase())) {
      return OrdRejReason.EXCHANGE_CLOSED;
    }
    return checks.refusal(submit, state.terms, state.phases.phase(), nowNanos);
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
    book.cancel(order);
  }

  private void onReplace(final long sender, final long nowNanos) {
    final Order order = ownOrder(sender, replace.orderId());
    final CxlRejReason refusal =
        order == null
            ? CxlRejReason.UNKNOWN_ORDER
            : replaceChecks.refusal(order, replace, state.terms, state.phases.phase(), nowNanos);
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
    book.replace(
        order,
        replace.price(),
        replace.orderQty(),
        replace.stopPx(),
        replace.displayQty(),
        replace.expireTime());
  }

  /** Another account's order is as unknown as none. */
  private Order ownOrder(final long sender, final long orderId) {
    final Order order = book.find(orderId);
    return order == null || order.account() != EntityKey.id(sender) ? null : order;
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
    book.cancelAccount(account);
  }

  /** Cancels one partner's orders, or with 0 everybody's; returns how many. */
  private int cancelPartner(final long partner) {
    final int before = book.orderCount();
    cancelReason = ExecRestatementReason.OPERATOR;
    book.cancelPartner(partner);
    cancelReason = ExecRestatementReason.NULL_VAL;
    return before - book.orderCount();
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
      memory.add(
          tradeId, buy.orderId(), buy.partner(), sell.orderId(), sell.partner(), price, lastQty);
    }

    @Override
    public void onRested(final Order order) {
      if (!order.isHidden()) {
        feeds.added(order);
      }
    }

    @Override
    public void onReplenished(final Order order) {
      feeds.replenished(order);
    }

    @Override
    public void onUnfilled(final Order order, final ExecRestatementReason reason) {
      reports.ended(ReportType.CANCELED, order, 0, reason);
    }

    @Override
    public void onReduced(final Order order, final long shownBefore) {
      if (order.shownQty() != shownBefore) {
        feeds.reduced(order);
      }
      reports.open(ReportType.REPLACED, order, requestNo);
    }

    @Override
    public void onReplaced(final Order order, final long oldPrice, final boolean wasShown) {
      if (wasShown) {
        feeds.removed(order, oldPrice);
      }
      reports.open(ReportType.REPLACED, order, requestNo);
    }

    @Override
    public void onRestated(
        final Order order, final ExecRestatementReason reason, final long shownBefore) {
      if (order.shownQty() != shownBefore && shownBefore != 0) {
        feeds.reduced(order);
      }
      reports.restated(order, reason);
    }

    @Override
    public void onTriggered(final Order order) {
      reports.open(ReportType.TRIGGERED, order, 0);
    }

    @Override
    public void onCanceled(final Order order, final ExecRestatementReason reason) {
      if (order.shownQty() > 0) {
        feeds.removed(order, order.price());
      }
      if (reason == null) {
        reports.ended(ReportType.CANCELED, order, requestNo, cancelReason);
      } else {
        reports.ended(ReportType.CANCELED, order, 0, reason);
      }
    }

    @Override
    public void onExpired(final Order order) {
      if (order.shownQty() > 0) {
        feeds.removed(order, order.price());
      }
      reports.ended(ReportType.EXPIRED, order, 0, ExecRestatementReason.NULL_VAL);
    }
  }
}
