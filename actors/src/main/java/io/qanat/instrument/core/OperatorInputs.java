package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.InstrumentMassCancelDecoder;
import io.qanat.codecs.entity.LiquidityDefineDecoder;
import io.qanat.codecs.entity.MarkPriceSetDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.ScheduleSetDecoder;
import io.qanat.codecs.entity.TradeBustDecoder;
import io.qanat.codecs.entity.TradeCorrectDecoder;
import io.qanat.codecs.entity.TradingPhaseChangeDecoder;
import io.qanat.codecs.entity.TradingStatusChangeDecoder;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.execution.core.Execution;
import io.qanat.liquidity.core.Liquidity;
import java.util.function.LongToIntFunction;

/**
 * What operators may tell an instrument, each as the body of an AdminInput that says who and why,
 * each answered by one AdminReply. DONE: it was done. UNCHANGED: it was so already. INVALID: the
 * text names field and value. NOT_FOUND: no such trade, or the instrument is not defined. CONFLICT:
 * it does not go with what there is.
 *
 * <pre>
 *   60 InstrumentDefine      creates it, or changes its terms and the rules of its phases
 *   61 TradingStatusChange   TRADING_HALT halts; READY_TO_TRADE resumes what the schedule says;
 *                            NOT_AVAILABLE_FOR_TRADING closes
 *   62 InstrumentMassCancel  cancels every order, or one partner's
 *   24 MarkPriceSet          the price that stop orders may watch
 *   71 ScheduleSet           when which phase begins, in instants; replaces the schedule before
 *   72 TradeBust             a trade never was
 *   73 TradeCorrect          a trade was at this price and of this, not greater, quantity
 *   74 TradingPhaseChange    this phase now, an auction for so long
 *   290 LiquidityDefine      the providers and pools there are from now on
 *   293 PricingDefine        how prices are made for partners; and 294 to 296, see LiquidityActs
 * </pre>
 */
final class OperatorInputs {
  private final InstrumentState state;
  private final PhaseControl phases;
  private final Amendments amendments;
  private final TradeMemory memory;
  private final Liquidity liquidity;
  private final LiquidityActs liquidityActs;
  private final AdminReplies replies;
  private final LongToIntFunction cancelPartner;

  private final InstrumentDefineDecoder define = new InstrumentDefineDecoder();
  private final TradingStatusChangeDecoder statusChange = new TradingStatusChangeDecoder();
  private final InstrumentMassCancelDecoder massCancel = new InstrumentMassCancelDecoder();
  private final MarkPriceSetDecoder markPrice = new MarkPriceSetDecoder();
  private final ScheduleSetDecoder schedule = new ScheduleSetDecoder();
  private final TradeBustDecoder bust = new TradeBustDecoder();
  private final TradeCorrectDecoder correct = new TradeCorrectDecoder();
  private final TradingPhaseChangeDecoder phaseChange = new TradingPhaseChangeDecoder();
  private final LiquidityDefineDecoder liquidityDefine = new LiquidityDefineDecoder();

  private Outputs outputs;
  private long requestId;
  private long nowNanos;

  /**
   * What operators are heard by.
   *
   * @param cancelPartner cancels the orders of a partner, with 0 everybody's; returns how many
   */
  OperatorInputs(
      final InstrumentState state,
      final PhaseControl phases,
      final Amendments amendments,
      final TradeMemory memory,
      final Liquidity liquidity,
      final LiquidityActs liquidityActs,
      final AdminReplies replies,
      final LongToIntFunction cancelPartner) {
    this.state = state;
    this.phases = phases;
    this.amendments = amendments;
    this.memory = memory;
    this.liquidity = liquidity;
    this.liquidityActs = liquidityActs;
    this.replies = replies;
    this.cancelPartner = cancelPartner;
  }

  void apply(final Input input, final Outputs newOutputs) {
    outputs = newOutputs;
    requestId = input.requestId();
    nowNanos = input.timeNanos();
    final int known = input.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? input.templateId() : 0;
    if (input.blockLength() < leastBlockLength(known)) {
      unknown(input);
    } else if (known == InstrumentDefineDecoder.TEMPLATE_ID) {
      define.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
      onDefine();
    } else if (!state.isDefined()) {
      reply(AdminResult.NOT_FOUND, state.undefined());
    } else {
      applyToDefined(known, input);
    }
  }

  /** Of the oldest version that is understood; beyond any length for what is not known. */
  private static int leastBlockLength(final int template) {
    return switch (template) {
      case InstrumentDefineDecoder.TEMPLATE_ID ->
          InstrumentDefineDecoder.referencePriceEncodingOffset();
      case TradingStatusChangeDecoder.TEMPLATE_ID -> TradingStatusChangeDecoder.BLOCK_LENGTH;
      case InstrumentMassCancelDecoder.TEMPLATE_ID -> InstrumentMassCancelDecoder.BLOCK_LENGTH;
      case MarkPriceSetDecoder.TEMPLATE_ID -> MarkPriceSetDecoder.BLOCK_LENGTH;
      case ScheduleSetDecoder.TEMPLATE_ID -> ScheduleSetDecoder.BLOCK_LENGTH;
      case TradeBustDecoder.TEMPLATE_ID -> TradeBustDecoder.BLOCK_LENGTH;
      case TradeCorrectDecoder.TEMPLATE_ID -> TradeCorrectDecoder.BLOCK_LENGTH;
      case TradingPhaseChangeDecoder.TEMPLATE_ID -> TradingPhaseChangeDecoder.BLOCK_LENGTH;
      case LiquidityDefineDecoder.TEMPLATE_ID -> LiquidityDefineDecoder.BLOCK_LENGTH;
      default -> LiquidityActs.leastBlockLength(template);
    };
  }

