package io.qanat.instrument.core;

import io.qanat.administration.core.Administered;
import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.FullRefreshQueryDecoder;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.InstrumentMassCancelDecoder;
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
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
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
 *   submit    REJECTED | ACCEPTED TRADED* CANCELED?     CANCELED without requestNo: the rest of a
 *                                                       market, IOC or FOK order
 *   replace   REPLACE_REJECTED | REPLACED TRADED*
 *   cancel    CANCEL_REJECTED  | CANCELED
 *   day roll  EXPIRED                                   for orders of time in force DAY
 * </pre>
 *
 * <p>A defined instrument is READY_TO_TRADE at once. While it is halted or not available, new
 * orders are refused with EXCHANGE_CLOSED, cancels work, and a replace may only reduce. The trading
 * day ends with whichever input first reaches its end, the wake-up for it at the latest, before
 * that input is applied.
 *
 * <p>Nothing here bounds the reports of an account that does not take them: its channel does.
 */
public final class InstrumentCore implements Core {
  private static final int VERSION = 1;

  private final long instrumentId;
  private final OrderBook book = new OrderBook(new BookListener());
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
  private final FullRefreshQueryDecoder fullRefreshQuery = new FullRefreshQueryDecoder();
  private final ExpandableArrayBuffer replyBuffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder replyHeader = new MessageHeaderEncoder();
  private final AdminReplyEncoder adminReply = new AdminReplyEncoder();

  /** Returned on reports of the request that is being applied; 0 if nobody asked. */
  private long requestNo;

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
    return state.nextRollNanos;
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
    if (state.isDefined() && nowNanos >= state.nextRollNanos) {
      rollDay(nowNanos);
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
        // The day has rolled above, if it was time.
      }
    }
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

  private void rollDay(final long nowNanos) {
    book.expireIf(order -> order.timeInForce() == TimeInForce.DAY);
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
    if (submit.ordTypeRaw() == OrdType.LIMIT.value()) {
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

  private OrdRejReason refusal(final long sender) {
    if (EntityKey.id(sender) != submit.account()) {
      return OrdRejReason.UNKNOWN_ACCOUNT;
    }
    if (!state.isDefined()) {
      return OrdRejReason.UNKNOWN_SYMBOL;
    }
    if (state.status != SecurityTradingStatus.READY_TO_TRADE) {
      return OrdRejReason.EXCHANGE_CLOSED;
    }
    if (book.find(submit.orderId()) != null) {
      return OrdRejReason.DUPLICATE_ORDER;
    }
    final byte sideRaw = submit.sideRaw();
    if ((sideRaw != Side.BUY.value() && sideRaw != Side.SELL.value())
        || !isTimeInForce(submit.timeInForceRaw())) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    final boolean priced = submit.price() != Fixed8.NULL;
    if (submit.ordTypeRaw() == OrdType.MARKET.value() && !priced) {
      return state.terms.quantityRefusal(submit.orderQty());
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

  private static boolean isTimeInForce(final byte raw) {
    return raw == TimeInForce.DAY.value()
        || raw == TimeInForce.GOOD_TILL_CANCEL.value()
        || raw == TimeInForce.IMMEDIATE_OR_CANCEL.value()
        || raw == TimeInForce.FILL_OR_KILL.value();
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
    book.cancel(order);
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
    book.replace(order, replace.price(), replace.orderQty());
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
    if (state.status != SecurityTradingStatus.READY_TO_TRADE && !reduces) {
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
    book.cancelIf(order -> order.account() == account);
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
    book.cancelIf(order -> partner == 0 || order.partner() == partner);
    final int canceled = before - book.orderCount();
    reply(
        outputs,
        requestId,
        canceled == 0 ? AdminResult.UNCHANGED : AdminResult.DONE,
        canceled + " orders cancelled");
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
