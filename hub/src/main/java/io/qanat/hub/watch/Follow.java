package io.qanat.hub.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing to follow, and how far it has come: after an interruption it goes on from there. */
public final class Follow {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode subscribe;
  private final String channel;
  private final String target;

  private Follow(final String channel, final String targetField, final Object target) {
    this.channel = channel;
    this.target = target.toString();
    subscribe = MAPPER.createObjectNode().put("type", "subscribe").put("channel", channel);
    subscribe.set(targetField, MAPPER.valueToTree(target));
  }

  /** Reports of an account, from behind this one; -1: from now on. */
  public static Follow reports(final long account, final long afterReport) {
    final Follow follow = new Follow("reports", "account", account);
    if (afterReport >= 0) {
      follow.subscribe.put("afterReport", afterReport);
    }
    return follow;
  }

  /** Prices of an instrument, so many levels a side. */
  public static Follow prices(final String symbol, final int depth) {
    final Follow follow = new Follow("prices", "symbol", symbol);
    follow.subscribe.put("depth", depth);
    return follow;
  }

  /** Trades of an instrument, the last ones first. */
  public static Follow trades(final String symbol, final int recent) {
    final Follow follow = new Follow("trades", "symbol", symbol);
    follow.subscribe.put("recent", recent);
    return follow;
  }

  /** The trading status of an instrument. */
  public static Follow status(final String symbol) {
    return new Follow("status", "symbol", symbol);
  }

  /** The message that subscribes to it, from where it has come to. */
  ObjectNode subscribe() {
    return subscribe;
  }

  /** Takes note of a message of the hub. */
  void on(final JsonNode message) {
    if (channel.equals("reports") && message.path("account").asText().equals(target)) {
      onReports(message);
    } else if (channel.equals("trades")
        && (message.path("symbol").asText().equals(target)
            || message.path("securityId").asText().equals(target))) {
      onTrades(message);
    }
  }

  private void onReports(final JsonNode message) {
    switch (message.path("type").asText()) {
      case "report" -> subscribe.put("afterReport", message.get("reportNo").asLong());
      case "gap" -> subscribe.put("afterReport", message.get("throughReportNo").asLong());
      case "subscribed" -> {
        if (!subscribe.has("afterReport")) {
          subscribe.put("afterReport", message.get("nextReportNo").asLong() - 1);
        }
      }
      default -> {
        // Says nothing of how far it has come.
      }
    }
  }

  private void onTrades(final JsonNode message) {
    switch (message.path("type").asText()) {
      case "trade" -> afterTrade(message.get("tradeId"));
      case "gap" -> afterTrade(message.get("throughTradeId"));
      default -> {
        // Says nothing of how far it has come.
      }
    }
  }

  private void afterTrade(final JsonNode tradeId) {
    subscribe.remove("recent");
    subscribe.put("afterTradeId", tradeId.asText());
  }
}
