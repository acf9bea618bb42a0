package io.qanat.pricing.core;

import io.qanat.codecs.entity.PricingDefineDecoder;
import io.qanat.codecs.liquidity.PriceRequestDecoder;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.entity.core.SessionKey;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.liquidity.core.Pool;
import io.qanat.liquidity.core.Sweep;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The prices of one instrument for partners: which policy is for whom, its prices now, and who is
 * told of them when.
 *
 * <p>Prices follow from liquidity, policies and the house's position; they are formed when somebody
 * needs them, which for a policy with subscribers is behind every input that changed one of these.
 * A definition is a version; earlier ones can be had back. Whether a partner gets prices at all is
 * decided in one place: {@link #policyFor}.
 */
public final class Pricing {
  private static final Policy[] NO_POLICIES = {};

  private final Liquidity liquidity;
  private final PriceLimits limits;
  private final PricesWriter writer;
  private final PriceRequestDecoder request = new PriceRequestDecoder();
  private final PriceFormation formation = new PriceFormation();
  private final Sweep sweep = new Sweep();
  private final Volatility volatility = new Volatility();
  private final PricingVersions versions = new PricingVersions();
  private final Long2ObjectHashMap<Policy> byAccount = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<Policy> byPartner = new Long2ObjectHashMap<>();
  private PricingTerms terms = PricingTerms.NONE;
  private Policy[] policies = NO_POLICIES;
  private long version;
  private boolean touched;

  /** Of an instrument for which nothing is defined. */
  public Pricing(final Liquidity liquidity, final PriceLimits limits) {
    this.liquidity = liquidity;
    this.limits = limits;
    this.writer = new PricesWriter(liquidity.instrumentId());
  }

  /** Whether it was ever defined: else it has no state. */
  public boolean isDefined() {
    return version > 0;
  }

  /**
   * Takes a definition.
   *
   * @return what is wrong with it, empty if it changes nothing, null if it is done
   */
  public String define(
      final PricingDefineDecoder decoder, final long nowNanos, final Outputs outputs) {
    final String stray = PricingTerms.stray(decoder);
    return stray == null ? define(PricingTerms.of(decoder), nowNanos, outputs) : stray;
  }

  private String define(final PricingTerms newTerms, final long nowNanos, final Outputs outputs) {
    final String problem = newTerms.problem();
    if (problem != null) {
      return problem;
    }
    final String unknown = unknownPool(newTerms);
    if (unknown != null) {
      return unknown;
    }
    if (newTerms.equals(terms)) {
      return "";
    }
    if (newTerms.house().pool() != terms.house().pool()) {
      volatility.reset();
    }
    final Policy[] before = policies;
    version++;
    take(newTerms);
    versions.add(version, newTerms);
    for (final Policy policy : before) {
      policy.subscribers().forEach(one -> moveOver(one, nowNanos, outputs));
    }
    touched = true;
    return null;
  }

  /**
   * An earlier definition holds again, as a new version.
   *
   * @return as {@link #define}
   */
  public String revert(final long toVersion, final long nowNanos, final Outputs outputs) {
    final PricingTerms earlier = versions.terms(toVersion);
    return earlier == null
        ? "version must be in " + versions.oldest() + ".." + version + ": " + toVersion
        : define(earlier, nowNanos, outputs);
  }

  private String unknownPool(final PricingTerms newTerms) {
    final HouseTerms house = newTerms.house();
    if (house.pool() != 0 && liquidity.poolOf(house.pool()) == null) {
      return "pool " + house.pool() + " is not defined";
    }
    if (house.pool() == 0 && (house.hedgePosition() != 0 || house.lossMax() != 0)) {
      return "a house that covers or counts its loss needs a pool";
    }
    for (final PolicyTerms policy : newTerms.policies()) {
      if (liquidity.poolOf(policy.pool()) == null) {
        return "policy " + policy.policy() + ": pool " + policy.pool() + " is not defined";
      }
    }
    return null;
  }

  private void take(final PricingTerms newTerms) {
    terms = newTerms;
    byAccount.clear();
    byPartner.clear();
    policies = newTerms.policies().stream().map(Policy::new).toArray(Policy[]::new);
    for (final Policy policy : policies) {
      final List<Long> accounts = policy.terms().accounts();
      accounts.forEach(account -> byAccount.put(account.longValue(), policy));
      if (accounts.isEmpty()) {
        byPartner.put(policy.terms().partner(), policy);
      }
    }
  }

  private void moveOver(
      final Policy.Subscriber subscriber, final long nowNanos, final Outputs outputs) {
    final Policy policy = policyFor(SessionKey.partner(subscriber.session()), subscriber.account());
    if (policy != null && policy.subscriberCount() < Policy.SUBSCRIBERS_MAX) {
      policy.subscribe(subscriber);
      return;
    }
    writer.reject(
        subscriber.session(),
        0,
        PriceRequestDecoder.TEMPLATE_ID,
        0,
        nowNanos,
        "there are no prices for account " + subscriber.account() + " any more",
        outputs);
  }

  /** The policy of an account of a partner: its group's, else the partner's; null: none. */
  public Policy policyFor(final long partner, final long account) {
    final Policy own = byAccount.get(account);
    return own != null && own.terms().partner() == partner ? own : byPartner.get(partner);
  }

  /** Takes a PriceRequest of a partner's session. */
  public void request(final Input input, final Outputs outputs) {
    request.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final long account = request.account();
    final Policy policy = policyFor(input.partner(), account);
    final SubscriptionRequestType type = request.subscriptionRequestType();
    if (policy == null) {
      reject(input, outputs, "there are no prices for account " + account + " of this partner");
      return;
    }
    switch (type) {
      case SNAPSHOT -> send(policy, input.sessionKey(), account, input.timeNanos(), outputs);
      case SUBSCRIBE -> {
        policy.unsubscribe(input.sessionKey(), account);
        if (policy.subscriberCount() == Policy.SUBSCRIBERS_MAX) {
          reject(input, outputs, "a policy has at most " + Policy.SUBSCRIBERS_MAX + " subscribers");
          return;
        }
        policy.subscribe(new Policy.Subscriber(input.sessionKey(), input.incarnation(), account));
        form(policy);
        if (policy.subscriberCount() == 1) {
          policy.published(input.timeNanos());
        }
        send(policy, input.sessionKey(), account, input.timeNanos(), outputs);
      }
      case UNSUBSCRIBE -> policy.unsubscribe(input.sessionKey(), account);
      default -> reject(input, outputs, "subscriptionRequestType has no such value");
    }
  }

  private void reject(final Input input, final Outputs outputs, final String text) {
    writer.reject(
        input.sessionKey(),
        request.seqNum(),
        PriceRequestDecoder.TEMPLATE_ID,
        0,
        input.timeNanos(),
        text,
        outputs);
  }

  private void send(
      final Policy policy,
      final long session,
      final long account,
      final long nowNanos,
      final Outputs outputs) {
    form(policy);
    writer.begin(policy, nowNanos, version, liquidity.lastEventNo());
    writer.send(session, account, outputs);
  }

  /** An incarnation of a session is gone. */
  public void sessionLost(final Input input) {
    for (final Policy policy : policies) {
      policy.sessionLost(input.sessionKey(), input.incarnation());
    }
  }

  /** The house's position or the instrument's limits may have changed. */
  public void touch() {
    touched = true;
  }

  /** An input has been applied: what follows from it for prices is formed and published. */
  public void afterInput(final long nowNanos, final Outputs outputs) {
    final boolean quoted = liquidity.takeChanged();
    if (!isDefined() || !(quoted || touched)) {
      touched = false;
      return;
    }
    touched = false;
    final Pool pool = liquidity.poolOf(terms.house().pool());
    if (quoted && pool != null) {
      volatility.observe(pool.bidPx(), pool.offerPx(), terms.house().volatilityShift());
    }
    for (final Policy policy : policies) {
      policy.stale();
      if (policy.subscriberCount() > 0) {
        publishIfChanged(policy, nowNanos, outputs);
      }
    }
  }

  /** Publishes what waited long enough. */
  public void onTime(final long nowNanos, final Outputs outputs) {
    for (final Policy policy : policies) {
      if (policy.isDue() && nowNanos >= policy.mayPublishAtNanos()) {
        publishIfChanged(policy, nowNanos, outputs);
      }
    }
  }

  private void publishIfChanged(final Policy policy, final long nowNanos, final Outputs outputs) {
    form(policy);
    if (!policy.differsFromPublished()) {
      policy.nothingDue();
    } else if (nowNanos < policy.mayPublishAtNanos()) {
      policy.postpone();
    } else {
      policy.published(nowNanos);
      writer.begin(policy, nowNanos, version, liquidity.lastEventNo());
      for (final Policy.Subscriber one : policy.subscribers()) {
        writer.send(one.session(), one.account(), outputs);
      }
    }
  }

  /** When {@link #onTime} has something to publish; {@link Long#MAX_VALUE}: never. */
  public long nextDueNanos() {
    long due = Long.MAX_VALUE;
    for (final Policy policy : policies) {
      if (policy.isDue()) {
        due = Math.min(due, policy.mayPublishAtNanos());
      }
    }
    return due;
  }

  /** Makes sure that a policy's prices are those of now. */
  public void form(final Policy policy) {
    if (policy.isFormed()) {
      return;
    }
    for (int tier = 0; tier < policy.tierCount(); tier++) {
      policy.set(tier, form(policy.terms(), tier));
    }
    policy.formed();
  }

  /** Forms one tier's prices; valid until the next call. */
  public PriceFormation form(final PolicyTerms policy, final int tier) {
    final Pool pool = liquidity.poolOf(policy.pool());
    formation.form(
        policy,
        terms.house(),
        poolBid(policy, tier),
        poolOffer(policy, tier),
        pool == null ? 0 : limits.housePosition(),
        volatility.value(),
        limits.lowLimitPrice(),
        limits.highLimitPrice());
    return formation;
  }

  /** What a tier's bid is made from, {@link Fixed8#NULL}: nothing. */
  public long poolBid(final PolicyTerms policy, final int tier) {
    final Pool pool = liquidity.poolOf(policy.pool());
    return pool == null ? Fixed8.NULL : Policy.poolBid(policy, pool, tier, sweep);
  }

  /** What a tier's offer is made from, {@link Fixed8#NULL}: nothing. */
  public long poolOffer(final PolicyTerms policy, final int tier) {
    final Pool pool = liquidity.poolOf(policy.pool());
    return pool == null ? Fixed8.NULL : Policy.poolOffer(policy, pool, tier, sweep);
  }

  /** As defined. */
  public HouseTerms house() {
    return terms.house();
  }

  /** Counts the definitions that changed something. */
  public long version() {
    return version;
  }

  /** The oldest that can be had back, 0: none. */
  public long oldestVersion() {
    return versions.oldest();
  }

  /** A definition as the act it came with, with its header; null: it is not kept. */
  public byte[] definition(final long ofVersion) {
    return versions.bytes(ofVersion);
  }

  /** What holds, as the act that defines it, with its header. */
  public byte[] describe() {
    final byte[] kept = versions.bytes(version);
    return kept == null ? PricingVersions.write(terms) : kept;
  }

  /** Average move of the house's pool. */
  public long volatility() {
    return volatility.value();
  }

  /** Middle of the house's pool as seen last, {@link Fixed8#NULL}: it was never seen. */
  public long markPx() {
    return volatility.middle();
  }

  long middle2() {
    return volatility.middle2();
  }

  /** How many policies there are. */
  public int policyCount() {
    return policies.length;
  }

  /** They ascend by number. */
  public Policy policy(final int index) {
    return policies[index];
  }

  PricingVersions versions() {
    return versions;
  }

  /** Of a snapshot. */
  void restore(final long newVersion, final long newVolatility, final long newMiddle2) {
    version = newVersion;
    volatility.restore(newVolatility, newMiddle2);
  }

  /** Of a snapshot: versions come in their order, the last holds. */
  void restore(final long ofVersion, final byte[] definition) {
    versions.add(ofVersion, definition);
    if (ofVersion == version) {
      take(PricingVersions.read(definition));
    }
  }
}
