package io.qanat.hub.marketdata;

import com.typesafe.config.Config;
import io.qanat.config.Settings;
import io.qanat.hub.config.IdleKind;
import io.qanat.hub.config.UdpPorts;
import java.time.Duration;

/**
 * Settings of market data; {@code reference.conf} explains each.
 *
 * @param host address from which it is sent
 * @param controlPort UDP port at which subscribers join; 0: any free one
 * @param idle what the publisher's thread does when there is nothing to do
 * @param termBytes term buffer of each stream
 * @param refreshChangedNanos between full refreshes of an instrument that changes
 * @param refreshUnchangedNanos between full refreshes of one that does not
 * @param definitionsNanos between repetitions of the definitions
 * @param refreshTimeoutNanos until an instrument's answer to a refresh query is given up
 * @param refreshesMax refresh queries in flight at once
 */
public record MarketDataConfig(
    String host,
    int controlPort,
    IdleKind idle,
    int termBytes,
    long refreshChangedNanos,
    long refreshUnchangedNanos,
    long definitionsNanos,
    long refreshTimeoutNanos,
    int refreshesMax) {
  /** Where these settings are. */
  public static final String PATH = "qanat.market-data";

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /**
   * Reads and validates {@link #PATH}.
   *
   * @throws io.qanat.config.ConfigException naming key, value and what is allowed
   */
  public static MarketDataConfig of(final Config root) {
    final Settings s = Settings.of(root, PATH);
    final Duration least = Duration.ofMillis(10);
    final Duration most = Duration.ofMinutes(10);
    final MarketDataConfig config =
        new MarketDataConfig(
            s.text("host"),
            s.intBetween("control-port", 0, 65_535),
            s.oneOf("idle", IdleKind.class),
            s.bytesPowerOfTwo("term-length", 64 * KIB, 256 * MIB),
            s.durationBetween("refresh-changed", least, most).toNanos(),
            s.durationBetween("refresh-unchanged", least, most).toNanos(),
            s.durationBetween("definitions", least, most).toNanos(),
            s.durationBetween("refresh-timeout", least, most).toNanos(),
            s.intBetween("refreshes-max", 1, 10_000));
    s.noOtherKeys();
    return config;
  }

  /** The same with a port that is free where it was 0. */
  MarketDataConfig withPort() {
    return new MarketDataConfig(
        host,
        UdpPorts.resolve(host, controlPort),
        idle,
        termBytes,
        refreshChangedNanos,
        refreshUnchangedNanos,
        definitionsNanos,
        refreshTimeoutNanos,
        refreshesMax);
  }
}
