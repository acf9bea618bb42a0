package io.qanat.hub.gateway.aeron;

import com.typesafe.config.Config;
import io.qanat.codecs.Channels;
import io.qanat.hub.config.IdleKind;
import io.qanat.hub.config.Settings;
import io.qanat.hub.config.UdpPorts;
import io.qanat.hub.gateway.SessionLimits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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
   * @throws io.qanat.hub.config.SettingException naming key, value and what is allowed
   */
  public static AeronGatewayConfig of(final Config root) {
    final Settings settings = new Settings(root, PATH);
    return new AeronGatewayConfig(
        settings.text("host"),
        settings.integer("port", 0, 65_535),
        settings.integer("control-port", 0, 65_535),
        settings.bool("ipc"),
        settings.oneOf("idle", IdleKind.class),
        settings.bytesPowerOfTwo("term-length", 64 * KIB, 16 * MIB),
        settings.bytes("outbound-max", 16 * KIB, 256 * MIB),
        settings.integer("frames-per-cycle", 1, 1_000),
        settings.integer("connections-max", 1, 10_000),
        settings.integer("unestablished-connections-max", 1, 10_000),
        settings.integer("negotiations-per-second", 1, 100_000),
        settings.integer("negotiations-per-second-per-key", 1, 100_000),
        settings.nanos("linger", Duration.ofMillis(10), Duration.ofSeconds(60)),
        new SessionLimits(
            Channels.CLIENT_FRAME_LENGTH_MAX,
            settings.nanos("logon-timeout", Duration.ofMillis(50), Duration.ofMinutes(5)),
            settings.nanos("request-timeout", Duration.ofMillis(50), Duration.ofMinutes(5)),
            settings.integer("requests-per-session-max", 1, 1_000),
            settings.integer("accounts-per-session-max", 1, 100_000),
            settings.integer("retransmit-reports-max", 1, 1_000),
            settings.integer("flood-multiple", 2, 1_000),
            (int)
                TimeUnit.NANOSECONDS.toMillis(
                    settings.nanos("busy-retry", Duration.ofMillis(1), Duration.ofMinutes(1)))));
  }

  /** The same with ports that are free where they were 0. */
  AeronGatewayConfig withPorts() {
    return new AeronGatewayConfig(
        host,
        UdpPorts.resolve(host, port),
        UdpPorts.resolve(host, controlPort),
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
        sessionLimits);
  }
}
