package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.liquidity.MassQuoteDecoder;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.liquidity.core.Liquidity;

/**
 * What partners' sessions tell an instrument itself: quotes of providers, and that they are gone.
 */
final class QuoteInputs {
  private final InstrumentState state;
  private final Liquidity liquidity;
  private final AdminReplies replies;

  QuoteInputs(final InstrumentState state, final Liquidity liquidity, final AdminReplies replies) {
    this.state = state;
    this.liquidity = liquidity;
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
      liquidity.sessionLost(input, outputs);
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
