package io.qanat.execution.core;

import io.qanat.codecs.entity.FillExplanationDecoder;
import io.qanat.codecs.entity.FillExplanationEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.value.Fixed8;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.liquidity.core.Marks;
import io.qanat.liquidity.core.Pool;
import io.qanat.liquidity.core.Provider;
import io.qanat.pricing.core.Policy;
import io.qanat.pricing.core.PriceFlags;
import io.qanat.pricing.core.PriceFormation;
import io.qanat.pricing.core.Pricing;
import java.util.List;
import java.util.TreeMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Why each of the last fills came about as it did. What an order met when it arrived, its
 * circumstances, is written down then; each of its fills adds its own price and the orders to
 * providers so far.
 */
final class Explanations {
  static final int KEPT_MAX = 1_000;

  private final Liquidity liquidity;
  private final Pricing pricing;
  private final Exposures exposures;
  private final TreeMap<Long, byte[]> byTrade = new TreeMap<>();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final FillExplanationEncoder encoder = new FillExplanationEncoder();

  Explanations(final Liquidity liquidity, final Pricing pricing, final Exposures exposures) {
    this.liquidity = liquidity;
    this.pricing = pricing;
    this.exposures = exposures;
  }

  /** Writes down what an order meets; the part of a FillExplanation before its routes. */
  byte[] circumstances(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final long limitPx,
      final long orderQty,
      final ExecutionMode mode,
      final Policy policy,
      final int tier,
      final long nowNanos) {
    final PriceFormation formation = pricing.form(policy.terms(), tier);
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .tradeId(0)
        .instrument(liquidity.instrumentId())
        .account(account)
        .partner(partner)
        .orderId(orderId)
        .side(side)
        .executionMode(mode)
        .lastPx(0)
        .lastQty(0)
        .limitPx(limitPx)
        .orderQty(orderQty)
        .receivedAt(nowNanos)
        .transactTime(0)
        .policy(policy.terms().policy())
        .policyName(policy.terms().name())
        .policyVersion(pricing.version())
        .pool(policy.terms().pool())
        .size(policy.terms().tiers().get(tier))
        .poolBidPx(pricing.poolBid(policy.terms(), tier))
        .poolOfferPx(pricing.poolOffer(policy.terms(), tier))
        .skew(formation.skew())
        .markup(side == Side.BUY ? formation.offerMarkup() : formation.bidMarkup())
        .bidPx(formation.bid())
        .offerPx(formation.offer())
        .housePosition(exposures.house().position())
        .volatility(pricing.volatility())
        .improvement(0)
        .providerOrderId(0)
        .providerPx(Fixed8.NULL);
    PriceFlags.put(encoder.flags(), formation.flags());
    quotes(liquidity.poolOf(policy.terms().pool()));
    final byte[] bytes = new byte[encoder.limit()];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  private void quotes(final Pool pool) {
    final FillExplanationEncoder.QuotesEncoder quotes =
        encoder.quotesCount(pool == null ? 0 : pool.memberCount());
    for (int i = 0; pool != null && i < pool.memberCount(); i++) {
      final Provider member = pool.member(i);
      final boolean empty = member.ladder().isEmpty();
      quotes
          .next()
          .provider(member.number())
          .name(member.name())
          .counts(pool.counts(i) ? Bool.YES : Bool.NO)
          .bidPx(empty ? Fixed8.NULL : member.ladder().bids().best())
          .offerPx(empty ? Fixed8.NULL : member.ladder().offers().best())
          .quoteTime(member.quotedAtNanos());
      Marks.put(quotes.marks(), member.marks());
    }
  }

  /**
   * Keeps a fill's explanation.
   *
   * @param covering the order that the fill comes from, null: the house took it
   * @param providerPx what it was filled at, {@link Fixed8#NULL}: none
   */
  void add(
      final byte[] circumstances,
      final long tradeId,
      final long lastPx,
      final long lastQty,
      final long nowNanos,
      final ProviderOrder covering,
      final long providerPx,
      final List<ProviderOrder> routes) {
    buffer.putBytes(0, circumstances);
    final FillExplanationDecoder met = decoder(circumstances);
    final boolean buy = met.side() == Side.BUY;
    final long shown = buy ? met.offerPx() : met.bidPx();
    final long better = buy ? shown - lastPx : lastPx - shown;
    encoder
        .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
        .tradeId(tradeId)
        .lastPx(lastPx)
        .lastQty(lastQty)
        .transactTime(nowNanos)
        .improvement(shown == Fixed8.NULL ? 0 : better)
        .providerOrderId(covering == null ? 0 : covering.providerOrderId)
        .providerPx(providerPx);
    encoder.limit(circumstances.length);
    final FillExplanationEncoder.RoutesEncoder group = encoder.routesCount(routes.size());
    for (final ProviderOrder route : routes) {
      group
          .next()
          .providerOrderId(route.providerOrderId)
          .provider(route.provider)
          .ordStatus(route.status)
          .price(route.price)
          .orderQty(route.orderQty)
          .cumQty(route.cumQty)
          .sentAt(route.sentAtNanos)
          .answeredAt(route.answeredAtNanos);
    }
    final byte[] bytes = new byte[encoder.limit()];
    buffer.getBytes(0, bytes);
    keep(bytes);
  }

  /** Keeps a whole explanation. */
  void keep(final byte[] explanation) {
    byTrade.put(decoder(explanation).tradeId(), explanation);
    if (byTrade.size() > KEPT_MAX) {
      byTrade.pollFirstEntry();
    }
  }

  private static FillExplanationDecoder decoder(final byte[] explanation) {
    return new FillExplanationDecoder()
        .wrapAndApplyHeader(new UnsafeBuffer(explanation), 0, new MessageHeaderDecoder());
  }

  /**
   * A fill's explanation with its header.
   *
   * @param partner who asks; 0: an operator
   * @return null: there is none for whoever asks
   */
  byte[] of(final long tradeId, final long partner) {
    final byte[] explanation = byTrade.get(tradeId);
    return explanation == null || (partner != 0 && decoder(explanation).partner() != partner)
        ? null
        : explanation;
  }

  Iterable<byte[]> all() {
    return byTrade.values();
  }
}