  private void applyToDefined(final int template, final Input input) {
    final int block = input.blockOffset();
    final int length = input.blockLength();
    final int version = input.version();
    switch (template) {
      case TradingStatusChangeDecoder.TEMPLATE_ID -> {
        statusChange.wrap(input.body(), block, length, version);
        onStatusChange();
      }
      case InstrumentMassCancelDecoder.TEMPLATE_ID -> {
        massCancel.wrap(input.body(), block, length, version);
        onMassCancel();
      }
      case MarkPriceSetDecoder.TEMPLATE_ID -> {
        markPrice.wrap(input.body(), block, length, version);
        onMarkPrice();
      }
      case ScheduleSetDecoder.TEMPLATE_ID -> {
        schedule.wrap(input.body(), block, length, version);
        onSchedule(input);
      }
      case TradeBustDecoder.TEMPLATE_ID -> {
        bust.wrap(input.body(), block, length, version);
        reply(amendments.bust(outputs, nowNanos, bust.tradeId()));
      }
      case TradeCorrectDecoder.TEMPLATE_ID -> {
        correct.wrap(input.body(), block, length, version);
        reply(
            amendments.correct(
                outputs, nowNanos, correct.tradeId(), correct.price(), correct.quantity()));
      }
      case LiquidityDefineDecoder.TEMPLATE_ID -> onLiquidity(input);
      case TradingPhaseChangeDecoder.TEMPLATE_ID -> {
        phaseChange.wrap(input.body(), block, length, version);
        onPhaseChange();
      }
      default -> {
        final Execution.Outcome outcome = liquidityActs.apply(template, input, outputs);
        reply(outcome.result(), outcome.text());
      }
    }
  }

  private void unknown(final Input input) {
    reply(
        AdminResult.INVALID,
        "not an operator's message to an instrument: schema "
            + input.schemaId()
            + " template "
            + input.templateId()
            + " block length "
            + input.blockLength());
  }

  private void onDefine() {
    final InstrumentTerms terms = InstrumentTerms.of(define);
    final TradingRules rules = TradingRules.of(define);
    final String problem = terms.problem();
    if (problem != null) {
      reply(AdminResult.INVALID, problem);
      return;
    }
    final String rulesProblem = rules.problem(terms);
    if (rulesProblem != null) {
      reply(AdminResult.INVALID, rulesProblem);
      return;
    }
    if (terms.equals(state.terms) && rules.equals(state.rules)) {
      reply(AdminResult.UNCHANGED, "");
      return;
    }
    final String conflict = state.isDefined() ? state.conflictWith(terms) : null;
    if (conflict != null) {
      reply(AdminResult.CONFLICT, conflict);
      return;
    }
    take(terms, rules);
    reply(AdminResult.DONE, "");
  }

  private void take(final InstrumentTerms terms, final TradingRules rules) {
    final boolean isNew = !state.isDefined();
    if (!isNew && !terms.settlesLike(state.terms)) {
      memory.clear();
    }
    final boolean hasNewReference =
        isNew
            || (rules.referencePrice() != state.rules.referencePrice()
                && rules.referencePrice() != Fixed8.NULL);
    state.terms = terms;
    state.rules = rules;
    memory.resize(rules.tradesRememberedMax());
    if (hasNewReference) {
      state.referencePx = rules.referencePrice();
    }
    state.definitionVersion++;
    state.nextRollNanos = terms.nextRollNanos(nowNanos);
    if (isNew) {
      wish(TradingPhase.CONTINUOUS, 0);
    }
  }

  private void onStatusChange() {
    final short raw = statusChange.statusRaw();
    final TradingPhase wanted;
    if (raw == SecurityTradingStatus.TRADING_HALT.value()) {
      wanted = TradingPhase.HALT;
    } else if (raw == SecurityTradingStatus.READY_TO_TRADE.value()) {
      wanted = state.phases.resumed();
    } else if (raw == SecurityTradingStatus.NOT_AVAILABLE_FOR_TRADING.value()) {
      wanted = TradingPhase.CLOSED;
    } else {
      reply(
          AdminResult.INVALID,
          "status is none of TRADING_HALT, READY_TO_TRADE, NOT_AVAILABLE_FOR_TRADING: " + raw);
      return;
    }
    if (wanted == state.phases.phase()) {
      reply(AdminResult.UNCHANGED, "");
      return;
    }
    wish(wanted, 0);
    reply(AdminResult.DONE, "");
  }

