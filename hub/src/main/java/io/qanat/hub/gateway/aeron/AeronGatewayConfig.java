package io.qanat.hub.gateway.aeron;

import com.typesafe.config.Config;
import io.qanat.codecs.AeronChannels;
import io.qanat.config.Settings;
import io.qanat.hub.config.IdleKind;
import io.qanat.hub.config.UdpPorts;
import io.qanat.hub.gateway.SessionLimits;
import java.time.Duration;

/**
 * Settings of the Aeron order-entry gateway; {@code reference.conf} explains each.
 *
 * @param host address to listen on
 * @param port UDP port of requests; 0: any free one
 * @param controlPort UDP port of responses; 0: any free one
 * @param ipc whether clients on the hub's media driver may connect
 * @param idle what the gateway's thread does when there is nothing to do
 * @param termBytes term buffer of each client's response channel
 * @param outboundBytesMax what may wait for one client beyond that
 * @param framesPerCycle frames read from one client before the next one's turn
 * @param connectionsMax clients connected at once
 * @param unestablishedConnectionsMax of these, clients that have not logged on
 * @param negotiationsPerSecond attempts to negotiate, everybody together
 * @param negotiationsPerSecondPerKey attempts to negotiate with one access key
 * @param lingerNanos how long an ended client may take to read its last message
 */
public record AeronGatewayConfig(
    String host,
    int port,
    int controlPort,
    boolean ipc,
    IdleKind idle,
    int termBytes,
    int outboundBytesMax,
    int framesPerCycle,
    int connectionsMax,
    int unestablishedConnectionsMax,
    int negotiationsPerSecond,
    int negotiationsPerSecondPerKey,
    long lingerNanos,
    SessionLimits sessionLimits) {
  /** Where these settings are. */
  public static final String PATH = "qanat.gateway.aeron";

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /**
   * Reads and validates {@link #PATH}.
   *
   * @throws io.qanat.config.ConfigException naming key, value and what is allowed
   */
  public static AeronGatewayConfig of(final Config root) {
    final Settings s = Settings.of(root, PATH);
    final AeronGatewayConfig config =
        new AeronGatewayConfig(
            s.text("host"),
            s.intBetween("port", 0, 65_535),
            s.intBetween("control-port", 0, 65_535),
            s.bool("ipc"),
            s.oneOf("idle", IdleKind.class),
            s.bytesPowerOfTwo("term-length", 64 * KIB, 16 * MIB),
            (int) s.bytesBetween("outbound-max", 16 * KIB, 256 * MIB),
            s.intBetween("frames-per-cycle", 1, 1_000),
            s.intBetween("connections-max", 1, 10_000),
            s.intBetween("unestablished-connections-max", 1, 10_000),
            s.intBetween("negotiations-per-second", 1, 100_000),
            s.intBetween("negotiations-per-second-per-key", 1, 100_000),
            s.durationBetween("linger", Duration.ofMillis(10), Duration.ofSeconds(60)).toNanos(),
            new SessionLimits(
                AeronChannels.CLIENT_FRAME_LENGTH_MAX,
                s.durationBetween("logon-timeout", Duration.ofMillis(50), Duration.ofMinutes(5))
                    .toNanos(),
                s.durationBetween("request-timeout", Duration.ofMillis(50), Duration.ofMinutes(5))
                    .toNanos(),
                s.intBetween("requests-per-session-max", 1, 1_000),
                s.intBetween("accounts-per-session-max", 1, 100_000),
                s.intBetween("retransmit-reports-max", 1, 1_000),
                s.intBetween("flood-multiple", 2, 1_000),
                (int)
                    s.durationBetween("busy-retry", Duration.ofMillis(1), Duration.ofMinutes(1))
                        .toMillis(),
                s.bytesPowerOfTwo("unconfirmed-max", 64 * KIB, 256 * MIB)));
    s.noOtherKeys();
    return config;
  }

  /** The same with ports that are free where they were 0. */
  AeronGatewayConfig withPorts() {
    return with(UdpPorts.resolve(host, port), UdpPorts.resolve(host, controlPort), sessionLimits);
  }

  /** The same for a node without others: no input can be lost on its way to an account. */
  public AeronGatewayConfig alone() {
    return with(port, controlPort, sessionLimits.withoutUnconfirmed());
  }

  private AeronGatewayConfig with(
      final int newPort, final int newControlPort, final SessionLimits newLimits) {
    return new AeronGatewayConfig(
        host,
        newPort,
        newControlPort,
        ipc,
        idle,
        termBytes,
        outboundBytesMax,
        framesPerCycle,
        connectionsMax,
        unestablishedConnectionsMax,
        negotiationsPerSecond,
        negotiationsPerSecondPerKey,
        lingerNanos,
        newLimits);
  }
}
