package io.qanat.execution.core;

import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.ExplainQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PriceAnswerEncoder;
import io.qanat.codecs.entity.PriceQueryDecoder;
import io.qanat.codecs.entity.PricingAnswerEncoder;
import io.qanat.codecs.entity.PricingQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.pricing.core.Policy;
import io.qanat.pricing.core.PriceFlags;
import io.qanat.pricing.core.Pricing;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers what prices, positions and orders to providers are, and why fills came about. */
public final class ExecutionAnswers {
  private static final byte[] NOTHING = {};

  private final long instrumentId;
  private final Execution execution;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  /** Of this instrument. */
  public ExecutionAnswers(final long instrumentId, final Execution execution) {
    this.instrumentId = instrumentId;
    this.execution = execution;
  }

  /** Answers a question of these; false if it is none. */
  public boolean answer(final Input query, final Outputs answers) {
    switch (query.templateId()) {
      case PricingQueryDecoder.TEMPLATE_ID -> {
        if (query.blockLength() >= PricingQueryDecoder.BLOCK_LENGTH) {
          pricing(query, answers);
        }
      }
      case PriceQueryDecoder.TEMPLATE_ID -> {
        if (query.blockLength() >= PriceQueryDecoder.BLOCK_LENGTH) {
          prices(query, answers);
        }
      }
      case ExplainQueryDecoder.TEMPLATE_ID -> {
        if (query.blockLength() >= ExplainQueryDecoder.BLOCK_LENGTH) {
          explain(query, answers);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void pricing(final Input query, final Outputs answers) {
    final long asked =
        new PricingQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version())
            .version();
    final Pricing pricing = execution.pricing();
    final Exposures exposures = execution.exposures();
    final long markPx = pricing.markPx();
    final PricingAnswerEncoder answer =
        new PricingAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .instrument(instrumentId)
            .version(pricing.version())
            .oldestVersion(pricing.oldestVersion())
            .now(query.timeNanos())
            .houseOn(execution.house().isOn() ? Bool.YES : Bool.NO)
            .volatility(pricing.volatility())
            .markPx(markPx)
            .clients(exposures.clients())
            .house(exposures.house().position())
            .houseProfit(exposures.house().profit(markPx, execution.contract()))
            .inFlight(execution.covering().signedLeaves(false))
            .unknown(execution.covering().signedLeaves(true))
            .difference(execution.difference());
    policies(answer);
    holders(answer, markPx);
    providerOrders(answer);
    final byte[] definition = pricing.definition(asked == 0 ? pricing.version() : asked);
    final byte[] given = definition == null ? NOTHING : definition;
    answer.putDefinition(given, 0, given.length);
    reply(query, answers, answer.encodedLength());
  }

  private void policies(final PricingAnswerEncoder answer) {
    final Pricing pricing = execution.pricing();
    final PricingAnswerEncoder.PoliciesEncoder policies =
        answer.policiesCount(pricing.policyCount());
    int tiers = 0;
    for (int i = 0; i < pricing.policyCount(); i++) {
      final Policy policy = pricing.policy(i);
      tiers += policy.tierCount();
      policies
          .next()
          .policy(policy.terms().policy())
          .name(policy.terms().name())
          .partner(policy.terms().partner())
          .executionMode(policy.terms().mode())
          .published(policy.rptSeq())
          .conflated(policy.conflated())
          .subscribers(policy.subscriberCount());
    }
    final PricingAnswerEncoder.PricesEncoder prices = answer.pricesCount(tiers);
    for (int i = 0; i < pricing.policyCount(); i++) {
      final Policy policy = pricing.policy(i);
      pricing.form(policy);
      for (int tier = 0; tier < policy.tierCount(); tier++) {
        prices
            .next()
            .policy(policy.terms().policy())
            .size(policy.terms().tiers().get(tier))
            .bidPx(policy.bid(tier))
            .offerPx(policy.offer(tier));
        PriceFlags.put(prices.flags(), policy.flags(tier));
      }
    }
  }

  private void holders(final PricingAnswerEncoder answer, final long markPx) {
    final Exposures exposures = execution.exposures();
    final PricingAnswerEncoder.ProvidersEncoder providers =
        answer.providersCount(exposures.providers().size());
    exposures
        .providers()
        .forEach(
            (number, holder) ->
                providers
                    .next()
                    .provider(number.intValue())
                    .position(holder.position())
                    .expected(holder.expected())
                    .profit(holder.profit(markPx, execution.contract()))
                    .orders(holder.counted(Holder.ORDERS))
                    .fills(holder.counted(Holder.FILLS))
                    .rejects(holder.counted(Holder.REJECTS))
                    .timeouts(holder.counted(Holder.TIMEOUTS))
                    .late(holder.counted(Holder.LATE))
                    .duplicates(holder.counted(Holder.DUPLICATES))
                    .refused(holder.counted(Holder.REFUSED)));
    final PricingAnswerEncoder.PartnersEncoder partners =
        answer.partnersCount(exposures.partners().size());
    exposures
        .partners()
        .forEach(
            (partner, holder) ->
                partners
                    .next()
                    .partner(partner)
                    .position(holder.position())
                    .profit(holder.profit(markPx, execution.contract())));
  }

  private void providerOrders(final PricingAnswerEncoder answer) {
    final PricingAnswerEncoder.ProviderOrdersEncoder group =
        answer.providerOrdersCount(execution.orders().open().size());
    for (final ProviderOrder order : execution.orders().open()) {
      group
          .next()
          .providerOrderId(order.providerOrderId)
          .provider(order.provider)
          .ordStatus(order.status)
          .side(order.side)
          .price(order.price)
          .orderQty(order.orderQty)
          .cumQty(order.cumQty)
          .sentAt(order.sentAtNanos)
          .orderId(order.orderId);
    }
  }

  private void prices(final Input query, final Outputs answers) {
    final PriceQueryDecoder question =
        new PriceQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version());
    final Pricing pricing = execution.pricing();
    final Policy policy = pricing.policyFor(question.partner(), question.account());
    final PriceAnswerEncoder answer =
        new PriceAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .securityId(instrumentId)
            .account(question.account())
            .transactTime(query.timeNanos())
            .policyVersion(policy == null ? 0 : pricing.version())
            .entitled(policy == null ? Bool.NO : Bool.YES);
    if (policy != null) {
      pricing.form(policy);
    }
    final int count = policy == null ? 0 : policy.tierCount();
    final PriceAnswerEncoder.TiersEncoder tiers = answer.tiersCount(count);
    for (int tier = 0; tier < count; tier++) {
      tiers
          .next()
          .size(policy.terms().tiers().get(tier))
          .bidPx(policy.bid(tier))
          .offerPx(policy.offer(tier));
      PriceFlags.put(tiers.flags(), policy.flags(tier));
    }
    reply(query, answers, answer.encodedLength());
  }

  private void explain(final Input query, final Outputs answers) {
    final ExplainQueryDecoder question =
        new ExplainQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version());
    final byte[] explanation = execution.explanation(question.tradeId(), question.partner());
    if (explanation != null) {
      answers.reply(query.requestId(), new UnsafeBuffer(explanation), 0, explanation.length);
      return;
    }
    final AdminReplyEncoder none =
        new AdminReplyEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .result(AdminResult.NOT_FOUND)
            .text("no fill " + question.tradeId() + " that is explained");
    reply(query, answers, none.encodedLength());
  }

  private void reply(final Input query, final Outputs answers, final int encodedLength) {
    answers.reply(
        query.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
