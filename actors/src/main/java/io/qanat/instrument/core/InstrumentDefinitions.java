package io.qanat.instrument.core;

import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.DefinitionsEndEncoder;
import io.qanat.codecs.entity.HouseSwitchSetEncoder;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.MarkPriceSetEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import io.qanat.codecs.entity.PricingRevertEncoder;
import io.qanat.codecs.entity.ScheduleSetEncoder;
import io.qanat.codecs.entity.TradingPhaseChangeEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.execution.core.Execution;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.liquidity.core.LiquidityAnswers;
import io.qanat.pricing.core.Pricing;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers what an instrument is defined as: its terms, trading status, phase, schedule, mark price,
 * the providers and pools it has, and how prices are made of them.
 */
final class InstrumentDefinitions {
  /** Of what holds now, in a schedule; it does not remember since when. */
  private static final long SINCE_EVER = 1;

  private static final int[] ALL = {
    InstrumentDefineEncoder.TEMPLATE_ID,
    TradingStatusChangeEncoder.TEMPLATE_ID,
    TradingPhaseChangeEncoder.TEMPLATE_ID,
    ScheduleSetEncoder.TEMPLATE_ID,
    MarkPriceSetEncoder.TEMPLATE_ID
  };

  private final InstrumentState state;
  private final Liquidity liquidity;
  private final LiquidityAnswers liquidityAnswers;
  private final Pricing pricing;
  private final Execution execution;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  InstrumentDefinitions(
      final InstrumentState state,
      final Liquidity liquidity,
      final LiquidityAnswers liquidityAnswers,
      final Pricing pricing,
      final Execution execution) {
    this.state = state;
    this.liquidity = liquidity;
    this.liquidityAnswers = liquidityAnswers;
    this.pricing = pricing;
    this.execution = execution;
  }

  void answer(final Input query, final Outputs answers) {
    if (FrameChecker.ENTITY.check(query.body(), query.bodyOffset(), query.bodyLength())
        != FrameCheck.OK) {
      return;
    }
    final UnsafeBuffer act = new UnsafeBuffer();
    new DefinitionQueryDecoder()
        .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version())
        .wrapAct(act);
    final boolean all = act.capacity() < MessageHeaderDecoder.ENCODED_LENGTH;
    int count = 0;
    if (state.isDefined() && all) {
      for (final int template : ALL) {
        reply(query, answers, describe(template, query.timeNanos()));
      }
      count = ALL.length;
      if (liquidity.isDefined()) {
        reply(query, answers, describe(LiquidityDefineEncoder.TEMPLATE_ID, query.timeNanos()));
        count++;
      }
      if (pricing.isDefined()) {
        reply(query, answers, describe(PricingDefineEncoder.TEMPLATE_ID, query.timeNanos()));
        count++;
      }
    } else if (state.isDefined()) {
      final int template = new MessageHeaderDecoder().wrap(act, 0).templateId();
      reply(query, answers, describe(template, query.timeNanos()));
      count = 1;
    }
    reply(
        query,
        answers,
        new DefinitionsEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .count(count)
            .encodedLength());
  }

  /** What an act of this template would change; every other act is about whether it trades. */
  private int describe(final int template, final long nowNanos) {
    return switch (template) {
      case InstrumentDefineDecoder.TEMPLATE_ID -> terms();
      case ScheduleSetEncoder.TEMPLATE_ID -> schedule();
      case TradingPhaseChangeEncoder.TEMPLATE_ID -> phase(nowNanos);
      case LiquidityDefineEncoder.TEMPLATE_ID -> liquidityAnswers.describe(buffer);
      case PricingDefineEncoder.TEMPLATE_ID, PricingRevertEncoder.TEMPLATE_ID -> pricing();
      case HouseSwitchSetEncoder.TEMPLATE_ID ->
          new HouseSwitchSetEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .on(execution.isHouseOn() ? Bool.YES : Bool.NO)
              .encodedLength();
      case MarkPriceSetEncoder.TEMPLATE_ID ->
          new MarkPriceSetEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .price(state.trading.markPx())
              .encodedLength();
      default ->
          new TradingStatusChangeEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .status(state.trading.status())
              .encodedLength();
    };
  }

  /** What holds now as if it had begun with the epoch, then what is to come. */
  private int schedule() {
    final PhaseMachine phases = state.phases;
    final ScheduleSetEncoder schedule =
        new ScheduleSetEncoder().wrapAndApplyHeader(buffer, 0, header);
    final ScheduleSetEncoder.TransitionsEncoder group =
        schedule.transitionsCount(phases.isScheduled() ? 1 + phases.transitionCount() : 0);
    if (phases.isScheduled()) {
      group.next().at(SINCE_EVER).phase(phases.base());
      for (int i = 0; i < phases.transitionCount(); i++) {
        group.next().at(phases.transitionAt(i)).phase(phases.transitionPhase(i));
      }
    }
    return schedule.encodedLength();
  }

  private int pricing() {
    final byte[] definition = pricing.describe();
    buffer.putBytes(0, definition);
    return definition.length - MessageHeaderEncoder.ENCODED_LENGTH;
  }

  private int phase(final long nowNanos) {
    final long endsAt = state.phases.auctionEndsAt();
    return new TradingPhaseChangeEncoder()
        .wrapAndApplyHeader(buffer, 0, header)
        .phase(state.phases.phase())
        .auctionNanos(endsAt == 0 ? 0 : Math.max(0, endsAt - nowNanos))
        .encodedLength();
  }

  private int terms() {
    return new InstrumentDefineEncoder()
        .wrapAndApplyHeader(buffer, 0, header)
        .contractSize(state.terms.contractSize())
        .tickSize(state.terms.tickSize())
        .lotSize(state.terms.lotSize())
        .minQty(state.terms.minQty())
        .maxQty(state.terms.maxQty())
        .lowLimitPrice(state.terms.lowLimitPrice())
        .highLimitPrice(state.terms.highLimitPrice())
        .dayRollNanosOfDay(state.terms.dayRollNanosOfDay())
        .symbol(state.terms.symbol())
        .baseCurrency(state.terms.baseCurrency())
        .quoteCurrency(state.terms.quoteCurrency())
        .contractType(state.terms.contractType())
        .nonPositivePricesAllowed(state.terms.nonPositivePricesAllowed())
        .referencePrice(state.rules.referencePrice())
        .staticBand(state.rules.staticBand())
        .dynamicBand(state.rules.dynamicBand())
        .volatilityAuctionNanos(state.rules.volatilityAuctionNanos())
        .tradesRememberedMax(state.rules.tradesRememberedMax())
        .encodedLength();
  }

  private void reply(final Input query, final Outputs answers, final int encodedLength) {
    answers.reply(
        query.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
