package io.qanat.instrument.core;

import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.DefinitionsEndEncoder;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers what an instrument is defined as: its terms, and its trading status. */
final class InstrumentDefinitions {
  private final InstrumentState state;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  InstrumentDefinitions(final InstrumentState state) {
    this.state = state;
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
    final boolean all = act.capacity() == 0;
    final boolean terms =
        all
            || (act.capacity() >= MessageHeaderDecoder.ENCODED_LENGTH
                && new MessageHeaderDecoder().wrap(act, 0).templateId()
                    == InstrumentDefineDecoder.TEMPLATE_ID);
    int count = 0;
    if (state.isDefined() && terms) {
      reply(query, answers, terms());
      count++;
    }
    // Every other act is about whether it trades.
    if (state.isDefined() && (all || !terms)) {
      reply(
          query,
          answers,
          new TradingStatusChangeEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .status(state.trading.status())
              .encodedLength());
      count++;
    }
    reply(
        query,
        answers,
        new DefinitionsEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .count(count)
            .encodedLength());
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
