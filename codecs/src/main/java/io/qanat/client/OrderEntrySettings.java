package io.qanat.client;

import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.LogonProof;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Who logs on, where, and how the client behaves. Every value but the credentials has a default.
 */
public final class OrderEntrySettings {
  /** Shortest and longest keep-alive that the hub accepts, milliseconds. */
  public static final int KEEP_ALIVE_MILLIS_MIN = 100;

  public static final int KEEP_ALIVE_MILLIS_MAX = 60_000;

  private String host = "127.0.0.1";
  private int port = AeronChannels.ORDER_ENTRY_PORT;
  private int controlPort = AeronChannels.ORDER_ENTRY_CONTROL_PORT;
  private boolean ipc;
  private long partner;
  private long session;
  private String accessKeyId = "";
  private byte[] secret = {};
  private KeyDerivation derivation;
  private byte[] saltedKey;
  private long incarnation;
  private int keepAliveMillis = 5_000;
  private boolean cancelOnDisconnect;
  private boolean holdToThrottle = true;
  private int ackEveryReports = 64;
  private long ackIntervalNanos = TimeUnit.MILLISECONDS.toNanos(50);
  private long logonTimeoutNanos = TimeUnit.SECONDS.toNanos(10);
  private EpochNanoClock epochClock = SystemEpochNanoClock.INSTANCE;
  private NanoClock nanoClock = SystemNanoClock.INSTANCE;

  /** The hub's address over UDP; by default the local host and the standard ports. */
  public OrderEntrySettings udp(final String host, final int port, final int controlPort) {
    this.host = host;
    this.port = port;
    this.controlPort = controlPort;
    ipc = false;
    return this;
  }

  /** The hub is on the same machine and the Aeron client uses the hub's media driver. */
  public OrderEntrySettings ipc() {
    ipc = true;
    return this;
  }

  /**
   * Who logs on.
   *
   * @param partner 1 and up
   * @param session chosen by the partner, 1 to 2^32-1; one client at a time
   * @param accessKeyId public name of the API key, 1 to 20 ASCII characters
   * @param secret the API secret's bytes; never sent
   */
  public OrderEntrySettings credentials(
      final long partner, final long session, final String accessKeyId, final byte[] secret) {
    if (!accessKeyId.equals(this.accessKeyId) || !Arrays.equals(secret, this.secret)) {
      saltedKey = null;
    }
    this.partner = partner;
    this.session = session;
    this.accessKeyId = accessKeyId;
    this.secret = secret.clone();
    return this;
  }

  /**
   * How the key is derived from the secret, if the hub's operator says so; by default {@link
   * KeyDerivation#standard}.
   */
  public OrderEntrySettings keyDerivation(final KeyDerivation derivation) {
    this.derivation = derivation;
    saltedKey = null;
    return this;
  }

  /** Greater than every earlier one of this session; 0 (the default): the clock in nanoseconds. */
  public OrderEntrySettings incarnation(final long incarnation) {
    this.incarnation = incarnation;
    return this;
  }

  /** Longest silence of either side, 100 to 60,000 milliseconds. */
  public OrderEntrySettings keepAliveMillis(final int keepAliveMillis) {
    this.keepAliveMillis = keepAliveMillis;
    return this;
  }

  /** Whether the hub cancels the claimed accounts' orders when this session is lost. */
  public OrderEntrySettings cancelOnDisconnect(final boolean cancelOnDisconnect) {
    this.cancelOnDisconnect = cancelOnDisconnect;
    return this;
  }

  /** Whether the client itself answers {@link Offer#THROTTLED} at the hub's published rate. */
  public OrderEntrySettings holdToThrottle(final boolean holdToThrottle) {
    this.holdToThrottle = holdToThrottle;
    return this;
  }

  /**
   * When reports are acknowledged: after so many, or so long after the first that is not.
   *
   * @param everyReports 0: the application calls {@link OrderEntryClient#acknowledge} itself
   */
  public OrderEntrySettings acknowledge(final int everyReports, final long intervalNanos) {
    ackEveryReports = everyReports;
    ackIntervalNanos = intervalNanos;
    return this;
  }

  /** How long connecting may take, and then again negotiating and establishing each. */
  public OrderEntrySettings logonTimeoutNanos(final long logonTimeoutNanos) {
    this.logonTimeoutNanos = logonTimeoutNanos;
    return this;
  }

  /** The clocks of timestamps and of intervals. */
  public OrderEntrySettings clocks(final EpochNanoClock epochClock, final NanoClock nanoClock) {
    this.epochClock = epochClock;
    this.nanoClock = nanoClock;
    return this;
  }

  /** Throws an {@link IllegalArgumentException} that names the first value that is not allowed. */
  void validate() {
    require(partner >= 1, "partner", partner, "1 and up");
    require(session >= 1 && session <= 0xFFFF_FFFFL, "session", session, "1 to 2^32-1");
    require(
        LogonProof.isAccessKeyId(accessKeyId),
        "accessKeyId",
        accessKeyId,
        "1 to 20 printable ASCII characters");
    require(secret.length > 0, "secret", "(empty)", "at least one byte");
    require(incarnation >= 0, "incarnation", incarnation, "0 and up");
    require(
        keepAliveMillis >= KEEP_ALIVE_MILLIS_MIN && keepAliveMillis <= KEEP_ALIVE_MILLIS_MAX,
        "keepAliveMillis",
        keepAliveMillis,
        KEEP_ALIVE_MILLIS_MIN + " to " + KEEP_ALIVE_MILLIS_MAX);
    require(ackEveryReports >= 0, "ackEveryReports", ackEveryReports, "0 and up");
    require(ackIntervalNanos > 0, "ackIntervalNanos", ackIntervalNanos, "1 and up");
    require(logonTimeoutNanos > 0, "logonTimeoutNanos", logonTimeoutNanos, "1 and up");
  }

  private static void require(
      final boolean good, final String name, final Object value, final String allowed) {
    if (!good) {
      throw new IllegalArgumentException(name + "=" + value + ", allowed: " + allowed);
    }
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  int controlPort() {
    return controlPort;
  }

  boolean isIpc() {
    return ipc;
  }

  long partner() {
    return partner;
  }

  long session() {
    return session;
  }

  String accessKeyId() {
    return accessKeyId;
  }

  /** Derived when first asked for, which takes tens of milliseconds, and kept. */
  byte[] saltedKey() {
    if (saltedKey == null) {
      final KeyDerivation by =
          derivation == null ? KeyDerivation.standard(accessKeyId) : derivation;
      saltedKey = by.saltedKey(secret);
    }
    return saltedKey;
  }

  long incarnation() {
    return incarnation;
  }

  int keepAliveMillis() {
    return keepAliveMillis;
  }

  boolean cancelOnDisconnect() {
    return cancelOnDisconnect;
  }

  boolean holdToThrottle() {
    return holdToThrottle;
  }

  int ackEveryReports() {
    return ackEveryReports;
  }

  long ackIntervalNanos() {
    return ackIntervalNanos;
  }

  long logonTimeoutNanos() {
    return logonTimeoutNanos;
  }

  EpochNanoClock epochClock() {
    return epochClock;
  }

  NanoClock nanoClock() {
    return nanoClock;
  }
}
