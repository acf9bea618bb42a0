package io.qanat.pricing.core;

import io.qanat.codecs.liquidity.LiquidityRejectEncoder;
import io.qanat.codecs.liquidity.MessageHeaderEncoder;
import io.qanat.codecs.liquidity.PricesEncoder;
import io.qanat.entity.core.Outputs;
import org.agrona.ExpandableArrayBuffer;

/** Writes what sessions are told of prices. */
public final class PricesWriter {
  private final long instrumentId;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PricesEncoder prices = new PricesEncoder();
  private final LiquidityRejectEncoder reject = new LiquidityRejectEncoder();

  /** For this instrument. */
  public PricesWriter(final long instrumentId) {
    this.instrumentId = instrumentId;
  }

  /** Prepares the prices of a policy as they are now; {@link #send} sends them. */
  void begin(
      final Policy policy, final long nowNanos, final long policyVersion, final long lastEventNo) {
    prices
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(instrumentId)
        .transactTime(nowNanos)
        .rptSeq(policy.rptSeq())
        .policyVersion(policyVersion)
        .lastEventNo(lastEventNo);
    final PricesEncoder.TiersEncoder tiers = prices.tiersCount(policy.tierCount());
    for (int tier = 0; tier < policy.tierCount(); tier++) {
      tiers
          .next()
          .size(policy.terms().tiers().get(tier))
          .bidPx(policy.bid(tier))
          .offerPx(policy.offer(tier));
      PriceFlags.put(tiers.flags(), policy.flags(tier));
    }
  }

  void send(final long session, final long account, final Outputs outputs) {
    prices.account(account);
    outputs.toSession(
        session, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + prices.encodedLength());
  }

  /** Says why something was refused. */
  public void reject(
      final long session,
      final long seqNum,
      final int refTemplateId,
      final long providerOrderId,
      final long nowNanos,
      final String text,
      final Outputs outputs) {
    reject
        .wrapAndApplyHeader(buffer, 0, header)
        .seqNum(seqNum)
        .securityId(instrumentId)
        .transactTime(nowNanos)
        .providerOrderId(providerOrderId)
        .refTemplateId(refTemplateId)
        .text(text);
    outputs.toSession(
        session, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + reject.encodedLength());
  }
}
