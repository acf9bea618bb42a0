package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.HouseSwitchSetDecoder;
import io.qanat.codecs.entity.PricingDefineDecoder;
import io.qanat.codecs.entity.PricingRevertDecoder;
import io.qanat.codecs.entity.ProviderOrderResolveDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.execution.core.Execution;
import io.qanat.pricing.core.Pricing;

/**
 * What operators may tell an instrument of prices and execution.
 *
 * <pre>
 *   293 PricingDefine         the house and the policies there are from now on
 *   294 PricingRevert         those of an earlier version
 *   295 ProviderOrderResolve  how an UNKNOWN order to a provider ended
 *   296 HouseSwitchSet        whether the house trades
 * </pre>
 */
final class LiquidityActs {
  private final Pricing pricing;
  private final Execution execution;

  LiquidityActs(final Pricing pricing, final Execution execution) {
    this.pricing = pricing;
    this.execution = execution;
  }

  /** Beyond any length for what is none of these. */
  static int leastBlockLength(final int template) {
    return switch (template) {
      case PricingDefineDecoder.TEMPLATE_ID -> PricingDefineDecoder.BLOCK_LENGTH;
      case PricingRevertDecoder.TEMPLATE_ID -> PricingRevertDecoder.BLOCK_LENGTH;
      case ProviderOrderResolveDecoder.TEMPLATE_ID -> ProviderOrderResolveDecoder.BLOCK_LENGTH;
      case HouseSwitchSetDecoder.TEMPLATE_ID -> HouseSwitchSetDecoder.BLOCK_LENGTH;
      default -> Integer.MAX_VALUE;
    };
  }

  Execution.Outcome apply(final int template, final Input input, final Outputs outputs) {
    final int block = input.blockOffset();
    final int length = input.blockLength();
    final int version = input.version();
    return switch (template) {
      case PricingDefineDecoder.TEMPLATE_ID -> define(input, outputs);
      case PricingRevertDecoder.TEMPLATE_ID ->
          outcome(
              pricing.revert(
                  new PricingRevertDecoder().wrap(input.body(), block, length, version).version(),
                  input.timeNanos(),
                  outputs));
      case ProviderOrderResolveDecoder.TEMPLATE_ID -> {
        final ProviderOrderResolveDecoder resolve =
            new ProviderOrderResolveDecoder().wrap(input.body(), block, length, version);
        yield execution.resolve(resolve.providerOrderId(), resolve.cumQty(), resolve.avgPx());
      }
      default ->
          execution.switchHouse(
              new HouseSwitchSetDecoder().wrap(input.body(), block, length, version).onRaw()
                  == Bool.YES.value());
    };
  }

  private Execution.Outcome define(final Input input, final Outputs outputs) {
    if (!FrameChecker.ENTITY
        .check(input.body(), input.bodyOffset(), input.bodyLength())
        .isDecodable()) {
      return new Execution.Outcome(AdminResult.INVALID, "the definition is not whole");
    }
    final PricingDefineDecoder decoder =
        new PricingDefineDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    return outcome(pricing.define(decoder, input.timeNanos(), outputs));
  }

  private static Execution.Outcome outcome(final String answer) {
    if (answer == null) {
      return new Execution.Outcome(AdminResult.DONE, "");
    }
    return new Execution.Outcome(
        answer.isEmpty() ? AdminResult.UNCHANGED : AdminResult.INVALID, answer);
  }
}
