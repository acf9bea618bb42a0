package io.qanat.loadtest.ticks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.value.Fixed8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Providers and pools of a feed: pool 1 minds no mark and publishes every event, pool 2 minds them
 * all. Bands follow the first price, so that any instrument can be played.
 */
final class FeedLiquidity {
  static final int RAW_POOL = 1;
  private static final int FILTERED_POOL = 2;
  private static final long STALE_AGE_NANOS = 60_000_000_000L;
  private static final int STALE_TICKS = 1_000;
  private static final int SPIKE_CONFIRMATIONS = 3;
  private static final List<String> FILTERS =
      List.of("staleByAge", "staleByTicks", "spikeSoft", "spikeHard", "selfCrossed", "spread");

  private FeedLiquidity() {}

  /** As the body of the act. */
  static ObjectNode definition(
      final List<TickSource> sources, final long partner, final Tick first) {
    final long price = Math.max(Math.abs(first.bidPx()), 1_000_000);
    final ObjectNode node = JsonNodeFactory.instance.objectNode().put("ageClock", "QUOTE");
    final ArrayNode providers = node.putArray("providers");
    final ArrayNode pools = node.putArray("pools");
    final ArrayNode members = node.putArray("members");
    pool(pools, RAW_POOL, "raw", "KEEP", "EVERY_EVENT").putArray("filters");
    final ArrayNode filters =
        pool(pools, FILTERED_POOL, "filtered", "OLDER_OUT", "NONE").putArray("filters");
    List.of("STALE_BY_AGE", "STALE_BY_TICKS", "SPIKE_SOFT", "SPIKE_HARD", "SELF_CROSSED", "SPREAD")
        .forEach(filters::add);
    for (int i = 0; i < sources.size(); i++) {
      providers
          .addObject()
          .put("provider", i + 1)
          .put("partner", partner)
          .put("name", sources.get(i).name())
          .put("tierKind", "ADDITIVE")
          .put("staleAgeNanos", STALE_AGE_NANOS)
          .put("staleTicks", STALE_TICKS)
          .put("spikeSoftBand", Fixed8.format(price / 2_000))
          .put("spikeConfirmations", SPIKE_CONFIRMATIONS)
          .put("spikeHardBand", Fixed8.format(price / 100))
          .put("minSpread", "0")
          .put("maxSpread", Fixed8.format(price / 1_000))
          .put("sessionFromNanosOfDay", 0)
          .put("sessionToNanosOfDay", 0);
      members.addObject().put("pool", RAW_POOL).put("provider", i + 1);
      members.addObject().put("pool", FILTERED_POOL).put("provider", i + 1);
    }
    return node.put("why", "recorded quotes");
  }

  private static ObjectNode pool(
      final ArrayNode pools,
      final int pool,
      final String name,
      final String crossPolicy,
      final String publication) {
    return pools
        .addObject()
        .put("pool", pool)
        .put("name", name)
        .put("crossPolicy", crossPolicy)
        .put("publication", publication);
  }

  /** What the filters marked, by provider, and how often the others crossed each other. */
  static Map<String, Object> filtered(final JsonNode liquidity) {
    final Map<String, Object> filtered = new LinkedHashMap<>();
    for (final JsonNode provider : liquidity.path("providers")) {
      final Map<String, Object> counts = new LinkedHashMap<>();
      FILTERS.forEach(name -> counts.put(name, provider.path(name).asLong()));
      filtered.put(provider.path("name").asText(), counts);
    }
    for (final JsonNode pool : liquidity.path("pools")) {
      if (pool.path("pool").asInt() == FILTERED_POOL) {
        filtered.put("crossLp", pool.path("crossed").asLong());
      }
    }
    return filtered;
  }
}
