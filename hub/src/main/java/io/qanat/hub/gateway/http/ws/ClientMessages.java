package io.qanat.hub.gateway.http.ws;

import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.gateway.http.StreamConfig;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Reads clients' messages, strictly; a refusal names the field. */
final class ClientMessages {
  private static final Pattern TYPE = Pattern.compile("logon|subscribe|unsubscribe|heartbeat");
  private static final Pattern CHANNEL = Pattern.compile("prices|trades|status|reports");
  private static final Pattern REQUEST_ID = Pattern.compile("[ -~]{1,64}");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,300}");
  private static final Pattern SYMBOL = Pattern.compile("[!-~]{1,32}");
  private static final Pattern TRADE_ID = Pattern.compile("[0-9]{1,18}");
  private static final int INTERVAL_MILLIS_MAX = 60_000;
  private static final long REPORT_NO_MAX = Long.MAX_VALUE / 2;
  private static final long ACCOUNT_MAX = Long.MAX_VALUE;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private ClientMessages() {}

  /** The client's name of its request; null if it gave none. */
  static String requestId(final BodyFields fields) {
    return fields.has("requestId")
        ? fields.text("requestId", REQUEST_ID, "1 to 64 printable ASCII characters")
        : null;
  }

  static String type(final BodyFields fields) {
    return fields.text("type", TYPE, "one of logon, subscribe, unsubscribe, heartbeat");
  }

  /** PARTNER.KEYID.SECRET; what is malformed is told when it is looked up, like what is wrong. */
  static String key(final BodyFields fields) {
    return fields.text("key", KEY, "PARTNER.KEYID.SECRET");
  }

  static Subscription.Channel channel(final BodyFields fields) {
    return Subscription.Channel.valueOf(
        fields
            .text("channel", CHANNEL, "one of prices, trades, status, reports")
            .toUpperCase(Locale.ROOT));
  }

  /** An account's number, or an instrument's symbol or id. */
  static String target(final BodyFields fields, final Subscription.Channel channel) {
    return channel == Subscription.Channel.REPORTS
        ? Long.toString(fields.number("account", 1, ACCOUNT_MAX))
        : fields.text("symbol", SYMBOL, "an instrument's symbol, or its securityId as text");
  }

  static Subscription subscription(
      final BodyFields fields,
      final String requestId,
      final StreamConfig config,
      final BiConsumer<Subscription, Problem> onRefused,
      final Outbox outbox) {
    final Subscription.Channel channel = channel(fields);
    final String target = target(fields, channel);
    final Subscription.Terms terms =
        switch (channel) {
          case PRICES ->
              new Subscription.Terms(
                  requestId,
                  depth(fields, config),
                  number(fields, "minIntervalMillis", 0, INTERVAL_MILLIS_MAX, 0) * NANOS_PER_MILLI,
                  -1,
                  0);
          case TRADES -> trades(fields, requestId);
          case STATUS -> new Subscription.Terms(requestId, 0, 0, -1, 0);
          case REPORTS ->
              new Subscription.Terms(
                  requestId, 0, 0, number(fields, "afterReport", 0, REPORT_NO_MAX, -1), 0);
        };
    fields.noOthers();
    return new Subscription(channel, target, terms, onRefused, outbox);
  }

  private static int depth(final BodyFields fields, final StreamConfig config) {
    try {
      return (int) number(fields, "depth", 1, config.depthMax(), 1);
    } catch (final Problem e) {
      throw Problem.of(
          e.kind(),
          e.getMessage(),
          node ->
              node.put("field", "/depth")
                  .put("mdReqRejReason", "UNSUPPORTED_MARKET_DEPTH")
                  .put("mdReqRejReasonCode", 5));
    }
  }

  private static Subscription.Terms trades(final BodyFields fields, final String requestId) {
    final int recent = (int) number(fields, "recent", 0, TradeTape.KEPT_MAX, 0);
    long after = -1;
    if (fields.has("afterTradeId")) {
      after =
          Long.parseLong(fields.text("afterTradeId", TRADE_ID, "a tradeId: digits, as a string"));
      if (recent > 0) {
        throw BodyFields.refuse("recent", "has no meaning beside afterTradeId");
      }
    }
    return new Subscription.Terms(requestId, 0, 0, after, recent);
  }

  private static long number(
      final BodyFields fields,
      final String name,
      final long min,
      final long max,
      final long defaultValue) {
    return fields.has(name) ? fields.number(name, min, max) : defaultValue;
  }

  /** There is no such subscription of this stream. */
  static Problem unknown(final Subscription.Channel channel) {
    return Problem.of(
        Problem.Kind.NOT_FOUND, "this stream is not subscribed to these " + channel.word());
  }
}
