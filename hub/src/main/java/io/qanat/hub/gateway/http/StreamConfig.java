package io.qanat.hub.gateway.http;

import io.qanat.config.Settings;
import java.time.Duration;

/**
 * How streams over WebSocket are served; {@code reference.conf} explains each key.
 *
 * @param streamsPerPartnerMax of all keys of a partner
 * @param anonymousMax streams that have not said yet who they are
 * @param logonTimeout for them to say it
 * @param heartbeat longest silence of the hub; three of them are the longest of a client
 * @param subscriptionsMax of one stream
 * @param messageBytesMax longest message from a client
 * @param messagesPerSecondMax from a client
 * @param depthMax levels a side
 * @param pricesInterval least time between two prices of one subscription
 * @param outboxMessagesMax trades, reports and answers that may wait for one client
 * @param outboxBytesMax of these
 * @param stallTimeout a client that takes nothing for so long, while something waits, is cut off
 * @param closeTimeout for the other side's part in closing
 * @param keyCheck between two looks whether a stream's key still opens, and what it is entitled to
 */
public record StreamConfig(
    int streamsPerPartnerMax,
    int anonymousMax,
    Duration logonTimeout,
    Duration heartbeat,
    int subscriptionsMax,
    int messageBytesMax,
    int messagesPerSecondMax,
    int depthMax,
    Duration pricesInterval,
    int outboxMessagesMax,
    int outboxBytesMax,
    Duration stallTimeout,
    Duration closeTimeout,
    Duration keyCheck) {

  /**
   * Reads it.
   *
   * @param idleTimeout of a connection; heartbeats are to be more frequent
   */
  static StreamConfig of(final Settings s, final Duration idleTimeout) {
    final Duration least = Duration.ofMillis(10);
    final Duration minute = Duration.ofMinutes(1);
    final StreamConfig config =
        new StreamConfig(
            s.intBetween("streams-per-partner-max", 1, 100_000),
            s.intBetween("anonymous-max", 0, 100_000),
            s.durationBetween("logon-timeout", least, minute),
            s.durationBetween(
                "heartbeat", least, idleTimeout.compareTo(minute) < 0 ? idleTimeout : minute),
            s.intBetween("subscriptions-max", 1, 10_000),
            (int) s.bytesBetween("message-max", 256, 1 << 20),
            s.intBetween("messages-per-second-max", 1, 100_000),
            s.intBetween("depth-max", 1, 1_000),
            s.durationBetween("prices-interval", Duration.ofMillis(1), minute),
            s.intBetween("outbox-messages-max", 16, 1_000_000),
            (int) s.bytesBetween("outbox-max", 4 << 10, 256 << 20),
            s.durationBetween("stall-timeout", least, Duration.ofMinutes(10)),
            s.durationBetween("close-timeout", least, minute),
            s.durationBetween("key-check", least, minute));
    s.noOtherKeys();
    return config;
  }
}