  private void wish(final TradingPhase phase, final long endsAt) {
    state.phases.wish(phase);
    phases.enter(phase, endsAt);
  }

  private void onPhaseChange() {
    final TradingPhase phase = Phases.of(phaseChange.phaseRaw());
    final long auctionNanos = phaseChange.auctionNanos();
    if (phase == null) {
      reply(AdminResult.INVALID, "phase is none that there is: " + phaseChange.phaseRaw());
      return;
    }
    final long most = Phases.isAuction(phase) ? TradingRules.VOLATILITY_AUCTION_NANOS_LIMIT : 0;
    if (auctionNanos < 0 || auctionNanos > most) {
      reply(
          AdminResult.INVALID,
          "auctionNanos of " + phase + " must be in 0.." + most + ": " + auctionNanos);
      return;
    }
    final long endsAt = auctionNanos == 0 ? 0 : nowNanos + auctionNanos;
    if (phase == state.phases.phase() && endsAt == state.phases.auctionEndsAt()) {
      reply(AdminResult.UNCHANGED, "");
      return;
    }
    wish(phase, endsAt);
    reply(AdminResult.DONE, "");
  }

  private void onSchedule(final Input input) {
    final int group = input.blockOffset() + input.blockLength();
    final int end = input.bodyOffset() + input.bodyLength();
    final int header = ScheduleSetDecoder.TransitionsDecoder.sbeHeaderSize();
    if (end - group < header) {
      reply(AdminResult.INVALID, "transitions are missing");
      return;
    }
    final ScheduleSetDecoder.TransitionsDecoder transitions = schedule.transitions();
    final int count = transitions.count();
    final int entry = transitions.actingBlockLength();
    if (entry < ScheduleSetDecoder.TransitionsDecoder.sbeBlockLength()
        || (long) count * entry > end - group - header) {
      reply(AdminResult.INVALID, "transitions are truncated: " + count + " of " + entry + " bytes");
      return;
    }
    if (count > PhaseMachine.TRANSITIONS_MAX) {
      reply(
          AdminResult.INVALID,
          "transitions must be at most " + PhaseMachine.TRANSITIONS_MAX + ": " + count);
      return;
    }
    final long[] at = new long[count];
    final TradingPhase[] begins = new TradingPhase[count];
    for (int i = 0; i < count; i++) {
      transitions.next();
      at[i] = transitions.at();
      begins[i] = Phases.of(transitions.phaseRaw());
      final long before = i == 0 ? 0 : at[i - 1];
      if (at[i] <= before) {
        reply(
            AdminResult.INVALID,
            "transitions[" + i + "].at must be later than " + before + ": " + at[i]);
        return;
      }
      if (begins[i] == null
          || begins[i] == TradingPhase.HALT
          || begins[i] == TradingPhase.VOLATILITY_AUCTION) {
        reply(
            AdminResult.INVALID,
            "transitions["
                + i
                + "].phase is none of PRE_OPEN, OPENING_AUCTION, CONTINUOUS, CLOSING_AUCTION,"
                + " CLOSED: "
                + transitions.phaseRaw());
        return;
      }
    }
    final TradingPhase now = state.phases.schedule(at, begins, nowNanos);
    if (now == null) {
      reply(AdminResult.UNCHANGED, "");
      return;
    }
    phases.enter(now, now == state.phases.phase() ? state.phases.auctionEndsAt() : 0);
    reply(AdminResult.DONE, "");
  }

  private void onLiquidity(final Input input) {
    if (!FrameChecker.ENTITY
        .check(input.body(), input.bodyOffset(), input.bodyLength())
        .isDecodable()) {
      reply(AdminResult.INVALID, "the definition is not whole");
      return;
    }
    liquidityDefine.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String answer = liquidity.define(liquidityDefine, nowNanos, outputs);
    if (answer == null) {
      reply(AdminResult.DONE, "");
    } else {
      reply(answer.isEmpty() ? AdminResult.UNCHANGED : AdminResult.INVALID, answer);
    }
  }

  private void onMassCancel() {
    final int canceled = cancelPartner.applyAsInt(massCancel.partner());
    reply(canceled == 0 ? AdminResult.UNCHANGED : AdminResult.DONE, canceled + " orders cancelled");
  }

  private void onMarkPrice() {
    final long price = markPrice.price();
    if (price < state.terms.lowLimitPrice() || price > state.terms.highLimitPrice()) {
      reply(
          AdminResult.INVALID,
          "price is outside "
              + Fixed8.format(state.terms.lowLimitPrice())
              + " to "
              + Fixed8.format(state.terms.highLimitPrice())
              + ": "
              + Fixed8.format(price));
    } else if (price == state.trading.markPx()) {
      reply(AdminResult.UNCHANGED, "");
    } else {
      state.trading.mark(price);
      reply(AdminResult.DONE, "");
    }
  }

  private void reply(final Amendments.Outcome outcome) {
    reply(outcome.result(), outcome.text());
  }

  private void reply(final AdminResult result, final String text) {
    replies.send(outputs, requestId, result, text);
  }
}
