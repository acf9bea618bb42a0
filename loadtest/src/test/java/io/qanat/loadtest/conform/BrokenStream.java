package io.qanat.loadtest.conform;

import java.util.List;
import java.util.function.UnaryOperator;

/** A hub whose streams break a promise, and the cases that must say so. */
@SuppressWarnings("ImmutableEnumChecker") // What is done to texts has no state.
enum BrokenStream {
  LOSES_REPORTS(
      text -> text.contains("\"execType\":\"NEW\"") ? null : text, 0, "WS-07", "WS-08", "WS-09"),
  TELLS_WRONG_SIZES(
      text -> is(text, "prices") ? text.replace("\"size\":\"", "\"size\":\"1") : text, 0, "WS-05"),
  RENUMBERS_TRADES(
      text -> is(text, "trade") ? text.replace("\"tradeId\":\"", "\"tradeId\":\"1") : text,
      0,
      "WS-06"),
  NEVER_BEATS(text -> is(text, "heartbeat") ? null : text, 0, "WS-10", "WS-13"),
  NAMES_NO_REASON(text -> text.replace("businessRejectReasonCode", "businessReason"), 0, "WS-13"),
  CLOSES_ALIKE(UnaryOperator.identity(), 1000, "WS-02", "WS-03", "WS-11", "WS-12");

  private final UnaryOperator<String> texts;
  private final int closeCode;
  private final List<String> failing;

  BrokenStream(final UnaryOperator<String> texts, final int closeCode, final String... failing) {
    this.texts = texts;
    this.closeCode = closeCode;
    this.failing = List.of(failing);
  }

  private static boolean is(final String text, final String type) {
    return text.startsWith("{\"type\":\"" + type + "\"");
  }

  UnaryOperator<String> texts() {
    return texts;
  }

  /** Instead of every other; 0: as they are. */
  int closeCode() {
    return closeCode;
  }

  /** Ids of all cases that fail against it. */
  List<String> failing() {
    return failing;
  }
}
