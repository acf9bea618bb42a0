package io.qanat.instrument.core;

import io.qanat.administration.core.Administered;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.FullRefreshQueryDecoder;
import io.qanat.codecs.entity.LiquidityQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.TradesQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.execution.core.Execution;
import io.qanat.execution.core.ExecutionAnswers;
import io.qanat.execution.core.Exposures;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.liquidity.core.LiquidityAnswers;
import io.qanat.pricing.core.Pricing;
import org.agrona.DirectBuffer;

/**
 * One instrument: its terms, its trading phase, its book, its market data, and the liquidity that
 * providers quote beside the book.
 *
 * <p>It takes OrderSubmit, OrderCancel, OrderReplace and OrderMassCancel from accounts, what {@link
 * OperatorInputs} says from operators, quotes from providers' sessions ({@link QuoteInputs}), and
 * answers FullRefreshQuery. An account hears of each of its orders by OrderReports:
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
  private final TradeMemory memory = new TradeMemory();
  private final OrderReports reports = new OrderReports(memory);
  private final TradingDay day = new TradingDay();
  private final BookReports bookReports = new BookReports(reports, memory, day);
  private final OrderBook book = new OrderBook(bookReports, collar);
  private final MarketDataFeeds feeds;
  private final FullRefresh fullRefresh;
  private final InstrumentState state;
  private final PhaseControl phases;
  private final AccountInputs accounts;
  private final OperatorInputs operators;
  private final AdminReplies replies = new AdminReplies();
  private final Administered administered = new Administered();
  private final InstrumentDefinitions definitions;
  private final Liquidity liquidity;
  private final QuoteInputs quotes;
  private final LiquidityAnswers liquidityAnswers;
  private final Pricing pricing;
  private final Execution execution;
  private final ExecutionAnswers executionAnswers;

  private final FullRefreshQueryDecoder fullRefreshQuery = new FullRefreshQueryDecoder();

  /**
   * An instrument that nobody has defined yet.
   *
   * @param instrumentId number of the entity, the SecurityID of its market data
   */
  public InstrumentCore(final long instrumentId) {
    final TradingState trading = new TradingState();
    feeds = new MarketDataFeeds(instrumentId, book, day, trading);
    liquidity = new Liquidity(instrumentId);
    liquidityAnswers = new LiquidityAnswers(liquidity);
    final HouseBook houseBook = new HouseBook(book);
    pricing = new Pricing(liquidity, houseBook);
    execution = new Execution(liquidity, pricing, houseBook);
    executionAnswers = new ExecutionAnswers(instrumentId, execution);
    state =
        new InstrumentState(instrumentId, book, day, feeds, trading, memory, liquidity, execution);
    houseBook.connect(state, execution);
    definitions = new InstrumentDefinitions(state, liquidity, liquidityAnswers, pricing, execution);
    quotes = new QuoteInputs(state, liquidity, pricing, execution, replies);
    fullRefresh = new FullRefresh(instrumentId, book, day, feeds, state);
    bookReports.connect(feeds, state);
    accounts = new AccountInputs(state, book, reports, bookReports, execution);
    phases = new PhaseControl(state, book, collar, day, feeds);
    operators =
        new OperatorInputs(
            state,
            phases,
            new Amendments(state, memory, day, feeds, book),
            memory,
            liquidity,
            new LiquidityActs(pricing, execution),
            replies,
            this::cancelPartner);
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public long wakeAtNanos() {
    return state.isDefined() ? Math.min(nextDueNanos(), nextOfLiquidityNanos()) : 0;
  }

  private long nextOfLiquidityNanos() {
    return Math.min(
        liquidity.nextDueNanos(), Math.min(pricing.nextDueNanos(), execution.nextDueNanos()));
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
    bookReports.because(0);
    reports.begin(outputs, nowNanos);
    feeds.begin(outputs, nowNanos);
    state.trades.begin(nowNanos);
    takeDue(nowNanos);
    liquidityOnTime(nowNanos, outputs);
    phases.beginEvent();
    switch (input.source()) {
      case PEER -> accounts.apply(input);
      case ADMIN -> {
        operators.apply(input, outputs);
        pricing.touch();
      }
      case CLIENT -> quotes.apply(input, outputs);
      case WAKE -> {
        // What was due has been done above.
      }
    }
    endEvent(nowNanos);
    pricing.afterInput(nowNanos, outputs);
    execution.afterInput(nowNanos);
    liquidity.endInput();
  }

  /** Before the input is applied: what it meets is of its time. */
  private void liquidityOnTime(final long nowNanos, final Outputs outputs) {
    execution.begin(nowNanos, outputs);
    liquidity.onTime(nowNanos, outputs);
    pricing.afterInput(nowNanos, outputs);
    pricing.onTime(nowNanos, outputs);
    execution.onTime();
  }

  private void endEvent(final long nowNanos) {
    if (state.phases.phase() == TradingPhase.CONTINUOUS) {
      book.trigger(
          day.lastPx(),
          state.trading.markPx(),
          state.terms.lowLimitPrice(),
          state.terms.highLimitPrice());
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
    if (templateOf(query) == LiquidityQueryDecoder.TEMPLATE_ID
        && query.blockLength() >= LiquidityQueryDecoder.BLOCK_LENGTH) {
      liquidityAnswers.answer(query, answers);
      return;
    }
    if (templateOf(query) != 0 && executionAnswers.answer(query, answers)) {
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

  /** Cancels one partner's orders, or with 0 everybody's; returns how many. */
  private int cancelPartner(final long partner) {
    final int before = book.orderCount();
    final int covered = execution.cancelPartner(partner);
    bookReports.because(ExecRestatementReason.OPERATOR);
    book.cancelPartner(partner);
    bookReports.because(ExecRestatementReason.NULL_VAL);
    return covered + before - book.orderCount();
  }

  /** Who holds what by orders that traded against liquidity; for audits. */
  public Exposures exposures() {
    return execution.exposures();
  }

  /** Clients, house, providers, in flight and unknown together: 0, or something is wrong. */
  public long exposureDifference() {
    return execution.difference();
  }

  /** The terms it has, for audits; null until it is defined. */
  public Settling settling() {
    return state.isDefined()
        ? new Settling(
            state.terms.baseCurrency(),
            state.terms.quoteCurrency(),
            state.terms.contractType() == ContractType.CFD)
        : null;
  }

  /** How trades are settled. */
  public record Settling(String baseCurrency, String quoteCurrency, boolean isCfd) {}

  /** The body's template, 0 if it is not of the entity schema. */
  private static int templateOf(final Input input) {
    return input.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? input.templateId() : 0;
  }
}
