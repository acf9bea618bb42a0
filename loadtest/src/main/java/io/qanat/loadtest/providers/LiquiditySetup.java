package io.qanat.loadtest.providers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.value.Fixed8;
import java.util.List;

/**
 * Four providers of different manners, and two partners with different policies: one whose orders
 * providers cover, one with whom the house trades.
 */
final class LiquiditySetup {
  static final long TIMEOUT_NANOS = 300_000_000L;
  static final long RETRY_NANOS = 200_000_000L;
  private static final long MILLI = 1_000_000L;

  private LiquiditySetup() {}

  static List<ProviderModel> providers() {
    final long cent = 1_000_000;
    return List.of(
        new ProviderModel(
            1, "tight", 101, 3 * cent, 10, 2 * MILLI, 0.1, 2 * cent, false, 0, 0, 0, 0, 0),
        new ProviderModel(
            2, "deep", 102, 5 * cent, 100, 4 * MILLI, 0.02, 5 * cent, true, 0.1, 0.3, 0, 0, 0),
        new ProviderModel(3, "firm", 103, 6 * cent, 50, MILLI, 0, 0, true, 0, 0.1, 0.1, 0, 0),
        new ProviderModel(
            4, "flaky", 104, 4 * cent, 20, 5 * MILLI, 0.05, 0, true, 0.2, 0, 0.1, 0.1, 0.1));
  }

  /** As the body of the act. */
  static ObjectNode liquidity() {
    final ObjectNode node = JsonNodeFactory.instance.objectNode().put("ageClock", "HUB");
    final ArrayNode providers = node.putArray("providers");
    final ArrayNode pools = node.putArray("pools");
    final ArrayNode members = node.putArray("members");
    for (final ProviderModel model : providers()) {
      providers
          .addObject()
          .put("provider", model.provider())
          .put("partner", model.partner())
          .put("name", model.name())
          .put("tierKind", "ADDITIVE")
          .put("staleAgeNanos", 5_000_000_000L)
          .put("staleTicks", 0)
          .put("spikeSoftBand", "0")
          .put("spikeConfirmations", 0)
          .put("spikeHardBand", "0")
          .put("minSpread", "0")
          .put("maxSpread", "5")
          .put("sessionFromNanosOfDay", 0)
          .put("sessionToNanosOfDay", 0);
      members.addObject().put("pool", 1).put("provider", model.provider());
    }
    pools
        .addObject()
        .put("pool", 1)
        .put("name", "all")
        .put("crossPolicy", "OLDER_OUT")
        .put("publication", "NONE")
        .putArray("filters")
        .add("STALE_BY_AGE")
        .add("SELF_CROSSED")
        .add("SPREAD");
    return node.put("why", "four providers");
  }

  /** As the body of the act. */
  static ObjectNode pricing() {
    final ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("skewPx", "0.1")
            .put("skewVolatility", "1")
            .put("skewPosition", "100")
            .put("skewMax", "0.5")
            .put("volatilityShift", 4)
            .put("widenPosition", "80")
            .put("widenPx", "0.05")
            .put("hedgePosition", "60")
            .put("hedgeTo", "20")
            .put("pool", 1)
            .put("internalizeMax", "90")
            .put("positionMax", "150")
            .put("lossMax", "0")
            .put("providerTimeoutNanos", TIMEOUT_NANOS)
            .put("statusRetryNanos", RETRY_NANOS);
    final ArrayNode policies = node.putArray("policies");
    policy(policies, 1, "fund", 1, "AGENCY", false, "0.01", "0");
    policy(policies, 2, "retail", 2, "PRINCIPAL", true, "0.02", "0.001");
    final ArrayNode tiers = node.putArray("tiers");
    for (int policy = 1; policy <= 2; policy++) {
      tiers.addObject().put("policy", policy).put("size", Fixed8.format(Fixed8.ofUnits(20)));
    }
    node.putArray("accounts");
    return node.put("why", "two partners");
  }

  private static void policy(
      final ArrayNode policies,
      final int number,
      final String name,
      final long partner,
      final String mode,
      final boolean skewed,
      final String markupPx,
      final String markupRate) {
    policies
        .addObject()
        .put("policy", number)
        .put("name", name)
        .put("partner", partner)
        .put("pool", 1)
        .put("source", "VWAP")
        .put("skewed", skewed)
        .put("markupPx", markupPx)
        .put("markupRate", markupRate)
        .put("minSpread", "0.02")
        .put("minSpreadAction", "ABSORB")
        .put("maxSpread", "2")
        .put("maxSpreadAction", "INVALIDATE")
        .put("priceIncrement", "0.01")
        .put("conflationNanos", 0)
        .put("executionMode", mode)
        .put("routing", "SWEEP");
  }
}
