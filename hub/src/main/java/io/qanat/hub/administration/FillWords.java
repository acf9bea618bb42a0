package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in sentences why a fill came about as it did, from a FillExplanation as JSON. */
final class FillWords {
  private final JsonNode fill;
  private final List<String> words = new ArrayList<>();

  private FillWords(final JsonNode fill) {
    this.fill = fill;
  }

  static List<String> of(final JsonNode fill) {
    return new FillWords(fill).say();
  }

  private List<String> say() {
    final boolean buy = text("side").equals("BUY");
    final String limit =
        fill.path("limitPx").isTextual() ? "with the limit " + text("limitPx") : "at any price";
    words.add(
        "Account "
            + text("account")
            + (buy ? " bought " : " sold ")
            + text("lastQty")
            + " at "
            + text("lastPx")
            + "; its order "
            + text("orderId")
            + " was for "
            + text("orderQty")
            + " "
            + limit
            + ".");
    quotes();
    price(buy);
    execution();
    improvement();
    return words;
  }

  private void quotes() {
    int counting = 0;
    for (final JsonNode quote : fill.path("quotes")) {
      if (quote.path("counts").asBoolean()) {
        counting++;
      } else {
        words.add(
            "Provider "
                + quote.path("name").asText()
                + " did not count: "
                + why(quote.path("marks"))
                + ".");
      }
    }
    words.add(
        "When the order arrived, "
            + counting
            + " of "
            + fill.path("quotes").size()
            + " providers of pool "
            + text("pool")
            + " counted; for "
            + text("size")
            + " the pool was "
            + price("poolBidPx")
            + " to "
            + price("poolOfferPx")
            + ".");
  }

  private static String why(final JsonNode marks) {
    if (marks.isEmpty()) {
      return "it quoted nothing, or crossed another";
    }
    final List<String> names = new ArrayList<>();
    marks.forEach(mark -> names.add(mark.asText()));
    return String.join(", ", names);
  }

  private String price(final String field) {
    return fill.path(field).isTextual() ? text(field) : "nothing";
  }

  private void price(final boolean buy) {
    words.add(
        "Policy "
            + text("policyName")
            + " (version "
            + text("policyVersion")
            + ") made of it "
            + price("bidPx")
            + " to "
            + price("offerPx")
            + ": moved by "
            + text("skew")
            + " for the house's position, the "
            + (buy ? "offer" : "bid")
            + " marked up by "
            + text("markup")
            + flags()
            + ".");
  }

  private String flags() {
    final List<String> names = new ArrayList<>();
    fill.path("flags").forEach(flag -> names.add(flag.asText()));
    return names.isEmpty() ? "" : "; " + String.join(", ", names);
  }

  private void execution() {
    if (text("executionMode").equals("PRINCIPAL")) {
      words.add("The house took the other side, at the price of the moment, without a last look.");
      return;
    }
    for (final JsonNode route : fill.path("routes")) {
      words.add(
          "Order "
              + route.path("providerOrderId").asText()
              + " to provider "
              + route.path("provider").asText()
              + " for "
              + route.path("orderQty").asText()
              + " at "
              + route.path("price").asText()
              + " or better: "
              + route.path("ordStatus").asText()
              + ", "
              + route.path("cumQty").asText()
              + " filled"
              + after(route)
              + ".");
    }
    words.add(
        "Order "
            + text("providerOrderId")
            + " covers this fill: the provider filled it at "
            + text("providerPx")
            + ", and all of that price's difference to its quote is the client's.");
  }

  private static String after(final JsonNode route) {
    if (!route.path("answeredAt").isTextual()) {
      return ", not answered";
    }
    final Duration took =
        Duration.between(
            Instant.parse(route.path("sentAt").asText()),
            Instant.parse(route.path("answeredAt").asText()));
    return ", answered after " + took.toNanos() / 1_000 + " µs";
  }

  private void improvement() {
    final int sign = new BigDecimal(text("improvement")).signum();
    if (sign != 0) {
      words.add(
          "That is "
              + new BigDecimal(text("improvement")).abs().toPlainString()
              + (sign > 0 ? " better" : " worse")
              + " than the price that was shown.");
    }
  }

  private String text(final String field) {
    return fill.path(field).asText();
  }
}
