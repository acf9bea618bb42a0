package io.qanat.execution.core;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.PriceSource;
import io.qanat.codecs.liquidity.Routing;
import io.qanat.codecs.liquidity.SpreadAction;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;

/** A PricingDefine in the making: a house without limits, and policies of pool 1. */
final class PolicyBook {
  /** A policy without markup, in steps of 0.01, behind each input. */
  static final class Entry {
    int policy;
    long partner;
    ExecutionMode mode = ExecutionMode.AGENCY;
    Routing routing = Routing.SWEEP;
    PriceSource source = PriceSource.VWAP;
    boolean skewed;
    String markupPx = "0";
    String markupRate = "0";
    long conflationNanos;
    int pool = 1;
    List<String> sizes = List.of("10", "100");
    List<Integer> accounts = List.of();
  }

  String skewPx = "0";
  String skewPosition = "0";
  String skewMax = "0";
  String hedgePosition = "0";
  String hedgeTo = "0";
  String internalizeMax = "0";
  String positionMax = "0";
  String lossMax = "0";
  private final List<Entry> entries = new ArrayList<>();

  PolicyBook with(final int policy, final long partner, final Consumer<Entry> terms) {
    final Entry entry = new Entry();
    entry.policy = policy;
    entry.partner = partner;
    terms.accept(entry);
    entries.add(entry);
    return this;
  }

  PolicyBook house(final Consumer<PolicyBook> terms) {
    terms.accept(this);
    return this;
  }

  int write(final MutableDirectBuffer buffer, final MessageHeaderEncoder header) {
    final PricingDefineEncoder encoder =
        new PricingDefineEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .skewPx(Fixed8.parse(skewPx))
            .skewVolatility(0)
            .skewPosition(Fixed8.parse(skewPosition))
            .skewMax(Fixed8.parse(skewMax))
            .volatilityShift((short) 4)
            .widenPosition(0)
            .widenPx(0)
            .hedgePosition(Fixed8.parse(hedgePosition))
            .hedgeTo(Fixed8.parse(hedgeTo))
            .pool(1)
            .internalizeMax(Fixed8.parse(internalizeMax))
            .positionMax(Fixed8.parse(positionMax))
            .lossMax(Fixed8.parse(lossMax))
            .providerTimeoutNanos(2 * HubDesk.SECOND)
            .statusRetryNanos(HubDesk.SECOND);
    final PricingDefineEncoder.PoliciesEncoder policies = encoder.policiesCount(entries.size());
    for (final Entry entry : entries) {
      policies
          .next()
          .policy(entry.policy)
          .name("policy" + entry.policy)
          .partner(entry.partner)
          .pool(entry.pool)
          .source(entry.source)
          .skewed(entry.skewed ? Bool.YES : Bool.NO)
          .markupPx(Fixed8.parse(entry.markupPx))
          .markupRate(Fixed8.parse(entry.markupRate))
          .minSpread(0)
          .minSpreadAction(SpreadAction.PASS)
          .maxSpread(0)
          .maxSpreadAction(SpreadAction.PASS)
          .priceIncrement(Fixed8.parse("0.01"))
          .conflationNanos(entry.conflationNanos)
          .executionMode(entry.mode)
          .routing(entry.routing);
    }
    final PricingDefineEncoder.TiersEncoder tiers =
        encoder.tiersCount(entries.stream().mapToInt(entry -> entry.sizes.size()).sum());
    for (final Entry entry : entries) {
      entry.sizes.forEach(size -> tiers.next().policy(entry.policy).size(Fixed8.parse(size)));
    }
    final PricingDefineEncoder.AccountsEncoder accounts =
        encoder.accountsCount(entries.stream().mapToInt(entry -> entry.accounts.size()).sum());
    for (final Entry entry : entries) {
      entry.accounts.forEach(account -> accounts.next().policy(entry.policy).account(account));
    }
    return encoder.encodedLength();
  }
}
