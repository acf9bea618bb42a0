package io.qanat.instrument.core;

import io.qanat.administration.core.Administered;
import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.FullRefreshQueryDecoder;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.InstrumentMassCancelDecoder;
import io.qanat.codecs.entity.MarkPriceSetDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderMassCancelDecoder;
import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.TradesQueryDecoder;
import io.qanat.codecs.entity.TradingStatusChangeDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * One instrument: its terms, its trading status, its book, its market data.
 *
 * <p>It takes OrderSubmit, OrderCancel, OrderReplace and OrderMassCancel from accounts,
 * InstrumentDefine, TradingStatusChange and InstrumentMassCancel from operators, and answers
 * FullRefreshQuery. An account hears of each of its orders by OrderReports:
 *
 * <pre>
 *   submit    REJECTED | ACCEPTED (TRADED | RESTATED)* CANCELED?   CANCELED without requestNo: what
 *                                                       is left may not wait; it says why
 *   trigger   TRIGGERED, then as behind ACCEPTED
 *   replace   REPLACE_REJECTED | REPLACED TRADED*
 *   cancel    CANCEL_REJECTED  | CANCELED
 *   day roll  EXPIRED                                   for DAY and at the open or the close
 *   time      EXPIRED                                   for GOOD_TILL_DATE
 * </pre>
 *
 * <p>An order may also be CANCELED or RESTATED because of another one; the report says why.
 *
 * <p>A defined instrument is READY_TO_TRADE at once. While it is halted or not available, new
 * orders are refused with EXCHANGE_CLOSED, cancels work, and a replace may only reduce. The trading
 * day ends with whichever input first reaches its end, the wake-up for it at the latest, before
 * that input is applied.
 *
 * <p>Nothing here bounds the reports of an account that does not take them: its channel does.
 */
public final class InstrumentCore implements Core {
  private static final int VERSION = 2;

  private final long instrumentId;
  private final OrderBook book = new OrderBook(new BookListener());
  private final SubmitChecks checks = new SubmitChecks(book);
  private final ReplaceChecks replaceChecks = new ReplaceChecks(book, checks);
  private final TradingDay day = new TradingDay();
  private final MarketDataFeeds feeds;
  private final OrderReports reports = new OrderReports();
  private final FullRefresh fullRefresh;
  private final InstrumentState state;
  private final Administered administered = new Administered();
  private final InstrumentDefinitions definitions;

