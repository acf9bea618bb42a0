package io.qanat.pricing.core;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PolicySnapshotDecoder;
import io.qanat.codecs.entity.PolicySnapshotEncoder;
import io.qanat.codecs.entity.PricingSnapshotDecoder;
import io.qanat.codecs.entity.PricingSnapshotEncoder;
import io.qanat.codecs.entity.PricingVersionDecoder;
import io.qanat.codecs.entity.PricingVersionEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.Core;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Pricing in an instrument's snapshot; prices that follow from the rest are left out. */
public final class PricingRecords {
  /** What of execution the head record holds. */
  public interface Head {
    /** Number of the last order to a provider. */
    long lastProviderOrderId();

    /** Whether the house trades. */
    boolean isHouseOn();

    /** When the house last sent an order of its own, 0: never. */
    long lastHedgeAtNanos();

    /** Of a snapshot. */
    void restore(long lastProviderOrderId, boolean houseOn, long lastHedgeAtNanos);
  }

  private final Pricing pricing;
  private final Head head;

  /** Of this pricing. */
  public PricingRecords(final Pricing pricing, final Head head) {
    this.pricing = pricing;
    this.head = head;
  }

  /** Writes nothing if nothing was ever defined. */
  public void write(final Core.RecordSink sink) {
    if (!pricing.isDefined()) {
      return;
    }
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    record(
        sink,
        buffer,
        new PricingSnapshotEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .version(pricing.version())
            .lastProviderOrderId(head.lastProviderOrderId())
            .volatility(pricing.volatility())
            .lastMid(pricing.middle2())
            .houseOn(head.isHouseOn() ? Bool.YES : Bool.NO)
            .lastHedgeAt(head.lastHedgeAtNanos())
            .encodedLength());
    pricing
        .versions()
        .forEach(
            (version, definition) ->
                record(
                    sink,
                    buffer,
                    new PricingVersionEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .version(version)
                        .putDefinition(definition, 0, definition.length)
                        .encodedLength()));
    for (int i = 0; i < pricing.policyCount(); i++) {
      record(
          sink,
          buffer,
          write(
              new PolicySnapshotEncoder().wrapAndApplyHeader(buffer, 0, header),
              pricing.policy(i)));
    }
  }

  private static void record(
      final Core.RecordSink sink, final DirectBuffer buffer, final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  private static int write(final PolicySnapshotEncoder encoder, final Policy policy) {
    encoder
        .policy(policy.terms().policy())
        .publishedAt(policy.publishedAtNanos())
        .rptSeq(policy.rptSeq())
        .conflated(policy.conflated())
        .due(policy.isDue() ? Bool.YES : Bool.NO);
    final PolicySnapshotEncoder.TiersEncoder tiers = encoder.tiersCount(policy.tierCount());
    for (int tier = 0; tier < policy.tierCount(); tier++) {
      tiers.next().bidPx(policy.publishedBid(tier)).offerPx(policy.publishedOffer(tier));
      PriceFlags.put(tiers.flags(), policy.publishedFlags(tier));
    }
    final PolicySnapshotEncoder.SubscribersEncoder subscribers =
        encoder.subscribersCount(policy.subscriberCount());
    policy
        .subscribers()
        .forEach(
            one ->
                subscribers
                    .next()
                    .session(one.session())
                    .incarnation(one.incarnation())
                    .account(one.account()));
    return encoder.encodedLength();
  }

  /** Reads a record; false if it is not one of these. */
  public boolean read(
      final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
    switch (header.templateId()) {
      case PricingSnapshotDecoder.TEMPLATE_ID -> {
        final PricingSnapshotDecoder decoder =
            new PricingSnapshotDecoder().wrapAndApplyHeader(buffer, offset, header);
        pricing.restore(decoder.version(), decoder.volatility(), decoder.lastMid());
        head.restore(
            decoder.lastProviderOrderId(), decoder.houseOn() == Bool.YES, decoder.lastHedgeAt());
      }
      case PricingVersionDecoder.TEMPLATE_ID -> {
        final PricingVersionDecoder decoder =
            new PricingVersionDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] definition = new byte[decoder.definitionLength()];
        decoder.getDefinition(definition, 0, definition.length);
        pricing.restore(decoder.version(), definition);
      }
      case PolicySnapshotDecoder.TEMPLATE_ID ->
          read(new PolicySnapshotDecoder().wrapAndApplyHeader(buffer, offset, header));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void read(final PolicySnapshotDecoder decoder) {
    for (int i = 0; i < pricing.policyCount(); i++) {
      final Policy policy = pricing.policy(i);
      if (policy.terms().policy() != decoder.policy()) {
        continue;
      }
      policy.restore(
          decoder.publishedAt(), decoder.rptSeq(), decoder.conflated(), decoder.due() == Bool.YES);
      int tier = 0;
      for (final PolicySnapshotDecoder.TiersDecoder one : decoder.tiers()) {
        policy.restore(tier++, one.bidPx(), one.offerPx(), one.flags().getRaw());
      }
      for (final PolicySnapshotDecoder.SubscribersDecoder one : decoder.subscribers()) {
        policy.subscribe(new Policy.Subscriber(one.session(), one.incarnation(), one.account()));
      }
    }
  }
}
