package io.qanat.pricing.core;

import io.qanat.codecs.entity.PricingDefineDecoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The house and the policies of an instrument as defined, policies ascending by number. */
public record PricingTerms(HouseTerms house, List<PolicyTerms> policies) {
  /** Nothing defined. */
  static final PricingTerms NONE = new PricingTerms(HouseTerms.NONE, List.of());

  static final int POLICIES_MAX = 64;
  static final int ACCOUNTS_MAX = 1_000;

  /** A tier or account of a policy that the message does not define, or null. */
  static String stray(final PricingDefineDecoder decoder) {
    final TreeSet<Integer> numbers = new TreeSet<>();
    for (final PricingDefineDecoder.PoliciesDecoder policy : decoder.policies()) {
      numbers.add(policy.policy());
    }
    String stray = null;
    for (final PricingDefineDecoder.TiersDecoder tier : decoder.tiers()) {
      stray = numbers.contains(tier.policy()) ? stray : "a tier is of policy " + tier.policy();
    }
    for (final PricingDefineDecoder.AccountsDecoder one : decoder.accounts()) {
      stray = numbers.contains(one.policy()) ? stray : "an account is of policy " + one.policy();
    }
    decoder.sbeRewind();
    return stray == null ? null : stray + ", which is not defined";
  }

  /** Reads a whole message; it may still make no sense. */
  static PricingTerms of(final PricingDefineDecoder decoder) {
    final HouseTerms house = HouseTerms.of(decoder);
    final List<PolicyTerms> policies = new ArrayList<>();
    final Map<Integer, List<Long>> tiers = new TreeMap<>();
    final Map<Integer, TreeSet<Long>> accounts = new TreeMap<>();
    for (final PricingDefineDecoder.PoliciesDecoder policy : decoder.policies()) {
      // Both lists are filled below, when their groups are reached.
      policies.add(
          PolicyTerms.of(
              policy,
              tiers.computeIfAbsent(policy.policy(), number -> new ArrayList<>()),
              new ArrayList<>()));
    }
    for (final PricingDefineDecoder.TiersDecoder tier : decoder.tiers()) {
      tiers.computeIfAbsent(tier.policy(), number -> new ArrayList<>()).add(tier.size());
    }
    for (final PricingDefineDecoder.AccountsDecoder account : decoder.accounts()) {
      accounts.computeIfAbsent(account.policy(), number -> new TreeSet<>()).add(account.account());
    }
    tiers.values().forEach(sizes -> sizes.sort(Comparator.naturalOrder()));
    for (final PolicyTerms policy : policies) {
      policy.accounts().addAll(accounts.getOrDefault(policy.policy(), new TreeSet<>()));
    }
    policies.sort(Comparator.comparingInt(PolicyTerms::policy));
    return new PricingTerms(house, List.copyOf(policies));
  }

  void write(final PricingDefineEncoder encoder) {
    house.write(encoder);
    final PricingDefineEncoder.PoliciesEncoder group = encoder.policiesCount(policies.size());
    policies.forEach(policy -> policy.write(group.next()));
    final PricingDefineEncoder.TiersEncoder tierGroup =
        encoder.tiersCount(policies.stream().mapToInt(policy -> policy.tiers().size()).sum());
    for (final PolicyTerms policy : policies) {
      policy.tiers().forEach(size -> tierGroup.next().policy(policy.policy()).size(size));
    }
    final PricingDefineEncoder.AccountsEncoder accountGroup =
        encoder.accountsCount(policies.stream().mapToInt(policy -> policy.accounts().size()).sum());
    for (final PolicyTerms policy : policies) {
      policy
          .accounts()
          .forEach(account -> accountGroup.next().policy(policy.policy()).account(account));
    }
  }

  /** What is wrong with it, or null. */
  String problem() {
    final String houseProblem = house.problem();
    if (houseProblem != null) {
      return houseProblem;
    }
    if (policies.size() > POLICIES_MAX) {
      return "policies must be at most " + POLICIES_MAX + ": " + policies.size();
    }
    final TreeSet<Long> partners = new TreeSet<>();
    final TreeSet<Long> accounts = new TreeSet<>();
    int last = 0;
    for (final PolicyTerms policy : policies) {
      if (policy.policy() == last) {
        return "policy " + last + " is defined twice";
      }
      last = policy.policy();
      final String problem = policy.problem();
      if (problem != null) {
        return problem;
      }
      if (policy.accounts().isEmpty() && !partners.add(policy.partner())) {
        return "policy " + last + ": partner " + policy.partner() + " has one without accounts";
      }
      for (final long account : policy.accounts()) {
        if (!accounts.add(account)) {
          return "policy " + last + ": account " + account + " is in another group";
        }
      }
    }
    return accounts.size() > ACCOUNTS_MAX
        ? "accounts must be at most " + ACCOUNTS_MAX + ": " + accounts.size()
        : null;
  }
}
