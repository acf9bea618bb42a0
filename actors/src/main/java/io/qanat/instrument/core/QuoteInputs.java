package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.liquidity.MassQuoteDecoder;
import io.qanat.codecs.liquidity.PriceRequestDecoder;
import io.qanat.codecs.liquidity.ProviderReportDecoder;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.execution.core.Execution;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.pricing.core.Pricing;

/**
 * What partners' sessions tell an instrument itself: quotes and reports of providers, that a
 * partner wants its prices, and that a session is gone.
 */
final class QuoteInputs {
  private final InstrumentState state;
  private final Liquidity liquidity;
  private final Pricing pricing;
  private final Execution execution;
  private final AdminReplies replies;

  QuoteInputs(
      final InstrumentState state,
      final Liquidity liquidity,
      final Pricing pricing,
      final Execution execution,
      final AdminReplies replies) {
    this.state = state;
    this.liquidity = liquidity;
    this.pricing = pricing;
    this.execution = execution;
    this.replies = replies;
  }

  void apply(final Input input, final Outputs outputs) {
    if (is(input, MassQuoteDecoder.SCHEMA_ID, MassQuoteDecoder.TEMPLATE_ID)) {
      if (state.isDefined()) {
        liquidity.quote(input, outputs);
      } else {
        liquidity.refuse(input, outputs, state.undefined());
      }
    } else if (is(input, MessageHeaderDecoder.SCHEMA_ID, SessionLostDecoder.TEMPLATE_ID)) {
      pricing.sessionLost(input);
      liquidity.sessionLost(input, outputs);
      execution.sessionLost(input);
    } else if (is(input, PriceRequestDecoder.SCHEMA_ID, PriceRequestDecoder.TEMPLATE_ID)) {
      pricing.request(input, outputs);
    } else if (is(input, ProviderReportDecoder.SCHEMA_ID, ProviderReportDecoder.TEMPLATE_ID)) {
      execution.report(input, outputs);
    } else {
      replies.send(
          outputs,
          input.requestId(),
          AdminResult.INVALID,
          "an instrument takes no such message from clients: template " + input.templateId());
    }
  }

  private static boolean is(final Input input, final int schema, final int template) {
    return input.schemaId() == schema && input.templateId() == template;
  }
}
