package io.qanat.hub.gateway.http;

import com.typesafe.config.Config;
import io.qanat.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How HTTP is served; {@code reference.conf} explains each key.
 *
 * @param host address to listen on
 * @param port 0: any free one
 * @param bodyBytesMax longest body
 * @param jsonDepthMax deepest nesting in a body
 * @param bodyTimeout for a body to arrive whole
 * @param queryTimeout until a question to an entity counts as unanswered
 * @param orderTimeout until an order, cancel or transfer is answered as pending
 * @param keyCache how long a secret that was proven is not derived again
 * @param lookupsPerSecondMax attempts with secrets that are not proven
 * @param deniedDelay until wrong credentials are answered, always alike
 * @param floodMultiple cancels beyond this many times the partner's budget are a flood
 * @param metricsFromAnywhere false: metrics are for clients on this machine
 * @param tls empty: plain HTTP
 * @param stream of streams over WebSocket
 */
public record HttpConfig(
    boolean enabled,
    String host,
    int port,
    int connectionsMax,
    int bodyBytesMax,
    int jsonDepthMax,
    int headerBytesMax,
    int headersMax,
    int uriBytesMax,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration queryTimeout,
    Duration orderTimeout,
    Duration keyCache,
    int lookupsPerSecondMax,
    Duration deniedDelay,
    int floodMultiple,
    boolean accessLog,
    boolean metricsFromAnywhere,
    Optional<TlsConfig> tls,
    StreamConfig stream) {

  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.:-]{1,255}");

  /** Reads {@code qanat.http}. */
  public static HttpConfig of(final Config root) {
    final Settings s = Settings.of(root, "qanat.http");
    final Duration millisecond = Duration.ofMillis(1);
    final Duration minute = Duration.ofMinutes(1);
    final HttpConfig config =
        new HttpConfig(
            s.bool("enabled"),
            s.text("interface", HOST, "an address or a host name"),
            s.intBetween("port", 0, 65_535),
            s.intBetween("connections-max", 1, 1_000_000),
            (int) s.bytesBetween("body-max", 1024, 64 << 20),
            s.intBetween("json-depth-max", 2, 1000),
            (int) s.bytesBetween("header-max", 256, 1 << 20),
            s.intBetween("headers-max", 8, 1000),
            (int) s.bytesBetween("uri-max", 256, 64 << 10),
            s.durationBetween("idle-timeout", millisecond, Duration.ofHours(1)),
            s.durationBetween("body-timeout", millisecond, minute),
            s.durationBetween("query-timeout", millisecond, minute),
            s.durationBetween("order-timeout", millisecond, minute),
            s.durationBetween("key-cache", Duration.ZERO, Duration.ofHours(1)),
            s.intBetween("lookups-per-second-max", 1, 1_000_000),
            s.durationBetween("denied-delay", Duration.ZERO, Duration.ofSeconds(10)),
            s.intBetween("flood-multiple", 1, 1_000),
            s.bool("access-log"),
            s.bool("metrics-from-anywhere"),
            TlsConfig.of(s.section("tls")),
            StreamConfig.of(
                s.section("stream"),
                s.durationBetween("idle-timeout", millisecond, Duration.ofHours(1))));
    s.noOtherKeys();
    return config;
  }
}