  private final OrderSubmitDecoder submit = new OrderSubmitDecoder();
  private final OrderCancelDecoder cancel = new OrderCancelDecoder();
  private final OrderReplaceDecoder replace = new OrderReplaceDecoder();
  private final OrderMassCancelDecoder massCancel = new OrderMassCancelDecoder();
  private final InstrumentDefineDecoder define = new InstrumentDefineDecoder();
  private final TradingStatusChangeDecoder statusChange = new TradingStatusChangeDecoder();
  private final InstrumentMassCancelDecoder instrumentMassCancel =
      new InstrumentMassCancelDecoder();
  private final MarkPriceSetDecoder markPrice = new MarkPriceSetDecoder();
  private final FullRefreshQueryDecoder fullRefreshQuery = new FullRefreshQueryDecoder();
  private final ExpandableArrayBuffer replyBuffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder replyHeader = new MessageHeaderEncoder();
  private final AdminReplyEncoder adminReply = new AdminReplyEncoder();

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
    this.instrumentId = instrumentId;
    this.feeds = new MarketDataFeeds(instrumentId, book, day);
    this.state = new InstrumentState(instrumentId, book, day, feeds);
    this.definitions = new InstrumentDefinitions(state);
    this.fullRefresh = new FullRefresh(instrumentId, book, day, feeds, state);
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public long wakeAtNanos() {
    return Math.min(state.nextRollNanos, book.nextExpiryNanos());
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
    if (state.isDefined()) {
      passTime(nowNanos);
    }
    switch (input.source()) {
      case PEER -> applyPeer(input);
      case ADMIN -> applyAdmin(input, outputs);
      case CLIENT ->
          reply(
              outputs,
              input.requestId(),
              AdminResult.INVALID,
              "an instrument takes no messages from clients: template " + input.templateId());
      case WAKE -> {
        // The day has rolled and orders have expired above, if it was time.
      }
    }
    triggerStops();
    feeds.end(state.status);
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
      reply(answers, query.requestId(), AdminResult.NOT_FOUND, undefined());
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

  /** Expires what has expired, the day and its orders too, in the order of its times. */
  private void passTime(final long nowNanos) {
    if (nowNanos >= state.nextRollNanos) {
      book.expireDue(state.nextRollNanos - 1);
      rollDay(nowNanos);
    }
    if (nowNanos >= book.nextExpiryNanos()) {
      book.expireDue(nowNanos);
      feeds.end(state.status);
    }
  }

  private void triggerStops() {
    if (state.status == SecurityTradingStatus.READY_TO_TRADE) {
      book.trigger(
          day.lastPx(), state.markPx, state.terms.lowLimitPrice(), state.terms.highLimitPrice());
    } else {
      book.forgetTrades();
    }
  }

  private void rollDay(final long nowNanos) {
    book.expireDay();
    day.roll();
    state.nextRollNanos = state.terms.nextRollNanos(nowNanos);
    feeds.end(state.status);
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
    order.special = checks.specialTerms(submit);
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
    if (state.status != SecurityTradingStatus.READY_TO_TRADE) {
      return OrdRejReason.EXCHANGE_CLOSED;
    }
    return checks.refusal(submit, state.terms, nowNanos);
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
            : replaceChecks.refusal(order, replace, state.terms, state.status, nowNanos);
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

  private void applyAdmin(final Input input, final Outputs outputs) {
    final long requestId = input.requestId();
    final int template = templateOf(input);
    if (template == InstrumentDefineDecoder.TEMPLATE_ID
        && input.blockLength() >= InstrumentDefineDecoder.BLOCK_LENGTH) {
      define.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
      onDefine(outputs, requestId, input.timeNanos());
    } else if (template == TradingStatusChangeDecoder.TEMPLATE_ID
        && input.blockLength() >= TradingStatusChangeDecoder.BLOCK_LENGTH) {
      statusChange.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
      onStatusChange(outputs, requestId);
    } else if (template == InstrumentMassCancelDecoder.TEMPLATE_ID
        && input.blockLength() >= InstrumentMassCancelDecoder.BLOCK_LENGTH) {
      instrumentMassCancel.wrap(
          input.body(), input.blockOffset(), input.blockLength(), input.version());
      onInstrumentMassCancel(outputs, requestId);
    } else if (template == MarkPriceSetDecoder.TEMPLATE_ID
        && input.blockLength() >= MarkPriceSetDecoder.BLOCK_LENGTH) {
      markPrice.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
      onMarkPrice(outputs, requestId);
    } else {
      reply(
          outputs,
          requestId,
          AdminResult.INVALID,
          "not an operator's message to an instrument: schema "
              + input.schemaId()
              + " template "
              + input.templateId()
              + " block length "
              + input.blockLength());
    }
  }

  private void onDefine(final Outputs outputs, final long requestId, final long nowNanos) {
    final InstrumentTerms terms = InstrumentTerms.of(define);
    final String problem = terms.problem();
    if (problem != null) {
      reply(outputs, requestId, AdminResult.INVALID, problem);
      return;
    }
    if (terms.equals(state.terms)) {
      reply(outputs, requestId, AdminResult.UNCHANGED, "");
      return;
    }
    final String conflict = state.isDefined() ? state.conflictWith(terms) : null;
    if (conflict != null) {
      reply(outputs, requestId, AdminResult.CONFLICT, conflict);
      return;
    }
    if (!state.isDefined()) {
      changeStatus(SecurityTradingStatus.READY_TO_TRADE);
    }
    state.terms = terms;
    state.definitionVersion++;
    state.nextRollNanos = terms.nextRollNanos(nowNanos);
    reply(outputs, requestId, AdminResult.DONE, "");
  }

  private void onStatusChange(final Outputs outputs, final long requestId) {
    if (!state.isDefined()) {
      reply(outputs, requestId, AdminResult.NOT_FOUND, undefined());
      return;
    }
    final SecurityTradingStatus status = InstrumentState.status(statusChange.statusRaw());
    if (status == null) {
      reply(
          outputs,
          requestId,
          AdminResult.INVALID,
          "status is none of TRADING_HALT, READY_TO_TRADE, NOT_AVAILABLE_FOR_TRADING: "
              + statusChange.statusRaw());
    } else if (status == state.status) {
      reply(outputs, requestId, AdminResult.UNCHANGED, "");
    } else {
      changeStatus(status);
      reply(outputs, requestId, AdminResult.DONE, "");
    }
  }

  private void changeStatus(final SecurityTradingStatus status) {
    state.status = status;
    feeds.statusChanged(status);
  }

  private void onInstrumentMassCancel(final Outputs outputs, final long requestId) {
    if (!state.isDefined()) {
      reply(outputs, requestId, AdminResult.NOT_FOUND, undefined());
      return;
    }
    final long partner = instrumentMassCancel.partner();
    final int before = book.orderCount();
    cancelReason = ExecRestatementReason.OPERATOR;
    book.cancelPartner(partner);
    cancelReason = ExecRestatementReason.NULL_VAL;
    final int canceled = before - book.orderCount();
    reply(
        outputs,
        requestId,
        canceled == 0 ? AdminResult.UNCHANGED : AdminResult.DONE,
        canceled + " orders cancelled");
  }

  private void onMarkPrice(final Outputs outputs, final long requestId) {
    final long price = markPrice.price();
    if (!state.isDefined()) {
      reply(outputs, requestId, AdminResult.NOT_FOUND, undefined());
    } else if (price < state.terms.lowLimitPrice() || price > state.terms.highLimitPrice()) {
      reply(
          outputs,
          requestId,
          AdminResult.INVALID,
          "price is outside "
              + Fixed8.format(state.terms.lowLimitPrice())
              + " to "
              + Fixed8.format(state.terms.highLimitPrice())
              + ": "
              + Fixed8.format(price));
    } else if (price == state.markPx) {
      reply(outputs, requestId, AdminResult.UNCHANGED, "");
    } else {
      state.markPx = price;
      reply(outputs, requestId, AdminResult.DONE, "");
    }
  }

  private String undefined() {
    return "instrument " + instrumentId + " is not defined";
  }

  private void reply(
      final Outputs outputs, final long requestId, final AdminResult result, final String text) {
    adminReply.wrapAndApplyHeader(replyBuffer, 0, replyHeader).result(result).text(text);
    outputs.reply(
        requestId,
        replyBuffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + adminReply.encodedLength());
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
      state.trades.add(tradeId, lastPx, lastQty, incoming.side());
      feeds.traded(tradeId, resting, incoming, lastQty);
      reports.traded(resting, incoming, lastPx, lastQty, tradeId, notional, LiquidityInd.ADDED);
      reports.traded(incoming, resting, lastPx, lastQty, tradeId, notional, LiquidityInd.REMOVED);
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
